/* SPDX-License-Identifier: MIT */
/* What the events of the room do: stages, the door, and acts on a person. */
#include <stdlib.h>

#include "server/meeting_in.h"

/* Stages */

static void enter(struct meeting *m, int64_t n, const struct meeting_event *e)
{
	const struct meeting_stage *st = &m->plan.stages[n - 1];

	meeting_free_floor(m, e);
	meeting_end_exercise(m, e);
	m->stage = (size_t)n;
	m->stage_ms = e->utc_ms;
	m->ends_ms = st->minutes ? e->utc_ms + st->minutes * INT64_C(60000) : 0;
	m->talk = st->talk;
	m->round += st->kind == STAGE_ROUND;
	for (size_t i = 0; i < m->seats_count; i++)
		meeting_follow(m, m->seats[i], e);
}

const char *meeting_check_open(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	struct meeting_plan p;

	e->n = 0;
	if (meeting_runs(m))
		return WIRE_E_STATE;
	if (meeting_in_danger(m))
		return WIRE_E_DANGER;
	return meeting_plan_read(w->text, &p, NULL) ? NULL : WIRE_E_TEXT;
}

void meeting_do_open(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	m->lead = e->by;
	m->lead_version = e->seq;
	if (meeting_plan_read(e->text, &m->plan, NULL))
		enter(m, 1, e);
}

const char *meeting_check_stage(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	(void)e;
	if (w->n > (int64_t)m->plan.count)
		return WIRE_E_FORM;
	return w->n == (int64_t)m->stage ? WIRE_E_STATE : NULL;
}

void meeting_do_stage(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	if (e->n >= 1 && e->n <= (int64_t)m->plan.count)
		enter(m, e->n, e);
}

/* From the end that was, or from now where that has passed. */
const char *meeting_check_extend(const struct meeting *m, const struct meeting_wish *w,
				 struct meeting_event *e)
{
	const int64_t from = m->ends_ms > e->utc_ms ? m->ends_ms : e->utc_ms;

	e->d = from + w->n * 60000;
	return NULL;
}

void meeting_do_extend(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	m->ends_ms = e->d;
}

/* The room: how people talk, and who comes in */

int64_t meeting_get_talk(const struct meeting *m, const struct meeting_seat *s)
{
	(void)s;
	return m->talk;
}

void meeting_put_talk(struct meeting *m, struct meeting_seat *s, int64_t value,
		      const struct meeting_event *e)
{
	(void)s;
	(void)e;
	m->talk = (enum meeting_talk)value;
}

int64_t meeting_get_lock(const struct meeting *m, const struct meeting_seat *s)
{
	(void)s;
	return m->locked;
}

void meeting_put_lock(struct meeting *m, struct meeting_seat *s, int64_t value,
		      const struct meeting_event *e)
{
	(void)s;
	(void)e;
	m->locked = value != 0;
}

int64_t meeting_get_slow(const struct meeting *m, const struct meeting_seat *s)
{
	(void)s;
	return m->slow_s;
}

void meeting_put_slow(struct meeting *m, struct meeting_seat *s, int64_t value,
		      const struct meeting_event *e)
{
	(void)s;
	(void)e;
	m->slow_s = value;
}

/* These three set what their wish has as n: the same again is no act. */
const char *meeting_check_new(const struct meeting *m, const struct meeting_wish *w,
			      struct meeting_event *e)
{
	return meeting_rows[e->kind].get(m, NULL) == w->n ? WIRE_E_STATE : NULL;
}

void meeting_do_n(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	meeting_rows[e->kind].put(m, s, e->n, e);
}

/* Coming and going */

static void sit_down(const struct meeting *m, struct meeting_seat *s,
		     const struct meeting_event *e)
{
	if (s->where != MEETING_GONE)
		return;
	s->where = MEETING_IN;
	if (!s->leads && (m->plan.waiting || m->locked))
		meeting_begin_wait(s, e);
}

const char *meeting_check_came(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	e->n = w->leads;
	return meeting_seat(m, w->by)->where == MEETING_GONE ? NULL : WIRE_E_STATE;
}

void meeting_do_came(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	s->leads = e->n != 0;
	s->down = false;
	s->modality = MEETING_NOT_STATED; /* of who came again after they left: not assumed */
	sit_down(m, s, e);
}

void meeting_do_lost(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)m;
	(void)e;
	s->down = true;
}

void meeting_do_back(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)m;
	(void)e;
	s->down = false;
}

const char *meeting_check_leave(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	(void)e;
	return meeting_seat(m, w->by)->where == MEETING_GONE ? WIRE_E_STATE : NULL;
}

void meeting_do_leave(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	if (m->floor == s->id)
		meeting_finish_floor(m, e);
	meeting_lower(s, e);
	s->invited_ms = 0;
	if (s->where != MEETING_REMOVED) /* no way to wash that off */
		s->where = MEETING_GONE;
}

const char *meeting_check_accept(const struct meeting *m, const struct meeting_wish *w,
				 struct meeting_event *e)
{
	(void)e;
	return *m->plan.norms && !meeting_seat(m, w->by)->accepted_ms ? NULL : WIRE_E_STATE;
}

void meeting_do_accept(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)m;
	s->accepted_ms = e->utc_ms;
}

/* Acts on a person */

int64_t meeting_get_where(const struct meeting *m, const struct meeting_seat *s)
{
	(void)m;
	return s->where;
}

void meeting_put_where(struct meeting *m, struct meeting_seat *s, int64_t value,
		       const struct meeting_event *e)
{
	s->where = (enum meeting_where)value;
	if (m->floor == s->id && s->where != MEETING_IN)
		meeting_free_floor(m, e);
}

const char *meeting_check_admit(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	enum meeting_where where;

	e->member = w->member ? w->member : meeting_first_waiting(m);
	if (!e->member)
		return WIRE_E_STATE;
	where = meeting_seat(m, e->member)->where;
	return where == MEETING_IN || where == MEETING_GONE ? WIRE_E_STATE : NULL;
}

const char *meeting_check_remove(const struct meeting *m, const struct meeting_wish *w,
				 struct meeting_event *e)
{
	(void)e;
	return meeting_seat(m, w->member)->where == MEETING_REMOVED ? WIRE_E_STATE : NULL;
}

/* An undo, and coming in, leave none. */
void meeting_give_reason(struct meeting_seat *s, const struct meeting_event *e)
{
	free(s->reason);
	s->reason = mem_dup(e->text.p, e->text.n);
}

void meeting_do_admit(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	meeting_put_where(m, s, MEETING_IN, e);
	meeting_give_reason(s, e);
}

void meeting_do_step_out(struct meeting *m, struct meeting_seat *s,
			 const struct meeting_event *e)
{
	meeting_put_where(m, s, MEETING_OUT, e);
	meeting_give_reason(s, e);
}

void meeting_do_remove(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	meeting_put_where(m, s, MEETING_REMOVED, e);
	meeting_give_reason(s, e);
}

int64_t meeting_get_mute(const struct meeting *m, const struct meeting_seat *s)
{
	(void)m;
	return s->muted_until_ms;
}

void meeting_put_mute(struct meeting *m, struct meeting_seat *s, int64_t value,
		      const struct meeting_event *e)
{
	(void)m;
	(void)e;
	s->muted_until_ms = value;
}

const char *meeting_check_mute(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	const bool is_muted = meeting_seat(m, w->member)->muted_until_ms > e->utc_ms;

	e->d = w->n ? e->utc_ms + w->n * 60000 : 0;
	return w->n || is_muted ? NULL : WIRE_E_STATE;
}

void meeting_do_mute(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	meeting_put_mute(m, s, e->d, e);
	meeting_give_reason(s, e);
}

int64_t meeting_get_invite(const struct meeting *m, const struct meeting_seat *s)
{
	(void)m;
	return s->invited_ms;
}

void meeting_put_invite(struct meeting *m, struct meeting_seat *s, int64_t value,
			const struct meeting_event *e)
{
	(void)m;
	(void)e;
	s->invited_ms = value;
}

const char *meeting_check_invite(const struct meeting *m, const struct meeting_wish *w,
				 struct meeting_event *e)
{
	const struct meeting_seat *s = meeting_seat(m, w->member);

	(void)e;
	return s->invited_ms || s->hand_ms || m->floor == s->id ? WIRE_E_STATE : NULL;
}

void meeting_do_invite(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	meeting_put_invite(m, s, e->utc_ms, e);
}
