/* SPDX-License-Identifier: MIT */
/* What people type for days, kinds and how a series repeats. */
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "view/words_program.h"

enum { WEEK = 7, TYPED_MAX = 64, LETTERS_MIN = 3 };

static const char *const each_day[WEEK] = {
	N_("Sundays"),   N_("Mondays"), N_("Tuesdays"),  N_("Wednesdays"),
	N_("Thursdays"), N_("Fridays"), N_("Saturdays"),
};

static const char *const one_day[WEEK] = {
	N_("Sunday"),   N_("Monday"), N_("Tuesday"),  N_("Wednesday"),
	N_("Thursday"), N_("Friday"), N_("Saturday"),
};

const char *words_weekday(int day, bool each)
{
	return words_row(each ? each_day[day] : one_day[day]);
}

/* The word, or its first letters where `part`; case and accents make no difference. */
static bool is_one(const char *typed, const char *word, bool part)
{
	bool whole;
	const bool begins = utf8_begins(str_of(word), str_of(typed), &whole);

	return whole || (begins && part && strlen(typed) >= LETTERS_MIN);
}

static bool is_word(const char *typed, const char *word, bool part)
{
	return *typed && (is_one(typed, word, part) || is_one(typed, words_row(word), part));
}

static int find_word(const char *typed, const char *const *words, int n, bool part)
{
	for (int i = 0; i < n; i++)
		if (is_word(typed, words[i], part))
			return i;
	return -1;
}

bool words_read_weekday(const char *typed, int *out)
{
	*out = find_word(typed, one_day, WEEK, true);
	if (*out < 0)
		*out = find_word(typed, each_day, WEEK, true);
	return *out >= 0;
}

int words_read_ahead(const char *typed)
{
	static const char *const words[] = { N_("today"), N_("tomorrow") };

	return find_word(typed, words, 2, false);
}

bool words_read_yes(const char *typed, bool *out)
{
	static const char *const words[] = { N_("no"), N_("yes") };
	const int n = find_word(typed, words, 2, false);

	*out = n == 1;
	return n >= 0;
}

bool words_read_none(const char *typed)
{
	static const char *const words[] = { N_("no"), N_("none"), N_("nobody"), "-" };

	return find_word(typed, words, 4, false) >= 0;
}

static bool is_alone(const char *typed, const char *word)
{
	char trimmed[TYPED_MAX];
	const size_t n = strcspn(typed, " \n");

	if (n >= TYPED_MAX || typed[n + strspn(typed + n, " \n")])
		return false;
	memcpy(trimmed, typed, n);
	trimmed[n] = '\0';
	return is_word(trimmed, word, false);
}

bool words_read_times(const char *typed)
{
	typed += strspn(typed, " ");
	return !*typed || is_alone(typed, N_("times"));
}

bool words_read_me(const char *typed)
{
	return is_alone(typed, N_("me"));
}

bool words_read_stop(const char *typed)
{
	return is_alone(typed, N_("stop"));
}

bool words_read_done(const char *typed)
{
	return is_alone(typed, N_("done"));
}

static const char *const kinds[PL_KINDS] = {
	[PL_GROUP_SESSION] = N_("group"), [PL_INDIVIDUAL] = N_("individual"),
	[PL_WORKSHOP] = N_("workshop"),   [PL_FAMILY_SESSION] = N_("family"),
	[PL_AWAY] = N_("away"),
};

static const char *const kind_names[PL_KINDS] = {
	[PL_GROUP_SESSION] = N_("Group session"), [PL_INDIVIDUAL] = N_("Individual session"),
	[PL_WORKSHOP] = N_("Workshop"),           [PL_FAMILY_SESSION] = N_("Family session"),
	[PL_AWAY] = N_("The leader is away"),
};

const char *words_kind(enum pl_kind k)
{
	return words_row(kind_names[k < PL_KINDS ? k : PL_GROUP_SESSION]);
}

bool words_read_kind(const char *typed, enum pl_kind *out)
{
	const int n = find_word(typed, kinds, PL_KINDS, true);

	if (n >= 0)
		*out = (enum pl_kind)n;
	return n >= 0;
}

/* The next word, and the rest behind its blanks. */
static const char *next_word(const char **at, char out[TYPED_MAX])
{
	const size_t n = strcspn(*at, " ,\t\n");

	memcpy(out, *at, n < TYPED_MAX ? n : TYPED_MAX - 1);
	out[n < TYPED_MAX ? n : TYPED_MAX - 1] = '\0';
	*at += n + strspn(*at + n, " ,\t\n");
	return out;
}

static bool read_weekdays(const char *at, unsigned *out)
{
	char word[TYPED_MAX];
	int day;

	*out = 0;
	while (*at) {
		if (is_word(next_word(&at, word), N_("and"), false))
			continue;
		if (!words_read_weekday(word, &day))
			return false;
		*out |= 1u << day;
	}
	return true;
}

/* "1st tue", "last friday", "third sun" */
static bool read_nth(const char *at, struct pl_pattern *out)
{
	static const char *const words[] = { N_("first"),  N_("second"), N_("third"),
					     N_("fourth"), N_("last"),   "1st",
					     "2nd",        "3rd",        "4th" };
	static const int numbers[] = { 1, 2, 3, 4, -1, 1, 2, 3, 4 };
	char word[TYPED_MAX];
	const int n = find_word(next_word(&at, word), words, 9, false);

	if (n < 0 || !read_weekdays(at, &out->weekdays) ||
	    __builtin_popcount(out->weekdays) != 1)
		return false;
	out->nth = numbers[n];
	return true;
}

static bool read_days(const char *at, struct pl_pattern *out)
{
	return read_weekdays(at, &out->weekdays);
}

static bool read_nothing(const char *at, struct pl_pattern *out)
{
	(void)out;
	return !*at;
}

static const struct {
	const char *word;
	enum pl_repeats repeats;
	bool (*rest)(const char *at, struct pl_pattern *out);
} repeats[] = {
	{ N_("once"), PL_REPEATS_NOT, read_nothing },
	{ N_("daily"), PL_REPEATS_DAILY, read_nothing },
	{ N_("weekly"), PL_REPEATS_WEEKLY, read_days },
	{ N_("monthly"), PL_REPEATS_MONTHLY_DAY, read_nothing },
	{ N_("monthly"), PL_REPEATS_MONTHLY_NTH, read_nth },
	{ N_("yearly"), PL_REPEATS_YEARLY, read_nothing },
	{ N_("days"), PL_REPEATS_DAILY, read_nothing },
	{ N_("day"), PL_REPEATS_DAILY, read_nothing },
	{ N_("weeks"), PL_REPEATS_WEEKLY, read_days },
	{ N_("week"), PL_REPEATS_WEEKLY, read_days },
	{ N_("months"), PL_REPEATS_MONTHLY_DAY, read_nothing },
	{ N_("months"), PL_REPEATS_MONTHLY_NTH, read_nth },
	{ N_("years"), PL_REPEATS_YEARLY, read_nothing },
};

/* "every 2 weeks", "every week": *at is moved to the last of these words. */
static bool read_every(const char **at, int *every)
{
	const char *from = *at;
	char word[TYPED_MAX], *end;
	long n;

	*every = 1;
	if (!is_word(next_word(&from, word), N_("every"), false))
		return true;
	*at = from;
	n = strtol(next_word(&from, word), &end, 10);
	if (end == word)
		return true;
	*every = (int)n;
	*at = from;
	return !*end && n >= 1 && n <= 99;
}

bool words_read_repeats(const char *typed, struct pl_pattern *out)
{
	struct pl_pattern read = *out;
	char word[TYPED_MAX];

	typed += strspn(typed, " ");
	read.weekdays = 0;
	if (!read_every(&typed, &read.every))
		return false;
	next_word(&typed, word);
	for (size_t i = 0; i < sizeof(repeats) / sizeof(repeats[0]); i++) {
		if (!is_word(word, repeats[i].word, false) || !repeats[i].rest(typed, &read))
			continue;
		*out = read;
		out->repeats = repeats[i].repeats;
		return true;
	}
	return false;
}

bool words_read_every_week(const char *typed)
{
	struct pl_pattern p = { .every = 1 };

	return words_read_repeats(typed, &p) && p.repeats == PL_REPEATS_WEEKLY &&
	       p.every == 1 && !p.weekdays;
}
