/* SPDX-License-Identifier: MIT */
/*
 * The schedule of a real server, by a client that was written from porchlight-protocol(5): who is
 * told what, the last seat, and a server that is killed while people ask.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/town.h"

enum { SKIPPED = 77, ASKED = 12 };

/* Tuesdays and Thursdays, 18:00 in Denver, long from now. */
#define TUESDAY  INT64_C(2051398800000)
#define THURSDAY INT64_C(2051571600000)
#define WEEK     INT64_C(604800000)

static void come(struct town *t, struct child *c, const char *name, const char *role,
		 const char *group)
{
	const char *words[] = { "invite", "--role", role, "--group", group, NULL };
	const char *argv[] = { "/usr/bin/python3", NULL, NULL, name, TOWN_PASSPHRASE, NULL };
	char script[512];
	struct buf out;
	char *invite;

	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, words), 0);
	invite = strstr(out.p, "porchlight join ");
	assert_non_null(invite);
	invite[strcspn(invite, "\n")] = '\0';
	snprintf(script, sizeof(script), "%s/tests/e2e/schedule_client.py", getenv("SOURCE"));
	argv[1] = script;
	argv[2] = invite;
	assert_true(child_open(c, argv, NULL));
	assert_true(child_wait_for(c, "me "));
	buf_finish(&out);
}

static void go(struct child *c, const char *query)
{
	char line[64];

	snprintf(line, sizeof(line), "open %s", query);
	assert_true(child_say(c, line));
	assert_true(child_wait_for(c, "up\n"));
}

/* `cap` is ",\"n\":SEATS" or nothing. */
static void make_series(struct child *c, int ticket, const char *day, const char *cap)
{
	char line[512];

	snprintf(line, sizeof(line),
		 "{\"t\":\"E\",\"k\":%d,\"d\":0,\"g\":%d%s,\"r\":\"group.c\","
		 "\"x\":\"Skills %s\",\"c\":\"skills\",\"b\":\"DTSTART;TZID=America/Denver:"
		 "203501%sT180000\\nDURATION:PT90M\\nRRULE:FREQ=WEEKLY;COUNT=20\\n\"}",
		 ticket, ticket, cap, day, day);
	assert_true(child_say(c, line));
	snprintf(line, sizeof(line), "{\"k\":%d,\"s\":%d,\"t\":\"K\"}", ticket, ticket);
	assert_true(child_wait_for(c, line));
}

static void ask(struct child *c, int ticket, const char *what, int64_t at_ms, const char *x)
{
	char line[256];

	snprintf(line, sizeof(line),
		 "{\"t\":\"W\",\"k\":%d,\"r\":\"%s\",\"c\":\"1.%lld\"%s%s%s}", ticket, what,
		 (long long)at_ms, x ? ",\"x\":\"" : "", x ? x : "", x ? "\"" : "");
	assert_true(child_say(c, line));
}

static void settled(struct child *c, int ticket)
{
	char line[64];

	snprintf(line, sizeof(line), "{\"k\":%d,\"s\":", ticket);
	assert_true(child_wait_for(c, line));
}

static void two_sections(struct town *t, struct child *grace)
{
	const char *add[] = { "group", "add", "Thursday", NULL };
	const char *join[] = { "group", "join", "Thursday", "Grace", NULL };

	come(t, grace, "Grace", "facilitator", "1");
	assert_int_equal(town_admin(t, NULL, add), 0);
	assert_int_equal(town_admin(t, NULL, join), 0);
	go(grace, "?w=0");
	make_series(grace, 1, "02", "");
	make_series(grace, 2, "04", ",\"n\":2");
}

static void the_last_seat_goes_to_one(void **state)
{
	struct town *t = *state;
	struct child grace, ana, ben, cy;
	char to[32];

	two_sections(t, &grace);
	come(t, &ben, "Ben", "patient", "Thursday");
	come(t, &ana, "Ana", "patient", "1");
	come(t, &cy, "Cy", "patient", "1");
	go(&ana, "?w=0");
	assert_true(child_wait_for(&ana, "Skills 02"));
	assert_true(child_wait_for(&ana, "Skills 04"));
	assert_true(child_wait_for(&ana, "\"t\":\"P\""));
	snprintf(to, sizeof(to), "2.%lld", (long long)THURSDAY);
	ask(&ana, 7, "swap", TUESDAY, to);
	settled(&ana, 7);
	assert_true(child_wait_for(&ana, "\"k\":7,\"n\":1,\"r\":\"swap\""));
	assert_true(child_wait_for(&grace, "\"n\":1,\"r\":\"swap\""));
	assert_true(child_say(&grace, "{\"t\":\"W\",\"k\":3,\"r\":\"grant\",\"s\":1}"));
	settled(&grace, 3);
	assert_true(child_wait_for(&ana, "\"k\":7,\"n\":2,\"r\":\"swap\""));
	/* She is in the other group now, and has all that it has. */
	assert_true(child_wait_for(&ana, "Skills 04"));
	/* Somebody who was away did not hear of it, and the seat is gone. */
	go(&cy, "?w=0");
	ask(&cy, 1, "swap", TUESDAY, to);
	settled(&cy, 1);
	assert_true(child_wait_for(&cy, "\"k\":1,\"n\":6,\"r\":\"swap\""));
	child_finish(&cy);
	child_finish(&ben);
	child_finish(&ana);
	child_finish(&grace);
}

/* Whatever was on its way, each is asked once, and who leads hears of each. */
static void a_kill_loses_and_doubles_nothing(void **state)
{
	struct town *t = *state;
	struct child grace, ana, hana;

	two_sections(t, &grace);
	come(t, &ana, "Ana", "patient", "1");
	for (int i = 1; i <= ASKED; i++) {
		go(&ana, "?w=0");
		ask(&ana, i, "absent", TUESDAY + i * WEEK, NULL);
		if (i % 3 == 0)
			settled(&ana, i);
		town_kill(t);
		assert_true(child_wait_for(&ana, "down\n"));
		assert_true(town_serve(t));
		go(&ana, "?w=0");
		ask(&ana, i, "absent", TUESDAY + i * WEEK, NULL);
		settled(&ana, i);
	}
	come(t, &hana, "Hana", "facilitator", "1");
	go(&hana, "?w=0");
	assert_true(child_wait_for(&hana, "\"t\":\"P\""));
	assert_int_equal(child_count(&hana, "\"t\":\"Q\""), ASKED);
	assert_int_equal(child_count(&hana, "\"t\":\"S\""), 2);
	child_finish(&hana);
	child_finish(&ana);
	child_finish(&grace);
}

/* The number behind "k" of the last "P". */
static long last_version(const struct child *c)
{
	const char *last = NULL;

	for (const char *at = c->seen.p; (at = strstr(at, ",\"t\":\"P\"")); at++)
		last = at;
	assert_non_null(last);
	while (last[-1] != ':')
		last--;
	return strtol(last, NULL, 10);
}

/* Both numbers of the query are read; and where nothing has changed nothing comes. */
static void what_one_has_does_not_come_again(void **state)
{
	struct town *t = *state;
	struct child grace;
	char query[48];

	two_sections(t, &grace);
	assert_true(child_wait_for(&grace, "Skills 04"));
	assert_true(child_wait_for(&grace, "\"t\":\"P\""));
	assert_true(child_say(&grace, "{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"Hello\"}"));
	go(&grace, "?w=0");
	assert_true(child_wait_for(&grace, "\"b\":\"Hello\""));
	snprintf(query, sizeof(query), "?c=2.0,1.1&w=%ld", last_version(&grace));
	go(&grace, "?c=2.0,1.1&w=0");
	assert_true(child_wait_for(&grace, "Skills 04"));
	assert_true(child_wait_for(&grace, "\"t\":\"P\""));
	go(&grace, query);
	assert_true(child_say(&grace, "{\"t\":\"W\",\"k\":9,\"r\":\"dance\"}"));
	/* The answer is the first that comes. */
	assert_true(child_wait_for(&grace, "\"k\":9,\"t\":\"K\"}"));
	assert_int_equal(child_count(&grace, "up\n{\"c\":\"form\",\"k\":9,"), 1);
	child_finish(&grace);
}

/* A calendar's events are series, and whoever is connected is told. */
static void a_calendar_is_imported_beside_a_server_that_runs(void **state)
{
	static const char text[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n"
				   "UID:1\r\nSUMMARY:Walking\r\n"
				   "DTSTART;TZID=America/Denver:20350103T100000\r\n"
				   "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
				   "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Holiday\r\n"
				   "DTSTART;VALUE=DATE:20350104\r\nEND:VEVENT\r\n"
				   "END:VCALENDAR\r\n";
	struct town *t = *state;
	char path[128];
	const char *import[] = { "import", "1", path, "--kind", "workshop", NULL };
	const char *list[] = { "schedule", "1", NULL };
	struct child ana;
	struct buf out;
	FILE *f;

	snprintf(path, sizeof(path), "%s/walks.ics", t->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	come(t, &ana, "Ana", "patient", "1");
	go(&ana, "?w=0");
	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, import), 0);
	assert_non_null(strstr(out.p, "1 series of 2 events"));
	assert_non_null(strstr(out.p, "line 10: not a series"));
	assert_true(child_wait_for(&ana, "\"x\":\"Walking\""));
	assert_true(child_wait_for(&ana, "\"t\":\"P\""));
	buf_reset(&out);
	assert_int_equal(town_admin(t, &out, list), 0);
	assert_non_null(strstr(out.p, "workshop: Walking\n    next 2035-01-03 10:00"));
	buf_finish(&out);
	child_finish(&ana);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_last_seat_goes_to_one, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(
			a_calendar_is_imported_beside_a_server_that_runs, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(what_one_has_does_not_come_again, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(a_kill_loses_and_doubles_nothing, town_open,
						town_close),
	};

	if (!child_has_python("websockets"))
		return SKIPPED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
