/* SPDX-License-Identifier: MIT */
/*
 * Attendance of a group's sessions, from its log: every interval with what began and what
 * ended it, and the minutes, by a rule that stands in the report.  The whole chain of the
 * log is checked on the way: what was changed afterwards is found, and nothing is said of
 * what comes behind it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "server/admin.h"
#include "server/session.h"

enum { PAGE = 500 };

struct name {
	int64_t id;
	char *text;
};

struct report {
	int64_t group, seq;
	struct meeting *meeting;
	char mark[SECRET_HASH];
	struct name *names;
	size_t names_count, rows; /* rows: of the last page */
	struct err err;
};

/* CSV: RFC 4180 */

static void print_text(const char *text)
{
	putchar('"');
	for (const char *p = text; *p; p++) {
		if (*p == '"')
			putchar('"');
		putchar(*p);
	}
	putchar('"');
}

static void print_moment(int64_t utc_ms)
{
	const time_t t = (time_t)(utc_ms / 1000);
	char text[32] = "";
	struct tm tm;

	if (utc_ms && gmtime_r(&t, &tm))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	printf("%s,", text);
}

static const char *name_of(const struct report *r, int64_t id)
{
	for (size_t i = 0; i < r->names_count; i++)
		if (r->names[i].id == id)
			return r->names[i].text;
	return "";
}

static void print_head(const struct report *r, const char *kind, int64_t member)
{
	printf("%s,%" PRId64 ",%" PRId64 ",", kind, r->meeting->opened_seq, member);
	print_text(name_of(r, member));
	putchar(',');
}

static void print_span(const struct report *r, const struct meeting_seat *s,
		       const struct meeting_span *p)
{
	static const char *const beings[] = { [MEETING_WAITED] = "waited",
					      [MEETING_PRESENT] = "present",
					      [MEETING_LINE_DOWN] = "line down",
					      [MEETING_STOOD_OUT] = "out" };

	print_head(r, beings[p->being], s->id);
	print_moment(p->from_ms);
	print_moment(p->to_ms);
	printf("%s,%s,,%" PRId64 "\n", meeting_word(p->began),
	       p->ended_seq ? meeting_word(p->ended) : "", p->began_seq);
}

static void print_seat(const struct report *r, const struct meeting_seat *s)
{
	for (size_t i = 0; i < s->spans_count; i++)
		print_span(r, s, &s->spans[i]);
	print_head(r, "total", s->id);
	printf(",,,,%" PRId64 ",\n", meeting_minutes(s, MEETING_GRACE_MS, r->meeting->utc_ms));
}

/* The session that the meeting holds is over, or the log is. */
static void print_session(const struct report *r)
{
	for (size_t i = 0; i < r->meeting->seats_count; i++)
		print_seat(r, r->meeting->seats[i]);
}

static void print_rule(void)
{
	puts("kind,session,member,name,from,to,began,ended,minutes,event");
	printf("rule,,,\"Minutes are whole ones of the time present, and of a lost line that "
	       "was back within %d minutes. Waiting and standing out do not count. Times are "
	       "the server's, in UTC; what has no end goes on.\",,,,,,\n",
	       MEETING_GRACE_MS / 60000);
}

/* The log */

static void take_row(struct report *r, const struct store_message *row)
{
	const struct store_req as_stored = {
		.group = r->group, .seq = row->seq, .utc_ms = row->utc_ms, .a = row->text
	};
	struct meeting_event e;
	char mark[SECRET_HASH];

	session_next_mark(r->mark, &as_stored, mark);
	if (!str_is(row->mark, mark)) {
		err_set(&r->err, ERR_DISK,
			"event %" PRId64 " of the log was changed, or one before it", row->seq);
		return;
	}
	memcpy(r->mark, mark, sizeof(mark));
	if (!meeting_read(row->text, &e)) {
		err_set(&r->err, ERR_DISK, "event %" PRId64 " cannot be read", row->seq);
		return;
	}
	e.seq = r->seq = row->seq;
	e.utc_ms = row->utc_ms;
	if (e.kind == MEETING_OPEN)
		print_session(r);
	if (!meeting_apply(r->meeting, &e))
		err_set(&r->err, ERR_DISK, "event %" PRId64 " does not fit", row->seq);
}

static void on_rows(void *user, const struct store_reply *reply)
{
	struct report *r = user;

	r->rows = reply->count;
	for (size_t i = 0; i < reply->count && r->err.code == ERR_NONE; i++)
		take_row(r, &reply->messages[i]);
}

static void on_names(void *user, const struct store_reply *reply)
{
	struct report *r = user;

	r->names = mem_get((reply->count + 1) * sizeof(*r->names));
	r->names_count = reply->count;
	for (size_t i = 0; i < reply->count; i++)
		r->names[i] =
			(struct name) { reply->users[i].id, mem_dup(reply->users[i].name.p,
								    reply->users[i].name.n) };
}

static bool read_log(struct admin *a, struct report *r, struct err *err)
{
	do {
		if (!admin_ask(a,
			       (struct store_req) { .op = STORE_EVENTS,
						    .group = r->group,
						    .seq = r->seq,
						    .limit = PAGE,
						    .done = on_rows,
						    .user = r },
			       err))
			return false;
	} while (r->rows == PAGE && r->err.code == ERR_NONE);
	print_session(r);
	return r->err.code == ERR_NONE || err_set(err, r->err.code, "%s", r->err.text);
}

static void finish(struct report *r)
{
	for (size_t i = 0; i < r->names_count; i++)
		free(r->names[i].text);
	free(r->names);
	meeting_destroy(r->meeting);
}

bool admin_attendance(struct admin *a, struct err *err)
{
	struct report r = { .meeting = meeting_create() };
	bool good = admin_open(a, err) && admin_find_group(a, a->args[0], &r.group, err) &&
		    admin_ask(a,
			      (struct store_req) { .op = STORE_MEMBERS,
						   .group = r.group,
						   .done = on_names,
						   .user = &r },
			      err);

	if (good) {
		print_rule();
		good = read_log(a, &r, err);
	}
	finish(&r);
	return good;
}
