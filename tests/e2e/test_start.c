/* SPDX-License-Identifier: MIT */
/*
 * The client before a face is up: it asks once which one, where nothing says it, and is told
 * by its settings which keys there are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/child.h"
#include "support/screen.h"
#include "support/tmpdir.h"
#include "view/words.h"
#include "view/words_start.h"

enum { WAIT_MS = 20000, EXIT_USAGE = 2, EXIT_FAILED = 1 };

static const char question[] =
	"Do you use a screen reader or braille? Type yes or no and press";
static const char next[] = "Paste the invite line"; /* the first question behind it */

struct home {
	char dir[TMPDIR_PATH];
	char var[TMPDIR_PATH + 8];
};

static int home_open(void **state)
{
	struct home *h = mem_get(sizeof(*h));

	*state = h;
	if (!tmpdir_make(h->dir))
		return -1;
	snprintf(h->var, sizeof(h->var), "HOME=%s", h->dir);
	return 0;
}

static int home_close(void **state)
{
	struct home *h = *state;

	tmpdir_drop(h->dir);
	free(h);
	return 0;
}

struct start {
	const char *term, *more; /* of the environment; "X=" where there is nothing to say */
	const char *words[3];
};

static struct screen *start_with(struct home *h, const struct start *how)
{
	char term[40], more[40];
	char *const env[] = { h->var, term, more, NULL };
	char *argv[] = { getenv("PORCHLIGHT"), (char *)(uintptr_t)how->words[0],
			 (char *)(uintptr_t)how->words[1], (char *)(uintptr_t)how->words[2],
			 NULL };

	snprintf(term, sizeof(term), "TERM=%s", how->term);
	snprintf(more, sizeof(more), "%s", how->more);
	return screen_open(argv, env, 24, 80);
}

static struct screen *start(struct home *h)
{
	return start_with(h, &(struct start) { "xterm", "X=", { NULL } });
}

static void see(struct screen *s, const char *text)
{
	if (!screen_wait_for(s, text, WAIT_MS))
		fail_msg("not seen: %s", text);
}

/* "": there is no answer. */
static const char *kept(const struct home *h)
{
	static char line[16];
	char path[TMPDIR_PATH + 40];
	struct stat st;

	line[0] = '\0';
	snprintf(path, sizeof(path), "%s/.local/state/porchlight/face", h->dir);
	FILE *f = fopen(path, "re");

	if (!f)
		return line;
	assert_int_equal(fstat(fileno(f), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	return line;
}

static void write_settings(const struct home *h, const char *text)
{
	char path[TMPDIR_PATH + 40];

	snprintf(path, sizeof(path), "%s/.config", h->dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/.config/porchlight", h->dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/.config/porchlight/porchlight.conf", h->dir);
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* ---- the first question ---- */

static void half_an_invite_is_asked_for_again_before_all_else(void **state)
{
	struct screen *s =
		start_with(*state, &(struct start) { "dumb", "X=", { "--line", NULL } });
	char whole[160];

	see(s, next);
	screen_keys(s, "porchlight join 127.0.0.1:9/abcdef\r");
	see(s, "That is not a whole invite line.");
	assert_false(screen_wrote(s, "The name that others will see"));
	snprintf(whole, sizeof(whole), "127.0.0.1:9/abcdefabcdefabcdefabcdef#%064d\r", 0);
	screen_keys(s, whole);
	see(s, "The name that others will see");
	assert_int_equal(screen_close(s), EXIT_FAILED);
}

/* ---- which face ---- */

static void it_is_asked_once_before_all_else(void **state)
{
	struct screen *s = start(*state);
	size_t n;

	see(s, question);
	assert_false(screen_alternate(s));
	assert_memory_equal(screen_all(s, &n), question, strlen(question));
	assert_null(memchr(screen_all(s, &n), '\033', n));
	screen_keys(s, "well\r");
	see(s, "Please type yes or no and press Enter.");
	screen_keys(s, " Yes \r");
	see(s, next);
	see(s, "Porchlight tells you one line after the other.");
	assert_string_equal(kept(*state), "line\n");
	assert_int_equal(screen_close(s), EXIT_FAILED);
	s = start(*state);
	see(s, next);
	assert_false(screen_wrote(s, question));
	screen_close(s);
}

static void what_was_answered_can_be_changed(void **state)
{
	static const struct {
		const char *words[3], *typed, *kept;
	} rows[] = {
		{ { "face", "full", NULL }, "", "full\n" },
		{ { "face", "line", NULL }, "", "line\n" },
		{ { "face", NULL, NULL }, "no\r", "full\n" },
		{ { "face", NULL, NULL }, "\030yes\r", "line\n" }, /* Ctrl-X: whom to call */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct start how = {
			"xterm", "X=", { rows[i].words[0], rows[i].words[1], NULL }
		};
		struct screen *s = start_with(*state, &how);

		if (*rows[i].typed)
			see(s, question);
		screen_keys(s, rows[i].typed);
		assert_int_equal(screen_wait_exit(s, WAIT_MS), 0);
		assert_string_equal(kept(*state), rows[i].kept);
		if (rows[i].typed[0] == '\030')
			assert_true(screen_wrote(s, "988"));
		screen_close(s);
	}
}

static void it_is_not_asked_where_something_says_it(void **state)
{
	static const struct {
		struct start how;
		const char *settings;
	} rows[] = {
		{ { "xterm", "X=", { "--line", NULL } }, "" },
		{ { "xterm", "X=", { "--full", NULL } }, "" },
		{ { "xterm", "ACCESSIBLE=1", { NULL } }, "" },
		{ { "xterm", "ACCESSIBLE=0", { NULL } }, "" },
		{ { "dumb", "X=", { NULL } }, "" },
		{ { "xterm", "X=", { NULL } }, "face = full\n" },
		{ { "xterm", "X=", { "--accessible", "yes", NULL } }, "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		write_settings(*state, rows[i].settings);
		struct screen *s = start_with(*state, &rows[i].how);

		see(s, next);
		assert_false(screen_wrote(s, question));
		screen_close(s);
		assert_string_equal(kept(*state), "");
	}
}

static void a_pipe_is_not_asked(void **state)
{
	const char *const argv[] = { getenv("PORCHLIGHT"), NULL };
	struct home *h = *state;
	struct child c;

	setenv("HOME", h->dir, 1);
	setenv("TERM", "xterm", 1);
	assert_true(child_open(&c, argv, NULL));
	assert_true(child_say(&c, "yes"));
	child_end_input(&c);
	assert_int_equal(child_end(&c), EXIT_FAILED);
	assert_int_equal(child_count(&c, "screen reader"), 0);
	assert_string_equal(kept(h), "");
	child_finish(&c);
}

static void a_guest_is_asked_and_leaves_nothing(void **state)
{
	const struct start guest = { "xterm", "X=", { "--guest", NULL } };
	struct home *h = *state;

	for (int i = 0; i < 2; i++) {
		struct screen *s = start_with(h, &guest);

		see(s, question);
		screen_keys(s, "no\r");
		see(s, next);
		screen_close(s);
	}
	assert_int_equal(rmdir(h->dir), 0); /* nothing is in it */
}

/* ---- keys ---- */

/* What is told, and the exit status. */
static int settings_of(struct home *h, const char *text, char *told, size_t size)
{
	const char *const argv[] = { getenv("PORCHLIGHT"), "--version", NULL };
	struct child c;

	write_settings(h, text);
	setenv("HOME", h->dir, 1);
	assert_true(child_open(&c, argv, NULL));
	child_end_input(&c);
	const int status = child_end(&c);

	snprintf(told, size, "%s", buf_text(&c.seen));
	child_finish(&c);
	return status;
}

static void keys_are_refused_by_name_and_line(void **state)
{
	static const struct {
		const char *text, *where, *other; /* `where` NULL: it is taken */
	} rows[] = {
		{ "key.who = Ctrl-T\nkey.times=none\n", NULL, "" },
		{ "\nkey.nobody = Ctrl-T\n", "conf:2: key.nobody", "no such word" },
		{ "key.who = Ctrl-9\n", "conf:1: key.who = Ctrl-9", "no key" },
		{ "key.who = Enter\n", "conf:1: key.who = Enter", "always needed" },
		{ "bell = yes\n\nkey.who = Alt-A\n", "conf:3: key.who", "again" },
		{ "key.who = none\nkey.who = Ctrl-T\n", "conf:2: key.who", "before" },
	};
	char told[512];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const int status = settings_of(*state, rows[i].text, told, sizeof(told));

		assert_int_equal(status, rows[i].where ? EXIT_USAGE : 0);
		if (rows[i].where && !strstr(told, rows[i].where))
			fail_msg("row %zu: %s", i, told);
		assert_non_null(strstr(told, rows[i].other));
	}
}

#define AT_HOME(f) cmocka_unit_test_setup_teardown(f, home_open, home_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(half_an_invite_is_asked_for_again_before_all_else),
		AT_HOME(it_is_asked_once_before_all_else),
		AT_HOME(what_was_answered_can_be_changed),
		AT_HOME(it_is_not_asked_where_something_says_it),
		AT_HOME(a_pipe_is_not_asked),
		AT_HOME(a_guest_is_asked_and_leaves_nothing),
		AT_HOME(keys_are_refused_by_name_and_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
