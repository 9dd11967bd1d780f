/* SPDX-License-Identifier: MIT */
/* The numbers that people have in a group: chance gives them, so that they say nothing else. */
#include "store/sqlite_in.h"

/*
 * At least half of those to choose from are free.  One of an account is taken, for who leads is known
 * by that one, and so is each to themselves.
 */
bool sqlite_number_newcomers(struct sql *s, struct err *err)
{
	static const char any[] = "SELECT 1 FROM members WHERE number = 0 LIMIT 1";
	static const char give[] =
		"UPDATE members SET number = (WITH RECURSIVE"
		" taken(n) AS (SELECT (SELECT max(id) FROM users) + (SELECT count(*)"
		"  FROM members o WHERE o.group_id = members.group_id)),"
		" last(n) AS (SELECT CASE WHEN n < 50 THEN 99 WHEN n < 500 THEN 999"
		"  ELSE 20 * n END FROM taken),"
		" one(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM one, last WHERE i < n)"
		" SELECT i FROM one WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = i)"
		"  AND NOT EXISTS (SELECT 1 FROM members o"
		"  WHERE o.group_id = members.group_id AND o.number = i)"
		" ORDER BY random() LIMIT 1) WHERE number = 0";
	const struct store_req none = { .op = STORE_MEMBER_ADD };
	struct sql_stmt *st;
	const enum sql_got got = sqlite_find(s, any, &none, &st, err);

	return got == SQL_DONE || (got == SQL_ROW && sqlite_do(s, give, &none, err));
}
