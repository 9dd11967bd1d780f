/* SPDX-License-Identifier: MIT */
/* What this person wishes for in a session, until the server has answered. */
#ifndef CLIENT_WISH_H
#define CLIENT_WISH_H

#include "base/arena.h"
#include "base/buf.h"
#include "porchlight/session.h"
#include "wire/wire.h"

enum {
	WISHES_MAX = 32,
	WISHES_FIRST = 8,        /* and so many that go before all else */
	WISHES_STALE_MS = 60000, /* what only makes sense now does not any more */
};

struct wish {
	int64_t group, ticket, member, n, at_ms;
	enum pl_act act;
	char *text;
	bool sent; /* on this connection */
};

struct wishes {
	struct wish all[WISHES_MAX + WISHES_FIRST]; /* these first; then oldest first */
	size_t count, newest;
	int64_t last_ticket;
};

/* May it be wished for though no session runs? */
bool wish_is_anytime(enum pl_act act);
/* Does it outlive the program? */
bool wish_is_kept(enum pl_act act);
void wishes_finish(struct wishes *w);
/* On a new connection all go again. */
void wishes_again(struct wishes *w);
/* Goes out when it can: PL_OK; `live`: it can now. */
enum pl_failure wishes_add(struct wishes *w, int64_t group, const struct pl_wish *wish,
			   bool live);
/* The moments of the one that was added: on the wall for its ticket, and by the clock that
 * does not jump. */
void wishes_stamp(struct wishes *w, int64_t utc_ms, int64_t now_ms);
/* Adds to a frame those that have not been sent. */
void wishes_write(struct wishes *w, int64_t now_ms, struct buf *json);
/* Of these only those that go before all else. */
void wishes_write_first(struct wishes *w, int64_t now_ms, struct buf *json);
/* Those that outlive the program, as text, "GROUP TICKET\n" or "GROUP TICKET name NAME\n" each,
 * and back, at `now_ms`. */
void wishes_keep(const struct wishes *w, struct buf *out);
void wishes_load(struct wishes *w, const char *text, int64_t now_ms);
/* One that has waited too long to be what was meant, taken out: its group.  0: none. */
int64_t wishes_stale(struct wishes *w, int64_t now_ms);
bool wishes_has(const struct wishes *w, int64_t ticket);
/* The server has answered this one; false: it is none of ours. */
bool wishes_answered(struct wishes *w, int64_t ticket);
/* Not now: it goes again, later. */
bool wishes_later(struct wishes *w, int64_t ticket);
bool wishes_wait(const struct wishes *w); /* something is to be sent */

#endif
