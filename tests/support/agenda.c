/* SPDX-License-Identifier: MIT */
#include "support/agenda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schedule/zone.h"

enum { TEXT_MAX = 1 << 20 };

static char text[TEXT_MAX];

struct calendar *agenda_of(const char *properties)
{
	struct calendar *c;
	struct buf b;

	buf_init(&b, 8 << 20);
	buf_adds(&b, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n");
	buf_adds(&b, properties);
	buf_adds(&b, "END:VEVENT\nEND:VCALENDAR\n");
	c = calendar_read((struct str) { buf_text(&b), b.n }, NULL);
	buf_finish(&b);
	return c;
}

static int64_t moment(const char *s, const char *zone)
{
	struct local l = { .day = 0 };

	sscanf(s, "%4d%2d%2dT%2d%2d%2d", &l.year, &l.month, &l.day, &l.hour, &l.minute,
	       &l.second);
	return zone_utc_ms(zone, &l);
}

static size_t add_one(const struct occur *o, const char *here, size_t at)
{
	struct local l = zone_local(here, o->start_utc_ms);

	if (at + 128 > TEXT_MAX)
		return at;
	return at + (size_t)snprintf(text + at, 128, "%04d-%02d-%02d %02d:%02d %d%s%s%s%s\n",
				     l.year, l.month, l.day, l.hour, l.minute,
				     (int)((o->end_utc_ms - o->start_utc_ms) / 60000),
				     o->cancelled ? " cancelled" : "", o->moved ? " moved" : "",
				     o->all_day ? " day" : "", o->floating ? " floating" : "");
}

const char *agenda(struct calendar *c, const char *from, const char *to, const char *here)
{
	struct occur *all = mem_get(OCCUR_MAX * sizeof(*all));
	size_t n = occur_list(c, moment(from, here), moment(to, here), here, all, OCCUR_MAX);
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; i < n && i < OCCUR_MAX; i++)
		at = add_one(&all[i], here, at);
	free(all);
	return text;
}

const char *agenda_problems(const struct calendar_problems *p)
{
	static const char *const names[] = {
		[CALENDAR_TOO_LARGE] = "large", [CALENDAR_NONE] = "none",
		[CALENDAR_TOO_MANY] = "many",   [CALENDAR_CUT_SHORT] = "cut",
		[CALENDAR_FOLDING] = "folding", [CALENDAR_ENCODING] = "encoding",
		[CALENDAR_NO_START] = "start",  [CALENDAR_RULE] = "rule",
		[CALENDAR_VALUE] = "value",     [CALENDAR_ZONE] = "zone",
		[CALENDAR_STRAY] = "stray",
	};
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; i < p->count; i++)
		at += (size_t)snprintf(text + at, 128, "%d %s %s\n", p->all[i].line,
				       names[p->all[i].fault], p->all[i].what);
	return text;
}
