/* SPDX-License-Identifier: MIT */
/*
 * All that the full face holds between two turns: the stage, the line being typed,
 * what has been laid out, where one reads, and what must be done when.
 */
#ifndef FULL_DESK_H
#define FULL_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "full/hear.h"
#include "full/layout.h"
#include "full/paint.h"
#include "text/edit.h"
#include "text/typed.h"
#include "view/stage.h"

enum {
	DESK_TEXT_MAX = 4000, /* as long as a message may be */
	DESK_SECRET_MAX = 256,
	DESK_ANSWER_ROWS = 8,
	DESK_STATUS_ROWS = 2,
	DESK_PAINT_MS = 50,  /* between two paints */
	DESK_DRAFT_MS = 250, /* between two writes of the draft */
	DESK_PROMPT_MAX = 96,
	DESK_DISK_MS = 5000, /* until a disk that was full is tried again */
	/* The line is down: how long is told again after 3 s, then 6, and so on, at last
	 * each 30 s.  What changes by itself is spoken by readers. */
	DESK_TICK_MS = 3000,
	DESK_TICK_MAX_MS = 30000,
};

/* Whose words are in the editor, and whether the disk has them. */
struct desk_draft {
	struct stage_field field;
	bool unsaved;
	int64_t saved_ms;
};

/* What waits behind a locked or hidden screen. */
struct desk_cover {
	bool on, hidden;
	struct layout_pos pos; /* where one read */
	unsigned missed;       /* bits of pl_client_work that were not followed */
};

struct desk {
	struct pl_client *client;
	struct stage stage;
	struct paint *paint;
	struct hear *hear; /* NULL: for who sees it */
	struct typed input;
	struct edit edit;
	struct layout body, side, answer, status;
	struct model people;
	struct model weeks;    /* what is shown in place of the model where it has a grid */
	struct layout_pos pos; /* follows whenever the newest row is shown */
	struct layout_screen screen; /* as it was painted last */
	int rows, cols;

	bool rings, grid; /* as the person has set it */
	struct buf said;  /* the answer that is shown, "" for none */
	bool gaps;        /* a free row below each item */
	bool greets;      /* it is that of desk_greet */
	char sought[128];
	uint64_t found;
	int64_t newest;      /* seq of the newest message when the model was built */
	int64_t newest_read; /* the same, when the end was last shown */
	uint64_t older_than; /* what is said before this message is being asked for, or 0 */
	uint64_t marked;     /* what the mark stood above when it was last looked at */

	struct desk_cover cover;
	bool paste_asks;       /* Enter sends a paste of several lines */
	char *paste_before;    /* the line as it was before */
	bool secret_asks;      /* a passphrase, or figures, are being typed: */
	enum word secret_word; /* the question */
	struct buf secret;
	bool leave_asked;

	struct desk_draft draft;
	char prompt[DESK_PROMPT_MAX]; /* what stands before the line, where there is room */
	bool quit;
	bool stale;  /* build again */
	bool dirty;  /* paint again */
	bool typed;  /* paint the line again, and no more if that is enough */
	int tick_ms; /* between two tellings of the status; 0: it names no time that goes on */
	int64_t now_ms, painted_ms, tick_at_ms;
};

void desk_open(struct desk *d, struct pl_client *client, struct paint *paint);
void desk_close(
	struct desk *d); /* keeps the draft; the client and the terminal are the caller's */

/* Asks the stage for its model, if anything changed. */
void desk_build(struct desk *d);
/* Lays out and paints, if anything changed and the last paint is long enough ago. */
void desk_show(struct desk *d);
/* One or more sentences above the status; "" takes them away. */
void desk_say(struct desk *d, const char *words);
/* Tells who is new here where to find what there is; what they missed is told beside it. */
void desk_greet(struct desk *d);
/* To the newest row where one talks, to the first row elsewhere. */
void desk_go_home(struct desk *d);
void desk_scroll(struct desk *d, int by);

int desk_page(const struct desk *d); /* so many rows are one */
/* A page up; at the very top, more is asked for. */
void desk_back(struct desk *d);

/* What is shown in the body. */
const struct model *desk_shown(const struct desk *d);
/* The group whose meeting is up, or NULL. */
const struct pl_group *desk_group(const struct desk *d);
/* The people, or the console, have a place only beside a talk, and where there is room: so many
 * columns, or 0. */
int desk_side_cols(const struct desk *d);

/* The editor's text has changed. */
void desk_typed(struct desk *d);
void desk_draft_keep(struct desk *d, bool at_once);
/* Are keys to be read?  Those that come while others wait to be painted are read with the
 * paint: to wake for each would show none of them sooner. */
bool desk_reads(const struct desk *d);
/* Milliseconds until something of this is due, at most; -1: nothing is. */
int desk_timeout_ms(const struct desk *d);

#endif
