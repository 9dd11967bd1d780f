/* SPDX-License-Identifier: MIT */
/* Users, their devices, and the invites by which they came. */
#include "store/sqlite_in.h"

#define USER_COLUMNS "u.id, u.name, u.role, u.disabled, u.made_utc_ms, u.erased_utc_ms"

static void put_user(struct store_answer *a, const struct sql_stmt *st)
{
	*answer_user(a) = (struct store_user) {
		.id = sql_get_int(st, 0),
		.name = answer_text(a, sql_get_text(st, 1)),
		.role = answer_text(a, sql_get_text(st, 2)),
		.disabled = sql_get_int(st, 3),
		.made_utc_ms = sql_get_int(st, 4),
		.erased_utc_ms = sql_get_int(st, 5),
		.seen_seq = sql_get_int(st, 6),
		.pass_hash = answer_text(a, sql_get_text(st, 7)),
		.called = answer_text(a, sql_get_text(st, 8)),
		.number = sql_get_int(st, 9),
		.known = sql_get_int(st, 10),
	};
}

static bool users_with(struct sql *s, const char *text, const struct store_req *r,
		       struct store_answer *a)
{
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, text, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		put_user(a, st);
	return got == SQL_DONE;
}

bool sqlite_members(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return users_with(s,
			  "SELECT " USER_COLUMNS
			  ", m.seen_seq, '', coalesce(m.name, ''), m.number, m.known"
			  " FROM members m"
			  " JOIN users u ON u.id = m.user_id"
			  " WHERE m.group_id = :group ORDER BY u.id",
			  r, a);
}

bool sqlite_users(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return users_with(
		s, "SELECT " USER_COLUMNS ", 0, '', '', 0, 0 FROM users u ORDER BY u.id", r, a);
}

bool sqlite_user_find(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return users_with(s,
			  "SELECT " USER_COLUMNS
			  ", 0, u.pass_hash, '', 0, 0 FROM users u WHERE u.name = :a",
			  r, a);
}

bool sqlite_device_find(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char text[] = "SELECT " USER_COLUMNS ", 0, '', '', 0, 0, d.id,"
				   " d.used_utc_ms, d.made_utc_ms,"
				   " max(ifnull((SELECT max(ticket) FROM messages WHERE"
				   "  user_id = u.id AND device_id = d.id), 0),"
				   "  ifnull((SELECT max(ticket) FROM program_puts WHERE"
				   "  user_id = u.id AND device_id = d.id), 0)) FROM devices d"
				   " JOIN users u ON u.id = d.user_id WHERE d.token_hash = :a";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, text, r, &st, &a->r.err);

	if (got == SQL_ROW) {
		put_user(a, st);
		a->r.device = sql_get_int(st, 11);
		a->r.utc_ms = sql_get_int(st, 12);
		a->r.seq = sql_get_int(st, 13);
		a->r.ticket = sql_get_int(st, 14);
	}
	return got != SQL_FAILED;
}

bool sqlite_device_used(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_do(s, "UPDATE devices SET used_utc_ms = :utc_ms WHERE id = :device", r,
			 &a->r.err);
}

bool sqlite_devices_drop(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_do(s, "DELETE FROM devices WHERE user_id = :member", r, &a->r.err);
}

bool sqlite_device_drop(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_do(s, "DELETE FROM devices WHERE id = :device", r, &a->r.err);
}

bool sqlite_user_set(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char set[] = "UPDATE users SET disabled = (:seq != 0) WHERE id = :member";

	return sqlite_do_some(s, set, r, ERR_NOT_FOUND, &a->r.err) &&
	       (r->seq || sqlite_devices_drop(s, r, a));
}

bool sqlite_user_pass(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char set[] = "UPDATE users SET pass_hash = :a WHERE id = :member";

	return sqlite_do_some(s, set, r, ERR_NOT_FOUND, &a->r.err) &&
	       sqlite_devices_drop(s, r, a);
}

bool sqlite_device_add(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char find[] = "SELECT disabled FROM users WHERE id = :member";
	static const char drop[] = "DELETE FROM devices"
				   " WHERE id = :device AND user_id = :member";
	static const char put[] =
		"INSERT INTO devices (id, user_id, token_hash, made_utc_ms, used_utc_ms)"
		" SELECT CASE WHEN :device > 0"
		"  AND NOT EXISTS (SELECT 1 FROM devices WHERE id = :device)"
		" THEN :device END, :member, :a, :utc_ms, :utc_ms";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, find, r, &st, &a->r.err);

	if (got == SQL_DONE)
		return err_set(&a->r.err, ERR_NOT_FOUND, "store: no such member");
	if (got == SQL_ROW && sql_get_int(st, 0))
		return err_set(&a->r.err, ERR_REFUSED, "store: the member is disabled");
	if (got == SQL_FAILED || !sqlite_do(s, drop, r, &a->r.err) ||
	    !sqlite_do(s, put, r, &a->r.err))
		return false;
	a->r.id = a->r.device = sql_last_id(s);
	return true;
}

bool sqlite_invite_add(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char put[] =
		"INSERT INTO invites (code_hash, role, group_id, expires_utc_ms)"
		" SELECT :a, :b, nullif(:group, 0), :utc_ms"
		" WHERE :group = 0 OR EXISTS (SELECT 1 FROM groups WHERE id = :group)";

	return sqlite_do_some(s, put, r, ERR_NOT_FOUND, &a->r.err);
}

/* The invite is good: the user it makes, and the user's place. */
static bool enrol_user(struct sql *s, struct store_req *r, struct store_answer *a)
{
	static const char user[] =
		"INSERT OR IGNORE INTO users (id, name, role, pass_hash, made_utc_ms)"
		" SELECT " SQLITE_NEXT_USER
		", :b, role, :c, :utc_ms FROM invites WHERE code_hash = :a";
	static const char used[] = "UPDATE invites SET used_by = :member WHERE code_hash = :a";
	static const char place[] =
		"INSERT INTO members (group_id, user_id) SELECT g.id, :member"
		" FROM groups g, invites i WHERE i.code_hash = :a"
		" AND (i.group_id IS NULL OR i.group_id = g.id)";

	if (!sqlite_do_some(s, user, r, ERR_EXISTS, &a->r.err))
		return false;
	r->member = sql_last_id(s);
	return sqlite_do(s, used, r, &a->r.err) && sqlite_do(s, place, r, &a->r.err) &&
	       sqlite_name_newcomer(s, r, &a->r.err) && sqlite_number_newcomers(s, &a->r.err);
}

static bool check_invite(struct sql *s, const struct store_req *r, struct err *err)
{
	static const char text[] = "SELECT used_by IS NOT NULL, expires_utc_ms <= :utc_ms"
				   " FROM invites WHERE code_hash = :a";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, text, r, &st, err);

	if (got == SQL_DONE)
		return err_set(err, ERR_NOT_FOUND, "store: no such invite");
	if (got == SQL_ROW && sql_get_int(st, 0))
		return err_set(err, ERR_REFUSED, "store: the invite was used");
	if (got == SQL_ROW && sql_get_int(st, 1))
		return err_set(err, ERR_TOO_OLD, "store: the invite is too old");
	return got == SQL_ROW;
}

bool sqlite_invite_find(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return check_invite(s, r, &a->r.err);
}

bool sqlite_enrol(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	struct store_req user = *r, device = *r;

	if (!check_invite(s, r, &a->r.err) || !enrol_user(s, &user, a))
		return false;
	device.member = user.member;
	device.a = r->d;
	if (!sqlite_device_add(s, &device, a))
		return false;
	a->r.member = user.member;
	return true;
}
