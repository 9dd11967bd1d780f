/* SPDX-License-Identifier: MIT */
#include "client/diary_export.h"

#include <stdlib.h>

#include "schedule/write.h"

/* Of one series: those to come to, and those not to. */
struct part {
	int64_t *come, *stay;
	size_t come_count, stay_count;
};

static void part_finish(struct part *t)
{
	free(t->come);
	free(t->stay);
}

static struct part part_of(struct diary *p, const struct diary_world *w,
			   const struct diary_series *s)
{
	const int64_t span[2] = { w->now_utc_ms - EXPORT_BACK_DAYS * DIARY_DAY_MS,
				  w->now_utc_ms + EXPORT_AHEAD_DAYS * DIARY_DAY_MS };
	struct diary_rows rows = { 0 };
	struct part t = { 0 };

	diary_list_series(p, w, s, span, &rows);
	t.come = mem_get((rows.count + 1) * sizeof(*t.come));
	t.stay = mem_get((rows.count + 1) * sizeof(*t.stay));
	for (size_t i = 0; i < rows.count; i++) {
		const struct pl_occurrence *o = &rows.all[i].pub;

		if (o->expected)
			t.come[t.come_count++] = o->original_utc_ms;
		else if (!o->cancelled)
			t.stay[t.stay_count++] = o->original_utc_ms;
	}
	diary_rows_finish(&rows);
	return t;
}

/* Whoever comes to most of it has the rule, and what they do not come to as exceptions. */
static struct write_event event_of(const struct diary_series *s, const struct part *t)
{
	struct write_event e = { .calendar = s->when, .number = s->pub.id };

	if (!s->pub.optional && t->come_count >= t->stay_count) {
		e.absent = t->stay;
		e.absent_count = t->stay_count;
	} else {
		e.only = t->come;
		e.only_count = t->come_count;
	}
	return e;
}

bool diary_export(struct diary *p, const struct diary_world *w,
		  const struct export_cover *cover, struct buf *out)
{
	struct part *parts = mem_get((p->series_count + 1) * sizeof(*parts));
	struct write_event *events = mem_get((p->series_count + 1) * sizeof(*events));
	const struct write_cover write = { .title = *cover->name ? cover->name : "Appointment",
					   .alarm_minutes = cover->alarm_minutes,
					   .uid_stem = "calendar.invalid",
					   .stamp_utc_ms = w->now_utc_ms };
	size_t n = 0;
	bool ok;

	diary_list_requests(p, w);
	for (size_t i = 0; i < p->series_count; i++) {
		const struct diary_series *s = &p->series[i];

		if (!s->when || s->pub.kind == PL_AWAY)
			continue;
		parts[i] = part_of(p, w, s);
		if (parts[i].come_count)
			events[n++] = event_of(s, &parts[i]);
	}
	ok = write_calendar(events, n, &write, out);
	for (size_t i = 0; i < p->series_count; i++)
		part_finish(&parts[i]);
	free(parts);
	free(events);
	return ok;
}
