/* SPDX-License-Identifier: MIT */
/* What a message of the server changes in the cache: a row a type. */
#include "client/cache_in.h"

struct keeping {
	struct cache *cache;
	int64_t self;
	struct err *err;
};

static bool keep_word(const struct keeping *k, const char *word, struct str value)
{
	struct sql_stmt *st =
		sql_get(k->cache->db,
			"UPDATE word SET value = ?2 WHERE word = ?1 AND value <> ?2", k->err);

	if (!st)
		return false;
	sql_text(st, 1, str_of(word));
	sql_text(st, 2, value);
	return sql_do(st, k->err);
}

static bool keep_hello(const struct keeping *k, const struct wire_msg *m)
{
	return keep_word(k, "name", m->x) && keep_word(k, "role", m->r);
}

static bool add_group(const struct keeping *k, const struct wire_msg *m)
{
	return cache_do(k->cache, "INSERT OR IGNORE INTO party (id) VALUES (?1)", 1, &m->g,
			k->err);
}

static bool keep_group(const struct keeping *k, const struct wire_msg *m)
{
	const int64_t numbers[] = { m->g, m->s, m->n }, kept[] = { m->g, m->s, m->k };
	struct sql_stmt *st;

	/* What is above the server's newest is of before it was restored from a copy; what is
	 * below its first is kept nowhere any more. */
	if (!add_group(k, m) ||
	    !cache_do(k->cache,
		      "DELETE FROM message WHERE party = ?1 AND (seq > ?2 OR seq < ?3)", 3,
		      kept, k->err))
		return false;
	st = cache_ask(k->cache,
		       "UPDATE party SET name = ?4, seen = min(max(seen, ?3), ?2) WHERE id = ?1"
		       " AND (name <> ?4 OR seen <> min(max(seen, ?3), ?2))",
		       3, numbers, k->err);
	if (!st)
		return false;
	sql_text(st, 4, m->x);
	return sql_do(st, k->err);
}

/* Whom we have by the number of their account has another now. */
static bool renumber_person(const struct keeping *k, const struct wire_msg *m)
{
	const int64_t numbers[] = { m->g, m->u, m->k };

	return !m->k ||
	       (cache_do(k->cache,
			 "UPDATE OR REPLACE person SET id = ?2 WHERE party = ?1 AND id = ?3", 3,
			 numbers, k->err) &&
		cache_do(k->cache,
			 "UPDATE message SET member = ?2 WHERE party = ?1 AND member = ?3", 3,
			 numbers, k->err));
}

static bool keep_person(const struct keeping *k, const struct wire_msg *m)
{
	const int64_t numbers[] = { m->g, m->u, m->n == PL_FORMER };
	struct sql_stmt *st;

	if (!renumber_person(k, m))
		return false;
	st = cache_ask(k->cache, "INSERT OR IGNORE INTO person VALUES (?1, ?2, '', '', '', 0)",
		       2, numbers, k->err);
	if (!st || !sql_do(st, k->err))
		return false;
	st = cache_ask(k->cache,
		       "UPDATE person SET former = ?3, name = ?4, role = ?5, account = ?6"
		       " WHERE party = ?1 AND id = ?2"
		       " AND (former <> ?3 OR name <> ?4 OR role <> ?5 OR account <> ?6)",
		       3, numbers, k->err);
	if (!st)
		return false;
	sql_text(st, 4, m->x);
	sql_text(st, 5, m->r);
	sql_text(st, 6, m->b);
	return sql_do(st, k->err);
}

static bool drop_line(const struct keeping *k, int64_t ticket)
{
	return cache_do(k->cache, "DELETE FROM line WHERE ticket = ?1", 1, &ticket, k->err);
}

bool cache_take_ticket(struct cache *c, int64_t ticket, struct err *err)
{
	return cache_do(c,
			"INSERT INTO sqlite_sequence (name, seq) SELECT 'line', 0"
			" WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'line')",
			0, NULL, err) &&
	       cache_do(c,
			"UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'line' AND seq < ?1",
			1, &ticket, err);
}

/* The line has come back.  Other words under its ticket are not it. */
static bool settle_line(const struct keeping *k, const struct wire_msg *m)
{
	struct sql_stmt *st = cache_ask(
		k->cache, "DELETE FROM line WHERE ticket = ?1 AND (text = ?3 OR ?2 = 1)", 2,
		(const int64_t[]) { m->k, m->n }, k->err);

	if (!st)
		return false;
	sql_text(st, 3, m->b);
	return sql_do(st, k->err) && cache_take_ticket(k->cache, m->k, k->err);
}

static bool keep_message(const struct keeping *k, const struct wire_msg *m)
{
	int64_t ticket = m->u == k->self ? m->k : 0;
	const int64_t numbers[] = { m->g, m->s, m->u, m->d, ticket, m->n };
	struct sql_stmt *st;

	if (!add_group(k, m) || (ticket && !settle_line(k, m)))
		return false;
	st = cache_ask(k->cache,
		       "INSERT OR IGNORE INTO message SELECT ?1, ?2, ?3, ?4,"
		       " CASE WHEN EXISTS (SELECT 1 FROM line WHERE ticket = ?5) THEN 0 ELSE ?5"
		       " END, 0, ?7, ?8, ?6",
		       6, numbers, k->err);
	if (!st)
		return false;
	sql_text(st, 7, m->b);
	sql_text(st, 8, m->x);
	return sql_do(st, k->err);
}

/* The words go from here, too.  What was erased (2) stays so. */
static bool keep_hidden(const struct keeping *k, const struct wire_msg *m)
{
	const int64_t numbers[] = { m->g, m->s, m->n };
	struct sql_stmt *st =
		cache_ask(k->cache,
			  "UPDATE message SET hidden = ?3, text = ?4, warning = ?5"
			  " WHERE party = ?1 AND seq = ?2 AND hidden < 2",
			  3, numbers, k->err);

	if (!st)
		return false;
	sql_text(st, 4, m->b);
	sql_text(st, 5, m->x);
	return sql_do(st, k->err);
}

/* And all of a person's. */
static bool keep_erased(const struct keeping *k, const struct wire_msg *m)
{
	const int64_t numbers[] = { m->g, m->u, m->s };

	return cache_do(k->cache,
			"UPDATE message SET hidden = 2, text = '', warning = ''"
			" WHERE party = ?1 AND member = ?2 AND seq <= ?3",
			3, numbers, k->err);
}

static bool keep_stored(const struct keeping *k, const struct wire_msg *m)
{
	const int64_t numbers[] = { m->g, m->s, k->self, m->d, m->k };

	return cache_do(k->cache,
			"INSERT OR IGNORE INTO message SELECT party, ?2, ?3, ?4, ticket, 0, "
			"text, warning, 0"
			" FROM line WHERE ticket = ?5 AND party = ?1",
			5, numbers, k->err) &&
	       drop_line(k, m->k);
}

static bool keep_shown(const struct keeping *k, const struct wire_msg *m)
{
	const int64_t numbers[] = { m->g, m->s, m->n > 9999 ? 9999 : m->n, k->self,
				    m->s - STATE_MESSAGES_MAX };

	return cache_do(k->cache,
			"UPDATE message SET shown = ?3 WHERE party = ?1 AND seq <= ?2"
			" AND seq > ?5 AND member = ?4 AND shown < ?3",
			5, numbers, k->err);
}

static bool keep_series(const struct keeping *k, const struct wire_msg *m)
{
	return cache_keep_series(k->cache, m, k->err);
}

static bool keep_request(const struct keeping *k, const struct wire_msg *m)
{
	return cache_keep_request(k->cache, m, k->err);
}

static bool keep_version(const struct keeping *k, const struct wire_msg *m)
{
	return cache_keep_version(k->cache, m, k->err);
}

static bool keep_case_row(const struct keeping *k, const struct wire_msg *m)
{
	return cache_keep_case_row(k->cache, m, k->err);
}

static bool keep_case(const struct keeping *k, const struct wire_msg *m)
{
	return cache_keep_case(k->cache, m, k->err);
}

static bool (*const rows[WIRE_TYPES])(const struct keeping *k, const struct wire_msg *m) = {
	[WIRE_HELLO] = keep_hello,       [WIRE_GROUP] = keep_group,
	[WIRE_PERSON] = keep_person,     [WIRE_MESSAGE] = keep_message,
	[WIRE_STORED] = keep_stored,     [WIRE_SHOWN] = keep_shown,
	[WIRE_HIDDEN] = keep_hidden,     [WIRE_SERIES] = keep_series,
	[WIRE_REQUEST] = keep_request,   [WIRE_PROGRAM] = keep_version,
	[WIRE_ASSIGNED] = keep_case_row, [WIRE_FILED] = keep_case_row,
	[WIRE_NOTED] = keep_case_row,    [WIRE_CLINIC] = keep_case_row,
	[WIRE_CASE] = keep_case,         [WIRE_ERASED] = keep_erased,
};

bool cache_keep(struct cache *c, const struct wire_msg *msgs, size_t n, int64_t self,
		struct err *err)
{
	const struct keeping k = { c, self, err };
	bool ok = sql_begin(c->db, err);

	for (size_t i = 0; ok && i < n; i++)
		if (rows[msgs[i].type])
			ok = rows[msgs[i].type](&k, &msgs[i]);
	return cache_finish(c, ok, err);
}
