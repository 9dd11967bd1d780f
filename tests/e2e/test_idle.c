/* SPDX-License-Identifier: MIT */
/* A computer that was closed for an hour and is opened by another: both faces, with a clock of ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/faults.h"
#include "support/seat.h"

enum { PATH = 128, HOUR_MS = 3600000 };

/* A sanitizer wants to be loaded first, and need not be. */
static struct faults *preload(const struct town *t)
{
	const char *asan = getenv("ASAN_OPTIONS");
	char options[256], file[PATH];
	struct faults *f;

	snprintf(file, sizeof(file), "%s/faults", t->dir);
	f = faults_share(file);
	assert_non_null(f);
	snprintf(options, sizeof(options), "%s%sverify_asan_link_order=0", asan ? asan : "",
		 asan ? ":" : "");
	setenv("ASAN_OPTIONS", options, 1);
	setenv("FAULTS", file, 1);
	setenv("FAULTS_FILE", file, 1);
	setenv("LD_PRELOAD", getenv("FAULTS_LIB"), 1);
	return f;
}

static void is_locked_by_sleep(struct town *t, const char *name, const char *face)
{
	const struct seat ana = { name, face, 24, 80 };
	struct faults *f = preload(t);
	struct screen *s = seat_join(t, &ana, "patient");

	unsetenv("LD_PRELOAD");
	unsetenv("FAULTS");
	seat_see(s, "Nothing has been said yet");
	screen_keys(s, "not sent");
	seat_see(s, "not sent");
	f->slept_ms = HOUR_MS;
	screen_keys(s, "x"); /* of whoever opens it */
	seat_see(s, "Porchlight is locked");
	assert_int_equal(seat_count(s, "not sent"), 0);
	screen_keys(s, "\x15" TOWN_PASSPHRASE "\r");
	seat_see(s, "not sent"); /* and no x */
	assert_int_equal(seat_count(s, "not sentx"), 0);
	seat_kill(s);
	faults_unshare(f);
}

static void the_whole_screen_is_locked(void **state)
{
	is_locked_by_sleep(*state, "Ana", "--full");
}

static void lines_are_locked(void **state)
{
	is_locked_by_sleep(*state, "Ben", "--line");
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test_setup_teardown(the_whole_screen_is_locked, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(lines_are_locked, town_open, town_close),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
