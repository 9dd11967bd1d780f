/* SPDX-License-Identifier: MIT */
#include "schedule/occur.h"

#include <stdlib.h>
#include <string.h>

#include "schedule/amend.h"

/* The earliest so far. */
struct found {
	struct occur *all;
	size_t n, room, size; /* size: that are wanted */
	size_t total;         /* that were offered and fit */
	int64_t from_ms, to_ms;
	int64_t last_ms; /* what begins later is none of them */
};

static int by_start(const void *a, const void *b)
{
	const struct occur *x = a, *y = b;

	if (x->start_utc_ms != y->start_utc_ms)
		return x->start_utc_ms < y->start_utc_ms ? -1 : 1;
	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	return (x->original_utc_ms > y->original_utc_ms) -
	       (x->original_utc_ms < y->original_utc_ms);
}

/* Those that are too many, the latest, go. */
static void cut(struct found *f)
{
	if (f->n)
		qsort(f->all, f->n, sizeof(*f->all), by_start);
	if (f->n >= f->size) {
		f->n = f->size;
		f->last_ms = f->n ? f->all[f->n - 1].start_utc_ms : f->from_ms;
	}
}

static void keep(struct found *f, const struct occur *o)
{
	if (o->start_utc_ms >= f->to_ms ||
	    (o->end_utc_ms <= f->from_ms && o->start_utc_ms != f->from_ms))
		return;
	f->total++;
	if (o->start_utc_ms > f->last_ms)
		return;
	if (f->n == f->room) {
		f->room = f->room ? 2 * f->room : 64;
		f->all = mem_grow(f->all, f->room * sizeof(*f->all));
	}
	f->all[f->n++] = *o;
	if (f->n >= 2 * f->size + 64)
		cut(f);
}

/* ---- one event ---- */

static int64_t to_s(int64_t ms)
{
	return ms / 1000 - (ms % 1000 < 0);
}

/* No calendar speaks of moments that sums of times could pass the range of numbers with. */
static int64_t within(int64_t ms)
{
	const int64_t most = INT64_C(20000000000000);

	return ms < -most ? -most : ms > most ? most : ms;
}

static struct asked ask(struct calendar *c, size_t event, const char *here)
{
	const struct zone *zone = zone_named(here);
	struct asked a = { .event = &c->events[event],
			   .index = event,
			   .here = zone ? zone : zone_utc(),
			   .steps_end = rule_steps() + ORIGINALS_STEPS_MAX };

	a.zone = a.event->content->start.zone ? a.event->content->start.zone : a.here;
	amend_open(&a);
	return a;
}

static bool find_original(const struct asked *a, int64_t utc_s, struct original *out)
{
	struct originals o;
	bool found;

	originals_list(a, utc_s, utc_s, &o);
	found = o.n > 0;
	if (found)
		*out = o.all[0];
	originals_free(&o);
	return found;
}

/* Those that were moved from out of [low, high] into what is asked for. */
static void keep_moved(const struct asked *a, int64_t low, int64_t high, struct found *f)
{
	for (size_t i = 0; i < a->one_count; i++) {
		struct original at = { .utc_s = a->ones[i].utc_s };
		struct occur o;

		if (!a->ones[i].content->has_start || (at.utc_s >= low && at.utc_s <= high))
			continue;
		amend(a, &at, &o);
		if (o.start_utc_ms < f->to_ms && o.end_utc_ms >= f->from_ms &&
		    find_original(a, at.utc_s, &at)) {
			amend(a, &at, &o);
			keep(f, &o);
		}
	}
}

static void list_one(const struct asked *a, struct found *f)
{
	const struct reach reach = amend_reach(a);
	int64_t end_ms = f->last_ms < f->to_ms ? f->last_ms : f->to_ms;
	int64_t low = to_s(f->from_ms) - reach.back, high = to_s(end_ms) + reach.ahead;
	struct originals o;

	originals_list(a, low, high, &o);
	for (size_t i = 0; i < o.n; i++) {
		struct occur one;

		amend(a, &o.all[i], &one);
		keep(f, &one);
	}
	originals_free(&o);
	keep_moved(a, low, high, f);
}

size_t occur_within(struct calendar *c, const struct occur_window *window, struct occur *out,
		    size_t size)
{
	struct found f = { .size = size < OCCUR_MAX ? size : OCCUR_MAX,
			   .from_ms = within(window->from_utc_ms),
			   .to_ms = within(window->to_utc_ms),
			   .last_ms = INT64_MAX };
	uint64_t steps_end = rule_steps() + ORIGINALS_STEPS_MAX;
	size_t total;

	for (size_t i = 0; i < c->n; i++) {
		struct asked a = ask(c, i, window->here);

		a.steps_end = steps_end;
		list_one(&a, &f);
		amend_close(&a);
	}
	cut(&f);
	if (f.n)
		memcpy(out, f.all, f.n * sizeof(*out));
	total = f.total;
	free(f.all);
	return total;
}

bool occur_find(struct calendar *c, size_t event, int64_t original_utc_ms, const char *here,
		struct occur *out)
{
	struct asked a;
	struct original at;
	bool found;

	if (event >= c->n || original_utc_ms % 1000)
		return false;
	a = ask(c, event, here);
	found = find_original(&a, to_s(original_utc_ms), &at);
	if (found)
		amend(&a, &at, out);
	amend_close(&a);
	return found;
}

/* The first of `n` that begins later and takes place. */
static bool first_behind(const struct occur *all, size_t n, int64_t after_ms, struct occur *out)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].start_utc_ms > after_ms && !all[i].cancelled) {
			*out = all[i];
			return true;
		}
	return false;
}

bool occur_next(struct calendar *c, size_t event, int64_t after_utc_ms, const char *here,
		struct occur *out)
{
	const int64_t day_ms = (int64_t)24 * 3600 * 1000;
	int64_t from = within(after_utc_ms);
	struct asked a;
	bool found = false;

	if (event >= c->n)
		return false;
	a = ask(c, event, here);
	/* ever longer, up to some 300 years */
	for (int64_t days = 30; days < 120000 && !found; days *= 4) {
		struct found f = { .size = OCCUR_MAX,
				   .from_ms = from,
				   .to_ms = from + days * day_ms,
				   .last_ms = INT64_MAX };

		list_one(&a, &f);
		cut(&f);
		found = first_behind(f.all, f.n, after_utc_ms, out);
		from = f.total > f.n ? f.last_ms : f.to_ms;
		free(f.all);
	}
	amend_close(&a);
	return found;
}
