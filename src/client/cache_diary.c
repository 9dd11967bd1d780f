/* SPDX-License-Identifier: MIT */
#include "client/cache_diary.h"

#include <stdlib.h>
#include <string.h>

#include "client/cache_in.h"

/* ---- the server's rows: see keep.c ---- */

bool cache_write_row(const struct wire_msg *m, struct buf *json, struct err *err)
{
	buf_init(json, WIRE_FRAME_MAX);
	return wire_add(json, m, err) && wire_close(json);
}

static bool put_row(struct cache *c, const char *text, int64_t id, const struct wire_msg *m,
		    struct err *err)
{
	struct sql_stmt *st = cache_ask(c, text, 1, &id, err);
	struct buf json;
	bool ok = st && cache_write_row(m, &json, err);

	if (!ok)
		return false;
	sql_text(st, 2, (struct str) { json.p, json.n });
	ok = sql_do(st, err);
	buf_finish(&json);
	return ok;
}

bool cache_keep_series(struct cache *c, const struct wire_msg *m, struct err *err)
{
	if (m->has & WIRE_G)
		return put_row(c, "INSERT OR REPLACE INTO series VALUES (?1, ?2)", m->s, m,
			       err);
	return cache_do(c, "DELETE FROM series WHERE id = ?1", 1, &m->s, err);
}

/* What the person said to it stays when the words of who refused it come in its place. */
static bool keep_words(struct cache *c, const struct wire_msg *m, struct err *err)
{
	struct sql_stmt *st;

	if (m->n == WIRE_REQUEST_REFUSED)
		return true;
	st = cache_ask(c, "UPDATE request SET words = ?2 WHERE number = ?1", 1, &m->s, err);
	if (!st)
		return false;
	sql_text(st, 2, m->b);
	return sql_do(st, err);
}

bool cache_keep_request(struct cache *c, const struct wire_msg *m, struct err *err)
{
	if (m->k && (!cache_do(c, "DELETE FROM ask WHERE ticket = ?1", 1, &m->k, err) ||
		     !cache_take_ticket(c, m->k, err)))
		return false;
	return cache_do(c, "INSERT OR IGNORE INTO request VALUES (?1, '', '')", 1, &m->s,
			err) &&
	       put_row(c, "UPDATE request SET row = ?2 WHERE number = ?1", m->s, m, err) &&
	       keep_words(c, m, err);
}

bool cache_keep_version(struct cache *c, const struct wire_msg *m, struct err *err)
{
	return cache_do(c, "INSERT OR REPLACE INTO word VALUES ('program', ?1)", 1, &m->k, err);
}

bool cache_diary_drop(struct cache *c, bool series, int64_t number)
{
	return cache_do(c,
			series ? "DELETE FROM series WHERE id = ?1"
			       : "DELETE FROM request WHERE number = ?1",
			1, &number, NULL);
}

/* ---- loading ---- */

static bool take(struct diary *p, struct str json)
{
	struct arena mem = { 0 };
	struct wire_frame f = { 0 };
	bool ok = wire_decode(json, WIRE_SERVER, &mem, &f, NULL) && f.n == 1 &&
		  diary_take(p, &f.msgs[0]);

	arena_finish(&mem);
	return ok;
}

static bool load_series(struct cache *c, struct diary *p, struct err *err)
{
	struct sql_stmt *st = sql_get(c->db, "SELECT row FROM series ORDER BY id", err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW)
		take(p, sql_get_text(st, 0));
	return got == SQL_DONE;
}

static bool load_requests(struct cache *c, struct diary *p, struct err *err)
{
	struct sql_stmt *st =
		sql_get(c->db, "SELECT number, row, words FROM request ORDER BY number", err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW)
		if (take(p, sql_get_text(st, 1)))
			diary_set_words(p, sql_get_int(st, 0), sql_get_text(st, 2));
	return got == SQL_DONE;
}

static bool load_asks(struct cache *c, struct diary *p, struct err *err)
{
	struct sql_stmt *st = sql_get(
		c->db, "SELECT ticket, utc_ms, state, row FROM ask ORDER BY ticket", err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW)
		if (diary_keep(p, sql_get_int(st, 0), sql_get_int(st, 1), sql_get_text(st, 3)))
			diary_kept(p, sql_get_int(st, 0))->state =
				(enum pl_request_state)sql_get_int(st, 2);
	return got == SQL_DONE;
}

bool cache_diary_load(struct cache *c, struct diary *p, struct err *err)
{
	char *version = cache_get(c, "program");

	p->version = version ? strtoll(version, NULL, 10) : 0;
	free(version);
	return load_series(c, p, err) && load_requests(c, p, err) && load_asks(c, p, err);
}

/* ---- what was asked ---- */

bool cache_last_ticket(struct cache *c, int64_t *out)
{
	struct sql_stmt *st = sql_get(
		c->db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'line'",
		NULL);

	if (!st || sql_step(st, NULL) != SQL_ROW)
		return false;
	*out = sql_get_int(st, 0);
	sql_step(st, NULL);
	return true;
}

bool cache_next_ticket(struct cache *c, int64_t *out)
{
	*out = 0;
	return cache_last_ticket(c, out) && cache_take_ticket(c, ++*out, NULL);
}

static bool add_ask(struct cache *c, struct cache_asked *a)
{
	struct sql_stmt *st;

	if (!cache_next_ticket(c, &a->m.k) || !cache_write_row(&a->m, &a->json, NULL))
		return false;
	if (a->in_place_of &&
	    !cache_do(c, "DELETE FROM ask WHERE ticket = ?1", 1, &a->in_place_of, NULL))
		return false;
	st = cache_ask(c, "INSERT INTO ask VALUES (?1, ?2, 0, ?3)", 2,
		       (const int64_t[]) { a->m.k, a->utc_ms }, NULL);
	if (!st)
		return false;
	sql_text(st, 3, (struct str) { a->json.p, a->json.n });
	return sql_do(st, NULL);
}

bool cache_ask_add(struct cache *c, struct cache_asked *all, size_t n)
{
	bool ok = cache_begin_durable(c, NULL);

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < n; i++)
		ok = add_ask(c, &all[i]);
	return cache_end(c, ok && cache_stay_sure(c), NULL);
}

bool cache_ask_drop(struct cache *c, int64_t ticket)
{
	return cache_do(c, "DELETE FROM ask WHERE ticket = ?1", 1, &ticket, NULL);
}

bool cache_ask_settle(struct cache *c, int64_t ticket, enum pl_request_state state)
{
	return cache_do(c, "UPDATE ask SET state = ?2 WHERE ticket = ?1", 2,
			(const int64_t[]) { ticket, state }, NULL);
}

bool cache_ask_stored(struct cache *c, int64_t ticket, int64_t number, struct str row)
{
	bool ok = sql_begin(c->db, NULL);
	struct sql_stmt *st = cache_ask(c, "INSERT OR IGNORE INTO request VALUES (?1, ?2, '')",
					1, &number, NULL);

	if (st)
		sql_text(st, 2, row);
	ok = ok && st && sql_do(st, NULL) && cache_ask_drop(c, ticket);
	return cache_finish(c, ok, NULL);
}

bool cache_ask_again(struct cache *c, int64_t ticket, struct str row)
{
	struct sql_stmt *st =
		cache_ask(c, "UPDATE ask SET row = ?2 WHERE ticket = ?1", 1, &ticket, NULL);

	if (!st)
		return false;
	sql_text(st, 2, row);
	return sql_do(st, NULL);
}

/* ---- a calendar of one's own ---- */

bool cache_overlay_set(struct cache *c, const struct cache_overlay *o)
{
	struct sql_stmt *st;

	if (!o)
		return cache_do(c, "DELETE FROM overlay", 0, NULL, NULL);
	st = cache_ask(c, "INSERT OR REPLACE INTO overlay VALUES (1, ?1, ?2, ?3, ?4, ?5)", 1,
		       &o->read_utc_ms, NULL);
	if (!st)
		return false;
	sql_text(st, 2, o->from);
	sql_text(st, 3, o->tag);
	sql_text(st, 4, o->since);
	sql_text(st, 5, o->text);
	return sql_do(st, NULL);
}

static struct str copy(struct arena *mem, struct str s)
{
	return (struct str) { arena_dup(mem, s.p, s.n), s.n };
}

bool cache_overlay_get(struct cache *c, struct arena *mem, struct cache_overlay *out)
{
	struct sql_stmt *st = sql_get(
		c->db, "SELECT read_utc_ms, source, tag, since, text FROM overlay", NULL);

	if (!st || sql_step(st, NULL) != SQL_ROW)
		return false;
	*out = (struct cache_overlay) { .read_utc_ms = sql_get_int(st, 0),
					.from = copy(mem, sql_get_text(st, 1)),
					.tag = copy(mem, sql_get_text(st, 2)),
					.since = copy(mem, sql_get_text(st, 3)),
					.text = copy(mem, sql_get_text(st, 4)) };
	sql_step(st, NULL);
	return true;
}

bool cache_overlay_seen(struct cache *c, int64_t utc_ms)
{
	return cache_do(c, "UPDATE overlay SET read_utc_ms = ?1", 1, &utc_ms, NULL);
}
