/* SPDX-License-Identifier: MIT */
/*
 * What each calendar program does alike is all that is used: a series with a rule and its
 * EXDATEs, and an event of its own for whatever the rule does not say.  calcurse 4.7 knows
 * neither RDATE nor RECURRENCE-ID nor STATUS: it would show what was moved twice, and what was
 * cancelled as if it took place; so what is cancelled is not in the file.
 */
#include "schedule/write.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "schedule/series.h"
#include "schedule/occur.h"
#include "schedule/write_zone.h"
#include "text/utf8.h"

enum {
	TITLE_MAX = 200, /* bytes */
	STEM_MAX = 200,
	STEPS_MAX = 100000, /* of a rule; a day each for 270 years */
};

/* The moments of a zone that the file needs. */
struct stretch {
	const char *zone;
	int64_t from_utc_ms, to_utc_ms;
};

struct moments {
	int64_t *all;
	size_t n;
};

struct writer {
	const struct write_cover *cover;
	struct arena texts;
	const char *title, *stem;
	icalcomponent *events;
	struct stretch *zones;
	size_t zones_n;
	const struct write_event *w; /* in hand, with its lines */
	icalcomponent *lines;
	const char *zone;
	int64_t start_utc_ms, first_utc_ms; /* DTSTART, and where the rule begins or 0 */
	int minutes;
	bool plain; /* a rule and its exceptions say it all */
};

static int by_moment(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void put(struct moments *m, int64_t utc_ms)
{
	m->all = mem_grow(m->all, (m->n + 1) * sizeof(*m->all));
	m->all[m->n++] = utc_ms;
}

/* In order, each once. */
static void sort(struct moments *m)
{
	size_t n = 0;

	if (m->n)
		qsort(m->all, m->n, sizeof(*m->all), by_moment);
	for (size_t i = 0; i < m->n; i++)
		if (i == 0 || m->all[i] != m->all[i - 1])
			m->all[n++] = m->all[i];
	m->n = n;
}

static void put_dates(struct moments *m, icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *p = series_first(event, kind);

	for (; p; p = icalcomponent_get_next_property(event, kind))
		put(m, series_utc_ms(p));
}

/* What is not as the rule says. */
static void put_changed(struct moments *m, icalcomponent *lines)
{
	icalcomponent *c = series_event(lines);

	for (; c; c = icalcomponent_get_next_component(lines, ICAL_VEVENT_COMPONENT))
		put_dates(m, c, ICAL_RECURRENCEID_PROPERTY);
}

static void put_all(struct moments *m, const int64_t *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(m, all[i]);
}

static bool is_absent(const struct write_event *w, int64_t original_utc_ms)
{
	for (size_t i = 0; i < w->absent_count; i++)
		if (w->absent[i] == original_utc_ms)
			return true;
	return false;
}

static void need_zone(struct writer *w, int64_t from_utc_ms, int64_t to_utc_ms)
{
	struct stretch *s = w->zones;

	while (s < w->zones + w->zones_n && strcmp(s->zone, w->zone) != 0)
		s++;
	if (s == w->zones + w->zones_n) {
		w->zones = mem_grow(w->zones, ++w->zones_n * sizeof(*w->zones));
		s = &w->zones[w->zones_n - 1];
		*s = (struct stretch) { w->zone, from_utc_ms, to_utc_ms };
	}
	if (from_utc_ms < s->from_utc_ms)
		s->from_utc_ms = from_utc_ms;
	if (to_utc_ms > s->to_utc_ms)
		s->to_utc_ms = to_utc_ms;
}

static void add_alarm(struct writer *w, icalcomponent *event)
{
	icalcomponent *alarm;

	if (w->cover->alarm_minutes <= 0)
		return;
	alarm = icalcomponent_new_valarm();
	icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
	icalcomponent_add_property(alarm, icalproperty_new_description(w->title));
	icalcomponent_add_property(alarm, icalproperty_new_trigger(icaltriggertype_from_int(
						  -60 * w->cover->alarm_minutes)));
	icalcomponent_add_component(event, alarm);
}

/* Programs take an event for newer by its SEQUENCE, which is that of the stamp: one that was
 * changed and changed back is newer too. */
static icalcomponent *new_event(struct writer *w, const char *uid, int64_t start_utc_ms,
				int minutes)
{
	icalcomponent *e = icalcomponent_new_vevent();

	icalcomponent_add_property(e, icalproperty_new_uid(uid));
	icalcomponent_add_property(
		e, icalproperty_new_dtstamp(series_time("UTC", w->cover->stamp_utc_ms)));
	icalcomponent_add_property(
		e, icalproperty_new_sequence((int)(w->cover->stamp_utc_ms / 60000)));
	icalcomponent_add_property(e, icalproperty_new_summary(w->title));
	icalcomponent_add_property(e, icalproperty_new_class(ICAL_CLASS_PRIVATE));
	icalcomponent_add_property(e,
				   series_date(ICAL_DTSTART_PROPERTY, w->zone, start_utc_ms));
	icalcomponent_add_property(
		e, icalproperty_new_duration(icaldurationtype_from_int(60 * minutes)));
	add_alarm(w, e);
	icalcomponent_add_component(w->events, e);
	return e;
}

static void add_single(struct writer *w, int64_t original_utc_ms)
{
	char *moment;
	struct occur o;

	if (is_absent(w->w, original_utc_ms) ||
	    !occur_find(w->w->calendar, w->w->event, original_utc_ms, "UTC", &o) || o.cancelled)
		return;
	moment = icaltime_as_ical_string_r(series_time("UTC", original_utc_ms));
	new_event(w,
		  arena_fmt(&w->texts, "%lld-%s@%s", (long long)w->w->number, moment, w->stem),
		  o.start_utc_ms, series_span(o.end_utc_ms - o.start_utc_ms));
	icalmemory_free_buffer(moment);
	need_zone(w, o.start_utc_ms, o.end_utc_ms);
}

/* All of a year, and of the month before. */
static void put_year(struct moments *m, struct writer *w)
{
	const int64_t now_utc_ms = w->cover->stamp_utc_ms, day_ms = 24LL * 3600 * 1000;
	struct occur *all = mem_get(OCCUR_MAX * sizeof(*all));
	size_t n = occur_list(w->w->calendar, now_utc_ms - 31 * day_ms,
			      now_utc_ms + 366 * day_ms, "UTC", all, OCCUR_MAX);

	for (size_t i = 0; i < n && i < OCCUR_MAX; i++)
		if (all[i].event == w->w->event)
			put(m, all[i].original_utc_ms);
	free(all);
}

static void add_singles(struct writer *w)
{
	icalcomponent *series = series_event(w->lines);
	struct moments m = { 0 };

	if (w->w->only) {
		put_all(&m, w->w->only, w->w->only_count);
	} else if (!w->plain) {
		put_year(&m, w);
	} else {
		put_changed(&m, w->lines);
		put_dates(&m, series, ICAL_RDATE_PROPERTY);
		if (w->first_utc_ms != w->start_utc_ms) /* no rule says the start */
			put(&m, w->start_utc_ms);
	}
	sort(&m);
	for (size_t i = 0; i < m.n; i++)
		add_single(w, m.all[i]);
	free(m.all);
}

/* Of what the rule says: what is an event of its own, was taken out, or is not come to. */
static void add_exdates(struct writer *w, icalcomponent *event)
{
	struct moments m = { 0 };

	put_dates(&m, series_event(w->lines), ICAL_EXDATE_PROPERTY);
	put_changed(&m, w->lines);
	put_all(&m, w->w->absent, w->w->absent_count);
	sort(&m);
	for (size_t i = 0; i < m.n; i++)
		icalcomponent_add_property(
			event, series_date(ICAL_EXDATE_PROPERTY, w->zone, m.all[i]));
	free(m.all);
}

/* calcurse counts what EXDATE takes out: a number of times is said as the last of them.  `start`
 * is the first of them even where the rule does not say it (RFC 5545 3.3.10). */
static void count_to_until(struct icalrecurrencetype *rule, icaltimetype start,
			   const char *zone)
{
	icalrecur_iterator *steps = icalrecur_iterator_new(*rule, start);
	icaltimetype last = start, t;

	for (int n = 1; steps && n < rule->count && n < STEPS_MAX;) {
		t = icalrecur_iterator_next(steps);
		if (icaltime_is_null_time(t))
			break;
		if (icaltime_compare(t, start) == 0)
			continue;
		last = t;
		n++;
	}
	if (rule->count)
		rule->until = series_time("UTC", series_moment(last, zone));
	rule->count = 0;
	if (steps)
		icalrecur_iterator_free(steps);
}

/* In another zone calcurse takes no rule whose BYDAY does not say the day that it is there:
 * that of every week on its own day need not say it. */
static void leave_out_day(struct icalrecurrencetype *rule, icaltimetype start)
{
	const int day = icaltime_day_of_week(start);

	if (rule->freq == ICAL_WEEKLY_RECURRENCE && rule->by_day[0] == day &&
	    rule->by_day[1] == ICAL_RECURRENCE_ARRAY_MAX)
		rule->by_day[0] = ICAL_RECURRENCE_ARRAY_MAX;
}

/* The first that the rule says; 0: none, or there is no rule. */
static int64_t rule_begins(struct writer *w, struct icalrecurrencetype *rule)
{
	icalproperty *p = series_first(series_event(w->lines), ICAL_RRULE_PROPERTY);
	const icaltimetype start = series_time(w->zone, w->start_utc_ms);
	int64_t first_utc_ms;

	if (!p || !w->plain)
		return 0;
	*rule = icalproperty_get_rrule(p);
	count_to_until(rule, start, w->zone);
	first_utc_ms = series_first_of(rule, start, w->zone);
	if (!icaltime_is_null_time(rule->until) &&
	    series_moment(rule->until, "UTC") < first_utc_ms)
		return 0;
	return first_utc_ms;
}

static void add_series(struct writer *w)
{
	const char *uid = arena_fmt(&w->texts, "%lld@%s", (long long)w->w->number, w->stem);
	struct icalrecurrencetype rule;
	icalcomponent *event;

	w->first_utc_ms = rule_begins(w, &rule);
	if (w->w->only || !w->plain || !w->first_utc_ms)
		return;
	leave_out_day(&rule, series_time(w->zone, w->first_utc_ms));
	event = new_event(w, uid, w->first_utc_ms, w->minutes);
	icalcomponent_add_property(event, icalproperty_new_rrule(rule));
	need_zone(w, w->first_utc_ms,
		  icaltime_is_null_time(rule.until) ? INT64_MAX
						    : series_moment(rule.until, "UTC"));
	add_exdates(w, event);
}

/* What comes from another program's file may have two rules, or one of less than days, or
 * changes of all that follow: such a series is told one by one, and only for a year. */
static bool is_plain(icalcomponent *lines)
{
	icalcomponent *c = series_event(lines);
	icalproperty *p = series_first(c, ICAL_RRULE_PROPERTY);

	if (p && (icalproperty_get_rrule(p).freq < ICAL_DAILY_RECURRENCE ||
		  icalcomponent_count_properties(c, ICAL_RRULE_PROPERTY) > 1))
		return false;
	for (; c; c = icalcomponent_get_next_component(lines, ICAL_VEVENT_COMPONENT))
		if (series_is_onward(c) || series_has_days(c))
			return false;
	return true;
}

static bool add_event(struct writer *w, const struct write_event *event)
{
	icalproperty *start;
	const char *zone;
	struct buf text;
	bool said;

	buf_init(&text, 2 * CALENDAR_LINES_MAX);
	said = calendar_to_lines(event->calendar, event->event, &text);
	w->w = event;
	w->lines = said ? series_read((struct str) { text.p, text.n }) : NULL;
	buf_finish(&text);
	if (!w->lines)
		return false;
	start = series_first(series_event(w->lines), ICAL_DTSTART_PROPERTY);
	zone = series_zone(start);
	w->zone = arena_text(&w->texts, zone);
	w->start_utc_ms = series_utc_ms(start);
	w->plain = is_plain(w->lines);
	w->minutes = series_minutes(series_event(w->lines));
	add_series(w);
	add_singles(w);
	icalcomponent_free(w->lines);
	return true;
}

static void add_x(icalcomponent *file, const char *name, const char *value)
{
	icalproperty *p = icalproperty_new_x(value);

	icalproperty_set_x_name(p, name);
	icalcomponent_add_property(file, p);
}

static icalcomponent *new_file(struct writer *w)
{
	icalcomponent *file = icalcomponent_new_vcalendar(), *c;

	icalcomponent_add_property(file, icalproperty_new_version("2.0"));
	icalcomponent_add_property(file, icalproperty_new_prodid("-//Calendar//EN"));
	add_x(file, "X-WR-CALNAME", w->title);
	add_x(file, "X-PUBLISHED-TTL", "PT1H");
	for (size_t i = 0; i < w->zones_n; i++) {
		const struct stretch *s = &w->zones[i];

		c = write_zone(s->zone, s->from_utc_ms, s->to_utc_ms);
		if (c)
			icalcomponent_add_component(file, c);
	}
	while ((c = series_event(w->events)) != NULL) {
		icalcomponent_remove_component(w->events, c);
		icalcomponent_add_component(file, c);
	}
	return file;
}

static bool print(struct writer *w, struct buf *out)
{
	icalcomponent *file = new_file(w);
	char *text = icalcomponent_as_ical_string_r(file);
	const bool fits = text && buf_adds(out, text);

	icalmemory_free_buffer(text);
	icalcomponent_free(file);
	return fits;
}

bool write_calendar(const struct write_event *events, size_t n, const struct write_cover *cover,
		    struct buf *out)
{
	struct writer w = { .cover = cover, .events = icalcomponent_new_vcalendar() };
	bool all = true;

	buf_reset(out);
	w.title = utf8_clean_name(&w.texts, str_of(cover->title), TITLE_MAX);
	w.stem = utf8_clean_name(&w.texts, str_of(cover->uid_stem), STEM_MAX);
	for (size_t i = 0; i < n && all; i++)
		all = add_event(&w, &events[i]);
	all = all && print(&w, out);
	icalcomponent_free(w.events);
	free(w.zones);
	arena_finish(&w.texts);
	return all;
}
