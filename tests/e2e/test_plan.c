/* SPDX-License-Identifier: MIT */
/*
 * The safety plan where no face is up, and where little else works: at the question for the
 * passphrase, signed out, without a server, while another program has the store; what lies readable
 * meanwhile, and what a kill leaves.
 */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/seat.h"

enum { FILE_MAX = 1 << 20, KILLS = 12, PASSPHRASE_FILE_AT = 6 };

#define SIGNS "I stop sleeping"
#define CALL  "988"

/* ---- Ana and her plan ---- */

static void say(struct child *c, const char *line, const char *answer)
{
	assert_true(child_say(c, line));
	assert_true(child_wait_for(c, answer));
}

static void end(struct child *c)
{
	child_end_input(c);
	assert_int_equal(child_end(c), 0);
	child_finish(c);
}

static void open_ana(struct town *t)
{
	struct child ana;

	town_join(t, &ana, "Ana", "patient");
	assert_true(child_wait_for(&ana, "Evening\n"));
	say(&ana, "/plan edit", "Signs that");
	say(&ana, SIGNS, "Your answer: " SIGNS ". Saved.");
	say(&ana, "/plan", "1. Signs that");
	assert_true(child_wait_for(&ana, "Kept here. Nobody else has seen it."));
	assert_true(
		child_wait_for(&ana, "May your plan be read here without your passphrase?"));
	end(&ana);
}

static void set_open(struct town *t, bool on)
{
	struct child ana;

	town_return(t, &ana, "Ana");
	say(&ana, on ? "/plan open yes" : "/plan open no",
	    on ? "can now be read here without" : "Your plan opens after your passphrase.");
	end(&ana);
}

/* In any file of her folder. */
static bool is_readable(struct town *t, const char *words)
{
	static char bytes[FILE_MAX];
	char path[512];
	struct dirent *e;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/Ana", t->dir);
	dir = opendir(path);
	assert_non_null(dir);
	while ((e = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/Ana/%s", t->dir, e->d_name);
		const int fd = open(path, O_RDONLY);
		const ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));

		found = found || (n > 0 && memmem(bytes, (size_t)n, words, strlen(words)));
		close(fd);
	}
	closedir(dir);
	return found;
}

/* She starts it, and is asked for her passphrase. */
static struct screen *start(struct town *t, const char *term, const char *face, int cols)
{
	const char **words = (const char **)(uintptr_t)town_words(t, "Ana", face, NULL);
	struct screen *s;

	words[PASSPHRASE_FILE_AT] = NULL;
	setenv("TERM", term, 1);
	s = screen_open((char *const *)(uintptr_t)words, NULL, 40, cols);
	setenv("TERM", "dumb", 1);
	seat_see(s, "Your passphrase, then");
	return s;
}

static void leave(struct screen *s)
{
	screen_keys(s, "\003"); /* Ctrl-C at the question */
	screen_wait_exit(s, SEAT_WAIT_MS);
	assert_true(screen_cooked(s));
	screen_close(s);
}

/* ---- before the store is open ---- */

static void at_the_question_for_the_passphrase(void **state)
{
	static const struct {
		const char *term, *face;
		int cols;
	} rows[] = { { "xterm-256color", "--full", 80 },
		     { "xterm", "--line", 40 },
		     { "dumb", "--line", 80 } };
	struct town *t = *state;

	open_ana(t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct screen *s = start(t, rows[i].term, rows[i].face, rows[i].cols);

		screen_keys(s, "a long\030");
		seat_see(s, "Your own plan opens after your");
		seat_see(s, CALL);
		assert_false(screen_wrote(s, SIGNS));
		leave(s);
	}
	set_open(t, true);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct screen *s = start(t, rows[i].term, rows[i].face, rows[i].cols);

		screen_keys(s, "\030");
		seat_see(s, SIGNS);
		seat_see(s, CALL);
		screen_keys(s, TOWN_PASSPHRASE "\r");
		seat_see(s, "Nothing has been said yet.");
		seat_kill(s);
	}
}

static void nothing_of_it_is_readable_but_what_is_allowed(void **state)
{
	struct town *t = *state;
	struct stat s;
	char path[256];

	open_ana(t);
	assert_false(is_readable(t, SIGNS));
	set_open(t, true);
	assert_true(is_readable(t, SIGNS));
	snprintf(path, sizeof(path), "%s/Ana/unlocked", t->dir);
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	set_open(t, false);
	assert_false(is_readable(t, SIGNS));
	assert_false(is_readable(t, "Signs that"));
}

/* ---- porchlight plan ---- */

/* Whatever is wrong with the settings. */
static void print(struct town *t, struct child *c)
{
	char home[128], errors[128];
	const char *argv[] = { getenv("PORCHLIGHT"), "plan", "--dir", home, "--config",
			       "/nowhere/at/all",    NULL };

	snprintf(home, sizeof(home), "%s/Ana", t->dir);
	snprintf(errors, sizeof(errors), "%s/errors", t->dir);
	assert_true(child_open(c, argv, errors));
	assert_int_equal(child_end(c), 0);
}

static void it_is_printed_through_a_pipe_whoever_has_the_store(void **state)
{
	struct town *t = *state;
	struct child paper, ana;

	print(t, &paper); /* nobody has joined here */
	assert_int_equal(child_count(&paper, CALL), 1);
	assert_int_equal(child_count(&paper, "Your own plan"), 0);
	child_finish(&paper);
	open_ana(t);
	print(t, &paper);
	assert_int_equal(child_count(&paper, "Your own plan opens after your passphrase.\n"),
			 1);
	child_finish(&paper);
	set_open(t, true);
	town_kill(t);
	town_return(t, &ana, "Ana");
	assert_true(child_wait_for(&ana, "Evening\n"));
	print(t, &paper);
	assert_int_equal(child_count(&paper, ": " SIGNS "\n"), 1);
	assert_int_equal(child_count(&paper, CALL), 1);
	assert_int_equal(memcmp(buf_text(&paper.seen), "1. ", 3), 0); /* first of all */
	child_finish(&paper);
	child_kill(&ana, SIGKILL);
	child_end(&ana);
	child_finish(&ana);
}

/* ---- signed out, without a server, in the middle of typing ---- */

static void signed_out_and_offline_in_the_middle_of_a_line(void **state)
{
	static const struct seat seats[] = { { "Ana", "--full", 40, 80 },
					     { "Ana", "--line", 40, 40 } };
	struct town *t = *state;
	struct child ana;

	open_ana(t);
	town_return(t, &ana, "Ana");
	assert_true(child_say(&ana, "/wait connected"));
	say(&ana, "/signout", "You are signed out on this device.");
	end(&ana);
	town_kill(t);
	for (int i = 0; i < 2; i++) {
		struct screen *s = seat_return(t, &seats[i]);

		seat_see(s, ">");
		screen_keys(s, i ? " more" : "half a");
		seat_see(s, i ? "> half a more" : "> half a");
		assert_true(seat_wait_draft(t, "Ana", i ? "half a more" : "half a"));
		screen_keys(s, "\030");
		seat_see(s, SIGNS);
		seat_see(s, CALL);
		seat_see(s, i ? "> half a more" : "> half a");
		seat_kill(s);
	}
}

/* ---- a kill ---- */

/* Killed at no moment of ours between yes and no: as what was answered last says, it is. */
static void a_kill_leaves_no_more_than_was_allowed(void **state)
{
	struct town *t = *state;
	struct child ana;

	open_ana(t);
	for (int i = 0; i < KILLS; i++) {
		town_return(t, &ana, "Ana");
		say(&ana, "/plan open yes", "can now be read here without");
		assert_true(is_readable(t, SIGNS));
		assert_true(child_say(&ana, "/plan open no"));
		if (i % 2)
			assert_true(child_wait_for(&ana, "after your passphrase."));
		child_kill(&ana, SIGKILL);
		child_end(&ana);
		child_finish(&ana);
		if (i % 2)
			assert_false(is_readable(t, SIGNS));
		set_open(t, false);
		assert_false(is_readable(t, SIGNS));
	}
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(at_the_question_for_the_passphrase),
		TOWN(nothing_of_it_is_readable_but_what_is_allowed),
		TOWN(it_is_printed_through_a_pipe_whoever_has_the_store),
		TOWN(signed_out_and_offline_in_the_middle_of_a_line),
		TOWN(a_kill_leaves_no_more_than_was_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
