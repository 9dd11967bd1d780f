/* SPDX-License-Identifier: MIT */
/*
 * Who is who on the wire.  To others a member is a number of the group, which chance gave them
 * (STORE_MEMBERS): it says nothing of who they are in another.  Who leads has the number of the
 * account everywhere, and is told those of others; and each has their own to themselves.  No number of a
 * group is that of an account, so none stands for two.  What is sent to us needs none of this: a member
 * wishes for themselves, and who leads has the numbers of accounts.
 */
#include "server/hub_in.h"

/* Where a message has people of its group; of the rest who leads alone is told. */
static const unsigned people[WIRE_TYPES] = {
	[WIRE_PERSON] = WIRE_U,
	[WIRE_MESSAGE] = WIRE_U,
	[WIRE_SESSION] = WIRE_U,
	[WIRE_PLAN] = WIRE_U,
	[WIRE_SEAT] = WIRE_U,
	[WIRE_HAND] = WIRE_U,
	[WIRE_ASIDE] = WIRE_U | WIRE_K,
	[WIRE_ALERT] = WIRE_U | WIRE_K,
	[WIRE_REACH] = WIRE_U,
	[WIRE_PAPER] = WIRE_U,
	[WIRE_HELD] = WIRE_U,
	[WIRE_ERASED] = WIRE_U,
	[WIRE_ATTENDED] = WIRE_U,
	[WIRE_REACTED] = WIRE_U,
	[WIRE_REPORT] = WIRE_U | WIRE_K,
	[WIRE_SERIES] = WIRE_U,
	[WIRE_HOURS] = WIRE_U,
	[WIRE_ASSIGNED] = WIRE_U | WIRE_K,
	[WIRE_FILED] = WIRE_U,
};

static int64_t told_by(const struct person *p)
{
	return p->number ? p->number : p->id;
}

void hub_number_person(struct group *g, struct person *p)
{
	size_t at = g->people_count;

	g->told = mem_grow(g->told, (at + 1) * sizeof(struct person *));
	for (; at > 0 && told_by(g->told[at - 1]) > told_by(p); at--)
		g->told[at] = g->told[at - 1];
	g->told[at] = p;
}

/* Is this one to that place by the number of the account? */
static bool is_open(const struct place *p, const struct person *who)
{
	return who == p->self || !who->number || hub_leads_place(p) || hub_leads_in(who);
}

static int64_t number_to(const struct place *p, int64_t id)
{
	const struct person *who = hub_person(p->group, id);

	return !who || is_open(p, who) ? id : who->number;
}

void hub_number(const struct hub_conn *c, struct wire_msg *m)
{
	const unsigned has = m->has & people[m->type];
	const struct place *p = has ? hub_place(c, m->g) : NULL;

	if (!p)
		return;
	if (has & WIRE_U)
		m->u = number_to(p, m->u);
	if (has & WIRE_K)
		m->k = number_to(p, m->k);
}

int64_t hub_known_as(const struct place *p, const struct person *who)
{
	return p->conn->accounts && p->self->known && who->known && !is_open(p, who) ? who->id
										     : 0;
}
