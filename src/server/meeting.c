/* SPDX-License-Identifier: MIT */
#include "server/meeting.h"

#include <stdlib.h>
#include <string.h>

#include "server/meeting_in.h"

struct meeting *meeting_create(void)
{
	return mem_get(sizeof(struct meeting));
}

void meeting_resume(struct meeting *m, int64_t seq)
{
	m->seq = seq - 1;
}

static void drop_seats(struct meeting *m)
{
	for (size_t i = 0; i < m->seats_count; i++) {
		free(m->seats[i]->why);
		free(m->seats[i]->reason);
		free(m->seats[i]->spans);
		free(m->seats[i]);
	}
	free(m->seats);
	m->seats = NULL;
	m->seats_count = 0;
}

static void drop_texts(struct meeting *m)
{
	free(m->topic.text);
	for (size_t i = 0; i < MEETING_DECIDED; i++)
		free(m->decided[i].text);
	for (size_t i = 0; i < MEETING_SIDES; i++)
		free(m->sides[i].text);
	meeting_drop_held(m);
	meeting_drop_poll(m);
	free(m->alerts);
	meeting_drop_guides(m);
	meeting_drop_questions(m);
	meeting_drop_reacted(m);
}

void meeting_destroy(struct meeting *m)
{
	if (!m)
		return;
	drop_seats(m);
	drop_texts(m);
	free(m);
}

const struct meeting_stage *meeting_stage(const struct meeting *m)
{
	return &m->plan.stages[m->stage - 1];
}

static void wipe(char **text)
{
	if (!*text)
		return;
	mem_scrub(*text, strlen(*text));
	*text = mem_dup("", 0);
}

void meeting_erase(struct meeting *m, int64_t member)
{
	struct meeting_seat *s = meeting_seat(m, member);

	if (meeting_runs(m))
		return;
	if (s)
		wipe(&s->why);
	for (size_t i = 0; i < MEETING_SIDES; i++)
		if (m->sides[i].by == member)
			wipe(&m->sides[i].text);
	for (size_t i = 0; i < m->questions_count; i++)
		if (m->questions[i].by == member)
			wipe(&m->questions[i].text);
	for (size_t i = 0; i < MEETING_HELD_MAX; i++)
		if (m->held[i].member == member)
			wipe(&m->held[i].text);
}

bool meeting_runs(const struct meeting *m)
{
	return m->stage > 0 && meeting_stage(m)->kind != STAGE_CLOSED;
}

struct meeting_seat *meeting_seat(const struct meeting *m, int64_t member)
{
	for (size_t i = 0; i < m->seats_count; i++)
		if (m->seats[i]->id == member)
			return m->seats[i];
	return NULL;
}

const char *meeting_word(enum meeting_kind k)
{
	return meeting_rows[k].word;
}

/* A new session: nothing of the one before stays but the numbers. */
static void renew(struct meeting *m, const struct meeting_event *e)
{
	struct meeting fresh = {
		.seq = m->seq, .utc_ms = m->utc_ms, .opened_seq = e->seq, .opened_ms = e->utc_ms
	};

	drop_seats(m);
	drop_texts(m);
	memcpy(fresh.tickets, m->tickets, sizeof(fresh.tickets));
	fresh.tickets_count = m->tickets_count;
	*m = fresh;
}

static struct meeting_seat *add_seat(struct meeting *m, int64_t id)
{
	struct meeting_seat *s = mem_get(sizeof(*s));

	*s = (struct meeting_seat) {
		.id = id,
		.where = MEETING_GONE,
		.rating = -1,
		.why = mem_dup("", 0),
		.reason = mem_dup("", 0),
	};
	m->seats = mem_grow(m->seats, (m->seats_count + 1) * sizeof(*m->seats));
	m->seats[m->seats_count++] = s;
	return s;
}

static struct meeting_seat *seat_for(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_seat *s = e->member ? meeting_seat(m, e->member) : NULL;

	return s || e->kind != MEETING_CAME ? s : add_seat(m, e->member);
}

/* What everybody sees of the room. */
struct room {
	size_t stage;
	int64_t ends_ms, floor, slow_s;
	enum meeting_talk talk;
	bool more, locked, holds;
};

static struct room room_of(const struct meeting *m)
{
	return (struct room) { m->stage, m->ends_ms, m->floor,  m->slow_s,
			       m->talk,  m->more,    m->locked, m->holds };
}

static bool room_differs(const struct room *a, const struct room *b)
{
	return a->stage != b->stage || a->ends_ms != b->ends_ms || a->floor != b->floor ||
	       a->slow_s != b->slow_s || a->talk != b->talk || a->more != b->more ||
	       a->locked != b->locked || a->holds != b->holds;
}

/* What all others see of a seat. */
static int open_of(const struct meeting_seat *s)
{
	return !s || s->where != MEETING_IN ? 0 : s->down ? 1 : 2;
}

static void run(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	const struct meeting_row *row = &meeting_rows[e->kind];
	const int64_t before = row->get ? row->get(m, s) : 0;
	const int open = open_of(s);

	if (row->apply)
		row->apply(m, s, e);
	if (row->get)
		meeting_remember(m, e, before, row->get(m, s));
	if (s && !(row->flags & ROW_HAND))
		s->version = e->seq;
	if (open_of(s) != open)
		s->open_version = e->seq;
	if (s)
		meeting_follow(m, s, e);
	meeting_go_round(m, e);
	meeting_line_up(m, e);
}

static void tell(struct meeting *m, const struct room *before, const struct meeting_event *e)
{
	const struct room now = room_of(m);

	if (e->kind == MEETING_OPEN || room_differs(before, &now))
		m->version = e->seq;
	if (e->kind != MEETING_MARK && e->kind != MEETING_CORRECT)
		m->changed = e->seq;
}

bool meeting_apply(struct meeting *m, const struct meeting_event *e)
{
	const struct room before = room_of(m);
	struct meeting_seat *s;

	if (e->seq != m->seq + 1 || e->utc_ms < m->utc_ms)
		return false;
	if (e->kind == MEETING_OPEN)
		renew(m, e);
	s = seat_for(m, e);
	if (!s && (meeting_rows[e->kind].flags & ROW_PERSON))
		return false; /* no server writes that */
	m->seq = e->seq;
	m->utc_ms = e->utc_ms;
	if (e->ticket && e->kind != MEETING_HELD) /* that is one of the lines' */
		m->tickets[m->tickets_count++ % MEETING_TICKETS] =
			(struct meeting_ticket) { e->device, e->ticket };
	run(m, s, e);
	tell(m, &before, e);
	return true;
}

/* Who may say something, and who hears it */

const char *meeting_may_say(const struct meeting *m, int64_t member, bool leads, int64_t utc_ms)
{
	const struct meeting_seat *s = meeting_seat(m, member);
	const char *no;

	if (!meeting_runs(m) || leads)
		return NULL;
	no = s ? meeting_why_not_in(s) : WIRE_E_WAIT;
	if (no)
		return no;
	if (s->muted_until_ms > utc_ms)
		return WIRE_E_MUTED;
	if (*m->plan.norms && !s->accepted_ms)
		return WIRE_E_NORMS;
	if (m->talk == TALK_QUIET)
		return WIRE_E_QUIET;
	if (m->talk == TALK_TURNS && m->floor != member)
		return WIRE_E_TURN;
	return s->said_ms && utc_ms - s->said_ms < m->slow_s * 1000 ? WIRE_E_SLOW : NULL;
}

void meeting_said(struct meeting *m, int64_t member, int64_t utc_ms)
{
	struct meeting_seat *s = meeting_seat(m, member);

	if (s)
		s->said_ms = utc_ms;
}

bool meeting_hears(const struct meeting *m, int64_t member, bool leads)
{
	const struct meeting_seat *s;

	if (!meeting_runs(m) || leads)
		return true;
	s = meeting_seat(m, member);
	return s && s->where == MEETING_IN;
}

bool meeting_hears_side(const struct meeting *m, int64_t member, bool leads, int64_t of)
{
	const struct meeting_seat *s = meeting_seat(m, member);

	return leads || (member == of && s && s->where != MEETING_REMOVED);
}
