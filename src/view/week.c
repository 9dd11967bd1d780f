/* SPDX-License-Identifier: MIT */
/* A week, day by day; where there is room, a column a day. */
#include "text/keys.h"
#include "view/schedule.h"

enum { DAYS = 7, MINUTE_MS = 60000 };

static int64_t step(const struct stage *s, int64_t utc_ms, int by)
{
	return pl_week(utc_ms, by, s->wants.week_start);
}

int week_go(struct stage *s, const char *rest)
{
	return schedule_go(s, &view_week, rest, step);
}

static void tell_day(struct stage *s, struct model *m, int64_t at, int day)
{
	struct arena *a = &m->mem;
	const char *words = words_day(a, at), *change = words_clocks_change(a, at);
	struct item *it =
		model_add(m, view_id(ID_SCHEDULE, 0x2000 + (uint64_t)day), ITEM_HEADING);

	if (at == pl_day(stage_now(s), 0))
		words = words_schedule(a, SCHEDULE_DAY_TODAY, words, "");
	it->text = arena_fmt(a, "%s%s%s", words, *change ? "." : "", change);
}

static void tell_days(struct stage *s, struct model *m, const struct pl_occurrence *all,
		      size_t n)
{
	int64_t at[DAYS + 1];
	int last = -1;

	schedule_days(step(s, schedule_at(s), 0), DAYS, at);
	for (size_t i = 0; i < n; i++) {
		const int day = schedule_day(at, DAYS, all[i].start_utc_ms);

		if (day != last)
			tell_day(s, m, at[day], day);
		last = day;
		schedule_add(s, m, &all[i], WITH_HOURS)->cell = day + 1;
	}
	if (!n)
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(&m->mem, SCHEDULE_NOTHING_WEEK, "", ""));
}

/* The heads of the columns; today's has a star. */
static void set_grid(struct stage *s, struct model *m)
{
	const int64_t week = step(s, schedule_at(s), 0), today = pl_day(stage_now(s), 0);
	const char **heads = arena_get(&m->mem, DAYS * sizeof(*heads));

	for (int i = 0; i < DAYS; i++) {
		const int64_t at = pl_day(week, i);

		heads[i] = arena_fmt(&m->mem, "%s%s", at == today ? "* " : "",
				     words_date(&m->mem, at));
	}
	m->grid = (struct model_grid) { .across = DAYS, .down = 1, .heads = heads };
}

static int minutes_of(const struct pl_occurrence *all, size_t n)
{
	int64_t ms = 0;

	for (size_t i = 0; i < n; i++)
		if (all[i].expected && all[i].counts && !all[i].cancelled)
			ms += all[i].end_utc_ms - all[i].start_utc_ms;
	return (int)(ms / MINUTE_MS);
}

static void build(struct stage *s, struct model *out)
{
	const int64_t at = schedule_at(s), week = step(s, at, 0);
	const bool is_this = week == step(s, stage_now(s), 0);
	const struct pl_occurrence *all;
	size_t n;
	int planned;

	out->title = words_schedule(&out->mem, is_this ? SCHEDULE_THIS_WEEK : SCHEDULE_WEEK,
				    words_day(&out->mem, week), "");
	schedule_begin(s, out);
	n = pl_client_schedule(s->client, week, step(s, at, 1), &all);
	planned = minutes_of(all, n);
	set_grid(s, out);
	schedule_tell_zone(out, all, n);
	tell_days(s, out, all, n);
	if (is_this)
		schedule_tell_tally(s, out, true);
	else if (planned)
		schedule_say(out, ITEM_NOTICE, words_planned(&out->mem, planned));
}

const struct view view_week = {
	"week",
	KEY_CHORD('W'),
	N_("This week's sessions. Behind it: next, last, +2, or a day such as 2026-12-01."),
	build,
	NULL,
};
