/* SPDX-License-Identifier: MIT */
/*
 * Items to sentences: what is new or has changed, once; what was asked for, whole.  What
 * was told is known by the items' ids.  Pure: sentences go into the hold, time comes in.
 */
#ifndef HEAR_TELL_H
#define HEAR_TELL_H

#include "hear/hold.h"

enum {
	TELL_BEFORE = 10,     /* so many messages that were read stand before the new ones */
	TELL_BACK = 10,       /* so many messages are told for a step back */
	TELL_SEARCH_MAX = 20, /* so many of the newest that a search finds */
	TELL_DOWN_MS = 3000,  /* a line that is back sooner was not down */
	TELL_FIRST_DOWN_MS = 10000 /* the first connection may take so long */
};

struct tell_row;

/* What was told of one view; zeroed it is nothing. */
struct tell {
	struct tell_row *rows; /* of the last model, by id */
	size_t count;
	uint64_t first; /* the oldest message that was told, or 0 */
};

struct tell_how {
	bool times;
	bool own; /* one's own lines too, as they are sent: where typed ones do not stay */
};

void tell_finish(struct tell *t);
/* The person asked for this view: the title, then every item. */
void tell_view(const struct model *m, struct tell_how how, struct hold *out);
/* The meeting comes up: its title, the last that was read, and all that was not. */
void tell_meeting(struct tell *t, const struct model *m, struct tell_how how, struct hold *out);
/* What is new, and what has changed so that it must be said. */
void tell_news(struct tell *t, const struct model *m, struct tell_how how, struct hold *out);
/* From the item with this id on; false: it is not there. */
bool tell_from(const struct model *m, uint64_t id, struct tell_how how, struct hold *out);
/* What stands before the oldest that was told; false: nothing does. */
bool tell_back(struct tell *t, const struct model *m, struct tell_how how, struct hold *out);
/* The items that hold these words; false: none does. */
bool tell_found(const struct model *m, const char *words, struct tell_how how,
		struct hold *out);
/* Was somebody else's message with these words told, or passed over as read before? */
bool tell_knows(const struct tell *t, const struct model *m, const char *words);
/* One sentence, in one line, for an item. */
const char *tell_sentence(struct arena *a, const struct item *it, bool times);
/* Text on one line: who says several must not seem to be several. */
const char *tell_one_line(struct arena *a, const char *text);

/* What was told of the connection; zeroed it is nothing. */
struct tell_link {
	bool was_up, down, told, kept_told;
	int64_t down_ms;
	enum pl_link why;  /* PL_LINK_WAITING for all that is down */
	uint64_t failures; /* a bit for each that was told */
};

/* Only that it is down, and back: once each, and not for a moment's break. */
void tell_link(struct tell_link *t, const struct pl_link_info *i, int64_t now_ms,
	       struct hold *out);
/* Milliseconds until there may be something to tell of it; -1: not by time. */
int64_t tell_link_due_ms(const struct tell_link *t, const struct pl_link_info *i,
			 int64_t now_ms);

#endif
