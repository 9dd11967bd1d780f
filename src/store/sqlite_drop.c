/* SPDX-License-Identifier: MIT */
/* What is kept no longer.  The file is written over with zeros: see secure_delete in sqlite.c. */
#include "store/sqlite_in.h"

/* Of the oldest messages, as many as the limit says: the last that may go, or 0. */
static bool find_end(struct sql *s, const struct store_req *r, int64_t *end, struct err *err)
{
	static const char oldest[] =
		"SELECT ifnull(min(CASE WHEN utc_ms >= :utc_ms THEN seq END) - 1, max(seq))"
		" FROM (SELECT seq, utc_ms FROM messages WHERE group_id = :group"
		" ORDER BY seq LIMIT :limit)";
	struct sql_stmt *st;

	if (sqlite_find(s, oldest, r, &st, err) != SQL_ROW)
		return false;
	*end = sql_get_int(st, 0);
	return true;
}

bool sqlite_messages_drop(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char drop[] =
		"DELETE FROM messages WHERE group_id = :group AND seq <= :seq";
	static const char note[] =
		"UPDATE groups SET first_seq = max(first_seq, :seq + 1) WHERE id = :group";
	static const char first[] = "SELECT first_seq FROM groups WHERE id = :group";
	struct store_req upto = *r;
	struct err *err = &a->r.err;
	struct sql_stmt *st;

	if (!find_end(s, r, &upto.seq, err) || !sqlite_do(s, drop, &upto, err))
		return false;
	a->r.id = sql_changes(s);
	if (!sqlite_do_some(s, note, &upto, ERR_NOT_FOUND, err) ||
	    sqlite_find(s, first, r, &st, err) != SQL_ROW)
		return false;
	a->r.seq = sql_get_int(st, 0);
	return true;
}

/* The last event of the oldest session; 0: there is none, or it is not over. */
static bool find_last(struct sql *s, const struct store_req *r, int64_t *last, struct err *err)
{
	static const char end[] =
		"SELECT CASE WHEN f IS NULL OR (b IS NULL AND NOT :seq) THEN 0"
		" ELSE ifnull(b - 1, (SELECT max(seq) FROM events WHERE group_id = :group)) END"
		" FROM (SELECT (SELECT seq FROM events WHERE group_id = :group AND begins = 1"
		" ORDER BY seq LIMIT 1) AS f, (SELECT seq FROM events WHERE group_id = :group"
		" AND begins = 1 ORDER BY seq LIMIT 1 OFFSET 1) AS b)";
	struct sql_stmt *st;

	if (sqlite_find(s, end, r, &st, err) != SQL_ROW)
		return false;
	*last = sql_get_int(st, 0);
	return true;
}

bool sqlite_events_drop(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char empty[] =
		"UPDATE events SET text = '', begins = 0"
		" WHERE group_id = :group AND seq = :seq AND utc_ms < :utc_ms";
	static const char drop[] = "DELETE FROM events WHERE group_id = :group AND seq < :seq";
	struct store_req upto = *r;
	struct err *err = &a->r.err;

	if (!find_last(s, r, &upto.seq, err))
		return false;
	if (!upto.seq)
		return true;
	if (!sqlite_do(s, empty, &upto, err))
		return false;
	if (sql_changes(s) == 0)
		return true; /* it is not old enough */
	if (!sqlite_do(s, drop, &upto, err))
		return false;
	a->r.id = sql_changes(s) + 1;
	return true;
}

bool sqlite_reports_drop(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_do(s,
			 "UPDATE reports SET why = '', done = '' WHERE group_id = :group"
			 " AND done_by > 0 AND done_utc_ms < :utc_ms AND done <> ''",
			 r, &a->r.err);
}
