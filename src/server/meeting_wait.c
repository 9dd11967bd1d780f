/* SPDX-License-Identifier: MIT */
/* The waiting room: whose turn it is to be let in. */
#include "server/meeting_in.h"

static bool waits(const struct meeting_seat *s)
{
	return s->where == MEETING_WAITING;
}

/* From 1; 0: does not wait.  No two begin to wait by one event. */
static int place_of(const struct meeting *m, const struct meeting_seat *s)
{
	int place = waits(s);

	for (size_t i = 0; i < m->seats_count && place; i++)
		place += waits(m->seats[i]) && m->seats[i]->waits_seq < s->waits_seq;
	return place;
}

void meeting_begin_wait(struct meeting_seat *s, const struct meeting_event *e)
{
	s->where = MEETING_WAITING;
	s->waits_ms = e->utc_ms;
	s->waits_seq = e->seq;
}

void meeting_line_up(struct meeting *m, const struct meeting_event *e)
{
	for (size_t i = 0; i < m->seats_count; i++) {
		struct meeting_seat *s = m->seats[i];
		const int place = place_of(m, s);

		if (s->wait_place == place)
			continue;
		s->wait_place = place;
		s->place_version = e->seq;
	}
}

int64_t meeting_first_waiting(const struct meeting *m)
{
	for (size_t i = 0; i < m->seats_count; i++)
		if (m->seats[i]->wait_place == 1)
			return m->seats[i]->id;
	return 0;
}

/* Asked before somebody is let in; from then on the replies stay as they are. */
const char *meeting_check_reply(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	e->d = w->text.n == 0;
	return m->plan.asks && waits(meeting_seat(m, w->by)) ? NULL : WIRE_E_STATE;
}

void meeting_do_reply(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	const unsigned bit = 1u << (e->n - 1);

	(void)m;
	s->replied = e->d ? s->replied & ~bit : s->replied | bit;
	s->skipped = e->d ? s->skipped | bit : s->skipped & ~bit;
}
