/* SPDX-License-Identifier: MIT */
/* Reports of messages, between who makes them, who settles them, and the store. */
#include <stdlib.h>

#include "base/log.h"
#include "server/server_in.h"
#include "text/utf8.h"

enum {
	REPORT_MAX = 600,  /* bytes of why, and of what was done */
	REPORTS_OPEN = 20, /* that one member may have in a group */
	PAGE = 100,
};

static struct hub *hub_of(const struct asking *a)
{
	return a->peer->server->hub;
}

static const char *code_of(enum err_code code)
{
	static const struct {
		enum err_code code;
		const char *word;
	} rows[] = {
		{ ERR_NOT_FOUND, WIRE_E_GONE },
		{ ERR_EXISTS, WIRE_E_STATE },
		{ ERR_REFUSED, WIRE_E_GROUP },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == code)
			return rows[i].word;
	return WIRE_E_STORE;
}

/* Tells whoever wished it; it is over. */
static void settle(struct asking *a, const struct store_reply *r)
{
	struct hub_conn *c = a->peer->hub;

	if (c && r->err.code == ERR_NONE)
		hub_granted(hub_of(a), c, a->said.group, a->said.ticket);
	else if (c)
		hub_error(hub_of(a), c, code_of(r->err.code), a->said.group, a->said.ticket);
	asking_end(a);
}

static void on_reported(void *user, const struct store_reply *r)
{
	struct asking *a = user;
	const struct hub_report said = { .number = r->id,
					 .message = a->said.seq,
					 .member = a->said.member,
					 .utc_ms = r->utc_ms,
					 .why = a->said.text };

	/* Repeated it may have been settled since. */
	if (r->err.code == ERR_NONE && !r->repeated)
		hub_put_report(hub_of(a), a->said.group, &said);
	settle(a, r);
}

static void on_resolved(void *user, const struct store_reply *r)
{
	struct asking *a = user;
	const struct hub_report *open = hub_report(hub_of(a), a->said.group, a->said.seq);
	struct hub_report said;

	if (r->err.code == ERR_NONE && open) {
		said = *open;
		said.done_by = a->said.member;
		said.done_utc_ms = r->utc_ms;
		said.done = a->said.text;
		hub_put_report(hub_of(a), a->said.group, &said);
	}
	settle(a, r);
}

static void on_heard(void *user, const struct store_reply *r)
{
	struct asking *a = user;

	if (r->err.code == ERR_NONE)
		hub_report_heard(hub_of(a), a->said.group, a->said.seq);
	settle(a, r);
}

static const char *may_report(const struct peer *p, const struct wire_msg *m)
{
	if (utf8_blank(m->b) || m->n < 1)
		return WIRE_E_FORM;
	return hub_reports_open(p->server->hub, m->g, hub_member(p->hub)) < REPORTS_OPEN
		       ? NULL
		       : WIRE_E_STATE;
}

static const char *may_resolve(const struct peer *p, const struct wire_msg *m)
{
	(void)p;
	return utf8_blank(m->b) || m->n < 1 ? WIRE_E_FORM : NULL;
}

static const char *may_hear(const struct peer *p, const struct wire_msg *m)
{
	(void)p;
	return m->n < 1 ? WIRE_E_FORM : NULL;
}

static const struct row {
	const char *word;
	enum store_op op;
	const char *(*may)(const struct peer *p, const struct wire_msg *m);
	void (*done)(void *user, const struct store_reply *r);
} rows[] = {
	{ "report", STORE_REPORT, may_report, on_reported },
	{ "resolve", STORE_RESOLVE, may_resolve, on_resolved },
	{ "heard", STORE_REPORT_HEARD, may_hear, on_heard },
};

static void ask(struct peer *p, const struct wire_msg *m, const struct row *row)
{
	struct asking *a = mem_get(sizeof(*a));
	struct store_req r = { .op = row->op,
			       .group = m->g,
			       .member = hub_member(p->hub),
			       .device = hub_device(p->hub),
			       .ticket = m->k,
			       .seq = m->n,
			       .utc_ms = server_utc_ms(p->server) / 1000 * 1000,
			       .a = m->b };

	a->said = (struct hub_said) { .group = m->g,
				      .seq = m->n,
				      .member = r.member,
				      .ticket = m->k,
				      .text = { mem_dup(m->b.p, m->b.n), m->b.n } };
	conn_ask(p, a, &r, row->done);
}

void reported_wish(struct peer *p, const struct wire_msg *m)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *no;

		if (!str_is(m->c, rows[i].word))
			continue;
		no = m->b.n > REPORT_MAX ? WIRE_E_LARGE : rows[i].may(p, m);
		if (no)
			hub_error(p->server->hub, p->hub, no, m->g, m->k);
		else
			ask(p, m, &rows[i]);
	}
}

/* When the server starts: those that somebody still has to hear of. */

struct loading {
	struct server *server;
	int64_t group, number;
};

static void ask_page(struct loading *l);

static void on_page(void *user, const struct store_reply *r)
{
	struct loading *l = user;

	for (size_t i = 0; i < r->count; i++) {
		const struct store_report *said = &r->reports[i];

		l->number = said->number;
		if (said->done_by && (said->heard || !said->done.n))
			continue;
		hub_put_report(l->server->hub, l->group,
			       &(struct hub_report) { .number = said->number,
						      .message = said->message,
						      .member = said->member,
						      .utc_ms = said->utc_ms,
						      .done_by = said->done_by,
						      .done_utc_ms = said->done_utc_ms,
						      .why = said->why,
						      .done = said->done });
	}
	if (r->err.code != ERR_NONE)
		log_event(LOG_ERROR_, "load_failed", "why=\"%s\"", r->err.text);
	if (r->count == PAGE) {
		ask_page(l);
		return;
	}
	server_loaded(l->server);
	free(l);
}

static void ask_page(struct loading *l)
{
	store_submit(l->server->store, &(struct store_req) { .op = STORE_REPORTS,
							     .group = l->group,
							     .seq = l->number,
							     .limit = PAGE,
							     .done = on_page,
							     .user = l });
}

void reported_load(struct server *s, int64_t group)
{
	struct loading *l = mem_get(sizeof(*l));

	*l = (struct loading) { s, group, 0 };
	s->loading++;
	ask_page(l);
}
