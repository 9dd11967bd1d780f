/* SPDX-License-Identifier: MIT */
/* Questions: they wait in the order in which they were asked, until one who leads takes one
 * up, and it is told to all. */
#include <stdlib.h>
#include <string.h>

#include "server/meeting_in.h"

const char *meeting_asked_word(enum meeting_asked is)
{
	static const char *const words[QUESTIONS] = { "asked", "taken", "answered" };

	return words[is];
}

static struct meeting_question *find(const struct meeting *m, int64_t seq)
{
	for (size_t i = 0; i < m->questions_count; i++)
		if (m->questions[i].seq == seq)
			return (struct meeting_question *)(uintptr_t)&m->questions[i];
	return NULL;
}

/* The first that is so; NULL: none is. */
static const struct meeting_question *first(const struct meeting *m, enum meeting_asked is)
{
	for (size_t i = 0; i < m->questions_count; i++)
		if (m->questions[i].is == is)
			return &m->questions[i];
	return NULL;
}

static void set(struct meeting_question *q, enum meeting_asked is,
		const struct meeting_event *e)
{
	if (!q)
		return;
	q->is = is;
	q->shown = q->shown || is == QUESTION_TAKEN;
	q->version = e->seq;
}

void meeting_drop_questions(struct meeting *m)
{
	for (size_t i = 0; i < m->questions_count; i++)
		free(m->questions[i].text);
}

/* Asking */

static int waiting_of(const struct meeting *m, int64_t by)
{
	int n = 0;

	for (size_t i = 0; i < m->questions_count; i++)
		n += m->questions[i].by == by && m->questions[i].is != QUESTION_ANSWERED;
	return n;
}

const char *meeting_check_ask(const struct meeting *m, const struct meeting_wish *w,
			      struct meeting_event *e)
{
	(void)e;
	if (w->text.n > MEETING_QUESTION_MAX)
		return WIRE_E_LARGE;
	if (w->text.n == 0)
		return WIRE_E_FORM;
	if (waiting_of(m, w->by) == MEETING_ASKS)
		return WIRE_E_STATE;
	return m->questions_count < MEETING_QUESTIONS || first(m, QUESTION_ANSWERED)
		       ? NULL
		       : WIRE_E_STATE;
}

/* Room is made by the oldest that was answered. */
static void make_room(struct meeting *m)
{
	const struct meeting_question *old = first(m, QUESTION_ANSWERED);
	const size_t at = old ? (size_t)(old - m->questions) : 0;

	if (m->questions_count < MEETING_QUESTIONS)
		return;
	free(m->questions[at].text);
	m->questions_count--;
	memmove(&m->questions[at], &m->questions[at + 1],
		(m->questions_count - at) * sizeof(m->questions[0]));
}

void meeting_do_ask(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	make_room(m);
	m->questions[m->questions_count++] =
		(struct meeting_question) { .seq = e->seq,
					    .by = s->id,
					    .version = e->seq,
					    .text = mem_dup(e->text.p, e->text.n) };
}

/* Taking one up */

const char *meeting_check_question(const struct meeting *m, const struct meeting_wish *w,
				   struct meeting_event *e)
{
	const struct meeting_question *q = w->n ? find(m, w->n) : first(m, QUESTION_ASKED);

	if (!q || q->is == QUESTION_TAKEN)
		return WIRE_E_STATE;
	e->n = q->seq;
	return NULL;
}

/* The one before has been dealt with. */
void meeting_do_question(struct meeting *m, struct meeting_seat *s,
			 const struct meeting_event *e)
{
	set(find(m, m->question), QUESTION_ANSWERED, e);
	m->question = 0;
	meeting_put_question(m, s, e->n, e);
}

const char *meeting_check_answered(const struct meeting *m, const struct meeting_wish *w,
				   struct meeting_event *e)
{
	const struct meeting_question *q = find(m, w->n ? w->n : m->question);

	if (!q || q->is == QUESTION_ANSWERED)
		return WIRE_E_STATE;
	e->n = q->seq;
	return NULL;
}

void meeting_do_answered(struct meeting *m, struct meeting_seat *s,
			 const struct meeting_event *e)
{
	(void)s;
	set(find(m, e->n), QUESTION_ANSWERED, e);
	if (m->question == e->n)
		m->question = 0;
}

int64_t meeting_get_question(const struct meeting *m, const struct meeting_seat *s)
{
	(void)s;
	return m->question;
}

/* Undone: what was taken up waits again, and the one before it is taken up. */
void meeting_put_question(struct meeting *m, struct meeting_seat *s, int64_t value,
			  const struct meeting_event *e)
{
	struct meeting_question *q = find(m, value);

	(void)s;
	set(find(m, m->question), QUESTION_ASKED, e);
	set(q, QUESTION_TAKEN, e);
	m->question = q ? q->seq : 0;
}
