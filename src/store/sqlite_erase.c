/* SPDX-License-Identifier: MIT */
/* What a person said, in their own copy of it; and what goes when they are erased. */
#include "store/sqlite_in.h"

bool sqlite_said_by(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_read(
		s,
		"SELECT seq, user_id, device_id, ticket, utc_ms, text, warning, hidden"
		" FROM messages WHERE user_id = :member AND group_id = :group"
		" AND seq > :seq ORDER BY seq LIMIT :limit",
		r, a);
}

static const char up_to[] = "INSERT OR REPLACE INTO erased (group_id, user_id, last_seq)"
			    " SELECT id, :member, last_seq FROM groups WHERE id IN"
			    " (SELECT group_id FROM messages WHERE user_id = :member)";

static const char renamed[] =
	"UPDATE members SET name = CASE WHEN :b = '' THEN NULL ELSE :b || number END"
	" WHERE user_id = :member";

/* hidden 2: it has no words, and nobody shows it again. */
static const char *const steps[] = {
	up_to,
	renamed,
	"UPDATE reports SET why = '' WHERE user_id = :member",
	"DELETE FROM devices WHERE user_id = :member",
	"DELETE FROM figures WHERE user_id = :member",
	"DELETE FROM recovery WHERE user_id = :member",
	"DELETE FROM papers WHERE user_id = :member",
	"DELETE FROM invites WHERE used_by = :member",
	"UPDATE messages SET text = '', warning = '', hidden = 2 WHERE user_id = :member",
};

bool sqlite_erase(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char user[] =
		"UPDATE users SET name = :a, pass_hash = '', disabled = 1,"
		" erased_utc_ms = :utc_ms WHERE id = :member AND erased_utc_ms = 0";

	if (!sqlite_do_some(s, user, r, ERR_NOT_FOUND, &a->r.err))
		return false;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (!sqlite_do(s, steps[i], r, &a->r.err))
			return false;
	a->r.id = sql_changes(s);
	return true;
}

bool sqlite_erased(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char all[] = "SELECT user_id, last_seq FROM erased"
				  " WHERE group_id = :group ORDER BY last_seq";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, all, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_message(a) = (struct store_message) { .member = sql_get_int(st, 0),
							      .seq = sql_get_int(st, 1) };
	return got == SQL_DONE;
}

bool sqlite_event_erase(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_do_some(
		s,
		"UPDATE events SET text = :a WHERE group_id = :group AND seq = :seq"
		" AND text != ''",
		r, ERR_NOT_FOUND, &a->r.err);
}
