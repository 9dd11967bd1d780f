/* SPDX-License-Identifier: MIT */
/* Lines of our own that wait at the server until those who lead let them through. */
#include "client/core.h"

enum { WAITS, LET, REFUSED };

void meet_held(struct pl_client *c, const struct wire_msg *m)
{
	struct state_group *g = state_find_group(&c->state, m->g);
	const struct pl_message *line =
		g && m->has & WIRE_K ? state_find_ticket(g, m->k) : NULL;

	if (!line || line->seq)
		return;
	if (m->n == WAITS && line->state != PL_HELD) {
		outbound_hold(c, m->k);
		outbound_taken(c, m->g);
		meet_note(c, g, &(struct pl_notice) { .kind = PL_NOTE_HELD });
	} else if (m->n == REFUSED && line->state != PL_NOT_ACCEPTED) {
		outbound_refuse(c, m->k);
		meet_note(c, g,
			  &(struct pl_notice) { .kind = PL_NOTE_NOT_LET,
						.text = m->has & WIRE_B ? m->b.p : NULL });
	}
}

/* The session in which they waited is over.  Those that wait still are told of again. */
void meet_session(struct pl_client *c, const struct wire_msg *m)
{
	const struct state_group *g = state_find_group(&c->state, m->g);

	if (!g || (m->n && m->s == g->session.id))
		return;
	for (size_t i = 0; i < g->messages_count; i++)
		if (g->messages[i].state == PL_HELD)
			outbound_refuse(c, state_ticket(&g->messages[i]));
}
