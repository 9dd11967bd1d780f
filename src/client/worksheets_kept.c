/* SPDX-License-Identifier: MIT */
/* Life of what is known of worksheets, and what is kept of what is done with them. */
#include <stdlib.h>
#include <string.h>

#include "client/cache_cases.h"
#include "client/cache_sheets.h"
#include "client/core.h"

/* As for what is soon: clocks are set. */
enum { LOOK_AGAIN_MS = 3600000, DANGER_ROOM = 8 };

/* ---- who asks, when and of what ---- */

static const char *find_name(const void *user, int64_t group, int64_t member)
{
	const struct pl_client *c = user;
	const struct state_group *g = state_find_group(&c->state, group);

	if (!g)
		return member == c->state.self.id ? c->state.self.name : "";
	return state_name_of(&c->state, g, member);
}

static bool find_people(const void *user, int64_t group, const struct pl_person **out,
			size_t *n)
{
	const struct pl_client *c = user;
	const struct state_group *g = state_find_group(&c->state, group);

	*out = g ? g->people : NULL;
	*n = g ? g->people_count : 0;
	return g != NULL;
}

static bool find_form(void *user, const char *name, struct sheets_form *out)
{
	const struct filling_form *f = filling_form(user, name);

	if (!f)
		return false;
	*out = (struct sheets_form) { *f->q->title ? f->q->title : f->name, f->kind, f->q,
				      (int)f->questions };
	return true;
}

static int find_missed(const void *user, int64_t group, int64_t member)
{
	const struct pl_client *c = user;
	const struct hours *h = &c->schedule.hours;

	for (size_t i = 0; h->group == group && i < h->count; i++)
		if (h->rows[i].member == member)
			return h->rows[i].missed;
	return -1;
}

struct sheets_world worksheets_world(struct pl_client *c)
{
	return (struct sheets_world) {
		.self = c->state.self.id,
		.now_utc_ms = schedule_now(c),
		.own = &c->sheets,
		/* No score depends on the day on which it is worked out. */
		.clock = { "2026-11-26", "2026-11-26T00:00:00Z" },
		.name = find_name,
		.people = find_people,
		.form = find_form,
		.missed = find_missed,
		.user = c
	};
}

/* ---- life ---- */

static void look(struct pl_client *c)
{
	struct worksheets *k = &c->worksheets;
	struct sheets_world w = worksheets_world(c);
	const size_t before = k->news.count;
	int64_t due_ms;

	sheets_news_look(&k->news, &k->rows, &w);
	if (k->news.count != before)
		c->changed |= PL_CHANGED_SHEETS;
	due_ms = sheets_news_due_ms(&k->rows, &w);
	if (due_ms < 0)
		loop_timer_stop(k->due);
	else
		loop_timer_set(k->due, due_ms < LOOK_AGAIN_MS ? due_ms + 1 : LOOK_AGAIN_MS);
}

static void on_due(void *user)
{
	look(user);
}

void worksheets_changed(struct pl_client *c)
{
	c->changed |= PL_CHANGED_SHEETS;
	look(c);
}

/* A kill may have come between the act and the sheet that it sends, or has sent. */
static void repair_one(struct pl_client *c, struct sheet *s)
{
	const struct sheet_rows *r = &c->worksheets.rows;
	const struct rows_act *a = rows_sending(r, s->id);
	const struct rows_filed *f = rows_filed_of(r, s->id);

	if (!sheet_is_finished(s))
		return;
	if (a && s->state != PL_SHEET_SENDING && a->m.d == s->utc_ms) {
		s->state = PL_SHEET_SENDING;
		s->group = a->m.g;
		s->ticket = a->ticket;
	} else if (!a && s->state == PL_SHEET_SENDING && f && f->number != s->filed) {
		s->state = PL_SHEET_AT_CLINIC;
		s->filed = f->number;
		s->ticket = 0;
	} else {
		return;
	}
	cache_sheet_put(c->cache, s);
}

/* What was to be sent, and is no act yet, is sent. */
static void repair(struct pl_client *c)
{
	for (size_t i = 0; i < c->sheets.count; i++) {
		struct sheet *s = &c->sheets.all[i];

		repair_one(c, s);
		if (s->state == PL_SHEET_SENDING && !rows_sending(&c->worksheets.rows, s->id))
			worksheets_send(c, s->id, s->group);
	}
}

bool worksheets_open(struct pl_client *c, struct err *err)
{
	struct worksheets *k = &c->worksheets;

	rows_init(&k->rows);
	sheets_news_init(&k->news);
	k->due = loop_timer_create(c->loop, on_due, c);
	if (!cache_cases_load(c->cache, &k->rows, err))
		return false;
	repair(c);
	look(c);
	return true;
}

static void finish_all(struct pl_client *c)
{
	rows_finish(&c->worksheets.rows);
	sheets_news_finish(&c->worksheets.news);
	sheets_list_finish(&c->worksheets.list);
	arena_finish(&c->worksheets.crisis_mem);
	free(c->worksheets.crisis_lines);
}

void worksheets_finish(struct pl_client *c)
{
	finish_all(c);
	loop_timer_destroy(c->worksheets.due);
	c->worksheets = (struct worksheets) { 0 };
}

void worksheets_forget(struct pl_client *c)
{
	struct loop_timer *due = c->worksheets.due;

	finish_all(c);
	c->worksheets = (struct worksheets) { .due = due };
	loop_timer_stop(due);
	c->changed |= PL_CHANGED_SHEETS;
}

/* ---- acts ---- */

/* What asks for help finds room where nothing else does. */
static bool has_room(const struct pl_client *c, const struct cache_work *all, size_t n)
{
	const size_t most = all[0].m.n == 1 ? SHEETS_ACTS_MAX + DANGER_ROOM : SHEETS_ACTS_MAX;

	return c->worksheets.rows.acts_count + n <= most;
}

enum pl_failure worksheets_keep(struct pl_client *c, struct cache_work *all, size_t n)
{
	const bool room = has_room(c, all, n);
	const bool ok = room && cache_work_add(c->cache, all, n);

	for (size_t i = 0; i < n; i++) {
		if (ok)
			rows_keep(&c->worksheets.rows, all[i].m.k, all[i].utc_ms, all[i].sheet,
				  (struct str) { all[i].json.p, all[i].json.n });
		buf_finish(&all[i].json);
	}
	if (!ok)
		return room ? PL_FAIL_DISK : PL_FAIL_BUSY;
	worksheets_changed(c);
	ws_want_write(c->ws);
	core_touch(c);
	return PL_OK;
}

enum pl_failure worksheets_do(struct pl_client *c, const char *word, int64_t number,
			      const char *text)
{
	struct cache_work w = { .m = { .type = WIRE_WORK,
				       .has = WIRE_K | WIRE_R | WIRE_S |
					      (text && *text ? WIRE_B : 0u),
				       .s = number,
				       .r = str_of(word),
				       .b = str_of(text) },
				.utc_ms = schedule_now(c) };

	return worksheets_keep(c, &w, 1);
}
