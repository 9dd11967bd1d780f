/* SPDX-License-Identifier: MIT */
/* What is said to those who lead of other people's sheets. */
#include <libintl.h>

#include "view/words_caseload.h"
#include "view/words_in.h"

#define _(s) gettext(s)

const char *words_work_part(struct arena *a, enum work_part p, int n)
{
	static const char *const parts[WORK_PARTS] = {
		[WORK_REVIEW] = N_("To be reviewed now: %s"),
		[WORK_UNREAD] = N_("Not read yet: %s"),
		[WORK_OVERDUE] = N_("Overdue: %s"),
		[WORK_ASSIGNED] = N_("Still to do: %s"),
		[WORK_DONE] = N_("Done: %s"),
	};
	const char *const what[] = { words_count(a, n) };

	return words_fill(a, words_row(parts[p]), what, 1);
}

/* "Maria, PHQ-9" */
static const char *named(struct arena *a, const struct pl_sheet *s)
{
	return arena_fmt(a, "%s, %s", s->who, s->title);
}

static const char *assigned(struct arena *a, const struct pl_sheet *s, enum work_part p)
{
	const char *const what[] = { named(a, s), words_day(a, s->due_utc_ms) };

	if (!s->due_utc_ms)
		return words_fill(a, _("%s: there is no date."), what, 1);
	return words_fill(a, p == WORK_OVERDUE ? _("%s: it was due %s.") : _("%s: due %s."),
			  what, 2);
}

static const char *comments(struct arena *a, const struct pl_sheet *s)
{
	if (!s->comments)
		return "";
	return arena_fmt(
		a, " %s%s",
		arena_fmt(a,
			  ngettext("%d comment.", "%d comments.", (unsigned long)s->comments),
			  s->comments),
		s->comments_new ? _(" One is new.") : "");
}

static const char *seen_by(struct arena *a, const struct pl_sheet *s)
{
	if (s->danger && *s->reviewer)
		return words_fill(a, _("%s has seen to it."), &s->reviewer, 1);
	if (s->danger)
		return _("An answer asks for you to look at it now.");
	if (s->state == PL_SHEET_AGAIN)
		return words_fill(a, _("%s asked for a change."), &s->reader, 1);
	return *s->reader ? words_fill(a, _("Read by %s."), &s->reader, 1)
			  : _("Nobody has read it yet.");
}

const char *words_finished_by(struct arena *a, const struct pl_sheet *s)
{
	const char *const what[] = { named(a, s), words_moment(a, s->utc_ms) };

	return words_fill(a, _("%s: finished %s."), what, 2);
}

/* Of a form that lets questions be left out. */
static const char *left_out(struct arena *a, const struct pl_sheet *s)
{
	if (s->answered >= s->questions || s->state == PL_SHEET_ASSIGNED)
		return "";
	return arena_fmt(a, _(" %d of %d answered."), s->answered, s->questions);
}

const char *words_work(struct arena *a, const struct pl_sheet *s, enum work_part p)
{
	const char *score = words_score_whole(a, &s->score);

	if (s->state == PL_SHEET_ASSIGNED)
		return assigned(a, s, p);
	return arena_fmt(a, "%s%s%s%s%s %s%s", words_finished_by(a, s), *score ? " " : "",
			 score, *score ? "." : "", left_out(a, s), seen_by(a, s),
			 comments(a, s));
}

static const char *to_review(struct arena *a, int n)
{
	return arena_fmt(a,
			 ngettext("%d worksheet is to be reviewed now.",
				  "%d worksheets are to be reviewed now.", (unsigned long)n),
			 n);
}

static const char *to_read(struct arena *a, int n)
{
	return arena_fmt(a,
			 ngettext("%d worksheet is not read yet.",
				  "%d worksheets are not read yet.", (unsigned long)n),
			 n);
}

const char *words_work_count(struct arena *a, int review, int unread)
{
	if (!review && !unread)
		return _("All is read.");
	return arena_fmt(a, "%s%s%s", review ? to_review(a, review) : "",
			 review && unread ? " " : "", unread ? to_read(a, unread) : "");
}

const char *words_work_more(struct arena *a, int n)
{
	return arena_fmt(a,
			 ngettext("And %d more. To see them, type /work and a name.",
				  "And %d more. To see them, type /work and a name.",
				  (unsigned long)n),
			 n);
}

const char *words_work_kept(struct arena *a, int n)
{
	return arena_fmt(a,
			 ngettext("%d thing that you did is kept here until there is a "
				  "connection.",
				  "%d things that you did are kept here until there is a "
				  "connection.",
				  (unsigned long)n),
			 n);
}

const char *words_work_alerts(struct arena *a, int n, const char *who, const char *where)
{
	const char *const what[] = { who, where };

	if (n < 1)
		return "";
	if (*where)
		return words_fill(a,
				  _("%s: an answer to review now. Go to the group %s with "
				    "/group, then type /work. "),
				  what, 2);
	if (n == 1)
		return words_fill(a, _("%s: an answer to review now. Type /work. "), what, 1);
	return arena_fmt(a, _("%d answers to review now. Type /caseload. "), n);
}

const char *words_said_of(struct arena *a, const struct pl_comment *c)
{
	const char *const what[] = { c->who, words_moment(a, c->utc_ms), c->text };

	return words_fill(
		a, c->asks_again ? _("%s asked for a change on %s: %s") : _("%s, %s: %s"), what,
		3);
}
