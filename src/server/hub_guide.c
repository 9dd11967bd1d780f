/* SPDX-License-Identifier: MIT */
/*
 * What is told of exercises, lessons and questions.  An exercise begins, and a page is
 * turned, by a row of some ten bytes: the text has come with the program, or is asked for.
 */
#include <stdio.h>

#include "server/hub_in.h"

void hub_want_text(struct hub *h, struct hub_conn *c, int64_t group, int64_t seq)
{
	struct place *p = hub_place(c, group);

	if (!p)
		return;
	p->text_of = seq;
	hub_mark(h, c);
}

/* "3 0 1": how many have given each answer. */
static void add_counts(const struct meeting *m, char out[WIRE_CODE_MAX])
{
	size_t n = 0;

	for (int i = 1; i <= meeting_options(m); i++)
		n += (size_t)snprintf(out + n, WIRE_CODE_MAX - n, "%s%d", i > 1 ? " " : "",
				      meeting_answers(m, i));
}

/* The newest event that this place has to hear of. */
static int64_t version_of(const struct telling *t, enum guide_kind k)
{
	const struct meeting_guide *g = &t->m->guides[k];
	const struct meeting_seat *s = meeting_seat(t->m, t->p->self->id);
	int64_t answered = t->leads ? t->m->answers_version : s ? s->answer_version : 0;

	return k == GUIDE_LESSON && answered > g->version ? answered : g->version;
}

static void add_lesson(const struct telling *t, struct wire_msg *w)
{
	const struct meeting_seat *s = meeting_seat(t->m, t->p->self->id);

	w->has |= WIRE_N;
	w->n = t->m->page;
	if (s && s->answer) {
		w->has |= WIRE_U;
		w->u = s->answer;
	}
	if (w->c.n)
		w->has |= WIRE_C;
}

/* Its name and its text's sum where it is new to this place; the text itself where it has
 * been asked for. */
void hub_add_guide(const struct telling *t, size_t i)
{
	const struct meeting_guide *g = &t->m->guides[i];
	const bool asked = g->seq && t->p->pass_text == g->seq;
	char counts[WIRE_CODE_MAX] = "";
	struct wire_msg w = { .type = WIRE_GUIDE,
			      .has = WIRE_G | WIRE_S | WIRE_R,
			      .g = t->p->group->id,
			      .s = g->seq,
			      .d = g->from_ms,
			      .k = g->sum,
			      .r = str_of(guide_kind_word((enum guide_kind)i)),
			      .x = str_of(g->name),
			      .b = str_of(g->text) };

	if (!g->seq || !t->hears || (version_of(t, (enum guide_kind)i) <= t->after && !asked))
		return;
	if (t->leads)
		add_counts(t->m, counts);
	w.c = str_of(counts);
	if (i == GUIDE_LESSON)
		add_lesson(t, &w);
	else if (g->runs)
		w.has |= WIRE_D;
	if (g->seq > t->after || asked)
		w.has |= WIRE_K | WIRE_X;
	if (asked)
		w.has |= WIRE_B;
	hub_add(t->f, &w);
}

/* Who asks, and what waits, only they and those who lead are told. */
void hub_add_question(const struct telling *t, size_t i)
{
	const struct meeting_question *q = &t->m->questions[i];
	const bool gone = q->is == QUESTION_ANSWERED;
	const bool whole = i < t->m->questions_count && (t->leads || q->by == t->p->self->id);
	const struct wire_msg w = { .type = WIRE_PLAN,
				    .has = WIRE_G | WIRE_N | WIRE_R | WIRE_K | WIRE_C |
					   (whole ? WIRE_U : 0u) | (gone ? 0u : WIRE_B),
				    .g = t->p->group->id,
				    .u = q->by,
				    .k = q->seq,
				    .r = str_of("question"),
				    .c = str_of(meeting_asked_word(q->is)),
				    .b = str_of(q->text) };

	if (i >= t->m->questions_count || !t->hears || q->version <= t->after)
		return;
	if ((whole || q->shown) && (!gone || t->after))
		hub_add(t->f, &w);
}
