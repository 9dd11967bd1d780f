/* SPDX-License-Identifier: MIT */
/* "Me too" and "thank you" to a message: each once from each person, and it stands. */
#include <stdlib.h>

#include "server/meeting_in.h"

static struct meeting_reacted *find(const struct meeting *m, int64_t message, int64_t kind)
{
	for (size_t i = m->reacted_count; i-- > 0;)
		if (m->reacted[i].message == message && m->reacted[i].kind == kind)
			return &m->reacted[i];
	return NULL;
}

static bool has(const struct meeting_reacted *r, int64_t member)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->members[i] == member)
			return true;
	return false;
}

const char *meeting_check_react(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	const struct meeting_reacted *r = find(m, w->n, w->d);

	if (w->d < 0 || w->d >= WIRE_REACTIONS)
		return WIRE_E_FORM;
	if (w->barred || w->n > w->newest || w->newest - w->n >= MEETING_REACT_BACK ||
	    meeting_act_on(m, MEETING_HIDE, w->n))
		return WIRE_E_STATE;
	e->d = w->d;
	return r && has(r, w->by) ? WIRE_E_TWICE : NULL;
}

static struct meeting_reacted *add(struct meeting *m, int64_t message, int64_t kind)
{
	m->reacted = mem_grow(m->reacted, (m->reacted_count + 1) * sizeof(*m->reacted));
	m->reacted[m->reacted_count] =
		(struct meeting_reacted) { .message = message, .kind = kind };
	return &m->reacted[m->reacted_count++];
}

void meeting_do_react(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_reacted *r = find(m, e->n, e->d);

	if (!r)
		r = add(m, e->n, e->d);
	r->members = mem_grow(r->members, (r->count + 1) * sizeof(*r->members));
	r->members[r->count++] = s->id;
	r->version = m->react_version = e->seq;
}

void meeting_drop_reacted(struct meeting *m)
{
	for (size_t i = 0; i < m->reacted_count; i++)
		free(m->reacted[i].members);
	free(m->reacted);
}
