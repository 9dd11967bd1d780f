/* SPDX-License-Identifier: MIT */
#include "server/note.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "guide/texts.h"

void note_begin(struct note *n, int64_t group, int64_t from_seq)
{
	n->check_in = n->check_out = -1;
	record_begin(&n->record, group, from_seq);
}

void note_finish(struct note *n)
{
	record_finish(&n->record);
}

static const struct meeting *newest(const struct note *n)
{
	const struct record *r = &n->record;

	return r->sessions_count ? r->sessions[r->sessions_count - 1] : NULL;
}

static void begin(struct note *n, const struct meeting_event *e)
{
	n->check_in = n->check_out = -1;
	n->hands = n->turns = n->passes = 0;
	n->floor = 0;
	n->stage = 0;
	n->plan[0] = '\0';
	memset(n->begun_ms, 0, sizeof(n->begun_ms));
	for (const struct guide_text *g = guide_texts; g->name; g++)
		if (g->kind == GUIDE_PLAN && str_is(e->text, g->text))
			snprintf(n->plan, sizeof(n->plan), "%s", g->name);
}

static size_t first_round(const struct meeting *m)
{
	size_t i = 0;

	while (i < m->plan.count && m->plan.stages[i].kind != STAGE_ROUND)
		i++;
	return i + 1;
}

static void on_raise(struct note *n, const struct meeting *m, const struct meeting_event *e)
{
	/* Else it was up, and has another reason now. */
	n->hands += meeting_seat(m, e->member)->hand_seq == e->seq;
}

static void on_pass(struct note *n, const struct meeting *m, const struct meeting_event *e)
{
	(void)m;
	(void)e;
	n->passes++;
}

static void on_rate(struct note *n, const struct meeting *m, const struct meeting_event *e)
{
	*(m->stage <= first_round(m) ? &n->check_in : &n->check_out) = (int)e->n;
}

/* What the person themselves did. */
static void (*const own[MEETING_KINDS])(struct note *n, const struct meeting *m,
					const struct meeting_event *e) = {
	[MEETING_RAISE] = on_raise,
	[MEETING_PASS] = on_pass,
	[MEETING_RATE] = on_rate,
};

static void count(struct note *n, const struct meeting *m, const struct meeting_event *e)
{
	if (m->stage != n->stage && m->stage && !n->begun_ms[m->stage - 1])
		n->begun_ms[m->stage - 1] = e->utc_ms;
	if (m->floor != n->floor && m->floor == n->member)
		n->turns++;
	n->stage = m->stage;
	n->floor = m->floor;
	if (own[e->kind] && e->by == n->member && e->member == n->member)
		own[e->kind](n, m, e);
}

bool note_take(struct note *n, const struct store_message *row, struct err *err)
{
	struct meeting_event e;
	const struct meeting *m;

	if (!record_take(&n->record, row, err))
		return false;
	m = newest(n);
	if (!m || !meeting_read(row->text, &e) || (n->session && m->opened_seq != n->session))
		return true;
	e.seq = row->seq;
	e.utc_ms = row->utc_ms;
	if (e.kind == MEETING_OPEN)
		begin(n, &e);
	count(n, m, &e);
	return true;
}

const struct meeting *note_session(const struct note *n)
{
	return n->session ? record_session(&n->record, n->session) : newest(n);
}

bool note_is_due(const struct note *n, struct err *err)
{
	const struct meeting *m = note_session(n);

	if (!m)
		return err_set(err, ERR_NOT_FOUND, "there is no such session in the log");
	if (!record_was_there(m, n->member))
		return err_set(err, ERR_NOT_FOUND, "%s was not in session %" PRId64, n->name,
			       m->opened_seq);
	return !meeting_runs(m) ||
	       err_set(err, ERR_NOT_NOW, "session %" PRId64 " is not over", m->opened_seq);
}
