/* SPDX-License-Identifier: MIT */
#include "client/session_guide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "client/session.h"

static char *copy(struct str s)
{
	return mem_dup(s.n ? s.p : "", s.n);
}

static void free_page(struct session_guides *g, int i)
{
	free(g->pages[i]);
	free(g->rights[i]);
}

static void drop_pages(struct session_guides *g)
{
	for (int i = 0; i < g->lesson.count; i++)
		free_page(g, i);
	g->lesson.count = 0;
}

static void drop_question(struct session_question *q)
{
	free((char *)(uintptr_t)q->pub.who);
	free((char *)(uintptr_t)q->pub.text);
}

void session_guides_renew(struct session_guides *g)
{
	for (size_t i = 0; i < g->questions_count; i++)
		drop_question(&g->questions[i]);
	g->questions_count = 0;
}

void session_guides_finish(struct session_guides *g)
{
	session_guides_renew(g);
	drop_pages(g);
	for (int k = 0; k < GUIDE_KINDS; k++)
		free(g->texts[k].text);
	*g = (struct session_guides) { .runs = false };
}

/* The texts */

/* "Which?" stays, "The alarm" gets an end: read aloud, each is a sentence. */
static const char *stop_of(struct str s)
{
	return s.n && strchr(".?!:", s.p[s.n - 1]) ? "" : ".";
}

/* A page as it is told: its title, its lines, the answers to choose from. */
static char *page_text(const struct lesson_page *p)
{
	struct buf b;
	char *out;

	buf_init(&b, 2 * GUIDE_TEXT_MAX);
	buf_addf(&b, "%.*s%s", (int)p->title.n, p->title.p, stop_of(p->title));
	for (size_t i = 0; i < p->lines_count; i++)
		buf_addf(&b, "\n%.*s", (int)p->lines[i].n, p->lines[i].p);
	for (int i = 0; i < p->options_count; i++)
		buf_addf(&b, "\n%c: %.*s%s", 'A' + i, (int)p->options[i].n, p->options[i].p,
			 stop_of(p->options[i]));
	out = copy(str_of(buf_text(&b)));
	buf_finish(&b);
	return out;
}

/* "B: So it is. And this is why." */
static char *right_text(const struct lesson_page *p)
{
	const struct str right = p->right ? p->options[p->right - 1] : str_of("");
	struct buf b;
	char *out;

	buf_init(&b, 2 * GUIDE_TEXT_MAX);
	if (p->right)
		buf_addf(&b, "%c: %.*s%s %.*s", 'A' + p->right - 1, (int)right.n, right.p,
			 stop_of(right), (int)p->why.n, p->why.p);
	out = copy(str_of(buf_text(&b)));
	buf_finish(&b);
	return out;
}

static void read_exercise(struct session_guides *g)
{
	if (!exercise_read(str_of(g->texts[GUIDE_EXERCISE].text), &g->exercise, NULL))
		g->exercise = (struct exercise) { .count = 0 };
}

static void read_lesson(struct session_guides *g)
{
	drop_pages(g);
	if (!lesson_read(str_of(g->texts[GUIDE_LESSON].text), &g->lesson, NULL))
		g->lesson.count = 0;
	for (int i = 0; i < g->lesson.count; i++) {
		g->pages[i] = page_text(&g->lesson.pages[i]);
		g->rights[i] = right_text(&g->lesson.pages[i]);
	}
}

static void put_text(struct session_guides *g, enum guide_kind k, struct str text)
{
	static void (*const reads[GUIDE_KINDS])(struct session_guides *) = {
		[GUIDE_EXERCISE] = read_exercise, [GUIDE_LESSON] = read_lesson
	};

	free(g->texts[k].text);
	g->texts[k].text = copy(text);
	g->texts[k].is_wanted = false;
	reads[k](g);
}

/* One of the program's own with the same sum need not come over the line, and is told in the
 * person's language. */
static void find_text(struct session *s, enum guide_kind k, const struct wire_msg *m)
{
	struct session_guides *g = &s->guides;
	struct session_text *t = &g->texts[k];
	const char *translated = *s->language ? guide_find_in(k, m->x, s->language) : NULL;
	const char *own = guide_find(k, m->x);
	const bool same = t->text && t->sum == m->k;

	t->seq = m->s;
	t->sum = m->k;
	if (same)
		return; /* begun again, or told again */
	if (own && str_sum(str_of(own)) == m->k) {
		put_text(g, k, str_of(translated ? translated : own));
		return;
	}
	free(t->text);
	t->text = NULL;
	t->is_wanted = true;
	g->exercise.count = k == GUIDE_EXERCISE ? 0 : g->exercise.count;
	if (k == GUIDE_LESSON)
		drop_pages(g);
}

int64_t session_wants_text(struct session *s)
{
	for (int k = 0; k < GUIDE_KINDS; k++) {
		struct session_text *t = &s->guides.texts[k];

		if (!t->is_wanted)
			continue;
		t->is_wanted = false;
		return t->seq;
	}
	return 0;
}

int64_t session_lacks(const struct session *s, enum guide_kind k)
{
	return s->guides.texts[k].is_wanted ? s->guides.texts[k].sum : 0;
}

void session_give_text(struct session *s, enum guide_kind k, struct str text)
{
	put_text(&s->guides, k, text);
}

/* Rows */

/* "3 0 1" becomes "A 3, B 0, C 1"; what is not of the form ends it. */
static void put_counts(char *out, size_t size, struct str c)
{
	char letter = 'A';
	size_t n = 0, digits;

	out[0] = '\0';
	for (size_t i = 0; i < c.n && letter < 'A' + LESSON_OPTIONS_MAX; i += digits + 1) {
		for (digits = 0; i + digits < c.n && strchr("0123456789", c.p[i + digits]);)
			digits++;
		if (digits == 0 || digits > 4 || n + digits + 5 > size)
			return;
		n += (size_t)snprintf(out + n, size - n, "%s%c %.*s", n ? ", " : "", letter++,
				      (int)digits, c.p + i);
	}
}

static void on_lesson(struct session_guides *g, const struct wire_msg *m)
{
	g->page = m->n > LESSON_PAGES_MAX ? 0 : (int)m->n;
	g->answer = m->u > LESSON_OPTIONS_MAX ? 0 : (int)m->u;
	put_counts(g->counts, sizeof(g->counts), m->c);
}

void session_on_guide(struct session *s, const struct wire_msg *m)
{
	struct session_guides *g = &s->guides;
	const bool lesson = str_is(m->r, guide_kind_word(GUIDE_LESSON));
	const enum guide_kind k = lesson ? GUIDE_LESSON : GUIDE_EXERCISE;

	if (!lesson && !str_is(m->r, guide_kind_word(GUIDE_EXERCISE)))
		return;
	if (m->has & WIRE_K && m->has & WIRE_X)
		find_text(s, k, m);
	if (m->has & WIRE_B)
		put_text(g, k, m->b);
	if (m->s != g->texts[k].seq)
		return; /* of one whose beginning was not told */
	if (lesson) {
		on_lesson(g, m);
		return;
	}
	g->runs = m->has & WIRE_D;
	g->from_utc_ms = m->d;
}

static void remove_question(struct session_guides *g, int64_t number)
{
	for (size_t i = 0; i < g->questions_count; i++) {
		if (g->questions[i].pub.number != number)
			continue;
		drop_question(&g->questions[i]);
		g->questions_count--;
		memmove(&g->questions[i], &g->questions[i + 1],
			(g->questions_count - i) * sizeof(g->questions[0]));
		return;
	}
}

/* In the order of their numbers. */
static void insert_question(struct session_guides *g, struct session_question q)
{
	size_t at = g->questions_count;

	if (at == SESSION_QUESTIONS_MAX) {
		drop_question(&q);
		return;
	}
	for (; at > 0 && g->questions[at - 1].pub.number > q.pub.number; at--)
		g->questions[at] = g->questions[at - 1];
	g->questions[at] = q;
	g->questions_count++;
}

void session_on_question(struct session *s, const struct wire_msg *m)
{
	remove_question(&s->guides, m->k);
	if (m->has & WIRE_B)
		insert_question(&s->guides, (struct session_question) {
						    .pub = { .number = m->k,
							     .who = copy(str_of("")),
							     .text = copy(m->b),
							     .taken = str_is(m->c, "taken") },
						    .by = m->u });
}
