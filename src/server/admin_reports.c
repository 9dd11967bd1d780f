/* SPDX-License-Identifier: MIT */
/* All reports of messages that a group has had, and what was done about each. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "server/giving.h"
#include "server/report.h"
#include "text/utf8.h"

enum { PAGE = 100 };

struct list {
	struct report names; /* of people */
	struct arena mem;
	int64_t seq;
	size_t rows; /* of the last page */
};

/* What people wrote: for a terminal, and on one line. */
static const char *line_of(struct list *l, struct str text)
{
	char *clean = utf8_clean(&l->mem, text);

	for (char *p = clean; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	return clean;
}

static void put(struct list *l, const struct store_report *r)
{
	char at[32];

	printf("Report %" PRId64 ", %s, by %s, of message %" PRId64 ": %s\n", r->number,
	       report_moment(r->utc_ms, at), report_name(&l->names, r->member), r->message,
	       r->why.n || !r->done_by ? line_of(l, r->why) : "(not kept any more)");
	if (!r->done_by)
		puts("    open");
	else
		printf("    %s, %s: %s\n", report_moment(r->done_utc_ms, at),
		       report_name(&l->names, r->done_by),
		       r->done.n ? line_of(l, r->done) : "(not kept any more)");
}

static void on_page(void *user, const struct store_reply *reply)
{
	struct list *l = user;

	l->rows = reply->count;
	for (size_t i = 0; i < reply->count; i++) {
		arena_reset(&l->mem);
		put(l, &reply->reports[i]);
		l->seq = reply->reports[i].number;
	}
}

static bool list_all(struct admin *a, struct list *l, int64_t group,
		     void (*done)(void *user, const struct store_reply *reply), struct err *err)
{
	do {
		if (!admin_ask(a,
			       (struct store_req) { .op = STORE_REPORTS,
						    .group = group,
						    .seq = l->seq,
						    .limit = PAGE,
						    .done = done,
						    .user = l },
			       err))
			return false;
	} while (l->rows == PAGE);
	return true;
}

/* Of each person who made some. */
static void on_count(void *user, const struct store_reply *reply)
{
	struct list *l = user;

	l->rows = reply->count;
	for (size_t i = 0; i < reply->count; i++) {
		l->seq = reply->reports[i].number;
		for (size_t k = 0; k < l->names.people_count; k++)
			l->names.people[k].read +=
				l->names.people[k].id == reply->reports[i].member;
	}
}

static bool note_all(struct admin *a, struct list *l, int64_t group, struct err *err)
{
	const struct access_note n = { .what = ACCESS_REPORTED, .group = group };

	if (!list_all(a, l, group, on_count, err))
		return false;
	l->seq = 0;
	return report_access(a, &l->names, n, err);
}

static bool give_all(struct admin *a, struct list *l, int64_t group, const struct giving *g,
		     struct err *err)
{
	if (!note_all(a, l, group, err))
		return false;
	ground_put_words(&g->ground, stdout);
	return list_all(a, l, group, on_page, err);
}

bool admin_reports(struct admin *a, struct err *err)
{
	struct list l = { .seq = 0 };
	struct giving g = { .ground = { .row = NULL } };
	int64_t group = 0;
	const bool good = admin_open(a, err) && admin_find_group(a, a->args[0], &group, err) &&
			  report_read_people(&l.names, a, err) &&
			  giving_begin(&g, a, group, 0, err) && give_all(a, &l, group, &g, err);

	if (good && !l.seq)
		puts("No message was reported.");
	report_finish(&l.names);
	arena_finish(&l.mem);
	giving_end(&g);
	return good;
}
