/* SPDX-License-Identifier: MIT */
/* The log of consents, and of what was given out by them. */
#include "store/sqlite_in.h"

bool sqlite_consent(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char put[] =
		"INSERT INTO consents (seq, utc_ms, user_id, text, mark)"
		" SELECT :seq, :utc_ms, id, :a, :b FROM users WHERE id = :member"
		" AND :seq = 1 + (SELECT ifnull(max(seq), 0) FROM consents)";
	static const char user[] = "SELECT 1 FROM users WHERE id = :member";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, user, r, &st, &a->r.err);

	if (got == SQL_DONE)
		return err_set(&a->r.err, ERR_NOT_FOUND, "store: no such member");
	if (got != SQL_ROW || !sqlite_do_some(s, put, r, ERR_EXISTS, &a->r.err))
		return false;
	a->r.seq = r->seq;
	return true;
}

bool sqlite_consents(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char all[] = "SELECT seq, utc_ms, user_id, text, mark FROM consents"
				  " WHERE seq > :seq ORDER BY seq LIMIT :limit";
	static const char own[] = "SELECT seq, utc_ms, user_id, text, mark FROM consents"
				  " WHERE user_id = :member AND seq > :seq"
				  " ORDER BY seq LIMIT :limit";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, r->member ? own : all, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_message(a) = (struct store_message) {
			.seq = sql_get_int(st, 0),
			.utc_ms = sql_get_int(st, 1),
			.member = sql_get_int(st, 2),
			.text = answer_text(a, sql_get_text(st, 3)),
			.mark = answer_text(a, sql_get_text(st, 4)),
		};
	return got == SQL_DONE;
}

bool sqlite_consents_end(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char newest[] =
		"SELECT seq, utc_ms, mark FROM consents ORDER BY seq DESC LIMIT 1";
	struct sql_stmt *st;
	const enum sql_got got = sqlite_find(s, newest, r, &st, &a->r.err);

	if (got == SQL_ROW)
		*answer_message(a) =
			(struct store_message) { .seq = sql_get_int(st, 0),
						 .utc_ms = sql_get_int(st, 1),
						 .mark = answer_text(a, sql_get_text(st, 2)) };
	return got != SQL_FAILED;
}
