/* SPDX-License-Identifier: MIT */
/* What the events of speaking do: hands, turns, and what is written down. */
#include <stdlib.h>

#include "server/meeting_in.h"

/* Turns */

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* When the hand went up, as far as it is believed: see meeting.h. */
const char *meeting_check_raise(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	const struct meeting_seat *s = meeting_seat(m, w->by);
	int64_t age = w->d < 0 ? 0 : w->d;

	age = age > MEETING_HAND_BOUND_MS ? MEETING_HAND_BOUND_MS : age;
	e->d = later(e->utc_ms - age, later(m->stage_ms, s->turn_ended_ms));
	if (s->invited_ms && s->invited_ms < e->d)
		e->d = s->invited_ms;
	return m->floor == w->by ? WIRE_E_STATE : NULL;
}

/* Up already: it keeps its place, and has another reason. */
void meeting_do_raise(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)m;
	free(s->why);
	s->why = mem_dup(e->text.p, e->text.n);
	s->hand_version = e->seq;
	if (s->hand_ms)
		return;
	s->hand_ms = e->d;
	s->hand_seq = e->seq;
	if (s->invited_ms)
		s->version = e->seq;
	s->invited_ms = 0;
}

const char *meeting_check_lower(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	(void)w;
	return meeting_seat(m, e->member)->hand_ms ? NULL : WIRE_E_STATE;
}

void meeting_do_lower(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)m;
	(void)e;
	meeting_lower(s, e);
}

const char *meeting_check_pass(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	const struct meeting_seat *s = meeting_seat(m, w->by);
	const bool in_round = meeting_stage(m)->kind == STAGE_ROUND && s->went < m->round;

	(void)e;
	return m->floor == w->by || s->hand_ms || s->invited_ms || in_round ? NULL
									    : WIRE_E_STATE;
}

void meeting_do_pass(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	if (m->floor == s->id)
		meeting_finish_floor(m, e);
	s->went = m->round;
	if (s->invited_ms)
		s->version = e->seq;
	s->invited_ms = 0;
	meeting_lower(s, e);
}

const char *meeting_check_floor(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	if (m->floor != w->by)
		return WIRE_E_TURN;
	return e->kind == MEETING_MORE && m->more ? WIRE_E_STATE : NULL;
}

void meeting_do_done(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	if (m->floor == s->id)
		meeting_finish_floor(m, e);
}

void meeting_do_more(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	(void)e;
	m->more = true;
}

void meeting_do_rate(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)m;
	s->rating = (int)e->n;
}

const char *meeting_check_call(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	const struct meeting_seat *s;

	e->member = w->member ? w->member : meeting_next_up(m);
	s = meeting_seat(m, e->member);
	if (!s)
		return w->member ? WIRE_E_WHO : WIRE_E_STATE;
	return meeting_is_up(s) && m->floor != s->id ? NULL : WIRE_E_STATE;
}

void meeting_do_call(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	if (s)
		meeting_give_floor(m, s, e);
}

/* What those who come later are told */

static void put_line(struct meeting_line *l, const struct meeting_event *e)
{
	free(l->text);
	l->text = e->text.n ? mem_dup(e->text.p, e->text.n) : NULL;
	l->version = e->seq;
}

void meeting_do_topic(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	put_line(&m->topic, e);
}

const char *meeting_check_text(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	(void)m;
	(void)e;
	return w->text.n ? NULL : WIRE_E_FORM;
}

void meeting_do_decide(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	put_line(&m->decided[m->decided_count++ % MEETING_DECIDED], e);
}

/* The side door: open from the waiting room too, and when muted. */

const char *meeting_check_side(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	const struct meeting_seat *s = meeting_seat(m, e->member);

	if (s->where == MEETING_REMOVED)
		return WIRE_E_OUT;
	return w->text.n && (!s->leads || e->member != w->by) ? NULL : WIRE_E_FORM;
}

void meeting_do_side(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_side *side = &m->sides[m->sides_count++ % MEETING_SIDES];

	free(side->text);
	*side = (struct meeting_side) { .seq = e->seq,
					.utc_ms = e->utc_ms,
					.by = e->by,
					.member = s->id,
					.device = e->device,
					.ticket = e->ticket,
					.text = mem_dup(e->text.p, e->text.n) };
}
