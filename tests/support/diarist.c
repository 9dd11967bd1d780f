/* SPDX-License-Identifier: MIT */
#include "support/diarist.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "schedule/zone.h"

const char diarist_week[] =
	"[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"Skills\",\"u\":2,\"k\":2,"
	"\"c\":\"skills\",\"b\":\"DTSTART;TZID=America/Denver:20261124T180000\\n"
	"DURATION:PT90M\\nRRULE:FREQ=WEEKLY;BYDAY=TU\\nDESCRIPTION:The worksheet\\n\"},"
	"{\"t\":\"S\",\"s\":2,\"g\":2,\"r\":\"group\",\"x\":\"Skills B\",\"u\":3,\"k\":2,"
	"\"c\":\"skills\",\"b\":\"DTSTART;TZID=America/Denver:20261125T180000\\n"
	"DURATION:PT90M\\nRRULE:FREQ=WEEKLY;BYDAY=WE\\n\"},"
	"{\"t\":\"S\",\"s\":3,\"g\":1,\"r\":\"workshop\",\"x\":\"Sleep\",\"n\":1,\"k\":3,"
	"\"b\":\"DTSTART;TZID=America/Denver:20261203T100000\\nDURATION:PT60M\\n\"},"
	"{\"t\":\"P\",\"k\":10}]";

static bool find_group(const void *user, int64_t id, const struct pl_person **people, size_t *n)
{
	const struct diarist *p = user;

	*people = p->people;
	*n = id == 1 ? 4 : 0;
	return (id == 1 && !p->is_out_of_one) || (id == 2 && p->in_two);
}

void diarist_open(struct diarist *p, const char *json)
{
	*p = (struct diarist) {
		.people = { { DIARIST_MARA, "Mara", PL_FACILITATOR, PL_HERE },
			    { DIARIST_ROBIN, "Robin", PL_FACILITATOR, PL_HERE },
			    { DIARIST_ME, "Ana", PL_PATIENT, PL_HERE },
			    { DIARIST_BEA, "Bea", PL_PATIENT, PL_HERE } },
	};
	diary_init(&p->diary);
	news_init(&p->news);
	p->world = (struct diary_world) { .self = DIARIST_ME,
					  .now_utc_ms = DIARIST_NOW,
					  .role = PL_PATIENT,
					  .zone = "America/Denver",
					  .group = find_group,
					  .user = p };
	if (json)
		diarist_frame(p, json);
}

void diarist_close(struct diarist *p)
{
	diary_finish(&p->diary);
	news_finish(&p->news);
}

void diarist_frame(struct diarist *p, const char *json)
{
	struct arena mem = { 0 };
	struct wire_frame f;
	struct err err = { 0 };

	if (!wire_decode(str_of(json), WIRE_SERVER, &mem, &f, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < f.n; i++) {
		if (f.msgs[i].type == WIRE_PROGRAM) {
			p->diary.version = f.msgs[i].k;
			news_after(&p->news, &p->diary, &p->world);
			continue;
		}
		news_before(&p->news, &p->diary, &p->world, &f.msgs[i]);
		diary_take(&p->diary, &f.msgs[i]);
		news_taken(&p->news, &p->diary, &p->world, &f.msgs[i]);
	}
	arena_finish(&mem);
}

void diarist_ask(struct diarist *p, int64_t ticket, const struct pl_asked *a)
{
	struct arena mem = { 0 };
	struct wire_msg m = diary_ask_message(a, &mem);
	struct buf json;

	m.k = ticket;
	buf_init(&json, 4096);
	assert_true(wire_add(&json, &m, NULL) && wire_close(&json));
	assert_true(diary_keep(&p->diary, ticket, p->world.now_utc_ms,
			       (struct str) { json.p, json.n }));
	buf_finish(&json);
	arena_finish(&mem);
}

/* "1 Tue 18:00-19:30 Skills, Mara, expected; asked; clash" */

static void add_time(struct diarist *p, struct buf *out, int64_t utc_ms, bool day)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	const struct local l = zone_local(p->world.zone, utc_ms);

	if (day)
		buf_addf(out, "%s %d ", days[l.weekday], l.day);
	buf_addf(out, "%02d:%02d", l.hour, l.minute);
}

static const char *const states[PL_REQUEST_STATES] = {
	"kept",      "asked", "granted",  "refused", "waiting",
	"withdrawn", "full",  "too late", "gone",    "role",
};

static void add_one(struct diarist *p, struct buf *out, const struct pl_occurrence *o)
{
	buf_addf(out, "%" PRId64 " ", o->series);
	add_time(p, out, o->start_utc_ms, true);
	buf_adds(out, "-");
	add_time(p, out, o->end_utc_ms, false);
	buf_addf(out, " %s%s%s%s%s%s", o->title, *o->leader ? ", " : "", o->leader,
		 o->substitute ? " instead" : "", o->cancelled ? ", cancelled" : "",
		 o->moved ? ", moved" : "");
	buf_addf(out, "%s%s%s%s", o->expected ? ", expected" : "", o->leads ? ", leads" : "",
		 *o->why ? ": " : "", o->why);
	if (o->cap)
		buf_addf(out, ", %d of %d", o->taken, o->cap);
	if (o->request)
		buf_addf(out, "; %s", states[o->request->state]);
	if (o->clash)
		buf_addf(out, "; clash %s", o->clash);
	buf_adds(out, "\n");
}

const char *diarist_occurrence(struct diarist *p, const struct pl_occurrence *o)
{
	static char text[512];
	struct buf out;

	buf_init(&out, sizeof(text) - 1);
	add_one(p, &out, o);
	snprintf(text, sizeof(text), "%s", buf_text(&out));
	buf_finish(&out);
	return text;
}

const char *diarist_list(struct diarist *p, int days)
{
	static char text[8192];
	const int64_t span[2] = { p->world.now_utc_ms, p->world.now_utc_ms + days * DAY_MS };
	struct diary_rows rows = { 0 };
	struct buf out;

	buf_init(&out, sizeof(text) - 1);
	diary_list(&p->diary, &p->world, span, &rows);
	for (size_t i = 0; i < rows.count; i++)
		add_one(p, &out, &rows.all[i].pub);
	snprintf(text, sizeof(text), "%s", buf_text(&out));
	buf_finish(&out);
	diary_rows_finish(&rows);
	return text;
}

const char *diarist_requests(struct diarist *p)
{
	static char text[4096];
	struct buf out;

	buf_init(&out, sizeof(text) - 1);
	diary_list_requests(&p->diary, &p->world);
	for (size_t i = 0; i < p->diary.request_count; i++) {
		const struct pl_request *r = &p->diary.request_list[i];

		buf_addf(&out, "%s %s %d of %" PRId64 " %s", r->who, diary_ask_word(r->what),
			 r->n, r->series, states[r->state]);
		buf_addf(&out, "%s%s%s%s%s%s\n", *r->text ? ": " : "", r->text,
			 *r->why ? ", for " : "", r->why, r->mine ? ", mine" : "",
			 r->changing ? ", changing" : "");
	}
	snprintf(text, sizeof(text), "%s", buf_text(&out));
	buf_finish(&out);
	return text;
}

const char *diarist_news(struct diarist *p)
{
	static const char *const kinds[PL_NEWS_KINDS] = {
		"cancelled", "moved", "new",   "leader", "back",    "request",
		"asked",     "soon",  "clock", "zone",   "refused", "more",
	};
	static char text[8192];
	const struct pl_schedule_note *notes;
	size_t n = news_list(&p->news, p->world.now_utc_ms, &notes);
	struct buf out;

	buf_init(&out, sizeof(text) - 1);
	for (size_t i = 0; i < n; i++) {
		buf_addf(&out, "%s", kinds[notes[i].what]);
		if (notes[i].minutes || notes[i].count)
			buf_addf(&out, " %d", notes[i].minutes + notes[i].count);
		if (notes[i].request)
			buf_addf(&out, " %s %s", notes[i].request->who,
				 states[notes[i].request->state]);
		if (notes[i].was_utc_ms) {
			buf_adds(&out, " from ");
			add_time(p, &out, notes[i].was_utc_ms, true);
		}
		buf_addf(&out, "%s%s%s", *notes[i].text ? " " : "", notes[i].text,
			 notes[i].occurrence.series ? ": " : "\n");
		if (notes[i].occurrence.series)
			add_one(p, &out, &notes[i].occurrence);
	}
	news_said(&p->news, n);
	snprintf(text, sizeof(text), "%s", buf_text(&out));
	buf_finish(&out);
	return text;
}
