/* SPDX-License-Identifier: MIT */
/* What of worksheets is worth a sentence: what has changed, what is due, and who needs help. */
#ifndef CLIENT_SHEETS_NEWS_H
#define CLIENT_SHEETS_NEWS_H

#include "client/sheets_list.h"

enum {
	SHEETS_NEWS_MAX = 200,
	SHEETS_NEWS_EACH = 20,    /* told one by one, of one batch; the rest as one */
	SHEETS_PART_BYTES = 8192, /* what is less than that is no part of something longer */
};
#define SHEETS_SOON_MS INT64_C(86400000) /* DUE: so long before */

struct sheets_note {
	struct pl_sheet_note pub;
	int64_t row;      /* DUE and DANGER: of the row; it is marked when it was told */
	bool of_batch;    /* which has not ended yet */
	struct arena mem; /* their texts */
};

struct sheets_news {
	struct sheets_note *notes;
	struct pl_sheet_note *list;
	size_t count;
	/* A batch: rows that have come, and no WIRE_CASE yet. */
	bool in_batch;
	/* Of all there is, the first time: of it what is to be done is news, and danger; but to a
	 * server that was restored from a copy it is no first time. */
	bool is_first, is_anew;
	size_t batch_size;
	int told, more;
	/* The row that comes: how it was. */
	bool had;
	uint64_t gone; /* a sheet that goes with it */
	char *gone_title;
};

void sheets_news_init(struct sheets_news *n);
void sheets_news_finish(struct sheets_news *n);
/* This batch is all there is, and no news: the server was restored from a copy. */
void sheets_news_all_anew(struct sheets_news *n);
/* A row is about to be taken. */
void sheets_news_before(struct sheets_news *n, const struct sheet_rows *r,
			const struct sheets_world *w, const struct wire_msg *m);
/* And now it is. */
void sheets_news_taken(struct sheets_news *n, const struct sheet_rows *r,
		       const struct sheets_world *w, const struct wire_msg *m);
/* A WIRE_CASE: what belongs together has been taken. */
void sheets_news_after(struct sheets_news *n, const struct sheet_rows *r,
		       const struct sheets_world *w);
/* What there is to be said as things are: whose danger nobody has seen to, and what is due. */
void sheets_news_look(struct sheets_news *n, const struct sheet_rows *r,
		      const struct sheets_world *w);
/* When something is due that was not told, in ms from now; -1: nothing is. */
int64_t sheets_news_due_ms(const struct sheet_rows *r, const struct sheets_world *w);
/* Its texts are copied.  Beyond SHEETS_NEWS_MAX the oldest goes. */
void sheets_news_add(struct sheets_news *n, const struct pl_sheet_note *note, int64_t row);
/* Of the sheet that this row is. */
void sheets_news_add_filed(struct sheets_news *n, const struct sheet_rows *r,
			   const struct sheets_world *w, const struct rows_filed *f,
			   const struct pl_sheet_note *note);
/* Oldest first; borrowed until it is asked again or something else is done. */
size_t sheets_news_list(struct sheets_news *n, const struct pl_sheet_note **out);
void sheets_news_said(struct sheets_news *n, size_t count);

#endif
