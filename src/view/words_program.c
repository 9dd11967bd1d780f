/* SPDX-License-Identifier: MIT */
/* What is said to those who build the program, sentence by sentence. */
#include "view/words_program.h"
#include "view/words_in.h"

#include <libintl.h>
#include <string.h>

static const char *const rows[PROGRAM_WORDS] = {
	[PROGRAM_TITLE] = N_("Program"),
	[PROGRAM_REQUESTS] = N_("Requests"),
	[PROGRAM_HOURS] = N_("Hours of this week: %s"),
	[PROGRAM_LEADERS_ONLY] = N_("This is for facilitators."),
	[PROGRAM_NO_SERIES] = N_("There is nothing in the program yet. To make a series, type "
				 "/series"),
	[PROGRAM_NO_REQUEST] = N_("Nobody asks for anything."),
	[PROGRAM_NO_HOURS] = N_("The hours of this week were not told yet."),
	[PROGRAM_HOURS_ASKED] = N_("The server is asked for the hours. They are told when "
				   "they come."),
	[PROGRAM_HOURS_ALL_WELL] = N_("Nobody is under the hours of this week."),
	[PROGRAM_STATUS_PLAN] = N_("Changes wait here. To do them, type /apply"),
	[PROGRAM_STATUS_ASKED] = N_("To answer one, type /grant or /deny and its number."),
	[PROGRAM_SEATS_OF] = N_("Next session: %s of %s seats are taken."),
	[PROGRAM_SEATS] = N_("%s seats."),
	[PROGRAM_WITH] = N_("With %s."),
	[PROGRAM_SECTIONS] = N_("Sections: %s."),
	[PROGRAM_ROOM] = N_("Room: %s."),
	[PROGRAM_BRING] = N_("Bring: %s."),
	[PROGRAM_SIGN_UP] = N_("People sign up."),
	[PROGRAM_UNREADABLE] = N_("When it is cannot be read here."),
	[PROGRAM_NO_SUCH_SERIES] = N_("There is no series of that number. Type /program to "
				      "see the numbers."),
	[PROGRAM_NO_SUCH_SESSION] = N_("%s has no such session. Type /program to see when it "
				       "is."),
	[PROGRAM_NO_SUCH_REQUEST] = N_("There is no request of that number that waits for an "
				       "answer. Type /requests to see them."),
	[PROGRAM_NO_DATE] = N_("This is not a day: %s. Type one like 2026-12-01, or a day of "
			       "the week, such as tue."),
	[PROGRAM_NO_TIME] = N_("This is not a time: %s. Type one like 18:00 or 6pm."),
	[PROGRAM_PAST] = N_("That time is over: %s."),
	[PROGRAM_END_FIRST] = N_("The end is before the start."),
	[PROGRAM_MINUTES_HOW] = N_("Minutes are a number from 1 to 1440, not %s."),
	[PROGRAM_NO_LEADER] = N_("There is nobody of that name in the group, or more than one: "
				 "%s."),
	[PROGRAM_ONE_LEADER] = N_("%s is not a facilitator."),
	[PROGRAM_NOT_AT_SERVER] = N_("That series is not at the server yet. Wait until you "
				     "are connected."),
	[PROGRAM_PLAN_EMPTY] = N_("No change waits here."),
	[PROGRAM_PLAN_HOW] = N_("Nothing is done yet. To do it, type /apply, and to leave it, "
				"/discard"),
	[PROGRAM_PLAN_APPLIED] = N_("Done. %s"),
	[PROGRAM_GOES_NOW] = N_("It goes to the server now."),
	[PROGRAM_GOES_LATER] =
		N_("It is kept here, and goes to the server when there is a connection."),
	[PROGRAM_PLAN_LEFT] = N_("All changes are left undone. The program is as it was."),
	[PROGRAM_PLAN_LEFT_ONE] = N_("Left undone: %s"),
	[PROGRAM_PLAN_FULL] = N_("Too many changes wait here. First type /apply or /discard"),
	[PROGRAM_PLAN_NO_SUCH] = N_("No change has that number. Type /program to see them."),
	[PROGRAM_APPLY_KEY] = N_("To do what waits here, type /apply"),
	[PROGRAM_NOTHING_CHANGES] = N_("No session of the next year is changed by it."),
	[PROGRAM_PREVIEW_TITLE] = N_("What would come of it"),
	[PROGRAM_NOW_TITLE] = N_("The program as it is"),
	[PROGRAM_GRANTED] = N_("You said yes to %s. %s"),
	[PROGRAM_DENIED] = N_("You said no to %s. %s"),
	[PROGRAM_SEAT_THERE] = N_("A seat is free there: %s of %s are taken."),
	[PROGRAM_SEAT_NOT] = N_("No seat is free there: %s of %s are taken."),
	[PROGRAM_TARGET_GONE] = N_("That session is cancelled, or not in the program any "
				   "more."),
	[PROGRAM_HAS_THEN] = N_("At that time %s has %s."),
	[PROGRAM_IMPORT_NONE] = N_("Nothing in the file %s can be a series of the program."),
	[PROGRAM_FILE_GOOD] = N_("The file has no mistakes."),
	[PROGRAM_AWAY] = N_("Away"),
	[PROGRAM_REFUSED] = N_("Somebody else changed that series before your change came, so "
			       "yours was not done. Type /program to see how it is now, and "
			       "then make your change again."),
	[PROGRAM_COMES_LATE] = N_(", comes %s late"),
	[PROGRAM_LISTENS] = N_(", only listens"),
	[PROGRAM_CANNOT_COME] = N_(", cannot come"),
	[PROGRAM_NO_EDIT] = N_("When a series is cannot be changed so. Use /move, /cancel or "
			       "/extra for a session, or end the series and make a new one."),
	[PROGRAM_SERIES_STOPPED] = N_("No new series is made."),
};

const char *words_program(struct arena *a, enum program_word w, const char *one,
			  const char *two)
{
	const char *const what[] = { one, two };

	return words_fill(a, gettext(rows[w]), what, 2);
}
