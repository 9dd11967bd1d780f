/* SPDX-License-Identifier: MIT */
/*
 * The line a person types: one editor for both faces.  Pure: keys in, text out.
 * Moves by grapheme cluster, in the order the text is read (right-to-left text too);
 * history, words, kill and yank as readline has them.  The text may have lines: home,
 * end and the kills keep to one, up and down go through them before they go to history.
 * `text` is always valid UTF-8 without controls but '\n'.
 */
#ifndef TEXT_EDIT_H
#define TEXT_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum { EDIT_HISTORY = 100 };

struct edit {
	struct buf text;
	size_t at;         /* the cursor: a byte offset, at a cluster's edge */
	struct buf killed; /* what yank brings back */
	bool killing, cut; /* the key before killed, and this one adds to it; it did */
	bool tried;        /* the text is a command that was tried, and no key has come since */
	char *history[EDIT_HISTORY];
	size_t history_count, history_at; /* history_at == count: the line being typed */
	char *kept;                       /* the line being typed while history is shown */
};

void edit_init(struct edit *e, size_t max); /* `max` bytes of text */
void edit_finish(struct edit *e);           /* wipes the text, what was cut and the history */
/*
 * True when the key was the editor's.  False, with nothing changed: a key that is not, or
 * one that would insert what does not fit.  Printable characters insert themselves; what
 * utf8_clean would drop, Enter and Tab are not the editor's.
 */
bool edit_key(struct edit *e, int32_t key);
/* Inserts text, each character as utf8_plain has it; false, nothing inserted, when it would
 * not fit. */
bool edit_insert(struct edit *e, struct str s);
void edit_set(struct edit *e, const char *text); /* what fits of it; the cursor at its end */
/* The command stays, to be mended.  A slash typed now begins another one: it then goes to the
 * history. */
void edit_tried(struct edit *e);
/* Enter: gives the text (the caller's), puts it into the history, empties the line. */
char *edit_take(struct edit *e);

/* The keys, for help and the manual; ended by a row without help. */
struct edit_row {
	int32_t key, other; /* `other`: a second key that does the same, or 0 */
	const char *help;   /* marked for words_row */
	bool (*act)(struct edit *e);
};
extern const struct edit_row edit_rows[];

#endif
