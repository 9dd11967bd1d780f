/* SPDX-License-Identifier: MIT */
#include "view/words.h"
#include "view/words_in.h"

#include <libintl.h>
#include <string.h>

#define _(s) gettext(s)

static const char *const failures[PL_FAILURES] = {
	[PL_OK] = N_("All is well."),
	[PL_FAIL_PASSPHRASE] = N_("That passphrase does not fit. Please type it again."),
	[PL_FAIL_INVITE_FORM] = N_("That is not a whole invite line. Please paste all of it, "
				   "from \"porchlight join\" "
				   "to the end."),
	[PL_FAIL_INVITE_UNKNOWN] =
		N_("The server does not know this invite. Paste the whole line once more. If "
		   "that does not help, ask your facilitator for a new one."),
	[PL_FAIL_INVITE_USED] =
		N_("Somebody has joined with this invite already. If it was you, give the same "
		   "name and passphrase as then. If not, ask your facilitator for a new one."),
	[PL_FAIL_INVITE_EXPIRED] =
		N_("This invite is too old. Ask your facilitator for a new one."),
	[PL_FAIL_NAME] = N_("That name is taken or not allowed. Please choose another one."),
	[PL_FAIL_PASSPHRASE_WEAK] =
		N_("That passphrase is too short. Please use at least 8 characters."),
	[PL_FAIL_TOKEN] = N_("This device is signed out. Type /signin to sign in again. What "
			     "you wrote is kept."),
	[PL_FAIL_DISABLED] = N_("Your account is switched off. Please ask your facilitator."),
	[PL_FAIL_CERTIFICATE] = N_(
		"What answers there is not the server that invited you, so nothing was sent. "
		"Please tell your facilitator."),
	[PL_FAIL_CLOCK] =
		N_("The server cannot be checked. By the clock of this device its certificate "
		   "is too old or too new. Is the date here wrong? Set it, then type /retry. "
		   "Is it right? Then please tell your facilitator."),
	[PL_FAIL_DISK] =
		N_("The disk is full or cannot be written. Make some room, then try again."),
	[PL_FAIL_SERVER_DOWN] = N_("The server does not answer now. You need not do anything: "
				   "it will be tried again."),
	[PL_FAIL_DNS] = N_("The server's name cannot be found. Check that you are on the "
			   "internet, then type "
			   "/retry."),
	[PL_FAIL_NETWORK] = N_(
		"There is no way to the server. Check that you are on the internet, then type "
		"/retry."),
	[PL_FAIL_TOO_LONG] = N_("That is too long for one message. Please make it shorter or "
				"send it in parts."),
	[PL_FAIL_NOT_NOW] =
		N_("That cannot be done just now. Wait a moment, or type /status to see why."),
	[PL_FAIL_REFUSED] =
		N_("The server does not let you do that. Your facilitator may be able to."),
	[PL_FAIL_BUSY] =
		N_("That was tried too many times. Please wait one minute, then try again."),
	[PL_FAIL_LOCKED] = N_("Another Porchlight is open on this device. Close that one "
			      "first, then try again."),
	[PL_FAIL_ENCODING] = N_("Some letters of that cannot be read here. Set your terminal "
				"to UTF-8, then type it again."),
	[PL_FAIL_FOLDER] = N_(
		"The folder where your words are kept, or a file in it, belongs to somebody "
		"else or leads elsewhere. Nothing was opened. Please ask whoever looks after "
		"this device."),
	[PL_FAIL_FIGURES] = N_("This account needs 6 figures from your phone, too. If the "
			       "phone is lost, type one of your recovery codes."),
	[PL_FAIL_FIGURES_WRONG] =
		N_("Those figures do not fit, or were used before. Wait until your phone shows "
		   "new ones, and type those. If they never fit, set the clock of your phone."),
	[PL_FAIL_FIGURES_NEW] = N_("This account needs a key in your phone app first."),
	[PL_FAIL_NEWER] =
		N_("A newer Porchlight has used what is kept here, and this one cannot "
		   "read it. Nothing was changed. Please start the newer one."),
	[PL_FAIL_MEMORY] = N_("This device has too little free memory to open what is kept "
			      "here. Close other programs, then try again."),
	[PL_FAIL_SERVER_FULL] =
		N_("The server cannot keep new lines just now. Yours stay here, and go out "
		   "when it can."),
	[PL_FAIL_STATE] =
		N_("That does not fit just now. Type /stage to hear how things stand."),
	[PL_FAIL_WHO] = N_("There is nobody of that name here, or more than one. Please type "
			   "the whole name."),
	[PL_FAIL_LATE] = N_("That was more than a minute ago, so it cannot be taken back."),
	[PL_FAIL_WAITING] =
		N_("You are in the waiting room. You can talk once you are let in."),
	[PL_FAIL_OUT] = N_("You are not in the room now. To write to the facilitators alone, "
			   "type /side and your words."),
	[PL_FAIL_MUTED] = N_("You are muted for now. What you wrote is kept here."),
	[PL_FAIL_NORMS] = N_("First say yes to the norms: type /accept."),
	[PL_FAIL_TURN] = N_("It is not your turn. Type /hand to ask for one. What you wrote is "
			    "kept here."),
	[PL_FAIL_DANGER] =
		N_("Somebody has said that they are not safe. See to that first: type "
		   "/take."),
	[PL_FAIL_QUIET] = N_("Only the facilitators talk now. What you wrote is kept here."),
	[PL_FAIL_TEXT] =
		N_("The server has no such text, or cannot read it. Please look at the name."),
	[PL_FAIL_NO_NOTE] = N_("There is no note to be had: the session is not over, or that "
			       "person was not in it."),
	[PL_FAIL_CONSENT] =
		N_("That was not done. The consent is not open, or the name in it is another "
		   "one. Type /consents to read it."),
	[PL_FAIL_FILE] =
		N_("That file cannot be made, or is there already. Please give another "
		   "name."),
	[PL_FAIL_TWICE] = N_("You have said that to this message before. It stands."),
	[PL_FAIL_GONE] = N_("That is not kept any more. Type /about to hear how long messages "
			    "are kept."),
};

/* Where these are missing the sentence above is as good. */
static const char *const act_failures[PL_FAILURES] = {
	[PL_FAIL_NAME] = N_("Nobody has that name. Type /people to see the names."),
	[PL_FAIL_CLOCK] =
		N_("The server cannot be checked. By the clock of this device its certificate "
		   "is too old or too new. Is the date here wrong? Set it, then try again. Is "
		   "it right? Then please tell your facilitator."),
	[PL_FAIL_SERVER_DOWN] =
		N_("The server does not answer now. Wait a few minutes, then try again."),
	[PL_FAIL_DNS] = N_("The server's name cannot be found. Check that you are on the "
			   "internet, then try again."),
	[PL_FAIL_NETWORK] = N_("There is no way to the server. Check that you are on the "
			       "internet, then try again."),
};

static const char *const join_failures[PL_FAILURES] = {
	[PL_FAIL_NAME] = N_("Somebody has that name, or it is not allowed. Choose another one. "
			    "If it is your own from before, start again and type your "
			    "passphrase with care."),
	[PL_FAIL_CERTIFICATE] =
		N_("What answers there is not the server of this invite, so nothing was sent. "
		   "Paste the whole line once more. If that does not help, tell your "
		   "facilitator."),
};

static const char *const roles[PL_ROLES] = {
	[PL_PATIENT] = N_("member"),
	[PL_FACILITATOR] = N_("facilitator"),
	[PL_FAMILY] = N_("family"),
	[PL_ADMIN] = N_("admin"),
};

static const char *const presences[PL_FORMER] = {
	[PL_HERE] = N_("here"),
	[PL_LINE_DOWN] = N_("line down"),
	[PL_LEFT] = N_("left"),
};

static const char *const states[PL_STATES] = {
	[PL_KEPT_HERE] = N_("kept here"),
	[PL_AT_SERVER] = N_("at the server"),
	[PL_SHOWN] = N_("at the server"), /* shown to nobody yet */
	[PL_NOT_ACCEPTED] = N_("not accepted, kept here"),
	[PL_HELD] = N_("waits for a facilitator"),
};

static const char *const words[WORDS] = {
	[WORD_ASK_PASSPHRASE] = N_("Your passphrase, then Enter. It is not shown: "),
	[WORD_ASK_NEW_PASSPHRASE] = N_(
		"Choose a passphrase of at least 8 characters, then Enter. It is not shown: "),
	[WORD_ASK_AGAIN] = N_("The same passphrase once more: "),
	[WORD_ASK_NAME] = N_("The name that others will see: "),
	[WORD_ASK_INVITE] = N_("Paste the invite line that you were given: "),
	[WORD_ASK_ENTER] = N_("Press Enter to try again, or Ctrl-C to leave. "),
	[WORD_PASSPHRASES_DIFFER] = N_("The two are not the same. Please choose again."),
	[WORD_JOINING] = N_("Joining. This takes a moment."),
	[WORD_JOINED] = N_("You have joined. Welcome."),
	/* After that, in the full face and in the line face. */
	[WORD_FIRST_PRESS] = N_("Press ? to see all that you can do here."),
	[WORD_FIRST_TYPE] = N_("Type /help to hear all that you can do here."),
	[WORD_SIGNED_OUT] = N_("You are signed out on this device."),
	[WORD_SIGNED_OUT_ALL] = N_("You are signed out on all your devices."),
	[WORD_CUT_OFF] = N_("All devices of that person are signed out."),
	[WORD_NO_GROUP] = N_("You are in no group yet. Your groups show up here once the "
			     "server has told of them."),
	[WORD_NO_VERB] = N_("There is no /%s here. Type /help to see what there is. To say a "
			    "line that begins "
			    "with a slash, type two slashes."),
	[WORD_PASTE] = N_("You pasted %d lines. They are one message. Enter sends it, Ctrl-G "
			  "takes it out."),
	[WORD_DRAFT_BACK] = N_("Here is what you had typed and not sent."),
	[WORD_UNREAD] = N_("Not read before"),
	[WORD_NOTHING_FOUND] = N_("Nothing was found."),
	[WORD_NOBODY] = N_("Nobody is here now."),
	[WORD_BYE] = N_("Goodbye. Take care."),
	[WORD_INPUT_PROMPT] = N_("> "),
	[WORD_TIMES_ON] = N_("Times are on."),
	[WORD_TIMES_OFF] = N_("Times are off."),
	[WORD_LINE_DOWN] =
		N_("The line is down. What you write is kept here and goes out later."),
	[WORD_LINE_BACK] = N_("The line is back."),
	[WORD_NO_MEMORY] =
		N_("This device has no memory left, so Porchlight has to stop. Lines "
		   "that were kept stay kept. Close other programs, then start it "
		   "again."),
	[WORD_CRISIS] = N_("If you are in danger, call now."),
	[WORD_TOO_LONG] = N_("That is too long for one message, so it was not put in."),
	[WORD_NOT_SAID] = N_("Nothing was said. Type /meeting to go to the meeting, then send "
			     "your line there."),
	[WORD_NEW_BELOW] = N_("%d new below."),
	[WORD_SEARCH_HOW] = N_("Type /search and the words to find."),
	[WORD_LEAVE_ASK] = N_("Press Ctrl-C again to leave. Any other key stays."),
	[WORD_MEETING] = N_("Meeting"),
	[WORD_PEOPLE] = N_("People"),
	[WORD_GROUPS] = N_("Groups"),
	[WORD_STATUS] = N_("Status"),
	[WORD_HELP] = N_("Help"),
	[WORD_MENTIONS] = N_("Messages that name you"),
	[WORD_YOU] = N_("you"),
	[WORD_NOTHING_SAID] = N_("Nothing has been said yet."),
	[WORD_NO_MENTION] = N_("No message names you."),
	[WORD_NO_UNREAD] = N_("You have read everything."),
	[WORD_TRYING] = N_("Trying to connect now."),
	[WORD_SIGNING_OUT] = N_("Signing out."),
	[WORD_SIGNED_IN] = N_("You are signed in."),
	[WORD_NOT_JOINED] = N_("This device has not joined yet. Leave with /quit, then start "
			       "Porchlight with your "
			       "invite line."),
	[WORD_SIGNOUT_HOW] = N_("To sign out on this device, type /signout and press Enter."),
	[WORD_SIGNOUT_ALL_HOW] = N_(
		"To sign out on all that you use, type /signout-everywhere and press Enter."),
	[WORD_CUTOFF_HOW] = N_(
		"Type /cutoff and the name of the person whose devices should be signed out."),
	[WORD_CUTTING_OFF] = N_("Asking the server to sign out all devices of %s."),
	[WORD_SAY_HOW] = N_("Type /say and what you want to say."),
	[WORD_SAID_TO] = N_("Said to %s."),
	[WORD_NO_SUCH_GROUP] = N_("You have no group %s. Type /groups to see your groups."),
	[WORD_MANY_GROUPS] =
		N_("More than one group fits %s. Type /groups to see their numbers."),
	[WORD_GROUP_UP] = N_("up now"),
	[WORD_CRISIS_TITLE] = N_("Help right now"),
	[WORD_ASK_FIGURES] = N_("The 6 figures your phone app shows now (not shown here): "),
	[WORD_NOT_SIGNED_IN] = N_("Not signed in. Type /signin to try again."),
	[WORD_FIGURES_SENT] = N_("Looking at the figures."),
	[WORD_SIGNING_IN] = N_("Signing in."),
	[WORD_JOINED_ALREADY] =
		N_("This device has joined already, so the invite was not used."),
	[WORD_WAIT_HOW] = N_("Type /wait and what to wait for: connected, sent, a number of "
			     "seconds, or words in quotes."),
	[WORD_WAIT_OVER] = N_("That did not happen in the time given."),
	[WORD_DRAFT_NONE] = N_("There is nothing that you typed and did not send."),
	[WORD_DRAFT_HOW] = N_("Type /draft to hear it, /draft send to send it, or /draft drop "
			      "to throw it away."),
	[WORD_DRAFT_SENT] = N_("It was sent."),
	[WORD_DRAFT_DROPPED] = N_("It was thrown away."),
	[WORD_DRAFT_IN_LINE] = N_("What you typed and did not send is in the line."),
	[WORD_OLDER_METERED] =
		N_("That is the oldest here, and your line is metered. Type /older "
		   "to get more."),
	[WORD_NOTHING_REFUSED] = N_("No line of yours was refused here."),
	[WORD_EDIT_HOW] = N_("Type /edit to change your line that was not accepted."),
	[WORD_DROP_HOW] = N_("Type /drop to throw your line that was not accepted away."),
	[WORD_NO_ANSWER] = N_("No answer came, so Porchlight ends here."),
	[WORD_HELP_SCRIPT] = N_("For scripts, and where your line is not edited here"),
	[WORD_NO_FILE] = N_("The file with the passphrase cannot be read."),
	[WORD_USAGE] = N_("Type: porchlight. Behind it there may be: join and the rest of your "
			  "invite line, plan, practice, wipe, or face. These may come before:"),
	[WORD_OPTION_UNKNOWN] = N_("There is no option %s. See porchlight --help."),
	[WORD_OPTION_VALUE] =
		N_("What is given for %s is missing or not allowed. See porchlight --help."),
	[WORD_COMMAND_UNKNOWN] = N_("%s is not an invite line. See porchlight --help."),
	[WORD_SETTING_UNKNOWN] = N_("There is no such setting: %s."),
	[WORD_SETTING_VALUE] = N_("That value is not allowed: %s."),
	[WORD_SETTING_FORM] = N_("That is not of the form KEY = VALUE: %s."),
	[WORD_SETTINGS_FILE] = N_("The file with the settings cannot be read: %s."),
	[WORD_NO_FOLDER] = N_("There is no folder to keep things in. Name one with --dir, or "
			      "use --guest."),
	[WORD_HELP_HOW] =
		N_("Type a word with its slash, then Enter. Or press the key in brackets. "
		   "Ctrl-O X is two keys: Ctrl-O, let go, then x. /meeting takes you back."),
	[WORD_HELP_PARTS] = N_("To hear one of these, type /help and its number, such as /help "
			       "2. To hear all, type /help all."),
	[WORD_HELP_VIEW_VERBS] = N_("In one view alone"),
	[WORD_HELP_VIEWS] = N_("What you can look at"),
	[WORD_HELP_VERBS] = N_("What you can do"),
	[WORD_HELP_EDIT] = N_("Keys for the line you type"),
	[WORD_HELP_SESSION] = N_("In a session"),
	[WORD_HELP_LEADER] = N_("For facilitators, in a session"),
	[WORD_HELP_HOLD] = N_("For facilitators: messages that wait"),
	[WORD_HOLD_ON] = N_("the facilitators read it first"),
	[WORD_HOLD_OFF] = N_("it goes to all at once"),
	[WORD_NOTHING_HELD] = N_("No message waits for you."),
	[WORD_PART_HELD] = N_("Messages that wait for you: %d"),
	[WORD_HELP_MESSAGES] = N_("Words about a message"),
	[WORD_HIDDEN] = N_("This message was hidden by a facilitator."),
	[WORD_ERASED] = N_("The person who wrote this had it erased."),
	[WORD_WARNING] = N_("Warning: %s. To read it, type /view."),
	[WORD_WARNED] = N_("(Warning: %s)"),
	[WORD_NOTHING_COVERED] = N_("There is no message with a warning that you have not "
				    "opened."),
	[WORD_NO_SUCH_MESSAGE] = N_("There is no such message here."),
	[WORD_HELP_ORDER] = N_("For facilitators, to keep order"),
	[WORD_HELP_GUIDE] = N_("Exercises, lessons and questions"),
	[WORD_SKIPPED] =
		N_("You leave the exercise. Nobody is told. To come back to it, type /skip."),
	[WORD_SKIPPED_BACK] = N_("You are back in the exercise, from the next line on."),
	[WORD_NO_LESSON] = N_("No lesson is open."),
	[WORD_NO_PAGE] = N_("There is no such page yet."),
	[WORD_NO_QUIZ] = N_("This page asks nothing."),
	[WORD_PART_QUESTIONS] = N_("Questions: %d"),
	[WORD_CONSOLE] = N_("Console"),
	[WORD_HAS_FLOOR] = N_("has the floor"),
	[WORD_HAS_FLOOR_MORE] = N_("has the floor, with more to say"),
	[WORD_TYPE_HOW] = N_("To do that, type %s"),
	[WORD_WHO_IS_NEXT] = N_("who is next"),
	[WORD_WHO_WAITS] = N_("Who has waited longest"),
	[WORD_ATTENDANCE_ASKED] = N_("The server is asked. The answer comes by itself."),
	[WORD_A_FACILITATOR] = N_("A facilitator"),
	[WORD_UNMUTED] = N_("%s may talk again."),
	[WORD_HELP_SCHEDULE] = N_("Your sessions"),
	[WORD_HELP_CALENDAR] = N_("Your calendar, and what others see of it"),
	[WORD_HELP_NOTES] = N_("Reports, notes, and what is kept"),
	[WORD_NOTE] = N_("Draft of a note"),
	[WORD_NOTE_NONE] = N_("There is no note yet. After a session, type /note and a name."),
	[WORD_NOTE_SAVE_HOW] = N_("To save it, type /save and the name of a new file."),
	[WORD_NOTE_ASKED] = N_("Asking for the draft of a note about %s."),
	[WORD_NOTE_HERE] = N_("The draft is here. Type /notes to read it."),
	[WORD_NOTE_SAVED] = N_("The draft is in the file %s. Nobody else can read it there."),
	[WORD_CONSENTS] = N_("Your consents"),
	[WORD_CONSENTS_HOW] =
		N_("To sign one, type /sign, its number and the name in it. To take one back, "
		   "type /revoke and its number. Both need the server."),
	[WORD_CONSENTS_NONE] =
		N_("There is no consent of yours. Nobody has asked you for one."),
	[WORD_CONSENTS_ASKED] = N_("The server is asked. It can only be read while you are "
				   "connected."),
	[WORD_CONSENTS_HERE] = N_("Your consents are here. Type /consents to read them."),
	[WORD_CONSENT_SIGNED] = N_("You have signed it. To take it back, type /revoke and its "
				   "number."),
	[WORD_CONSENT_REVOKED] = N_("You have taken it back. From now on nothing more is given "
				    "out by it. What was given out before stays."),
	[WORD_REPORTS] = N_("Reports"),
	[WORD_NOT_KEPT] = N_("What is older is not kept any more."),
	[WORD_PROTOCOL] = N_("Somebody is not safe"),
	[WORD_LANGUAGE] = N_("en"), /* of this translation, in two letters */
	[WORD_PART_ALERTS] = N_("Not safe: %d"),
	[WORD_PART_POLL] = N_("A vote"),
	[WORD_PART_PINS] = N_("To keep in mind: %d"),
	[WORD_PART_SIGHT] = N_("What one person has before them"),
	[WORD_NO_VOTE] = N_("There is no vote."),
	[WORD_HAS_LEAD] = N_(", has the lead"),
	[WORD_OFFER_HELD] = N_("Lines that wait to be let through: %d."),
	[WORD_OFFER_OPEN] = N_("A vote is open."),
	[WORD_OFFER_MUTED] = N_("Muted: %s."),
	[WORD_OFFER_SIDE] = N_("Not answered at the side door: %s."),
	[WORD_OFFER_WAITING] = N_("Waiting to be let in: %s."),
	[WORD_HELP_DOOR] = N_("Before you come in, and what is kept locked"),
	[WORD_HELP_SHEETS] = N_("Worksheets"),
	[WORD_HELP_KIT] = N_("When it is hard"),
	[WORD_HELP_REREAD] = N_("To hear again, and how much is told"),
	[WORD_HELP_SHADE] = N_("On a shared computer"),
	[WORD_HELP_PROGRAM] = N_("For facilitators: the program"),
	[WORD_HELP_CASELOAD] = N_("For facilitators: worksheets"),
	[WORD_READING] = N_("Reading"),
	[WORD_PART_ANSWERS] = N_("With an answer to review now: %d"),
	[WORD_NOTHING_ASKED] = N_("You are not asked anything now."),
	[WORD_REPLY_LONG] = N_("That is too long: a reply has at most 200 letters."),
	[WORD_REPLY_SENT] = N_("Only the facilitators can read it."),
	[WORD_REPLY_SKIPPED] =
		N_("You skip this one: the facilitators may ask you themselves."),
	[WORD_PART_WAITING] = N_("Waiting to be let in: %d"),
	[WORD_PART_REPORTS] = N_("Reports: %d"),
	[WORD_PART_QUEUE] = N_("Hands up: %d"),
	[WORD_PART_IN] = N_("In the room: %d"),
	[WORD_PART_OUT] = N_("Not in the room: %d"),
	[WORD_PART_ABSENT] = N_("Absent: %d"),
	[WORD_HERE_ARE] = N_("Here now: %s."),
	[WORD_DATA] = N_("Data"),
	[WORD_METERED] = N_("Metered."),
	[WORD_METERED_HOW] = N_("Type /metered yes, /metered no or /metered auto."),
	[WORD_NO_OLDER] = N_("There is nothing older to get."),
};

const char *words_row(const char *marked)
{
	return *marked ? _(marked) : "";
}

const char *words_failure(enum pl_failure f)
{
	return words_row(failures[f < PL_FAILURES ? f : PL_FAIL_NOT_NOW]);
}

const char *words_failure_of_act(enum pl_failure f)
{
	const char *text = f < PL_FAILURES ? act_failures[f] : NULL;

	return text ? words_row(text) : words_failure(f);
}

const char *words_failure_of_joining(enum pl_failure f)
{
	const char *text = f < PL_FAILURES ? join_failures[f] : NULL;

	return text ? words_row(text) : words_failure_of_act(f);
}

const char *words_role(enum pl_role r)
{
	return words_row(roles[r < PL_ROLES ? r : PL_PATIENT]);
}

const char *words_presence(enum pl_presence p)
{
	return words_row(presences[p < PL_FORMER ? p : PL_LEFT]);
}

const char *words_of(enum word w)
{
	return w < WORDS ? words_row(words[w]) : "";
}

const char *words_state(struct arena *a, const struct pl_message *m)
{
	if (m->state == PL_SHOWN && m->shown_to > 0)
		return arena_fmt(a, _("shown to %d"), m->shown_to);
	return words_row(states[m->state < PL_STATES ? m->state : PL_AT_SERVER]);
}

/* By hand: what a catalogue says is never a printf format here. */
const char *words_fill(struct arena *a, const char *text, const char *const *what, size_t n)
{
	const char *out = "", *at;

	for (size_t i = 0; i < n && (at = strstr(text, "%s")); i++) {
		out = arena_fmt(a, "%s%.*s%s", out, (int)(at - text), text, what[i]);
		text = at + 2;
	}
	return arena_fmt(a, "%s%s", out, text);
}

static const char *with(struct arena *a, const char *text, const char *mark, const char *what)
{
	const char *at = strstr(text, mark);

	if (!at)
		return text;
	return arena_fmt(a, "%.*s%s%s", (int)(at - text), text, what, at + strlen(mark));
}

const char *words_with(struct arena *a, enum word w, const char *what)
{
	return with(a, words_of(w), "%s", what);
}

const char *words_with_count(struct arena *a, enum word w, int n)
{
	return with(a, words_of(w), "%d", arena_fmt(a, "%d", n));
}

const char *words_keys(struct arena *a, const char *one, const char *other)
{
	return arena_fmt(a, _("%s or %s"), one, other);
}

const char *words_kept(struct arena *a, int n)
{
	if (n <= 0)
		return _("Nothing waits here: all you said is at the server.");
	return arena_fmt(
		a,
		ngettext("%d line is kept here.", "%d lines are kept here.", (unsigned long)n),
		n);
}
