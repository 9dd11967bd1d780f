/* SPDX-License-Identifier: MIT */
/* The cache's inside, shared by cache.c, keep.c and outbox.c. */
#ifndef CLIENT_CACHE_IN_H
#define CLIENT_CACHE_IN_H

#include "client/cache.h"
#include "client/proof.h"
#include "sql/sql.h"

struct cache {
	struct sql *db;
	char *dir; /* NULL: in memory */
	int lock;  /* a descriptor, or -1 */
	struct proof proof;
	bool is_sure; /* see cache_be_sure */
};

/* The steps by which a store climbs to today's version; a change is a step behind the last. */
extern const char *const cache_steps[];
extern const size_t cache_version;

/* `line.state` */
enum { LINE_KEPT, LINE_DOUBTFUL, LINE_REFUSED, LINE_HELD };

/* A statement with its numbers bound, from 1 on; texts are bound by hand behind them. */
struct sql_stmt *cache_ask(struct cache *c, const char *text, int n, const int64_t *numbers,
			   struct err *err);
/* The same, without results. */
bool cache_do(struct cache *c, const char *text, int n, const int64_t *numbers,
	      struct err *err);
/* A transaction that is on the disk when it ends, and not just out of our hands. */
bool cache_begin_durable(struct cache *c, struct err *err);
/* Commits if `ok`, else rolls back; answers whether it was committed. */
bool cache_finish(struct cache *c, bool ok, struct err *err);
/* The same, of a durable one. */
bool cache_end(struct cache *c, bool ok, struct err *err);

/* No line and no ask of ours gets this ticket again.  A folder that was copied, or brought back
 * by a backup, does not know what this device has said since. */
bool cache_take_ticket(struct cache *c, int64_t ticket, struct err *err);
/* The highest ticket that this store has given; 0: none yet.  False: the disk. */
bool cache_last_ticket(struct cache *c, int64_t *out);
/* The next ticket of this store's, taken; in a transaction.  False: `*out` is none. */
bool cache_next_ticket(struct cache *c, int64_t *out);
/* In the transaction that gave a ticket; does nothing while it is not sure. */
bool cache_stay_sure(struct cache *c);
/* A message as it goes over the wire, alone in a frame; `json` is made, and to be finished. */
bool cache_write_row(const struct wire_msg *m, struct buf *json, struct err *err);
/* cache_diary.c: rows of the schedule, as they came. */
bool cache_keep_series(struct cache *c, const struct wire_msg *m, struct err *err);
bool cache_keep_request(struct cache *c, const struct wire_msg *m, struct err *err);
bool cache_keep_version(struct cache *c, const struct wire_msg *m, struct err *err);
/* cache_cases.c: rows of worksheets, as they came. */
bool cache_keep_case_row(struct cache *c, const struct wire_msg *m, struct err *err);
bool cache_keep_case(struct cache *c, const struct wire_msg *m, struct err *err);
/* What is to be taken back when it has its number is known by its ticket: one behind `sure` goes
 * up by `by`. */
bool cache_move_unfiled(struct cache *c, int64_t sure, int64_t by);

#endif
