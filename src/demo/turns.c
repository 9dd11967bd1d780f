/* SPDX-License-Identifier: MIT */
/* What the seats do of themselves while a session runs. */
#include "demo/seats.h"

#include "porchlight/session.h"

enum { THINK_MS = 4000, RATE_MOST = 8, RATE_LEAST = 3 };

static void wish(struct seat *seat, enum pl_act act, int64_t n)
{
	pl_client_wish(seat->client, seat->group, &(struct pl_wish) { .act = act, .n = n });
}

/* The next of its own lines in the pool, from the first again after the last. */
static const char *turn_text(const struct seat *seat, const struct script *script, int who)
{
	const struct script_scene *pool = script_pool(script, "turn");
	size_t own = 0, nth;

	for (size_t i = 0; pool && i < pool->count; i++)
		own += script->lines[pool->first + i].who == who;
	if (!own)
		return NULL;
	nth = seat->turns % own;
	for (size_t i = 0;; i++)
		if (script->lines[pool->first + i].who == who && nth-- == 0)
			return script->lines[pool->first + i].text;
}

static void speak(struct seat *seat, const struct pl_session *s, const char *text)
{
	const int spread = RATE_MOST - RATE_LEAST + 1;

	if (s->stages[s->stage - 1].round && s->self->rating < 0)
		wish(seat, PL_ACT_RATE, RATE_LEAST + s->self->member % spread);
	if (text)
		pl_client_say(seat->client, seat->group, text);
	seat->turn = SEAT_SAID;
	seat->turns++;
}

/* The floor is given back when what was said has arrived. */
static void end_turn(struct seat *seat)
{
	struct pl_link_info info;

	pl_client_link(seat->client, &info);
	if (info.kept)
		return;
	wish(seat, PL_ACT_DONE, 0);
	seat->turn = SEAT_DONE;
}

static int64_t take_turn(struct seat *seat, const struct pl_session *s, const char *text,
			 int64_t now_ms)
{
	if (seat->turn == SEAT_NO_TURN) {
		seat->turn = SEAT_THINKS;
		seat->speaks_ms = now_ms + THINK_MS;
	}
	if (seat->turn == SEAT_THINKS && now_ms >= seat->speaks_ms)
		speak(seat, s, text);
	else if (seat->turn == SEAT_SAID)
		end_turn(seat);
	return seat->turn == SEAT_THINKS ? seat->speaks_ms : INT64_MAX;
}

static int64_t attend(struct seat *seat, const char *text, int64_t now_ms)
{
	const struct pl_session *s = pl_client_session(seat->client, seat->group);
	const bool in = s->stage && s->self && s->self->where == PL_IN;

	seat->accepts = in && (seat->accepts || s->self->accepted);
	if (in && *s->norms && !seat->accepts) {
		seat->accepts = true;
		wish(seat, PL_ACT_ACCEPT, 0);
	}
	if (in && s->floor == s->self->member)
		return take_turn(seat, s, text, now_ms);
	seat->turn = SEAT_NO_TURN;
	return INT64_MAX;
}

int64_t seats_take_turns(struct seats *s, const struct script *script, int64_t now_ms)
{
	int64_t due_ms = INT64_MAX;

	for (size_t i = 0; i < s->count; i++) {
		struct seat *seat = &s->all[i];
		int64_t at_ms = attend(seat, turn_text(seat, script, (int)i), now_ms);

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
