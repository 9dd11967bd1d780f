/* SPDX-License-Identifier: MIT */
/* What a member is called in a group: the group is told, and no other. */
#include "base/clock.h"
#include "server/server_in.h"
#include "text/utf8.h"

static const char *code_of(const struct err *err)
{
	static const char *const codes[ERR_CODES] = {
		[ERR_EXISTS] = WIRE_E_NAME,
		[ERR_NOT_FOUND] = WIRE_E_GROUP,
	};

	return codes[err->code] ? codes[err->code] : WIRE_E_STORE;
}

static void on_named(void *user, const struct store_reply *r)
{
	struct asking *a = user;
	struct peer *p = a->peer;
	struct hub *h = p->server->hub;

	if (r->err.code == ERR_NONE)
		hub_name_person(h, a->said.group, a->said.member, a->said.text);
	if (p->hub && r->err.code == ERR_NONE)
		hub_granted(h, p->hub, a->said.group, a->said.ticket);
	else if (p->hub)
		hub_error(h, p->hub, code_of(&r->err), a->said.group, a->said.ticket);
	if (r->err.code != ERR_NONE && r->err.code != ERR_EXISTS)
		trouble_log("name_failed", &r->err);
	asking_end(a);
}

/* As at enrolment; without one it is the account's again. */
static const char *check(const struct wire_msg *m, struct str name)
{
	if (name.n > WIRE_NAME_MAX)
		return WIRE_E_LARGE;
	return m->has & WIRE_B && utf8_blank(name) ? WIRE_E_NAME : NULL;
}

void named_wish(struct peer *p, const struct wire_msg *m)
{
	struct server *s = p->server;
	const int64_t member = hub_member(p->hub);
	const struct str whom = { (const char *)&member, sizeof(member) },
			 name = str_of(utf8_clean_name(&s->frame, m->b, WIRE_TEXT_MAX));
	const char *no = check(m, name);
	struct store_req r = { .op = STORE_NAME, .group = m->g, .member = member, .a = name };
	struct asking *a;

	if (!no && !budget_take(s->budget, BUDGET_NAMES, whom, clock_ms()))
		no = WIRE_E_SLOW;
	if (no) {
		hub_error(s->hub, p->hub, no, m->g, m->k);
		return;
	}
	a = mem_get(sizeof(*a));
	a->said = (struct hub_said) { .group = m->g,
				      .member = member,
				      .ticket = m->k,
				      .text = { mem_dup(name.p, name.n), name.n } };
	conn_ask(p, a, &r, on_named);
}
