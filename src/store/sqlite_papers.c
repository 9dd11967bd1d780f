/* SPDX-License-Identifier: MIT */
/* What is kept sealed of a person, and who has looked at it. */
#include "store/sqlite_in.h"

/* A reply to one of the door's questions has its number as kind; a legal name has 0, and
 * no group. */
static bool put(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char drop[] = "DELETE FROM papers WHERE group_id = :group"
				   " AND user_id = :member AND kind = :ticket";
	static const char add[] = "INSERT INTO papers (group_id, user_id, kind, sealed)"
				  " VALUES (:group, :member, :ticket, :c)";

	return sqlite_do(s, drop, r, &a->r.err) && (!r->c.n || sqlite_do(s, add, r, &a->r.err));
}

bool sqlite_reply(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	struct store_req event = *r;

	event.ticket = 0;
	return sqlite_event(s, &event, a) && put(s, r, a);
}

bool sqlite_replies_drop(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_do(s, "DELETE FROM papers WHERE group_id = :group", r, &a->r.err);
}

bool sqlite_legal(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char user[] = "SELECT 1 FROM users WHERE id = :member";
	struct store_req mine = *r;
	struct sql_stmt *st;

	mine.group = mine.ticket = 0;
	if (sqlite_find(s, user, r, &st, &a->r.err) == SQL_DONE)
		return err_set(&a->r.err, ERR_NOT_FOUND, "store: no such member");
	return put(s, &mine, a);
}

bool sqlite_legal_of(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char name[] = "SELECT sealed FROM papers WHERE group_id = 0"
				   " AND user_id = :member AND kind = 0";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, name, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		answer_message(a)->text = answer_text(a, sql_get_text(st, 0));
	return got == SQL_DONE;
}

bool sqlite_look(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char some[] = "SELECT kind, sealed FROM papers WHERE user_id = :member"
				   " AND group_id = CASE :ticket WHEN 0 THEN 0 ELSE :group END"
				   " ORDER BY kind";
	static const char note[] = "INSERT INTO looks (user_id, by_id, what, utc_ms)"
				   " VALUES (:member, :seq, :ticket, :utc_ms)";
	struct store_req logged = *r;
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, some, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_message(a) = (struct store_message) {
			.seq = sql_get_int(st, 0),
			.text = answer_text(a, sql_get_text(st, 1)),
		};
	if (got != SQL_DONE)
		return false;
	if (!a->r.count)
		return err_set(&a->r.err, ERR_NOT_FOUND, "store: nothing is kept");
	logged.message = r->seq;
	return sqlite_do(s, note, r, &a->r.err) && (!r->chain || sqlite_access(s, &logged, a));
}

bool sqlite_looks(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char newest[] = "SELECT user_id, by_id, what, utc_ms FROM looks"
				     " WHERE :member IN (0, user_id)"
				     " ORDER BY id DESC LIMIT :limit";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, newest, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_message(a) = (struct store_message) {
			.member = sql_get_int(st, 0),
			.device = sql_get_int(st, 1),
			.ticket = sql_get_int(st, 2),
			.utc_ms = sql_get_int(st, 3),
		};
	return got == SQL_DONE;
}
