/* SPDX-License-Identifier: MIT */
/* The rows of worksheets out of the store, and who is in which group. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/log.h"
#include "server/cases.h"
#include "server/crisis.h"
#include "server/given.h"
#include "server/offered.h"
#include "server/stored.h"

/* One kind behind the other: what was said to a sheet is read when the sheet is there. */
struct loading {
	struct server *server;
	int kind;
	int64_t number;
};

static void ask(struct loading *l);

static void take(struct loading *l, const struct store_message *m)
{
	const struct caseload_row row = stored_case(l->kind, m);

	l->number = m->seq;
	if (!caseload_take(l->server->cases.caseload, &row))
		log_event(LOG_ERROR_, "case_row", "kind=%d number=%" PRId64, l->kind, m->seq);
}

static void on_rows(void *user, const struct store_reply *r)
{
	struct loading *l = user;

	for (size_t i = 0; i < r->count; i++)
		take(l, &r->messages[i]);
	if (r->err.code != ERR_NONE)
		log_event(LOG_ERROR_, "load_failed", "why=\"%s\"", r->err.text);
	if (r->count < STORE_ROWS_MAX) {
		l->kind++;
		l->number = 0;
	}
	if (l->kind < CASELOAD_KINDS_END) {
		ask(l);
		return;
	}
	server_loaded(l->server);
	free(l);
}

static void ask(struct loading *l)
{
	const struct store_req r = {
		.op = STORE_ROWS, .limit = l->kind, .seq = l->number, .done = on_rows, .user = l
	};

	store_submit(l->server->store, &r);
}

void cases_crisis(struct server *s)
{
	struct err err = { 0 };
	struct crisis is;

	if (crisis_read(s->conf, &is, &err))
		caseload_crisis(s->cases.caseload,
				(struct str) { buf_text(&is.lines), is.lines.n },
				is.dated_utc_ms);
	else
		log_event(LOG_ERROR_, "crisis_lines", "why=\"%s\"", err.text);
	buf_finish(&is.lines);
}

void cases_load(struct server *s)
{
	struct loading *l = mem_get(sizeof(*l));

	l->server = s;
	l->kind = CASELOAD_ASSIGNED;
	s->loading++;
	cases_crisis(s);
	caseload_packs(s->cases.caseload, offered_sum(s));
	ask(l);
}

void cases_person(struct server *s, int64_t group, const struct store_user *who)
{
	const struct caseload_somebody is = {
		.group = group,
		.member = who->id,
		.leads = hub_leads(s->hub, group, who->id),
		.patient = str_is(who->role, "patient"),
		.disabled = who->disabled,
	};

	caseload_put_person(s->cases.caseload, &is);
}

void cases_joined(struct server *s, int64_t group, int64_t member, int64_t version)
{
	caseload_joined(s->cases.caseload, group, member, version);
	if (!s->loading)
		given_go_all(s);
}
