/* SPDX-License-Identifier: MIT */
/* A month, week by week, in few words; where there is room, a row a week. */
#include "text/keys.h"
#include "view/schedule.h"

enum { DAYS = 7, CELLS = 6 * DAYS };

/* A month, and the weeks that it touches. */
struct month {
	int64_t from, to;
	int64_t at[CELLS + 1]; /* the days, from the first of a week */
};

static int64_t step(const struct stage *s, int64_t utc_ms, int by)
{
	(void)s;
	return pl_month(utc_ms, by);
}

int month_go(struct stage *s, const char *rest)
{
	return schedule_go(s, &view_month, rest, step);
}

/* The numbers of its days. */
static const char **cells_of(struct model *m, const struct month *x)
{
	const char **cells = arena_get(&m->mem, CELLS * sizeof(*cells));
	struct pl_local l;

	for (int i = 0; i < CELLS; i++) {
		pl_local(NULL, x->at[i], &l);
		cells[i] = x->at[i] >= x->from && x->at[i] < x->to
				   ? arena_fmt(&m->mem, "%d", l.day)
				   : "";
	}
	return cells;
}

static void set_grid(struct model *m, const struct month *x)
{
	const char **heads = arena_get(&m->mem, DAYS * sizeof(*heads));
	const int last = schedule_day(x->at, CELLS, x->to - 1);

	for (int i = 0; i < DAYS; i++)
		heads[i] = words_short_day(&m->mem, x->at[i]);
	m->grid = (struct model_grid) { DAYS, last / DAYS + 1, heads, cells_of(m, x) };
}

static void tell_week(struct model *m, int64_t utc_ms)
{
	schedule_say(
		m, ITEM_HEADING,
		words_schedule(&m->mem, SCHEDULE_WEEK_OF, words_date(&m->mem, utc_ms), ""));
}

/* What has begun before the month shows on its first day. */
static void tell_weeks(struct stage *s, struct model *m, const struct month *x,
		       const struct pl_occurrence *all, size_t n)
{
	int last = -1;

	for (size_t i = 0; i < n; i++) {
		const int64_t start =
			all[i].start_utc_ms < x->from ? x->from : all[i].start_utc_ms;
		const int day = schedule_day(x->at, CELLS, start);

		if (day / DAYS != last)
			tell_week(m, x->at[day / DAYS * DAYS]);
		last = day / DAYS;
		schedule_add(s, m, &all[i], BRIEFLY)->cell = day + 1;
	}
	if (!n)
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(&m->mem, SCHEDULE_NOTHING_MONTH, "", ""));
}

static void build(struct stage *s, struct model *out)
{
	struct month x = { .from = pl_month(schedule_at(s), 0) };
	const struct pl_occurrence *all;
	size_t n;

	x.to = pl_month(x.from, 1);
	schedule_days(pl_week(x.from, 0, s->wants.week_start), CELLS, x.at);
	out->title = words_month(&out->mem, x.from);
	schedule_begin(s, out);
	n = pl_client_schedule(s->client, x.from, x.to, &all);
	set_grid(out, &x);
	schedule_tell_zone(out, all, n);
	tell_weeks(s, out, &x, all, n);
}

const struct view view_month = {
	"month",
	KEY_CHORD('O'),
	N_("This month's sessions. Behind it: next, last, +2, or a day such as 2026-12-01."),
	build,
	NULL,
};
