/* SPDX-License-Identifier: MIT */
/* What is planned, in words; and a calendar's events as series of a group. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "schedule/zone.h"
#include "server/folder.h"
#include "server/program.h"
#include "server/report.h"
#include "text/utf8.h"

enum { PAGE = 1000 };

struct list {
	struct report names; /* of people */
	struct arena mem;
	int64_t only, number; /* only: of this group; 0: of all */
	size_t rows, series;  /* rows: of the last page */
};

/* The next time, in the zone of the series. */
static void put_next(const struct wire_msg *m)
{
	struct calendar *c = calendar_of_lines(m->b, "");
	struct occur next;
	struct local l;

	if (!c || !occur_next(c, 0, clock_utc_ms(), "UTC", &next)) {
		printf("    nothing to come\n");
		calendar_free(c);
		return;
	}
	l = zone_local(calendar_event(c, 0)->zone, next.start_utc_ms);
	printf("    next %04d-%02d-%02d %02d:%02d, %s; %" PRId64 " minutes\n", l.year, l.month,
	       l.day, l.hour, l.minute, calendar_event(c, 0)->zone,
	       (next.end_utc_ms - next.start_utc_ms) / 60000);
	calendar_free(c);
}

static void put(struct list *l, int64_t number, const struct wire_msg *m)
{
	l->series++;
	printf("Series %" PRId64 ", group %" PRId64 ", %s: %s\n", number, m->g,
	       utf8_clean_name(&l->mem, m->r, 64), utf8_clean_name(&l->mem, m->x, 64));
	put_next(m);
	if (m->u)
		printf("    led by %s\n", report_name(&l->names, m->u));
	if (m->n)
		printf("    %" PRId64 " seats\n", m->n);
	if (m->c.n)
		printf("    track %s\n", utf8_clean_name(&l->mem, m->c, 64));
	printf("    %s, %s\n",
	       m->k & WIRE_SERIES_OPTIONAL ? "optional" : "for all of the group",
	       m->k & WIRE_SERIES_COUNTS ? "counts" : "does not count");
}

static void on_page(void *user, const struct store_reply *reply)
{
	struct list *l = user;

	l->rows = reply->count;
	for (size_t i = 0; i < reply->count; i++) {
		const struct store_message *row = &reply->messages[i];
		struct wire_frame f;

		arena_reset(&l->mem);
		l->number = row->seq;
		if (row->text.n && wire_decode(row->text, WIRE_SERVER, &l->mem, &f, NULL) &&
		    f.n && f.msgs[0].has & WIRE_B && (!l->only || l->only == f.msgs[0].g))
			put(l, row->seq, &f.msgs[0]);
	}
}

bool admin_schedule(struct admin *a, struct err *err)
{
	struct list l = { .only = 0 };
	bool good = admin_open(a, err) && report_read_people(&l.names, a, err);

	if (good && a->args_count)
		good = admin_find_group(a, a->args[0], &l.only, err);
	while (good) {
		good = admin_ask(a,
				 (struct store_req) { .op = STORE_ROWS,
						      .limit = PROGRAM_SERIES,
						      .seq = l.number,
						      .done = on_page,
						      .user = &l },
				 err);
		if (l.rows < PAGE)
			break;
	}
	if (good && !l.series)
		puts("Nothing is planned.");
	report_finish(&l.names);
	arena_finish(&l.mem);
	return good;
}

/* A calendar */

static const char *const faults[CALENDAR_FAULTS] = {
	[CALENDAR_TOO_LARGE] = "the file is too large, and was not read",
	[CALENDAR_NONE] = "this is no iCalendar file",
	[CALENDAR_TOO_MANY] = "too many events: those from here on were not read",
	[CALENDAR_CUT_SHORT] = "the file ends within an event, which was not read",
	[CALENDAR_FOLDING] = "a line that is none: skipped",
	[CALENDAR_ENCODING] = "not UTF-8: read as Latin-1",
	[CALENDAR_NO_START] = "an event without a start: skipped",
	[CALENDAR_RULE] = "a rule that cannot be read: the event is there once",
	[CALENDAR_VALUE] = "a value that cannot be read: left out",
	[CALENDAR_ZONE] = "a zone that nobody knows",
	[CALENDAR_STRAY] = "a change to an event that is not there: skipped",
};

static void put_problems(const struct calendar_problems *p)
{
	for (size_t i = 0; i < p->count; i++)
		printf("line %d: %s%s%s\n", p->all[i].line, faults[p->all[i].fault],
		       *p->all[i].what ? ": " : "", p->all[i].what);
	if (p->total > p->count)
		printf("and %zu more\n", p->total - p->count);
}

/* The row of a series; false: it cannot be one. */
static bool make_row(struct arena *mem, const struct calendar *c, size_t i, struct wire_msg *m,
		     struct buf *out)
{
	const struct calendar_event *e = calendar_event(c, i);
	struct buf lines;
	bool good;

	buf_init(&lines, CALENDAR_LINES_MAX);
	buf_init(out, PROGRAM_TEXT_MAX);
	m->x = str_of(utf8_clean_name(mem, str_of(e->title), PROGRAM_TITLE_MAX));
	if (!m->x.n)
		m->x = str_of("Session");
	good = calendar_to_lines(c, i, &lines);
	m->b = (struct str) { buf_text(&lines), lines.n };
	good = good && wire_add(out, m, NULL) && wire_close(out);
	buf_finish(&lines);
	if (!good)
		printf("line %d: not a series (a whole day, no zone, or too long): %s\n",
		       e->line, m->x.p);
	return good;
}

static bool import(struct admin *a, const struct calendar *c, struct wire_msg *m,
		   struct err *err)
{
	struct arena mem = { 0 };
	size_t n = 0;
	bool good = true;

	for (size_t i = 0; i < calendar_count(c) && good; i++) {
		struct buf text;

		arena_reset(&mem);
		if (make_row(&mem, c, i, m, &text)) {
			good = admin_ask(
				a,
				(struct store_req) { .op = STORE_PUT,
						     .limit = PROGRAM_SERIES,
						     .a = { buf_text(&text), text.n } },
				err);
			n += good;
		}
		buf_finish(&text);
	}
	printf("%zu series of %zu events\n", n, calendar_count(c));
	arena_finish(&mem);
	return good;
}

static bool is_kind(const char *word, struct err *err)
{
	static const char *const kinds[] = { "group", "individual", "workshop", "family",
					     "away" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(word, kinds[i]) == 0)
			return true;
	return err_set(err, ERR_BAD_INPUT,
		       "%s is no kind: group, individual, workshop, family or away", word);
}

static bool read_calendar(const char *path, struct calendar **out, struct err *err)
{
	struct calendar_problems *problems = mem_get(sizeof(*problems));
	struct buf text;
	bool good = folder_read(path, CALENDAR_BYTES_MAX, &text, err);

	if (good) {
		*out = calendar_read((struct str) { buf_text(&text), text.n }, problems);
		put_problems(problems);
		good = *out || err_set(err, ERR_BAD_INPUT, "nothing of %s was read", path);
	}
	if (good && calendar_count(*out) > PROGRAM_SERIES_MAX)
		good = err_set(err, ERR_TOO_LARGE, "more than %d events", PROGRAM_SERIES_MAX);
	buf_finish(&text);
	free(problems);
	return good;
}

bool admin_import(struct admin *a, struct err *err)
{
	struct wire_msg m = { .type = WIRE_SERIES,
			      .has = WIRE_S | WIRE_G | WIRE_K | WIRE_R | WIRE_X | WIRE_B,
			      .s = 1,
			      .k = WIRE_SERIES_COUNTS,
			      .r = str_of(admin_option(a, "kind", "group")) };
	struct calendar *c = NULL;
	const bool good = is_kind(m.r.p, err) && admin_open(a, err) &&
			  admin_find_group(a, a->args[0], &m.g, err) &&
			  read_calendar(a->args[1], &c, err) && import(a, c, &m, err);

	calendar_free(c);
	if (good)
		admin_tell_server(a);
	return good;
}
