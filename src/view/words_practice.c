/* SPDX-License-Identifier: MIT */
/* Practice: what it is, what to try, and how it went. */
#include <libintl.h>
#include <string.h>

#include "view/words_in.h"

static const char *const rows[PRACTICE_WORDS] = {
	[PRACTICE_MAKING] = N_("Making the room. This takes some seconds."),
	[PRACTICE_IS] = N_("This is practice. The others are scripted, and all of it stays on "
			   "this device."),
	[PRACTICE_LEADER] = N_("You lead. To begin, type /open %s"),
	[PRACTICE_MEMBER] = N_("You are a member, and Robin leads. The session begins soon."),
	[PRACTICE_LEADER_TRY] =
		N_("Let people in with /admit, go on with /stage next, and give the floor with "
		   "/next. Take an act back with /undo. Type /console to see who waits and "
		   "whose hand is up. Somebody comes late, a line goes down, somebody talks "
		   "too long, somebody writes to you alone: answer with /side NAME: TEXT, "
		   "somebody may not be safe: see to it with /take NAME, and somebody sends a "
		   "worksheet: read it with /work and /read"),
	[PRACTICE_MEMBER_TRY] = N_(
		"Say yes to the norms with /accept. Raise your hand with /hand. End your turn "
		"with /done, or let it go by with /pass. Write to Robin alone with /side TEXT"),
	[PRACTICE_LINK] = N_("Your line is a bad one on purpose: %s."),
	[PRACTICE_GOOD_LINE] = N_("Your line is good. For a bad one, start practice with "
				  "--link bad-gprs"),
	[PRACTICE_END_HOW] = N_("To end, type /quit. Then you are told how it went."),
	[PRACTICE_ENTER] = N_("To begin, press Enter."),
	[PRACTICE_FAILED] = N_("Practice could not begin: %s."),
	[PRACTICE_OVER] = N_("Practice is over. The session went on for %s."),
	[PRACTICE_NOTHING] = N_("Practice is over. No session was opened: next time, type "
				"/open %s"),
	[PRACTICE_LET_IN] = N_("Let in: %s. The longest wait was %s."),
	[PRACTICE_CALLED] =
		N_("Got the floor after a raised hand: %s. One hand was up for %s."),
	[PRACTICE_UNSEEN] =
		N_("Told you that they are not safe, and nobody saw to it: %s. Next time, "
		   "type /take at once."),
	[PRACTICE_SEEN] = N_("Told you that they are not safe, and were seen to: %s."),
	[PRACTICE_WAITS] = N_("Waited to the end to be let in: %s."),
	[PRACTICE_HANDS] = N_("Had a hand up to the end: %s."),
	[PRACTICE_MUTED] = N_("Was muted: %s."),
	[PRACTICE_OUT] = N_("Was asked to step out: %s."),
	[PRACTICE_REMOVED] = N_("Was removed: %s."),
	[PRACTICE_ANSWERED] = N_("Wrote to the facilitator alone, and had an answer: %s."),
	[PRACTICE_UNANSWERED] = N_("Wrote to the facilitator alone, and had no answer: %s."),
	[PRACTICE_LOST] = N_("Had a line that went down: %s. The seat was kept."),
	[PRACTICE_KEPT] = N_("Nothing of it is kept on this device."),
};

const char *words_practice(struct arena *a, enum practice_word w, const char *one,
			   const char *two)
{
	const char *const what[] = { one, two };

	return words_fill(a, gettext(rows[w]), what, 2);
}
