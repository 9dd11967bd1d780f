/* SPDX-License-Identifier: MIT */
#include "demo/player.h"

#include <stdlib.h>
#include <string.h>

#include "demo/player_in.h"

enum {
	READ_CHARS_S = 30, /* how fast what was said is read */
	TYPE_CHARS_S = 22, /* how fast the next is typed */
	READ_MAX_MS = 6000,
	TYPE_MAX_MS = 7000,
	SILENCE_MS = 240000, /* before the first invitation; doubled before the next */
	NEAR_LINES = 8,      /* of the script: then it does not need an invitation */
	GAP_MS = 5000,       /* an invitation does not tread on anybody's heels */
};

#define YOU "{you}"

struct player *player_create(const struct script *s, const struct player_plan *plan)
{
	struct player *p = mem_get(sizeof(*p));

	p->script = s;
	p->plan = *plan;
	p->warm_left = plan->warm;
	p->said = mem_get(s->lines_count * sizeof(*p->said));
	p->cursor = mem_get(s->scenes_count * sizeof(*p->cursor));
	for (size_t i = 0; i < s->scenes_count; i++)
		if (s->scenes[i].count)
			p->cursor[i] = plan->chance % s->scenes[i].count;
	p->last = p->answered = PLAYER_NOBODY;
	p->invites = PLAYER_INVITES;
	buf_init(&p->out, 8192);
	return p;
}

void player_destroy(struct player *p)
{
	if (!p)
		return;
	buf_finish(&p->out);
	free(p->said);
	free(p->cursor);
	free(p->you);
	free(p);
}

/* Where the script is. */

size_t player_unsaid(const struct player *p, const struct script_scene *scene, int who)
{
	const struct script_line *l = &p->script->lines[scene->first];

	for (size_t i = scene->first; i < scene->first + scene->count; i++, l++)
		if (!p->said[i] && !l->if_silent && l->who != SCRIPT_WAIT &&
		    (who == PLAYER_NOBODY || l->who == who))
			return i;
	return PLAYER_NONE;
}

/* The scene's next line; what is for the silent alone is left out if there was a word. */
static size_t scene_next(const struct player *p, const struct script_scene *scene)
{
	if (scene->kind == SCRIPT_POOL)
		return PLAYER_NONE;
	for (size_t i = scene->first; i < scene->first + scene->count; i++)
		if (!p->said[i] && (p->in_vain || !p->script->lines[i].if_silent))
			return i;
	return PLAYER_NONE;
}

static size_t line_next(const struct player *p)
{
	size_t line = PLAYER_NONE;

	for (size_t k = p->scene; k < p->script->scenes_count && line == PLAYER_NONE; k++)
		line = scene_next(p, &p->script->scenes[k]);
	return line;
}

static bool is_wait(const struct player *p, size_t line)
{
	return line != PLAYER_NONE && p->script->lines[line].who == SCRIPT_WAIT;
}

/* The line is over, and so is what was left out before it. */
static void line_take(struct player *p, size_t line)
{
	const struct script *s = p->script;

	while (s->scenes[p->scene].kind == SCRIPT_POOL ||
	       line >= s->scenes[p->scene].first + s->scenes[p->scene].count)
		p->scene++;
	for (size_t i = s->scenes[p->scene].first; i < line; i++)
		if (s->lines[i].if_silent)
			p->said[i] = true;
	p->said[line] = true;
}

/* When it goes on. */

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t player_paced(const struct player *p, int64_t ms)
{
	return ms * p->plan.pace / 100;
}

static int64_t chars_ms(size_t chars, int per_s, int64_t max_ms)
{
	return sooner((int64_t)chars * 1000 / per_s, max_ms);
}

int64_t player_typing_ms(const struct player *p, size_t line)
{
	return chars_ms(strlen(p->script->lines[line].text), TYPE_CHARS_S, TYPE_MAX_MS);
}

static bool spoke_in_wait(const struct player *p)
{
	return p->spoke_ms && p->spoke_ms >= p->from_ms;
}

static int64_t line_due_ms(const struct player *p, size_t line)
{
	int64_t pause_ms = p->script->lines[line].pause_s * INT64_C(1000);
	int64_t reading_ms = chars_ms(p->last_chars, READ_CHARS_S, READ_MAX_MS);
	int64_t typing_ms = player_typing_ms(p, line), due_ms;

	if (is_wait(p, line)) {
		due_ms = p->from_ms + player_paced(p, pause_ms);
		return later(spoke_in_wait(p) ? p->spoke_ms : due_ms, p->hold_ms);
	}
	due_ms = p->from_ms + player_paced(p, pause_ms + reading_ms + typing_ms);
	if (p->nudge_ms)
		due_ms = sooner(due_ms,
				p->nudge_ms + player_paced(p, PLAYER_LISTEN_MS + typing_ms));
	return later(due_ms, p->hold_ms);
}

/* Does the script itself turn to the person before long? */
static bool is_named_soon(const struct player *p)
{
	const struct script *s = p->script;
	size_t line = line_next(p), end = line + NEAR_LINES;

	for (; line < s->lines_count && line < end; line++)
		if (strstr(s->lines[line].text, YOU))
			return true;
	return false;
}

static int64_t silence_due_ms(const struct player *p)
{
	if (!p->invites || !script_pool(p->script, "silence") || is_named_soon(p))
		return INT64_MAX;
	return later(p->quiet_ms + player_paced(p, (int64_t)SILENCE_MS
							   << (PLAYER_INVITES - p->invites)),
		     p->from_ms + player_paced(p, GAP_MS));
}

static bool is_warming(const struct player *p)
{
	return p->warm_left && line_next(p) != PLAYER_NONE;
}

bool player_is_warm(const struct player *p)
{
	return !p->unheard && !is_warming(p);
}

int64_t player_due_ms(const struct player *p)
{
	size_t line = line_next(p);

	if (p->unheard)
		return INT64_MAX;
	if (is_warming(p))
		return 0;
	if (!p->here)
		return INT64_MAX;
	if (p->answer.on)
		return p->answer.due_ms;
	if (line == PLAYER_NONE)
		return INT64_MAX;
	return sooner(silence_due_ms(p), line_due_ms(p, line));
}

/* What is said. */

static void put_text(struct player *p, const char *text)
{
	const char *at;

	buf_reset(&p->out);
	while ((at = strstr(text, YOU)) != NULL) {
		buf_add(&p->out, text, (size_t)(at - text));
		buf_adds(&p->out, p->you ? p->you : "you");
		text = at + sizeof(YOU) - 1;
	}
	buf_adds(&p->out, text);
}

static bool say(struct player *p, int who, size_t line, struct player_say *out)
{
	put_text(p, p->script->lines[line].text);
	p->unheard = true;
	*out = (struct player_say) { who, buf_text(&p->out) };
	return true;
}

static bool say_answer(struct player *p, struct player_say *out)
{
	struct answer *a = &p->answer;

	a->on = false;
	p->answered = a->who;
	p->said[a->line] = true;
	return say(p, a->who, a->line, out);
}

static bool say_line(struct player *p, size_t line, struct player_say *out)
{
	line_take(p, line);
	p->nudge_ms = 0;
	p->floor = false;
	if (p->warm_left)
		p->warm_left--;
	return say(p, p->script->lines[line].who, line, out);
}

static void end_wait(struct player *p, size_t line, int64_t now_ms)
{
	line_take(p, line);
	p->in_vain = !spoke_in_wait(p);
	p->from_ms = now_ms;
}

bool player_next(struct player *p, int64_t now_ms, struct player_say *out)
{
	while (now_ms >= player_due_ms(p)) {
		bool warming = is_warming(p);
		size_t line = line_next(p);

		if (!warming && !p->answer.on && now_ms >= silence_due_ms(p))
			answer_to_silence(p, now_ms);
		if (!warming && p->answer.on)
			return say_answer(p, out);
		if (!is_wait(p, line))
			return say_line(p, line, out);
		end_wait(p, line, now_ms);
	}
	return false;
}

/* What is heard. */

void player_arrive(struct player *p, const char *name, int64_t now_ms)
{
	free(p->you);
	p->you = mem_dup(name, strlen(name));
	if (p->here)
		return; /* they have spoken already, and are being answered */
	p->here = true;
	p->from_ms = p->quiet_ms = now_ms;
	answer_to_arrival(p, now_ms);
}

static void hear_ours(struct player *p, int who, const char *text, int64_t now_ms)
{
	p->unheard = false;
	p->last = who;
	p->last_chars = strlen(text);
	if (p->you && strstr(text, p->you))
		p->quiet_ms = now_ms;
	if (p->floor)
		p->hold_ms = later(p->hold_ms, now_ms + player_paced(p, PLAYER_FLOOR_MS));
	/* A wait goes on while the person is answered. */
	if (!p->floor || !is_wait(p, line_next(p)))
		p->from_ms = now_ms;
}

void player_hear(struct player *p, const char *who, const char *text, int64_t now_ms)
{
	int member = script_member(p->script, str_of(who));

	if (member >= 0) {
		hear_ours(p, member, text, now_ms);
		return;
	}
	if (!p->you || strcmp(p->you, who) != 0) {
		free(p->you);
		p->you = mem_dup(who, strlen(who));
	}
	p->here = true;
	answer_to_words(p, text, now_ms);
}
