/* SPDX-License-Identifier: MIT */
#include "client/cache_packs.h"

#include "client/cache_in.h"

static struct sql_stmt *ask(struct cache *c, const char *text, const struct str *texts,
			    size_t n)
{
	struct sql_stmt *st = sql_get(c->db, text, NULL);

	for (size_t i = 0; st && i < n; i++)
		sql_text(st, (int)i + 1, texts[i]);
	return st;
}

static bool act(struct cache *c, const char *text, const struct str *texts, size_t n)
{
	struct sql_stmt *st = ask(c, text, texts, n);

	return st && sql_do(st, NULL);
}

/* The one text that a statement gives. */
static struct str get(struct sql_stmt *st, struct arena *mem)
{
	struct str got = { NULL, 0 };

	if (st && sql_step(st, NULL) == SQL_ROW) {
		got = sql_get_text(st, 0);
		got.p = arena_dup(mem, got.p, got.n);
		sql_step(st, NULL);
	}
	return got;
}

bool cache_packs_each(struct cache *c, void (*take)(void *user, const struct cache_pack *p),
		      void *user, struct err *err)
{
	struct sql_stmt *st =
		sql_get(c->db, "SELECT name, key, text, utc_ms FROM pack ORDER BY name", err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW)
		take(user, &(struct cache_pack) { sql_get_text(st, 0), sql_get_text(st, 1),
						  sql_get_text(st, 2), sql_get_int(st, 3) });
	return got == SQL_DONE;
}

struct str cache_pack_file(struct cache *c, const char *pack, const char *path,
			   struct arena *mem)
{
	return get(ask(c, "SELECT bytes FROM pack_file WHERE pack = ?1 AND path = ?2",
		       (const struct str[]) { str_of(pack), str_of(path) }, 2),
		   mem);
}

bool cache_pack_key(struct cache *c, const char *name, const char *key)
{
	const struct str texts[] = { str_of(name), str_of(key) };

	return act(c, "INSERT OR IGNORE INTO pack VALUES (?1, ?2, '', 0)", texts, 2) &&
	       act(c, "UPDATE pack SET key = ?2 WHERE name = ?1", texts, 2);
}

static bool put_row(struct cache *c, const struct cache_pack *row)
{
	struct sql_stmt *st = ask(c, "INSERT OR REPLACE INTO pack VALUES (?1, ?2, ?3, ?4)",
				  (const struct str[]) { row->name, row->key, row->text }, 3);

	if (!st)
		return false;
	sql_int(st, 4, row->utc_ms);
	return sql_do(st, NULL);
}

bool cache_pack_put(struct cache *c, const struct pack *p, const struct cache_pack *row)
{
	bool ok = sql_begin(c->db, NULL) && put_row(c, row) &&
		  act(c, "DELETE FROM pack_file WHERE pack = ?1", &row->name, 1);

	for (size_t i = 0; ok && i < p->count; i++)
		ok = act(c, "INSERT INTO pack_file VALUES (?1, ?2, ?3)",
			 (const struct str[]) { row->name, str_of(p->files[i].path),
						p->files[i].bytes },
			 3) &&
		     cache_part_set(c, p->files[i].hash, (struct str) { NULL, 0 });
	return cache_finish(c, ok, NULL);
}

bool cache_pack_drop(struct cache *c, const char *name)
{
	const struct str text = str_of(name);
	const bool ok = sql_begin(c->db, NULL) &&
			act(c, "DELETE FROM pack_file WHERE pack = ?1", &text, 1) &&
			act(c, "DELETE FROM pack WHERE name = ?1", &text, 1);

	return cache_finish(c, ok, NULL);
}

struct str cache_part(struct cache *c, const char *hash, struct arena *mem)
{
	const struct str text = str_of(hash);

	return get(ask(c, "SELECT bytes FROM pack_part WHERE hash = ?1", &text, 1), mem);
}

bool cache_part_set(struct cache *c, const char *hash, struct str bytes)
{
	const struct str texts[] = { str_of(hash), bytes };

	if (!bytes.n)
		return act(c, "DELETE FROM pack_part WHERE hash = ?1", texts, 1);
	return act(c, "INSERT OR REPLACE INTO pack_part VALUES (?1, ?2)", texts, 2);
}
