/* SPDX-License-Identifier: MIT */
/*
 * What time makes worth a sentence, once each, by this device's own clock: a stage that has
 * little time left, or none; a turn that is longer than the plan has it; the next line of an
 * exercise.  Not a byte goes over the line for it.
 */
#include "client/session.h"

enum { FIVE_MS = 300000, LATE_MS = 60000, CLOCKS_MS = 20000 };

static bool is_in(const struct session *s)
{
	return s->pub.stage && s->pub.self && s->pub.self->where == PL_IN;
}

static bool leads(const struct session *s)
{
	return s->pub.self && s->pub.self->leads;
}

static int64_t apart(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* The stage: a new one, or a new end.  What is past already is not told. */

static void set_stage(struct session *s, const struct session_view *v)
{
	struct session_timer *t = &s->timer;
	const int64_t ends_ms = s->pub.ends_utc_ms;

	if (t->stage == s->pub.stage && apart(t->ends_ms, ends_ms) <= CLOCKS_MS)
		return;
	*t = (struct session_timer) { .stage = s->pub.stage,
				      .ends_ms = ends_ms,
				      /* a stage of five minutes has just been told */
				      .five = ends_ms - FIVE_MS - LATE_MS > v->utc_ms,
				      .end = ends_ms > v->utc_ms,
				      .floor = t->floor,
				      .floor_ms = t->floor_ms,
				      .turn = t->turn };
}

static void set_floor(struct session *s, const struct session_view *v)
{
	struct session_timer *t = &s->timer;

	if (t->floor == s->pub.floor)
		return;
	t->floor = s->pub.floor;
	t->floor_ms = v->now_ms;
	t->turn = t->floor != 0;
}

void session_set_timers(struct session *s, const struct session_view *v)
{
	set_stage(s, v);
	set_floor(s, v);
}

static void tell_stage_time(struct session *s, const struct session_view *v)
{
	struct session_timer *t = &s->timer;

	const int64_t late_ms = v->utc_ms - (t->ends_ms - FIVE_MS);

	/* Whoever was outside, or whose device slept, is not told of five that are three. */
	if (t->five && late_ms >= 0) {
		t->five = false;
		if (late_ms < LATE_MS)
			session_note(s, v, &(struct pl_notice) { .kind = PL_NOTE_FIVE }, 0);
	}
	if (t->end && v->utc_ms >= t->ends_ms) {
		t->end = false;
		if (leads(s))
			session_note(s, v, &(struct pl_notice) { .kind = PL_NOTE_TIME_UP }, 0);
	}
}

/* How long a turn should be now, in ms; 0: as long as it is. */
static int64_t turn_ms(const struct session *s)
{
	const int at = s->pub.stage;

	return at && at <= (int)s->pub.stages_count ? 1000 * (int64_t)s->stages[at - 1].turn_s
						    : 0;
}

static bool floor_leads(const struct session *s)
{
	for (size_t i = 0; i < s->pub.seats_count; i++)
		if (s->pub.seats[i].member == s->pub.floor)
			return s->pub.seats[i].leads;
	return false;
}

static void tell_turn(struct session *s, const struct session_view *v)
{
	struct session_timer *t = &s->timer;
	const int64_t had_ms = v->now_ms - t->floor_ms;
	const bool own = s->pub.floor == v->self;

	if (!t->turn || !turn_ms(s) || had_ms < turn_ms(s))
		return;
	t->turn = false;
	if (!floor_leads(s) && (own || leads(s)))
		session_note(
			s, v,
			&(struct pl_notice) { .kind = own ? PL_NOTE_LONG_OWN : PL_NOTE_LONG,
					      .n = had_ms },
			s->pub.floor);
}

void session_tick(struct session *s, const struct session_view *v)
{
	if (!is_in(s))
		return;
	tell_stage_time(s, v);
	tell_turn(s, v);
	session_tell_lines_due(s, v);
	session_publish_guides(s, v);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

static int64_t left(int64_t at_ms, int64_t now_ms)
{
	return at_ms > now_ms ? at_ms - now_ms : 0;
}

int64_t session_due_ms(const struct session *s, int64_t utc_ms, int64_t now_ms)
{
	const struct session_timer *t = &s->timer;
	int64_t ms = session_line_due_ms(s, now_ms);

	if (!is_in(s))
		return -1;
	if (t->five)
		ms = sooner(ms, left(t->ends_ms - FIVE_MS, utc_ms));
	if (t->end)
		ms = sooner(ms, left(t->ends_ms, utc_ms));
	if (t->turn && turn_ms(s))
		ms = sooner(ms, left(t->floor_ms + turn_ms(s), now_ms));
	return ms;
}
