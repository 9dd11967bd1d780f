/* SPDX-License-Identifier: MIT */
/* Practice, with the programs as they were built: a session is led in it, and nothing of it
 * stays, however it ends. */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/abreast.h"
#include "support/child.h"
#include "support/screen.h"
#include "support/tmpdir.h"

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

enum { SEE_MS = 60000 };

/* *state is the folder in which practice makes its own. */
static int open_folder(void **state)
{
	char *folder = mem_get(TMPDIR_PATH);

	*state = folder;
	if (!tmpdir_make(folder))
		return -1;
	setenv("TMPDIR", folder, 1);
	setenv("HOME", folder, 1);
	setenv("TERM", "dumb", 1);
	unsetenv("ACCESSIBLE");
	unsetenv("XDG_CONFIG_HOME");
	return 0;
}

static int close_folder(void **state)
{
	tmpdir_drop(*state);
	free(*state);
	return 0;
}

static size_t count_in(const char *folder)
{
	DIR *d = opendir(folder);
	size_t n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n - 2; /* itself and the one above */
}

static void begin(struct child *c, const char *a, const char *b)
{
	const char *const argv[] = { getenv("PORCHLIGHT"), "practice", "--line", a, b, NULL };

	assert_non_null(argv[0]);
	assert_true(child_open(c, argv, NULL));
	HEARS(c, "This is practice.");
}

/* The wish has a bad line before it: the console tells when it has come true. */
static void mute(struct child *c)
{
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;

	SAYS(c, "/mute Mei");
	HEARS(c, "Mei is muted.");
	while (child_count(c, "muted until") == 0) {
		assert_true(clock_ms() < until_ms);
		SAYS(c, "/console");
		HEARS(c, "Walt\n");
	}
}

static void a_session_is_led_and_told_at_its_end(void **state)
{
	struct child c;

	begin(&c, "--link=satellite", "talk");
	HEARS(&c, "You lead. To begin, type /open talk\n");
	HEARS(&c, "Your line is a bad one on purpose: satellite.");
	HEARS(&c, "Practice\n"); /* the group has come up */
	assert_int_equal(count_in(*state), 1);
	SAYS(&c, "/open group");
	HEARS(&c, "Now: Welcome.");
	SAYS(&c, "/admit Mei");
	HEARS(&c, "Mei is let in.");
	SAYS(&c, "/admit Luz");
	HEARS(&c, "Luz is let in.");
	SAYS(&c, "/stage 4");
	HEARS(&c, "Now: Work.");
	HEARS(&c, "Mei has raised a hand: about Saturday");
	HEARS(&c, "Luz has raised a hand: i need to tell you something");
	SAYS(&c, "/next");
	HEARS(&c, "Mei has the floor.");
	HEARS(&c, "Mei: ");
	mute(&c);
	SAYS(&c, "/quit");
	assert_int_equal(child_end(&c), 0);
	HEARS(&c, "Practice is over. The session went on for ");
	HEARS(&c, "Let in: Mei, Luz. The longest wait was ");
	HEARS(&c, "Got the floor after a raised hand: Mei. One hand was up for ");
	HEARS(&c, "Had a hand up to the end: Luz.");
	HEARS(&c, "Was muted: Mei.");
	HEARS(&c, "Nothing of it is kept on this device.");
	assert_int_equal(count_in(*state), 0);
	child_finish(&c);
}

static void a_member_is_led_by_robin(void **state)
{
	struct child c;
	size_t from;

	begin(&c, "--as=member", "talk");
	HEARS(&c, "You are a member, and Robin leads.");
	/* What Robin says may come before one's own seat, with the norms, or behind it. */
	from = c.at;
	HEARS(&c, "Robin: Good evening, all.");
	c.at = from;
	HEARS(&c, "The norms: ");
	SAYS(&c, "/accept");
	HEARS(&c, "The server has your yes to the norms.");
	child_end_input(&c);
	assert_int_equal(child_end(&c), 0);
	HEARS(&c, "Practice is over.");
	assert_int_equal(count_in(*state), 0);
	child_finish(&c);
}

/* The pipe that we read ends when the last process that holds it is gone: the keeper too. */
static void a_signal_leaves_nothing(void **state)
{
	static const int numbers[] = { SIGTERM, SIGHUP, SIGKILL };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct child c;

		begin(&c, "group", NULL);
		HEARS(&c, "Practice\n");
		assert_int_equal(count_in(*state), 1);
		child_kill(&c, numbers[i]);
		assert_int_not_equal(child_end(&c), 0);
		assert_int_equal(count_in(*state), 0);
		child_finish(&c);
	}
}

static void a_whole_screen_waits_for_enter(void **state)
{
	char practice[] = "practice", full[] = "--full";
	char *const argv[] = { getenv("PORCHLIGHT"), practice, full, NULL };
	struct screen *s;

	setenv("TERM", "xterm-256color", 1);
	s = screen_open(argv, NULL, 24, 80);
	assert_true(screen_wait_for(s, "To begin, press Enter.", SEE_MS));
	assert_false(screen_alternate(s));
	screen_keys(s, "\r");
	assert_true(screen_wait_for(s, "Connected.", SEE_MS));
	assert_true(screen_alternate(s));
	screen_keys(s, "/quit\r");
	assert_int_equal(screen_wait_exit(s, SEE_MS), 0);
	assert_true(screen_find(s, "No session was opened") >= 0);
	assert_true(screen_find(s, "Nothing of it is kept on this device.") >= 0);
	assert_int_equal(count_in(*state), 0);
	screen_close(s);
}

static void what_there_is_not_is_refused(void **state)
{
	static const char *const bad[][2] = { { "--link=worst", "--link" },
					      { "--as=guest", "--as" },
					      { "party", "practice" } };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *const argv[] = { getenv("PORCHLIGHT"), "practice", bad[i][0],
					     NULL };
		struct child c;

		assert_true(child_open(&c, argv, NULL));
		assert_int_equal(child_end(&c), 2);
		assert_non_null(strstr(buf_text(&c.seen), bad[i][1]));
		assert_int_equal(count_in(*state), 0);
		child_finish(&c);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_session_is_led_and_told_at_its_end,
						open_folder, close_folder),
		cmocka_unit_test_setup_teardown(a_member_is_led_by_robin, open_folder,
						close_folder),
		cmocka_unit_test_setup_teardown(a_signal_leaves_nothing, open_folder,
						close_folder),
		cmocka_unit_test_setup_teardown(a_whole_screen_waits_for_enter, open_folder,
						close_folder),
		cmocka_unit_test_setup_teardown(what_there_is_not_is_refused, open_folder,
						close_folder),
	};

	if (argc < 2)
		return abreast(argv[0], tests, sizeof(tests) / sizeof(*tests));
	cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
