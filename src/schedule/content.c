/* SPDX-License-Identifier: MIT */
/* The properties of one VEVENT, each line by libical, so that what is amiss has its line. */
#include "schedule/calendar_in.h"

#include <stdlib.h>
#include <string.h>

#include "schedule/lines.h"
#include "schedule/zone.h"
#include "text/utf8.h"

/* One line of a VEVENT. */
struct place {
	struct reader *reader;
	struct content *content;
	const struct line *line;
	const char *name; /* of the property */
};

static void fault(const struct place *at, enum calendar_fault f, const char *what)
{
	problem_add(at->reader->problems, f, at->line->number, str_of(what));
}

/* ---- zones ---- */

/* A name of the tz database has at most two. */
static bool has_few_slashes(const char *p)
{
	const char *first = strchr(p, '/'), *second = first ? strchr(first + 1, '/') : NULL;

	return !second || !strchr(second + 1, '/');
}

const char *content_zone_name(const char *tzid)
{
	/* "/mozilla.org/20050126_1/America/Denver", say */
	for (const char *p = tzid; p; p = strchr(p, '/')) {
		p += *p == '/';
		if (has_few_slashes(p) && zone_named(p))
			return p;
	}
	return "";
}

const struct zone *content_zone(const struct calendar *c, const char *tzid)
{
	const char *name;

	for (size_t i = 0; i < c->zone_count; i++)
		if (strcmp(c->zones[i].name, tzid) == 0)
			return c->zones[i].zone;
	name = content_zone_name(tzid);
	return *name ? zone_named(name) : NULL;
}

static const char *tzid_of(icalproperty *p)
{
	icalparameter *param = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);

	return param ? icalparameter_get_tzid(param) : NULL;
}

static bool read_when(const struct place *at, icalproperty *p, struct icaltimetype t,
		      struct when *out)
{
	const char *tzid = tzid_of(p);

	if (!value_when(t, out)) {
		fault(at, CALENDAR_VALUE, at->name);
		return false;
	}
	if (out->zone || out->date || !tzid)
		return true;
	out->zone = content_zone(at->reader->calendar, tzid);
	if (!out->zone)
		fault(at, CALENDAR_ZONE, tzid);
	return true;
}

/* ---- properties ---- */

static const char *clean_name(const struct place *at, const char *text)
{
	return utf8_clean_name(&at->reader->calendar->texts, str_of(text), CALENDAR_TEXT_MAX);
}

/* Several lines, cut between two characters. */
static const char *clean_text(const struct place *at, const char *text)
{
	char *clean = utf8_clean(&at->reader->calendar->texts, str_of(text));
	size_t n = strlen(clean);

	if (n > CALENDAR_TEXT_MAX)
		clean[utf8_prev((struct str) { clean, n }, CALENDAR_TEXT_MAX + 1)] = '\0';
	return clean;
}

static const char *text_of(icalproperty *p)
{
	icalvalue *v = icalproperty_get_value(p);
	const char *text = v ? icalvalue_get_text(v) : NULL;

	return text ? text : "";
}

static void take_uid(const struct place *at, icalproperty *p)
{
	at->content->uid = clean_name(at, text_of(p));
}

static void take_title(const struct place *at, icalproperty *p)
{
	at->content->title = clean_name(at, text_of(p));
}

static void take_place(const struct place *at, icalproperty *p)
{
	at->content->place = clean_name(at, text_of(p));
}

static void take_text(const struct place *at, icalproperty *p)
{
	at->content->text = clean_text(at, text_of(p));
}

static void take_why(const struct place *at, icalproperty *p)
{
	at->content->why = clean_name(at, text_of(p));
}

static void take_leader(const struct place *at, icalproperty *p)
{
	const char *text = icalproperty_get_value_as_string(p);
	char *end = NULL;
	long long id = text ? strtoll(text, &end, 10) : 0;

	if (id <= 0 || *end)
		fault(at, CALENDAR_VALUE, at->name);
	else
		at->content->leader = id;
}

static void take_status(const struct place *at, icalproperty *p)
{
	at->content->has_status = true;
	at->content->cancelled = icalproperty_get_status(p) == ICAL_STATUS_CANCELLED;
}

static void take_sequence(const struct place *at, icalproperty *p)
{
	at->content->sequence = icalproperty_get_sequence(p);
}

static void take_start(const struct place *at, icalproperty *p)
{
	struct content *c = at->content;
	const char *tzid = tzid_of(p);

	c->has_start = read_when(at, p, icalproperty_get_dtstart(p), &c->start);
	if (c->start.zone == zone_utc() && !tzid)
		tzid = "UTC";
	c->zone_name = c->start.zone && tzid ? clean_name(at, tzid) : "";
}

static void take_end(const struct place *at, icalproperty *p)
{
	at->content->has_end = read_when(at, p, icalproperty_get_dtend(p), &at->content->end);
}

static void take_span(const struct place *at, icalproperty *p)
{
	at->content->has_span = value_span(icalproperty_get_duration(p), &at->content->span);
	if (!at->content->has_span)
		fault(at, CALENDAR_VALUE, at->name);
}

static void take_original(const struct place *at, icalproperty *p)
{
	icalparameter *range = icalproperty_get_first_parameter(p, ICAL_RANGE_PARAMETER);

	at->content->has_original =
		read_when(at, p, icalproperty_get_recurrenceid(p), &at->content->original);
	at->content->onward =
		range && icalparameter_get_range(range) == ICAL_RANGE_THISANDFUTURE;
}

static void take_rule(const struct place *at, icalproperty *p)
{
	struct content *c = at->content;
	const char *value = icalproperty_get_value_as_string(p);

	if (c->rule_count == RULES_MAX || !value) {
		fault(at, CALENDAR_RULE, at->name);
		return;
	}
	c->rule_lines[c->rule_count] = at->line->number;
	c->rules[c->rule_count++] = arena_text(&at->reader->calendar->texts, value);
}

static void add_date(const struct place *at, struct dates *list, const struct date *d)
{
	if (list->n == DATES_MAX) {
		fault(at, CALENDAR_VALUE, at->name);
		return;
	}
	if (!(list->n & (list->n - 1)))
		list->all = mem_grow(list->all, (list->n ? 2 * list->n : 1) * sizeof(*d));
	list->all[list->n++] = *d;
}

/* Both ends of a PERIOD, or its first and how long it is (RFC 5545 3.3.9). */
static bool read_period(const struct place *at, icalproperty *p, struct icalperiodtype period,
			struct date *d)
{
	struct when end;

	if (!read_when(at, p, period.start, &d->at))
		return false;
	d->has_span = true;
	if (icaltime_is_null_time(period.end))
		return value_span(period.duration, &d->span);
	if (!read_when(at, p, period.end, &end))
		return false;
	d->span.seconds = when_utc(&end, zone_utc()) - when_utc(&d->at, zone_utc());
	return d->span.seconds >= 0;
}

static void take_also(const struct place *at, icalproperty *p)
{
	struct icaldatetimeperiodtype value = icalproperty_get_rdate(p);
	struct date d = { 0 };

	if (icaltime_is_null_time(value.time) ? read_period(at, p, value.period, &d)
					      : read_when(at, p, value.time, &d.at))
		add_date(at, &at->content->also, &d);
}

static void take_never(const struct place *at, icalproperty *p)
{
	struct date d = { 0 };

	if (read_when(at, p, icalproperty_get_exdate(p), &d.at))
		add_date(at, &at->content->never, &d);
}

static const struct property {
	const char *name;
	icalproperty_kind kind;
	void (*take)(const struct place *at, icalproperty *p);
} properties[] = {
	{ "UID", ICAL_UID_PROPERTY, take_uid },
	{ "SUMMARY", ICAL_SUMMARY_PROPERTY, take_title },
	{ "LOCATION", ICAL_LOCATION_PROPERTY, take_place },
	{ "DESCRIPTION", ICAL_DESCRIPTION_PROPERTY, take_text },
	{ "COMMENT", ICAL_COMMENT_PROPERTY, take_why },
	{ "X-PORCHLIGHT-LEADER", ICAL_X_PROPERTY, take_leader },
	{ "STATUS", ICAL_STATUS_PROPERTY, take_status },
	{ "SEQUENCE", ICAL_SEQUENCE_PROPERTY, take_sequence },
	{ "DTSTART", ICAL_DTSTART_PROPERTY, take_start },
	{ "DTEND", ICAL_DTEND_PROPERTY, take_end },
	{ "DURATION", ICAL_DURATION_PROPERTY, take_span },
	{ "RECURRENCE-ID", ICAL_RECURRENCEID_PROPERTY, take_original },
	{ "RRULE", ICAL_RRULE_PROPERTY, take_rule },
	{ "RDATE", ICAL_RDATE_PROPERTY, take_also },
	{ "EXDATE", ICAL_EXDATE_PROPERTY, take_never },
};

static icalcomponent *parse(icalparser *parser, const struct line *line)
{
	char begin[] = "BEGIN:VEVENT", end[] = "END:VEVENT";
	char *copy = mem_dup(line->text.p, line->text.n);
	icalcomponent *c;

	icalparser_add_line(parser, begin);
	icalparser_add_line(parser, copy);
	c = icalparser_add_line(parser, end);
	free(copy);
	return c ? c : icalparser_clean(parser);
}

static void read_line(struct place *at, const struct property *property)
{
	icalcomponent *c = parse(at->reader->parser, at->line);
	size_t found = 0;

	at->name = property->name;
	for (icalproperty *p = c ? icalcomponent_get_first_property(c, property->kind) : NULL;
	     p; p = icalcomponent_get_next_property(c, property->kind), found++)
		property->take(at, p);
	if (!found)
		fault(at,
		      property->kind == ICAL_RRULE_PROPERTY ? CALENDAR_RULE : CALENDAR_VALUE,
		      property->name);
	if (c)
		icalcomponent_free(c);
}

/* What a VEVENT has within it (alarms) is not looked at. */
static void read_lines(struct place *at, size_t from, size_t to)
{
	const struct lines *lines = at->reader->lines;
	int depth = 0;

	for (size_t i = from; i < to; i++) {
		at->line = &lines->all[i];
		depth += line_is(at->line, "BEGIN");
		for (size_t k = 0; !depth && k < sizeof(properties) / sizeof(*properties); k++)
			if (line_is(at->line, properties[k].name))
				read_line(at, &properties[k]);
		depth -= depth && line_is(at->line, "END");
	}
}

/* A date without a zone is of that of the event, as all write it who write so. */
static void give_zone(struct dates *dates, const struct zone *zone)
{
	for (size_t i = 0; i < dates->n; i++)
		if (!dates->all[i].at.zone && !dates->all[i].at.date)
			dates->all[i].at.zone = zone;
}

struct content *content_read(struct reader *r, size_t from, size_t to)
{
	struct content *c = mem_get(sizeof(*c));
	struct place at = { .reader = r, .content = c };

	c->line = from ? r->lines->all[from - 1].number : 1;
	c->zone_name = "";
	read_lines(&at, from, to);
	give_zone(&c->also, c->start.zone);
	give_zone(&c->never, c->start.zone);
	if (!c->has_start && !c->has_original) {
		problem_add(r->problems, CALENDAR_NO_START, c->line,
			    str_of(c->title ? c->title : ""));
		content_free(c);
		return NULL;
	}
	return c;
}

void content_free(struct content *c)
{
	if (!c)
		return;
	free(c->also.all);
	free(c->never.all);
	free(c);
}
