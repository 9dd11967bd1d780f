/* SPDX-License-Identifier: MIT */
/* What others have said to a message: a sentence where it is one's own. */
#include "base/clock.h"
#include "client/core.h"

static const enum pl_notice_kind kinds[PL_REACTIONS] = {
	[PL_ME_TOO] = PL_NOTE_METOO,
	[PL_THANK_YOU] = PL_NOTE_THANKS,
};

void meet_reacted(struct pl_client *c, const struct wire_msg *m)
{
	struct state_group *g = state_find_group(&c->state, m->g);
	const struct state_clocks now = { clock_utc_ms(), clock_ms() };
	const struct pl_message *p;

	if (!g || !state_react(g, m))
		return;
	c->changed |= PL_CHANGED_MESSAGES;
	p = state_find_seq(g, m->s);
	if (!p->mine || p->hidden)
		return;
	state_note(&c->state, g,
		   &(struct pl_notice) {
			   .kind = kinds[m->k], .n = p->reactions[m->k], .text = p->text },
		   m->u, now);
	c->changed |= PL_CHANGED_SESSION;
}
