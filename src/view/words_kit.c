/* SPDX-License-Identifier: MIT */
#include "view/words_kit.h"

#include <libintl.h>
#include <string.h>

#include "porchlight/schedule.h"
#include "view/words_in.h"
#include "view/words_schedule.h"

#define _(s) gettext(s)

static const char *const rows[KIT_WORDS] = {
	[KIT_PLAN] = N_("Your safety plan"),
	[KIT_GO_ON] = N_("Below your plan: whom to call."),
	[KIT_BACK] = N_("Type /meeting to go back to the meeting."),
	[KIT_BACK_SHEET] = N_("To go on with the worksheet, type /sheet."),
	[KIT_NONE] = N_("You have no safety plan on this device yet. To make one, type /plan "
			"edit. Nobody else sees it until you share it."),
	[KIT_LOCKED] = N_("Your own plan opens after your passphrase."),
	[KIT_ABOUT] = N_("About your plan"),
	[KIT_HOW] = N_("To change your plan, type /plan edit. To print it, type /plan print "
		       "and the name of a new file."),
	[KIT_CHANGED] = N_("You changed it since."),
	[KIT_CHANGED_HOW] = N_("To share it as it is now, type /plan share."),
	[KIT_SHARE_HOW] = N_("To share it with your facilitators, type /plan share."),
	[KIT_UNSHARE_HOW] = N_("To take it back from the clinic, type /plan unshare."),
	[KIT_OPEN_ASK] = N_("May your plan be read here without your passphrase? It is quicker "
			    "when things are bad. But whoever has this device can read it too. "
			    "Type /plan open yes, or /plan open no."),
	[KIT_OPEN_YES] = N_("It can be read here without your passphrase, by whoever has this "
			    "device. To lock it, type /plan open no."),
	[KIT_OPEN_NO] = N_("It opens after your passphrase. To read it without, type /plan "
			   "open yes. Then whoever has this device can read it too."),
	[KIT_OPEN_HOW] = N_("Type /plan open yes, or /plan open no."),
	[KIT_OPENED] = N_("Your plan can now be read here without your passphrase, by whoever "
			  "has this device."),
	[KIT_CLOSED] = N_("Your plan opens after your passphrase. No copy that can be read "
			  "without it is left here."),
	[KIT_GUEST] = N_("You are a guest here: nothing is kept on this device."),
	[KIT_WORDS_HOW] = N_("Type /plan edit, /plan share or /plan unshare, /plan open yes or "
			     "no. Or type /plan print and the name of a new file."),
	[KIT_SHARED] = N_("Your plan goes to your facilitators now. To take it back, type "
			  "/plan unshare."),
	[KIT_SHARED_LATER] = N_("Your plan goes to your facilitators when there is a "
				"connection. To take it back, type /plan unshare."),
	[KIT_UNSHARED] = N_("Your plan is taken back from the clinic. Who has read it may "
			    "still know it."),
	[KIT_NOTHING_TO_SHARE] = N_("There is no plan to share yet. Type /plan edit."),
	[KIT_NO_LEADERS] = N_("Nobody leads a group of yours, so nobody can get it."),
	[KIT_PRINT_HOW] = N_("Type /plan print and the name of a new file."),
	[KIT_PRINTED] = N_("Your plan is in the file %s, to be printed. Nobody else who uses "
			   "this device can read it there."),
	[KIT_KEY] = N_("In danger? Press %s: whom to call, and your safety plan."),
	[KIT_COMMAND] = N_("For your safety plan and whom to call, type: porchlight plan"),
	[KIT_DANGER] = N_("Are you or someone else in danger now? Call 911 or your local "
			  "emergency number."),
	[KIT_LINE_US] = N_("In the US, call or text 988 at any hour to talk with a trained "
			   "person. It is free."),
	[KIT_LINE_OTHER] = N_(
		"Outside the US, call the crisis line or the number for help where you live."),
	[KIT_DATED] = N_("Your clinic looked at these lines on %s."),
	[KIT_OLD] = N_("That was more than a year ago. If one does not work:"),
	[KIT_NOT_WATCHED] = N_("Nobody watches this program for emergencies. Do not wait for "
			       "an answer here."),
	[KIT_GO_TO_SOMEONE] = N_("If you can, go to someone you trust and stay with them."),
	[KIT_UNSAFE] = N_("To tell your facilitators that you are not safe, type /unsafe. "
			  "Nobody else is told."),
	[KIT_UNSAFE_LATER] = N_("To tell your facilitators that you are not safe, open "
				"Porchlight and type /unsafe. Nobody else is told."),
	[KIT_CARDS] = N_("Cards for hard moments"),
	[KIT_CARDS_HOW] = N_("Press a number, or type /cards and a number."),
	[KIT_CARDS_NONE] = N_("There are no cards here."),
	[KIT_CARD_NONE] = N_("There is no card %s. Type /cards to see what there is."),
	[KIT_CARDS_MORE] = N_("More cards for this"),
	[KIT_CARD_BACK] = N_("To see all, type /cards. To go back, type /meeting."),
	[KIT_CARD_ASK] = N_("You used the card \"%s\". Did it help? Type /helped yes, or "
			    "/helped no. Only you see this."),
	[KIT_CARD_HELPED] = N_("\"%s\" helped. It comes first next time. Only you see this."),
	[KIT_CARD_DID_NOT] = N_("\"%s\" did not help. Others come first next time. Only you "
				"see this."),
	[KIT_HELPED_HOW] = N_("Type /helped yes, or /helped no."),
	[KIT_HELPED_NONE] = N_("You have used no card since Porchlight began. Type /cards to "
			       "see what there is."),
};

const char *words_kit(struct arena *a, enum kit_word w, const char *what)
{
	const char *const all[] = { what };

	return words_fill(a, _(rows[w]), all, 1);
}

const char *words_dated(struct arena *a, int64_t utc_ms)
{
	struct pl_local l;

	pl_local(NULL, utc_ms, &l);
	/* A day of the month, and then "November 2026". */
	return arena_fmt(a, _("%d %s"), l.day, words_month(a, utc_ms));
}

/* Two "%s": who has read it, and when. */
static const char *const shared[PL_SHEET_STATES] = {
	[PL_SHEET_ASSIGNED] = N_("Kept here. Nobody else has seen it."),
	[PL_SHEET_DRAFT] = N_("Kept here. Nobody else has seen it."),
	[PL_SHEET_KEPT] = N_("Kept here. Nobody else has seen it."),
	[PL_SHEET_SENDING] = N_("It is kept here, and goes to the clinic when there is a "
				"connection. Nobody has seen this yet."),
	[PL_SHEET_AT_CLINIC] = N_("At the clinic. Nobody has seen this yet."),
	[PL_SHEET_READ] = N_("Read by %s, %s."),
	[PL_SHEET_AGAIN] = N_("Read by %s, %s. They ask you to change it."),
	[PL_SHEET_REFUSED] =
		N_("The clinic did not take it. It is kept here. Nobody else has seen it."),
};

const char *words_plan_shared(struct arena *a, const struct pl_plan *p)
{
	const char *const read[] = { p->reader, words_dated(a, p->read_utc_ms) };
	const char *is = words_fill(
		a, _(shared[p->shared < PL_SHEET_STATES ? p->shared : PL_SHEET_KEPT]), read, 2);

	return p->is_older ? arena_fmt(a, "%s %s", is, _(rows[KIT_CHANGED])) : is;
}

const char *words_card_before(struct arena *a, const struct pl_card *card)
{
	if (card->helped > 0)
		return arena_fmt(a,
				 ngettext("It helped you %d time before.",
					  "It helped you %d times before.",
					  (unsigned long)card->helped),
				 card->helped);
	return card->did_not > 0 ? _("It did not help you before.") : "";
}

const char *words_part(struct arena *a, const char *title, const char *line)
{
	const size_t n = strlen(title);

	if (!n)
		return line;
	return arena_fmt(a, strchr("?.!:", title[n - 1]) ? "%s %s" : "%s: %s", title, line);
}
