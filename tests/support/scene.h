/* SPDX-License-Identifier: MIT */
/*
 * A town with one who leads ("Robin", on pipes) and one who listens, and a script of what
 * happens there.  A line of it is a word, and what comes behind that:
 *
 *   robin LINE    Robin types it             told WORDS    until Robin is told so
 *   enter LINE    it is typed, and Enter     type KEYS     they are typed
 *   pass KEY      one that yasr would take   hears WORDS   until it is said
 *   invite        it is pasted, and Enter
 *   idle          nothing, for idle_ms       down, up      the server goes and comes
 */
#ifndef SUPPORT_SCENE_H
#define SUPPORT_SCENE_H

#include "support/ear.h"
#include "support/town.h"

struct scene {
	struct town *t;
	struct ear *e;
	struct child robin;
	int fifo;           /* of the bad program, or -1 */
	int idle_ms;        /* so long "idle" is */
	const char *invite; /* for "invite"; borrowed */
};

struct scene_how {
	bool braille;  /* the cursor rests on what is newest */
	bool a_second; /* what arrives is held as long as by default, and not 400 ms */
};

/* The client's words for Ana, in the accessible layout.  Until the next call. */
const char *const *scene_words(struct town *t, const char *face, const char *invite,
			       const struct scene_how *how);
/* Robin is there; `argv` is the program of who listens, with this reader. */
void scene_open(struct scene *s, struct town *t, enum reader r, const char *const *argv);
void scene_close(struct scene *s);
/* One line of the script; fails the test where what it waits for does not come. */
void scene_act(struct scene *s, const char *what);

#endif
