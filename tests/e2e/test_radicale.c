/* SPDX-License-Identifier: MIT */
/*
 * A person's own calendar from a server of others: radicale, over HTTP, laid beside the program
 * by the client's own call.  Skipped where radicale is not installed.
 */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "porchlight/client.h"
#include "porchlight/schedule.h"
#include "support/radicale.h"

enum { SKIPPED = 77 };

struct laid {
	struct radicale server;
	struct pl_client *client;
	char address[80];
};

static struct str read_file(const char *name, struct buf *out)
{
	char path[512], some[4096];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/tests/data/calendar/%s", getenv("SOURCE"), name);
	f = fopen(path, "r");
	assert_non_null(f);
	buf_init(out, 1 << 20);
	while ((n = fread(some, 1, sizeof(some), f)) > 0)
		buf_add(out, some, n);
	fclose(f);
	return (struct str) { out->p, out->n };
}

static bool put(struct laid *l, const char *file)
{
	struct buf text;
	const bool taken = radicale_put(&l->server, "own", read_file(file, &text));

	buf_finish(&text);
	return taken;
}

static int open_laid(void **state)
{
	const struct pl_options guest = { .guest = true };
	struct laid *l = mem_get(sizeof(*l));
	enum pl_failure why;

	*state = l;
	l->client = pl_client_open(&guest, &why);
	if (!l->client || !radicale_open(&l->server))
		return -1;
	radicale_address(&l->server, "own", l->address);
	return 0;
}

static int close_laid(void **state)
{
	struct laid *l = *state;

	pl_client_close(l->client);
	radicale_close(&l->server);
	free(l);
	return 0;
}

/* Asks for it, and waits until it is here or is known not to come. */
static struct pl_overlay lay(struct laid *l, bool anyway)
{
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;
	struct pl_overlay o;

	assert_int_equal(pl_client_overlay(l->client, l->address, anyway), PL_OK);
	pl_client_overlay_state(l->client, &o);
	assert_true(o.busy);
	while (o.busy && clock_ms() < until_ms) {
		struct pollfd p = { .fd = pl_client_fd(l->client), .events = POLLIN };

		poll(&p, 1, 1000);
		pl_client_work(l->client);
		pl_client_overlay_state(l->client, &o);
	}
	assert_false(o.busy);
	return o;
}

struct row {
	char file[120], zone[64], first[20], last[20];
	int from, to, count;
};

static int64_t year(int y)
{
	const struct pl_local l = { .year = y, .month = 1, .day = 1 };

	return pl_utc_ms("UTC", &l);
}

static void say(int64_t utc_ms, char out[20])
{
	struct pl_local l;

	pl_local("UTC", utc_ms, &l);
	snprintf(out, 20, "%04d%02d%02dT%02d%02d00Z", l.year % 10000, l.month % 100,
		 l.day % 100, l.hour % 100, l.minute % 100);
}

/* What of one's own begins in these years, in one line. */
static void tell(struct laid *l, const struct row *r, char out[80])
{
	const struct pl_occurrence *all;
	const size_t n = pl_client_schedule(l->client, year(r->from), year(r->to + 1), &all);
	char first[20] = "-", last[20] = "-";
	int count = 0;

	for (size_t i = 0; i < n; i++) {
		assert_int_equal(all[i].source, PL_OF_MY_OWN);
		if (all[i].start_utc_ms < year(r->from))
			continue;
		say(all[i].start_utc_ms, count++ ? last : first);
	}
	snprintf(out, 80, "%d %s %s", count, first, count == 1 ? first : last);
}

static void expect(struct laid *l, const struct row *r)
{
	char here[80], there[80];

	tell(l, r, here);
	snprintf(there, sizeof(there), "%d %s %s", r->count, r->first, r->last);
	if (strcmp(here, there) != 0)
		fail_msg("%s: %s and not %s", r->file, here, there);
}

static bool read_row(const char *line, struct row *r)
{
	return *line != '#' && sscanf(line, "%119s %d %d %63s %d %19s %19s", r->file, &r->from,
				      &r->to, r->zone, &r->count, r->first, r->last) == 7;
}

static const struct row korganizer = { .file = "kcalcore/KOrganizer_3.1a.ics",
				       .first = "20031209T090000Z",
				       .last = "20031222T090000Z",
				       .from = 2003,
				       .to = 2003,
				       .count = 7 };
static const struct row nothing = {
	.first = "-", .last = "-", .from = 2003, .to = 2003, .count = 0
};

/* All of tests/data/calendar that radicale takes, rewritten by it, as `truth` there says. */
static void calendars__come_from_radicale(void **state)
{
	struct laid *l = *state;
	struct buf table;
	struct row r;
	int taken = 0;

	read_file("truth", &table);
	for (const char *line = table.p; *line; line += strcspn(line, "\n") + 1) {
		struct pl_overlay o;

		if (!read_row(line, &r) || !put(l, r.file))
			continue;
		setenv("TZ", r.zone, 1);
		/* vobject 0.9.6 makes days of its moments, and so two of them one, twice */
		if (strcmp(r.file, "kcalcore/rdate.ics") == 0)
			r.count -= 2;
		o = lay(l, true);
		assert_string_equal(o.from, l->address);
		expect(l, &r);
		taken++;
	}
	unsetenv("TZ");
	buf_finish(&table);
	print_message("%d calendars came from radicale\n", taken);
	assert_true(taken >= 15);
}

static void what_changed_there__changes_here(void **state)
{
	struct laid *l = *state;
	struct pl_overlay o;

	assert_true(put(l, "kcalcore/KOrganizer_3.2.ics"));
	lay(l, false);
	assert_true(put(l, korganizer.file));
	o = lay(l, false);
	assert_int_equal(o.problems_total, 0);
	expect(l, &korganizer);
	lay(l, false); /* as it was: it is asked for with its tag */
	expect(l, &korganizer);
	assert_int_equal(pl_client_overlay(l->client, NULL, false), PL_OK);
	expect(l, &nothing);
}

static void what_is_here__stays_when_radicale_is_gone(void **state)
{
	struct laid *l = *state;
	struct pl_overlay o;

	assert_true(put(l, korganizer.file));
	lay(l, false);
	radicale_kill(&l->server);
	o = lay(l, false);
	assert_int_equal(o.problems_count, 1);
	assert_int_equal(o.problems[0].fault, PL_CALENDAR_UNREADABLE);
	assert_int_equal(o.problems[0].line, 0);
	expect(l, &korganizer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(calendars__come_from_radicale, open_laid,
						close_laid),
		cmocka_unit_test_setup_teardown(what_changed_there__changes_here, open_laid,
						close_laid),
		cmocka_unit_test_setup_teardown(what_is_here__stays_when_radicale_is_gone,
						open_laid, close_laid),
	};

	if (access(RADICALE, X_OK) != 0) {
		print_message("skipped: radicale is not installed\n");
		return SKIPPED;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
