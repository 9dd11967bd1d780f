/* SPDX-License-Identifier: MIT */
/*
 * What was made of each message for the last model, so that the next one, which differs by
 * a message or none, makes no more than that one anew.
 */
#ifndef VIEW_TOLD_H
#define VIEW_TOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "porchlight/client.h"

struct told_row {
	uint64_t id;
	char *who, *text; /* clean, as an item's; NULL: taken over by the next model */
	bool mention;     /* the text names this person */
};

struct told_rows {
	struct told_row *p;
	size_t n, size;
};

/* Zeroed it is empty. */
struct told {
	struct told_rows rows, next; /* of the last model, and of the one being built */
	size_t at;                   /* rows before this one are not looked at any more */
	char *me;
};

/* A model is built: each message is asked for once, in their order.  What it said of the
 * model before lives until told_end, or until now if the person's name is another. */
void told_begin(struct told *t, const char *me);
/* `text`: what is shown of it. */
const struct told_row *told_of(struct told *t, const struct pl_message *msg, const char *text);
void told_end(struct told *t);
void told_finish(struct told *t);

#endif
