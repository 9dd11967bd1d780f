/* SPDX-License-Identifier: MIT */
/* Forms and sheets in words: what they are, where they are, what is new. */
#include "view/words_sheets.h"

#include <libintl.h>

#include "view/words_in.h"
#include "view/words_schedule.h"

#define _(s) gettext(s)

static const char *const kinds[PL_FORM_KINDS] = {
	[PL_FORM_WORKSHEET] = N_("Worksheets"),
	[PL_FORM_MEASURE] = N_("Measures"),
	[PL_FORM_CHECK_IN] = N_("Check-in"),
	[PL_FORM_URGE] = N_("Urges"),
	[PL_FORM_SCRIPT] = N_("To calm down, step by step"),
	[PL_FORM_SAFETY_PLAN] = N_("Safety plan"),
	[PL_FORM_WISH] = N_("Wishes"),
};

const char *words_form_kind(enum pl_form_kind k)
{
	return words_row(kinds[k < PL_FORM_KINDS ? k : PL_FORM_WORKSHEET]);
}

const char *words_names(struct arena *a, const char *const *names, size_t n)
{
	const char *out = n ? names[0] : "";

	for (size_t i = 1; i < n; i++)
		out = arena_fmt(a, i + 1 < n ? "%s, %s" : _("%s and %s"), out, names[i]);
	return out;
}

/* ---- where it is ---- */

static const char *read_by(struct arena *a, const struct pl_sheet *s)
{
	return arena_fmt(a, _("Read by %s, %s."), s->reader, words_date(a, s->read_utc_ms));
}

static const char *again(struct arena *a, const struct pl_sheet *s)
{
	return *s->reader ? arena_fmt(a, _("%s asks you to change something."), s->reader)
			  : _("They ask you to change something.");
}

static const char *refused(struct arena *a, const struct pl_sheet *s)
{
	return arena_fmt(a, _("The clinic did not take it. It is kept here. %s"),
			 words_failure_of_sheet(s->failure));
}

static const char *begun(struct arena *a, const struct pl_sheet *s)
{
	return arena_fmt(a,
			 ngettext("%d of %d question done.", "%d of %d questions done.",
				  (unsigned long)s->questions),
			 s->answered, s->questions);
}

static const char *const states[PL_SHEET_STATES] = {
	[PL_SHEET_ASSIGNED] = N_("Not begun."),
	[PL_SHEET_KEPT] = N_("Kept here. Nobody else can see it."),
	[PL_SHEET_SENDING] = N_("Kept here. It goes to the clinic when there is a line."),
	[PL_SHEET_AT_CLINIC] = N_("At the clinic. Nobody has read it yet."),
};

static const char *(*const worded[PL_SHEET_STATES])(struct arena *, const struct pl_sheet *) = {
	[PL_SHEET_DRAFT] = begun,
	[PL_SHEET_READ] = read_by,
	[PL_SHEET_AGAIN] = again,
	[PL_SHEET_REFUSED] = refused,
};

const char *words_sheet_state(struct arena *a, const struct pl_sheet *s)
{
	const enum pl_sheet_state at = s->state < PL_SHEET_STATES ? s->state : PL_SHEET_KEPT;

	return worded[at] ? worded[at](a, s) : words_row(states[at]);
}

/* "Due Fri 4 Dec."; that it was due is said in other words. */
static const char *due_of(struct arena *a, const struct pl_sheet *s, int64_t now_utc_ms)
{
	if (!s->due_utc_ms || s->state > PL_SHEET_DRAFT)
		return "";
	return arena_fmt(a, s->due_utc_ms < now_utc_ms ? _(" It was due %s.") : _(" Due %s."),
			 words_date(a, s->due_utc_ms));
}

static const char *asked_of(struct arena *a, const struct pl_sheet *s)
{
	const char *out = "";

	if (s->state > PL_SHEET_DRAFT)
		return out;
	if (*s->from)
		out = arena_fmt(a, _(" Assigned by %s."), s->from);
	return *s->words ? arena_fmt(a, _("%s Their words: %s."), out,
				     words_unstopped(a, s->words))
			 : out;
}

static const char *when_of(struct arena *a, const struct pl_sheet *s)
{
	if (s->state <= PL_SHEET_DRAFT || !s->utc_ms)
		return "";
	return arena_fmt(a, _(" Finished %s."), words_date(a, s->utc_ms));
}

static const char *score_of(struct arena *a, const struct pl_sheet *s)
{
	if (!s->score.measure || s->score.missing || s->state <= PL_SHEET_DRAFT)
		return "";
	return arena_fmt(a, " %s.", words_score_short(a, &s->score));
}

static const char *comments_of(struct arena *a, const struct pl_sheet *s)
{
	if (s->comments <= 0)
		return "";
	return arena_fmt(a,
			 s->comments_new ? ngettext(" %d comment, new.", " %d comments, new.",
						    (unsigned long)s->comments)
					 : ngettext(" %d comment.", " %d comments.",
						    (unsigned long)s->comments),
			 s->comments);
}

const char *words_sheet_row(struct arena *a, const struct pl_sheet *s, int64_t now_utc_ms)
{
	return arena_fmt(a, "%s.%s%s%s%s %s%s", words_unstopped(a, s->title),
			 due_of(a, s, now_utc_ms), asked_of(a, s), when_of(a, s),
			 score_of(a, s), words_sheet_state(a, s), comments_of(a, s));
}

/* ---- why not ---- */

static const char *const failures[PL_FAILURES] = {
	[PL_FAIL_STATE] = N_("That cannot be done with this worksheet as it is now."),
	[PL_FAIL_TEXT] = N_("That form is not on this device. It comes with the next "
			    "connection, or ask your facilitator."),
	[PL_FAIL_GONE] =
		N_("There is no such worksheet any more. Type /worksheets to see which "
		   "there are."),
	[PL_FAIL_BUSY] = N_("There is too much that is begun and not finished. Finish some of "
			    "it, or throw it away with /forget."),
	[PL_FAIL_TOO_LONG] = N_("All the answers are too long to be sent in one piece. Please "
				"make some of them shorter, or type /keep."),
	[PL_FAIL_NOT_NOW] = N_("No worksheet is open. Type /worksheets to see yours."),
	[PL_FAIL_WHO] = N_("None of your groups has a facilitator who could read it. It is "
			   "kept here."),
};

const char *words_failure_of_sheet(enum pl_failure f)
{
	return f < PL_FAILURES && failures[f] ? words_row(failures[f])
					      : words_failure_of_act(f);
}

/* ---- what is new ---- */

/* Title and who, in the order of `title_first`. */
static const struct {
	const char *text;
	bool who_first;
} news[PL_SHEET_NEWS_KINDS] = {
	[PL_SHEET_NEWS_ASSIGNED] = { N_("New worksheet: %s, from %s. Type /worksheets to see "
					"it."),
				     false },
	[PL_SHEET_NEWS_CANCELLED] = { N_("You need not do this any more: %s."), false },
	[PL_SHEET_NEWS_READ] = { N_("%s has read your worksheet: %s."), true },
	[PL_SHEET_NEWS_COMMENT] = { N_("%s wrote a comment: %s."), true },
	[PL_SHEET_NEWS_AGAIN] = { N_("%s asks you to change something in: %s."), true },
	[PL_SHEET_NEWS_STORED] = { N_("%s is at the clinic now. Nobody has read it yet."),
				   false },
	[PL_SHEET_NEWS_FILED] = { N_("%s has finished: %s. Type /work to read it."), true },
	[PL_SHEET_NEWS_DANGER] = { N_("An answer of %s asks for you to look at it now: %s. "
				      "Type /work."),
				   true },
	[PL_SHEET_NEWS_REVIEWED] = { N_("%s has seen to the answer: %s."), true },
	[PL_SHEET_NEWS_PACK] = { N_("New forms are here: %s."), false },
};

static const char *or_somebody(const char *who, bool first)
{
	if (who && *who)
		return who;
	return first ? _("Your facilitator") : _("your facilitator");
}

static const char *due_news(struct arena *a, const struct pl_sheet_note *n, int64_t now_utc_ms)
{
	return arena_fmt(a, n->utc_ms < now_utc_ms ? _("It was due %s: %s.") : _("Due %s: %s."),
			 words_date(a, n->utc_ms), n->title);
}

const char *words_sheet_news(struct arena *a, const struct pl_sheet_note *n, int64_t now_utc_ms)
{
	const bool known = n->what < PL_SHEET_NEWS_KINDS;
	const bool who_first = known && news[n->what].who_first;
	const char *title = n->title ? n->title : "", *who = or_somebody(n->who, who_first);
	const char *what[2] = { who_first ? who : title, who_first ? title : who };

	if (n->what == PL_SHEET_NEWS_DUE)
		return due_news(a, n, now_utc_ms);
	if (n->what == PL_SHEET_NEWS_REFUSED)
		return arena_fmt(a, _("The clinic did not take it: %s. It is kept here. %s"),
				 title, words_failure_of_sheet(n->failure));
	if (n->what == PL_SHEET_NEWS_MORE)
		return arena_fmt(a,
				 ngettext("%d more worksheet has changed.",
					  "%d more worksheets have changed.",
					  (unsigned long)n->count),
				 n->count);
	if (!known || !news[n->what].text)
		return "";
	return words_fill(a, words_row(news[n->what].text), what, 2);
}

/* ---- sentences ---- */

static const char *const rows[SHEET_WORDS] = {
	[SHEET_LIST] = N_("Your worksheets"),
	[SHEET_TO_DO] = N_("To do"),
	[SHEET_BEGUN] = N_("Begun"),
	[SHEET_DONE] = N_("Finished"),
	[SHEET_NONE] = N_("You have no worksheet yet. To begin one, type /new."),
	[SHEET_LIST_HOW] = N_("To open one, type /sheet and its number. For another one, type "
			      "/new."),
	[SHEET_FORMS_HOW] = N_("To begin one, type /new and its name."),
	[SHEET_NO_FORM] = N_("There is no form of that name: %s. Type /new alone to hear which "
			     "there are."),
	[SHEET_MANY_FORMS] = N_("More than one begins with %s: %s. Please type more of it."),
	[SHEET_NO_NUMBER] =
		N_("There is no worksheet with that number: %s. Type /worksheets to "
		   "see the numbers."),
	[SHEET_NONE_OPEN] =
		N_("No worksheet is open. Type /worksheets to see yours, or /new to "
		   "begin one."),
	[SHEET_FORGOTTEN] = N_("Thrown away: %s."),
	[SHEET_FORGET_SURE] =
		N_("This throws away all that you wrote in it: %s. To do it, type "
		   "the same once more."),
	[SHEET_TITLE_AT] = N_("%s, %s"),
	[SHEET_TITLE_REVIEW] = N_("%s: look it over"),
	[SHEET_TITLE_DONE] = N_("%s, finished"),
	[SHEET_AT] = N_("%s of %s"),
	[SHEET_HINT] = N_("Enter alone goes on, < goes back, and /what helps. Each answer is "
			  "saved at once."),
	[SHEET_HINT_SCRIPT] = N_("Take your time. Enter goes on to the next step, < goes back, "
				 "and /start lets the steps go on by themselves."),
	[SHEET_HINT_QUICK] = N_("One digit is the answer. Where a longer number can begin so, "
				"Enter ends it. Enter alone goes on, < goes back."),
	[SHEET_PLAN_HOW] =
		N_("All of it is saved. Enter shows your plan. To share it with your "
		   "facilitators, type /plan share."),
	[SHEET_STEP] = N_("Stay with it for %s, or as long as you like."),
	[SHEET_STARTED] = N_("The steps go on by themselves now. Enter goes on at once, < goes "
			     "back, and /start again stops it."),
	[SHEET_STOPPED] = N_("The steps wait for you now. Enter goes on."),
	[SHEET_NOT_STEPS] = N_("There are no steps here that could go on by themselves."),
	[SHEET_LEFT_OUT] = N_("This form has been changed since. Answers that do not fit any "
			      "more: %s."),
	[SHEET_LACKS] = N_("Some of this form cannot be done here. The rest works. To hear "
			   "what it is, type /lacks."),
	[SHEET_NO_LACKS] = N_("All of this form can be done here."),
	[SHEET_MORE_LACKS] = N_("And %s more."),
	[SHEET_FIRST] = N_("This is the first question."),
	[SHEET_NO_PLACE] = N_("There is no such question. They go from 1 to %s."),
	[SHEET_PAGE_ON] = N_("All questions are on a page. To have one at a time, type /page "
			     "again."),
	[SHEET_PAGE_OFF] = N_("One question at a time."),
	[SHEET_CLEARED] = N_("The answer is taken away."),
	[SHEET_ANSWER] = N_("Your answer: %s. Saved."),
	[SHEET_SAVED] = N_("Your answer is saved."),
	[SHEET_SEVERAL] =
		N_("Your answers: %s. Saved. Typed again, one is taken out. Enter alone "
		   "goes on."),
	[SHEET_NO_ANSWER] = N_("no answer"),
	[SHEET_YOUR_ANSWER] = N_("Your answer now: %s"),
	[SHEET_CHOSEN] = N_("your answer"),
	[SHEET_NOT_HERE] = N_("%s (this cannot be answered here)"),
	[SHEET_NEEDED] = N_("needs an answer"),
	[SHEET_NEEDED_LATER] = N_("That one needs an answer before the end. You can come back "
				  "to it."),
	[SHEET_LAST_TIME] = N_("Last time you answered: %s"),
	[SHEET_LAST_NOW] = N_("%s (last time: %s)"),
	[SHEET_NO_BEFORE] = N_("There is no answer of yours from before."),
	[SHEET_COPY] = N_("This is number %s of %s."),
	[SHEET_MORE_HOW] = N_("You can give more than one answer. For one more, type /more."),
	[SHEET_MORE_NOT] = N_("There is only this one."),
	[SHEET_COPY_ADDED] = N_("One more."),
	[SHEET_COPY_GONE] = N_("Taken away."),
	[SHEET_MISSING_ONE] = N_("1 question still needs an answer: %s. To go there, type its "
				 "number."),
	[SHEET_MISSING] = N_("%s questions still need an answer: %s. To go to one, type its "
			     "number."),
	[SHEET_COMPLETE] = N_("Nothing is missing. To change an answer, type its number."),
	[SHEET_WHO_READS] = N_("If you send it, this is who can read it: %s."),
	[SHEET_NOBODY_READS] = N_("None of your groups has a facilitator who could read it."),
	[SHEET_REVIEW_HOW] = N_("To send it, type /send. To keep it on this device alone, type "
				"/keep. To change an answer, type its number."),
	[SHEET_KEEP_HOW] = N_("To finish it and keep it on this device, type /keep."),
	[SHEET_KEPT] = N_("Finished: %s. It is kept on this device. Nobody else can see it. To "
			  "send it after all, type /send."),
	[SHEET_SENT_NOW] = N_("Finished: %s. It goes to the clinic now. It can be read by %s."),
	[SHEET_SENT_LATER] = N_("Finished: %s. It is kept here, and goes out when there is a "
				"line. Then it can be read by %s."),
	[SHEET_NOT_FINISHED] = N_("It is not finished yet: an answer is missing."),
	[SHEET_COMMENT] = N_("%s wrote: %s"),
	[SHEET_ASKS_CHANGE] = N_("%s asks for a change: %s"),
	[SHEET_CHANGE_HOW] = N_("To change your answers, type /change."),
	[SHEET_CHANGE_NOT] = N_("That one cannot be changed any more. To fill in a new one, "
				"type /new."),
	[SHEET_DANGER_WHO] = N_("Thank you for saying how it is. If you send this, it goes out "
				"before all else, and %s can see that answer. Nobody has seen "
				"it yet."),
	[SHEET_DANGER_SENT] = N_("Your answer goes out before all else, to %s. Nobody has read "
				 "it yet."),
	[SHEET_DANGER_NOBODY] =
		N_("Thank you for saying how it is. Nobody has seen that answer "
		   "yet."),
	[SHEET_TRENDS] = N_("How it goes"),
	[SHEET_NO_TREND] = N_("There is nothing to compare yet. It shows here once you have "
			      "finished the same measure or check-in two times."),
	[SHEET_SEND_HOW] = N_("To send a finished worksheet, type /send and its number in "
			      "/worksheets."),
	[SHEET_WRITTEN] = N_("Written into the file %s. Nobody else on this device may read "
			     "it."),
	[SHEET_OWN_WORDS] = N_("Or type your own words."),
	[SHEET_OWN_LABEL] = N_("%s: type your own words."),
	[SHEET_MANY_CHOICES] = N_("More than one choice begins so. Please type its number, or "
				  "more of it."),
	[SHEET_NEXT_STEP] = N_("There is nothing to answer here. Enter goes on."),
	[SHEET_PROMPT_REVIEW] = N_("/send or /keep> "),
	[SHEET_PROMPT_PLAN] = N_("Enter shows the plan> "),
	[SHEET_PROMPT_STEP] = N_("Enter goes on> "),
};

const char *words_sheet(struct arena *a, enum sheet_word w, const char *one, const char *two)
{
	const char *const what[] = { one, two };

	return words_fill(a, gettext(rows[w]), what, 2);
}
