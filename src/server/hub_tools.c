/* SPDX-License-Identifier: MIT */
/* The rows of the meeting beyond who sits where: see hub_session.c. */
#include <stdio.h>

#include "server/hub_in.h"

/* To those who lead, and to the person: to nobody else, ever. */
void hub_add_alert(const struct telling *t, size_t i)
{
	const struct meeting_alert *a = &t->m->alerts[i];
	const struct wire_msg w = { .type = WIRE_ALERT,
				    .has = WIRE_G | WIRE_S | WIRE_U | WIRE_D |
					   (a->taken_by ? WIRE_K : 0u),
				    .g = t->p->group->id,
				    .s = a->version,
				    .u = a->member,
				    .d = a->utc_ms,
				    .k = a->taken_by };

	if (a->version > t->after && (t->leads || a->member == t->p->self->id))
		hub_add(t->f, &w);
}

static void add_who(const struct telling *t, const char *kind, int64_t who)
{
	const struct wire_msg w = { .type = WIRE_PLAN,
				    .has = WIRE_G | WIRE_N | WIRE_R | (who ? WIRE_K : 0u),
				    .g = t->p->group->id,
				    .k = who,
				    .r = str_of(kind) };

	hub_add(t->f, &w);
}

void hub_add_lead(const struct telling *t, size_t i)
{
	(void)i;
	if (t->hears && t->m->lead_version > t->after)
		add_who(t, "lead", t->m->lead);
	if (t->leads && t->m->offered_version > t->after)
		add_who(t, "baton", t->m->offered);
}

void hub_add_pin(const struct telling *t, size_t i)
{
	const char *text = meeting_pin(t->m, i);
	const struct wire_msg w = { .type = WIRE_PLAN,
				    .has = WIRE_G | WIRE_K | WIRE_N | WIRE_R | WIRE_B,
				    .g = t->p->group->id,
				    .k = (int64_t)i + 1,
				    .r = str_of("pin"),
				    .b = str_of(text) };

	if (t->hears && t->m->pin_versions[i] > t->after && (text || t->after))
		hub_add(t->f, &w);
}

enum { COUNTS_SIZE = MEETING_CHOICES_MAX * 5 };

/* "3 0 12" */
static struct str counts(const struct meeting *m, char out[COUNTS_SIZE])
{
	size_t n = 0;

	for (int i = 1; i <= m->poll.choices; i++)
		n += (size_t)snprintf(out + n, COUNTS_SIZE - n, "%s%d", i > 1 ? " " : "",
				      meeting_votes(m, i));
	return (struct str) { out, n };
}

/* How it stands is for those who lead, and in the end for all; who chose what is for
 * nobody but themselves. */
void hub_add_poll(const struct telling *t, size_t i)
{
	const struct meeting_poll *p = &t->m->poll;
	const struct meeting_vote *own = meeting_vote_of(t->m, t->p->self->id);
	const bool counted = t->leads || p->closed;
	char text[COUNTS_SIZE];
	const struct wire_msg w = { .type = WIRE_POLL,
				    .has = WIRE_G | WIRE_S | WIRE_N | (own ? WIRE_K : 0u) |
					   (counted ? WIRE_C : 0u) |
					   (p->seq > t->after ? WIRE_B : 0u),
				    .g = t->p->group->id,
				    .s = p->seq,
				    .n = p->closed,
				    .k = own ? own->choice : 0,
				    .c = counts(t->m, text),
				    .b = str_of(p->text) };
	const bool is_news = p->seq > t->after || p->closed_version > t->after ||
			     (own && own->version > t->after) ||
			     (t->leads && p->version > t->after);

	(void)i;
	if (p->text && t->hears && is_news)
		hub_add(t->f, &w);
}
