/* SPDX-License-Identifier: MIT */
#include "client/overlay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/cache_diary.h"
#include "client/core.h"
#include "net/fetch.h"
#include "text/utf8.h"

void overlay_finish(struct overlay *o)
{
	free(o->from);
	free(o->asked);
	import_finish(&o->told);
	*o = (struct overlay) { 0 };
}

static bool is_address(const char *from)
{
	return strncasecmp(from, "http://", 7) == 0 || strncasecmp(from, "https://", 8) == 0;
}

/* One byte more than may be, so that it is known to be too large. */
bool overlay_read_file(const char *path, struct buf *out)
{
	char chunk[16384];
	ssize_t n = -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	while (fd >= 0 && out->n < CALENDAR_BYTES_MAX) {
		size_t room = out->cap - out->n;

		n = read(fd, chunk, room < sizeof(chunk) ? room : sizeof(chunk));
		if (n <= 0 || !buf_add(out, chunk, (size_t)n))
			break;
	}
	if (fd >= 0 && n > 0 && out->n == CALENDAR_BYTES_MAX && read(fd, chunk, 1) == 1)
		buf_add(out, chunk, 1);
	if (fd >= 0)
		close(fd);
	return n >= 0;
}

/* ---- what is taken ---- */

static void set_calendar(struct pl_client *c, struct calendar *when)
{
	calendar_free(c->schedule.diary.overlay);
	c->schedule.diary.overlay = when;
	c->schedule.overlay.events = when ? calendar_count(when) : 0;
}

static void set_from(struct overlay *o, const char *from)
{
	char *copy = from ? mem_dup(from, strlen(from)) : NULL;

	free(o->from);
	o->from = copy;
}

/* The calendar, or NULL; what was amiss is told. */
static struct calendar *read_calendar(struct overlay *o, struct str text, bool anyway)
{
	struct calendar_problems problems;
	struct calendar *when = calendar_read(text, &problems);

	import_finish(&o->told);
	import_problems(&o->told, &problems);
	if (!when || anyway || !problems.total)
		return when;
	calendar_free(when);
	return NULL;
}

static enum pl_failure take(struct pl_client *c, const struct cache_overlay *new)
{
	struct overlay *o = &c->schedule.overlay;
	struct calendar *when = read_calendar(o, new->text, o->anyway);

	c->changed |= PL_CHANGED_SCHEDULE;
	if (!when)
		return PL_FAIL_FILE;
	if (!cache_overlay_set(c->cache, new)) {
		calendar_free(when);
		return PL_FAIL_DISK;
	}
	set_calendar(c, when);
	set_from(o, new->from.p);
	o->read_utc_ms = new->read_utc_ms;
	schedule_changed(c);
	return PL_OK;
}

static void cannot_read(struct overlay *o)
{
	import_finish(&o->told);
	import_problem(&o->told,
		       (struct pl_calendar_problem) { 0, PL_CALENDAR_UNREADABLE, "" });
}

/* ---- by HTTP ---- */

struct fetching {
	struct pl_client *client;
	int number;
};

static void on_fetched(void *user, const struct fetch_reply *r)
{
	struct fetching *f = user;
	struct pl_client *c = f->client;
	const int number = f->number;
	struct overlay *o = &c->schedule.overlay;
	struct cache_overlay new = { .text = r->body,
				     .tag = str_of(r->tag),
				     .since = str_of(r->since),
				     .read_utc_ms = schedule_now(c) };

	free(f);
	data_fetched(c, &r->toll);
	if (c->is_closing || !o->asked || number != o->last)
		return;
	new.from = str_of(o->asked);
	if (r->status == 304) {
		cache_overlay_seen(c->cache, new.read_utc_ms);
		o->read_utc_ms = new.read_utc_ms;
	} else if (r->status == 200) {
		take(c, &new);
	} else {
		cannot_read(o);
	}
	free(o->asked);
	o->asked = NULL;
	c->changed |= PL_CHANGED_SCHEDULE;
}

/* What is here of the same address need not come again. */
static void start(struct pl_client *c, const char *from)
{
	struct overlay *o = &c->schedule.overlay;
	struct cache_overlay kept = { 0 };
	struct fetching *f;
	struct fetch_ask ask = { .url = from, .body_max = CALENDAR_BYTES_MAX + 1 };

	arena_reset(&c->frame);
	if (o->from && strcmp(o->from, from) == 0 &&
	    cache_overlay_get(c->cache, &c->frame, &kept)) {
		ask.tag = kept.tag.n ? kept.tag.p : NULL;
		ask.since = kept.since.n ? kept.since.p : NULL;
	}
	o->asked = mem_dup(from, strlen(from));
	o->tried_ms = clock_ms();
	f = mem_get(sizeof(*f));
	*f = (struct fetching) { c, ++o->last };
	fetch_start(c->loop, &ask, on_fetched, f);
	c->changed |= PL_CHANGED_SCHEDULE;
}

void overlay_tick(struct pl_client *c)
{
	struct overlay *o = &c->schedule.overlay;
	const int64_t now = clock_ms();

	if (!o->from || o->asked || !is_address(o->from) || data_is_metered(c) ||
	    schedule_now(c) - o->read_utc_ms < OVERLAY_AGAIN_MS ||
	    (o->tried_ms && now - o->tried_ms < OVERLAY_AGAIN_MS))
		return;
	start(c, o->from);
}

/* ---- the public side ---- */

void overlay_open(struct pl_client *c)
{
	struct overlay *o = &c->schedule.overlay;
	struct cache_overlay kept;

	arena_reset(&c->frame);
	if (!cache_overlay_get(c->cache, &c->frame, &kept))
		return;
	/* What was taken once is taken again, with what was amiss then. */
	o->anyway = true;
	set_calendar(c, read_calendar(o, kept.text, true));
	o->anyway = o->told.problems_total > 0;
	set_from(o, kept.from.p);
	o->read_utc_ms = kept.read_utc_ms;
}

static enum pl_failure take_away(struct pl_client *c)
{
	struct overlay *o = &c->schedule.overlay;
	const int last = o->last;

	if (!cache_overlay_set(c->cache, NULL))
		return PL_FAIL_DISK;
	overlay_finish(o);
	o->last = last;
	set_calendar(c, NULL);
	schedule_changed(c);
	return PL_OK;
}

static enum pl_failure take_file(struct pl_client *c, const char *path)
{
	struct cache_overlay new = { .from = str_of(path), .read_utc_ms = schedule_now(c) };
	enum pl_failure f = PL_FAIL_FILE;
	struct buf text;

	buf_init(&text, CALENDAR_BYTES_MAX + 1);
	if (overlay_read_file(path, &text)) {
		new.text = (struct str) { buf_text(&text), text.n };
		f = take(c, &new);
	} else {
		cannot_read(&c->schedule.overlay);
	}
	buf_finish(&text);
	return f;
}

enum pl_failure pl_client_overlay(struct pl_client *c, const char *from, bool anyway)
{
	struct overlay *o = &c->schedule.overlay;

	if (!from || !*from)
		return take_away(c);
	if (!utf8_valid(str_of(from)))
		return PL_FAIL_ENCODING;
	if (o->asked)
		return PL_FAIL_NOT_NOW;
	o->anyway = anyway;
	if (!is_address(from))
		return take_file(c, from);
	start(c, from);
	return PL_OK;
}

void pl_client_overlay_state(const struct pl_client *c, struct pl_overlay *out)
{
	const struct overlay *o = &c->schedule.overlay;

	*out = (struct pl_overlay) { .from = o->from ? o->from : "",
				     .read_utc_ms = o->read_utc_ms,
				     .busy = o->asked != NULL,
				     .problems = o->told.problems,
				     .problems_count = o->told.problems_count,
				     .problems_total = o->told.problems_total,
				     .events = o->events };
}
