/* SPDX-License-Identifier: MIT */
#include "support/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- what happens ---- */

static void act_robin(struct scene *s, const char *what)
{
	char line[256];
	const int n = snprintf(line, sizeof(line), "Robin: %s\n", what);

	if (s->fifo < 0)
		assert_true(child_say(&s->robin, what));
	else if (*what != '/')
		assert_int_equal(write(s->fifo, line, (size_t)n), n);
}

static void act_type(struct scene *s, const char *what)
{
	ear_type(s->e, what);
}

static void act_enter(struct scene *s, const char *what)
{
	ear_type(s->e, what);
	ear_type(s->e, "\r");
}

/* As it was copied: at once. */
static void act_invite(struct scene *s, const char *what)
{
	(void)what;
	ear_paste(s->e, s->invite);
	ear_type(s->e, "\r");
}

static void act_pass(struct scene *s, const char *what)
{
	ear_pass(s->e, *what);
}

static void act_hears(struct scene *s, const char *what)
{
	assert_true(ear_hears(s->e, what));
}

static void act_told(struct scene *s, const char *what)
{
	if (s->fifo < 0)
		assert_true(child_wait_for(&s->robin, what));
}

static void act_idle(struct scene *s, const char *what)
{
	(void)what;
	ear_listen(s->e, s->idle_ms);
}

static void act_down(struct scene *s, const char *what)
{
	(void)what;
	town_kill(s->t);
}

static void act_up(struct scene *s, const char *what)
{
	(void)what;
	assert_true(town_serve(s->t));
}

static const struct {
	const char *word;
	void (*act)(struct scene *s, const char *what);
} acts[] = {
	{ "robin ", act_robin },  { "type ", act_type },   { "enter ", act_enter },
	{ "pass ", act_pass },    { "hears ", act_hears }, { "told ", act_told },
	{ "invite", act_invite }, { "idle", act_idle },    { "down", act_down },
	{ "up", act_up },
};

void scene_act(struct scene *s, const char *what)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		const size_t n = strlen(acts[i].word);

		if (strncmp(acts[i].word, what, n) == 0) {
			acts[i].act(s, what + n);
			return;
		}
	}
	fail_msg("what is \"%s\"?", what);
}

/* ---- life ---- */

enum { WORDS = 24 };

/* The line face does not mind being told to be accessible. */
const char *const *scene_words(struct town *t, const char *face, const char *invite,
			       const struct scene_how *how)
{
	static const char *words[WORDS];
	const char *const options[] = { "--accessible",     "yes",
					"--hold-ms",        how->a_second ? "1000" : "400",
					"--braille-cursor", how->braille ? "yes" : "no" };
	const char *const *all = town_words(t, "Ana", face, invite);
	size_t n = 0;

	words[n++] = all[0];
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		words[n++] = options[i];
	for (size_t i = 1; all[i] && n + 1 < WORDS; i++)
		words[n++] = all[i];
	words[n] = NULL;
	return words;
}

void scene_open(struct scene *s, struct town *t, enum reader r, const char *const *argv)
{
	char dir[128];

	*s = (struct scene) { .t = t, .robin = { .in = -1, .out = -1 }, .fifo = -1 };
	snprintf(dir, sizeof(dir), "%s/ear", t->dir);
	mkdir(dir, 0700);
	s->e = ear_open(r, argv, dir, 24, 80);
}

void scene_close(struct scene *s)
{
	if (s->robin.pid)
		child_kill(&s->robin, 9);
	if (s->robin.pid)
		child_end(&s->robin);
	child_finish(&s->robin);
	ear_type(s->e, "\025\021"); /* what was typed goes, and then the program does */
	ear_close(s->e);
}
