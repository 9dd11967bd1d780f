/* SPDX-License-Identifier: MIT */
/*
 * Keys from the bytes of a terminal: keys cut in two are waited for, ESC alone for
 * 50 ms.  A paste comes as one text, never as keys: what the terminal marks as one,
 * and, where it does not mark them, text that comes with line ends inside and all at
 * once.
 */
#ifndef FULL_INPUT_H
#define FULL_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	INPUT_ESC_MS = 50,
	INPUT_READ_MAX = 4096, /* bytes for one input_add */
	INPUT_PASTE_MAX = 64 * 1024,
};

enum input_paste { INPUT_KEYS, INPUT_MARKED, INPUT_BURST };

struct input {
	char raw[INPUT_READ_MAX + 64]; /* bytes that are no key yet */
	size_t at, n;
	int64_t came_ms;       /* when the last bytes came */
	enum input_paste mode; /* what the bytes are */
	bool cr;               /* the last pasted byte was '\r': "\r\n" is one line end */
	bool full;             /* the paste was longer than we take: the rest is dropped */
	struct buf paste;      /* the pasted text, with '\n', when KEYS_PASTE_END comes */
};

void input_init(struct input *in);
void input_finish(struct input *in); /* wipes what was typed */
/* What one read gave, INPUT_READ_MAX at most; take all keys before the next. */
void input_add(struct input *in, const char *p, size_t n, int64_t now_ms);
/* The next key; KEYS_PASTE_END: `paste` holds a whole paste, until the next input_add. */
bool input_next(struct input *in, int64_t now_ms, int32_t *key);
/* Milliseconds until what waits is taken for what it is; -1: nothing waits. */
int input_timeout_ms(const struct input *in, int64_t now_ms);

#endif
