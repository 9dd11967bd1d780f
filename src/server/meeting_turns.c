/* SPDX-License-Identifier: MIT */
/* Floor, queue and round. */
#include <stdlib.h>

#include "server/meeting_in.h"

bool meeting_is_up(const struct meeting_seat *s)
{
	return s->where == MEETING_IN && !s->down;
}

void meeting_lower(struct meeting_seat *s, const struct meeting_event *e)
{
	if (s->hand_ms)
		s->hand_version = e->seq;
	s->hand_ms = 0;
	s->hand_seq = 0;
	free(s->why);
	s->why = mem_dup("", 0);
}

void meeting_end_turn(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	s->turn_ended_ms = e->utc_ms;
	s->went = m->round;
}

/* Whoever lost the line, or was sent out, in mid-turn is again where they were in the
 * queue: behind nobody who came after. */
static void keep_claim(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	if (s->hand_ms)
		return;
	s->hand_ms = s->turn_hand_ms ? s->turn_hand_ms : m->floor_ms;
	s->hand_seq = e->seq;
	s->hand_version = e->seq;
}

static void clear_floor(struct meeting *m)
{
	m->floor = 0;
	m->floor_ms = 0;
	m->more = false;
}

void meeting_free_floor(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_seat *s = meeting_seat(m, m->floor);

	if (s && meeting_is_up(s))
		meeting_end_turn(m, s, e);
	else if (s)
		keep_claim(m, s, e);
	clear_floor(m);
}

void meeting_finish_floor(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_seat *s = meeting_seat(m, m->floor);

	if (s)
		meeting_end_turn(m, s, e);
	clear_floor(m);
}

void meeting_give_floor(struct meeting *m, struct meeting_seat *s,
			const struct meeting_event *e)
{
	meeting_free_floor(m, e);
	m->floor = s->id;
	m->floor_ms = e->utc_ms;
	s->turn_hand_ms = s->hand_ms;
	if (s->invited_ms)
		s->version = e->seq;
	s->invited_ms = 0;
	meeting_lower(s, e);
}

/* The round */

static bool in_round(const struct meeting *m)
{
	return meeting_runs(m) && meeting_stage(m)->kind == STAGE_ROUND;
}

static struct meeting_seat *next_in_round(const struct meeting *m)
{
	for (size_t i = 0; in_round(m) && i < m->seats_count; i++) {
		struct meeting_seat *s = m->seats[i];

		if (!s->leads && meeting_is_up(s) && s->went < m->round && s->id != m->floor)
			return s;
	}
	return NULL;
}

void meeting_go_round(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_seat *s = m->floor ? NULL : next_in_round(m);

	if (s)
		meeting_give_floor(m, s, e);
}

/* The queue */

/* What the queue is sorted by: when the hand went up, and then which was heard of first. */
static int by_hand(const void *a, const void *b)
{
	const struct meeting_seat *x = *(struct meeting_seat *const *)a;
	const struct meeting_seat *y = *(struct meeting_seat *const *)b;

	if (x->hand_ms != y->hand_ms)
		return x->hand_ms < y->hand_ms ? -1 : 1;
	return x->hand_seq < y->hand_seq ? -1 : x->hand_seq > y->hand_seq;
}

static size_t hands(const struct meeting *m, struct meeting_seat **out)
{
	size_t n = 0;

	for (size_t i = 0; i < m->seats_count; i++)
		if (m->seats[i]->hand_ms && m->seats[i]->where == MEETING_IN)
			out[n++] = m->seats[i];
	qsort(out, n, sizeof(*out), by_hand);
	return n;
}

size_t meeting_queue(const struct meeting *m, int64_t *members, size_t n)
{
	struct meeting_seat *all[MEETING_SEATS_MAX];
	size_t count = hands(m, all);

	for (size_t i = 0; i < count && i < n; i++)
		members[i] = all[i]->id;
	return count;
}

/* Whose line is down keeps the place, and does not hold up those behind. */
int64_t meeting_next_up(const struct meeting *m)
{
	struct meeting_seat *all[MEETING_SEATS_MAX];
	const struct meeting_seat *s = next_in_round(m);
	size_t count = hands(m, all);

	for (size_t i = 0; !s && i < count; i++)
		if (!all[i]->down && all[i]->id != m->floor)
			s = all[i];
	return s ? s->id : 0;
}
