/* SPDX-License-Identifier: MIT */
/* The part of the walk's model for exercises, lessons and questions. */
#include "support/stroll.h"

#include <stdlib.h>

static void remember(struct stroll *w, const struct meeting_event *e, int64_t before)
{
	w->guided[w->guided_count++] = (struct done) { e->seq, 0, before, e->kind };
}

static void forget_answers(struct stroll *w)
{
	for (int i = 0; i < PEOPLE_END; i++)
		w->people[i].answer = 0;
}

static void turn_to(struct stroll *w, int page)
{
	w->page = page;
	forget_answers(w);
}

static struct asked *find(struct stroll *w, int64_t seq)
{
	for (size_t i = 0; i < w->asked_count; i++)
		if (w->asked[i].seq == seq)
			return &w->asked[i];
	return NULL;
}

static struct asked *taken(struct stroll *w)
{
	for (size_t i = 0; i < w->asked_count; i++)
		if (w->asked[i].is == QUESTION_TAKEN)
			return &w->asked[i];
	return NULL;
}

static int64_t seq_of(const struct asked *q)
{
	return q ? q->seq : 0;
}

static void take(struct stroll *w, int64_t seq, enum meeting_asked before)
{
	struct asked *now = taken(w), *next = find(w, seq);

	if (now)
		now->is = before;
	if (next)
		next->is = QUESTION_TAKEN;
}

static void undo(struct stroll *w, const struct meeting_event *e)
{
	for (size_t i = 0; i < w->guided_count; i++) {
		const struct done *d = &w->guided[i];

		if (d->seq != e->n)
			continue;
		if (d->kind == MEETING_PAGE && d->seq > w->lesson_seq)
			turn_to(w, (int)d->before);
		else if (d->kind == MEETING_PAGE)
			continue;
		else if (d->kind == MEETING_QUESTION || d->kind == MEETING_ANSWERED)
			take(w, d->before, QUESTION_ASKED);
		else /* another may have begun, or its stage be over */
			w->runs = d->before == w->begun && d->before > w->stage_seq ? d->before
										    : 0;
	}
}

static void begin(struct stroll *w, const struct meeting_event *e)
{
	remember(w, e, w->runs);
	w->runs = w->begun = e->seq;
}

static void stop(struct stroll *w, const struct meeting_event *e)
{
	remember(w, e, w->runs);
	w->runs = 0;
}

static void stage(struct stroll *w, const struct meeting_event *e)
{
	w->runs = 0;
	w->stage_seq = e->seq;
}

static void open(struct stroll *w, const struct meeting_event *e)
{
	stage(w, e);
	w->asked_count = 0;
	turn_to(w, 0);
}

static void lesson(struct stroll *w, const struct meeting_event *e)
{
	w->lesson_seq = e->seq;
	turn_to(w, 1);
}

static void page(struct stroll *w, const struct meeting_event *e)
{
	remember(w, e, w->page);
	turn_to(w, (int)e->n);
}

static void answer(struct stroll *w, const struct meeting_event *e)
{
	w->people[e->member].answer = (int)(e->n % MEETING_ANSWER_PAGE);
}

static void ask(struct stroll *w, const struct meeting_event *e)
{
	w->asked[w->asked_count++] = (struct asked) { e->seq, QUESTION_ASKED };
}

static void take_up(struct stroll *w, const struct meeting_event *e)
{
	remember(w, e, seq_of(taken(w)));
	take(w, e->n, QUESTION_ANSWERED);
}

static void answered(struct stroll *w, const struct meeting_event *e)
{
	struct asked *q = find(w, e->n);

	remember(w, e, seq_of(taken(w)));
	if (q)
		q->is = QUESTION_ANSWERED;
}

void stroll_guide(struct stroll *w, const struct meeting_event *e)
{
	static void (*const rows[MEETING_KINDS])(struct stroll *,
						 const struct meeting_event *) = {
		[MEETING_OPEN] = open,        [MEETING_STAGE] = stage,
		[MEETING_EXERCISE] = begin,   [MEETING_STOP] = stop,
		[MEETING_LESSON] = lesson,    [MEETING_PAGE] = page,
		[MEETING_ANSWER] = answer,    [MEETING_ASK] = ask,
		[MEETING_QUESTION] = take_up, [MEETING_ANSWERED] = answered,
		[MEETING_UNDO] = undo,
	};

	if (rows[e->kind])
		rows[e->kind](w, e);
}

/* The invariants */

static void check_exercise(struct stroll *w)
{
	const struct meeting_guide *g = &w->t.m->guides[GUIDE_EXERCISE];

	if (w->runs != (g->runs ? g->seq : 0))
		stroll_wrong(w, "an exercise runs that should not, or the other way round");
	if (g->runs && g->from_ms < w->t.m->stage_ms)
		stroll_wrong(w, "an exercise has outlived its stage");
}

static void check_lesson(struct stroll *w)
{
	const struct meeting *m = w->t.m;

	if (m->page != w->page || m->page > m->pages)
		stroll_wrong(w, "the lesson is not at its page");
	for (int64_t i = ANA; i < PEOPLE_END; i++) {
		const struct meeting_seat *s = meeting_seat(m, i);

		if (s && s->answer != w->people[i].answer)
			stroll_wrong(w, "an answer was lost, or is to another page");
		if (s && s->answer > meeting_options(m))
			stroll_wrong(w, "an answer to what was not asked");
	}
}

/* The engine may forget what was answered, and nothing else. */
static void check_questions(struct stroll *w)
{
	const struct meeting *m = w->t.m;
	size_t at = 0, up = 0;

	for (size_t i = 0; i < w->asked_count; i++) {
		while (at < m->questions_count && m->questions[at].seq < w->asked[i].seq)
			at++;
		if (at < m->questions_count && m->questions[at].seq == w->asked[i].seq) {
			if (m->questions[at].is != w->asked[i].is)
				stroll_wrong(w, "a question is not where it should be");
		} else if (w->asked[i].is != QUESTION_ANSWERED) {
			stroll_wrong(w, "a question was lost");
		}
	}
	for (size_t i = 0; i < m->questions_count; i++)
		up += m->questions[i].is == QUESTION_TAKEN;
	if (up != (m->question != 0))
		stroll_wrong(w, "more than one question is taken up");
}

void stroll_check_guide(struct stroll *w)
{
	check_exercise(w);
	check_lesson(w);
	check_questions(w);
}

/* Bugs to plant */

bool stroll_exercise_outlives(struct meeting *m, const struct meeting_event *e)
{
	const bool runs = m->guides[GUIDE_EXERCISE].runs;
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_STAGE)
		m->guides[GUIDE_EXERCISE].runs = runs;
	return good;
}

bool stroll_answers_stay(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_seat *s = m->seats_count ? m->seats[0] : NULL;
	const int answer = s ? s->answer : 0;
	bool good = meeting_apply(m, e);

	if (s && e->kind == MEETING_PAGE)
		s->answer = answer;
	return good;
}

bool stroll_question_vanishes(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_LOST && m->questions_count)
		free(m->questions[--m->questions_count].text);
	return good;
}

bool stroll_two_are_taken(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_QUESTION)
		for (size_t i = 0; i < m->questions_count; i++)
			m->questions[i].is = QUESTION_TAKEN;
	return good;
}
