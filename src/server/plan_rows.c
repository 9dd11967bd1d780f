/* SPDX-License-Identifier: MIT */
/* The program's rows out of the store, and who is in which group. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/log.h"
#include "server/cases.h"
#include "server/plan.h"
#include "server/stored.h"

enum { PAGE = 1000 }; /* STORE_ROWS gives so many at once */

struct loading {
	struct server *server;
	enum program_kind kind;
	int64_t number;
};

static void ask_page(struct loading *l);

static void take(struct loading *l, const struct store_message *m)
{
	const struct program_row row = stored_program(l->kind, m);

	l->number = m->seq;
	if (l->kind == PROGRAM_MEMBER)
		cases_joined(l->server, m->ticket, m->member, m->utc_ms);
	if (!program_take(l->server->plan.program, &row))
		log_event(LOG_ERROR_, "plan_row", "kind=%d number=%" PRId64, (int)l->kind,
			  m->seq);
}

static void on_page(void *user, const struct store_reply *r)
{
	struct loading *l = user;
	struct server *s = l->server;

	for (size_t i = 0; i < r->count; i++)
		take(l, &r->messages[i]);
	if (r->err.code != ERR_NONE)
		log_event(LOG_ERROR_, "load_failed", "why=\"%s\"", r->err.text);
	if (r->count == PAGE) {
		ask_page(l);
		return;
	}
	free(l);
	server_loaded(s);
}

static void ask_page(struct loading *l)
{
	store_submit(l->server->store, &(struct store_req) { .op = STORE_ROWS,
							     .limit = (int)l->kind,
							     .seq = l->number,
							     .done = on_page,
							     .user = l });
}

void plan_load(struct server *s)
{
	static const enum program_kind kinds[] = { PROGRAM_SERIES, PROGRAM_REQUEST,
						   PROGRAM_MEMBER };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct loading *l = mem_get(sizeof(*l));

		*l = (struct loading) { s, kinds[i], 0 };
		s->loading++;
		ask_page(l);
	}
}

void plan_person(struct server *s, int64_t group, const struct store_user *who)
{
	const struct program_somebody is = {
		.group = group,
		.member = who->id,
		.leads = str_is(who->role, "facilitator") || str_is(who->role, "admin"),
		.family = str_is(who->role, "family"),
		.disabled = who->disabled,
	};

	program_put_person(s->plan.program, &is);
}
