/* SPDX-License-Identifier: MIT */
#include "schedule/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "schedule/calendar_in.h"
#include "schedule/lines.h"

/* Of the rules of all VTIMEZONEs; those behind are told, and not read. */
enum { ZONES_STEPS_MAX = 10 * RULE_STEPS_MAX };

/* Where the component of that name, which begins before `from`, ends; `n` if it does not. */
static size_t end_of(const struct lines *l, size_t from, const char *name)
{
	int depth = 0;

	for (; from < l->n; from++) {
		const struct line *line = &l->all[from];

		if (line_says(line, "BEGIN:VEVENT") || line_says(line, "BEGIN:VTIMEZONE") ||
		    line_says(line, "END:VCALENDAR"))
			break;
		depth += line_is(line, "BEGIN");
		if (!line_is(line, "END"))
			continue;
		if (depth == 0)
			return line_says(line, name) ? from : l->n;
		depth--;
	}
	return l->n;
}

/* ---- VTIMEZONE ---- */

static icalcomponent *parse(icalparser *parser, const struct lines *l, size_t from, size_t to)
{
	icalcomponent *c = NULL;

	for (size_t i = from; i <= to && !c; i++) {
		char *copy = mem_dup(l->all[i].text.p, l->all[i].text.n);

		c = icalparser_add_line(parser, copy);
		free(copy);
	}
	return c ? c : icalparser_clean(parser);
}

static void add_zone(struct reader *r, size_t from, size_t to)
{
	struct calendar *c = r->calendar;
	icalcomponent *comp = parse(r->parser, r->lines, from, to);
	icalproperty *id =
		comp ? icalcomponent_get_first_property(comp, ICAL_TZID_PROPERTY) : NULL;
	const char *name = id ? icalproperty_get_tzid(id) : NULL;
	struct zone *zone = name ? zone_read(comp) : NULL;

	if (zone) {
		c->zones = mem_grow(c->zones, (c->zone_count + 1) * sizeof(*c->zones));
		c->zones[c->zone_count++] =
			(struct own_zone) { .name = arena_text(&c->texts, name), .zone = zone };
	}
	if (comp)
		icalcomponent_free(comp);
}

static void read_zones(struct reader *r)
{
	const struct lines *l = r->lines;
	const uint64_t steps_end = rule_steps() + ZONES_STEPS_MAX;

	for (size_t i = 0; i < l->n; i++) {
		size_t end;

		if (!line_says(&l->all[i], "BEGIN:VTIMEZONE"))
			continue;
		end = end_of(l, i + 1, "END:VTIMEZONE");
		if (end < l->n && rule_steps() < steps_end)
			add_zone(r, i, end);
		else
			problem_add(r->problems, CALENDAR_ZONE, l->all[i].number,
				    str_of("VTIMEZONE"));
	}
}

/* ---- VEVENT ---- */

static void add_event(struct reader *r, size_t from, size_t to)
{
	struct calendar *c = r->calendar;
	struct content *content = content_read(r, from, to);

	if (!content)
		return;
	if (!(c->content_count & (c->content_count - 1)))
		c->contents =
			mem_grow(c->contents, (c->content_count ? 2 * c->content_count : 1) *
						      sizeof(struct content *));
	c->contents[c->content_count++] = content;
}

static void read_events(struct reader *r)
{
	const struct lines *l = r->lines;
	size_t seen = 0;

	for (size_t i = 0; i < l->n; i++) {
		size_t end;

		if (!line_says(&l->all[i], "BEGIN:VEVENT"))
			continue;
		end = end_of(l, i + 1, "END:VEVENT");
		if (end == l->n) {
			problem_add(r->problems, CALENDAR_CUT_SHORT, l->all[i].number,
				    str_of("VEVENT"));
			continue;
		}
		if (seen++ == CALENDAR_EVENTS_MAX) {
			problem_add(r->problems, CALENDAR_TOO_MANY, l->all[i].number,
				    str_of("VEVENT"));
			return;
		}
		add_event(r, i + 1, end);
		i = end;
	}
}

/* ---- a file ---- */

static int by_line(const void *a, const void *b)
{
	const struct calendar_problem *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

static bool has_calendar(const struct lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (line_says(&l->all[i], "BEGIN:VCALENDAR"))
			return true;
	return false;
}

static struct calendar *read_lines(const struct lines *lines,
				   struct calendar_problems *problems)
{
	struct calendar *c = mem_get(sizeof(*c));
	struct reader r = {
		.calendar = c, .lines = lines, .problems = problems, .parser = icalparser_new()
	};

	read_zones(&r);
	read_events(&r);
	icalparser_free(r.parser);
	calendar_gather(c, problems);
	return c;
}

struct calendar *calendar_read(struct str text, struct calendar_problems *problems)
{
	struct calendar *c = NULL;
	struct lines lines;

	if (problems)
		*problems = (struct calendar_problems) { 0 };
	if (text.n > CALENDAR_BYTES_MAX) {
		problem_add(problems, CALENDAR_TOO_LARGE, 0, str_of(""));
		return NULL;
	}
	icalerror_set_errors_are_fatal(0);
	lines_unfold(&lines, text, problems);
	if (has_calendar(&lines)) {
		c = read_lines(&lines, problems);
	} else if (problems) {
		*problems = (struct calendar_problems) { 0 };
		problem_add(problems, CALENDAR_NONE, 0, str_of(""));
	}
	lines_free(&lines);
	if (problems && problems->count)
		qsort(problems->all, problems->count, sizeof(*problems->all), by_line);
	return c;
}

void calendar_free(struct calendar *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++)
		free(c->events[i].changes);
	for (size_t i = 0; i < c->content_count; i++)
		content_free(c->contents[i]);
	for (size_t i = 0; i < c->zone_count; i++)
		zone_free(c->zones[i].zone);
	free(c->events);
	free(c->contents);
	free(c->zones);
	arena_finish(&c->texts);
	free(c);
}

size_t calendar_count(const struct calendar *c)
{
	return c->n;
}

const struct calendar_event *calendar_event(const struct calendar *c, size_t i)
{
	return &c->events[i].shown;
}
