/* SPDX-License-Identifier: MIT */
/* The questions for a new series, and what their answers may be. */
#include <string.h>

#include "text/utf8.h"
#include "view/words_program.h"

/* Each question ends with how to answer it: nothing has to be known by heart. */
static const struct {
	const char *name, *question, *how;
} rows[SERIES_NAMED] = {
	[SERIES_TITLE] = { N_("title"),
			   N_("What is the series called? Type /series and the title."),
			   N_("A title has 1 to 80 letters.") },
	[SERIES_KIND] = { N_("kind"),
			  N_("What kind is it? Type /series and then group, individual, "
			     "workshop or family."),
			  N_("The kinds are group, individual, workshop and family.") },
	[SERIES_START] = { N_("start"),
			   N_("When is the first session? Type /series and a day and a time, "
			      "such as 2026-12-01 18:00 or tue 18:00"),
			   N_("Type a day and a time to come, such as 2026-12-01 18:00 or tue "
			      "18:00") },
	[SERIES_MINUTES] = { N_("minutes"),
			     N_("How many minutes is a session? Type /series and a number."),
			     N_("Minutes are a number from 1 to 1440.") },
	[SERIES_REPEATS] = { N_("repeats"),
			     N_("How does it repeat? Type /series and once, daily, weekly, "
				"weekly tue thu, every 2 weeks tue, monthly, or monthly first "
				"tue"),
			     N_("Type once, daily, weekly or monthly. Or type when: weekly tue "
				"thu, every 2 weeks tue, or monthly first tue") },
	[SERIES_UNTIL] = { N_("until"),
			   N_("What is the last day? Type /series and a day, a number of "
			      "times, "
			      "such as 12 times, or none."),
			   N_("Type a day that is not before the first session, a number of "
			      "times, such as 12 times, or none.") },
	[SERIES_LEADER] = { N_("leader"),
			    N_("Who leads it? Type /series and a name, me, or none."),
			    N_("Type the name of a facilitator of this group, me, or none.") },
	[SERIES_ROOM] = { N_("room"),
			  N_("Which room is it in? Type /series and its name, or "
			     "none."),
			  N_("A room has 1 to 80 letters.") },
	[SERIES_SEATS] = { N_("seats"),
			   N_("How many seats are there? Type /series and a number, or none "
			      "where there is no limit."),
			   N_("Seats are a number from 1 to 999, or none.") },
	[SERIES_TRACK] = { N_("sections"),
			   N_("Is it one of several sections that people may swap? Type "
			      "/series "
			      "and one word that all of them have, or none."),
			   N_("Type one word of 1 to 30 letters, or none.") },
	[SERIES_BRING] = { N_("bring"),
			   N_("What should people bring? Type /series and what it is, or "
			      "none."),
			   N_("That has 1 to 200 letters.") },
	[SERIES_SIGN_UP] = { N_("signup"),
			     N_("Do people sign up for it? Type /series yes or /series no"),
			     N_("Type yes or no.") },
	[SERIES_COUNTS] = { N_("counts"),
			    N_("Does it count toward the hours of the week? Type /series yes "
			       "or "
			       "/series no"),
			    N_("Type yes or no.") },
	[SERIES_ZONE] = { N_("zone"), N_("Type /series zone: and the name of a time zone."),
			  N_("Type the name of a time zone, such as America/Denver") },
};

const char *words_series_question(enum series_field f)
{
	return f < SERIES_FIELDS ? words_row(rows[f].question) : "";
}

const char *words_series_how(enum series_field f)
{
	return f < SERIES_NAMED ? words_row(rows[f].how) : "";
}

static bool is_name(const char *typed, size_t n, const char *name)
{
	bool whole;

	return utf8_begins(str_of(name), (struct str) { typed, n }, &whole) && whole;
}

bool words_read_field(const char **answer, enum series_field *out)
{
	const size_t n = strcspn(*answer, ": ");

	if ((*answer)[n] != ':')
		return false;
	for (int f = 0; f < SERIES_NAMED; f++) {
		if (!is_name(*answer, n, rows[f].name) &&
		    !is_name(*answer, n, words_row(rows[f].name)))
			continue;
		*answer += n + 1 + strspn(*answer + n + 1, " ");
		*out = (enum series_field)f;
		return true;
	}
	return false;
}
