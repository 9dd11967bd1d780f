/* SPDX-License-Identifier: MIT */
/* What the faces see of the schedule, and what a person asks for. */
#include "client/schedule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache_diary.h"
#include "client/core.h"
#include "text/utf8.h"

/* Nothing tells that a clock was set, or that the device slept. */
enum { LOOK_AGAIN_MS = 120000, FORGET_AFTER_DAYS = 14 };

/* ---- who asks, when and where ---- */

int64_t schedule_now(const struct pl_client *c)
{
	return clock_utc_ms() + c->ahead_ms;
}

static bool find_group(const void *user, int64_t id, const struct pl_person **people, size_t *n)
{
	const struct pl_client *c = user;
	const struct state_group *g = state_find_group(&c->state, id);

	*people = g ? g->people : NULL;
	*n = g ? g->people_count : 0;
	return g != NULL;
}

struct diary_world schedule_world(struct pl_client *c)
{
	snprintf(c->schedule.zone, sizeof(c->schedule.zone), "%s", zone_here());
	return (struct diary_world) { .self = c->state.self.id,
				      .now_utc_ms = schedule_now(c),
				      .role = c->state.self.role,
				      .zone = c->schedule.zone,
				      .group = find_group,
				      .user = c };
}

/* ---- life ---- */

void schedule_keep_word(struct pl_client *c, const char *word, const char *value)
{
	const struct cache_word w = { word, value };

	if (c->host)
		cache_set(c->cache, &w, 1, CACHE_SAME);
}

static void keep_soon(struct pl_client *c)
{
	struct buf text;

	buf_init(&text, NEWS_SOON_TEXT);
	news_soon_write(&c->schedule.news, &text);
	schedule_keep_word(c, "soon", buf_text(&text));
	buf_finish(&text);
}

static void look_at_zone(struct pl_client *c)
{
	struct schedule *s = &c->schedule;
	const char *here = zone_here();

	if (strcmp(here, s->last_zone) == 0)
		return;
	if (*s->last_zone) {
		news_add(&s->news, &(struct pl_schedule_note) { .what = PL_NEWS_ZONE,
								.text = s->last_zone });
		c->changed |= PL_CHANGED_SCHEDULE;
	}
	snprintf(s->last_zone, sizeof(s->last_zone), "%s", here);
	schedule_keep_word(c, "zone", here);
}

static void set_soon(struct pl_client *c)
{
	struct schedule *s = &c->schedule;
	struct diary_world w = schedule_world(c);
	int64_t due_ms = news_due_ms(&s->news, &s->diary, &w);

	/* Clocks are set, devices sleep, and people travel: so it is looked up now and then. */
	if (due_ms < 0 || due_ms > LOOK_AGAIN_MS)
		due_ms = LOOK_AGAIN_MS;
	if (s->diary.series_count || s->overlay.from)
		loop_timer_set(s->soon, due_ms);
	else
		loop_timer_stop(s->soon);
}

static void on_soon(void *user)
{
	struct pl_client *c = user;
	struct diary_world w;

	schedule_look_at_clock(c);
	w = schedule_world(c);
	look_at_zone(c);
	overlay_tick(c);
	if (news_tick(&c->schedule.news, &c->schedule.diary, &w)) {
		c->changed |= PL_CHANGED_SCHEDULE;
		keep_soon(c);
	}
	set_soon(c);
}

void schedule_changed(struct pl_client *c)
{
	c->schedule.diary.is_listed = false;
	c->changed |= PL_CHANGED_SCHEDULE;
	on_soon(c);
}

/* What was settled long ago, and is not at the server, is of no use any more. */
static void forget_old(struct pl_client *c)
{
	const int64_t before = schedule_now(c) - FORGET_AFTER_DAYS * DIARY_DAY_MS;
	struct diary *p = &c->schedule.diary;

	for (size_t i = p->asks_count; i > 0; i--) {
		const struct diary_ask *a = &p->asks[i - 1];

		if (a->state != PL_REQUEST_KEPT && a->utc_ms < before &&
		    cache_ask_drop(c->cache, a->ticket))
			diary_forget(p, a->ticket);
	}
}

static void load_words(struct pl_client *c)
{
	struct schedule *s = &c->schedule;
	char *zone = cache_get(c->cache, "zone"), *soon = cache_get(c->cache, "soon");
	char *told = cache_get(c->cache, "told"), *tally = cache_get(c->cache, "tally");
	long long week = 0;

	s->cover = cache_get(c->cache, "cover");
	s->feed = cache_get(c->cache, "feed");
	snprintf(s->last_zone, sizeof(s->last_zone), "%s", zone ? zone : "");
	if (soon)
		news_soon_read(&s->news, soon);
	s->told_utc_ms = told ? strtoll(told, NULL, 10) : 0;
	if (tally &&
	    sscanf(tally, "%lld %d %d", &week, &s->tally.told.had, &s->tally.told.target) == 3)
		s->tally.told.week_utc_ms = week;
	free(zone);
	free(soon);
	free(told);
	free(tally);
}

bool schedule_open(struct pl_client *c, struct err *err)
{
	struct schedule *s = &c->schedule;

	diary_init(&s->diary);
	news_init(&s->news);
	s->soon = loop_timer_create(c->loop, on_soon, c);
	load_words(c);
	if (!cache_diary_load(c->cache, &s->diary, err))
		return false;
	forget_old(c);
	overlay_open(c);
	look_at_zone(c);
	set_soon(c);
	return true;
}

static void finish_all(struct pl_client *c)
{
	struct schedule *s = &c->schedule;

	diary_finish(&s->diary);
	news_finish(&s->news);
	tally_finish(&s->tally);
	hours_finish(&s->hours);
	overlay_finish(&s->overlay);
	revision_finish(&s->revision);
	import_finish(&s->import);
	free(s->cover);
	free(s->feed);
	free(s->feed_url);
	free(s->list);
	free(s->series);
}

void schedule_finish(struct pl_client *c)
{
	finish_all(c);
	loop_timer_destroy(c->schedule.soon);
	c->schedule = (struct schedule) { 0 };
}

void schedule_forget(struct pl_client *c)
{
	struct loop_timer *soon = c->schedule.soon;
	const int minutes = c->schedule.news.minutes; /* the front end's wish stays */
	const int last = c->schedule.overlay.last;    /* what comes still is another person's */

	finish_all(c);
	c->schedule = (struct schedule) { .soon = soon };
	news_init(&c->schedule.news);
	c->schedule.news.minutes = minutes;
	c->schedule.overlay.last = last;
	loop_timer_stop(soon);
}

/* ---- what is there ---- */

size_t pl_client_schedule(struct pl_client *c, int64_t from_utc_ms, int64_t to_utc_ms,
			  const struct pl_occurrence **out)
{
	struct schedule *s = &c->schedule;
	struct diary_world w = schedule_world(c);
	const int64_t span[2] = { from_utc_ms, to_utc_ms };
	struct diary_rows rows = { 0 };
	size_t n;

	diary_list(&s->diary, &w, span, &rows);
	s->list = mem_grow(s->list, (rows.count + 1) * sizeof(*s->list));
	for (size_t i = 0; i < rows.count; i++)
		s->list[i] = rows.all[i].pub;
	n = rows.count;
	diary_rows_finish(&rows);
	*out = s->list;
	return n;
}

const struct pl_occurrence *pl_client_next(struct pl_client *c)
{
	struct schedule *s = &c->schedule;
	struct diary_world w = schedule_world(c);
	const int64_t span[2] = { w.now_utc_ms, w.now_utc_ms + DIARY_NEXT_DAYS * DIARY_DAY_MS };
	struct diary_rows rows = { 0 };
	bool found = false;

	diary_list(&s->diary, &w, span, &rows);
	for (size_t i = 0; i < rows.count && !found; i++) {
		found = rows.all[i].pub.series && rows.all[i].pub.expected;
		s->next = rows.all[i].pub;
	}
	diary_rows_finish(&rows);
	return found ? &s->next : NULL;
}

int64_t pl_client_schedule_told(const struct pl_client *c)
{
	return c->schedule.is_current ? schedule_now(c) : c->schedule.told_utc_ms;
}

void pl_client_tally(struct pl_client *c, struct pl_tally *out)
{
	struct diary_world w = schedule_world(c);

	diary_tally(&c->schedule.diary, &w, &c->schedule.tally, out);
}

size_t pl_client_requests(struct pl_client *c, const struct pl_request **out)
{
	struct diary_world w = schedule_world(c);

	diary_list_requests(&c->schedule.diary, &w);
	*out = c->schedule.diary.request_list;
	return c->schedule.diary.request_count;
}

size_t pl_client_hours(const struct pl_client *c, const struct pl_hours **out)
{
	const struct hours *h = &c->schedule.hours;
	const struct state_group *g = state_find_group(&c->state, h->group);

	for (size_t i = 0; i < h->count; i++)
		h->rows[i].who = state_name_of(&c->state, g, h->rows[i].member);
	*out = h->rows;
	return h->count;
}

/* ---- news ---- */

size_t pl_client_schedule_news(struct pl_client *c, const struct pl_schedule_note **out)
{
	return news_list(&c->schedule.news, schedule_now(c), out);
}

void pl_client_schedule_said(struct pl_client *c, size_t n)
{
	news_said(&c->schedule.news, n);
}

void pl_client_remind(struct pl_client *c, int minutes)
{
	c->schedule.news.minutes = minutes < 0 ? 0 : minutes > 1440 ? 1440 : minutes;
	set_soon(c);
}

/* ---- asking ---- */

enum pl_failure schedule_keep(struct pl_client *c, struct cache_asked *all, size_t n)
{
	struct diary *p = &c->schedule.diary;
	bool ok = cache_ask_add(c->cache, all, n);

	for (size_t i = 0; i < n; i++) {
		if (ok && all[i].in_place_of)
			diary_forget(p, all[i].in_place_of);
		if (ok)
			diary_keep(p, all[i].m.k, all[i].utc_ms,
				   (struct str) { all[i].json.p, all[i].json.n });
		buf_finish(&all[i].json);
	}
	if (!ok)
		return PL_FAIL_DISK;
	schedule_changed(c);
	ws_want_write(c->ws);
	core_touch(c);
	return PL_OK;
}

/* "withdraw", "grant" or "refuse" of one that is at the server. */
static struct wire_msg answer(int64_t number, const char *word, const char *why)
{
	return (struct wire_msg) { .type = WIRE_ASK,
				   .has = WIRE_K | WIRE_R | WIRE_S | (*why ? WIRE_B : 0),
				   .s = number,
				   .r = str_of(word),
				   .b = str_of(why) };
}

static enum pl_failure tell(struct pl_client *c, int64_t number, const char *word,
			    const char *why)
{
	struct cache_asked row = { .m = answer(number, word, why), .utc_ms = schedule_now(c) };

	if (diary_kept_count(&c->schedule.diary) >= DIARY_KEPT_MAX)
		return PL_FAIL_BUSY;
	return schedule_keep(c, &row, 1);
}

/* In place of one that has not gone out, or behind the end of one that has: never both. */
static enum pl_failure keep_ask(struct pl_client *c, const struct pl_asked *a, int64_t utc_ms)
{
	const struct diary *p = &c->schedule.diary;
	const struct pl_request *before = diary_earlier(p, a);
	const struct diary_ask *kept = before ? diary_ask_of(p, before->id) : NULL;
	struct cache_asked rows[2] = { { .utc_ms = utc_ms }, { .utc_ms = utc_ms } };
	size_t n = 0;

	if (kept && kept->sent)
		return PL_FAIL_NOT_NOW; /* its answer is on its way */
	if (before && before->number)
		rows[n++].m = answer(before->number, "withdraw", "");
	rows[n].in_place_of = kept ? kept->ticket : 0;
	rows[n++].m = diary_ask_message(a, &c->frame);
	return schedule_keep(c, rows, n);
}

enum pl_failure pl_client_ask(struct pl_client *c, const struct pl_asked *a)
{
	struct diary_world w = schedule_world(c);
	struct pl_asked clean = *a;
	enum pl_failure f;

	arena_reset(&c->frame);
	clean.text = a->text ? utf8_clean(&c->frame, str_of(a->text)) : "";
	if (strlen(clean.text) > DIARY_TEXT_MAX)
		return PL_FAIL_TOO_LONG;
	f = diary_may_ask(&c->schedule.diary, &w, &clean);
	return f == PL_OK ? keep_ask(c, &clean, w.now_utc_ms) : f;
}

/* Is an answer to it on its way already? */
static bool is_told(const struct pl_client *c, int64_t number)
{
	const struct diary *p = &c->schedule.diary;

	for (size_t i = 0; i < p->asks_count; i++)
		if (p->asks[i].m.type == WIRE_ASK && p->asks[i].m.s == number &&
		    p->asks[i].state == PL_REQUEST_KEPT)
			return true;
	return false;
}

static enum pl_failure forget(struct pl_client *c, const struct diary_ask *a)
{
	if (a->sent && a->state == PL_REQUEST_KEPT)
		return PL_FAIL_NOT_NOW; /* the server may have it: soon it is known */
	if (!cache_ask_drop(c->cache, a->ticket))
		return PL_FAIL_DISK;
	diary_forget(&c->schedule.diary, a->ticket);
	schedule_changed(c);
	return PL_OK;
}

static bool stands(const struct diary_request *r)
{
	return r->pub.state == PL_REQUEST_ASKED || r->pub.state == PL_REQUEST_GRANTED ||
	       r->pub.state == PL_REQUEST_WAITING;
}

enum pl_failure pl_client_withdraw(struct pl_client *c, uint64_t id)
{
	const struct diary_ask *a = diary_ask_of(&c->schedule.diary, id);
	const struct diary_request *r = diary_request_of(&c->schedule.diary, id);

	if (a)
		return forget(c, a);
	if (!r)
		return PL_FAIL_GONE;
	if (r->pub.member != c->state.self.id)
		return PL_FAIL_REFUSED;
	if (!stands(r))
		return PL_FAIL_STATE;
	if (is_told(c, r->pub.number))
		return PL_FAIL_TWICE;
	return tell(c, r->pub.number, "withdraw", "");
}

enum pl_failure pl_client_answer(struct pl_client *c, uint64_t id, bool granted,
				 const char *why)
{
	const struct diary_request *r = diary_request_of(&c->schedule.diary, id);
	const char *clean;

	if (c->state.self.role != PL_FACILITATOR && c->state.self.role != PL_ADMIN)
		return PL_FAIL_REFUSED;
	if (!r)
		return PL_FAIL_GONE;
	if (r->pub.state != PL_REQUEST_ASKED && r->pub.state != PL_REQUEST_WAITING)
		return PL_FAIL_STATE;
	if (is_told(c, r->pub.number))
		return PL_FAIL_TWICE;
	arena_reset(&c->frame);
	clean = why ? utf8_clean(&c->frame, str_of(why)) : "";
	if (strlen(clean) > DIARY_TEXT_MAX)
		return PL_FAIL_TOO_LONG;
	return tell(c, r->pub.number, granted ? "grant" : "refuse", clean);
}
