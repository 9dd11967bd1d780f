/* SPDX-License-Identifier: MIT */
/* What people are called in a group: their own choice there, or else as their account is. */
#include "store/sqlite_in.h"

#define OTHERS                                                                                 \
	"SELECT 1 FROM members o JOIN users v ON v.id = o.user_id"                             \
	" WHERE o.user_id <> :member AND coalesce(o.name, v.name) COLLATE NOCASE = "

bool sqlite_name(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char taken[] =
		OTHERS "coalesce(nullif(:a, ''), (SELECT name FROM users WHERE id = :member))"
		       " AND o.group_id = :group";
	static const char put[] = "UPDATE members SET name = nullif(:a, '')"
				  " WHERE group_id = :group AND user_id = :member";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, taken, r, &st, &a->r.err);

	if (got == SQL_ROW)
		return err_set(&a->r.err, ERR_EXISTS, "store: somebody there is called so");
	return got == SQL_DONE && sqlite_do_some(s, put, r, ERR_NOT_FOUND, &a->r.err);
}

/* With the number behind it a name has still to go over the wire: 64 bytes at most. */
bool sqlite_name_newcomer(struct sql *s, const struct store_req *r, struct err *err)
{
	static const char text[] =
		"UPDATE members SET name = (WITH RECURSIVE"
		" me(name) AS (SELECT CASE WHEN length(CAST(name AS BLOB)) > 60"
		"  THEN substr(name, 1, 15) ELSE name END FROM users WHERE id = :member),"
		" n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
		" SELECT me.name || ' ' || i FROM me, n WHERE NOT EXISTS (" OTHERS
		"  me.name || ' ' || i AND o.group_id = members.group_id) ORDER BY i LIMIT 1)"
		" WHERE user_id = :member AND name IS NULL AND EXISTS (" OTHERS
		"  (SELECT name FROM users WHERE id = :member)"
		"  AND o.group_id = members.group_id)";

	return sqlite_do(s, text, r, err);
}
