/* SPDX-License-Identifier: MIT */
/* What people are called in a group. */
#include <string.h>

#include "base/clock.h"
#include "client/core.h"

/* Those of the connection before were all told: else they are told once more on this one. */
void meet_hello(struct pl_client *c)
{
	const struct cache_word gone = { .word = CACHE_ACCOUNTS };

	if (c->renumbered)
		c->renumbered = !cache_set(c->cache, &gone, 1, CACHE_SAME);
}

/* It is said once, with the name that they were known by; what they said has the new one.  Not of
 * who was erased: the one name is not to lead to the other. */
void meet_person(struct pl_client *c, const struct wire_msg *m)
{
	const struct state_clocks now = { clock_utc_ms(), clock_ms() };
	struct state_group *g = state_find_group(&c->state, m->g);
	const struct pl_person *p;

	if (g && m->k) {
		state_renumber_person(g, m->k, m->u);
		c->renumbered = true;
	}
	p = g ? state_find_person(g, m->u) : NULL;
	if (!p || strcmp(p->name, m->x.p) == 0 || m->n == PL_FORMER)
		return;
	state_note(&c->state, g,
		   &(struct pl_notice) { .kind = PL_NOTE_NAMED,
					 .n = m->u == c->state.self.id,
					 .text = m->x.p },
		   m->u, now);
	g->session.is_new = true; /* seats have names, too */
	c->changed |= PL_CHANGED_SESSION | PL_CHANGED_MESSAGES;
}

const char *pl_client_called(const struct pl_client *c, int64_t group)
{
	const struct state_group *g = state_find_group(&c->state, group);

	return g ? state_name_of(&c->state, g, c->state.self.id) : c->state.self.name;
}

const char *pl_client_account(const struct pl_client *c, int64_t group, int64_t member)
{
	const struct state_group *g = state_find_group(&c->state, group);

	return g ? state_account_of(g, member) : "";
}
