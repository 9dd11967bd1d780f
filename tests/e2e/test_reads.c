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

#include <cmocka.h>

#include "base/clock.h"
#include "support/town.h"

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

/* As many as the facilitator has ever been given. */
static size_t sheets_heard(const struct child *c)
{
	char words[48];
	size_t n = 0;

	do
		snprintf(words, sizeof(words), "\"s\":%zu,\"t\":\"C\"", ++n);
	while (child_count(c, words));
	return n - 1;
}

static size_t sheets_logged(const char *log)
{
	size_t sum = 0;

	for (const char *p = log; (p = strstr(p, "worksheet,\"phq-9\",")); p++)
		sum += strtoul(p + strlen("worksheet,\"phq-9\","), NULL, 10);
	return sum;
}

static void whenever_it_is_killed_nothing_was_given_without_its_row(void **state)
{
	struct town *t = *state;
	struct child grace, ana;
	size_t heard = 0;

	come(t, &grace, "Grace", "facilitator");
	come(t, &ana, "Ana", "patient");
	for (int i = 1; i <= ROUNDS; i++) {
		char *log;

		asks(&grace, "open ?v=0", "up\n");
		asks(&ana, "open ?v=0", "up\n");
		file(&ana, 2 * i);
		file(&ana, 2 * i + 1);
		/* Now with the first of them, then while it is on its way. */
		if (i % 2)
			assert_true(child_wait_for(&grace, "\"t\":\"C\""));
		town_kill(t);
		assert_true(child_wait_for(&grace, "down"));
		heard = sheets_heard(&grace);
		log = log_of(t, "Ana");
		if (heard > sheets_logged(log))
			fail_msg("%zu were given, and these are in the log: %s", heard, log);
		free(log);
		assert_true(town_serve(t));
	}
	assert_true(heard > 0);
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
