/* SPDX-License-Identifier: MIT */
/*
 * The script of a demonstration, as read from text files.  Scenes are played in
 * the file's order; pools hold what is said when somebody outside the cast does
 * something.  The form:
 *
 *	# a comment
 *	[cast]
 *	Robin | facilitator          who plays; before the first line
 *	Amara | patient
 *	[play work]                  said in order
 *	[round check-in: check in]   the same, and whoever is named goes next
 *	[pool greeting: hi, hello*]  one line at a time, each before any comes again
 *	Robin | 6 | Good evening.    who, seconds to wait before typing begins, text
 *	Robin? | 6 | That is fine.   only if the wait before it was in vain
 *	- | 40 |                     waits so long for a word from the person
 *	* | 0 | Hi {you}.            pools only: whoever fits; their seconds do not count
 *
 * {you} is the person's name.  The words behind a scene's colon are its cues: whole
 * words in any case, "*" at the end of one takes any ending, "?" alone is a question
 * mark.  Texts live until script_finish.
 */
#ifndef DEMO_SCRIPT_H
#define DEMO_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

struct err;

enum { SCRIPT_CAST_MAX = 16, SCRIPT_PAUSE_MAX_S = 600, SCRIPT_LINES_MAX = 2000 };

/* A line's speaker is a place in the cast, or one of these. */
enum { SCRIPT_ANYONE = -1, SCRIPT_WAIT = -2 };

enum script_kind { SCRIPT_NONE, SCRIPT_CAST, SCRIPT_PLAY, SCRIPT_ROUND, SCRIPT_POOL };

struct script_line {
	int who;
	int pause_s;
	bool if_silent;
	const char *text;
};

struct script_scene {
	enum script_kind kind;
	const char *name;
	const char *cues;    /* "" if it has none */
	size_t first, count; /* of the script's lines */
};

struct script_member {
	const char *name;
	bool leads;
};

struct script {
	struct arena mem;
	struct script_member cast[SCRIPT_CAST_MAX];
	size_t cast_count;
	struct script_scene *scenes;
	size_t scenes_count;
	struct script_line *lines;
	size_t lines_count;
};

/*
 * Adds a file's text to a script that is zero at first.  Refusals name file and line.
 * A pool's line by somebody who is not in the cast is left out, so that one file of
 * pools serves several casts.
 */
bool script_add(struct script *s, const char *file, struct str text, struct err *err);
void script_finish(struct script *s);

/* Who of the cast has this name; -1 for nobody. */
int script_member(const struct script *s, struct str name);
/* Who of the cast is named in `text`, first in the cast's order; -1 for nobody. */
int script_named(const struct script *s, const char *text);
/* Does `text` hold one of these cues? */
bool script_cued(const char *cues, const char *text);
/* The first pool of this name that has a line; NULL if there is none. */
const struct script_scene *script_pool(const struct script *s, const char *name);

#endif
