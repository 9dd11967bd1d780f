/* SPDX-License-Identifier: MIT */
#include "schedule/amend.h"

#include <stdlib.h>

enum {
	DAY_S = 86400,
	BACK_MAX_S = 3660 * DAY_S, /* what repeats and goes on for longer is not seen later */
};

/* What holds for one occurrence: the change to it alone, and the last one that goes on. */
struct changes {
	const struct content *one, *on;
};

static const struct content nothing;

static int by_moment(const void *a, const void *b)
{
	const struct changed *x = a, *y = b;

	return (x->utc_s > y->utc_s) - (x->utc_s < y->utc_s);
}

void amend_open(struct asked *a)
{
	const size_t n = a->event->shown.changes;

	if (!n)
		return;
	a->ones = mem_get(n * sizeof(*a->ones));
	a->onward = mem_get(n * sizeof(*a->onward));
	for (size_t i = 0; i < n; i++) {
		const struct content *c = a->event->changes[i];
		struct changed changed = { .utc_s = when_utc(&c->original, a->here),
					   .content = c };

		if (c->onward)
			a->onward[a->onward_count++] = changed;
		else
			a->ones[a->one_count++] = changed;
	}
	qsort(a->ones, a->one_count, sizeof(*a->ones), by_moment);
	qsort(a->onward, a->onward_count, sizeof(*a->onward), by_moment);
}

void amend_close(struct asked *a)
{
	free(a->ones);
	free(a->onward);
}

static struct changes find(const struct asked *a, int64_t utc_s)
{
	const struct changed key = { .utc_s = utc_s };
	const struct changed *one =
		a->one_count ? bsearch(&key, a->ones, a->one_count, sizeof(key), by_moment)
			     : NULL;
	struct changes found = { one ? one->content : &nothing, &nothing };

	for (size_t i = 0; i < a->onward_count && a->onward[i].utc_s <= utc_s; i++)
		found.on = a->onward[i].content;
	return found;
}

/* By the clock on the wall, so that an hour that was moved stays the same in summer. */
static int64_t shift_of(const struct asked *a, const struct content *change)
{
	if (!change->has_start)
		return 0;
	return zone_to_local(a->zone, when_utc(&change->start, a->here)) -
	       zone_to_local(a->zone, when_utc(&change->original, a->here));
}

/* How long `c` says it is. */
static bool read_span(const struct asked *a, const struct content *c, struct span *span)
{
	*span = c->span;
	if (!c->has_end || !c->has_start)
		return c->has_span;
	*span = (struct span) { 0 };
	if (c->start.date)
		span->days = (c->end.s - c->start.s) / DAY_S;
	else
		span->seconds = when_utc(&c->end, a->here) - when_utc(&c->start, a->here);
	if (span->seconds < 0)
		span->seconds = 0;
	return true;
}

static struct span span_of(const struct asked *a, struct changes changes,
			   const struct date *date)
{
	const struct content *c = a->event->content;
	struct span span;

	if (read_span(a, changes.one, &span) || read_span(a, changes.on, &span))
		return span;
	if (date && date->has_span)
		return date->span;
	if (read_span(a, c, &span))
		return span;
	/* a day is one, a moment is none (RFC 5545 3.6.1) */
	return (struct span) { .days = changes.one->has_start ? changes.one->start.date
							      : c->start.date };
}

static const char *text_of(const char *a, const char *b, const char *c)
{
	return a ? a : b ? b : c ? c : "";
}

static void put_words(const struct asked *a, struct changes changes, struct occur *o)
{
	const struct content *all = a->event->content, *one = changes.one, *on = changes.on;
	const struct content *status = one->has_status ? one : on->has_status ? on : all;

	o->title = text_of(one->title, on->title, a->event->shown.title);
	o->place = text_of(one->place, on->place, a->event->shown.place);
	o->why = text_of(one->why, on->why, all->why);
	o->substitute = one->leader || on->leader;
	o->leader = one->leader ? one->leader : on->leader ? on->leader : all->leader;
	o->cancelled = status->cancelled;
}

void amend(const struct asked *a, const struct original *at, struct occur *out)
{
	const struct changes changes = find(a, at->utc_s);
	const struct when *start = &a->event->content->start;
	int64_t start_s = at->utc_s;
	const struct zone *zone;
	struct span span;

	if (changes.one->has_start) {
		start = &changes.one->start;
		start_s = when_utc(start, a->here);
	} else if (changes.on != &nothing) {
		start_s = zone_to_utc(a->zone, zone_to_local(a->zone, start_s) +
						       shift_of(a, changes.on));
	}
	zone = start->zone ? start->zone : a->here;
	span = span_of(a, changes, at->date);
	*out = (struct occur) {
		.event = a->index,
		.original_utc_ms = at->utc_s * 1000,
		.start_utc_ms = start_s * 1000,
		.end_utc_ms = span_end(&span, zone, start_s) * 1000,
		.all_day = start->date,
		.floating = !start->zone,
		.moved = start_s != at->utc_s,
	};
	put_words(a, changes, out);
}

/* At most: a day may have an hour more than others, or even twenty-four. */
static int64_t length_of(struct span span)
{
	return span.days * DAY_S + (span.days ? DAY_S : 0) + span.seconds;
}

struct reach amend_reach(const struct asked *a)
{
	const struct content *c = a->event->content;
	const struct changes none = { &nothing, &nothing };
	struct reach r = { .back = length_of(span_of(a, none, NULL)) };
	int64_t later = 0, earlier = 0;

	for (size_t i = 0; i < c->also.n; i++)
		if (length_of(c->also.all[i].span) > r.back)
			r.back = length_of(c->also.all[i].span);
	for (size_t i = 0; i < a->event->shown.changes; i++) {
		struct span span = { 0 };

		if (read_span(a, a->event->changes[i], &span) && length_of(span) > r.back)
			r.back = length_of(span);
	}
	if (r.back > BACK_MAX_S)
		r.back = BACK_MAX_S;
	for (size_t i = 0; i < a->onward_count; i++) {
		int64_t shift = shift_of(a, a->onward[i].content);

		later = shift > later ? shift : later;
		earlier = -shift > earlier ? -shift : earlier;
	}
	/* by the wall: the clock may change between */
	r.back += a->onward_count ? later + DAY_S : 0;
	r.ahead = a->onward_count ? earlier + DAY_S : 0;
	return r;
}
