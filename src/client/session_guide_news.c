/* SPDX-License-Identifier: MIT */
/* What is told of the exercise, the lesson and the questions. */
#include <stdlib.h>
#include <string.h>

#include "client/session.h"

static void note(struct session *s, const struct session_view *v, enum pl_notice_kind kind,
		 const char *text, int64_t n)
{
	session_note(s, v, &(struct pl_notice) { .kind = kind, .text = text, .n = n }, 0);
}

static bool is_in(const struct session *s)
{
	return s->pub.stage && s->pub.self && s->pub.self->where == PL_IN;
}

static bool leads(const struct session *s)
{
	return s->pub.self && s->pub.self->leads;
}

/* The exercise */

static int64_t number(const struct session_guides *g)
{
	return g->texts[GUIDE_EXERCISE].seq;
}

/* The clock on the wall may be set while it runs: what counts is how long ago it began. */
static void anchor(struct session_guides *g, const struct session_view *v)
{
	if (!g->runs || g->anchored == number(g))
		return;
	g->anchored = number(g);
	g->from_ms = v->now_ms - (v->utc_ms - g->from_utc_ms);
	if (g->from_ms > v->now_ms)
		g->from_ms = v->now_ms; /* the server's clock is ahead of what it said */
}

static bool is_on(const struct session *s)
{
	const struct session_guides *g = &s->guides;

	return is_in(s) && g->runs && g->exercise.count && g->anchored == number(g);
}

static int64_t at_ms(const struct session_guides *g, int line)
{
	const struct exercise *x = &g->exercise;

	return g->from_ms +
	       1000 * (int64_t)(line < (int)x->count ? x->lines[line].at_s : x->seconds);
}

/* The line that is up; as many as there are: it is over. */
static int line_now(const struct session_guides *g, int64_t now_ms)
{
	int line = 0;

	while (line < (int)g->exercise.count && at_ms(g, line + 1) <= now_ms)
		line++;
	return line;
}

static void begin(struct session *s, const struct session_view *v, int line)
{
	struct session_guides *g = &s->guides;

	g->told = number(g);
	g->told_line = -1;
	g->told_end = line == (int)g->exercise.count;
	if (!g->told_end)
		note(s, v, PL_NOTE_EXERCISE, g->exercise.title, line == 0);
}

static void tell_line(struct session *s, const struct session_view *v, int line)
{
	struct session_guides *g = &s->guides;
	char *text;

	if (line == (int)g->exercise.count) {
		note(s, v, PL_NOTE_OVER, NULL, 0);
		g->told_end = true;
		return;
	}
	g->told_line = line;
	if (g->skipped == g->told)
		return;
	text = mem_dup(g->exercise.lines[line].text.p, g->exercise.lines[line].text.n);
	note(s, v, PL_NOTE_LINE, text, 0);
	free(text);
}

void session_tell_lines_due(struct session *s, const struct session_view *v)
{
	struct session_guides *g = &s->guides;
	int line;

	anchor(g, v);
	if (!is_on(s))
		return;
	line = line_now(g, v->now_ms);
	if (g->told != number(g))
		begin(s, v, line);
	if (!g->told_end && line > g->told_line)
		tell_line(s, v, line);
}

int64_t session_line_due_ms(const struct session *s, int64_t now_ms)
{
	const struct session_guides *g = &s->guides;
	int64_t left;

	if (!is_on(s) || g->told != number(g) || g->told_end)
		return -1;
	left = at_ms(g, g->told_line + 1) - now_ms;
	return left > 0 ? left : 0;
}

static void tell_stopped(struct session *s, const struct session_view *v)
{
	struct session_guides *g = &s->guides;

	if (g->runs || !g->told || g->told != number(g) || g->told_end)
		return;
	g->told = 0; /* undone, it is under way again */
	if (is_in(s))
		note(s, v, PL_NOTE_STOPPED, NULL, 0);
}

/* The lesson */

/* Of a quiz that is over: how it was answered, what is right, and why. */
static void tell_right(struct session *s, const struct session_view *v)
{
	const struct session_guides *g = &s->guides;
	const char *right = g->rights[g->told_page - 1];

	if (!*right)
		return;
	if (leads(s) && *g->told_counts)
		note(s, v, PL_NOTE_COUNTS, g->told_counts, 0);
	note(s, v, PL_NOTE_RIGHT, right, g->told_answer);
}

static void tell_page(struct session *s, const struct session_view *v)
{
	struct session_guides *g = &s->guides;
	const bool asks = g->lesson.pages[g->page - 1].options_count;

	note(s, v, asks ? PL_NOTE_QUIZ : PL_NOTE_PAGE, g->pages[g->page - 1], g->page);
}

static void tell_lesson(struct session *s, const struct session_view *v)
{
	struct session_guides *g = &s->guides;
	const bool is_new = g->told_lesson != g->texts[GUIDE_LESSON].seq;

	if (!is_in(s) || g->page < 1 || g->page > g->lesson.count)
		return;
	if (is_new)
		note(s, v, PL_NOTE_LESSON, g->lesson.title, 0);
	else if (g->told_page != g->page && g->told_page <= g->lesson.count)
		tell_right(s, v);
	if (is_new || g->told_page != g->page)
		tell_page(s, v);
	g->told_lesson = g->texts[GUIDE_LESSON].seq;
	g->told_page = g->page;
	g->told_answer = g->answer;
	memcpy(g->told_counts, g->counts, sizeof(g->counts));
}

/* Questions */

static void tell_question(struct session *s, const struct session_view *v,
			  const struct session_question *q)
{
	struct session_guides *g = &s->guides;

	if (q->pub.taken && q->pub.number != g->told_taken) {
		note(s, v, PL_NOTE_QUESTION, q->pub.text, 0);
		g->told_taken = q->pub.number;
	}
	if (q->pub.number <= g->told_asked)
		return;
	g->told_asked = q->pub.number;
	if (leads(s) && !q->pub.taken)
		session_note(s, v,
			     &(struct pl_notice) { .kind = PL_NOTE_ASKED, .text = q->pub.text },
			     q->by);
}

void session_tell_guides(struct session *s, const struct session_view *v)
{
	tell_stopped(s, v);
	session_tell_lines_due(s, v);
	tell_lesson(s, v);
	for (size_t i = 0; is_in(s) && i < s->guides.questions_count; i++)
		tell_question(s, v, &s->guides.questions[i]);
}

/* What is public */

static void publish_questions(struct session_guides *g, const struct session_view *v)
{
	for (size_t i = 0; i < g->questions_count; i++) {
		struct session_question *q = &g->questions[i];
		const char *who = q->by ? v->name(v->user, q->by) : "";

		free((char *)(uintptr_t)q->pub.who);
		q->pub.who = mem_dup(who, strlen(who));
		q->pub.mine = q->by == v->self;
		g->question_list[i] = q->pub;
	}
}

static struct pl_exercise exercise_of(const struct session *s, const struct session_view *v)
{
	const struct session_guides *g = &s->guides;
	const int64_t end_ms = at_ms(g, (int)g->exercise.count);

	if (!is_on(s) || end_ms <= v->now_ms)
		return (struct pl_exercise) { .title = "" };
	return (struct pl_exercise) { .title = g->exercise.title,
				      .ends_utc_ms = v->utc_ms + end_ms - v->now_ms,
				      .skipped = g->skipped == number(g) };
}

static struct pl_lesson lesson_of(const struct session *s)
{
	const struct session_guides *g = &s->guides;

	if (!is_in(s) || g->page < 1 || g->page > g->lesson.count)
		return (struct pl_lesson) { .title = "", .counts = "" };
	return (struct pl_lesson) { .title = g->lesson.title,
				    .pages = (const char *const *)g->pages,
				    .rights = (const char *const *)g->rights,
				    .pages_count = g->lesson.count,
				    .page = g->page,
				    .options = g->lesson.pages[g->page - 1].options_count,
				    .answer = g->answer,
				    .counts = g->counts };
}

bool session_skip(struct session *s, bool skip)
{
	if (!*s->pub.exercise.title)
		return false;
	s->guides.skipped = skip ? number(&s->guides) : 0;
	s->pub.exercise.skipped = skip;
	return true;
}

bool session_answer(const struct session *s, int64_t *n)
{
	const struct pl_lesson *l = &s->pub.lesson;

	if (*n < 1 || *n > l->options)
		return false;
	*n += 10 * (int64_t)l->page;
	return true;
}

void session_publish_guides(struct session *s, const struct session_view *v)
{
	anchor(&s->guides, v);
	publish_questions(&s->guides, v);
	s->pub.exercise = exercise_of(s, v);
	s->pub.lesson = lesson_of(s);
	s->pub.questions = s->guides.question_list;
	s->pub.questions_count = is_in(s) ? s->guides.questions_count : 0;
}
