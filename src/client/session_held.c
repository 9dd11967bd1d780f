/* SPDX-License-Identifier: MIT */
/* Lines that wait, as those who lead know of them. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "client/session_in.h"

static void drop_at(struct session *s, size_t at)
{
	struct pl_held *h = &s->held[at];

	free((char *)(uintptr_t)h->who);
	free((char *)(uintptr_t)h->text);
	free((char *)(uintptr_t)h->warning);
	memmove(h, h + 1, (--s->pub.held_count - at) * sizeof(*h));
}

void session_drop_held(struct session *s)
{
	while (s->pub.held_count)
		drop_at(s, s->pub.held_count - 1);
	free(s->held);
	s->held = NULL;
	s->pub.held = NULL;
}

static char *copy(struct str s)
{
	return mem_dup(s.n ? s.p : "", s.n);
}

/* Those of one's own say no more than that: see meet_held. */
void session_on_held(struct session *s, const struct wire_msg *m)
{
	size_t at = 0;

	while (at < s->pub.held_count && s->held[at].number < m->s)
		at++;
	if (at < s->pub.held_count && s->held[at].number == m->s)
		drop_at(s, at);
	if (m->n || !(m->has & WIRE_U))
		return;
	s->held = mem_grow(s->held, (s->pub.held_count + 1) * sizeof(*s->held));
	memmove(s->held + at + 1, s->held + at, (s->pub.held_count++ - at) * sizeof(*s->held));
	s->held[at] = (struct pl_held) { .number = m->s,
					 .member = m->u,
					 .utc_ms = m->d,
					 .who = mem_dup("", 0),
					 .text = copy(m->b),
					 .warning = copy(m->x) };
	s->pub.held = s->held;
}

void session_tell_held(struct session *s, const struct session_view *v)
{
	for (size_t i = 0; i < s->pub.held_count; i++) {
		struct pl_held *h = &s->held[i];

		free((char *)(uintptr_t)h->who);
		h->who = copy(str_of(v->name(v->user, h->member)));
		if (h->number <= s->held_told)
			continue;
		s->held_told = h->number;
		session_note(s, v,
			     &(struct pl_notice) { .kind = PL_NOTE_WAITS,
						   .text = *h->warning ? h->warning : h->text },
			     h->member);
	}
}
