/* SPDX-License-Identifier: MIT */
/* What is said in a meeting: read from a file like tests/data/meeting.txt, or put together. */
#ifndef SUPPORT_TALK_H
#define SUPPORT_TALK_H

#include <stddef.h>
#include <stdint.h>

struct talk_line {
	int64_t at_ms; /* since the first */
	char *who, *text;
};

struct talk {
	struct talk_line *lines;
	size_t n;
};

/* A file of lines "MS NAME: TEXT"; an empty talk, said on stderr, where it cannot be read. */
void talk_read(struct talk *t, const char *path);
void talk_add(struct talk *t, const char *who, const char *text); /* copies */
void talk_forget(struct talk *t);

#endif
