/* SPDX-License-Identifier: MIT */
#include "support/fake_schedule.h"

#include <stdio.h>

#include "support/fake_client.h"

#define COPY(to, text) snprintf(to, sizeof(to), "%s", (text) ? (text) : "")

size_t pl_client_schedule(struct pl_client *c, int64_t from_utc_ms, int64_t to_utc_ms,
			  const struct pl_occurrence **out)
{
	static struct pl_occurrence span[FAKE_OCCURRENCES];
	const struct fake_schedule *s = &c->schedule;
	size_t n = 0;

	for (size_t i = 0; i < s->occurrence_count && n < FAKE_OCCURRENCES; i++) {
		const struct pl_occurrence *o = &s->occurrences[i];

		if (o->start_utc_ms < to_utc_ms &&
		    (o->end_utc_ms > from_utc_ms || o->start_utc_ms == from_utc_ms))
			span[n++] = *o;
	}
	*out = span;
	return n;
}

const struct pl_occurrence *pl_client_next(struct pl_client *c)
{
	return c->schedule.next;
}

int64_t pl_client_server_ms(const struct pl_client *c, int64_t utc_ms)
{
	return utc_ms + c->schedule.ahead_ms;
}

int64_t pl_client_schedule_told(const struct pl_client *c)
{
	return c->schedule.told_utc_ms;
}

void pl_client_tally(struct pl_client *c, struct pl_tally *out)
{
	*out = c->schedule.tally;
}

enum pl_failure pl_client_ask(struct pl_client *c, const struct pl_asked *a)
{
	c->schedule.asks++;
	c->schedule.asked = *a;
	COPY(c->schedule.asked_text, a->text);
	return c->answer;
}

enum pl_failure pl_client_withdraw(struct pl_client *c, uint64_t id)
{
	c->schedule.withdrawn = id;
	return c->answer;
}

size_t pl_client_requests(struct pl_client *c, const struct pl_request **out)
{
	*out = c->schedule.requests;
	return c->schedule.request_count;
}

enum pl_failure pl_client_answer(struct pl_client *c, uint64_t id, bool granted,
				 const char *why)
{
	c->schedule.answered = id;
	c->schedule.granted = granted;
	COPY(c->schedule.why, why);
	return c->answer;
}

size_t pl_client_series(struct pl_client *c, const struct pl_series **out)
{
	*out = c->schedule.series;
	return c->schedule.series_count;
}

static void keep_changes(struct fake_schedule *s, const struct pl_changed *changes, size_t n)
{
	s->change_count = n < FAKE_CHANGES ? n : FAKE_CHANGES;
	for (size_t i = 0; i < s->change_count; i++) {
		s->changes[i] = changes[i];
		COPY(s->change_why, changes[i].why);
		COPY(s->place, changes[i].place);
		if (!changes[i].series)
			continue;
		COPY(s->title, changes[i].series->title);
		COPY(s->lines, changes[i].series->lines);
	}
}

enum pl_failure pl_client_preview(struct pl_client *c, const struct pl_changed *changes,
				  size_t n, struct pl_previewed *out)
{
	c->schedule.previews_asked++;
	keep_changes(&c->schedule, changes, n);
	*out = c->answer == PL_OK ? c->schedule.preview : (struct pl_previewed) { 0 };
	if (n == 1 && c->schedule.alone && c->answer == PL_OK)
		*out = *c->schedule.alone;
	return c->answer;
}

enum pl_failure pl_client_change(struct pl_client *c, const struct pl_changed *changes,
				 size_t n)
{
	c->schedule.changes_made++;
	keep_changes(&c->schedule, changes, n);
	return c->answer;
}

void pl_client_change_news(struct pl_client *c, int *kept, int *refused)
{
	*kept = c->schedule.kept;
	*refused = c->schedule.refused;
	c->schedule.refused = 0;
}

enum pl_failure pl_client_import(struct pl_client *c, const char *path, int64_t group,
				 struct pl_import *out)
{
	COPY(c->schedule.import_path, path);
	c->schedule.import_group = group;
	*out = c->schedule.import;
	return c->answer;
}

enum pl_failure pl_client_overlay(struct pl_client *c, const char *from, bool anyway)
{
	c->schedule.overlays++;
	c->schedule.overlay_anyway = anyway;
	COPY(c->schedule.overlay_from, from);
	return c->answer;
}

void pl_client_overlay_state(const struct pl_client *c, struct pl_overlay *out)
{
	*out = c->schedule.overlay;
	out->from = out->from ? out->from : "";
}

enum pl_failure pl_client_cover_set(struct pl_client *c, const char *name)
{
	COPY(c->schedule.cover_set, name);
	return c->answer;
}

const char *pl_client_cover(const struct pl_client *c)
{
	return c->schedule.cover ? c->schedule.cover : "";
}

enum pl_failure pl_client_export(struct pl_client *c, const char *path, int alarm_minutes)
{
	c->schedule.exports++;
	COPY(c->schedule.export_path, path);
	c->schedule.alarm_minutes = alarm_minutes;
	return c->answer;
}

enum pl_failure pl_client_feed_make(struct pl_client *c, bool on)
{
	c->schedule.feeds++;
	c->schedule.feed_on = on;
	return c->answer;
}

const char *pl_client_feed(const struct pl_client *c)
{
	return c->schedule.feed ? c->schedule.feed : "";
}

enum pl_failure pl_client_hours_ask(struct pl_client *c, int64_t group)
{
	c->schedule.hours_asks++;
	c->schedule.hours_group = group;
	return c->answer;
}

size_t pl_client_hours(const struct pl_client *c, const struct pl_hours **out)
{
	*out = c->schedule.hours;
	return c->schedule.hours_count;
}

size_t pl_client_schedule_news(struct pl_client *c, const struct pl_schedule_note **out)
{
	*out = c->schedule.news;
	return c->schedule.news_count;
}

void pl_client_schedule_said(struct pl_client *c, size_t n)
{
	if (n > c->schedule.news_count)
		n = c->schedule.news_count;
	c->schedule.news += n;
	c->schedule.news_count -= n;
}

void pl_client_remind(struct pl_client *c, int minutes)
{
	c->schedule.remind_minutes = minutes;
}
