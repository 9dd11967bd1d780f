/* SPDX-License-Identifier: MIT */
/* The log of a group's sessions. */
#include "store/sqlite_in.h"

bool sqlite_event(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char put[] =
		"INSERT INTO events (group_id, seq, utc_ms, begins, text, mark)"
		" SELECT id, :seq, :utc_ms, :ticket != 0, :a, :b FROM groups WHERE id = :group"
		" AND :seq = 1 + (SELECT ifnull(max(seq), 0) FROM events WHERE group_id = "
		":group)";
	static const char group[] = "SELECT 1 FROM groups WHERE id = :group";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, group, r, &st, &a->r.err);

	if (got == SQL_DONE)
		return err_set(&a->r.err, ERR_NOT_FOUND, "store: no such group");
	if (got != SQL_ROW || !sqlite_do_some(s, put, r, ERR_EXISTS, &a->r.err))
		return false;
	a->r.seq = r->seq;
	return true;
}

bool sqlite_events(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char some[] =
		"SELECT seq, utc_ms, text, mark FROM events"
		" WHERE group_id = :group AND seq > :seq ORDER BY seq LIMIT :limit";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, some, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_message(a) = (struct store_message) {
			.seq = sql_get_int(st, 0),
			.utc_ms = sql_get_int(st, 1),
			.text = answer_text(a, sql_get_text(st, 2)),
			.mark = answer_text(a, sql_get_text(st, 3)),
		};
	return got == SQL_DONE;
}

bool sqlite_session(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char newest[] = "SELECT ifnull(max(seq), 0) FROM events"
				     " WHERE group_id = :group AND begins = 1";
	static const char since[] = "SELECT ifnull(min(seq), 0) FROM events WHERE"
				    " group_id = :group AND begins = 1 AND utc_ms >= :utc_ms";
	struct sql_stmt *st;

	if (sqlite_find(s, r->utc_ms ? since : newest, r, &st, &a->r.err) != SQL_ROW)
		return false;
	a->r.seq = sql_get_int(st, 0);
	return true;
}
