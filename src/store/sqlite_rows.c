/* SPDX-License-Identifier: MIT */
/* The program's rows. */
#include "store/sqlite_in.h"

/* -1: the version, that of all kinds. */
#define COUNT(what) "(SELECT last FROM program_counts WHERE kind = " what ")"

static bool count_on(struct sql *s, const struct store_req *r, struct err *err)
{
	static const char number[] = "INSERT OR IGNORE INTO program_counts (kind, last, gone)"
				     " VALUES (:limit, 0, 0)";
	static const char next[] = "UPDATE program_counts SET last = last + 1"
				   " WHERE kind = -1 OR (kind = :limit AND :seq = 0)";

	return sqlite_do(s, number, r, err) && sqlite_do(s, next, r, err);
}

static bool put(struct sql *s, const struct store_req *r, struct err *err)
{
	static const char add[] =
		"INSERT INTO program"
		" (kind, number, version, user_id, device_id, ticket, gone, text)"
		" VALUES (:limit, " COUNT(":limit") ", " COUNT("-1") ", :member, :device,"
								     " :ticket, 0, :a)";
	static const char set[] = "UPDATE program SET version = " COUNT(
		"-1") ", text = :a, gone = :a = ''"
		      " WHERE kind = :limit AND number = :seq AND gone = 0";

	return r->seq ? sqlite_do_some(s, set, r, ERR_NOT_FOUND, err)
		      : sqlite_do(s, add, r, err);
}

static bool put_new(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char put_by[] =
		"INSERT INTO program_puts"
		" (user_id, device_id, ticket, kind, number, version)"
		" VALUES (:member, :device, :ticket, :limit, :seq, :utc_ms)";
	static const char now[] = "SELECT " COUNT(":limit") ", " COUNT("-1");
	struct err *err = &a->r.err;
	struct store_req made = *r;
	struct sql_stmt *st;

	if (!count_on(s, r, err) || !put(s, r, err) ||
	    sqlite_find(s, now, r, &st, err) != SQL_ROW)
		return false;
	a->r.seq = made.seq = r->seq ? r->seq : sql_get_int(st, 0);
	a->r.utc_ms = made.utc_ms = sql_get_int(st, 1);
	return !r->ticket || sqlite_do(s, put_by, &made, err);
}

bool sqlite_put(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char before[] = "SELECT kind, number, version FROM program_puts"
				     " WHERE user_id = :member AND device_id = :device"
				     " AND ticket = :ticket";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, before, r, &st, &a->r.err);

	if (got == SQL_DONE)
		return put_new(s, r, a);
	if (got != SQL_ROW)
		return false;
	if (sql_get_int(st, 0) != r->limit)
		return err_set(&a->r.err, ERR_REFUSED, "store: the ticket is another kind's");
	a->r.seq = sql_get_int(st, 1);
	a->r.utc_ms = sql_get_int(st, 2);
	a->r.repeated = true;
	return true;
}

bool sqlite_rows(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char some[] =
		"SELECT number, user_id, device_id, ticket, version, text, '', gone FROM "
		"program"
		" WHERE kind = :limit AND number > :seq ORDER BY number LIMIT :message";
	struct store_req bounded = *r;

	bounded.message = STORE_ROWS_MAX;
	return sqlite_read(s, some, &bounded, a);
}

/* How many have gone is counted, so that a row that is missing is found by store_check. */
bool sqlite_rows_drop(struct sql *s, const struct store_req *r, struct store_answer *a)
{
#define FORGOTTEN "kind = :limit AND gone = 1 AND version < :utc_ms"
	static const char puts[] = "DELETE FROM program_puts WHERE kind = :limit AND number IN"
				   " (SELECT number FROM program WHERE " FORGOTTEN ")";
	static const char count[] =
		"UPDATE program_counts SET gone = gone +"
		" (SELECT count(*) FROM program WHERE " FORGOTTEN ") WHERE kind = :limit";
	static const char drop[] = "DELETE FROM program WHERE " FORGOTTEN;

	if (!sqlite_do(s, puts, r, &a->r.err) || !sqlite_do(s, count, r, &a->r.err) ||
	    !sqlite_do(s, drop, r, &a->r.err))
		return false;
	a->r.id = sql_changes(s);
	return true;
#undef FORGOTTEN
}
