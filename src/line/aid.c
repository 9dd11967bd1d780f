/* SPDX-License-Identifier: MIT */
#include "line/aid.h"

#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "line/ask.h"
#include "hear/tell.h"
#include "text/keys.h"
#include "view/kit.h"
#include "view/stage.h"

/* ---- the keys ---- */

enum { CRISIS = KEY_CTRL('x') };

static bool is_control(int32_t key)
{
	return key > 0 && key < ' ';
}

static int32_t own_key(const struct rebind *keys)
{
	return rebind_key(keys, "plan", CRISIS);
}

/* A terminal ends a line at two keys besides Enter. */
static void choose_ends(struct aid *aid)
{
	const int32_t own = own_key(aid->set);

	aid->ends[0] = is_control(own) ? (unsigned char)own : CRISIS;
	aid->ends[1] = KEY_CHORD_FIRST;
}

int32_t aid_crisis_key(const struct rebind *keys)
{
	const int32_t own = own_key(keys);
	const bool is_chord = (own & (KEY_CHORD(0) | KEY_SECOND(0))) != 0;

	return is_chord || is_control(own) ? own : CRISIS;
}

/* From now on these end what is read, as Enter does. */
static bool set_ends(struct aid *aid, const unsigned char end[2])
{
	struct termios t;

	if (tcgetattr(aid->fd, &t) != 0)
		return false;
	aid->before[0] = t.c_cc[VEOL];
	aid->before[1] = t.c_cc[VEOL2];
	t.c_cc[VEOL] = end[0];
	t.c_cc[VEOL2] = end[1];
	return tcsetattr(aid->fd, TCSADRAIN, &t) == 0;
}

void aid_begin(struct aid *aid, int fd, const struct rebind *keys)
{
	*aid = (struct aid) { .fd = fd, .set = keys };
	choose_ends(aid);
	aid->on = set_ends(aid, aid->ends);
}

static void begin_chord(struct aid *aid, char *typed)
{
	const char first = KEY_CHORD_FIRST;
	struct termios t;
	int32_t none;

	aid->typed = typed;
	typed_init(&aid->keys);
	typed_add(&aid->keys, &first, 1, 0);
	typed_next(&aid->keys, 0, &none);
	if (tcgetattr(aid->fd, &aid->cooked) != 0)
		return;
	t = aid->cooked;
	t.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	tcsetattr(aid->fd, TCSADRAIN, &t);
}

static char *end_chord(struct aid *aid)
{
	char *typed = aid->typed;

	tcsetattr(aid->fd, TCSADRAIN, &aid->cooked);
	typed_finish(&aid->keys);
	aid->typed = NULL;
	return typed;
}

/* The keys that belong to it and no more; an Escape stands for itself at once. */
static bool chord_is_whole(struct aid *aid, struct lines *in, int32_t *key)
{
	char byte;

	while (aid->keys.chord && lines_take_byte(in, &byte)) {
		typed_add(&aid->keys, &byte, 1, 0);
		if (typed_next(&aid->keys, byte == KEY_CTRL('[') ? TYPED_ESC_MS : 0, key))
			return true;
	}
	*key = KEYS_NONE;
	return !aid->keys.chord || in->ended;
}

void aid_end(struct aid *aid)
{
	if (aid->typed)
		lines_wipe(end_chord(aid));
	if (aid->on)
		set_ends(aid, aid->before);
	aid->on = false;
}

char *aid_take(struct aid *aid, struct lines *in, int32_t *key)
{
	char end;

	if (!aid->on)
		return NULL;
	if (!aid->typed) {
		char *typed =
			lines_take_until(in, (const char *)aid->ends, sizeof(aid->ends), &end);

		*key = (unsigned char)end;
		if (!typed || end != KEY_CHORD_FIRST)
			return typed;
		begin_chord(aid, typed);
	}
	return chord_is_whole(aid, in, key) ? end_chord(aid) : NULL;
}

bool aid_is_key(const char *line, int32_t *key)
{
	const size_t n = strlen(line);

	return n && keys_decode(line, n, true, key) == n &&
	       (is_control(*key) || *key > KEYS_NONE);
}

/* The key of the table stays beside the person's own: see rebind_keeps. */
bool aid_is_crisis(const struct rebind *keys, int32_t key)
{
	return key == CRISIS || key == stage_other_key(CRISIS) || key == own_key(keys);
}

/* ---- what is told ---- */

void aid_tell(struct ask *a, const struct model *m)
{
	struct arena mem = { 0 };

	for (size_t i = 0; i < m->count; i++)
		ask_tell(a, tell_sentence(&mem, &m->items[i], false));
	arena_finish(&mem);
}

void aid_tell_unlocked(struct ask *a, const char *dir)
{
	struct model m;

	model_init(&m);
	kit_show_unlocked(&m, dir, clock_utc_ms());
	aid_tell(a, &m);
	model_finish(&m);
}

void aid_print(const char *dir)
{
	aid_tell_unlocked(&(struct ask) { .out = STDOUT_FILENO }, dir);
}
