/* SPDX-License-Identifier: MIT */
/* The numbers that people have in a group: chance gives them, so that they say nothing else. */
#include "store/sqlite_in.h"

enum { FIRST = 10 };

/* So many that at most half are taken: of two figures, or three, or as many as it takes. */
static uint32_t count_of(int64_t taken)
{
	int64_t most = 100;

	while (taken >= most / 2 && most < UINT32_MAX / 10)
		most *= 10;
	return (uint32_t)most - FIRST;
}

/*
 * That of an account is taken, for who leads is known by it, and so is each to themselves.  One that
 * is taken is not put, and another is tried.
 */
bool sqlite_number_newcomers(struct sql *s, struct err *err)
{
	static const char next[] =
		"SELECT group_id, user_id, (SELECT max(id) FROM users) + (SELECT count(*)"
		" FROM members o WHERE o.group_id = m.group_id) FROM members m"
		" WHERE number = 0 ORDER BY group_id, user_id LIMIT 1";
	static const char put[] =
		"UPDATE members SET number = :seq WHERE group_id = :group AND user_id = :member"
		" AND NOT EXISTS (SELECT 1 FROM users WHERE id = :seq)"
		" AND NOT EXISTS (SELECT 1 FROM members o"
		"  WHERE o.group_id = :group AND o.number = :seq)";
	struct store_req r = { .op = STORE_MEMBER_ADD };
	struct sql_stmt *st;
	enum sql_got got;

	while ((got = sqlite_find(s, next, &r, &st, err)) == SQL_ROW) {
		r.group = sql_get_int(st, 0);
		r.member = sql_get_int(st, 1);
		r.seq = FIRST + chance_below(count_of(sql_get_int(st, 2)));
		if (!sqlite_do(s, put, &r, err))
			return false;
	}
	return got == SQL_DONE;
}
