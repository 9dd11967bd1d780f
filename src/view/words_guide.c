/* SPDX-License-Identifier: MIT */
/* What is said of exercises, lessons and questions, and of the time. */
#include <libintl.h>

#include "base/buf.h"
#include "view/words.h"

#define _(s) gettext(s)

static const char *exercise(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(
		a,
		n->n ? _("An exercise begins: %s. To leave it for yourself, type /skip.")
		     : _("An exercise is under way: %s. To leave it for yourself, type "
			 "/skip."),
		n->text);
}

static const char *line(struct arena *a, const struct pl_notice *n)
{
	(void)a;
	return n->text;
}

static const char *page(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("Page %d. %s"), (int)n->n, n->text);
}

static const char *quiz(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, "%s\n%s", page(a, n), _("To answer, type /answer and the letter."));
}

static const char *right(struct arena *a, const struct pl_notice *n)
{
	if (!n->n)
		return arena_fmt(a, _("What is right: %s"), n->text);
	return arena_fmt(a, _("You said %c. What is right: %s"), (char)('A' + n->n - 1),
			 n->text);
}

static const char *asked(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("%s asks: %s"), n->who, n->text);
}

static const char *long_turn(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("%s has had the floor for %s."), n->who, words_span(a, n->n));
}

static const char *long_own(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("You have had the floor for %s. When you are ready, type /done."),
			 words_span(a, n->n));
}

const char *words_guide_notice(struct arena *a, const struct pl_notice *n)
{
	static const char *(*const rows[PL_NOTES])(struct arena *, const struct pl_notice *) = {
		[PL_NOTE_EXERCISE] = exercise, [PL_NOTE_LINE] = line,
		[PL_NOTE_PAGE] = page,         [PL_NOTE_QUIZ] = quiz,
		[PL_NOTE_RIGHT] = right,       [PL_NOTE_ASKED] = asked,
		[PL_NOTE_LONG] = long_turn,    [PL_NOTE_LONG_OWN] = long_own,
	};

	return rows[n->kind] ? rows[n->kind](a, n) : NULL;
}

/* How things stand */

const char *words_exercise(struct arena *a, const struct pl_exercise *x, int64_t now_utc_ms)
{
	if (!*x->title)
		return _("No exercise is under way.");
	return arena_fmt(a, _("%s. Time left: %s.%s"), x->title,
			 words_span(a, x->ends_utc_ms - now_utc_ms),
			 x->skipped ? _(" You have left it. To come back, type /skip.") : "");
}

const char *words_guide(struct arena *a, const struct pl_session *s, int64_t now_utc_ms)
{
	const struct pl_lesson *l = &s->lesson;
	const char *out = "";

	if (*s->exercise.title)
		out = arena_fmt(a, " %s", words_exercise(a, &s->exercise, now_utc_ms));
	if (*l->title)
		out = arena_fmt(a, _("%s Lesson: %s, page %d of %d."), out, l->title, l->page,
				l->pages_count);
	if (*l->counts)
		out = arena_fmt(a, _("%s Answers: %s."), out, l->counts);
	return out;
}

/* The answers so far are for those who lead. */
static const char *answers(struct arena *a, const struct pl_lesson *l)
{
	if (*l->counts)
		return arena_fmt(a, _("\nAnswers: %s."), l->counts);
	return l->answer ? arena_fmt(a, _("\nYou said %c."), 'A' + l->answer - 1) : "";
}

static const char *afterwards(struct arena *a, const struct pl_lesson *l, int number)
{
	const char *right = l->rights[number - 1];

	return *right ? arena_fmt(a, _("\nWhat is right: %s"), right) : "";
}

const char *words_page(struct arena *a, const struct pl_lesson *l, int number)
{
	return arena_fmt(a, "%s%s",
			 arena_fmt(a, _("%s, page %d of %d. %s"), l->title, number,
				   l->pages_count, l->pages[number - 1]),
			 number == l->page ? answers(a, l) : afterwards(a, l, number));
}

const char *words_question(struct arena *a, const struct pl_session *s, size_t i)
{
	const struct pl_open_question *q = &s->questions[i];

	return arena_fmt(a, "%d. %s%s%s%s", (int)i + 1, q->who, *q->who ? ": " : "", q->text,
			 q->taken ? _(" (taken up now)") : "");
}

const char *words_count(struct arena *a, int n)
{
	return arena_fmt(a, "%d", n);
}

const char *words_questions(struct arena *a, const struct pl_session *s)
{
	struct buf all;
	const char *out;

	if (!s->questions_count)
		return _("No question waits.");
	buf_init(&all, 4000);
	for (size_t i = 0; i < s->questions_count; i++)
		buf_addf(&all, "%s%s", i ? "\n" : "", words_question(a, s, i));
	out = arena_dup(a, buf_text(&all), all.n);
	buf_finish(&all);
	return out;
}
