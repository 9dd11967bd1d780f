/* SPDX-License-Identifier: MIT */
#include "client/cache_sheets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cache_in.h"

enum { ANSWERS_TEXT_MAX = 4 * 1024 * 1024 };

/* On disk; frozen. */
static const enum pl_sheet_state states[] = {
	PL_SHEET_DRAFT, PL_SHEET_KEPT, PL_SHEET_SENDING, PL_SHEET_AT_CLINIC, PL_SHEET_REFUSED,
};
enum { STATES = sizeof(states) / sizeof(states[0]) };

static int64_t number_of(enum pl_sheet_state state)
{
	int64_t i = 0;

	while (i < STATES && states[i] != state)
		i++;
	return i < STATES ? i : 0;
}

static enum pl_sheet_state state_of(int64_t number)
{
	return states[number >= 0 && number < STATES ? number : 0];
}

/* ---- loading ---- */

static struct sheet read_row(struct sql_stmt *st)
{
	return (struct sheet) {
		.id = (uint64_t)sql_get_int(st, 0),
		.form = (char *)(uintptr_t)sql_get_text(st, 1)
				.p, /* copied by whoever takes it */
		.sum = sql_get_int(st, 2),
		.state = state_of(sql_get_int(st, 3)),
		.failure = (enum pl_failure)sql_get_int(st, 4),
		.utc_ms = sql_get_int(st, 5),
		.assignment = sql_get_int(st, 6),
		.filed = sql_get_int(st, 7),
		.group = sql_get_int(st, 8),
		.ticket = sql_get_int(st, 9),
		.danger = sql_get_int(st, 10) != 0,
		.answered = (int)sql_get_int(st, 11),
		.questions = (int)sql_get_int(st, 12),
	};
}

static bool load_rows(struct cache *c, struct sheets *s, struct err *err)
{
	struct sql_stmt *st = sql_get(
		c->db,
		"SELECT id, form, sum, state, failure, max(utc_ms, coalesce((SELECT max(utc_ms)"
		" FROM answer WHERE answer.sheet = sheet.id), 0)), assignment, filed, party,"
		" ticket, danger, answered, questions FROM sheet ORDER BY id",
		err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW) {
		const struct sheet one = read_row(st);

		sheets_put(s, &one);
	}
	return got == SQL_DONE;
}

bool cache_sheets_load(struct cache *c, struct sheets *s, struct err *err)
{
	if (!load_rows(c, s, err))
		return false;
	for (size_t i = 0; i < s->count; i++) {
		char *answers = sheet_is_finished(&s->all[i])
					? cache_sheet_answers(c, s->all[i].id)
					: NULL;

		if (!answers && sheet_is_finished(&s->all[i]))
			return err_set(err, ERR_DISK, "answers cannot be read");
		s->all[i].answers = answers;
	}
	return true;
}

static bool add_line(struct buf *out, struct sql_stmt *st)
{
	const struct str name = sql_get_text(st, 0), value = sql_get_text(st, 1);

	return buf_add(out, name.p, name.n) && buf_add(out, "\t", 1) &&
	       buf_add(out, value.p, value.n) && buf_add(out, "\n", 1);
}

char *cache_sheet_answers(struct cache *c, uint64_t id)
{
	const int64_t sheet = (int64_t)id;
	struct sql_stmt *st = cache_ask(c, "SELECT name, value FROM answer WHERE sheet = ?1", 1,
					&sheet, NULL);
	enum sql_got got = SQL_FAILED;
	struct buf out;

	buf_init(&out, ANSWERS_TEXT_MAX);
	buf_adds(&out, "");
	while (st && (got = sql_step(st, NULL)) == SQL_ROW)
		if (!add_line(&out, st))
			break;
	if (got == SQL_DONE)
		return out.p;
	buf_finish(&out);
	return NULL;
}

/* ---- sheets ---- */

uint64_t cache_sheet_id(struct cache *c)
{
	char *last = cache_get(c, "sheet"), text[24];
	const uint64_t id = last ? strtoull(last, NULL, 10) + 1 : SHEETS_LOCAL_FROM;
	const struct cache_word word = { "sheet", text };

	free(last);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)id);
	return cache_set(c, &word, 1, CACHE_SAME) ? id : 0;
}

static bool put_row(struct cache *c, const struct sheet *s)
{
	const int64_t numbers[] = { (int64_t)s->id, s->sum,      number_of(s->state),
				    s->failure,     s->utc_ms,   s->assignment,
				    s->filed,       s->group,    s->ticket,
				    s->danger,      s->answered, s->questions };
	struct sql_stmt *st = cache_ask(
		c,
		"INSERT OR REPLACE INTO sheet SELECT ?1, ?13, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
		" ?10, ?11, ?12, coalesce((SELECT place FROM sheet WHERE id = ?1), ''),"
		" coalesce((SELECT typing FROM sheet WHERE id = ?1), '')",
		12, numbers, NULL);

	if (!st)
		return false;
	sql_text(st, 13, str_of(s->form));
	return sql_do(st, NULL);
}

static bool begin(struct cache *c, const struct sheet *s)
{
	return sheet_is_finished(s) ? cache_begin_durable(c, NULL) : sql_begin(c->db, NULL);
}

static bool end(struct cache *c, const struct sheet *s, bool ok)
{
	return sheet_is_finished(s) ? cache_end(c, ok, NULL) : cache_finish(c, ok, NULL);
}

bool cache_sheet_put(struct cache *c, const struct sheet *s)
{
	return begin(c, s) && end(c, s, put_row(c, s));
}

static bool put_answer(struct cache *c, const struct cache_answer *a)
{
	struct sql_stmt *st =
		cache_ask(c, "INSERT OR REPLACE INTO answer VALUES (?1, ?3, ?4, ?2)", 2,
			  (const int64_t[]) { (int64_t)a->sheet, a->utc_ms }, NULL);

	if (!st)
		return false;
	sql_text(st, 3, a->name);
	sql_text(st, 4, a->value);
	return sql_do(st, NULL);
}

static bool put_lines(struct cache *c, const struct sheet *s, struct str text)
{
	bool ok = true;

	while (ok && text.n) {
		const char *tab = memchr(text.p, '\t', text.n);
		const char *line_end = tab ? memchr(text.p, '\n', text.n) : NULL;
		struct cache_answer a = { .sheet = s->id, .utc_ms = s->utc_ms };

		if (!line_end || tab > line_end)
			return false;
		a.name = (struct str) { text.p, (size_t)(tab - text.p) };
		a.value = (struct str) { tab + 1, (size_t)(line_end - tab - 1) };
		ok = put_answer(c, &a);
		text.n -= (size_t)(line_end + 1 - text.p);
		text.p = line_end + 1;
	}
	return ok;
}

static bool drop_answers(struct cache *c, int64_t sheet)
{
	return cache_do(c, "DELETE FROM answer WHERE sheet = ?1", 1, &sheet, NULL);
}

bool cache_sheet_put_answers(struct cache *c, const struct sheet *s, struct str answers)
{
	return begin(c, s) &&
	       end(c, s,
		   put_row(c, s) && drop_answers(c, (int64_t)s->id) &&
			   put_lines(c, s, answers) && cache_sheet_typing_set(c, s->id, ""));
}

bool cache_sheet_drop(struct cache *c, uint64_t id)
{
	const int64_t sheet = (int64_t)id;

	return cache_begin_durable(c, NULL) &&
	       cache_end(
		       c,
		       drop_answers(c, sheet) &&
			       cache_do(c, "DELETE FROM sheet WHERE id = ?1", 1, &sheet, NULL),
		       NULL);
}

/* ---- filling one in ---- */

static bool set_word(struct cache *c, const char *statement, uint64_t id, const char *text)
{
	const int64_t sheet = (int64_t)id;
	struct sql_stmt *st = cache_ask(c, statement, 1, &sheet, NULL);

	if (!st)
		return false;
	sql_text(st, 2, str_of(text));
	return sql_do(st, NULL);
}

bool cache_answer_set(struct cache *c, const struct cache_answer *a)
{
	bool ok;

	if (!a->was_typed)
		return put_answer(c, a); /* one row */
	ok = sql_begin(c->db, NULL);
	return ok &&
	       cache_finish(c, put_answer(c, a) && cache_sheet_typing_set(c, a->sheet, ""),
			    NULL);
}

bool cache_sheet_place_set(struct cache *c, const struct sheet *s, const char *name)
{
	const int64_t numbers[] = { (int64_t)s->id, s->answered, s->questions };
	struct sql_stmt *st = cache_ask(
		c, "UPDATE sheet SET answered = ?2, questions = ?3, place = ?4 WHERE id = ?1",
		3, numbers, NULL);

	if (!st)
		return false;
	sql_text(st, 4, str_of(name));
	return sql_do(st, NULL);
}

bool cache_sheet_typing_set(struct cache *c, uint64_t id, const char *text)
{
	return set_word(c, "UPDATE sheet SET typing = ?2 WHERE id = ?1", id, text);
}

static char *get_word(struct cache *c, const char *statement, uint64_t id)
{
	const int64_t sheet = (int64_t)id;
	struct sql_stmt *st = cache_ask(c, statement, 1, &sheet, NULL);
	char *text = NULL;

	if (st && sql_step(st, NULL) == SQL_ROW) {
		const struct str got = sql_get_text(st, 0);

		text = got.n ? mem_dup(got.p, got.n) : NULL;
		sql_step(st, NULL);
	}
	return text;
}

char *cache_sheet_place(struct cache *c, uint64_t id)
{
	return get_word(c, "SELECT place FROM sheet WHERE id = ?1", id);
}

char *cache_sheet_typing(struct cache *c, uint64_t id)
{
	return get_word(c, "SELECT typing FROM sheet WHERE id = ?1", id);
}
