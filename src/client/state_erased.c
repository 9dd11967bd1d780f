/* SPDX-License-Identifier: MIT */
/* Somebody's words are gone at the clinic: they go here, too. */
#include "client/state.h"

unsigned state_erased(struct state *s, struct state_group *g, const struct wire_msg *m)
{
	(void)s;
	for (size_t i = 0; i < g->messages_count; i++) {
		const struct pl_message *p = &g->messages[i];
		const struct wire_msg hide = { .s = p->seq, .n = WIRE_WORDS_ERASED };

		if (p->member == m->u && p->seq && p->seq <= m->s)
			state_hide(g, &hide);
	}
	return PL_CHANGED_MESSAGES;
}
