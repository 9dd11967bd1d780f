/* SPDX-License-Identifier: MIT */
/*
 * Who is who on the wire.  To others a member is a number of the group, which chance gave them
 * (STORE_MEMBERS): it says nothing of who they are in another.  Who leads has the number of the
 * account everywhere, and is told those of others; and each has their own to themselves.  No number of a
 * group is that of an account, so none stands for two.  What is sent to us needs none of this: a member
 * wishes for themselves, and who leads has the numbers of accounts.
 */
#include <string.h>

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

static const char *name_of(const struct person *p)
{
	const char *name = p->called && *p->called ? p->called : p->name;

	return name ? name : "";
}

/* Who leads, and then all by name: as they came would be alike in two groups. */
static bool goes_before(const struct person *a, const struct person *b)
{
	const bool leads = hub_leads_in(a);
	const int names = strcmp(name_of(a), name_of(b));

	if (leads != hub_leads_in(b))
		return leads;
	return leads || !names ? a->id < b->id : names < 0;
}

/* A pass that is under way begins again: in the new order it could leave somebody out. */
void hub_order_people(struct group *g)
{
	for (size_t i = 1; i < g->people_count; i++) {
		struct person *p = g->told[i];
		size_t at = i;

		for (; at > 0 && goes_before(p, g->told[at - 1]); at--)
			g->told[at] = g->told[at - 1];
		g->told[at] = p;
	}
	for (struct place *p = g->places; p; p = p->next)
		p->people_at = 0;
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
