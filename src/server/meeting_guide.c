/* SPDX-License-Identifier: MIT */
/*
 * Exercises and lessons.  The event that begins one has all of its text: what the log makes
 * of it does not depend on files that change.
 */
#include <stdlib.h>
#include <string.h>

#include "guide/exercise.h"
#include "server/meeting_in.h"

/* "NAME\nTEXT" */
static bool split(struct str both, struct str *name, struct str *text)
{
	const char *end = both.n ? memchr(both.p, '\n', both.n) : NULL;

	if (!end)
		return false;
	*name = (struct str) { both.p, (size_t)(end - both.p) };
	*text = (struct str) { end + 1, both.n - name->n - 1 };
	return guide_is_name(*name);
}

static void begin(struct meeting_guide *g, const struct meeting_event *e)
{
	struct str name, text;

	if (!split(e->text, &name, &text))
		return; /* no server writes that */
	free(g->text);
	*g = (struct meeting_guide) { .seq = e->seq,
				      .from_ms = e->utc_ms,
				      .runs = true,
				      .sum = str_sum(text),
				      .version = e->seq,
				      .text = mem_dup(text.p, text.n) };
	memcpy(g->name, name.p, name.n);
}

void meeting_drop_guides(struct meeting *m)
{
	for (int k = 0; k < GUIDE_KINDS; k++)
		free(m->guides[k].text);
}

/* Exercises */

const char *meeting_check_exercise(const struct meeting *m, const struct meeting_wish *w,
				   struct meeting_event *e)
{
	struct str name, text;
	struct exercise x;

	(void)m;
	(void)e;
	return split(w->text, &name, &text) && exercise_read(text, &x, NULL) ? NULL
									     : WIRE_E_TEXT;
}

void meeting_do_exercise(struct meeting *m, struct meeting_seat *s,
			 const struct meeting_event *e)
{
	(void)s;
	begin(&m->guides[GUIDE_EXERCISE], e);
}

const char *meeting_check_stop(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	(void)w;
	(void)e;
	return m->guides[GUIDE_EXERCISE].runs ? NULL : WIRE_E_STATE;
}

void meeting_do_stop(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	meeting_put_exercise(m, s, 0, e);
}

/* The one that runs, by its number. */
int64_t meeting_get_exercise(const struct meeting *m, const struct meeting_seat *s)
{
	const struct meeting_guide *g = &m->guides[GUIDE_EXERCISE];

	(void)s;
	return g->runs ? g->seq : 0;
}

void meeting_put_exercise(struct meeting *m, struct meeting_seat *s, int64_t value,
			  const struct meeting_event *e)
{
	struct meeting_guide *g = &m->guides[GUIDE_EXERCISE];

	(void)s;
	g->runs = value && value == g->seq && !g->over;
	g->version = e->seq;
}

void meeting_end_exercise(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_guide *g = &m->guides[GUIDE_EXERCISE];

	if (g->runs)
		g->version = e->seq;
	g->runs = false;
	g->over = true;
}

/* Lessons */

int meeting_options(const struct meeting *m)
{
	return m->page ? m->options[m->page - 1] : 0;
}

int meeting_answers(const struct meeting *m, int n)
{
	int count = 0;

	for (size_t i = 0; i < m->seats_count; i++)
		count += m->seats[i]->answer == n;
	return count;
}

/* What was answered belongs to the page before. */
static void turn_to(struct meeting *m, int page, const struct meeting_event *e)
{
	m->page = page;
	m->guides[GUIDE_LESSON].version = e->seq;
	for (size_t i = 0; i < m->seats_count; i++)
		m->seats[i]->answer = 0;
}

const char *meeting_check_lesson(const struct meeting *m, const struct meeting_wish *w,
				 struct meeting_event *e)
{
	struct str name, text;
	struct lesson l;

	(void)m;
	(void)e;
	return split(w->text, &name, &text) && lesson_read(text, &l, NULL) ? NULL : WIRE_E_TEXT;
}

void meeting_do_lesson(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_guide *g = &m->guides[GUIDE_LESSON];
	struct lesson l;

	(void)s;
	begin(g, e);
	if (!lesson_read(str_of(g->text), &l, NULL))
		return;
	m->pages = l.count;
	for (int i = 0; i < LESSON_PAGES_MAX; i++)
		m->options[i] = (unsigned char)l.pages[i].options_count;
	turn_to(m, 1, e);
}

const char *meeting_check_page(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	(void)e;
	return w->n <= m->pages && w->n != m->page ? NULL : WIRE_E_STATE;
}

void meeting_do_page(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	if (e->n >= 1 && e->n <= m->pages)
		turn_to(m, (int)e->n, e);
}

/* Of which lesson, and which page: what was turned in another is not turned back in this. */
int64_t meeting_get_page(const struct meeting *m, const struct meeting_seat *s)
{
	(void)s;
	return m->guides[GUIDE_LESSON].seq * (LESSON_PAGES_MAX + 1) + m->page;
}

void meeting_put_page(struct meeting *m, struct meeting_seat *s, int64_t value,
		      const struct meeting_event *e)
{
	(void)s;
	if (value / (LESSON_PAGES_MAX + 1) == m->guides[GUIDE_LESSON].seq)
		turn_to(m, (int)(value % (LESSON_PAGES_MAX + 1)), e);
}

const char *meeting_check_answer(const struct meeting *m, const struct meeting_wish *w,
				 struct meeting_event *e)
{
	const int64_t answer = w->n % MEETING_ANSWER_PAGE;

	(void)e;
	if (w->n / MEETING_ANSWER_PAGE != m->page)
		return WIRE_E_STATE;
	return answer >= 1 && answer <= meeting_options(m) ? NULL : WIRE_E_STATE;
}

void meeting_do_answer(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	s->answer = (int)(e->n % MEETING_ANSWER_PAGE);
	s->answer_version = e->seq;
	m->answers_version = e->seq;
}
