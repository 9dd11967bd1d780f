/* SPDX-License-Identifier: MIT */
/* Attendance: what each event makes of a person's time. */
#include <stdlib.h>

#include "server/meeting_in.h"

enum { NOWHERE = -1 };

/* Where a seat is, and what its time is then, with a line and without. */
static const struct {
	enum meeting_where where;
	int up, down; /* enum meeting_being, or NOWHERE */
} beings[] = {
	{ MEETING_WAITING, MEETING_WAITED, NOWHERE },
	{ MEETING_IN, MEETING_PRESENT, MEETING_LINE_DOWN },
	{ MEETING_OUT, MEETING_STOOD_OUT, NOWHERE },
};

static int being_of(const struct meeting *m, const struct meeting_seat *s)
{
	for (size_t i = 0; meeting_runs(m) && i < sizeof(beings) / sizeof(beings[0]); i++)
		if (beings[i].where == s->where)
			return s->down ? beings[i].down : beings[i].up;
	return NOWHERE;
}

static struct meeting_span *open_span(const struct meeting_seat *s)
{
	struct meeting_span *last = s->spans_count ? &s->spans[s->spans_count - 1] : NULL;

	return last && !last->ended_seq ? last : NULL;
}

static void begin_span(struct meeting_seat *s, int being, const struct meeting_event *e)
{
	s->spans = mem_grow(s->spans, (s->spans_count + 1) * sizeof(*s->spans));
	s->spans[s->spans_count++] = (struct meeting_span) { .being = (enum meeting_being)being,
							     .modality = s->modality,
							     .from_ms = e->utc_ms,
							     .began = e->kind,
							     .began_seq = e->seq };
}

static void end_span(struct meeting_span *p, const struct meeting_event *e)
{
	p->to_ms = e->utc_ms;
	p->ended = e->kind;
	p->ended_seq = e->seq;
}

void meeting_follow(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_span *now = open_span(s);
	const int being = being_of(m, s);
	const bool same = now && (int)now->being == being;

	if (same && now->modality == s->modality)
		return;
	if (now)
		end_span(now, e);
	if (being != NOWHERE)
		begin_span(s, being, e);
	if (!same)
		s->since_ms = e->utc_ms;
}

static bool is_lost(const struct meeting_seat *s, size_t i)
{
	return i < s->spans_count && s->spans[i].being == MEETING_LINE_DOWN;
}

/* A line that is down still, or never came back, is time that nobody can vouch for.  What
 * was stated meanwhile parts a lost line into several spans: it is one loss. */
static bool came_back(const struct meeting_seat *s, size_t i, int64_t grace_ms)
{
	size_t first = i, last = i;

	while (first > 0 && is_lost(s, first - 1) &&
	       s->spans[first - 1].ended_seq == s->spans[first].began_seq)
		first--;
	while (is_lost(s, last + 1) && s->spans[last].ended_seq == s->spans[last + 1].began_seq)
		last++;
	return s->spans[last].ended == MEETING_BACK &&
	       s->spans[last].to_ms - s->spans[first].from_ms <= grace_ms;
}

int64_t meeting_counted_ms(const struct meeting_seat *s, size_t i, int64_t grace_ms,
			   int64_t utc_ms)
{
	const struct meeting_span *p = &s->spans[i];
	const int64_t to = p->ended_seq ? p->to_ms : utc_ms;
	const bool counts =
		p->being == MEETING_PRESENT || (is_lost(s, i) && came_back(s, i, grace_ms));

	return counts && to > p->from_ms ? to - p->from_ms : 0;
}

int64_t meeting_minutes(const struct meeting_seat *s, int64_t grace_ms, int64_t utc_ms)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s->spans_count; i++)
		sum += meeting_counted_ms(s, i, grace_ms, utc_ms);
	return sum / 60000;
}

int64_t meeting_late_ms(const struct meeting *m, const struct meeting_seat *s)
{
	return s->spans_count ? s->spans[0].from_ms - m->opened_ms : 0;
}

/* How somebody takes part */

int64_t meeting_get_modality(const struct meeting *m, const struct meeting_seat *s)
{
	(void)m;
	return s->modality;
}

void meeting_put_modality(struct meeting *m, struct meeting_seat *s, int64_t value,
			  const struct meeting_event *e)
{
	(void)m;
	(void)e;
	s->modality = (enum meeting_modality)value;
}

const char *meeting_check_modality(const struct meeting *m, const struct meeting_wish *w,
				   struct meeting_event *e)
{
	const struct meeting_seat *s = meeting_seat(m, e->member);

	if (s->where == MEETING_GONE || s->where == MEETING_REMOVED)
		return WIRE_E_OUT;
	return s->modality == w->n ? WIRE_E_STATE : NULL;
}

void meeting_do_modality(struct meeting *m, struct meeting_seat *s,
			 const struct meeting_event *e)
{
	meeting_put_modality(m, s, e->n, e);
}
