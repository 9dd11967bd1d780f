/* SPDX-License-Identifier: MIT */
/*
 * Keys from the bytes of a terminal, for a face that reads it itself: keys cut in two are
 * waited for, ESC alone for 50 ms.  A paste comes as one text, never as keys: what the
 * terminal marks as one, and, where it does not mark them, text that comes with line
 * ends inside and all at once.
 */
#ifndef TEXT_TYPED_H
#define TEXT_TYPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	TYPED_ESC_MS = 50,
	TYPED_READ_MAX = 4096, /* bytes for one typed_add */
	TYPED_PASTE_MAX = 64 * 1024,
};

enum typed_paste { TYPED_KEYS, TYPED_MARKED, TYPED_BURST };

struct typed {
	char raw[TYPED_READ_MAX + 64]; /* bytes that are no key yet */
	size_t at, n;
	int64_t came_ms;       /* when the last bytes came */
	enum typed_paste mode; /* what the bytes are */
	bool cr;               /* the last pasted byte was '\r': "\r\n" is one line end */
	int32_t chord;    /* what came of one makes the next key: KEY_CHORD(0), KEY_SECOND(0) */
	bool full;        /* the paste was longer than we take: the rest is dropped */
	struct buf paste; /* the pasted text, with '\n', when KEYS_PASTE_END comes */
};

void typed_init(struct typed *in);
void typed_finish(struct typed *in); /* wipes what was typed */
/* What one read gave, TYPED_READ_MAX at most; take all keys before the next. */
void typed_add(struct typed *in, const char *p, size_t n, int64_t now_ms);
/* The next key; KEY_CHORD_FIRST and what is typed behind it are one, and Escape or Ctrl-G there
 * takes it back.  KEYS_PASTE_END: `paste` holds a whole paste, until the next typed_add. */
bool typed_next(struct typed *in, int64_t now_ms, int32_t *key);
/* Milliseconds until what waits is taken for what it is; -1: nothing waits. */
int typed_timeout_ms(const struct typed *in, int64_t now_ms);

#endif
