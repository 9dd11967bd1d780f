/* SPDX-License-Identifier: MIT */
/*
 * Worksheets on the line: what the server tells, and what goes out; what is the server's in the
 * store.  What is filled in on this device is filling.h's, which has the seam of both.
 */
#ifndef CLIENT_WORKSHEETS_LINE_H
#define CLIENT_WORKSHEETS_LINE_H

#include "client/sheets_list.h"
#include "client/sheets_news.h"
#include "net/loop.h"
#include "porchlight/kit.h"

struct worksheets {
	struct sheet_rows rows;
	struct sheets_news news;
	struct sheets_list list;
	struct loop_timer *due;
	/* For pl_client_crisis. */
	struct arena crisis_mem;
	const char **crisis_lines;
};

struct pl_client;
struct cache_work;

/* What is kept; after filling_open. */
bool worksheets_open(struct pl_client *c, struct err *err);
void worksheets_finish(struct pl_client *c);
/* Another person's: nothing is known. */
void worksheets_forget(struct pl_client *c);
struct sheets_world worksheets_world(struct pl_client *c);
/* Something of it changed: what is due is looked up anew. */
void worksheets_changed(struct pl_client *c);

/* Of the answers that a row has, each part by itself: tabs and line ends stay. */
struct str worksheets_clean_answers(struct arena *mem, struct str text);

void worksheets_on_hello(struct pl_client *c);
void worksheets_on_row(struct pl_client *c, const struct wire_msg *m);
void worksheets_on_case(struct pl_client *c, const struct wire_msg *m);
void worksheets_on_settled(struct pl_client *c, const struct wire_msg *m);
/* True: it was about one of those that are kept here. */
bool worksheets_on_error(struct pl_client *c, const struct wire_msg *m);
bool worksheets_have_words(const struct pl_client *c);
/* A finished sheet with danger goes before all else. */
void worksheets_write_first(struct pl_client *c, struct buf *json);
void worksheets_write(struct pl_client *c, struct buf *json);
/* The connection is gone, or a new one begins: all that is kept goes again. */
void worksheets_reset(struct pl_client *c);

/* Acts, onto the disk and into the rows; their tickets in m.k.  PL_FAIL_BUSY: there are too many. */
enum pl_failure worksheets_keep(struct pl_client *c, struct cache_work *all, size_t n);
/* One act that has nothing but this.  `text` is clean, or NULL. */
enum pl_failure worksheets_do(struct pl_client *c, const char *word, int64_t number,
			      const char *text);
/* An act is forgotten; what is to be said of its end was said. */
void worksheets_drop(struct pl_client *c, int64_t ticket);

/* The safety plan at the server, from whichever device of this person's: shared, reader and is_older
 * are set.  `plan` may be NULL.  For pl_client_plan. */
void worksheets_plan(struct pl_client *c, const struct sheet *plan, struct pl_plan *out);

#endif
