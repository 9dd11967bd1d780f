/* SPDX-License-Identifier: MIT */
/*
 * Calendar feeds over HTTPS, with a real server: asked for as calendar programs do, ended, over
 * a restart and an account that is switched off; and what is nowhere on the server's disk.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/town.h"

enum { SKIPPED = 77, SECRET = 22 };

static void open_python(struct town *t, struct child *c)
{
	char script[512];
	char *leads = town_invite(t, "facilitator"), *comes = town_invite(t, "patient");
	const char *argv[] = {
		"/usr/bin/python3", script, leads, comes, TOWN_PASSPHRASE, NULL
	};

	snprintf(script, sizeof(script), "%s/tests/e2e/feed_client.py", getenv("SOURCE"));
	assert_true(child_open(c, argv, NULL));
	free(leads);
	free(comes);
}

static void wait_for(struct child *c, const char *word)
{
	if (!child_wait_for(c, word))
		fail_msg("%s", buf_text(&c->seen));
}

/* How often it is in that file, which is there. */
static int count_in(const char *path, const char *what)
{
	char *bytes = calloc(1, 1 << 22);
	FILE *f = fopen(path, "re");
	int found = 0;
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, 1 << 22, f);
	assert_true(feof(f));
	fclose(f);
	for (char *at = bytes; (at = memmem(at, n - (size_t)(at - bytes), what, strlen(what)));
	     at++)
		found++;
	free(bytes);
	return found;
}

static void check_disk(const struct town *t, const struct child *c)
{
	char path[160], secret[SECRET + 1];

	snprintf(secret, sizeof(secret), "%s", strstr(buf_text(&c->seen), "path ") + 5);
	assert_int_equal(strlen(secret), SECRET);
	assert_true(count_in(t->log, "path=/calendar/") > 0);
	assert_int_equal(count_in(t->log, secret), 0);
	assert_int_equal(count_in(t->log, "Dentist"), 0);
	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	assert_int_equal(count_in(path, secret), 0);
	snprintf(path, sizeof(path), "%s/porchlight.db-wal", t->data);
	assert_int_equal(count_in(path, secret), 0);
}

static void a_calendar_program_has_it_until_it_ends(void **state)
{
	static const char *const off[] = { "user", "disable", "Ana", NULL };
	static const char *const on[] = { "user", "enable", "Ana", NULL };
	struct town *t = *state;
	struct child c;

	open_python(t, &c);
	wait_for(&c, "restart?\n");
	check_disk(t, &c);
	town_kill(t);
	assert_true(town_serve(t));
	assert_true(child_say(&c, ""));
	wait_for(&c, "disable?\n");
	assert_int_equal(town_admin(t, NULL, off), 0);
	assert_true(child_say(&c, ""));
	wait_for(&c, "enable?\n");
	assert_int_equal(town_admin(t, NULL, on), 0);
	assert_true(child_say(&c, ""));
	wait_for(&c, "done\n");
	check_disk(t, &c);
	child_end_input(&c);
	assert_int_equal(child_end(&c), 0);
	child_finish(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_calendar_program_has_it_until_it_ends,
						town_open, town_close),
	};

	if (!child_has_python("websockets"))
		return SKIPPED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
