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
							     .from_ms = e->utc_ms,
							     .began = e->kind,
							     .began_seq = e->seq };
}

void meeting_follow(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_span *now = open_span(s);
	int being = being_of(m, s);

	if (now && (int)now->being == being)
		return;
	if (now) {
		now->to_ms = e->utc_ms;
		now->ended = e->kind;
		now->ended_seq = e->seq;
	}
	if (being != NOWHERE)
		begin_span(s, being, e);
	s->since_ms = e->utc_ms;
}

/* A line that is down still, or never came back, is time that nobody can vouch for. */
static bool counts(const struct meeting_span *p, int64_t grace_ms)
{
	if (p->being == MEETING_PRESENT)
		return true;
	return p->being == MEETING_LINE_DOWN && p->ended == MEETING_BACK &&
	       p->to_ms - p->from_ms <= grace_ms;
}

int64_t meeting_minutes(const struct meeting_seat *s, int64_t grace_ms, int64_t utc_ms)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s->spans_count; i++) {
		const struct meeting_span *p = &s->spans[i];
		int64_t to = p->ended_seq ? p->to_ms : utc_ms;

		if (counts(p, grace_ms) && to > p->from_ms)
			sum += to - p->from_ms;
	}
	return sum / 60000;
}
