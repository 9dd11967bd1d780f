/* SPDX-License-Identifier: MIT */
/* How a series goes over the wire and into the store (see calendar.h). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "schedule/calendar_in.h"
#include "schedule/zone.h"
#include "text/utf8.h"

/* ---- from lines ---- */

static bool begins_with(struct str s, const char *text)
{
	size_t n = strlen(text);

	return s.n >= n && strncasecmp(s.p, text, n) == 0;
}

/* What the lines of a VEVENT never are here. */
static bool is_stranger(struct str line)
{
	static const char *const no[] = { " ", "\t", "BEGIN", "END", "UID", "SUMMARY" };

	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		if (begins_with(line, no[i]) &&
		    (i < 2 || line.n == strlen(no[i]) || line.p[strlen(no[i])] == ':' ||
		     line.p[strlen(no[i])] == ';'))
			return true;
	return false;
}

/* A calendar of one event from them; false: a line is none. *blocks: the event and changes. */
static bool wrap(struct str lines, struct buf *out, size_t *blocks)
{
	*blocks = 1;
	buf_adds(out, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n");
	for (size_t at = 0; at < lines.n;) {
		const char *end = memchr(lines.p + at, '\n', lines.n - at);
		struct str line = { lines.p + at,
				    end ? (size_t)(end - lines.p) - at : lines.n - at };

		at += line.n + 1;
		if (line.n && is_stranger(line))
			return false;
		if (!line.n) {
			buf_adds(out, "END:VEVENT\nBEGIN:VEVENT\nUID:1\n");
			++*blocks;
			continue;
		}
		buf_add(out, line.p, line.n);
		buf_adds(out, "\n");
	}
	buf_adds(out, "END:VEVENT\nEND:VCALENDAR\n");
	return true;
}

static const char *known_name(const struct content *c)
{
	return c->start.zone == zone_utc() ? "UTC" : content_zone_name(c->zone_name);
}

static bool is_series(const struct calendar *c, size_t blocks)
{
	const struct event *e = c->events;

	if (c->n != 1 || c->zone_count || e->shown.changes + 1 != blocks ||
	    e->shown.changes > CALENDAR_CHANGES_MAX || !e->content->start.zone)
		return false;
	for (size_t i = 0; i < e->shown.changes; i++)
		if (e->changes[i]->original.zone != zone_utc() ||
		    (e->changes[i]->has_start && !e->changes[i]->start.zone))
			return false;
	return true;
}

struct calendar *calendar_of_lines(struct str lines, const char *title)
{
	struct calendar_problems *problems = mem_get(sizeof(*problems));
	struct calendar *c = NULL;
	struct buf text;
	size_t blocks;

	buf_init(&text, 16 * CALENDAR_LINES_MAX);
	if (lines.n <= CALENDAR_LINES_MAX && wrap(lines, &text, &blocks))
		c = calendar_read((struct str) { buf_text(&text), text.n }, problems);
	buf_finish(&text);
	if (c && (problems->total || !is_series(c, blocks))) {
		calendar_free(c);
		c = NULL;
	}
	free(problems);
	if (c)
		c->events->shown.title =
			utf8_clean_name(&c->texts, str_of(title), CALENDAR_TEXT_MAX);
	return c;
}

/* ---- to lines ---- */

static void add_text(struct buf *out, const char *name, const char *text)
{
	icalvalue *v;
	char *raw;

	if (!text)
		return;
	v = icalvalue_new_text(text);
	raw = icalvalue_as_ical_string_r(v);
	buf_addf(out, "%s:%s\n", name, raw);
	icalmemory_free_buffer(raw);
	icalvalue_free(v);
}

static void add_time(struct buf *out, int64_t local_s, const char *end)
{
	struct icaltimetype t = zone_fields(local_s);

	buf_addf(out, "%04d%02d%02dT%02d%02d%02d%s", t.year, t.month, t.day, t.hour, t.minute,
		 t.second, end);
}

/* A moment by the clock of its zone, as a property of that name. */
static void add_when(struct buf *out, const char *name, const struct content *c)
{
	const char *zone = known_name(c);
	bool utc = strcmp(zone, "UTC") == 0;

	buf_addf(out, utc ? "%s:" : "%s;TZID=%s:", name, zone);
	add_time(out, c->start.s, utc ? "Z\n" : "\n");
}

static void add_span(struct buf *out, const struct content *c)
{
	struct icaldurationtype d = icaldurationtype_null_duration();
	struct span span = c->span;
	char *text;

	if (c->has_end)
		span = (struct span) { .seconds = when_utc(&c->end, zone_utc()) -
						  when_utc(&c->start, zone_utc()) };
	else if (!c->has_span)
		return;
	d.days = (unsigned)span.days;
	d.minutes = (unsigned)(span.seconds / 60);
	d.seconds = (unsigned)(span.seconds % 60);
	text = icaldurationtype_as_ical_string_r(d);
	buf_addf(out, "DURATION:%s\n", text);
	icalmemory_free_buffer(text);
}

static void add_dates(struct buf *out, const char *name, const struct dates *dates)
{
	for (size_t i = 0; i < dates->n; i++) {
		const struct date *d = &dates->all[i];

		if (d->at.date) {
			struct icaltimetype t = zone_fields(d->at.s);

			buf_addf(out, "%s;VALUE=DATE:%04d%02d%02d\n", name, t.year, t.month,
				 t.day);
			continue;
		}
		buf_addf(out, d->has_span ? "%s;VALUE=PERIOD:" : "%s:", name);
		add_time(out, when_utc(&d->at, zone_utc()), d->has_span ? "Z/" : "Z\n");
		if (d->has_span)
			buf_addf(out, "P%lldDT%lldS\n", (long long)d->span.days,
				 (long long)d->span.seconds);
	}
}

static void add_content(struct buf *out, const struct content *c)
{
	if (c->has_start)
		add_when(out, "DTSTART", c);
	add_span(out, c);
	for (size_t i = 0; i < c->rule_count; i++)
		buf_addf(out, "RRULE:%s\n", c->rules[i]);
	add_dates(out, "RDATE", &c->also);
	add_dates(out, "EXDATE", &c->never);
	add_text(out, "LOCATION", c->place);
	add_text(out, "DESCRIPTION", c->text);
	add_text(out, "COMMENT", c->why);
	if (c->has_status)
		buf_addf(out, "STATUS:%s\n", c->cancelled ? "CANCELLED" : "CONFIRMED");
	if (c->leader)
		buf_addf(out, "X-PORCHLIGHT-LEADER:%lld\n", (long long)c->leader);
}

/* Can its hours be said by a name of the tz database? */
static bool has_name(const struct content *c)
{
	const int64_t years = (int64_t)20 * 366 * 86400;
	const struct zone *known;
	int64_t at;

	if (!c->has_start)
		return true;
	if (c->start.date || !c->start.zone)
		return false;
	known = zone_named(known_name(c));
	at = when_utc(&c->start, zone_utc());
	return known && zone_same(known, c->start.zone, at, at + years);
}

static bool add_all(const struct event *e, struct buf *out)
{
	if (e->shown.changes > CALENDAR_CHANGES_MAX || !has_name(e->content))
		return false;
	add_content(out, e->content);
	for (size_t i = 0; i < e->shown.changes; i++) {
		const struct content *c = e->changes[i];

		if (!has_name(c) || !c->original.zone)
			return false;
		buf_adds(out, c->onward ? "\nRECURRENCE-ID;RANGE=THISANDFUTURE:"
					: "\nRECURRENCE-ID:");
		add_time(out, when_utc(&c->original, zone_utc()), "Z\n");
		add_content(out, c);
	}
	return true;
}

bool calendar_to_lines(const struct calendar *c, size_t event, struct buf *out)
{
	struct buf lines;
	bool good = event < c->n;

	/* room beyond the limit: what passes that is too long, and seen to be */
	buf_init(&lines, (size_t)4 * CALENDAR_BYTES_MAX);
	good = good && add_all(&c->events[event], &lines) && lines.n <= CALENDAR_LINES_MAX &&
	       buf_add(out, buf_text(&lines), lines.n);
	buf_finish(&lines);
	return good;
}
