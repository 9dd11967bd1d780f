/* SPDX-License-Identifier: MIT */
/* Days and times as people type them: "2026-12-01", "tue", "tomorrow", "18:00", "6 pm". */
#include <string.h>
#include <strings.h>

#include "view/plan.h"

enum { WORD_MAX = 64, HALF_DAY = 12, DAYS_AHEAD = 8 };

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

/* How long the word at `at` is, as it stands in `out`. */
static size_t peek(const char *at, char out[WORD_MAX])
{
	const size_t n = strcspn(at, " ,\t\n");

	memcpy(out, at, n < WORD_MAX ? n : WORD_MAX - 1);
	out[n < WORD_MAX ? n : WORD_MAX - 1] = '\0';
	return n;
}

static void move_on(const char **at, size_t n)
{
	*at += n;
	*at += strspn(*at, " ,\t\n");
}

const char *moment_word(struct arena *a, const char *at)
{
	char *word = arena_dup(a, at, strcspn(at, " \t\n"));

	model_clean(word);
	return word;
}

/* Digits alone, `least` to `most` of them; *p is moved behind them. */
static bool digits(const char **p, size_t least, size_t most, int *out)
{
	const size_t n = strspn(*p, "0123456789");

	*out = 0;
	for (size_t i = 0; i < n && n <= most; i++)
		*out = *out * 10 + (*p)[i] - '0';
	*p += n;
	return n >= least && n <= most;
}

static bool is(const char **p, char c)
{
	const bool here = **p == c;

	*p += here;
	return here;
}

int64_t moment_day_utc_ms(const char *zone, const struct pl_local *l, int days)
{
	struct pl_local noon = {
		.year = l->year, .month = l->month, .day = l->day, .hour = 12
	};
	const int64_t at = pl_utc_ms(zone, &noon) + days * day_ms;

	pl_local(zone, at, &noon);
	noon.hour = noon.minute = 0;
	return pl_utc_ms(zone, &noon);
}

/* For the day behind another one: "mon fri" is of one week. */
int64_t moment_noon_utc_ms(const char *zone, const struct pl_local *day)
{
	const struct pl_local noon = {
		.year = day->year, .month = day->month, .day = day->day, .hour = HALF_DAY
	};

	return pl_utc_ms(zone, &noon);
}

/* A day that there is: no 30 February. */
static bool is_day(const char *zone, const struct pl_local *l)
{
	return moment_noon_utc_ms(zone, l) >= 0;
}

/* "2026-12-01" */
static bool read_date(const char *word, struct pl_local *out)
{
	return digits(&word, 4, 4, &out->year) && is(&word, '-') &&
	       digits(&word, 1, 2, &out->month) && is(&word, '-') &&
	       digits(&word, 1, 2, &out->day) && !*word;
}

/* From noon to noon no clock change is felt. */
static void ahead(const char *zone, int64_t now_utc_ms, int days, struct pl_local *out)
{
	pl_local(zone, now_utc_ms, out);
	out->hour = HALF_DAY;
	out->minute = 0;
	pl_local(zone, pl_utc_ms(zone, out) + days * day_ms, out);
}

/* The next one of that name; today is one. */
static bool next_weekday(const char *zone, int64_t now_utc_ms, int weekday,
			 struct pl_local *out)
{
	for (int i = 0; i < DAYS_AHEAD; i++) {
		ahead(zone, now_utc_ms, i, out);
		if (out->weekday == weekday)
			return true;
	}
	return false;
}

bool moment_is_weekday(const char *at)
{
	char word[WORD_MAX];
	int weekday;

	peek(at, word);
	return words_read_weekday(word, &weekday);
}

bool moment_take_day(const char **at, const char *zone, int64_t now_utc_ms,
		     struct pl_local *out)
{
	struct pl_local l = { 0 };
	char word[WORD_MAX];
	const size_t n = peek(*at, word);
	int weekday;
	bool found;

	if (read_date(word, &l)) {
		found = is_day(zone, &l);
	} else if (words_read_weekday(word, &weekday)) {
		found = next_weekday(zone, now_utc_ms, weekday, &l);
	} else {
		found = words_read_ahead(word) >= 0;
		if (found)
			ahead(zone, now_utc_ms, words_read_ahead(word), &l);
	}
	if (!n || !found)
		return false;
	*out = (struct pl_local) { .year = l.year, .month = l.month, .day = l.day };
	move_on(at, n);
	return true;
}

/* 12 am is the beginning of the day. */
static bool read_half(const char *word, int *hour)
{
	const bool after = strcasecmp(word, "pm") == 0;

	if ((!after && strcasecmp(word, "am") != 0) || *hour < 1 || *hour > HALF_DAY)
		return false;
	*hour = *hour % HALF_DAY + (after ? HALF_DAY : 0);
	return true;
}

/* "18:00", "6:30pm", "6pm" */
static bool read_time(const char *word, int *hour, int *minute)
{
	bool minutes;

	*minute = 0;
	if (!digits(&word, 1, 2, hour))
		return false;
	minutes = is(&word, ':');
	if (minutes && !digits(&word, 2, 2, minute))
		return false;
	if (*word)
		return read_half(word, hour) && *minute < 60;
	return minutes && *hour < 24 && *minute < 60;
}

/* "6 pm", "6:30 pm" in two words, too. */
bool moment_take_time(const char **at, struct pl_local *out)
{
	char word[WORD_MAX], half[WORD_MAX];
	const char *from = *at;
	size_t n = peek(from, word), end = strlen(word);
	int hour = 0, minute = 0;

	move_on(&from, n);
	n = peek(from, half);
	if (end + 2 < WORD_MAX &&
	    (strcasecmp(half, "pm") == 0 || strcasecmp(half, "am") == 0)) {
		memcpy(word + end, half, 3);
		move_on(&from, n);
	}
	if (!read_time(word, &hour, &minute))
		return false;
	out->hour = hour;
	out->minute = minute;
	*at = from;
	return true;
}

int64_t moment_start_utc_ms(const char *zone, const struct pl_local *l, bool is_weekday,
			    int64_t now_utc_ms)
{
	const int64_t start_utc_ms = pl_utc_ms(zone, l);
	struct pl_local later;

	if (start_utc_ms >= now_utc_ms || !is_weekday)
		return start_utc_ms;
	pl_local(zone, moment_day_utc_ms(zone, l, 7), &later);
	later.hour = l->hour;
	later.minute = l->minute;
	return pl_utc_ms(zone, &later);
}
