/* SPDX-License-Identifier: MIT */
/* Who has read what of whose record. */
#include <string.h>

#include "store/sqlite_in.h"

#define ACCESS "seq, user_id, by_id, utc_ms, text, mark"

/* The numbers of "[12,15]", without SQLite's JSON, which not each has. */
#define NUMBERS_OF(list)                                                                       \
	"WITH RECURSIVE numbers (value, rest) AS (SELECT NULL, trim(" list ", '[]') || ','"    \
	" UNION ALL SELECT CAST(substr(rest, 1, instr(rest, ',') - 1) AS INTEGER),"            \
	" substr(rest, instr(rest, ',') + 1) FROM numbers WHERE rest != '') "

/* What the chain goes on from: the number of the last row and its mark. */
static bool find_last(struct sql *s, struct store_req *row, char mark[STORE_MARK],
		      struct err *err)
{
	static const char last[] = "SELECT seq, mark FROM access ORDER BY seq DESC LIMIT 1";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, last, row, &st, err);
	struct str before;

	mark[0] = '\0';
	row->seq = 1;
	if (got != SQL_ROW)
		return got == SQL_DONE;
	row->seq = sql_get_int(st, 0) + 1;
	before = sql_get_text(st, 1);
	if (before.n >= STORE_MARK)
		return err_set(err, ERR_DISK, "store: a mark of the access log is too long");
	memcpy(mark, before.p, before.n);
	mark[before.n] = '\0';
	return true;
}

bool sqlite_access(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char put[] = "INSERT INTO access (seq, user_id, by_id, utc_ms, text, mark)"
				  " VALUES (:seq, :member, :message, :utc_ms, :a, :b)";
	static const char give[] =
		NUMBERS_OF(":c") "INSERT OR IGNORE INTO access_given (device_id, version)"
				 " SELECT :device, value FROM numbers WHERE value IS NOT NULL";
	char before[STORE_MARK], mark[STORE_MARK];
	struct store_req row = *r;

	row.group = 0;
	if (!find_last(s, &row, before, &a->r.err))
		return false;
	r->chain(before, &row, mark);
	row.b = str_of(mark);
	if (!sqlite_do(s, put, &row, &a->r.err) ||
	    (r->c.n && r->device && !sqlite_do(s, give, r, &a->r.err)))
		return false;
	a->r.seq = row.seq;
	return true;
}

static bool read_some(struct sql *s, const char *text, const struct store_req *r,
		      struct store_answer *a)
{
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, text, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_message(a) = (struct store_message) {
			.seq = sql_get_int(st, 0),
			.member = sql_get_int(st, 1),
			.device = sql_get_int(st, 2),
			.utc_ms = sql_get_int(st, 3),
			.text = answer_text(a, sql_get_text(st, 4)),
			.mark = answer_text(a, sql_get_text(st, 5)),
		};
	return got == SQL_DONE;
}

bool sqlite_accesses(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return read_some(s,
			 "SELECT " ACCESS " FROM access WHERE seq > :seq"
			 " ORDER BY seq LIMIT :limit",
			 r, a);
}

bool sqlite_accesses_of(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return read_some(s,
			 "SELECT " ACCESS " FROM access WHERE user_id = :member"
			 " AND (:seq = 0 OR seq < :seq) ORDER BY seq DESC LIMIT :limit",
			 r, a);
}

bool sqlite_given(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char some[] =
		NUMBERS_OF(":a") "SELECT version FROM numbers JOIN access_given"
				 " ON device_id = :device AND version = value";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, some, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		answer_message(a)->seq = sql_get_int(st, 0);
	return got == SQL_DONE;
}

/* The number of the last that may go, and how many those are. */
static bool find_end(struct sql *s, struct store_req *upto, int64_t *count, struct err *err)
{
	static const char oldest[] =
		"SELECT ifnull(ifnull(min(CASE WHEN utc_ms >= :utc_ms THEN seq END) - 1,"
		" max(seq)), 0), ifnull(min(seq), 0) FROM (SELECT seq, utc_ms FROM access"
		" WHERE text != '' ORDER BY seq LIMIT :limit)";
	struct sql_stmt *st;

	if (sqlite_find(s, oldest, upto, &st, err) != SQL_ROW)
		return false;
	upto->seq = sql_get_int(st, 0);
	*count = upto->seq ? upto->seq - sql_get_int(st, 1) + 1 : 0;
	return true;
}

bool sqlite_access_drop(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char empty[] = "UPDATE access SET text = '', user_id = 0, by_id = 0"
				    " WHERE seq = :seq";
	static const char drop[] = "DELETE FROM access WHERE seq < :seq";
	static const char forget[] = "DELETE FROM access_given WHERE version NOT IN"
				     " (SELECT version FROM program)";
	struct store_req upto = *r;
	struct err *err = &a->r.err;

	if (!find_end(s, &upto, &a->r.id, err) || !sqlite_do(s, forget, &upto, err))
		return false;
	return a->r.id <= 0 ||
	       (sqlite_do(s, empty, &upto, err) && sqlite_do(s, drop, &upto, err));
}
