/* SPDX-License-Identifier: MIT */
/* The schedule on the line: what the server says, and what goes out. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "client/cache_diary.h"
#include "client/core.h"

/* ---- what came ---- */

static void tell_now(struct pl_client *c)
{
	char text[24];

	c->schedule.told_utc_ms = schedule_now(c);
	snprintf(text, sizeof(text), "%" PRId64, c->schedule.told_utc_ms);
	schedule_keep_word(c, "told", text);
}

void schedule_on_hello(struct pl_client *c)
{
	diary_connected(&c->schedule.diary);
	schedule_told_time(c);
	if (!c->schedule.diary.version)
		return;
	c->schedule.is_current = true;
	tell_now(c);
	schedule_changed(c);
}

void schedule_on_row(struct pl_client *c, const struct wire_msg *m)
{
	struct schedule *s = &c->schedule;
	struct diary_world w = schedule_world(c);

	news_before(&s->news, &s->diary, &w, m);
	if (!diary_take(&s->diary, m))
		log_event(LOG_WARN_, "program", "row=%" PRId64, m->s);
	news_taken(&s->news, &s->diary, &w, m);
}

static void write_one(const struct wire_msg *m, struct buf *json)
{
	buf_init(json, WIRE_FRAME_MAX);
	if (wire_add(json, m, NULL))
		wire_close(json);
}

/* A change that was made upon another of ours, which has made it newer. */
static void rebase(struct pl_client *c)
{
	struct diary *p = &c->schedule.diary;

	for (size_t i = 0; i < p->asks_count; i++) {
		struct diary_ask *a = &p->asks[i];
		struct wire_msg m = a->m;
		struct buf json;

		if (m.type != WIRE_SET || !m.s || a->sent || a->state != PL_REQUEST_KEPT ||
		    !news_is_own(&c->schedule.news, m.s))
			continue;
		m.d = p->version;
		write_one(&m, &json);
		cache_ask_again(c->cache, a->ticket, (struct str) { json.p, json.n });
		a->m.d = m.d;
		buf_finish(&json);
	}
}

/* The server was restored from a copy: what did not come is no more. */
static void drop_stale(struct pl_client *c, bool series)
{
	struct diary *d = &c->schedule.diary;
	int64_t number;

	while ((number = diary_next_stale(d, series))) {
		cache_diary_drop(c->cache, series, number);
		diary_drop(d, series, number);
	}
}

void schedule_on_program(struct pl_client *c, const struct wire_msg *m)
{
	struct schedule *s = &c->schedule;
	struct diary_world w = schedule_world(c);

	if (m->k < s->diary.version) {
		news_all_anew(&s->news);
		drop_stale(c, true);
		drop_stale(c, false);
	}
	s->diary.is_listed = false;
	s->diary.version = m->k;
	rebase(c);
	news_after(&s->news, &s->diary, &w);
	s->is_current = true;
	tell_now(c);
	schedule_changed(c);
	if (schedule_has_words(c))
		ws_want_write(c->ws);
}

/* It has a number now, and the row of it that the server sends is on its way. */
static void turn(struct pl_client *c, const struct diary_ask *a, int64_t number)
{
	struct diary *p = &c->schedule.diary;
	struct wire_msg row = a->m;
	struct buf json;

	row.type = WIRE_REQUEST;
	row.has = (row.has & (WIRE_X | WIRE_B | WIRE_R | WIRE_C)) | WIRE_S | WIRE_U | WIRE_N |
		  WIRE_D | WIRE_K;
	row.s = number;
	row.u = c->state.self.id;
	row.n = WIRE_REQUEST_ASKED;
	row.d = a->utc_ms;
	row.k = a->ticket;
	write_one(&row, &json);
	if (cache_ask_stored(c->cache, a->ticket, number, (struct str) { json.p, json.n })) {
		if (diary_find_request(p, number))
			diary_forget(p, a->ticket);
		else
			diary_take(p, &row);
	}
	buf_finish(&json);
}

static void drop(struct pl_client *c, int64_t ticket)
{
	cache_ask_drop(c->cache, ticket);
	diary_forget(&c->schedule.diary, ticket);
}

static void on_done(struct pl_client *c, const struct diary_ask *a, int64_t number)
{
	if (a->m.type == WIRE_SET && number)
		news_own(&c->schedule.news, number);
	if (a->m.type == WIRE_ASK && !a->m.s && number)
		turn(c, a, number);
	else
		drop(c, a->ticket);
}

/* What became of it, as it is now: one's own, or somebody's who asks. */
static void tell_request(struct pl_client *c, uint64_t id)
{
	struct diary_world w = schedule_world(c);
	struct diary *p = &c->schedule.diary;
	struct pl_schedule_note note = { .request = NULL };
	struct diary_row row = { 0 };

	p->is_listed = false;
	diary_list_requests(p, &w);
	for (size_t i = 0; i < p->request_count; i++)
		if (p->request_list[i].id == id)
			note.request = &p->request_list[i];
	if (!note.request)
		return;
	note.what = note.request->mine ? PL_NEWS_REQUEST : PL_NEWS_ASKED;
	diary_occurrence(p, &w, note.request->series, note.request->original_utc_ms, &row);
	note.occurrence = row.pub;
	news_add(&c->schedule.news, &note);
}

static void on_request_refused(struct pl_client *c, struct diary_ask *a, struct str code)
{
	a->state = diary_state_of(code);
	cache_ask_settle(c->cache, a->ticket, a->state);
	tell_request(c, (uint64_t)a->ticket << 1 | 1);
}

/* A withdrawal or an answer: the request is as it was, and that is said again. */
static void on_answer_refused(struct pl_client *c, const struct diary_ask *a)
{
	const struct diary_request *r = diary_find_request(&c->schedule.diary, a->m.s);

	if (r)
		tell_request(c, r->pub.id);
}

static const struct {
	const char *code;
	enum pl_failure why;
} change_codes[] = {
	{ WIRE_E_STATE, PL_FAIL_STATE },   { WIRE_E_GONE, PL_FAIL_GONE },
	{ WIRE_E_ROLE, PL_FAIL_REFUSED },  { WIRE_E_GROUP, PL_FAIL_REFUSED },
	{ WIRE_E_WHO, PL_FAIL_WHO },       { WIRE_E_LARGE, PL_FAIL_TOO_LONG },
	{ WIRE_E_FORM, PL_FAIL_ENCODING },
};

static void on_change_refused(struct pl_client *c, const struct diary_ask *a, struct str code)
{
	struct pl_schedule_note note = { .what = PL_NEWS_CHANGE_REFUSED,
					 .count = PL_FAIL_STATE,
					 .text = a->m.x.p };
	const struct diary_series *s = diary_find(&c->schedule.diary, a->m.s);

	for (size_t i = 0; i < sizeof(change_codes) / sizeof(change_codes[0]); i++)
		if (str_is(code, change_codes[i].code))
			note.count = (int)change_codes[i].why;
	if (!note.text && s)
		note.text = s->pub.title; /* it was to go */
	c->schedule.diary.changes_refused++;
	news_add(&c->schedule.news, &note);
}

static void on_refused(struct pl_client *c, struct diary_ask *a, struct str code)
{
	if (str_is(code, WIRE_E_RATE) || str_is(code, WIRE_E_STORE)) {
		a->sent = false;
		outbound_pause(c);
		return;
	}
	if (a->m.type == WIRE_ASK && !a->m.s && !str_is(code, WIRE_E_TWICE)) {
		on_request_refused(c, a, code);
		return;
	}
	if (a->m.type == WIRE_SET)
		on_change_refused(c, a, code);
	if (a->m.type == WIRE_ASK && a->m.s && !str_is(code, WIRE_E_TWICE))
		on_answer_refused(c, a);
	if (a->m.type == WIRE_FEED)
		c->changed |= PL_CHANGED_ACCOUNT;
	drop(c, a->ticket);
}

void schedule_on_settled(struct pl_client *c, const struct wire_msg *m)
{
	struct diary_ask *a = diary_kept(&c->schedule.diary, m->k);

	if (!a || a->state != PL_REQUEST_KEPT)
		return;
	if (m->has & WIRE_C)
		on_refused(c, a, m->c);
	else
		on_done(c, a, m->s);
	schedule_changed(c);
	if (schedule_has_words(c))
		ws_want_write(c->ws);
}

bool schedule_on_error(struct pl_client *c, const struct wire_msg *m)
{
	struct diary_ask *a = m->k ? diary_kept(&c->schedule.diary, m->k) : NULL;

	if (!a || a->state != PL_REQUEST_KEPT)
		return false;
	on_refused(c, a, m->c);
	schedule_changed(c);
	return true;
}

void schedule_on_feed(struct pl_client *c, const struct wire_msg *m)
{
	free(c->schedule.feed);
	c->schedule.feed = m->has & WIRE_B ? mem_dup(m->b.p, m->b.n) : NULL;
	schedule_keep_word(c, "feed", c->schedule.feed);
	c->changed |= PL_CHANGED_ACCOUNT;
}

void schedule_on_hours(struct pl_client *c, const struct wire_msg *m)
{
	if (hours_take(&c->schedule.hours, &c->schedule.diary, m))
		c->changed |= PL_CHANGED_ACCOUNT;
}

void schedule_on_attended(struct pl_client *c)
{
	const struct pl_attendance *a = &c->attended.pub;
	struct tally_told *t = &c->schedule.tally.told;
	char text[64];

	*t = (struct tally_told) { a->week_utc_ms, a->week_minutes, a->target_minutes };
	snprintf(text, sizeof(text), "%" PRId64 " %d %d", t->week_utc_ms, t->had, t->target);
	schedule_keep_word(c, "tally", text);
	c->changed |= PL_CHANGED_SCHEDULE;
}

/* ---- what goes out ---- */

bool schedule_has_words(const struct pl_client *c)
{
	return diary_next_ask(&c->schedule.diary) || c->schedule.hours.due;
}

static void write_hours(struct pl_client *c, struct buf *json)
{
	struct hours *h = &c->schedule.hours;
	const struct wire_msg m = { .type = WIRE_HOURS_ASK,
				    .has = WIRE_G | WIRE_D,
				    .g = h->asked,
				    .d = h->week_utc_ms };

	if (h->due)
		h->due = !wire_add(json, &m, NULL);
}

void schedule_write(struct pl_client *c, struct buf *json)
{
	struct diary_ask *a;
	struct err err = { 0 };

	while ((a = diary_next_ask(&c->schedule.diary))) {
		a->sent = true;
		if (wire_add(json, &a->m, &err))
			continue;
		a->sent = false;
		if (json->n) {
			ws_want_write(c->ws); /* there is room in the next one */
			return;
		}
		log_event(LOG_ERROR_, "ask", "why=\"%s\"", err.text);
		drop(c, a->ticket);
	}
	write_hours(c, json);
}

void schedule_reset(struct pl_client *c)
{
	if (c->schedule.is_current)
		c->schedule.told_utc_ms = schedule_now(c);
	c->schedule.is_current = false;
	diary_again(&c->schedule.diary);
	hours_disconnect(&c->schedule.hours);
}
