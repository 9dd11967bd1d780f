/* SPDX-License-Identifier: MIT */
/*
 * What can be read without the passphrase: DIR/unlocked, a text of lines, each a word and
 * what it is about.  It is for whoever sits at the device: of the plan there is as much in it as
 * the person allows.  What is wrong in it is left out; nothing in it stops the program.
 */
#ifndef CLIENT_UNLOCKED_H
#define CLIENT_UNLOCKED_H

#include "base/arena.h"
#include "base/buf.h"
#include "porchlight/kit.h"

#define UNLOCKED_FILE "unlocked"

enum {
	UNLOCKED_BYTES_MAX = 256 * 1024,
	UNLOCKED_LINE_MAX = 4000, /* bytes of one line's words; the rest is cut */
	UNLOCKED_PARTS_MAX = 32,
	UNLOCKED_LINES_MAX = 500, /* of a part, or to call; more are left out */
};

/* A plan and lines to call, and where their words are. */
struct kit_text {
	struct arena mem;
	struct pl_plan plan;
	struct pl_crisis crisis;
	bool has_plan; /* there is one, be its words here or not */
	struct pl_plan_part parts[UNLOCKED_PARTS_MAX];
	const char **lines[UNLOCKED_PARTS_MAX];
	const char **calls;
};

void kit_text_init(struct kit_text *t);
void kit_text_reset(struct kit_text *t); /* empty again */
/* Each cleans what it takes; the ends of lines in it begin new ones, blank ones are left out. */
void kit_text_part(struct kit_text *t, struct str title);
void kit_text_line(struct kit_text *t, struct str line); /* of the part that came last */
void kit_text_call(struct kit_text *t, struct str line);

/* The file's text; what it says of the plan is as much as `with_plan`.  False: nothing. */
bool unlocked_write(const struct kit_text *t, bool with_plan, struct buf *out);
void unlocked_parse(struct str text, struct kit_text *t);
/* Its bytes, at most UNLOCKED_BYTES_MAX; false: it is not there, or no file of ours. */
bool unlocked_load(const char *path, struct buf *out);

#endif
