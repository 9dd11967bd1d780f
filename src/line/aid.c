/* SPDX-License-Identifier: MIT */
#include "line/aid.h"

#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "line/ask.h"
#include "hear/tell.h"
#include "text/keys.h"
#include "view/kit.h"

/* ---- the key ---- */

static bool set_end(struct aid *aid, unsigned char end)
{
	struct termios t;

	if (tcgetattr(aid->fd, &t) != 0)
		return false;
	aid->before = t.c_cc[VEOL];
	t.c_cc[VEOL] = end;
	return tcsetattr(aid->fd, TCSADRAIN, &t) == 0;
}

void aid_begin(struct aid *aid, int fd)
{
	*aid = (struct aid) { .fd = fd };
	aid->on = set_end(aid, KEY_CTRL('x'));
}

void aid_end(struct aid *aid)
{
	if (aid->on)
		set_end(aid, aid->before);
	aid->on = false;
}

char *aid_take(const struct aid *aid, struct lines *in)
{
	return aid->on ? lines_take_until(in, KEY_CTRL('x')) : NULL;
}

/* ---- what is told ---- */

void aid_tell(const struct ask *a, const struct model *m)
{
	struct arena mem = { 0 };

	for (size_t i = 0; i < m->count; i++)
		ask_tell(a, tell_sentence(&mem, &m->items[i], false));
	arena_finish(&mem);
}

void aid_tell_unlocked(const struct ask *a, const char *dir)
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
