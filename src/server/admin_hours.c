/* SPDX-License-Identifier: MIT */
/* The hours of a group's patients in one week, in all groups that they are in, against the
 * program's target. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "server/giving.h"
#include "server/report.h"
#include "server/week.h"

struct hours {
	struct report *reports; /* of all groups */
	size_t count;
	const struct report *of; /* the group that was asked for */
	struct week week;
	int64_t target_min; /* 0: there is none */
	int64_t only;       /* this person's; 0: all */
};

/* A session is of the week in which it was opened. */
static int64_t minutes_of(const struct hours *h, int64_t member)
{
	int64_t sum = 0;

	for (size_t i = 0; i < h->count; i++) {
		const struct record *r = &h->reports[i].record;

		for (size_t k = 0; k < r->sessions_count; k++) {
			const struct meeting *m = r->sessions[k];

			if (m->opened_ms >= h->week.from_ms && m->opened_ms < h->week.to_ms)
				sum += record_minutes(r, m, member);
		}
	}
	return sum;
}

/* "7 hours 30 minutes" */
static void put_span(int64_t minutes)
{
	const int64_t h = minutes / 60, m = minutes % 60;

	if (h)
		printf("%" PRId64 " hour%s%s", h, h == 1 ? "" : "s", m ? " " : "");
	if (m || !h)
		printf("%" PRId64 " minute%s", m, m == 1 ? "" : "s");
}

static bool put_person(const struct hours *h, const struct report_person *p)
{
	const int64_t minutes = minutes_of(h, p->id);
	const bool under = minutes < h->target_min;

	printf("%s: ", p->name);
	put_span(minutes);
	if (under) {
		printf(", under by ");
		put_span(h->target_min - minutes);
	}
	puts(".");
	return under;
}

static void put_head(const struct hours *h)
{
	char rule[512];

	printf("Hours of the patients of %s in week %s: Monday %s to Sunday %s, %s.\n",
	       h->of->group, h->week.name, h->week.first, h->week.last, h->week.zone);
	if (h->week.to_ms > clock_utc_ms())
		puts("The week is not over.");
	puts("Weeks are those of ISO 8601. A session counts in the week in which it was "
	     "opened. Sessions of all groups count, as corrected.");
	report_rule(rule, sizeof(rule));
	puts(rule);
	if (h->target_min) {
		printf("The target is ");
		put_span(h->target_min);
		puts(".");
	}
	puts("");
}

static bool note_all(struct admin *a, const struct hours *h, struct err *err)
{
	const struct access_note n = { .what = ACCESS_HOURS,
				       .group = h->of->record.group,
				       .day_utc_ms = h->week.from_ms };

	for (size_t i = 0; i < h->of->people_count; i++)
		h->of->people[i].read = h->of->people[i].in_group &&
					(!h->only || h->only == h->of->people[i].id);
	return report_access(a, h->of, n, err);
}

static void put_hours(const struct hours *h)
{
	int under = 0, all = 0;

	put_head(h);
	for (size_t i = 0; i < h->of->people_count; i++) {
		const struct report_person *p = &h->of->people[i];

		if (!p->in_group || strcmp(p->role, "patient") != 0 ||
		    (h->only && h->only != p->id))
			continue;
		under += put_person(h, p);
		all++;
	}
	if (h->target_min)
		printf("\n%d of %d under the target.\n", under, all);
}

static bool read_all(struct hours *h, struct admin *a, int64_t group, struct err *err)
{
	struct report_groups g;
	bool good = report_all_groups(a, &g, err);

	h->reports = mem_get((g.count + 1) * sizeof(*h->reports));
	for (; good && h->count < g.count; h->count++) {
		if (g.ids[h->count] == group)
			h->of = &h->reports[h->count];
		good = report_read(&h->reports[h->count], a, g.ids[h->count], err);
	}
	free(g.ids);
	return good;
}

static bool find_week(const struct admin *a, struct week *week, struct err *err)
{
	if (a->args_count < 2)
		return week_of(clock_utc_ms(), week);
	return week_read(a->args[1], week) ||
	       err_set(err, ERR_BAD_INPUT, "WEEK is as 2026-W48, or a day of it, not '%s'",
		       a->args[1]);
}

bool admin_hours(struct admin *a, struct err *err)
{
	struct hours h = { .target_min = a->conf.target_hours * INT64_C(60) };
	const char *name = options_find(&a->options, "person");
	struct giving g = { .ground = { .row = NULL } };
	int64_t group, person = 0;
	bool good = find_week(a, &h.week, err) && admin_open(a, err) &&
		    admin_find_group(a, a->args[0], &group, err) &&
		    (!name || admin_find_user(a, name, &person, err)) &&
		    read_all(&h, a, group, err) && giving_begin(&g, a, group, person, err);

	h.only = g.ground.member;
	good = good && note_all(a, &h, err);
	if (good) {
		ground_put_words(&g.ground, stdout);
		put_hours(&h);
	}
	giving_end(&g);
	for (size_t i = 0; i < h.count; i++)
		report_finish(&h.reports[i]);
	free(h.reports);
	return good;
}
