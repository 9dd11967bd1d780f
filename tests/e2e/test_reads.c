/* SPDX-License-Identifier: MIT */
/*
 * What staff reads of a patient is in the access log before they have it, whenever the server is
 * killed; the patient is told of their own, and the clinic of all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/town.h"

#define WEEK_MS INT64_C(604800000)

enum { SKIPPED = 77, ROUNDS = 6, ROOM = 1 << 16 };

static void come(struct town *t, struct child *c, const char *name, const char *role)
{
	const char *argv[] = { "/usr/bin/python3", NULL, NULL, name, TOWN_PASSPHRASE, NULL };
	char script[512];
	char *invite = town_invite(t, role);

	snprintf(script, sizeof(script), "%s/tests/e2e/schedule_client.py", getenv("SOURCE"));
	argv[1] = script;
	argv[2] = invite;
	assert_true(child_open(c, argv, NULL));
	assert_true(child_wait_for(c, "me "));
	free(invite);
}

static void asks(struct child *c, const char *line, const char *words)
{
	assert_true(child_say(c, line));
	assert_true(child_wait_for(c, words));
}

static void file(struct child *c, int ticket)
{
	char line[256];

	snprintf(
		line, sizeof(line),
		"{\"t\":\"I\",\"k\":%d,\"r\":\"file\",\"g\":1,\"c\":\"phq-9\",\"d\":%lld,\"b\":"
		"\"/44250-9\\t#1\\n\"}",
		ticket, (long long)clock_utc_ms());
	assert_true(child_say(c, line));
}

/* The log as a table; the caller's. */
static char *log_of(struct town *t, const char *name)
{
	const char *words[] = { "reads", "--of", name, "--as=csv", NULL };
	struct buf out;

	buf_init(&out, ROOM);
	assert_int_equal(town_admin(t, &out, words), 0);
	return out.p;
}

static size_t count(const char *text, const char *words)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, words)); p++)
		n++;
	return n;
}

static void is_whole(struct town *t)
{
	const char *const words[] = { "check", NULL };
	struct buf out;

	buf_init(&out, ROOM);
	town_admin(t, &out, words);
	assert_non_null(strstr(buf_text(&out), "ok   the access log is whole: "));
	buf_finish(&out);
}

static void a_phq_9_is_read_and_the_patient_sees_by_whom(void **state)
{
	const char *const hours[] = { "hours", "1", "--for=internal", "--by=Dana", NULL };
	struct town *t = *state;
	struct child grace, ana, ben;
	char *log;

	come(t, &grace, "Grace", "facilitator");
	come(t, &ana, "Ana", "patient");
	come(t, &ben, "Ben", "patient");
	asks(&ana, "open ?v=0", "up\n");
	asks(&ana, "get /v1/reads", "got 200");
	asks(&grace, "open ?v=0", "up\n");
	file(&ana, 1);
	assert_true(child_wait_for(&grace, "\"t\":\"C\""));
	asks(&ana, "get /v1/reads",
	     "\"r\":\"worksheet\",\"s\":1,\"t\":\"Z\",\"u\":1,\"x\":"
	     "\"Grace\"}");
	assert_true(child_wait_for(&ana, "got 200"));
	assert_int_equal(town_admin(t, NULL, hours), 0);
	asks(&ana, "get /v1/reads", "\"b\":\"internal, by Dana\"");
	/* Nothing of it is told to others, whatever they ask. */
	asks(&ben, "get /v1/reads/9999", "got 200");
	assert_int_equal(child_count(&ben, "worksheet"), 0);
	asks(&ben, "get /v1/reads/1x", "got 404");
	log = log_of(t, "Ana");
	assert_non_null(strstr(log, "\"Grace\",client,read,given,worksheet,\"phq-9\",1,"));
	assert_non_null(strstr(log, ",command,read,given,hours,"));
	assert_non_null(strstr(log, ",command,export,given,access-log,"));
	assert_int_equal(count(log, "Ben"), 0);
	free(log);
	is_whole(t);
	child_finish(&grace);
	child_finish(&ana);
	child_finish(&ben);
}

/* Weekly for a year, the first in two weeks. */
static int64_t plan(struct child *c)
{
	const int64_t first_ms = (clock_utc_ms() / WEEK_MS + 2) * WEEK_MS;
	const time_t at = (time_t)(first_ms / 1000);
	char line[320], day[32];
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(day, sizeof(day), "%Y%m%dT%H%M%SZ", &tm);
	snprintf(line, sizeof(line),
		 "{\"t\":\"E\",\"k\":1,\"d\":0,\"g\":1,\"r\":\"group.c\",\"x\":\"Skills\","
		 "\"b\":\"DTSTART:%s\\nDURATION:PT1H\\nRRULE:FREQ=WEEKLY;COUNT=52\\n\"}",
		 day);
	asks(c, line, "\"t\":\"S\"");
	return first_ms;
}

static void is_late(struct child *c, int ticket, int64_t at_ms)
{
	char line[128];

	snprintf(line, sizeof(line),
		 "{\"t\":\"W\",\"k\":%d,\"r\":\"late\",\"c\":\"1.%lld\",\"x\":\"10\"}", ticket,
		 (long long)at_ms);
	assert_true(child_say(c, line));
}

/* As many of a type as the facilitator has ever been given. */
static size_t heard_of(const struct child *c, char type)
{
	char words[48];
	size_t n = 0;

	do
		snprintf(words, sizeof(words), "\"s\":%zu,\"t\":\"%c\"", ++n, type);
	while (child_count(c, words));
	return n - 1;
}

static size_t logged(const char *log, const char *what)
{
	size_t sum = 0;

	for (const char *p = log; (p = strstr(p, what)); p++)
		sum += strtoul(p + strlen(what), NULL, 10);
	return sum;
}

/* All that has been given is in the log; how many it is. */
static size_t is_logged(const char *log, const struct child *c, char type, const char *what)
{
	const size_t heard = heard_of(c, type);

	if (heard > logged(log, what))
		fail_msg("%zu of %c were given, and these are in the log: %s", heard, type,
			 log);
	return heard;
}

static void whenever_it_is_killed_nothing_was_given_without_its_row(void **state)
{
	struct town *t = *state;
	struct child grace, ana;
	size_t sheets = 0, requests = 0;
	int64_t first_ms;

	come(t, &grace, "Grace", "facilitator");
	come(t, &ana, "Ana", "patient");
	asks(&grace, "open ?v=0&w=0", "up\n");
	first_ms = plan(&grace);
	for (int i = 1; i <= ROUNDS; i++) {
		char *log;

		asks(&grace, "open ?v=0&w=0", "up\n");
		asks(&ana, "open ?v=0", "up\n");
		file(&ana, 3 * i);
		is_late(&ana, 3 * i + 1, first_ms + i * WEEK_MS);
		file(&ana, 3 * i + 2);
		/* Now with the first of them, then while it is on its way. */
		if (i % 2)
			assert_true(child_wait_for(&grace,
						   i % 4 == 1 ? "\"t\":\"C\"" : "\"t\":\"Q\""));
		town_kill(t);
		assert_true(child_wait_for(&grace, "down"));
		log = log_of(t, "Ana");
		sheets = is_logged(log, &grace, 'C', "worksheet,\"phq-9\",");
		requests = is_logged(log, &grace, 'Q', "schedule,,");
		free(log);
		assert_true(town_serve(t));
	}
	assert_true(sheets > 0 && requests > 0);
	is_whole(t);
	child_finish(&grace);
	child_finish(&ana);
}

static void a_client_tells_it_in_a_sentence(void **state)
{
	const char *const legal[] = { "user", "legal", "Ana", "Anna Lopez", NULL };
	struct town *t = *state;
	struct child grace, ana;

	town_join(t, &grace, "Grace", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	assert_true(child_ask_until(&grace, "/status", "You are in 1 group.", "\nConnected."));
	assert_true(child_ask_until(&ana, "/status", "You are in 1 group.", "\nConnected."));
	assert_int_equal(town_admin(t, NULL, legal), 0);
	asks(&ana, "/reads", "Nobody has read anything of yours");
	asks(&grace, "/legal Ana", "The legal name of Ana: Anna Lopez");
	asks(&ana, "/reads", ": Grace read your legal name.");
	town_kill(t);
	asks(&ana, "/meeting", "Evening");
	asks(&ana, "/reads", ": Grace read your legal name.");
	child_finish(&grace);
	child_finish(&ana);
}

#define IN_TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TOWN(a_phq_9_is_read_and_the_patient_sees_by_whom),
		IN_TOWN(whenever_it_is_killed_nothing_was_given_without_its_row),
		IN_TOWN(a_client_tells_it_in_a_sentence),
	};

	if (!child_has_python("websockets"))
		return SKIPPED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
