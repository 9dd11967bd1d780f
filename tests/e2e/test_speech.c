/* SPDX-License-Identifier: MIT */
/* The line face aloud, by a libspeechd of the test's own; and without any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/town.h"

enum { PATH = 160 };

/* Settings, and a folder where the library is looked for first. */
static void set_up(const struct town *t, const char *libraries, const char *said)
{
	char path[PATH];

	snprintf(path, sizeof(path), "%s/porchlight", t->dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/porchlight/porchlight.conf", t->dir);
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	fputs("speech = yes\n", f);
	fclose(f);
	setenv("XDG_CONFIG_HOME", t->dir, 1);
	setenv("LD_LIBRARY_PATH", libraries, 1);
	if (said)
		setenv("FAKE_SPEECH", said, 1);
	else
		unsetenv("FAKE_SPEECH");
}

static void take_down(void)
{
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("LD_LIBRARY_PATH");
	unsetenv("FAKE_SPEECH");
}

static char *folder_of(const char *path)
{
	static char folder[512];

	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = '\0';
	return folder;
}

static void end(struct child *c)
{
	child_end_input(c);
	assert_int_equal(child_end(c), 0);
	child_finish(c);
}

/* Each of these lines, in this order. */
static void holds(const char *path, const char *const *lines, size_t count)
{
	char line[512];
	size_t at = 0;
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	while (at < count && fgets(line, sizeof(line), f))
		at += strcmp(line, lines[at]) == 0;
	fclose(f);
	if (at < count)
		fail_msg("not said: %s", lines[at]);
}

static void what_is_told_is_said_aloud_and_a_hidden_screen_is_still(void **state)
{
	static const char *const lines[] = {
		"open porchlight line 0\n",
		"language en\n",
		"2 Evening\n",
		"2 Robin: Hello to all.\n",
		"1 Robin: Ana, it is your turn.\n",
		"2 Robin: Ana, it is your turn.\n",
		"cancel\n",
		"close\n",
	};
	struct town *t = *state;
	struct child ana, robin;
	char said[PATH];

	snprintf(said, sizeof(said), "%s/said", t->dir);
	town_join(t, &robin, "Robin", "facilitator");
	set_up(t, folder_of(getenv("SPEECHD_LIB")), said);
	town_join(t, &ana, "Ana", "patient");
	take_down();
	assert_true(child_wait_for(&ana, "Evening\n"));
	assert_true(child_say(&robin, "Hello to all."));
	assert_true(child_wait_for(&ana, "Robin: Hello to all.\n"));
	assert_true(child_say(&robin, "Ana, it is your turn."));
	assert_true(child_wait_for(&ana, "Robin: Ana, it is your turn.\n"));
	assert_true(child_say(&ana, "/again")); /* what is asked for is not urgent */
	assert_true(child_wait_for(&ana, "Robin: Ana, it is your turn.\n"));
	assert_true(child_say(&ana, "/blank"));
	end(&ana);
	end(&robin);
	holds(said, lines, sizeof(lines) / sizeof(*lines));
}

static void is_told(struct town *t, const char *name)
{
	struct child c;

	town_join(t, &c, name, "patient");
	assert_true(child_wait_for(&c, "Nothing is said aloud"));
	assert_true(child_wait_for(&c, "Evening\n"));
	end(&c);
	assert_int_equal(child_count(&c, "Nothing is said aloud"), 0); /* its words are gone */
}

static void without_it_one_is_told_once_and_all_else_goes_on(void **state)
{
	struct town *t = *state;
	char path[PATH];

	set_up(t, folder_of(getenv("SPEECHD_LIB")), NULL);
	is_told(t, "Ana"); /* nobody answers */
	snprintf(path, sizeof(path), "%s/libspeechd.so.2", t->dir);
	FILE *f = fopen(path, "we"); /* a library that is none */

	assert_non_null(f);
	fclose(f);
	set_up(t, t->dir, NULL);
	is_told(t, "Ben");
	take_down();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_is_told_is_said_aloud_and_a_hidden_screen_is_still, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(
			without_it_one_is_told_once_and_all_else_goes_on, town_open,
			town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
