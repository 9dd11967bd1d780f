/* SPDX-License-Identifier: MIT */
/*
 * What the device keeps of worksheets that the server has, as the rows came, and of what was
 * done with them and has no answer.  As cache.h says of writing; what was done is there after
 * a power cut, too.
 */
#ifndef CLIENT_CACHE_CASES_H
#define CLIENT_CACHE_CASES_H

#include "client/cache.h"
#include "client/sheets_rows.h"

/* All of it, into empty rows. */
bool cache_cases_load(struct cache *c, struct sheet_rows *r, struct err *err);

/* Of what is no more, though the server did not say so. */
bool cache_case_drop(struct cache *c, struct rows_gone gone);
/* It was told, or given: see sheets_rows.h.  `type` is that of the row. */
bool cache_case_told(struct cache *c, enum wire_type type, int64_t number);

struct cache_work {
	struct wire_msg m; /* WIRE_WORK; its ticket goes into k, */
	struct buf json;   /* and the whole into this, which the caller finishes */
	int64_t utc_ms;    /* when it was done */
	uint64_t sheet;    /* "file": which; else 0 */
};
/* All or none.  Their tickets are of one row with those of lines: see cache.h. */
bool cache_work_add(struct cache *c, struct cache_work *all, size_t n);
bool cache_work_drop(struct cache *c, int64_t ticket);
/* It is about to go out. */
bool cache_work_left(struct cache *c, int64_t ticket);
/* It is done; `row` (may be NULL) is what it is at the server, where that is not here already. */
bool cache_work_stored(struct cache *c, int64_t ticket, const struct wire_msg *row,
		       uint64_t sheet);
/* It is to be sent so from now on. */
bool cache_work_again(struct cache *c, int64_t ticket, const struct wire_msg *m);

#endif
