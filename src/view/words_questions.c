/* SPDX-License-Identifier: MIT */
/* What a question asks for in words, what is wrong with an answer, and what was answered. */
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/plan.h"
#include "view/words_in.h"
#include "view/words_program.h"
#include "view/words_sheets.h"

#define _(s) gettext(s)

enum { NAMED_MAX = 8, NOON = 12 };

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

/* "2026-11-26", "2026-11-26T18:00:00+01:00": the day, and how many bytes it took. */
static size_t take_date(const char *text, struct pl_local *out)
{
	int n = 0;

	*out = (struct pl_local) { .hour = NOON };
	if (sscanf(text, "%4d-%2d-%2d%n", &out->year, &out->month, &out->day, &n) != 3)
		return 0;
	return moment_noon_utc_ms(NULL, out) >= 0 ? (size_t)n : 0;
}

/* The year is said: a worksheet may be of long ago. */
static const char *say_date(struct arena *a, const struct pl_local *day)
{
	return words_date_and_year(a, pl_utc_ms(NULL, day));
}

/* Seconds are nothing that anybody typed. */
static const char *say_time(struct arena *a, const char *text)
{
	return arena_dup(a, text, strnlen(text, sizeof("18:00") - 1));
}

const char *words_answer(struct arena *a, const struct pl_question *q, const char *answer)
{
	struct pl_local day;
	size_t n;

	if (q->kind == PL_QUESTION_YES_NO)
		return strcmp(answer, "true") == 0    ? _("yes")
		       : strcmp(answer, "false") == 0 ? _("no")
						      : answer;
	if (q->kind == PL_QUESTION_TIME)
		return say_time(a, answer);
	if (q->kind != PL_QUESTION_DATE && q->kind != PL_QUESTION_MOMENT)
		return answer;
	n = take_date(answer, &day);
	if (n && !answer[n])
		return say_date(a, &day);
	if (n && (answer[n] == 'T' || answer[n] == ' '))
		return arena_fmt(a, "%s, %s", say_date(a, &day), say_time(a, answer + n + 1));
	return answer;
}

const char *words_with_answer(struct arena *a, const char *question, const char *answer)
{
	const size_t n = strlen(question);
	const bool stopped = n && strchr("?.!:", question[n - 1]);

	return arena_fmt(a, "%s%s %s", question, stopped ? "" : ":", answer);
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
