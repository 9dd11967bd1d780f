/* SPDX-License-Identifier: MIT */
/* The seat that leads, where the person is a member: slow enough for somebody who reads. */
#include "demo/seats.h"

#include "porchlight/session.h"

enum {
	OPEN_MS = 15000, /* after the person came */
	ACT_MS = 4000,   /* between two acts */
	STAGE_MS = 45000,
	WORK_MS = 240000, /* a stage of turns lasts as long as that, or as there are hands */
};

static bool is_free(const struct pl_session *s)
{
	return !s->floor;
}

static size_t count(const struct pl_session *s, bool (*is)(const struct pl_seat *t))
{
	size_t n = 0;

	for (size_t i = 0; i < s->seats_count; i++)
		n += is(&s->seats[i]);
	return n;
}

static bool waits(const struct pl_seat *t)
{
	return t->where == PL_WAITING && !t->down;
}

static bool has_hand(const struct pl_seat *t)
{
	return t->where == PL_IN && t->hand_utc_ms;
}

/* Has the stage had its time?  A round ends of itself, if nobody keeps the floor for ever. */
static bool is_over(const struct pl_session *s, int64_t since_ms)
{
	if (s->stages[s->stage - 1].round)
		return since_ms > 2 * WORK_MS || (since_ms > STAGE_MS / 3 && is_free(s));
	if (s->talk == PL_TALK_TURNS)
		return since_ms > WORK_MS ||
		       (since_ms > WORK_MS / 3 && is_free(s) && !count(s, has_hand));
	return since_ms > STAGE_MS;
}

/* The next thing to do; false: nothing. */
static bool choose(const struct pl_session *s, const struct seats_led *led, int64_t now_ms,
		   struct pl_wish *w)
{
	const bool turns = s->talk == PL_TALK_TURNS && !s->stages[s->stage - 1].round;

	if (count(s, waits))
		*w = (struct pl_wish) { .act = PL_ACT_ADMIT };
	else if (turns && is_free(s) && count(s, has_hand))
		*w = (struct pl_wish) { .act = PL_ACT_CALL };
	else if (is_over(s, now_ms - led->stage_ms))
		*w = (struct pl_wish) { .act = PL_ACT_STAGE, .n = s->stage + 1 };
	else
		return false;
	return true;
}

static void say_next(struct seats *s, const struct script *script)
{
	const struct script_scene *pool = script_pool(script, "lead");
	const struct seat *seat = &s->all[0];

	if (pool && s->led.said < pool->count)
		pl_client_say(seat->client, seat->group,
			      script->lines[pool->first + s->led.said++].text);
}

static void look(struct seats *s, const struct script *script, int stage, int64_t now_ms)
{
	if (stage == s->led.stage)
		return;
	s->led.stage = stage;
	s->led.stage_ms = s->led.act_ms = now_ms;
	if (stage)
		say_next(s, script);
}

int64_t seats_lead(struct seats *s, const struct script *script, const char *plan,
		   int64_t now_ms)
{
	const struct seat *seat = &s->all[0];
	const struct pl_session *now = pl_client_session(seat->client, seat->group);
	struct pl_wish w = { .act = PL_ACT_OPEN, .text = plan };

	if (!s->led.act_ms)
		s->led.act_ms = now_ms + OPEN_MS - ACT_MS;
	look(s, script, now->stage, now_ms);
	if (now_ms < s->led.act_ms + ACT_MS)
		return s->led.act_ms + ACT_MS;
	s->led.act_ms = now_ms;
	if (now->stage ? choose(now, &s->led, now_ms, &w) : !s->led.opened)
		pl_client_wish(seat->client, seat->group, &w);
	s->led.opened = true;
	return now->stage ? now_ms + ACT_MS : INT64_MAX;
}
