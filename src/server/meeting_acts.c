/* SPDX-License-Identifier: MIT */
/* What has been done, for a minute: to be undone. */
#include "server/meeting_in.h"

static size_t first_act(const struct meeting *m)
{
	return m->acts_count > MEETING_ACTS ? m->acts_count - MEETING_ACTS : 0;
}

struct meeting_act *meeting_act(const struct meeting *m, int64_t seq)
{
	for (size_t i = m->acts_count; i-- > first_act(m);) {
		const struct meeting_act *a = &m->acts[i % MEETING_ACTS];

		if (a->seq == seq)
			return (struct meeting_act *)(uintptr_t)a;
	}
	return NULL;
}

static const struct meeting_act *newest_of(const struct meeting *m, int64_t by)
{
	for (size_t i = m->acts_count; i-- > first_act(m);) {
		const struct meeting_act *a = &m->acts[i % MEETING_ACTS];

		if (a->by == by && !a->undone)
			return a;
	}
	return NULL;
}

const struct meeting_act *meeting_act_on(const struct meeting *m, enum meeting_kind kind,
					 int64_t of)
{
	for (size_t i = m->acts_count; i-- > first_act(m);) {
		const struct meeting_act *a = &m->acts[i % MEETING_ACTS];

		if (a->kind == kind && a->of == of && !a->undone)
			return a;
	}
	return NULL;
}

/* Something else came of it since: undoing would undo that. */
static bool is_overtaken(const struct meeting *m, const struct meeting_act *a)
{
	const struct meeting_row *row = &meeting_rows[a->kind];

	return row->get && row->get(m, meeting_seat(m, a->member)) != a->after;
}

const char *meeting_check_undo(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	const struct meeting_act *a = w->n ? meeting_act(m, w->n) : newest_of(m, w->by);

	if (!a || a->undone)
		return WIRE_E_STATE;
	if (e->utc_ms - a->utc_ms > MEETING_UNDO_MS)
		return WIRE_E_LATE;
	if (is_overtaken(m, a))
		return WIRE_E_STATE;
	e->n = a->seq;
	e->member = a->member;
	return NULL;
}

void meeting_do_undo(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_act *a = meeting_act(m, e->n);

	if (!a || (a->member && !s))
		return;
	a->undone = true;
	meeting_rows[a->kind].put(m, s, a->before, e);
	if (s)
		meeting_give_reason(s, e);
}

void meeting_remember(struct meeting *m, const struct meeting_event *e, int64_t before,
		      int64_t after)
{
	if (before == after)
		return;
	m->acts[m->acts_count++ % MEETING_ACTS] = (struct meeting_act) { .seq = e->seq,
									 .utc_ms = e->utc_ms,
									 .by = e->by,
									 .member = e->member,
									 .of = e->n,
									 .before = before,
									 .after = after,
									 .kind = e->kind };
}
