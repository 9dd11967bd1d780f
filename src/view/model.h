/* SPDX-License-Identifier: MIT */
/*
 * A view turns what the client knows into a model: a title, a status, and items in
 * reading order.  No columns, no colours: roles, words, and how much a change
 * deserves to be spoken.  The full face paints it, the line face tells it.
 */
#ifndef VIEW_MODEL_H
#define VIEW_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "porchlight/client.h"

enum item_role { ITEM_HEADING, ITEM_MESSAGE, ITEM_NOTICE, ITEM_PERSON, ITEM_CHOICE, ITEM_HELP };

/* How much a change deserves to be spoken unasked. */
enum item_voice { VOICE_SILENT, VOICE_POLITE, VOICE_NOW };

struct item {
	uint64_t id; /* the same thing keeps its id from build to build; never 0 */
	enum item_role role;
	enum item_voice voice;
	const char *who;  /* NULL where nobody speaks */
	const char *text; /* clean: no controls but '\n' */
	const char *note; /* state in words ("kept here"), or NULL */
	const char *when; /* the time, said on request only, or NULL */
	bool mine;
	bool mention;     /* names this person */
};

struct model {
	struct arena mem;
	const char *title;
	const char *status;
	struct item *items;
	size_t count, size;
	uint64_t unread_id; /* the first item not read before, or 0 */
	bool takes_text;    /* lines typed without a slash are said */
};

void model_init(struct model *m);
void model_reset(struct model *m);
void model_finish(struct model *m);
/* The item is zeroed but for its id; fill it.  Valid until the next model_add. */
struct item *model_add(struct model *m, uint64_t id, enum item_role role);

struct stage;

/* What the person did that a front end must follow: bits a verb may answer with. */
enum {
	DID_NOTHING = 0,
	DID_VIEW = 1 << 0,   /* another view is up */
	DID_SAY = 1 << 1,    /* stage->answer holds one sentence to tell or show */
	DID_QUIT = 1 << 2,
	DID_SEARCH = 1 << 3, /* the face should search its scrollback for stage->search */
	DID_UNREAD = 1 << 4, /* the face should jump to the first unread item */
	DID_TIMES = 1 << 5,  /* the face should say or show times (toggled) */
};

struct verb {
	const char *word; /* what the line face listens for, behind the slash */
	int key;          /* what the full face listens for: a char, or KEY_CTRL('x') */
	const char *args; /* "" or what may follow, for help: "TEXT" */
	const char *help; /* one sentence, for the person */
	int (*act)(struct stage *s, const char *rest);
};

#define KEY_CTRL(c) ((c) & 0x1f)
/* Alt with a letter: the faces turn ESC + letter into this. */
#define KEY_ALT(c) ((c) | 0x200000)

struct view {
	const char *name;  /* the word that shows it: /NAME */
	int key;           /* the key that shows it */
	const char *help;
	void (*build)(struct stage *s, struct model *out);
	const struct verb *verbs; /* ended by a row without a word; may be NULL */
};

#endif
