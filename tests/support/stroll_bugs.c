/* SPDX-License-Identifier: MIT */
/* The meeting engine with bugs planted in it: each must be noticed on a walk. */
#include <stdlib.h>
#include <string.h>

#include "support/stroll.h"
#include "wire/wire.h"

static bool floor_stays(struct meeting *m, const struct meeting_event *e)
{
	const int64_t floor = m->floor;
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_STEP_OUT && floor == e->member)
		m->floor = floor;
	return good;
}

static bool hand_falls(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_LOST)
		meeting_seat(m, e->member)->hand_ms = 0;
	return good;
}

static bool place_moves(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);
	struct meeting_seat *s = e->kind == MEETING_BACK ? meeting_seat(m, e->member) : NULL;

	if (s && s->hand_ms)
		s->hand_ms = e->utc_ms;
	return good;
}

static bool wait_begins_again(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_seat *s = e->kind == MEETING_BACK ? meeting_seat(m, e->member) : NULL;

	if (s)
		s->waits_seq = e->seq;
	return meeting_apply(m, e);
}

static bool replies_go(struct meeting *m, const struct meeting_event *e)
{
	const bool good = meeting_apply(m, e);

	if (e->kind == MEETING_LOST)
		meeting_seat(m, e->member)->replied = 0;
	return good;
}

static bool seat_goes(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_LOST && m->seats[m->seats_count - 1]->id == e->member) {
		m->seats_count--;
		free(m->seats[m->seats_count]->why);
		free(m->seats[m->seats_count]->reason);
		free(m->seats[m->seats_count]->spans);
		free(m->seats[m->seats_count]);
	}
	return good;
}

static bool spans_overlap(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);
	struct meeting_seat *s = e->kind == MEETING_BACK ? meeting_seat(m, e->member) : NULL;

	if (s && s->spans_count > 1)
		s->spans[s->spans_count - 1].from_ms -= 1000;
	return good;
}

static bool span_vanishes(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);
	struct meeting_seat *s =
		e->kind == MEETING_STAGE && m->seats_count ? m->seats[0] : NULL;

	if (s && s->spans_count > 1)
		s->spans[0] = s->spans[--s->spans_count];
	return good;
}

/* Who comes by the program is taken to come by text. */
static bool modality_is_assumed(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);
	struct meeting_seat *s = e->kind == MEETING_CAME ? meeting_seat(m, e->member) : NULL;

	if (s && s->spans_count)
		s->spans[s->spans_count - 1].modality = MEETING_BY_TEXT;
	return good;
}

static bool undo_does_nothing(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_event other = *e;

	other.kind = e->kind == MEETING_UNDO ? MEETING_MARK : e->kind;
	return meeting_apply(m, &other);
}

static bool danger_is_forgotten(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_LOST)
		m->alerts_count = 0;
	return good;
}

static bool vote_counts_twice(struct meeting *m, const struct meeting_event *e)
{
	struct meeting_event other = *e;

	if (e->kind == MEETING_VOTE && m->poll.votes_count)
		m->poll.votes[0].member = PEOPLE_END;
	return meeting_apply(m, &other);
}

static bool pin_falls(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_STAGE)
		m->pins = 0;
	return good;
}

static bool lead_goes(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_LEAVE)
		m->lead = e->by;
	return good;
}

static const char *mute_is_deaf(const struct meeting *m, int64_t member, bool leads,
				int64_t now)
{
	const char *no = meeting_may_say(m, member, leads, now);

	return no && !strcmp(no, WIRE_E_MUTED) ? NULL : no;
}

static bool waiting_room_is_thin(const struct meeting *m, int64_t member, bool leads)
{
	const struct meeting_seat *s = meeting_seat(m, member);

	return meeting_hears(m, member, leads) || (s && s->where == MEETING_WAITING);
}

static bool side_door_is_open(const struct meeting *m, int64_t member, bool leads, int64_t of)
{
	return meeting_hears_side(m, member, leads, of) || meeting_hears(m, member, leads);
}

/* Let through, and still there to be let through again. */
static bool line_passes_twice(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	for (size_t i = 0; e->kind == MEETING_LET && i < MEETING_HELD_MAX; i++)
		if (m->held[i].seq == e->n && e->n)
			m->held[i].state = MEETING_WAITS;
	return good;
}

static bool reaction_goes(struct meeting *m, const struct meeting_event *e)
{
	bool good = meeting_apply(m, e);

	if (e->kind == MEETING_LEAVE && m->reacted_count)
		m->reacted[0].count--;
	return good;
}

const struct engine stroll_bugs[] = {
	{ "reacted", reaction_goes, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "held", line_passes_twice, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "floor", floor_stays, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "hand", hand_falls, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "place", place_moves, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "wait", wait_begins_again, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "replies", replies_go, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "seat", seat_goes, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "overlap", spans_overlap, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "vanish", span_vanishes, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "modality", modality_is_assumed, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "undo", undo_does_nothing, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "danger", danger_is_forgotten, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "vote", vote_counts_twice, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "pin", pin_falls, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "lead", lead_goes, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "two", stroll_two_are_taken, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "question", stroll_question_vanishes, meeting_may_say, meeting_hears,
	  meeting_hears_side },
	{ "answers", stroll_answers_stay, meeting_may_say, meeting_hears, meeting_hears_side },
	{ "exercise", stroll_exercise_outlives, meeting_may_say, meeting_hears,
	  meeting_hears_side },
	{ "mute", meeting_apply, mute_is_deaf, meeting_hears, meeting_hears_side },
	{ "waiting", meeting_apply, meeting_may_say, waiting_room_is_thin, meeting_hears_side },
	{ "side", meeting_apply, meeting_may_say, meeting_hears, side_door_is_open },
};
const size_t stroll_bugs_count = sizeof(stroll_bugs) / sizeof(stroll_bugs[0]);
