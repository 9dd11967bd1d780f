/* SPDX-License-Identifier: MIT */
#include "client/cache_cases.h"

#include <stdlib.h>

#include "client/cache_in.h"

/* What a row is kept as: the letter that it has on the wire, which never changes. */
static int64_t letter(enum wire_type type)
{
	return wire_rows[type].t[0];
}

/* ---- the server's rows: see keep.c ---- */

static bool put_row(struct cache *c, const struct wire_msg *m, struct err *err)
{
	const int64_t numbers[] = { letter(m->type), m->s, m->type == WIRE_NOTED ? m->k : 0 };
	struct sql_stmt *st;
	struct buf json;
	bool ok;

	if (!cache_do(c, "INSERT OR IGNORE INTO caserow VALUES (?1, ?2, ?3, 0, 0, '')", 3,
		      numbers, err))
		return false;
	st = cache_ask(c, "UPDATE caserow SET row = ?3 WHERE kind = ?1 AND number = ?2", 2,
		       numbers, err);
	ok = cache_write_row(m, &json, err) && st;
	if (ok) {
		sql_text(st, 3, (struct str) { json.p, json.n });
		ok = sql_do(st, err);
	}
	buf_finish(&json);
	return ok;
}

/* What was said to it goes with it. */
static bool drop_row(struct cache *c, enum wire_type type, int64_t number, struct err *err)
{
	const int64_t numbers[] = { letter(type), number };

	return cache_do(c, "DELETE FROM caserow WHERE kind = ?1 AND number = ?2", 2, numbers,
			err) &&
	       (type != WIRE_FILED ||
		cache_do(c, "DELETE FROM caserow WHERE filed = ?1", 1, &number, err));
}

static bool is_there(const struct wire_msg *m)
{
	return m->type == WIRE_CLINIC ? (m->has & WIRE_B) != 0 : (m->has & WIRE_U) != 0;
}

bool cache_keep_case_row(struct cache *c, const struct wire_msg *m, struct err *err)
{
	return is_there(m) ? put_row(c, m, err) : drop_row(c, m->type, m->s, err);
}

bool cache_keep_case(struct cache *c, const struct wire_msg *m, struct err *err)
{
	return cache_do(c, "INSERT OR REPLACE INTO word VALUES ('case', ?1)", 1, &m->k, err);
}

bool cache_case_drop(struct cache *c, struct rows_gone gone)
{
	return drop_row(c, gone.type, gone.number, NULL);
}

bool cache_case_told(struct cache *c, enum wire_type type, int64_t number)
{
	return cache_do(c, "UPDATE caserow SET told = 1 WHERE kind = ?1 AND number = ?2", 2,
			(const int64_t[]) { letter(type), number }, NULL);
}

/* ---- loading ---- */

static void set_marks(struct sheet_rows *r, enum wire_type type, int64_t number, bool told,
		      uint64_t sheet)
{
	struct rows_assigned *a = type == WIRE_ASSIGNED ? rows_find_assigned(r, number) : NULL;
	struct rows_filed *f = type == WIRE_FILED ? rows_find_filed(r, number) : NULL;
	struct rows_noted *n = type == WIRE_NOTED ? rows_find_noted(r, number) : NULL;

	if (a)
		a->told = told;
	if (n)
		n->told = told;
	if (!f)
		return;
	f->told = told;
	rows_link(r, f, sheet);
}

static bool load_rows(struct cache *c, struct sheet_rows *r, struct err *err)
{
	struct sql_stmt *st = sql_get(
		c->db, "SELECT number, told, sheet, row FROM caserow ORDER BY kind, number",
		err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW) {
		struct arena mem = { 0 };
		struct wire_frame f = { 0 };

		if (wire_decode(sql_get_text(st, 3), WIRE_SERVER, &mem, &f, NULL) && f.n == 1 &&
		    rows_take(r, &f.msgs[0]))
			set_marks(r, f.msgs[0].type, sql_get_int(st, 0),
				  sql_get_int(st, 1) != 0, (uint64_t)sql_get_int(st, 2));
		arena_finish(&mem);
	}
	return got == SQL_DONE;
}

static bool load_works(struct cache *c, struct sheet_rows *r, struct err *err)
{
	struct sql_stmt *st = sql_get(
		c->db, "SELECT ticket, utc_ms, sheet, gone, row FROM work ORDER BY ticket",
		err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW) {
		struct rows_act *a =
			rows_keep(r, sql_get_int(st, 0), sql_get_int(st, 1),
				  (uint64_t)sql_get_int(st, 2), sql_get_text(st, 4));

		if (a)
			a->left = sql_get_int(st, 3) != 0;
	}
	return got == SQL_DONE;
}

bool cache_cases_load(struct cache *c, struct sheet_rows *r, struct err *err)
{
	char *version = cache_get(c, "case");

	r->version = version ? strtoll(version, NULL, 10) : 0;
	free(version);
	return load_rows(c, r, err) && load_works(c, r, err);
}

/* ---- what was done ---- */

static bool add_work(struct cache *c, struct cache_work *w)
{
	struct sql_stmt *st;

	if (!cache_next_ticket(c, &w->m.k) || !cache_write_row(&w->m, &w->json, NULL))
		return false;
	st = cache_ask(c, "INSERT INTO work VALUES (?1, ?2, ?3, 0, ?4)", 3,
		       (const int64_t[]) { w->m.k, w->utc_ms, (int64_t)w->sheet }, NULL);
	if (!st)
		return false;
	sql_text(st, 4, (struct str) { w->json.p, w->json.n });
	return sql_do(st, NULL);
}

bool cache_work_add(struct cache *c, struct cache_work *all, size_t n)
{
	bool ok = cache_begin_durable(c, NULL);

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < n; i++)
		ok = add_work(c, &all[i]);
	return cache_end(c, ok && cache_stay_sure(c), NULL);
}

bool cache_work_drop(struct cache *c, int64_t ticket)
{
	return cache_do(c, "DELETE FROM work WHERE ticket = ?1", 1, &ticket, NULL);
}

bool cache_work_left(struct cache *c, int64_t ticket)
{
	return cache_do(c, "UPDATE work SET gone = 1 WHERE ticket = ?1", 1, &ticket, NULL);
}

static bool is_known(struct cache *c, const struct wire_msg *m)
{
	struct sql_stmt *st =
		cache_ask(c, "SELECT 1 FROM caserow WHERE kind = ?1 AND number = ?2", 2,
			  (const int64_t[]) { letter(m->type), m->s }, NULL);
	const bool known = st && sql_step(st, NULL) == SQL_ROW;

	if (known)
		sql_step(st, NULL);
	return known;
}

static bool put_stored(struct cache *c, const struct wire_msg *row, uint64_t sheet)
{
	const int64_t numbers[] = { letter(row->type), row->s, (int64_t)sheet };

	return (is_known(c, row) || put_row(c, row, NULL)) &&
	       cache_do(c, "UPDATE caserow SET sheet = ?3 WHERE kind = ?1 AND number = ?2", 3,
			numbers, NULL);
}

bool cache_work_stored(struct cache *c, int64_t ticket, const struct wire_msg *row,
		       uint64_t sheet)
{
	bool ok = sql_begin(c->db, NULL);

	ok = ok && (!row || put_stored(c, row, sheet)) && cache_work_drop(c, ticket);
	return cache_finish(c, ok, NULL);
}

/* The next act behind this ticket, its message in `mem`; false: there is none. */
static bool next_work(struct cache *c, int64_t *ticket, struct arena *mem, struct wire_msg *out)
{
	struct sql_stmt *st = cache_ask(
		c, "SELECT ticket, row FROM work WHERE ticket > ?1 ORDER BY ticket LIMIT 1", 1,
		ticket, NULL);
	struct wire_frame f = { 0 };

	if (!st || sql_step(st, NULL) != SQL_ROW)
		return false;
	*ticket = sql_get_int(st, 0);
	*out = (struct wire_msg) { .type = WIRE_TYPES };
	if (wire_decode(sql_get_text(st, 1), WIRE_CLIENT, mem, &f, NULL) && f.n == 1)
		*out = f.msgs[0];
	sql_step(st, NULL);
	return true;
}

bool cache_move_unfiled(struct cache *c, int64_t sure, int64_t by)
{
	struct arena mem = { 0 };
	struct wire_msg m;
	int64_t ticket = sure;
	bool ok = true;

	while (ok && next_work(c, &ticket, &mem, &m)) {
		if (!str_is(m.r, "unfile") || !(m.has & ROWS_UNFILE_WAITS) || m.d <= sure)
			continue;
		m.d += by;
		ok = cache_work_again(c, ticket, &m);
	}
	arena_finish(&mem);
	return ok;
}

bool cache_work_again(struct cache *c, int64_t ticket, const struct wire_msg *m)
{
	struct sql_stmt *st =
		cache_ask(c, "UPDATE work SET row = ?2 WHERE ticket = ?1", 1, &ticket, NULL);
	struct buf json;
	bool ok = cache_write_row(m, &json, NULL) && st;

	if (ok) {
		sql_text(st, 2, (struct str) { json.p, json.n });
		ok = sql_do(st, NULL);
	}
	buf_finish(&json);
	return ok;
}
