/* SPDX-License-Identifier: MIT */
/* Attendance to be read: session by session, and then person by person. */
#include <inttypes.h>
#include <string.h>

#include "server/report.h"

/* What began or ended a time; "" where it is said by what the time is. */
static const char *const causes[MEETING_KINDS] = {
	[MEETING_OPEN] = "the session opened",
	[MEETING_STAGE] = "the session ended",
	[MEETING_CAME] = "came",
	[MEETING_LOST] = "the line was lost",
	[MEETING_BACK] = "the line was back",
	[MEETING_LEAVE] = "left",
	[MEETING_ADMIT] = "let in",
	[MEETING_STEP_OUT] = "asked to step out",
	[MEETING_REMOVE] = "removed",
	[MEETING_UNDO] = "an act was undone",
	[MEETING_MODALITY] = "the way of taking part was stated",
};

static void put_cause(const struct report *r, enum meeting_kind kind, int64_t seq,
		      int64_t member)
{
	const char *words = causes[kind] ? causes[kind] : meeting_word(kind);

	fprintf(r->out, "%s (%s, event %" PRId64 ")", words, report_source(r, seq, member),
		seq);
}

static void put_span(const struct report *r, const struct meeting_seat *s,
		     const struct meeting_span *p)
{
	char from[32], to[32];

	fprintf(r->out, "    %s to %s: %s, %s%s; ", report_moment(p->from_ms, from),
		p->ended_seq ? report_moment(p->to_ms, to) : "now", report_being(p->being),
		p->modality ? "by " : "modality ", report_modality(p->modality));
	put_cause(r, p->began, p->began_seq, s->id);
	if (p->ended_seq) {
		fputs(", then ", r->out);
		put_cause(r, p->ended, p->ended_seq, s->id);
	}
	fputs(".\n", r->out);
}

static const char *minutes_word(int64_t n)
{
	return n == 1 ? "minute" : "minutes";
}

static void put_corrections(const struct report *r, int64_t session, int64_t member)
{
	for (size_t i = 0; i < r->record.corrections_count; i++) {
		const struct record_correction *c = &r->record.corrections[i];
		char at[32];

		if (c->session == session && c->member == member)
			fprintf(r->out,
				"    Corrected to %" PRId64 " %s by %s at %s (event %" PRId64
				"): %s\n",
				c->minutes, minutes_word(c->minutes), report_name(r, c->by),
				report_moment(c->utc_ms, at), c->seq, c->why);
	}
}

static void put_late(const struct report *r, const struct meeting *m, int64_t member)
{
	if (record_was_late(m, member))
		fprintf(r->out, ", late by %" PRId64 " minutes",
			meeting_late_ms(m, meeting_seat(m, member)) / 60000);
}

/* "  Ana: 40 minutes, late by 12 minutes." */
static void put_figure(const struct report *r, const struct meeting *m,
		       const struct report_person *p, const char *who)
{
	const int64_t counted = record_counted(m, p->id);
	const struct record_correction *c = record_corrected(&r->record, m->opened_seq, p->id);

	fprintf(r->out, "  %s: ", who);
	if (c)
		fprintf(r->out, "%" PRId64 " %s as corrected; counted: ", c->minutes,
			minutes_word(c->minutes));
	fprintf(r->out, "%" PRId64 " %s", counted, minutes_word(counted));
	put_late(r, m, p->id);
	fputs(record_was_there(m, p->id) ? ".\n" : ", absent.\n", r->out);
	put_corrections(r, m->opened_seq, p->id);
}

static bool is_in(const struct report *r, const struct meeting *m, int64_t id)
{
	return report_is_named(r, id) &&
	       (record_was_there(m, id) || record_corrected(&r->record, m->opened_seq, id));
}

static void put_seat(const struct report *r, const struct meeting *m,
		     const struct report_person *p)
{
	const struct meeting_seat *s = meeting_seat(m, p->id);

	if (!is_in(r, m, p->id))
		return;
	put_figure(r, m, p, p->name);
	for (size_t i = 0; s && i < s->spans_count; i++)
		put_span(r, s, &s->spans[i]);
}

static bool was_late(const struct report *r, const struct meeting *m,
		     const struct report_person *p)
{
	return report_is_named(r, p->id) && record_was_late(m, p->id);
}

/* "  Late: Ana, Jo." */
static void put_list(const struct report *r, const struct meeting *m, const char *title,
		     bool (*is)(const struct report *, const struct meeting *,
				const struct report_person *))
{
	const char *before = "";

	fprintf(r->out, "  %s: ", title);
	for (size_t i = 0; i < r->people_count; i++) {
		if (!is(r, m, &r->people[i]))
			continue;
		fprintf(r->out, "%s%s", before, r->people[i].name);
		before = ", ";
	}
	fputs(*before ? ".\n" : "nobody.\n", r->out);
}

static void put_opening(const struct report *r, const struct meeting *m)
{
	char from[32], to[32];

	fprintf(r->out, "Session %" PRId64 ", %s to %s", m->opened_seq,
		report_moment(m->opened_ms, from),
		meeting_runs(m) ? "now" : report_moment(m->stage_ms, to));
}

static void put_session(const struct report *r, const struct meeting *m)
{
	put_opening(r, m);
	fputs("\n", r->out);
	for (size_t i = 0; i < r->people_count; i++)
		put_seat(r, m, &r->people[i]);
	put_list(r, m, "Late", was_late);
	put_list(r, m, "Absent", report_was_absent);
	fputs("\n", r->out);
}

static void put_person(const struct report *r, const struct report_person *p)
{
	int64_t sum = 0;
	size_t sessions = 0;

	for (size_t i = 0; i < r->record.sessions_count; i++) {
		sessions += is_in(r, r->record.sessions[i], p->id);
		sum += record_minutes(&r->record, r->record.sessions[i], p->id);
	}
	if (!report_is_named(r, p->id) || (!sessions && !p->in_group))
		return;
	fprintf(r->out, "%s (%s): %zu of %zu sessions, %" PRId64 " %s\n", p->name, p->role,
		sessions, r->record.sessions_count, sum, minutes_word(sum));
	for (size_t i = 0; i < r->record.sessions_count; i++) {
		char at[80];

		snprintf(at, sizeof(at), "Session %" PRId64, r->record.sessions[i]->opened_seq);
		if (is_in(r, r->record.sessions[i], p->id))
			put_figure(r, r->record.sessions[i], p, at);
	}
}

void report_words(const struct report *r)
{
	char rule[512];

	report_rule(rule, sizeof(rule));
	fprintf(r->out, "Attendance of %s\n%s\n\n", r->group, rule);
	for (size_t i = 0; i < r->record.sessions_count; i++)
		put_session(r, r->record.sessions[i]);
	fputs("By person\n", r->out);
	for (size_t i = 0; i < r->people_count; i++)
		put_person(r, &r->people[i]);
}
