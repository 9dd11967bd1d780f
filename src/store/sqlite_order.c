/* SPDX-License-Identifier: MIT */
/* What an event of a session does to messages, in one step with it. */
#include "store/sqlite_in.h"

/* The event alone: a ticket is the message's, not the mark of a beginning. */
static bool log_it(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	struct store_req e = *r;

	e.ticket = 0;
	return sqlite_event(s, &e, a);
}

bool sqlite_let(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	struct store_req line = *r;

	line.a = r->c;
	line.b = r->d;
	line.utc_ms = r->utc_ms / 1000 * 1000;
	return log_it(s, r, a) && sqlite_say(s, &line, a);
}

bool sqlite_hide(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char set[] = "UPDATE messages SET hidden = :ticket"
				  " WHERE group_id = :group AND seq = :message AND hidden < 2";
	static const char now[] = "SELECT " SQLITE_MESSAGE " FROM messages"
				  " WHERE group_id = :group AND seq = :message";

	return log_it(s, r, a) && sqlite_do_some(s, set, r, ERR_NOT_FOUND, &a->r.err) &&
	       sqlite_read(s, now, r, a);
}

bool sqlite_hidden(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char newest[] = "SELECT " SQLITE_MESSAGE " FROM messages"
				     " WHERE group_id = :group AND hidden = 1"
				     " ORDER BY seq DESC LIMIT :limit";

	return sqlite_read(s, newest, r, a);
}
