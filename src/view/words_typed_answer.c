/* SPDX-License-Identifier: MIT */
/* What people type for an answer: choices, yes and no, dates, times, numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "view/plan.h"
#include "view/words_program.h"
#include "view/words_sheets.h"

enum { TYPED_MAX = 4096, WORD_SIZE = 64, CENTURIES = 100 };

/* ---- choices ---- */

bool words_read_back(const char *typed)
{
	typed += strspn(typed, " ");
	return *typed == '<' && !typed[1 + strspn(typed + 1, " ")];
}

static const char *trimmed(char out[TYPED_MAX], const char *typed)
{
	size_t n;

	typed += strspn(typed, " \t\n");
	n = strlen(typed);
	while (n && strchr(" \t\n", typed[n - 1]))
		n--;
	n = n < TYPED_MAX ? n : TYPED_MAX - 1;
	memcpy(out, typed, n);
	out[n] = '\0';
	return out;
}

static int by_number(const struct pl_question *q, const char *typed)
{
	char *end;
	const long n = strtol(typed, &end, 10);

	if (*typed < '0' || *typed > '9' || words_choices_are_numbers(q))
		return READ_NONE;
	if (*end == '.' || *end == ')')
		end++;
	return !*end && n >= 1 && n <= (long)q->choice_count ? (int)n - 1 : READ_NONE;
}

/* "a" for "a)" */
static bool is_prefix(const char *prefix, const char *typed)
{
	const size_t n = strcspn(prefix, ").: ");
	bool whole;

	if (!n || strlen(typed) < n)
		return false;
	return utf8_begins(str_of(prefix), str_of(typed), &whole) && strlen(typed) <= n + 1;
}

static int by_words(const struct pl_question *q, const char *typed)
{
	int found = READ_NONE;
	bool whole;

	for (size_t i = 0; i < q->choice_count; i++) {
		const struct pl_choice *c = &q->choices[i];

		if (c->prefix && is_prefix(c->prefix, typed))
			return (int)i;
		if (!utf8_begins(str_of(c->text), str_of(typed), &whole))
			continue;
		if (whole)
			return (int)i;
		found = found == READ_NONE ? (int)i : READ_SEVERAL;
	}
	/* Numbers are meant whole: "1" is not the beginning of "10". */
	return words_choices_are_numbers(q) ? READ_NONE : found;
}

int words_read_choice(const struct pl_question *q, const char *typed)
{
	char word[TYPED_MAX];
	const int n = by_number(q, trimmed(word, typed));

	if (n >= 0 || !*word)
		return n;
	if (!words_choices_are_numbers(q) && !word[strspn(word, "0123456789")])
		return READ_NO_NUMBER;
	return by_words(q, word);
}

/* Its first letter is enough: "y", and in Spanish "s". */
static bool is_letter(const char *typed, const char *word)
{
	bool whole;

	return !typed[1] && (utf8_begins(str_of(word), str_of(typed), &whole) ||
			     utf8_begins(str_of(words_row(word)), str_of(typed), &whole));
}

int words_read_yes_no(const char *typed)
{
	char word[TYPED_MAX];
	bool yes;

	trimmed(word, typed);
	if (words_read_yes(word, &yes))
		return yes ? 0 : 1;
	if (strcmp(word, "1") == 0 || (*word && is_letter(word, N_("yes"))))
		return 0;
	return strcmp(word, "2") == 0 || (*word && is_letter(word, N_("no"))) ? 1 : READ_NONE;
}

/* ---- dates, times and numbers ---- */

static const char *const months[12] = {
	N_("January"),   N_("February"), N_("March"),    N_("April"),
	N_("May"),       N_("June"),     N_("July"),     N_("August"),
	N_("September"), N_("October"),  N_("November"), N_("December"),
};

static int read_month(const char *word)
{
	bool whole;

	for (int i = 0; strlen(word) >= 3 && i < 12; i++)
		if (utf8_begins(str_of(months[i]), str_of(word), &whole) ||
		    utf8_begins(str_of(words_row(months[i])), str_of(word), &whole))
			return i + 1;
	return 0;
}

/* The word at *at, and *at behind it and what is blank. */
static const char *take_word(const char **at, char out[WORD_SIZE])
{
	const size_t n = strcspn(*at, " ,.\t\n");

	snprintf(out, WORD_SIZE, "%.*s", (int)(n < WORD_SIZE ? n : WORD_SIZE - 1), *at);
	*at += n + strspn(*at + n, " ,.\t\n");
	return out;
}

static int digits(const char *word)
{
	const size_t n = strspn(word, "0123456789");

	return n && n <= 4 && (!word[n] || strspn(word + n, "stndrh") == strlen(word + n))
		       ? (int)strtol(word, NULL, 10)
		       : 0;
}

/* "26 Nov", "Nov 26", "26 November 2026", "26 de noviembre": of this year where none is said. */
static bool take_named_day(const char **at, int64_t now_utc_ms, struct pl_local *out)
{
	char first[WORD_SIZE], second[WORD_SIZE], third[WORD_SIZE];
	const char *from = *at, *behind;
	struct pl_local now;
	int day, month;

	take_word(&from, first);
	take_word(&from, second);
	if (strcmp(second, "de") == 0)
		take_word(&from, second);
	day = digits(first) ? digits(first) : digits(second);
	month = digits(first) ? read_month(second) : read_month(first);
	pl_local(NULL, now_utc_ms, &now);
	behind = from;
	if (strcmp(take_word(&behind, third), "de") == 0)
		take_word(&behind, third);
	if (digits(third) > CENTURIES) {
		now.year = digits(third);
		from = behind;
	}
	*out = (struct pl_local) { .year = now.year, .month = month, .day = day };
	if (!month || day < 1 || moment_noon_utc_ms(NULL, out) < 0)
		return false;
	*at = from;
	return true;
}

static bool take_yesterday(const char **at, int64_t now_utc_ms, struct pl_local *out)
{
	const char *const word = N_("yesterday");
	const char *from = *at;
	char typed[WORD_SIZE];
	struct pl_local day;
	bool whole = false;

	take_word(&from, typed);
	if (!*typed || !(utf8_begins(str_of(word), str_of(typed), &whole) && whole))
		utf8_begins(str_of(words_row(word)), str_of(typed), &whole);
	if (!whole)
		return false;
	pl_local(NULL, now_utc_ms, &day);
	pl_local(NULL, moment_day_utc_ms(NULL, &day, -1), &day);
	*out = (struct pl_local) { .year = day.year, .month = day.month, .day = day.day };
	*at = from;
	return true;
}

static bool take_day(const char **at, int64_t now_utc_ms, struct pl_local *out)
{
	return moment_take_day(at, NULL, now_utc_ms, out) ||
	       take_yesterday(at, now_utc_ms, out) || take_named_day(at, now_utc_ms, out);
}

static const char *read_date(struct arena *a, const char *typed, int64_t now_utc_ms)
{
	struct pl_local day;
	const char *at = typed;

	if (!take_day(&at, now_utc_ms, &day) || *at)
		return typed;
	return arena_fmt(a, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static const char *read_time(struct arena *a, const char *typed, int64_t now_utc_ms)
{
	struct pl_local time;
	const char *at = typed;

	(void)now_utc_ms;
	if (!moment_take_time(&at, &time) || *at)
		return typed;
	return arena_fmt(a, "%02d:%02d", time.hour, time.minute);
}

static const char *read_moment(struct arena *a, const char *typed, int64_t now_utc_ms)
{
	struct pl_local day;
	const char *at = typed, *time;

	if (!take_day(&at, now_utc_ms, &day) || !*at)
		return typed;
	time = read_time(a, at, now_utc_ms);
	return time == at
		       ? typed
		       : arena_fmt(a, "%04d-%02d-%02d %s", day.year, day.month, day.day, time);
}

/* A comma for a point; the unit of the question itself may stand behind it. */
static const char *read_number(struct arena *a, const struct pl_question *q, const char *typed)
{
	char *out = arena_text(a, typed), *comma = strchr(out, ',');
	const size_t n = strspn(out, "+-0123456789.,");
	const char *unit = q->units[0] ? q->units[0] : "";
	bool whole;

	if (comma && !strchr(out, '.') && !strchr(comma + 1, ','))
		*comma = '.';
	if (q->kind != PL_QUESTION_AMOUNT && n && out[n] && *unit &&
	    utf8_begins(str_of(unit), str_of(out + n + strspn(out + n, " ")), &whole))
		out[n] = '\0';
	return out;
}

const char *words_read_answer(struct arena *a, const struct pl_question *q, const char *typed,
			      int64_t now_utc_ms)
{
	static const char *(*const readers[PL_QUESTION_KINDS])(struct arena *, const char *,
							       int64_t) = {
		[PL_QUESTION_DATE] = read_date,
		[PL_QUESTION_TIME] = read_time,
		[PL_QUESTION_MOMENT] = read_moment,
	};
	char word[TYPED_MAX];

	if (q->kind < PL_QUESTION_KINDS && readers[q->kind]) {
		trimmed(word, typed);
		return readers[q->kind](a, arena_text(a, word), now_utc_ms);
	}
	if (q->kind == PL_QUESTION_NUMBER || q->kind == PL_QUESTION_WHOLE ||
	    q->kind == PL_QUESTION_AMOUNT)
		return read_number(a, q, trimmed(word, typed));
	return typed;
}
