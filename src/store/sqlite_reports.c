/* SPDX-License-Identifier: MIT */
/* What members have told those who lead of a message, and what was done about it. */
#include "store/sqlite_in.h"

static bool report_new(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char member[] = "SELECT 1 FROM members"
				     " WHERE group_id = :group AND user_id = :member";
	static const char put[] =
		"INSERT INTO reports (group_id, number, message_seq, user_id, device_id,"
		" ticket, utc_ms, why) SELECT :group, (SELECT ifnull(max(number), 0) + 1"
		" FROM reports WHERE group_id = :group), seq, :member, :device, :ticket,"
		" :utc_ms, :a FROM messages WHERE group_id = :group AND seq = :seq";
	static const char number[] = "SELECT max(number) FROM reports WHERE group_id = :group";
	struct err *err = &a->r.err;
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, member, r, &st, err);

	if (got == SQL_DONE)
		return err_set(err, ERR_REFUSED, "store: not a member of the group");
	if (got != SQL_ROW || !sqlite_do_some(s, put, r, ERR_NOT_FOUND, err) ||
	    sqlite_find(s, number, r, &st, err) != SQL_ROW)
		return false;
	a->r.id = sql_get_int(st, 0);
	a->r.utc_ms = r->utc_ms;
	return true;
}

bool sqlite_report(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char before[] =
		"SELECT number, utc_ms, group_id, message_seq FROM reports WHERE"
		" user_id = :member AND device_id = :device AND ticket = :ticket";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, before, r, &st, &a->r.err);

	if (got == SQL_DONE)
		return report_new(s, r, a);
	if (got != SQL_ROW)
		return false;
	if (sql_get_int(st, 2) != r->group || sql_get_int(st, 3) != r->seq)
		return err_set(&a->r.err, ERR_REFUSED, "store: the ticket is another report's");
	a->r.id = sql_get_int(st, 0);
	a->r.utc_ms = sql_get_int(st, 1);
	a->r.repeated = true;
	return true;
}

bool sqlite_resolve(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char set[] =
		"UPDATE reports SET done_by = :member, done_utc_ms = :utc_ms, done = :a"
		" WHERE group_id = :group AND number = :seq AND done_by = 0";
	static const char now[] = "SELECT done_by, done, done_utc_ms FROM reports"
				  " WHERE group_id = :group AND number = :seq";
	struct err *err = &a->r.err;
	struct sql_stmt *st;
	enum sql_got got;

	if (!sqlite_do(s, set, r, err))
		return false;
	a->r.repeated = sql_changes(s) == 0;
	got = sqlite_find(s, now, r, &st, err);
	if (got == SQL_DONE)
		return err_set(err, ERR_NOT_FOUND, "store: no such report");
	if (got != SQL_ROW)
		return false;
	a->r.utc_ms = sql_get_int(st, 2);
	if (sql_get_int(st, 0) != r->member || !str_eq(sql_get_text(st, 1), r->a))
		return err_set(err, ERR_EXISTS, "store: the report was settled before");
	return true;
}

bool sqlite_report_heard(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_do_some(s,
			      "UPDATE reports SET heard = 1 WHERE group_id = :group"
			      " AND number = :seq AND user_id = :member AND done_by > 0",
			      r, ERR_NOT_FOUND, &a->r.err);
}

bool sqlite_reports(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char some[] = "SELECT number, message_seq, user_id, utc_ms, done_by,"
				   " done_utc_ms, heard, why, done FROM reports"
				   " WHERE group_id = :group AND number > :seq"
				   " ORDER BY number LIMIT :limit";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, some, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_report(a) = (struct store_report) {
			.number = sql_get_int(st, 0),
			.message = sql_get_int(st, 1),
			.member = sql_get_int(st, 2),
			.utc_ms = sql_get_int(st, 3),
			.done_by = sql_get_int(st, 4),
			.done_utc_ms = sql_get_int(st, 5),
			.heard = sql_get_int(st, 6) != 0,
			.why = answer_text(a, sql_get_text(st, 7)),
			.done = answer_text(a, sql_get_text(st, 8)),
		};
	return got == SQL_DONE;
}
