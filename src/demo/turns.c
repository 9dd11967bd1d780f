/* SPDX-License-Identifier: MIT */
/* What the seats do of themselves while a session runs. */
#include "demo/seats.h"

#include "porchlight/session.h"

enum { THINK_MS = 4000, RATE_MOST = 8, RATE_LEAST = 3 };

static void wish(struct seat *seat, enum pl_act act, int64_t n)
{
	pl_client_wish(seat->client, seat->group, &(struct pl_wish) { .act = act, .n = n });
}

/* The line of `who` in this pool, counted from 0; NULL: so many there are not. */
static const struct script_line *own_line(const struct script *script, const char *name,
					  int who, size_t nth)
{
	const struct script_scene *pool = script_pool(script, name);

	for (size_t i = 0; pool && i < pool->count; i++) {
		const struct script_line *line = &script->lines[pool->first + i];

		if (line->who == who && nth-- == 0)
			return line;
	}
	return NULL;
}

/* The next of its own lines, from the first again after the last. */
static const char *turn_text(const struct seat *seat, const struct script *script, int who)
{
	size_t own = 0;
	const struct script_line *line;

	while (own_line(script, "turn", who, own))
		own++;
	line = own ? own_line(script, "turn", who, seat->turns % own) : NULL;
	return line ? line->text : NULL;
}

static bool is_round(const struct pl_session *s)
{
	return s->stages[s->stage - 1].round;
}

static void speak(struct seat *seat, const struct pl_session *s, const char *text)
{
	const int spread = RATE_MOST - RATE_LEAST + 1;

	if (is_round(s) && s->self->rating < 0)
		wish(seat, PL_ACT_RATE, RATE_LEAST + s->self->member % spread);
	if (text)
		pl_client_say(seat->client, seat->group, text);
	seat->turn = SEAT_SAID;
	seat->turns++;
}

/* Some have more to say than a turn holds.  False: not this one, or not any more. */
static bool go_on(struct seat *seat, const struct pl_session *s, const struct script_line *more,
		  int64_t now_ms)
{
	if (!more || is_round(s) || s->self->muted_until_utc_ms)
		return false;
	wish(seat, PL_ACT_MORE, 0);
	seat->turn = SEAT_THINKS;
	seat->speaks_ms = now_ms + more->pause_s * 1000;
	seat->goes_on = true;
	return true;
}

/* The floor is given back when what was said has arrived. */
static void end_turn(struct seat *seat)
{
	wish(seat, PL_ACT_DONE, 0);
	seat->turn = SEAT_DONE;
}

static bool has_arrived(const struct seat *seat)
{
	struct pl_link_info info;

	pl_client_link(seat->client, &info);
	return !info.kept;
}

static void think(struct seat *seat, int64_t now_ms)
{
	seat->turn = SEAT_THINKS;
	seat->speaks_ms = now_ms + THINK_MS;
	seat->longs = 0;
	seat->goes_on = false;
}

static void speak_on(struct seat *seat, const struct script_line *more)
{
	pl_client_say(seat->client, seat->group, more->text);
	seat->turn = SEAT_SAID;
	seat->longs++;
}

static int64_t take_turn(struct seat *seat, const struct script *script, int who,
			 int64_t now_ms)
{
	const struct pl_session *s = pl_client_session(seat->client, seat->group);
	const struct script_line *more = own_line(script, "long", who, seat->longs);

	if (seat->turn == SEAT_NO_TURN)
		think(seat, now_ms);
	if (seat->turn == SEAT_THINKS && now_ms >= seat->speaks_ms && seat->goes_on)
		speak_on(seat, more);
	else if (seat->turn == SEAT_THINKS && now_ms >= seat->speaks_ms)
		speak(seat, s, turn_text(seat, script, who));
	else if (seat->turn == SEAT_SAID && has_arrived(seat) && !go_on(seat, s, more, now_ms))
		end_turn(seat);
	return seat->turn == SEAT_THINKS ? seat->speaks_ms : INT64_MAX;
}

static int64_t attend(struct seat *seat, const struct script *script, int who, int64_t now_ms)
{
	const struct pl_session *s = pl_client_session(seat->client, seat->group);
	const bool in = s->stage && s->self && s->self->where == PL_IN;

	seat->accepts = in && (seat->accepts || s->self->accepted);
	if (in && *s->norms && !seat->accepts) {
		seat->accepts = true;
		wish(seat, PL_ACT_ACCEPT, 0);
	}
	if (in && s->floor == s->self->member)
		return take_turn(seat, script, who, now_ms);
	seat->turn = SEAT_NO_TURN;
	return INT64_MAX;
}

int64_t seats_take_turns(struct seats *s, const struct script *script, int64_t now_ms)
{
	int64_t due_ms = INT64_MAX;

	for (size_t i = 0; i < s->count; i++) {
		struct seat *seat = &s->all[i];
		int64_t at_ms = attend(seat, script, (int)i, now_ms);

		due_ms = at_ms < due_ms ? at_ms : due_ms;
	}
	return due_ms;
}

bool seats_are_free(const struct seats *s)
{
	const struct seat *first = &s->all[0];
	const struct pl_session *session = pl_client_session(first->client, first->group);

	return !session->stage || session->talk == PL_TALK_OPEN;
}
