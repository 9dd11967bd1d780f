/* SPDX-License-Identifier: MIT */
/* Who has read what of this person's record, in words. */
#include "view/words_reads.h"

#include <libintl.h>

#include "view/words_in.h"
#include "view/words_schedule.h"

#define _(s) gettext(s)

static const char *const rows[READS_WORDS] = {
	[READS_TITLE] = N_("Who read your record"),
	[READS_NONE] = N_("Nobody has read anything of yours, as far as is known here."),
	[READS_ASKED] = N_("Asking the clinic's server."),
	[READS_BUSY] = N_("It is being asked for already."),
	[READS_END] = N_("There is nothing older."),
	[RECORD_ASKED] = N_("Getting all that the clinic's server has of you. On a slow line "
			    "this can take some minutes."),
	[RECORD_BUSY] = N_("Your record is on its way already."),
	[RECORD_CHANGED] = N_("Your record changed while it was on its way, so there is no "
			      "file. Please try again."),
	[RECORD_ERASE] =
		N_("Only your clinic can erase your record. The words of "
		   "your messages and of what you asked are gone then. So are your worksheets, "
		   "your safety plan there, your name, and your devices. By law the clinic has "
		   "to keep some things for some years. It keeps when you were in sessions and "
		   "what you agreed to. It keeps what was given out, and who read your record. "
		   "The name with it is not yours any more. Type /record first if you want to "
		   "have a copy. To send your clinic the wish, send /erase once more."),
	[RECORD_ERASE_NOBODY] = N_("There is nobody in your groups who could get it. Ask your "
				   "clinic."),
	[READS_HOW] = N_("Type /reads for who read what, or /reads more for older ones."),
};

const char *words_reads(enum reads_word w)
{
	return words_row(rows[w]);
}

/* %s is who. */
static const char *const whats[PL_READ_WHATS] = {
	[PL_READ_OTHER] = N_("%s read something of yours."),
	[PL_READ_ATTENDANCE] = N_("%s read when you were in sessions."),
	[PL_READ_HOURS] = N_("%s read your hours of a week."),
	[PL_READ_SESSION] = N_("%s read a report of a session that you were in."),
	[PL_READ_NOTE] = N_("%s read a draft of a note about you."),
	[PL_READ_WORKSHEET] = N_("%s read your worksheets."),
	[PL_READ_TREND] = N_("%s read how your scores went."),
	[PL_READ_PLAN] = N_("%s read the safety plan that you shared."),
	[PL_READ_LEGAL_NAME] = N_("%s read your legal name."),
	[PL_READ_REPLIES] = N_("%s read what you replied at the door."),
	[PL_READ_HIDDEN] = N_("%s read a hidden message of yours."),
	[PL_READ_REPORTED] = N_("%s read what was reported of a message of yours."),
	[PL_READ_SCHEDULE] = N_("%s read your schedule."),
	[PL_READ_CONSENT] = N_("%s read what you agreed to."),
	[PL_READ_LOG] = N_("%s read this list of yours."),
	[PL_READ_RECORD] = N_("%s read all of your record."),
};

static const char *sheets(struct arena *a, const struct pl_was_read *r, const char *who,
			  const char *title)
{
	const char *const one[] = { who, title, words_date(a, r->of_utc_ms) };

	if (r->count == 1)
		return words_fill(a, _("%s read your %s of %s."), one, 3);
	return arena_fmt(a,
			 ngettext("%s read %lu worksheet of yours: %s, the newest of %s.",
				  "%s read %lu worksheets of yours: %s, the newest of %s.",
				  (unsigned long)r->count),
			 who, (unsigned long)r->count, title, words_date(a, r->of_utc_ms));
}

/* What was asked for; the day is that of the newest. */
static const char *requests(struct arena *a, const struct pl_was_read *r, const char *who)
{
	const unsigned long n = (unsigned long)r->count;

	return arena_fmt(a,
			 ngettext("%s read %lu request of yours for the schedule, of %s.",
				  "%s read %lu requests of yours for the schedule, the newest "
				  "of %s.",
				  n),
			 who, n, words_date(a, r->of_utc_ms));
}

/* What went out of the server in a file is said, and what is no more. */
static const char *what_else(struct arena *a, const struct pl_was_read *r)
{
	const char *const days[] = { words_date(a, r->from_utc_ms),
				     words_date(a, r->to_utc_ms) };

	if (r->erased)
		return _(" It was erased.");
	if (!r->exported)
		return "";
	if (r->what == PL_READ_RECORD)
		return _(" It was written to a file or on paper. In it are your sessions, your "
			 "worksheets, what you wrote, your schedule, what you agreed to, and "
			 "who "
			 "read what.");
	if (!r->from_utc_ms)
		return _(" It was written to a file or on paper.");
	return words_fill(a, _(" It was written to a file or on paper: all from %s to %s."),
			  days, 2);
}

static const char *what_was_read(struct arena *a, const struct pl_was_read *r, const char *who,
				 const char *title)
{
	if (r->what == PL_READ_WORKSHEET && *title && r->of_utc_ms)
		return sheets(a, r, who, title);
	if (r->what == PL_READ_SCHEDULE && r->of_utc_ms)
		return requests(a, r, who);
	return words_fill(a, words_row(whats[r->what]), &who, 1);
}

const char *words_was_read(struct arena *a, const struct pl_was_read *r, const char *title)
{
	const char *who = *r->who ? r->who : _("The clinic");
	const char *what = what_was_read(a, r, who, title);
	const char *all =
		arena_fmt(a, "%s: %s%s", words_moment(a, r->utc_ms), what, what_else(a, r));

	return *r->why ? arena_fmt(a, _("%s Reason: %s."), all, r->why) : all;
}

const char *words_erasure_sent(struct arena *a, const char *names, bool live)
{
	const char *const what[] = {
		live ? _("It goes to the clinic now.")
		     : _("It is kept here, and goes to the clinic when there is a connection."),
		names
	};

	return words_fill(a,
			  _("You want your record erased. %s Who gets it: %s. They talk with "
			    "you, and then the clinic does it. Nothing is gone before. When it "
			    "is done, this device is signed out. What is on it stays until you "
			    "type /wipe."),
			  what, 2);
}

/* %s is the day. */
const char *words_erasure_known(struct arena *a, const struct pl_sheet *sent)
{
	const char *const what[] = { words_date(a, sent->utc_ms), sent->reader };

	if (sent->state == PL_SHEET_SENDING)
		return _("You asked for it. It is kept here, and goes to the clinic when there "
			 "is a connection.");
	if (*sent->reader)
		return words_fill(a, _("You asked for it on %s, and %s has read that."), what,
				  2);
	return words_fill(a,
			  _("You asked for it on %s. It is at the clinic, and nobody has "
			    "read it yet."),
			  what, 1);
}

static const char *size_of(struct arena *a, int64_t bytes)
{
	const unsigned long n = (unsigned long)(bytes / 1000 + 1);

	return arena_fmt(a, ngettext("%lu kilobyte", "%lu kilobytes", n), n);
}

const char *words_record(struct arena *a, const struct pl_record *r, const char *path)
{
	const char *const what[] = { path, size_of(a, r->bytes) };

	if (r->failure == PL_FAIL_NOT_NOW)
		return words_reads(RECORD_CHANGED);
	if (r->failure != PL_OK)
		return words_failure(r->failure);
	return words_fill(
		a,
		_("Your record is in the file %s, %s. The file is not locked: who has "
		  "it can read it."),
		what, 2);
}

const char *words_reads_state(struct arena *a, const struct pl_reads *r)
{
	if (r->busy)
		return _("Asking the clinic's server.");
	if (r->failure != PL_OK)
		return words_failure(r->failure);
	if (!r->asked_utc_ms)
		return _("As it was known when it was asked for last.");
	if (r->older)
		return arena_fmt(a, _("Asked for: %s. There is more: type /reads more."),
				 words_moment(a, r->asked_utc_ms));
	return arena_fmt(a, _("Asked for: %s."), words_moment(a, r->asked_utc_ms));
}
