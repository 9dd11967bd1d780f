/* SPDX-License-Identifier: MIT */
/* What is said to those who lead of what a person needs, and of what they do about it. */
#include <libintl.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "view/words_caseload.h"
#include "view/words_in.h"
#include "view/words_sheets.h"

#define _(s) gettext(s)

enum { LIST_MAX = 2000, RISE = 5 };

static const char *const rows[CASELOAD_WORDS] = {
	[CASELOAD_TITLE] = N_("What people need: %s"),
	[CASELOAD_NOBODY] = N_("There is nobody in this group but those who lead."),
	[CASELOAD_WELL] = N_("Nobody needs you now."),
	[CASELOAD_HOW] = N_("To see one person's worksheets, type /work and the name."),
	[CASELOAD_MISSED] = N_("Missed sessions in this week: %s."),
	[CASELOAD_WORK] = N_("Worksheets: %s"),
	[CASELOAD_WORK_NONE] = N_("There is no worksheet here. To give one out, type /assign, "
				  "the worksheet, the word to, and a name."),
	[CASELOAD_WORK_HOW] = N_("To read one, type /read and its number."),
	[CASELOAD_NO_NUMBER] = N_("There is no worksheet of that number. Type /work to see "
				  "the numbers."),
	[CASELOAD_NO_MORE] = N_("There is no other worksheet that way. Type /work to see all."),
	[CASELOAD_NONE_OPEN] = N_("No worksheet is open here. Type /work to see them, and then "
				  "/read and a number."),
	[CASELOAD_READING] = N_("%s of %s"),
	[CASELOAD_NOT_FINISHED] = N_("It is not finished yet, so there is nothing to read."),
	[CASELOAD_REVIEW] = N_("An answer here asks for you to look at it now. What to do is "
			       "in /protocol. When you have seen to it, type /reviewed and "
			       "what you did."),
	[CASELOAD_SCORE] = N_("Score: %s. It is not a diagnosis."),
	[CASELOAD_WORDS_TO_IT] = N_("What was said to it: %s"),
	[CASELOAD_BEFORE] = N_("Last time: %s."),
	[CASELOAD_SAME] = N_("The same as last time."),
	[CASELOAD_NO_ANSWER] = N_("no answer"),
	[CASELOAD_COMMENTS] = N_("Comments to all of it"),
	[CASELOAD_READ_HOW] =
		N_("To write to one question, type /comment, its number, a colon, and your "
		   "words. To ask for a change, type /redo and your words. For the next "
		   "worksheet, type /read next."),
	[CASELOAD_NO_FORM] = N_("No worksheet has that name: %s. Type its name, or how a word "
				"of its title begins."),
	[CASELOAD_MANY_FORMS] = N_("More than one worksheet fits %s: %s. Type more of the one "
				   "that you mean."),
	[CASELOAD_NO_PERSON] =
		N_("There is nobody of that name in the group, or more than one: "
		   "%s. Nothing is assigned."),
	[CASELOAD_NOT_TO] = N_("Worksheets go to members. %s is none. Nothing is assigned."),
	[CASELOAD_UNASSIGNED] = N_("%s is taken back from %s."),
	[CASELOAD_NOT_ASSIGNED] = N_("That one is finished, so it cannot be taken back."),
	[CASELOAD_COMMENTED] = N_("Your words are added: %s."),
	[CASELOAD_COMMENTED_ON] = N_("Your words are added: %s, question %s."),
	[CASELOAD_NO_QUESTION] = N_("There is no question with the number %s here."),
	[CASELOAD_ASKED_AGAIN] = N_("%s is asked to change it."),
	[CASELOAD_REVIEWED] = N_("You have seen to it: %s, %s."),
	[CASELOAD_NOT_FOR_REVIEW] = N_("No answer of that worksheet waits for you."),
	[CASELOAD_ELSEWHERE] = N_("That is in the group %s: go there first, with /group."),
	[CASELOAD_TREND] = N_("How it goes: %s"),
	[CASELOAD_NO_TREND] = N_("%s has not done the same measure or check-in two times. "
				 "There is nothing to compare yet."),
	[CASELOAD_KEPT] = N_("kept here"),
	[CASELOAD_ANSWER] = N_("%s Answer: %s."),
	[CASELOAD_ANSWERED] = N_("%s: %s."),
	[CASELOAD_REFUSED] = N_("The clinic did not take what you did: %s. %s"),
};

const char *words_caseload(struct arena *a, enum caseload_word w, const char *one,
			   const char *two)
{
	const char *const what[] = { one, two };

	return words_fill(a, gettext(rows[w]), what, 2);
}

const char *words_people_to(struct arena *a, int n)
{
	return arena_fmt(a, ngettext("%d person", "%d people", (unsigned long)n), n);
}

const char *words_assigned(struct arena *a, const char *form, const char *whom, const char *day)
{
	const char *const what[] = { form, whom, day };

	return words_fill(
		a, *day ? _("%s is assigned to %s, due %s.") : _("%s is assigned to %s."), what,
		*day ? 3 : 2);
}

/* ---- what went wrong ---- */

static const char *const failures[PL_FAILURES] = {
	[PL_FAIL_TEXT] = N_("That worksheet is not on this device, so nothing was done."),
	[PL_FAIL_WHO] = N_("That person is not in the group."),
	[PL_FAIL_REFUSED] = N_("Only those who lead the group can do that."),
	[PL_FAIL_BUSY] = N_("Too much of yours waits here for a connection. Wait until it is "
			    "sent."),
	[PL_FAIL_TOO_LONG] = N_("Those words are too long. Make them shorter."),
	[PL_FAIL_GONE] = N_("That worksheet is not here any more. Type /work to see those that "
			    "are."),
	[PL_FAIL_STATE] = N_("That cannot be done to this worksheet now."),
	[PL_FAIL_NOT_NOW] = N_("That cannot be done now. Sign in first, and open a worksheet."),
};

const char *words_caseload_failure(enum pl_failure f)
{
	return f < PL_FAILURES && failures[f] ? words_row(failures[f])
					      : words_failure_of_act(f);
}

/* ---- one person's needs ---- */

static const char *missing_of(struct arena *a, const struct pl_score *score)
{
	return arena_fmt(a,
			 ngettext("%s without %d answer", "%s without %d answers",
				  (unsigned long)score->missing),
			 score->measure, score->missing);
}

const char *words_score_change(struct arena *a, const struct pl_score *score)
{
	const int by = score->sum - score->before;
	const bool moved = score->before >= 0 && by;
	const char *const what[] = { score->measure,
				     words_count(a, moved ? by < 0 ? -by : by : score->sum),
				     moved ? words_count(a, score->sum)
					   : words_band(score->band),
				     words_band(score->band) };

	if (!score->measure || score->missing)
		return score->measure ? missing_of(a, score) : "";
	if (score->before < 0)
		return words_fill(a, _("%s %s (%s)"), what, 3);
	if (!by)
		return words_fill(a, _("%s still %s (%s)"), what, 3);
	return words_fill(a, by > 0 ? _("%s up %s to %s (%s)") : _("%s down %s to %s (%s)"),
			  what, 4);
}

static const char *since(struct arena *a, const struct pl_score *score)
{
	const int by = score->sum - score->before;
	const char *const what[] = { words_count(a, by < 0 ? -by : by),
				     words_moment(a, score->before_utc_ms) };

	if (score->before < 0)
		return "";
	if (!by)
		return words_fill(a, _(", as on %s"), what + 1, 1);
	return words_fill(a, by > 0 ? _(", up %s since %s") : _(", down %s since %s"), what, 2);
}

const char *words_score_whole(struct arena *a, const struct pl_score *score)
{
	const char *const what[] = { words_count(a, score->sum), words_count(a, score->most),
				     words_band(score->band) };

	if (!score->measure)
		return "";
	if (score->missing)
		return missing_of(a, score);
	return arena_fmt(a, "%s%s", words_fill(a, _("%s of %s, %s"), what, 3), since(a, score));
}

/* A score that rose by a step that matters, or that is bad as it is. */
static bool is_worse(const struct pl_score *score)
{
	return score->measure && !score->missing &&
	       ((score->before >= 0 && score->sum - score->before >= RISE) ||
		score->band == PL_BAND_SEVERE);
}

bool words_case_needs(const struct pl_case *c)
{
	return c->alerts || c->unread || c->overdue || c->missed > 0 || is_worse(&c->score);
}

static void add_part(struct buf *out, const char *words)
{
	if (*words)
		buf_addf(out, "%s%s", out->n ? ", " : "", words);
}

const char *words_alerts_of(struct arena *a, int n)
{
	return n ? arena_fmt(a,
			     ngettext("%d answer to review", "%d answers to review",
				      (unsigned long)n),
			     n)
		 : "";
}

/* Each with how many: none is not told. */
static void add_counts(struct arena *a, struct buf *out, const struct pl_case *c)
{
	if (c->missed > 0)
		add_part(out, arena_fmt(a, _("missed %d"), c->missed));
	if (c->overdue)
		add_part(out, arena_fmt(a, _("%d overdue"), c->overdue));
	if (c->unread)
		add_part(out, arena_fmt(a, _("%d to read"), c->unread));
}

const char *words_case(struct arena *a, const struct pl_case *c)
{
	const bool worse = is_worse(&c->score);
	const char *text;
	struct buf out;

	buf_init(&out, LIST_MAX);
	add_part(&out, words_alerts_of(a, c->alerts));
	add_part(&out, worse ? words_score_change(a, &c->score) : "");
	add_counts(a, &out, c);
	add_part(&out, words_case_needs(c) ? "" : _("nothing needs you"));
	add_part(&out, worse ? "" : words_score_change(a, &c->score));
	if (c->assigned)
		add_part(&out, arena_fmt(a, _("%d still to do"), c->assigned));
	text = arena_fmt(a, "%s.", buf_text(&out));
	buf_finish(&out);
	return text;
}

const char *words_cases(struct arena *a, int n)
{
	if (n <= 0)
		return words_caseload(a, CASELOAD_WELL, "", "");
	return arena_fmt(
		a, ngettext("%d person needs you.", "%d people need you.", (unsigned long)n),
		n);
}

/* ---- what is typed ---- */

static bool is_typed(const char *typed, const char *word)
{
	bool here, there;

	utf8_begins(str_of(word), str_of(typed), &here);
	utf8_begins(str_of(words_row(word)), str_of(typed), &there);
	return here || there;
}

bool words_read_all(const char *typed)
{
	return is_typed(typed, N_("all"));
}

int words_read_way(const char *typed)
{
	if (is_typed(typed, N_("next")))
		return 1;
	return is_typed(typed, N_("back")) ? -1 : 0;
}

static const char *find(const char *at, const char *word, const char **behind)
{
	const char *own = words_row(word);
	const char *here = strstr(at, word), *there = strstr(at, own);

	if (there && (!here || there < here)) {
		*behind = there + strlen(own);
		return there;
	}
	*behind = here ? here + strlen(word) : NULL;
	return here;
}

const char *words_find_to(const char *at, const char **behind)
{
	return find(at, N_(" to "), behind);
}

const char *words_find_by(const char *at, const char **behind)
{
	return find(at, N_(" by "), behind);
}
