/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <string.h>

#include "demo/player_in.h"

enum { ANSWER_MAX_MS = 12000 }; /* behind the person's first words, however many follow */

/* Who says it. */

/* A patient: who spoke last, for the answer is theirs; but nobody answers twice running. */
static int anyone(const struct player *p)
{
	const struct script *s = p->script;
	int n = (int)s->cast_count, who = p->last;

	for (int i = 0; i <= n; i++) {
		if (who >= 0 && !s->cast[who].leads && who != p->answered)
			return who;
		who = (p->answered + 1 + i) % n;
	}
	return p->answered < 0 ? 0 : p->answered;
}

/* The pool's next line that `named` can say, or, if it has none, its next line. */
static size_t pool_pick(struct player *p, const struct script_scene *pool, int named)
{
	size_t *cursor = &p->cursor[pool - p->script->scenes];
	size_t at = *cursor;

	assert(pool->count);
	for (size_t i = 0; i < pool->count; i++) {
		size_t k = (*cursor + i) % pool->count;
		int who = p->script->lines[pool->first + k].who;

		if (named == PLAYER_NOBODY || who == named || who == SCRIPT_ANYONE) {
			at = k;
			break;
		}
	}
	*cursor = (at + 1) % pool->count;
	return pool->first + at;
}

static void answer_set(struct player *p, size_t line, int named, int64_t now_ms)
{
	struct answer *a = &p->answer;

	if (!a->on)
		a->first_ms = now_ms;
	a->on = true;
	a->line = line;
	a->who = p->script->lines[line].who;
	if (a->who == SCRIPT_ANYONE)
		a->who = named == PLAYER_NOBODY ? anyone(p) : named;
}

/* From the pool of this name, unless what is about to be said weighs more. */
static void answer_from(struct player *p, const char *name, int named, int64_t now_ms)
{
	const struct script_scene *pool = script_pool(p->script, name);
	size_t rank = pool ? (size_t)(pool - p->script->scenes) : 0;

	if (!pool || (p->answer.on && p->answer.rank <= rank))
		return;
	answer_set(p, pool_pick(p, pool, named), named, now_ms);
	p->answer.rank = rank;
	p->floor = true;
}

/* Each further word of the person puts the answer off, but not for ever. */
static void answer_time(struct player *p, int64_t now_ms)
{
	struct answer *a = &p->answer;
	int64_t due_ms, last_ms;

	if (!a->on)
		return;
	due_ms = now_ms + player_paced(p, PLAYER_LISTEN_MS + player_typing_ms(p, a->line));
	last_ms = a->first_ms + player_paced(p, ANSWER_MAX_MS);
	a->due_ms = due_ms < last_ms ? due_ms : last_ms;
}

void answer_to_arrival(struct player *p, int64_t now_ms)
{
	answer_from(p, "arrive", PLAYER_NOBODY, now_ms);
	answer_time(p, now_ms);
	p->hold_ms = now_ms + player_paced(p, PLAYER_HOLD_MS);
}

void answer_to_silence(struct player *p, int64_t now_ms)
{
	p->invites--;
	p->quiet_ms = now_ms;
	answer_from(p, "silence", PLAYER_NOBODY, now_ms);
}

/* The person who leads. */

static const struct script_scene *round_now(const struct player *p)
{
	const struct script_scene *scene = &p->script->scenes[p->scene];
	bool round = p->scene < p->script->scenes_count && scene->kind == SCRIPT_ROUND;

	return round && player_unsaid(p, scene, PLAYER_NOBODY) != PLAYER_NONE ? scene : NULL;
}

/*
 * Does the text hold a cue of a scene that has lines left?  Then that is what is played
 * now; of several the last, for the first scenes' cues are the most general.
 */
static bool go_to_cued(struct player *p, const char *text)
{
	const struct script_scene *scene;
	bool found = false;

	for (size_t i = 0; i < p->script->scenes_count; i++) {
		scene = &p->script->scenes[i];
		if (scene->kind == SCRIPT_POOL || !script_cued(scene->cues, text) ||
		    player_unsaid(p, scene, PLAYER_NOBODY) == PLAYER_NONE)
			continue;
		p->scene = i;
		found = true;
	}
	return found;
}

/* In a round the one who is named goes next. */
static bool prompt_named(struct player *p, int named, int64_t now_ms)
{
	const struct script_scene *round = round_now(p);
	size_t line = PLAYER_NONE;

	if (round && named != PLAYER_NOBODY)
		line = player_unsaid(p, round, named);
	if (line == PLAYER_NONE)
		return false;
	answer_set(p, line, named, now_ms);
	p->answer.rank = 0;
	p->floor = false;
	p->nudge_ms = 0;
	return true;
}

/* What the person says. */

static const char *pool_cued(const struct player *p, const char *text)
{
	const struct script_scene *scene = p->script->scenes;

	for (size_t i = 0; i < p->script->scenes_count; i++, scene++)
		if (scene->kind == SCRIPT_POOL && script_cued(scene->cues, text))
			return scene->name;
	return NULL;
}

static bool is(const char *pool, const char *name)
{
	return pool && strcmp(pool, name) == 0;
}

void answer_to_words(struct player *p, const char *text, int64_t now_ms)
{
	const char *pool = pool_cued(p, text);
	int named = script_named(p->script, text);
	bool danger = is(pool, "danger");
	bool cued = !danger && go_to_cued(p, text);
	bool in_round = !danger && round_now(p);

	p->spoke_ms = p->quiet_ms = now_ms;
	p->hold_ms = now_ms + player_paced(p, PLAYER_HOLD_MS);
	if (is(pool, "pass"))
		p->invites = 0;
	if (cued || in_round)
		p->nudge_ms = now_ms;
	if ((in_round && prompt_named(p, named, now_ms)) || cued ||
	    (in_round && (!pool || is(pool, "next"))))
		p->hold_ms = now_ms;
	else
		answer_from(p, pool ? pool : "other", named, now_ms);
	answer_time(p, now_ms);
}
