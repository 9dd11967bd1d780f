/* SPDX-License-Identifier: MIT */
/* What time makes worth a sentence: that something begins soon; and that clocks differ. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/diary_in.h"
#include "client/diary_news.h"

bool news_clock(struct diary_news *n, int64_t ahead_ms)
{
	const int64_t off = -ahead_ms, size = off < 0 ? -off : off;
	const int64_t minutes = size < NEWS_CLOCK_MS ? 0 : off / DIARY_MINUTE_MS;
	const int64_t change = minutes - n->clock_minutes;
	const bool news = minutes && (change >= 2 || change <= -2);

	if (news)
		news_add(n, &(struct pl_schedule_note) { .what = PL_NEWS_CLOCK,
							 .minutes = (int)minutes });
	if (news || !minutes)
		n->clock_minutes = minutes;
	return news;
}

static bool was_told(const struct diary_news *n, const struct pl_occurrence *o)
{
	for (size_t i = 0; i < n->told_count; i++)
		if (n->told[i].series == o->series &&
		    n->told[i].start_utc_ms == o->start_utc_ms)
			return true;
	return false;
}

static void remember(struct diary_news *n, int64_t series, int64_t start_utc_ms)
{
	if (n->told_count == NEWS_SOON_MAX)
		memmove(n->told, n->told + 1, --n->told_count * sizeof(n->told[0]));
	n->told[n->told_count++] = (struct news_soon) { series, start_utc_ms };
}

bool news_is_far(int64_t ms)
{
	return ms >= NEWS_CLOCK_MS || ms <= -NEWS_CLOCK_MS;
}

int64_t news_jump(struct diary_news *n, struct news_clocks now)
{
	const struct news_clocks was = n->clocks;
	const int64_t jump_ms = (now.utc_ms - was.utc_ms) - (now.steady_ms - was.steady_ms);

	n->clocks = now;
	return was.utc_ms && news_is_far(jump_ms) ? jump_ms : 0;
}

static void forget_behind(struct diary_news *n, int64_t utc_ms)
{
	size_t kept = 0;

	for (size_t i = 0; i < n->told_count; i++)
		if (n->told[i].start_utc_ms <= utc_ms)
			n->told[kept++] = n->told[i];
	n->told_count = kept;
}

void news_forget_early(struct diary_news *n, int64_t now_utc_ms)
{
	forget_behind(n, now_utc_ms + n->minutes * DIARY_MINUTE_MS + NEWS_CLOCK_MS);
}

/* This person is expected at it, and was not told. */
static bool is_for_them(const struct diary_news *n, const struct pl_occurrence *o)
{
	return o->series && o->expected && !o->cancelled && !was_told(n, o);
}

static bool is_to_come(const struct diary_news *n, const struct diary_world *w,
		       const struct pl_occurrence *o)
{
	return o->start_utc_ms > w->now_utc_ms && is_for_them(n, o);
}

/* Half a minute more or less is not said. */
int news_minutes_to(int64_t start_utc_ms, int64_t now_utc_ms)
{
	const int64_t left_ms = start_utc_ms - now_utc_ms;
	const int64_t half_ms = left_ms < 0 ? -DIARY_MINUTE_MS / 2 : DIARY_MINUTE_MS / 2;

	return (int)((left_ms + half_ms) / DIARY_MINUTE_MS);
}

/* From when on it looks now: what has begun since the last time may have been slept through. */
static int64_t look(struct diary_news *n, int64_t now_utc_ms)
{
	int64_t from_utc_ms = n->looked_utc_ms;

	if (!from_utc_ms || from_utc_ms > now_utc_ms)
		from_utc_ms = now_utc_ms;
	if (from_utc_ms < now_utc_ms - DIARY_DAY_MS)
		from_utc_ms = now_utc_ms - DIARY_DAY_MS;
	n->looked_utc_ms = now_utc_ms;
	/* Nobody is reminded of anything a day before: the clock was wrong then. */
	forget_behind(n, now_utc_ms + DIARY_DAY_MS + NEWS_CLOCK_MS);
	return from_utc_ms;
}

bool news_tick(struct diary_news *n, struct diary *p, const struct diary_world *w)
{
	const int64_t from_utc_ms = look(n, w->now_utc_ms);
	const int64_t to_utc_ms = w->now_utc_ms + n->minutes * DIARY_MINUTE_MS;
	struct diary_rows rows = { 0 };
	bool news = false;

	if (!n->minutes)
		return false;
	diary_list(p, w, (const int64_t[]) { from_utc_ms, to_utc_ms + 1 }, &rows);
	for (size_t i = 0; i < rows.count; i++) {
		const struct pl_occurrence *o = &rows.all[i].pub;

		if (!is_for_them(n, o) || o->start_utc_ms <= from_utc_ms ||
		    o->start_utc_ms > to_utc_ms)
			continue;
		remember(n, o->series, o->start_utc_ms);
		news_add(n,
			 &(struct pl_schedule_note) { .what = PL_NEWS_SOON, .occurrence = *o });
		news = true;
	}
	diary_rows_finish(&rows);
	return news;
}

int64_t news_due_ms(const struct diary_news *n, struct diary *p, const struct diary_world *w)
{
	const int64_t ahead_ms = n->minutes * DIARY_MINUTE_MS;
	const int64_t span[2] = { w->now_utc_ms, w->now_utc_ms + ahead_ms + DIARY_DAY_MS };
	struct diary_rows rows = { 0 };
	int64_t due_ms = -1;

	if (!n->minutes)
		return -1;
	diary_list(p, w, span, &rows);
	for (size_t i = 0; i < rows.count && due_ms < 0; i++)
		if (is_to_come(n, w, &rows.all[i].pub))
			due_ms = rows.all[i].pub.start_utc_ms - ahead_ms - w->now_utc_ms;
	diary_rows_finish(&rows);
	return due_ms < -1 ? 0 : due_ms;
}

void news_soon_write(const struct diary_news *n, struct buf *out)
{
	for (size_t i = 0; i < n->told_count; i++)
		buf_addf(out, "%" PRId64 ".%" PRId64 "\n", n->told[i].series,
			 n->told[i].start_utc_ms);
}

void news_soon_read(struct diary_news *n, const char *text)
{
	int64_t series, start_utc_ms;
	int used;

	n->told_count = 0;
	while (sscanf(text, "%" SCNd64 ".%" SCNd64 "\n%n", &series, &start_utc_ms, &used) ==
	       2) {
		remember(n, series, start_utc_ms);
		text += used;
	}
}
