/* SPDX-License-Identifier: MIT */
#include "schedule/originals.h"

#include <stdlib.h>

enum { DAY_S = 86400 };

struct moments {
	int64_t *all; /* in order */
	size_t n;
};

struct range {
	int64_t low, high;
};

static int64_t day_of(int64_t local_s)
{
	return local_s / DAY_S - (local_s % DAY_S < 0);
}

static void add(struct originals *o, struct range range, int64_t utc_s, const struct date *date)
{
	if (utc_s < range.low || utc_s > range.high)
		return;
	if (!(o->n & (o->n - 1)))
		o->all = mem_grow(o->all, (o->n ? 2 * o->n : 1) * sizeof(*o->all));
	o->all[o->n++] = (struct original) { .utc_s = utc_s, .date = date };
}

/*
 * The times on the wall that may be within a range.  Near a change of the clock they are not in
 * order: a skipped one is told as a later one, and one that is there twice as the first.
 */
static struct range on_the_wall(const struct zone *z, struct range utc)
{
	struct range wall = { zone_to_local(z, utc.low), zone_to_local(z, utc.high) };
	int64_t low = zone_to_local(z, utc.low - DAY_S) + DAY_S;
	int64_t high = zone_to_local(z, utc.high - DAY_S) + DAY_S;

	if (low < wall.low)
		wall.low = low;
	if (high > wall.high)
		wall.high = high;
	return wall;
}

static void add_rule(struct originals *o, const struct asked *asked, size_t i,
		     struct range range)
{
	const struct content *c = asked->event->content;
	const struct range wall = on_the_wall(asked->zone, range);
	struct rule *r = rule_of_text(c->rules[i], c->start.s, c->start.date);
	struct rule_walk *w = NULL;
	int64_t at;

	if (r && !rule_ended(r, wall.low, range.low)) {
		rule_remember(r, &asked->event->ends[i]);
		w = rule_walk(r, wall.low, wall.high);
	}
	while (w && rule_next(w, &at) && at <= wall.high) {
		int64_t utc_s = zone_to_utc(asked->zone, at);

		if (!rule_ended(r, at, utc_s))
			add(o, range, utc_s, NULL);
	}
	rule_walk_free(w);
	rule_free(r);
}

/* ---- what is taken out ---- */

static int by_moment(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* EXDATEs: `days` those that name a day of what has an hour, which is taken out whole. */
static struct moments read_never(const struct asked *asked, bool days)
{
	const struct content *c = asked->event->content;
	struct moments m = { .all = mem_get(c->never.n * sizeof(*m.all)) };

	for (size_t i = 0; i < c->never.n; i++) {
		const struct when *at = &c->never.all[i].at;

		if ((at->date && !c->start.date) == days)
			m.all[m.n++] = days ? day_of(at->s) : when_utc(at, asked->here);
	}
	qsort(m.all, m.n, sizeof(*m.all), by_moment);
	return m;
}

static bool is_in(const struct moments *m, int64_t at)
{
	return m->n && bsearch(&at, m->all, m->n, sizeof(at), by_moment);
}

static void take_out(struct originals *o, const struct asked *asked)
{
	struct moments moments = read_never(asked, false), days = read_never(asked, true);
	size_t kept = 0;

	for (size_t i = 0; i < o->n; i++) {
		int64_t at = o->all[i].utc_s;

		if (!is_in(&moments, at) &&
		    !is_in(&days, day_of(zone_to_local(asked->zone, at))))
			o->all[kept++] = o->all[i];
	}
	o->n = kept;
	free(moments.all);
	free(days.all);
}

/* ---- all of it ---- */

static int by_time(const void *a, const void *b)
{
	const struct original *x = a, *y = b;

	if (x->utc_s != y->utc_s)
		return x->utc_s < y->utc_s ? -1 : 1;
	return (y->date != NULL) - (x->date != NULL);
}

static void in_order(struct originals *o)
{
	size_t kept = 0;

	if (o->n)
		qsort(o->all, o->n, sizeof(*o->all), by_time);
	for (size_t i = 0; i < o->n; i++)
		if (!kept || o->all[kept - 1].utc_s != o->all[i].utc_s)
			o->all[kept++] = o->all[i];
	o->n = kept;
}

void originals_list(const struct asked *asked, int64_t low, int64_t high, struct originals *out)
{
	const struct content *c = asked->event->content;
	struct range range = { low, high };

	*out = (struct originals) { 0 };
	add(out, range, zone_to_utc(asked->zone, c->start.s), NULL);
	for (size_t i = 0; i < c->rule_count && rule_steps() < asked->steps_end; i++)
		add_rule(out, asked, i, range);
	for (size_t i = 0; i < c->also.n; i++)
		add(out, range, when_utc(&c->also.all[i].at, asked->here), &c->also.all[i]);
	in_order(out);
	if (c->never.n)
		take_out(out, asked);
}

void originals_free(struct originals *o)
{
	free(o->all);
	*o = (struct originals) { 0 };
}
