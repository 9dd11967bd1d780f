/* SPDX-License-Identifier: MIT */
/* What a question asks for in words, and what people type for it. */
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "view/plan.h"
#include "view/words_in.h"
#include "view/words_program.h"
#include "view/words_sheets.h"

#define _(s) gettext(s)

enum { TYPED_MAX = 4096, WORD_SIZE = 64, NAMED_MAX = 8, CENTURIES = 100 };

/* ---- what is expected ---- */

static bool is_number(const char *text)
{
	char *end;

	if (!*text)
		return false;
	strtod(text, &end);
	return end != text && !*end;
}

bool words_choices_are_numbers(const struct pl_question *q)
{
	for (size_t i = 0; i < q->choice_count; i++)
		if (!is_number(q->choices[i].text))
			return false;
	return q->choice_count > 0;
}

static const char *range_of(struct arena *a, const struct pl_question *q, const char *what)
{
	const char *unit = q->units[0] && !q->units[1] ? q->units[0] : "";

	if (*q->least && *q->most)
		return arena_fmt(a, _("%s from %s to %s"), what, q->least, q->most);
	if (*q->least)
		return arena_fmt(a, _("%s, %s or more"), what, q->least);
	if (*q->most)
		return arena_fmt(a, _("%s, %s at most"), what, q->most);
	return *unit ? arena_fmt(a, _("%s, in %s"), what, unit) : what;
}

static const char *whole(struct arena *a, const struct pl_question *q)
{
	return range_of(a, q, _("a whole number"));
}

static const char *number(struct arena *a, const struct pl_question *q)
{
	return range_of(a, q, _("a number"));
}

static const char *amount(struct arena *a, const struct pl_question *q)
{
	const char *units = q->units[0] ? q->units[0] : "";

	if (!*units || !q->units[1])
		return number(a, q);
	for (size_t i = 1; i < NAMED_MAX && q->units[i]; i++)
		units = arena_fmt(a, "%s, %s", units, q->units[i]);
	return arena_fmt(a, _("%s with its unit (%s)"), number(a, q), units);
}

static const char *choice(struct arena *a, const struct pl_question *q)
{
	const char *n = words_count(a, (int)q->choice_count);

	if (words_choices_are_numbers(q))
		return _("one of the numbers");
	if (q->repeats)
		return arena_fmt(a, _("a number from 1 to %s, or several, such as 1, 2"), n);
	return arena_fmt(a, _("a number from 1 to %s, or the words of a choice"), n);
}

static const char *open_choice(struct arena *a, const struct pl_question *q)
{
	return arena_fmt(a, _("a number from 1 to %s, or your own words"),
			 words_count(a, (int)q->choice_count));
}

static const struct {
	const char *text;
	const char *(*words)(struct arena *a, const struct pl_question *q);
	const char *prompt;
} rows[PL_QUESTION_KINDS] = {
	[PL_QUESTION_GROUP] = { "", NULL, N_("> ") },
	[PL_QUESTION_DISPLAY] = { "", NULL, N_("> ") },
	[PL_QUESTION_YES_NO] = { N_("yes or no"), NULL, N_("Yes or no> ") },
	[PL_QUESTION_NUMBER] = { NULL, number, N_("Number> ") },
	[PL_QUESTION_WHOLE] = { NULL, whole, N_("Number> ") },
	[PL_QUESTION_DATE] = { N_("a date, such as today, 26 Nov or 2026-11-26"), NULL,
			       N_("Date> ") },
	[PL_QUESTION_MOMENT] = { N_("a date and a time, such as today 18:00"), NULL,
				 N_("Date and time> ") },
	[PL_QUESTION_TIME] = { N_("a time, such as 18:00 or 6 pm"), NULL, N_("Time> ") },
	[PL_QUESTION_LINE] = { N_("your answer in your own words"), NULL, N_("Your words> ") },
	[PL_QUESTION_TEXT] = { N_("your answer in your own words; Alt-Enter begins a new line"),
			       NULL, N_("Your words> ") },
	[PL_QUESTION_ADDRESS] = { N_("an address, such as https://example.org"), NULL,
				  N_("Address> ") },
	[PL_QUESTION_CHOICE] = { NULL, choice, N_("Number> ") },
	[PL_QUESTION_OPEN_CHOICE] = { NULL, open_choice, N_("Number or words> ") },
	[PL_QUESTION_AMOUNT] = { NULL, amount, N_("Number> ") },
	[PL_QUESTION_NOT_HERE] = { N_("nothing: this cannot be answered here"), NULL,
				   N_("> ") },
};

static size_t row_of(const struct pl_question *q)
{
	return q->kind < PL_QUESTION_KINDS ? q->kind : PL_QUESTION_LINE;
}

const char *words_expected(struct arena *a, const struct pl_question *q)
{
	const size_t row = row_of(q);

	return rows[row].words   ? rows[row].words(a, q)
	       : *rows[row].text ? words_row(rows[row].text)
				 : "";
}

/* Short: the field is on the same line. */
const char *words_question_prompt(struct arena *a, const struct pl_question *q)
{
	const bool numbered = q->kind == PL_QUESTION_CHOICE && !words_choices_are_numbers(q);
	const bool counts = q->kind == PL_QUESTION_NUMBER || q->kind == PL_QUESTION_WHOLE;

	if (numbered && q->choice_count > 1)
		return arena_fmt(a, _("%s to %s> "), "1", words_count(a, (int)q->choice_count));
	if (counts && *q->least && *q->most)
		return arena_fmt(a, _("%s to %s> "), q->least, q->most);
	return words_row(rows[row_of(q)].prompt);
}

const char *words_answer(struct arena *a, const struct pl_question *q)
{
	(void)a;
	if (q->kind == PL_QUESTION_YES_NO && *q->answer)
		return strcmp(q->answer, "true") == 0    ? _("yes")
		       : strcmp(q->answer, "false") == 0 ? _("no")
							 : q->answer;
	return q->answer;
}

/* ---- what is wrong ---- */

/* `please`: what is expected is said behind it. */
static const struct {
	const char *text;
	bool please;
} faults[PL_FAULTS] = {
	[PL_ANSWER_TAKEN] = { "", true },
	[PL_ANSWER_KIND] = { N_("That does not fit here."), true },
	[PL_ANSWER_TOO_LONG] = { N_("That is too long. It may have %s characters."), false },
	[PL_ANSWER_TOO_SHORT] = { N_("That is too short. It needs %s characters at least."),
				  false },
	[PL_ANSWER_FORMAT] = { N_("It has to be written in another way."), true },
	[PL_ANSWER_TOO_LOW] = { N_("That is too low."), true },
	[PL_ANSWER_TOO_HIGH] = { N_("That is too high."), true },
	[PL_ANSWER_DECIMALS] = { N_("That has too many digits behind the point."), true },
	[PL_ANSWER_NO_CHOICE] = { N_("That is none of the choices."), true },
	[PL_ANSWER_UNIT] = { N_("That unit does not fit here."), true },
	[PL_ANSWER_TWICE] = { N_("You have given that answer already."), false },
	[PL_ANSWER_TOO_MANY] = { N_("There cannot be more answers here."), false },
	[PL_ANSWER_READ_ONLY] = { N_("This cannot be changed here."), false },
	[PL_ANSWER_NOT_ASKED] = { N_("There is nothing to answer here."), false },
	[PL_ANSWER_DISABLED] = { N_("This question is not asked just now."), false },
	[PL_ANSWER_DISK] = { N_("Your answer is here, but it could not be written to the disk. "
				"Make some room on it."),
			     false },
	[PL_ANSWER_NO_SHEET] = { N_("No worksheet is open. Type /worksheets to see yours."),
				 false },
};

static const char *limit_of(struct arena *a, const struct pl_question *q, enum pl_fault f)
{
	return words_count(a, f == PL_ANSWER_TOO_SHORT ? q->min_length : q->max_length);
}

const char *words_fault(struct arena *a, const struct pl_question *q, enum pl_fault f)
{
	const size_t row = f < PL_FAULTS ? f : PL_ANSWER_KIND;
	const char *what[1] = { limit_of(a, q, f) };
	const char *text =
		*faults[row].text ? words_fill(a, words_row(faults[row].text), what, 1) : "";
	const char *expected = faults[row].please ? words_expected(a, q) : "";

	if (faults[row].please && *q->format)
		return arena_fmt(a, _("%s%sWrite it like this: %s."), text, *text ? " " : "",
				 q->format);
	if (!*expected)
		return text;
	return arena_fmt(a, _("%s%sPlease type %s."), text, *text ? " " : "", expected);
}

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
	char *out = arena_dup(a, typed, strlen(typed)), *comma = strchr(out, ',');
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
		return readers[q->kind](a, arena_dup(a, word, strlen(word)), now_utc_ms);
	}
	if (q->kind == PL_QUESTION_NUMBER || q->kind == PL_QUESTION_WHOLE ||
	    q->kind == PL_QUESTION_AMOUNT)
		return read_number(a, q, trimmed(word, typed));
	return typed;
}
