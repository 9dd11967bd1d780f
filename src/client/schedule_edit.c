/* SPDX-License-Identifier: MIT */
/* Building the program, and taking one's own part of it out of here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "client/cache_diary.h"
#include "client/core.h"
#include "client/diary_export.h"
#include "text/utf8.h"

/* ---- changes ---- */

size_t pl_client_series(struct pl_client *c, const struct pl_series **out)
{
	struct schedule *s = &c->schedule;
	struct diary_world w = schedule_world(c);

	*out = NULL;
	if (w.role != PL_FACILITATOR && w.role != PL_ADMIN)
		return 0;
	s->series = mem_grow(s->series, (s->diary.series_count + 1) * sizeof(*s->series));
	*out = s->series;
	return diary_list_all(&s->diary, &w, s->series);
}

enum pl_failure pl_client_preview(struct pl_client *c, const struct pl_changed *changes,
				  size_t n, struct pl_previewed *out)
{
	struct revision *e = &c->schedule.revision;
	struct diary_world w = schedule_world(c);
	enum pl_failure f;

	revision_finish(e);
	*out = (struct pl_previewed) { 0 };
	f = diary_revise(&c->schedule.diary, &w, changes, n, e);
	if (f != PL_OK)
		return f;
	revision_preview(e, &c->schedule.diary, &w);
	*out = (struct pl_previewed) { e->list, e->list_count, e->people };
	return PL_OK;
}

enum pl_failure pl_client_change(struct pl_client *c, const struct pl_changed *changes,
				 size_t n)
{
	struct diary_world w = schedule_world(c);
	struct cache_asked *all;
	struct revision e = { 0 };
	enum pl_failure f = diary_revise(&c->schedule.diary, &w, changes, n, &e);

	if (f != PL_OK)
		return f;
	all = mem_get((e.count + 1) * sizeof(*all));
	for (size_t i = 0; i < e.count; i++) {
		all[i].utc_ms = w.now_utc_ms;
		all[i].in_place_of = e.rows[i].in_place_of;
		all[i].m = revision_message(&e, i, &e.mem);
	}
	f = schedule_keep(c, all, e.count);
	free(all);
	revision_finish(&e);
	return f;
}

void pl_client_change_news(struct pl_client *c, int *kept, int *refused)
{
	struct diary *p = &c->schedule.diary;

	*kept = 0;
	for (size_t i = 0; i < p->asks_count; i++)
		*kept += p->asks[i].m.type == WIRE_SET;
	*refused = p->changes_refused;
	p->changes_refused = 0;
}

enum pl_failure pl_client_import(struct pl_client *c, const char *path, int64_t group,
				 struct pl_import *out)
{
	struct import *i = &c->schedule.import;
	struct calendar_problems problems;
	struct calendar *when = NULL;
	struct buf text;

	import_finish(i);
	buf_init(&text, CALENDAR_BYTES_MAX + 1);
	if (!overlay_read_file(path, &text)) {
		import_problem(i,
			       (struct pl_calendar_problem) { 0, PL_CALENDAR_UNREADABLE, "" });
	} else {
		when = calendar_read((struct str) { buf_text(&text), text.n }, &problems);
		import_problems(i, &problems);
	}
	buf_finish(&text);
	if (when)
		diary_import(when, group, i);
	calendar_free(when);
	*out = (struct pl_import) { i->changes, i->changes_count, i->problems,
				    i->problems_count, i->problems_total };
	return i->changes_count ? PL_OK : PL_FAIL_FILE;
}

/* ---- the cover, and what leaves here under it ---- */

enum pl_failure pl_client_cover_set(struct pl_client *c, const char *name)
{
	struct schedule *s = &c->schedule;
	struct cache_word word = { "cover", NULL };
	char *clean;

	arena_reset(&c->frame);
	clean = utf8_clean_name(&c->frame, str_of(name), WIRE_NAME_MAX);
	word.value = *clean ? clean : NULL;
	if (!cache_set(c->cache, &word, 1, CACHE_SAME))
		return PL_FAIL_DISK;
	free(s->cover);
	s->cover = *clean ? mem_dup(clean, strlen(clean)) : NULL;
	c->changed |= PL_CHANGED_SCHEDULE;
	return PL_OK;
}

const char *pl_client_cover(const struct pl_client *c)
{
	return c->schedule.cover ? c->schedule.cover : "";
}

enum pl_failure pl_client_export(struct pl_client *c, const char *path, int alarm_minutes)
{
	struct diary_world w = schedule_world(c);
	struct buf text;
	bool ok;

	buf_init(&text, CALENDAR_BYTES_MAX);
	ok = diary_export(&c->schedule.diary, &w,
			  &(struct export_cover) { pl_client_cover(c), alarm_minutes },
			  &text) &&
	     file_make(path, (struct str) { text.p, text.n }, 0600, NULL);
	buf_finish(&text);
	return ok ? PL_OK : PL_FAIL_FILE;
}

static bool is_live(const struct pl_client *c)
{
	return c->link.state == LINK_LIVE || c->link.state == LINK_ASKED;
}

enum pl_failure pl_client_feed_make(struct pl_client *c, bool on)
{
	const struct schedule *s = &c->schedule;
	struct cache_asked row = { .utc_ms = schedule_now(c) };

	if (!pl_client_enrolled(c))
		return PL_FAIL_NOT_NOW;
	if (diary_kept_count(&s->diary) >= DIARY_KEPT_MAX)
		return PL_FAIL_BUSY;
	row.m = (struct wire_msg) { .type = WIRE_FEED,
				    .has = WIRE_K | WIRE_N | (on ? WIRE_S : 0) |
					   (on && s->cover ? WIRE_X : 0),
				    .n = on,
				    .s = s->news.minutes + 1,
				    .x = str_of(s->cover) };
	return schedule_keep(c, &row, 1);
}

const char *pl_client_feed(const struct pl_client *c)
{
	/* What it gave out last is the client's own, whatever the caller may not change. */
	struct schedule *s = &((struct pl_client *)(uintptr_t)c)->schedule;
	const bool v6 = c->host && strchr(c->host, ':');
	struct buf url;

	free(s->feed_url);
	s->feed_url = NULL;
	if (!s->feed || !c->host)
		return "";
	buf_init(&url, 2048);
	buf_addf(&url, "https://%s%s%s:%d%s", v6 ? "[" : "", c->host, v6 ? "]" : "", c->port,
		 s->feed);
	s->feed_url = url.p;
	return buf_text(&url);
}

/* ---- hours ---- */

enum pl_failure pl_client_hours_ask(struct pl_client *c, int64_t group)
{
	struct hours *h = &c->schedule.hours;
	struct diary_world w = schedule_world(c);
	struct pl_tally week;

	if (w.role != PL_FACILITATOR && w.role != PL_ADMIN)
		return PL_FAIL_REFUSED;
	if (!is_live(c) || !state_find_group(&c->state, group))
		return PL_FAIL_NOT_NOW;
	diary_tally(&c->schedule.diary, &w, &c->schedule.tally, &week);
	h->due = true;
	h->asked = group;
	h->week_utc_ms = week.week_utc_ms;
	ws_want_write(c->ws);
	return PL_OK;
}
