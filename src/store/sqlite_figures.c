/* SPDX-License-Identifier: MIT */
/* The figures of a person's phone, and the codes for when it is lost. */
#include "store/sqlite_in.h"

static bool put_recovery(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char put[] = "INSERT OR IGNORE INTO recovery VALUES (:member, :a)";
	struct store_req one = *r;
	struct str rest = r->d;

	if (!sqlite_do(s, "DELETE FROM recovery WHERE user_id = :member", r, &a->r.err))
		return false;
	while (answer_line(&rest, &one.a))
		if (!sqlite_do(s, put, &one, &a->r.err))
			return false;
	return true;
}

bool sqlite_figures_set(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char put[] = "INSERT INTO figures (user_id, sealed, confirmed)"
				  " SELECT id, :c, :seq FROM users WHERE id = :member";

	return sqlite_do(s, "DELETE FROM figures WHERE user_id = :member", r, &a->r.err) &&
	       put_recovery(s, r, a) &&
	       (!r->c.n || sqlite_do_some(s, put, r, ERR_NOT_FOUND, &a->r.err));
}

bool sqlite_figures(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char find[] = "SELECT sealed, step, NOT confirmed,"
				   " (SELECT count(*) FROM recovery WHERE user_id = :member)"
				   " FROM figures WHERE user_id = :member";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, find, r, &st, &a->r.err);

	if (got == SQL_ROW) {
		*answer_message(a) = (struct store_message) {
			.text = answer_text(a, sql_get_text(st, 0)),
			.seq = sql_get_int(st, 1),
			.hidden = sql_get_int(st, 2),
		};
		a->r.id = sql_get_int(st, 3);
	}
	return got != SQL_FAILED;
}

bool sqlite_figures_use(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char step[] = "UPDATE figures SET step = :seq, confirmed = 1"
				   " WHERE user_id = :member AND step < :seq";
	static const char code[] = "DELETE FROM recovery"
				   " WHERE user_id = :member AND code_hash = :a";

	return sqlite_do_some(s, r->a.n ? code : step, r, ERR_REFUSED, &a->r.err) &&
	       (!r->d.n || put_recovery(s, r, a));
}
