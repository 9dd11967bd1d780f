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

#define IN_2003 1041379200000LL
#define IN_2005 1104537600000LL

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

static void put(struct laid *l, const char *file)
{
	struct buf text;

	assert_true(radicale_put(&l->server, "own", read_file(file, &text)));
	buf_finish(&text);
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

static size_t own(struct laid *l, int64_t from, int64_t to, const struct pl_occurrence **all)
{
	const size_t n = pl_client_schedule(l->client, from, to, all);

	for (size_t i = 0; i < n; i++)
		assert_int_equal((*all)[i].source, PL_OF_MY_OWN);
	return n;
}

static void a_calendar__comes_from_radicale(void **state)
{
	const struct pl_occurrence *all;
	struct laid *l = *state;
	struct pl_overlay o;

	put(l, "kcalcore/AppleICal_1.5.ics");
	o = lay(l, false);
	assert_int_equal(o.problems_total, 0);
	assert_string_equal(o.from, l->address);
	/* as tests/data/calendar/truth says */
	assert_int_equal(own(l, IN_2003, IN_2005, &all), 85);
	assert_int_equal(all[0].start_utc_ms, 1067414400000LL);  /* 2003-10-29T08:00Z */
	assert_int_equal(all[84].start_utc_ms, 1090306800000LL); /* 2004-07-20T07:00Z */
}

static void what_changed_there__changes_here(void **state)
{
	const struct pl_occurrence *all;
	struct laid *l = *state;

	put(l, "kcalcore/AppleICal_1.5.ics");
	lay(l, false);
	lay(l, false); /* as it was: it is asked for with its tag */
	assert_int_equal(own(l, IN_2003, IN_2005, &all), 85);
	put(l, "kcalcore/KOrganizer_3.1a.ics");
	lay(l, false);
	assert_int_equal(own(l, IN_2003, IN_2005, &all), 7);
	assert_int_equal(pl_client_overlay(l->client, NULL, false), PL_OK);
	assert_int_equal(own(l, IN_2003, IN_2005, &all), 0);
}

static void what_is_here__stays_when_radicale_is_gone(void **state)
{
	const struct pl_occurrence *all;
	struct laid *l = *state;
	struct pl_overlay o;

	put(l, "kcalcore/AppleICal_1.5.ics");
	lay(l, false);
	radicale_kill(&l->server);
	o = lay(l, false);
	assert_int_equal(o.problems_count, 1);
	assert_int_equal(o.problems[0].fault, PL_CALENDAR_UNREADABLE);
	assert_int_equal(o.problems[0].line, 0);
	assert_int_equal(own(l, IN_2003, IN_2005, &all), 85);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_calendar__comes_from_radicale, open_laid,
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
