/* SPDX-License-Identifier: MIT */
/* All that the line face holds between two turns; for the files of this folder. */
#ifndef LINE_RUN_H
#define LINE_RUN_H

#include "line/aid.h"
#include "line/cover.h"
#include "line/line.h"
#include "line/lines.h"
#include "hear/tell.h"
#include "line/tty.h"
#include "text/edit.h"
#include "view/stage.h"
#include "text/typed.h"

enum {
	RUN_TEXT_MAX = 4000, /* as long as a message may be */
	RUN_DRAFT_MS = 250,  /* between two writes of the draft */
	RUN_LEAVE_MS = 3000, /* what was just said has so long to go out at a terminal */
	RUN_WORDS_MAX = 256,
};

struct line;

/* What a script waits for before its next line is read. */
struct run_wait {
	bool (*is_over)(const struct line *l); /* NULL: nothing is waited for */
	int64_t until_ms;                      /* then it has run out, or it is over */
	char words[RUN_WORDS_MAX];
};

/* What stands in the editor; only where we edit. */
struct run_typing {
	struct typed typed;
	struct edit edit;
	struct stage_field field; /* whose the words are */
	bool unsaved;             /* the disk has others */
	int64_t saved_ms;
	bool paste_asks;    /* Enter sends a paste of several lines */
	char *paste_before; /* the line as it was before */
};

/* What waits behind a locked or hidden screen, and the passphrase that is typed. */
struct run_cover {
	bool on, wiped;
	unsigned missed; /* bits of pl_client_work that were not followed */
	struct buf secret;
};

struct line {
	struct pl_client *client;
	struct line_options o;
	struct stage stage;
	struct tell told; /* of the meeting */
	struct tell_link link_told;
	struct hold hold;
	struct tty tty;
	struct run_typing typing;
	struct run_wait wait;
	struct run_cover cover;
	struct aid aid; /* where we do not edit */

	bool somebody; /* standard input is a terminal */
	bool edits;    /* and we edit on it */
	int signals;
	int64_t group;              /* whose meeting was told; -1 at first */
	int64_t told_seq, seen_seq; /* of that group: in the hold, and written */
	bool stale, leave_asked, paused;
	bool leaving, left; /* no more is read; the end */
	int64_t leave_by_ms;
	bool failed;
	size_t refused; /* own messages that were not accepted, at the beginning */
	int64_t now_ms, began_ms;
};

/* One whole line of the person's: the stage's bits, followed. */
int line_do(struct line *l, const char *text);
/* The stage's bits. */
void line_follow(struct line *l, int bits);
/* A key of a verb's or a view's; false: of none. */
bool line_key(struct line *l, int key);
/* One or more sentences that were asked for. */
void line_say(struct line *l, const char *words);
/* Does what the bits of an act (DID_) ask for. */
void line_follow(struct line *l, int bits);
void line_leave(struct line *l);
/* An act of the account's has ended: what came of it, and what is asked then. */
void line_ended(struct line *l);
/* So long a device that has just joined may not know its groups: nothing is told of it. */
int64_t line_patience_ms(const struct line *l);
/* So long a script's next line waits for a group to be said in; 0: it does not. */
int64_t line_script_waits_ms(const struct line *l);
/* What the client has changed. */
void line_tell_changes(struct line *l);
/* What goes on by itself, when the person has started it. */
void line_tick(struct line *l);
void line_follow(struct line *l, int bits); /* what a verb has answered */

/* The verbs of this face alone; ended by a row without a word. */
struct line_verb {
	const char *word, *args, *help;
	void (*act)(struct line *l, const char *rest);
};
extern const struct line_verb line_verbs[];

/* script.c: what line_verbs do. */
void script_wait(struct line *l, const char *rest);
void script_draft(struct line *l, const char *rest);
/* Ends a wait that is over. */
void script_look(struct line *l);
/* Where we do not edit: the line becomes the draft, or a part of it. */
void script_keep(struct line *l, const char *text);
/* The same, and no failure of a script's; false: it could not be kept. */
bool script_put(struct line *l, const char *text);

/* typing.c: the editor, its keys and its draft. */
void typing_open(struct line *l);
void typing_close(struct line *l);
void typing_read(struct line *l);
void typing_take(struct line *l);
/* Another group or a sheet is up: what was typed there comes into the editor. */
void typing_change_field(struct line *l);
/* The same where a sheet comes or goes; that of a group comes behind its meeting, when that has been told. */
void typing_change_sheet(struct line *l);
/* The line being typed is this one; false: it could not be kept as the draft. */
bool typing_set(struct line *l, const char *text);
void typing_keep_draft(struct line *l, bool at_once);
void typing_show(struct line *l);
int64_t typing_due_ms(const struct line *l);

#endif
