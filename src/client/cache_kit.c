/* SPDX-License-Identifier: MIT */
#include "client/cache_kit.h"

#include "client/cache_in.h"

struct cache_helped cache_card(struct cache *c, const char *name)
{
	struct sql_stmt *st =
		sql_get(c->db, "SELECT helped, did_not FROM card WHERE name = ?1", NULL);
	struct cache_helped out = { 0 };

	if (!st)
		return out;
	sql_text(st, 1, str_of(name));
	if (sql_step(st, NULL) == SQL_ROW) {
		out = (struct cache_helped) { (int)sql_get_int(st, 0),
					      (int)sql_get_int(st, 1) };
		sql_step(st, NULL);
	}
	return out;
}

bool cache_card_said(struct cache *c, const char *name, bool helped)
{
	struct sql_stmt *st =
		sql_get(c->db,
			"INSERT OR REPLACE INTO card VALUES (?1,"
			" ?2 + coalesce((SELECT helped FROM card WHERE name = ?1), 0),"
			" 1 - ?2 + coalesce((SELECT did_not FROM card WHERE name = ?1), 0))",
			NULL);

	if (!st)
		return false;
	sql_text(st, 1, str_of(name));
	sql_int(st, 2, helped);
	return sql_do(st, NULL);
}

const char *cache_folder(const struct cache *c)
{
	return c->dir;
}
