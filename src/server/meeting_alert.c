/* SPDX-License-Identifier: MIT */
/* Who is not safe, who sees to it, and who has the lead. */
#include <stdlib.h>

#include "server/meeting_in.h"

/* Not safe */

static struct meeting_alert *alert_of(const struct meeting *m, int64_t member)
{
	for (size_t i = 0; i < m->alerts_count; i++)
		if (m->alerts[i].member == member)
			return &m->alerts[i];
	return NULL;
}

const struct meeting_alert *meeting_in_danger(const struct meeting *m)
{
	const struct meeting_alert *first = NULL;

	for (size_t i = 0; i < m->alerts_count; i++) {
		const struct meeting_alert *a = &m->alerts[i];

		if (!a->taken_by && (!first || a->utc_ms < first->utc_ms))
			first = a;
	}
	return first;
}

/* Said again while nobody has seen to it: it keeps its place. */
void meeting_do_danger(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_alert *a = alert_of(m, e->member);

	(void)s;
	if (!a) {
		m->alerts = mem_grow(m->alerts, (m->alerts_count + 1) * sizeof(*m->alerts));
		a = &m->alerts[m->alerts_count++];
		*a = (struct meeting_alert) { .member = e->member, .utc_ms = e->utc_ms };
	}
	if (a->taken_by)
		a->utc_ms = e->utc_ms;
	a->taken_by = 0;
	a->version = e->seq;
}

/* No one person can both be in danger and see to it. */
const char *meeting_check_take(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	const struct meeting_alert *a =
		w->member ? alert_of(m, w->member) : meeting_in_danger(m);

	if (!a || a->taken_by)
		return WIRE_E_STATE;
	e->member = a->member;
	return a->member == w->by ? WIRE_E_ROLE : NULL;
}

void meeting_do_take(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_alert *a = alert_of(m, e->member);

	(void)s;
	if (!a)
		return;
	a->taken_by = e->by;
	a->version = e->seq;
}

/* The lead */

const char *meeting_check_baton(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	(void)e;
	if (m->lead != w->by || !meeting_seat(m, w->member)->leads)
		return WIRE_E_ROLE;
	return w->member == w->by || w->member == m->offered ? WIRE_E_STATE : NULL;
}

int64_t meeting_get_baton(const struct meeting *m, const struct meeting_seat *s)
{
	(void)s;
	return m->offered;
}

void meeting_put_baton(struct meeting *m, struct meeting_seat *s, int64_t value,
		       const struct meeting_event *e)
{
	(void)s;
	m->offered = value;
	m->offered_version = e->seq;
}

void meeting_do_baton(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	meeting_put_baton(m, s, e->member, e);
}

/* Has gone, or has been without a line for long: somebody else may take it. */
static bool lead_is_lost(const struct meeting *m, int64_t utc_ms)
{
	const struct meeting_seat *s = meeting_seat(m, m->lead);

	return !s || s->where != MEETING_IN ||
	       (s->down && utc_ms - s->since_ms >= MEETING_LEAD_LOST_MS);
}

const char *meeting_check_lead(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	const struct meeting_seat *s = meeting_seat(m, w->by);

	if (!s || s->where != MEETING_IN)
		return WIRE_E_OUT;
	if (m->lead == w->by)
		return WIRE_E_STATE;
	return m->offered == w->by || lead_is_lost(m, e->utc_ms) ? NULL : WIRE_E_STATE;
}

void meeting_do_lead(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	meeting_put_baton(m, s, 0, e);
	m->lead = e->by;
	m->lead_version = e->seq;
}
