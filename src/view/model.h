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
#include "text/keys.h"

enum item_role {
	ITEM_HEADING,
	ITEM_MESSAGE,
	ITEM_NOTICE,
	ITEM_PERSON,
	ITEM_CHOICE,
	ITEM_HELP,
	ITEM_ROLES
};

/* How much a change deserves to be spoken unasked. */
enum item_voice { VOICE_SILENT, VOICE_POLITE, VOICE_NOW };

/* What an item, or a sentence, is about: hush.h has what that is worth to who listens. */
enum item_about {
	ABOUT_TALK,    /* what somebody says */
	ABOUT_NAMED,   /* and it names this person */
	ABOUT_ASKED,   /* this person asked for it */
	ABOUT_DANGER,  /* somebody is not safe */
	ABOUT_CALL,    /* this person is called on, let in, muted, or must act */
	ABOUT_SOON,    /* a session of this person's begins soon */
	ABOUT_SESSION, /* how the session goes on: stages, exercises, lessons, votes */
	ABOUT_OTHERS,  /* who has the floor, whose line is down, who says "me too" */
	ABOUT_LEADING, /* for those who lead: hands, who waits, what is over */
	ABOUT_SENT,    /* a line of this person's is at the server */
	ABOUT_LINK,    /* the connection */
	ABOUT_NEWS,    /* schedule, worksheets, data */
	ABOUTS
};

struct item {
	uint64_t id; /* the same thing keeps its id from build to build; never 0 */
	enum item_role role;
	enum item_voice voice;
	enum item_about about;
	const char *who;  /* NULL where nobody speaks */
	const char *text; /* clean: no controls but '\n' */
	const char *note; /* state in words ("kept here"), or NULL */
	const char *when; /* the time, where the person wants times; else NULL */
	bool mine;
	bool mention;      /* names this person */
	bool amiss;        /* the note tells of what is not as it should be: say it unasked */
	int cell;          /* of the model's grid, from 1; 0: beside it */
	const char *brief; /* what is written into the cell, or NULL */
	bool seen_only;    /* who listens has heard it before */
};

/* The same as the items, for who sees a wide screen: `across` columns, `down` rows of cells. */
struct model_grid {
	int across, down;         /* 0: there is none */
	const char *const *heads; /* of the columns */
	const char *const *cells; /* what stands above what is in each; NULL: nothing */
};

struct model {
	struct arena mem;
	const char *title;
	const char *status;
	struct item *items;
	size_t count, size;
	uint64_t unread_id; /* the first item not read before, or 0 */
	uint64_t at_id;     /* the item that must be in sight, or 0 */
	bool takes_text;    /* lines typed without a slash are for this view */
	bool untitled;      /* by ear without its title, which was told before */
	bool is_talk;       /* it grows at its end, which is where one reads */
	bool says_first; /* by ear it begins with the first item; then the status, no title */
	struct model_grid grid;
};

void model_init(struct model *m);
void model_reset(struct model *m);
void model_finish(struct model *m);
/* Makes every control character but '\n' a space. */
void model_clean(char *text);
/* Makes every '\n' a space. */
void model_flatten(char *text);
/* Copies into the model's memory, every control character but '\n' made a space. */
const char *model_text(struct model *m, const char *s);
/* The same, in one line. */
const char *model_line(struct model *m, const char *s);
/* The item is zeroed but for its id; fill it.  Valid until the next model_add. */
struct item *model_add(struct model *m, uint64_t id, enum item_role role);

struct stage;

/* What the person did that a front end must follow: bits a verb may answer with. */
enum {
	DID_NOTHING = 0,
	DID_VIEW = 1 << 0, /* another view is up */
	DID_SAY = 1 << 1,  /* stage->answer holds one sentence to tell or show */
	DID_QUIT = 1 << 2,
	DID_SEARCH = 1 << 3, /* the face should search its scrollback for stage->search */
	DID_UNREAD = 1 << 4, /* the face should jump to the first unread item */
	DID_TIMES = 1 << 5,  /* the face should say or show times (toggled) */
	DID_SIGNIN =
		1 << 6, /* the face should ask for the passphrase, then pl_client_sign_in */
	DID_REDRAW = 1 << 7, /* the full face should paint everything again */
	DID_KEEP = 1 << 8,   /* nothing came of the line: leave it in the editor */
	DID_BACK = 1 << 10,  /* the face should show what was said before: see stage_older */
	DID_EDIT =
		1 << 9, /* stage->answer goes into the editor, as the draft: then stage_taken */
	DID_NOW = 1 << 12,     /* what it says waits for no pause */
	DID_FIGURES = 1 << 13, /* the face should ask for figures, then stage_figures */
	DID_SHADE =
		1 << 14, /* the screen is locked or hidden now, or not any more: see shade.h */
	DID_RING = 1 << 11,    /* the face should ring, if the person wants it to */
	DID_RESUME = 1 << 15,  /* what need not wait any more is told: see hush.h */
	DID_UNHEARD = 1 << 16, /* all that waits is told */
};

struct verb {
	const char *word; /* what the line face listens for, behind the slash */
	int key;          /* what the full face listens for: see text/keys.h */
	const char *args; /* "" or what may follow, for help: "TEXT" */
	const char *help; /* one sentence, for the person */
	int (*act)(struct stage *s, const char *rest); /* `rest` NULL: by its key */
};

struct view {
	const char *name; /* the word that shows it: /NAME */
	int key;          /* the key that shows it */
	const char *help;
	void (*build)(struct stage *s, struct model *out);
	const struct verb *verbs; /* ended by a row without a word; may be NULL */
};

#endif
