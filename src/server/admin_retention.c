/* SPDX-License-Identifier: MIT */
/* What is kept for how long, and whether anything is kept that should be gone. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "server/caseload.h"
#include "server/program.h"
#include "server/report.h"
#include "server/retain.h"
#include "server/session.h"

enum { PAGE = 500 };

/* One kind, over all groups. */
struct held {
	int64_t due_utc_ms;    /* what is older should be gone; 0: nothing should */
	int64_t oldest_utc_ms; /* 0: there is none */
	int64_t overdue;
	int64_t seq; /* of the last row that was read */
	size_t rows; /* of the last page */
};

static void hold(struct held *h, int64_t utc_ms)
{
	if (!utc_ms)
		return;
	if (!h->oldest_utc_ms || utc_ms < h->oldest_utc_ms)
		h->oldest_utc_ms = utc_ms;
	h->overdue += utc_ms < h->due_utc_ms;
}

static void on_messages(void *user, const struct store_reply *r)
{
	struct held *h = user;

	h->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		h->seq = r->messages[i].seq;
		hold(h, r->messages[i].utc_ms);
	}
}

/* When a row of worksheets or of the schedule came about: an assignment says it in its second message. */
static int64_t program_age(const struct wire_frame *f)
{
	const struct wire_msg *m = &f->msgs[0];

	/* By such a one somebody is in a group still. */
	if (m->type == WIRE_REQUEST && str_is(m->r, "swap") && !(m->has & WIRE_B))
		return 0;
	return m->type == WIRE_ASSIGNED && f->n > 1 ? f->msgs[1].d : m->d;
}

/* What is left of the sessions that went is a mark, and tells of nobody. */
static void on_events(void *user, const struct store_reply *r)
{
	struct held *h = user;

	h->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		h->seq = r->messages[i].seq;
		if (!session_is_log_start(&r->messages[i]))
			hold(h, r->messages[i].utc_ms);
	}
}

/* One that is open is kept until something is done about it. */
static void on_reports(void *user, const struct store_reply *r)
{
	struct held *h = user;

	h->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		h->seq = r->reports[i].number;
		if (r->reports[i].done_by && r->reports[i].done.n)
			hold(h, r->reports[i].done_utc_ms);
	}
}

/* Rows that are no more have no text, or say nothing of a form any more. */
static void on_program(void *user, const struct store_reply *r)
{
	struct held *h = user;
	struct arena mem = { 0 };

	h->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		const struct store_message *row = &r->messages[i];
		struct wire_frame f = { .n = 0 };

		h->seq = row->seq;
		if (!row->hidden && row->text.n &&
		    wire_decode(row->text, WIRE_SERVER, &mem, &f, NULL) && f.n)
			hold(h, program_age(&f));
		arena_reset(&mem);
	}
	arena_finish(&mem);
}

static int64_t message_days(const struct conf *c)
{
	return c->keep_messages;
}

static int64_t attendance_days(const struct conf *c)
{
	return (int64_t)c->keep_attendance * RETAIN_YEAR_DAYS;
}

static const struct kind {
	const char *what, *setting, *unit;
	enum store_op op;
	void (*done)(void *user, const struct store_reply *r);
	int64_t (*days)(const struct conf *c);
} kinds[] = {
	{ "messages", "keep_messages", "days", STORE_READ, on_messages, message_days },
	{ "attendance", "keep_attendance", "years", STORE_EVENTS, on_events, attendance_days },
	{ "reports", "keep_attendance", "years", STORE_REPORTS, on_reports, attendance_days },
};

static bool read_group(struct admin *a, const struct kind *k, int64_t group, struct held *h,
		       struct err *err)
{
	h->seq = 0;
	do {
		if (!admin_ask(a,
			       (struct store_req) { .op = k->op,
						    .group = group,
						    .seq = h->seq,
						    .limit = PAGE,
						    .done = k->done,
						    .user = h },
			       err))
			return false;
	} while (h->rows == PAGE);
	return true;
}

/* A session goes whole when its last event is old enough, and what is due goes once a day: so
 * that is overdue which should have gone two days ago. */
static int64_t due_ms(const struct admin *a, const struct kind *k)
{
	return retain_before_ms(clock_utc_ms(), k->days(&a->conf)) - 2 * RETAIN_EACH_MS;
}

static void print(const struct admin *a, const struct kind *k, const struct held *h)
{
	const int64_t days = k->days(&a->conf);
	char oldest[32];

	printf("%s\t", k->what);
	if (days)
		printf("%" PRId64 " %s",
		       strcmp(k->unit, "days") == 0 ? days : days / RETAIN_YEAR_DAYS, k->unit);
	else
		printf("without an end");
	printf("\tby %s\toldest %.10s\toverdue %" PRId64 "\n", k->setting,
	       h->oldest_utc_ms ? report_moment(h->oldest_utc_ms, oldest) : "none", h->overdue);
}

/* Those of no one group.  What was said to a sheet goes with it. */
static const struct {
	const char *what;
	int kinds[2];
} rows[] = {
	{ "worksheets", { CASELOAD_ASSIGNED, CASELOAD_FILED } },
	{ "requests", { PROGRAM_REQUEST, PROGRAM_REQUEST } },
};

static bool read_rows(struct admin *a, int kind, struct held *h, struct err *err)
{
	h->seq = 0;
	do {
		if (!admin_ask(a,
			       (struct store_req) { .op = STORE_ROWS,
						    .limit = kind,
						    .seq = h->seq,
						    .done = on_program,
						    .user = h },
			       err))
			return false;
	} while (h->rows == STORE_ROWS_MAX);
	return true;
}

static bool look_at_rows(struct admin *a, int64_t *overdue, struct err *err)
{
	bool good = true;

	for (size_t i = 0; good && i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct kind k = { .what = rows[i].what,
					.setting = "keep_attendance",
					.unit = "years",
					.days = attendance_days };
		struct held h = { .due_utc_ms = due_ms(a, &k) };

		good = read_rows(a, rows[i].kinds[0], &h, err) &&
		       (rows[i].kinds[0] == rows[i].kinds[1] ||
			read_rows(a, rows[i].kinds[1], &h, err));
		if (good)
			print(a, &k, &h);
		*overdue += h.overdue;
	}
	return good;
}

bool admin_retention(struct admin *a, struct err *err)
{
	struct report_groups g = { .ids = NULL };
	int64_t overdue = 0;
	bool good = admin_open(a, err) && report_all_groups(a, &g, err);

	for (size_t i = 0; good && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct held h = { .due_utc_ms = due_ms(a, &kinds[i]) };

		for (size_t k = 0; good && k < g.count; k++)
			good = read_group(a, &kinds[i], g.ids[k], &h, err);
		if (good)
			print(a, &kinds[i], &h);
		overdue += h.overdue;
	}
	free(g.ids);
	good = good && look_at_rows(a, &overdue, err);
	return good &&
	       (!overdue || err_set(err, ERR_NOT_NOW,
				    "what is overdue goes when the server runs: it looks "
				    "at its start and each day"));
}
