/* SPDX-License-Identifier: MIT */
/* The rows of lines that wait: to those who lead, and to the device that said them. */
#include "server/hub_in.h"

static void add_for_leaders(const struct telling *t, const struct meeting_held *h)
{
	const bool waits = h->state == MEETING_WAITS;
	const struct str warning = meeting_held_warning(h);
	const struct wire_msg w = { .type = WIRE_HELD,
				    .has = WIRE_G | WIRE_S | WIRE_N |
					   (waits ? WIRE_U | WIRE_D | WIRE_B : 0u) |
					   (waits && warning.n ? WIRE_X : 0u),
				    .g = t->p->group->id,
				    .s = h->seq,
				    .u = h->member,
				    .d = h->utc_ms,
				    .n = h->state - MEETING_WAITS,
				    .x = warning,
				    .b = meeting_held_text(h) };

	if (waits || t->after)
		hub_add(t->f, &w);
}

static void add_for_own(const struct telling *t, const struct meeting_held *h)
{
	const struct wire_msg w = { .type = WIRE_HELD,
				    .has = WIRE_G | WIRE_S | WIRE_K | WIRE_N |
					   (*h->why ? WIRE_B : 0u),
				    .g = t->p->group->id,
				    .s = h->seq,
				    .k = h->ticket,
				    .n = h->state - MEETING_WAITS,
				    .b = str_of(h->why) };

	if (h->state != MEETING_PASSED) /* it comes as a message, with its ticket */
		hub_add(t->f, &w);
}

void hub_add_held(const struct telling *t, size_t i)
{
	const struct meeting_held *h = &t->m->held[i];

	if (!h->seq || h->version <= t->after)
		return;
	if (h->device == t->p->conn->device)
		add_for_own(t, h);
	else if (t->leads)
		add_for_leaders(t, h);
}

int64_t hub_held_ticket(const struct hub_conn *c)
{
	int64_t top = 0;

	for (size_t i = 0; i < c->places_count; i++)
		for (size_t k = 0; k < MEETING_HELD_MAX; k++) {
			const struct meeting_held *h = &c->places[i]->group->meeting->held[k];

			if (h->seq && h->device == c->device && h->ticket > top)
				top = h->ticket;
		}
	return top;
}
