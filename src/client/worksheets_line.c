/* SPDX-License-Identifier: MIT */
/* Worksheets on the line: what the server says, and what goes out. */
#include "client/worksheets_line.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "client/cache_cases.h"
#include "client/cache_sheets.h"
#include "client/core.h"
#include "text/utf8.h"

/* ---- what came ---- */

struct str worksheets_clean_answers(struct arena *mem, struct str text)
{
	struct buf out;
	struct str clean;
	size_t from = 0;

	buf_init(&out, text.n * 6 + 16);
	for (size_t i = 0; i <= text.n; i++) {
		const bool ends = i == text.n || text.p[i] == '\t' || text.p[i] == '\n';

		if (!ends)
			continue;
		buf_adds(&out, utf8_clean(mem, (struct str) { text.p + from, i - from }));
		if (i < text.n)
			buf_add(&out, text.p + i, 1);
		from = i + 1;
	}
	clean = (struct str) { arena_dup(mem, buf_text(&out), out.n), out.n };
	buf_finish(&out);
	return clean;
}

void worksheets_on_hello(struct pl_client *c)
{
	rows_connected(&c->worksheets.rows);
}

/* The sheet of this device that it was is here alone again. */
static void unlink_sheet(struct pl_client *c, const struct wire_msg *m)
{
	const struct rows_filed *f = rows_find_filed(&c->worksheets.rows, m->s);
	struct sheet *s = f && f->sheet ? sheets_find(&c->sheets, f->sheet) : NULL;

	if (m->type != WIRE_FILED || m->has & WIRE_U || !s || s->filed != m->s)
		return;
	s->filed = 0;
	if (s->state == PL_SHEET_AT_CLINIC)
		s->state = PL_SHEET_KEPT;
	cache_sheet_put(c->cache, s);
}

static void settle_came_back(struct pl_client *c, int64_t number);

void worksheets_on_row(struct pl_client *c, const struct wire_msg *m)
{
	struct worksheets *k = &c->worksheets;
	struct sheets_world w = worksheets_world(c);

	if (m->type == WIRE_CLINIC && str_is(m->r, "packs")) {
		packs_told(c, m->b);
		return;
	}
	unlink_sheet(c, m);
	sheets_news_before(&k->news, &k->rows, &w, m);
	if (!rows_take(&k->rows, m))
		log_event(LOG_WARN_, "sheet", "row=%" PRId64, m->s);
	if (m->type == WIRE_FILED)
		settle_came_back(c, m->s);
	sheets_news_taken(&k->news, &k->rows, &w, m);
	if (m->type == WIRE_CLINIC)
		kit_crisis_changed(c);
	if (m->type == WIRE_FILED)
		kit_filed(c, m);
	c->changed |= PL_CHANGED_SHEETS;
}

/* The server was restored from a copy: what did not come is no more. */
static void drop_stale(struct pl_client *c)
{
	struct rows_gone gone;

	while (rows_next_stale(&c->worksheets.rows, schedule_now(c), &gone)) {
		unlink_sheet(c, &(struct wire_msg) { .type = gone.type, .s = gone.number });
		cache_case_drop(c->cache, gone);
		rows_drop(&c->worksheets.rows, gone);
		if (gone.type == WIRE_CLINIC)
			kit_crisis_changed(c);
	}
}

void worksheets_on_case(struct pl_client *c, const struct wire_msg *m)
{
	struct worksheets *k = &c->worksheets;
	struct sheets_world w = worksheets_world(c);

	if (m->k < k->rows.version) {
		sheets_news_all_anew(&k->news);
		drop_stale(c);
	}
	k->rows.version = m->k;
	sheets_news_after(&k->news, &k->rows, &w);
	worksheets_changed(c);
}

/* ---- what became of what was done ---- */

void worksheets_drop(struct pl_client *c, int64_t ticket)
{
	cache_work_drop(c->cache, ticket);
	rows_forget(&c->worksheets.rows, ticket);
}

/* What was to be taken back as soon as it has a number. */
static void take_back(struct pl_client *c, int64_t ticket, int64_t number)
{
	struct rows_act *a = rows_taking_back(&c->worksheets.rows, ticket);

	if (!a)
		return;
	a->m.has = (a->m.has & ~(unsigned)ROWS_UNFILE_WAITS) | WIRE_S;
	a->m.d = 0;
	a->m.s = number;
	cache_work_again(c->cache, a->ticket, &a->m);
}

/* It is at the server: so is the sheet of this device. */
static void sheet_stored(struct pl_client *c, uint64_t id, int64_t number)
{
	struct rows_filed *f = rows_find_filed(&c->worksheets.rows, number);
	struct sheet *s = sheets_find(&c->sheets, id);
	struct sheets_world w = worksheets_world(c);

	if (f)
		rows_link(&c->worksheets.rows, f, id);
	if (s && sheet_is_finished(s)) {
		s->state = PL_SHEET_AT_CLINIC;
		s->filed = number;
		s->ticket = 0;
		cache_sheet_put(c->cache, s);
	}
	if (f)
		sheets_news_add_filed(&c->worksheets.news, &c->worksheets.rows, &w, f,
				      &(struct pl_sheet_note) { .what = PL_SHEET_NEWS_STORED });
}

static void on_done(struct pl_client *c, struct rows_act *a, int64_t number)
{
	struct sheet_rows *r = &c->worksheets.rows;
	const bool filed = rows_act_is(a, "file");
	const uint64_t sheet = a->sheet;
	const int64_t ticket = a->ticket;
	struct wire_msg row;

	if (!rows_of_act(a, number, c->state.self.id, &row)) {
		worksheets_drop(c, ticket);
		return;
	}
	cache_work_stored(c->cache, ticket, &row, sheet);
	if (filed ? !rows_find_filed(r, number) : !rows_find_noted(r, number))
		rows_take(r, &row);
	if (filed) {
		take_back(c, ticket, number);
		sheet_stored(c, sheet, number);
	}
	rows_forget(r, ticket);
}

static void settle_came_back(struct pl_client *c, int64_t number)
{
	const struct rows_filed *f = rows_find_filed(&c->worksheets.rows, number);
	struct rows_act *a = f && f->member == c->state.self.id && !f->sheet
				     ? rows_came_back(&c->worksheets.rows, f)
				     : NULL;

	if (a)
		on_done(c, a, number);
}

static void tell_refused(struct pl_client *c, const struct rows_act *a, enum pl_failure why)
{
	const struct rows_filed *f = rows_find_filed(&c->worksheets.rows, a->m.s);
	const struct rows_assigned *s = rows_find_assigned(&c->worksheets.rows, a->m.s);
	struct pl_sheet_note note = { .what = PL_SHEET_NEWS_REFUSED,
				      .sheet = a->sheet,
				      .failure = why };
	struct sheets_world w = worksheets_world(c);
	const bool says = !rows_act_is(a, "file") && !rows_act_is(a, "assign");
	const char *form = a->m.c.p;
	struct sheets_form known;

	if (says && f) {
		sheets_news_add_filed(&c->worksheets.news, &c->worksheets.rows, &w, f, &note);
		return;
	}
	if (says && s) {
		note.sheet = SHEETS_ASSIGNED | (uint64_t)s->number;
		form = s->form;
	}
	note.title = says && !s ? "" : form;
	if (form && w.form(w.user, form, &known))
		note.title = known.title;
	sheets_news_add(&c->worksheets.news, &note, 0);
}

static void sheet_refused(struct pl_client *c, const struct rows_act *a, enum pl_failure why)
{
	struct sheet *s = sheets_find(&c->sheets, a->sheet);
	struct rows_act *back = rows_taking_back(&c->worksheets.rows, a->ticket);

	if (back)
		worksheets_drop(c, back->ticket);
	if (!s || !sheet_is_finished(s))
		return;
	s->state = PL_SHEET_REFUSED;
	s->failure = why;
	s->ticket = 0;
	cache_sheet_put(c->cache, s);
}

/* What was read, seen to or taken back twice is as good as once. */
static bool is_so_already(const struct rows_act *a, enum pl_failure why)
{
	const bool goes = rows_act_is(a, "unfile") || rows_act_is(a, "unassign");

	return why == PL_FAIL_TWICE || rows_act_is(a, "read") || (goes && why == PL_FAIL_GONE);
}

static void on_refused(struct pl_client *c, struct rows_act *a, struct str code)
{
	const enum pl_failure why = rows_failure(code);
	const int64_t ticket = a->ticket;
	const bool is_file = rows_act_is(a, "file");

	if (str_is(code, WIRE_E_RATE) || str_is(code, WIRE_E_STORE)) {
		a->sent = false;
		a->waits = true;
		outbound_pause(c);
		return;
	}
	if (is_file || !is_so_already(a, why))
		tell_refused(c, a, why);
	if (is_file)
		sheet_refused(c, a, why);
	worksheets_drop(c, ticket);
}

void worksheets_on_settled(struct pl_client *c, const struct wire_msg *m)
{
	struct rows_act *a = rows_act_of(&c->worksheets.rows, m->k);

	if (!a)
		return;
	if (m->has & WIRE_C)
		on_refused(c, a, m->c);
	else
		on_done(c, a, m->s);
	worksheets_changed(c);
	if (worksheets_have_words(c))
		ws_want_write(c->ws);
}

bool worksheets_on_error(struct pl_client *c, const struct wire_msg *m)
{
	struct rows_act *a = m->k ? rows_act_of(&c->worksheets.rows, m->k) : NULL;

	if (!a)
		return false;
	on_refused(c, a, m->c);
	worksheets_changed(c);
	return true;
}

/* ---- what goes out ---- */

/* Answers are longer than what else is said; all of them escaped have to fit. */
enum { WORK_ROOM = 2 * WIRE_ANSWERS_MAX + 1024, ALMOST_NONE = 16 };

bool worksheets_have_words(const struct pl_client *c)
{
	return rows_next(&c->worksheets.rows, false, c->out.pause) != NULL;
}

/* Into a frame of its own where it is too long for a common one. */
static bool add_act(struct buf *json, const struct rows_act *a, struct err *err)
{
	const size_t cap = json->cap;

	if (wire_add(json, &a->m, err))
		return true;
	if (json->n || cap >= WORK_ROOM)
		return false;
	json->cap = WORK_ROOM;
	if (!wire_add(json, &a->m, err)) {
		json->cap = cap;
		return false;
	}
	json->cap = json->n + ALMOST_NONE;
	return true;
}

static void write_acts(struct pl_client *c, bool first, struct buf *json)
{
	struct rows_act *a;
	struct err err = { 0 };

	while ((a = rows_next(&c->worksheets.rows, first, c->out.pause))) {
		if (!a->left)
			a->left = cache_work_left(c->cache, a->ticket);
		a->sent = true;
		if (add_act(json, a, &err))
			continue;
		a->sent = false;
		if (json->n) {
			ws_want_write(c->ws); /* there is room in the next one */
			return;
		}
		log_event(LOG_ERROR_, "work", "why=\"%s\"", err.text);
		on_refused(c, a, str_of(WIRE_E_LARGE));
		worksheets_changed(c);
	}
}

/* Nothing stands behind it: a frame is read when all of it is there. */
void worksheets_write_first(struct pl_client *c, struct buf *json)
{
	const size_t before = json->n;

	write_acts(c, true, json);
	if (json->n == before)
		return;
	json->cap = json->n + ALMOST_NONE;
	ws_want_write(c->ws);
}

void worksheets_write(struct pl_client *c, struct buf *json)
{
	write_acts(c, false, json);
}

void worksheets_reset(struct pl_client *c)
{
	rows_again(&c->worksheets.rows);
}
