/* SPDX-License-Identifier: MIT */
#include "server/giving.h"
#include "server/report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Reading */

static bool take_row(void *user, const struct store_message *row, struct err *err)
{
	struct report *r = user;

	return record_take(&r->record, row, err);
}

static char *copy(struct str s)
{
	return mem_dup(s.p, s.n);
}

static void on_people(void *user, const struct store_reply *reply)
{
	struct report *r = user;

	r->people = mem_get((reply->count + 1) * sizeof(*r->people));
	r->people_count = reply->count;
	for (size_t i = 0; i < reply->count; i++)
		r->people[i] = (struct report_person) { .id = reply->users[i].id,
							.name = copy(reply->users[i].name),
							.role = copy(reply->users[i].role) };
}

static void on_members(void *user, const struct store_reply *reply)
{
	struct report *r = user;

	for (size_t i = 0; i < r->people_count; i++)
		for (size_t k = 0; k < reply->count; k++)
			if (reply->users[k].id == r->people[i].id)
				r->people[i].in_group = true;
}

static void on_groups(void *user, const struct store_reply *reply)
{
	struct report *r = user;

	for (size_t i = 0; i < reply->count; i++)
		if (reply->groups[i].id == r->record.group)
			r->group = copy(reply->groups[i].name);
}

bool report_read_people(struct report *r, struct admin *a, struct err *err)
{
	return admin_ask(
		a, (struct store_req) { .op = STORE_USERS, .done = on_people, .user = r }, err);
}

bool report_read_group(struct report *r, struct admin *a, int64_t group, struct err *err)
{
	record_begin(&r->record, group, 1);
	return report_read_people(r, a, err) &&
	       admin_ask(
		       a,
		       (struct store_req) { .op = STORE_GROUPS, .done = on_groups, .user = r },
		       err);
}

bool report_read(struct report *r, struct admin *a, int64_t group, struct err *err)
{
	const struct store_req asks[] = {
		{ .op = STORE_GROUPS, .done = on_groups, .user = r },
		{ .op = STORE_USERS, .done = on_people, .user = r },
		{ .op = STORE_MEMBERS, .group = group, .done = on_members, .user = r },
	};

	*r = (struct report) { .out = stdout };
	record_begin(&r->record, group, 1);
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		if (!admin_ask(a, asks[i], err))
			return false;
	return admin_log(a, r->record.group, take_row, r, err);
}

void report_finish(struct report *r)
{
	for (size_t i = 0; i < r->people_count; i++) {
		free(r->people[i].name);
		free(r->people[i].role);
	}
	free(r->people);
	free(r->group);
	record_finish(&r->record);
}

/* What all forms say */

const struct report_person *report_find(const struct report *r, int64_t id)
{
	for (size_t i = 0; i < r->people_count; i++)
		if (r->people[i].id == id)
			return &r->people[i];
	return NULL;
}

const char *report_name(const struct report *r, int64_t id)
{
	const struct report_person *p = report_find(r, id);

	return p ? p->name : "";
}

bool report_is_named(const struct report *r, int64_t id)
{
	return !r->only || r->only == id;
}

bool report_was_absent(const struct report *r, const struct meeting *m,
		       const struct report_person *p)
{
	return p->in_group && strcmp(p->role, "patient") == 0 && report_is_named(r, p->id) &&
	       !record_was_there(m, p->id);
}

const char *report_modality(enum meeting_modality by)
{
	static const char *const words[] = { [MEETING_NOT_STATED] = "not stated",
					     [MEETING_BY_TEXT] = "text",
					     [MEETING_BY_PHONE] = "phone",
					     [MEETING_BY_BOTH] = "text and phone" };

	return words[by];
}

const char *report_being(enum meeting_being being)
{
	static const char *const words[] = { [MEETING_WAITED] = "waited",
					     [MEETING_PRESENT] = "present",
					     [MEETING_LINE_DOWN] = "line down",
					     [MEETING_STOOD_OUT] = "out" };

	return words[being];
}

const char *report_source(const struct report *r, int64_t seq, int64_t member)
{
	static const char *const words[] = {
		[RECORD_SELF] = "self", [RECORD_LINE] = "line", [RECORD_SERVER] = "server"
	};
	int64_t by;
	const enum record_source s = record_source(&r->record, seq, member, &by);

	return s == RECORD_BY ? report_name(r, by) : words[s];
}

void report_rule(char *text, size_t size)
{
	snprintf(text, size,
		 "Minutes are whole ones of the time present, and of a lost line that was back "
		 "within %d minutes. Waiting and standing out do not count. Late is who came "
		 "more than %d minutes after the opening; absent is who is in the group now "
		 "and did not come. Times are the server's, in UTC; what has no end goes on.",
		 MEETING_GRACE_MS / 60000, RECORD_LATE_MS / 60000);
}

const char *report_moment(int64_t utc_ms, char *text)
{
	const time_t t = (time_t)(utc_ms / 1000);
	struct tm tm;

	text[0] = '\0';
	if (utc_ms && gmtime_r(&t, &tm))
		strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return text;
}

void report_put_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (const char *p = text; *p; p++) {
		const unsigned char c = (unsigned char)*p;

		if (c == '"' || c == '\\')
			fputc('\\', out);
		if (c < ' ')
			fprintf(out, "\\u%04x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

/* The chains */

static void on_ids(void *user, const struct store_reply *reply)
{
	struct report_groups *g = user;

	g->ids = mem_get((reply->count + 1) * sizeof(*g->ids));
	for (size_t i = 0; i < reply->count; i++)
		g->ids[g->count++] = reply->groups[i].id;
}

bool report_all_groups(struct admin *a, struct report_groups *g, struct err *err)
{
	*g = (struct report_groups) { .ids = NULL };
	return admin_ask(
		a, (struct store_req) { .op = STORE_GROUPS, .done = on_ids, .user = g }, err);
}

static bool check_log(struct admin *a, int64_t group)
{
	struct err err = { 0 };
	struct report r;
	const bool good = report_read(&r, a, group, &err);

	if (good)
		printf("ok   the log of %s is whole: %lld events\n", r.group,
		       (long long)r.record.seq);
	else
		printf("bad  the log of %s: %s; what comes behind it cannot be relied on\n",
		       r.group ? r.group : "a group", err.text);
	report_finish(&r);
	return good;
}

bool admin_check_logs(struct admin *a)
{
	struct report_groups g = { .ids = NULL };
	struct err err = { 0 };
	bool good = true;

	/* That there is no database, or no good one, was said. */
	if (!admin_open(a, &err) || !report_all_groups(a, &g, &err))
		return false;
	for (size_t i = 0; i < g.count; i++)
		good = check_log(a, g.ids[i]) && good;
	free(g.ids);
	return giving_check(a) && good;
}
