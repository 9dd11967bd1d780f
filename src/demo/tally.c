/* SPDX-License-Identifier: MIT */
#include "demo/tally.h"

#include <string.h>

#include "porchlight/session.h"

static void look_at_waiting(struct tally_member *m, bool waits, int64_t now_ms)
{
	if (waits && !m->waits)
		m->wait_ms = now_ms;
	if (!waits && m->waits) {
		m->waited_ms += now_ms - m->wait_ms;
		m->admitted = true;
	}
	m->waits = waits;
}

static void look_at_hand(struct tally_member *m, bool up, bool has_floor, int64_t now_ms)
{
	const int64_t up_ms = m->hand_ms ? now_ms - m->hand_ms : 0;

	if (up_ms > m->hand_most_ms)
		m->hand_most_ms = up_ms;
	m->called += m->hand_ms && has_floor && !m->has_floor;
	if (up && !m->hand_ms)
		m->hand_ms = now_ms;
	if (!up)
		m->hand_ms = 0;
	m->has_floor = has_floor;
}

/* What this member was told: that somebody else has written at its side door, and that
 * somebody sees to it. */
static void look_at_notices(struct tally_member *m, const struct seat *seat)
{
	const struct pl_notice *all;
	const int64_t self = pl_client_self(seat->client).id;
	size_t n = pl_client_session_notices(seat->client, seat->group, &all);

	m->wrote = seat->asides > 0;
	m->flagged = seat->flags > 0;
	for (size_t i = 0; i < n; i++) {
		if (all[i].kind == PL_NOTE_SEEN)
			m->seen = true;
		if (all[i].kind == PL_NOTE_ASIDE && all[i].n == self &&
		    strcmp(all[i].who, seat->name) != 0)
			m->answered = true;
	}
}

static void look_at(struct tally_member *m, const struct seat *seat, int64_t now_ms)
{
	const struct pl_session *s = pl_client_session(seat->client, seat->group);
	const struct pl_seat *self = s->self;
	struct pl_link_info link;

	if (!s->stage || !self)
		return;
	pl_client_link(seat->client, &link);
	look_at_waiting(m, self->where == PL_WAITING, now_ms);
	look_at_hand(m, self->hand_utc_ms != 0, s->floor == self->member, now_ms);
	m->muted = m->muted || self->muted_until_utc_ms;
	m->out = m->out || self->where == PL_OUT;
	m->removed = m->removed || self->where == PL_REMOVED;
	m->lost = m->lost || link.link == PL_LINK_WAITING;
	look_at_notices(m, seat);
}

void tally_look(struct tally *t, const struct company *c, int64_t now_ms)
{
	bool runs = false;

	for (size_t i = 0; i < c->seats.count; i++) {
		const struct seat *seat = &c->seats.all[i];

		runs = runs || pl_client_session(seat->client, seat->group)->stage;
		look_at(&t->members[i], seat, now_ms);
	}
	if (runs && !t->began_ms)
		t->began_ms = now_ms;
	if (runs)
		t->ended_ms = now_ms;
}
