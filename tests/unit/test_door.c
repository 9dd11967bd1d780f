/* SPDX-License-Identifier: MIT */
/* Joining and opening, before a face is up. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "line/door.h"
#include "line/lines.h"
#include "line/signals.h"
#include "support/porch.h"
#include "support/screen.h"

static char told[4096]; /* on standard error */

static int memory(const char *text)
{
	int fd = memfd_create("lines", MFD_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
	    lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

/* What is given on standard input; true: a client came of it. */
static bool enter(struct door *d, const char *input)
{
	int in = memory(input), out = memory(""), kept = dup(2);
	struct lines lines;

	fake_client_opens = fake_client_closes = 0;
	dup2(out, 2);
	lines_init(&lines, in);
	d->in = &lines;
	struct pl_client *c = door_open(d);

	lines_finish(&lines);
	dup2(kept, 2);
	ssize_t n = pread(out, told, sizeof(told) - 1, 0);

	told[n > 0 ? n : 0] = '\0';
	close(kept);
	close(in);
	close(out);
	assert_true(!c || c == fake_client_stored);
	return c != NULL;
}

static int open_door(void **state)
{
	struct pl_client *c = mem_get(sizeof(*c));

	c->fd = c->timeout_ms = -1;
	fake_client_stored = c;
	fake_client_passphrase = "";
	*state = c;
	return 0;
}

static int close_door(void **state)
{
	struct pl_client *c = *state;

	fake_client_finish(c);
	free(c);
	return 0;
}

static void on_answer(struct pl_client *c)
{
	c->busy = false;
}

static void the_first_time_three_lines_are_all_it_takes(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere" };

	c->busy = true;
	c->timeout_ms = 0;
	c->on_work = on_answer;
	assert_true(enter(&d, "porchlight join h:1/C#F\n  Ana \n a long one \n"));
	assert_string_equal(c->invite, "porchlight join h:1/C#F");
	assert_string_equal(c->name, "Ana");
	assert_string_equal(c->passphrase, " a long one ");
	assert_non_null(strstr(told, words_of(WORD_JOINING)));
	assert_non_null(strstr(told, words_of(WORD_JOINED)));
	assert_null(strstr(told, words_of(WORD_ASK_NAME))); /* nobody reads a question */
	assert_true(d.joined);
}

static void what_was_given_is_not_asked(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere", .invite = "h:1/C#F", .name = "Cy" };

	assert_true(enter(&d, "a long one\n"));
	assert_string_equal(c->invite, "h:1/C#F");
	assert_string_equal(c->name, "Cy");
}

static void too_short_a_passphrase_makes_no_store(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere", .invite = "h:1/C#F", .name = "Cy" };

	assert_false(enter(&d, "\303\251\303\251\303\251\303\251\303\251\303\251\303\251\n"));
	assert_int_equal(fake_client_opens, 0);
	assert_int_equal(c->joins, 0);
	assert_non_null(strstr(told, words_failure(PL_FAIL_PASSPHRASE_WEAK)));
}

static void what_is_not_utf8_makes_no_store(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere", .invite = "h:1/C#F" };
	const char *words = words_failure(PL_FAIL_ENCODING);

	assert_false(enter(&d, "Jos\351\na long one\n"));
	assert_non_null(strstr(told, words));
	assert_false(enter(&d, "Cy\na l\366ng one\n"));
	assert_non_null(strstr(told, words));
	d.name = "Jos\351";
	assert_false(enter(&d, "a long one\n"));
	assert_non_null(strstr(told, words));
	assert_int_equal(fake_client_opens, 0);
	assert_int_equal(c->joins, 0);
	assert_false(d.joined);
	fake_client_passphrase = "a l\303\266ng one"; /* there is a store */
	assert_false(enter(&d, "a l\366ng one\n"));
	assert_non_null(strstr(told, words));
	assert_null(strstr(told, words_failure(PL_FAIL_PASSPHRASE)));
}

/* ---- at a terminal ---- */

enum { WAIT = 20000 };

/* The exit status tells whether a client came of it, in this child. */
static int at_terminal(void *arg)
{
	struct pl_client *c = arg;
	struct door d = { .dir = "/nowhere", .invite = "h:1/C#F" };
	struct lines lines;

	lines_init(&lines, 0);
	d.in = &lines;
	bool came = door_open(&d) == c && d.joined && fake_client_opens == 1;

	lines_finish(&lines);
	came = came && strcmp(c->name, "Jos\303\251") == 0 &&
	       strcmp(c->passphrase, "a l\303\266ng one") == 0;
	fake_client_finish(c);
	return came ? 0 : 3;
}

static bool has_written(struct screen *s, const void *what)
{
	return screen_wrote(s, what);
}

static bool is_said_twice(struct screen *s, const void *what)
{
	size_t n;
	const char *all = screen_all(s, &n), *first = memmem(all, n, what, strlen(what));
	size_t behind = first ? (size_t)(first - all) + 1 : n;

	return first && memmem(first + 1, n - behind, what, strlen(what));
}

static struct screen *terminal(struct pl_client *c, const char *term, int cols)
{
	setenv("TERM", term, 1);
	fake_client_opens = 0;
	return screen_call(at_terminal, c, NULL, 24, cols);
}

static void at_a_terminal_what_is_not_utf8_is_asked_for_again(void **state)
{
	struct screen *s = terminal(*state, "xterm", 200);

	assert_true(screen_wait_cursor(s, 1, 31, WAIT));
	screen_keys(s, "Jos\351\r");
	assert_true(screen_wait_for(s, words_failure(PL_FAIL_ENCODING), WAIT));
	screen_keys(s, "Jos\303\251\r");
	assert_true(screen_wait_for(s, "at least 8 characters", WAIT));
	screen_keys(s, "a l\366ng one\r");
	assert_true(screen_wait(s, has_written, words_of(WORD_ASK_AGAIN), WAIT));
	screen_keys(s, "a l\366ng one\r");
	assert_true(screen_wait(s, is_said_twice, words_failure(PL_FAIL_ENCODING), WAIT));
	screen_keys(s, "a l\303\266ng one\ra l\303\266ng one\r");
	assert_int_equal(screen_wait_exit(s, WAIT), 0);
	assert_true(screen_find(s, words_of(WORD_JOINED)) >= 0);
	screen_close(s);
}

static void questions_are_broken_between_words(void **state)
{
	struct screen *s = terminal(*state, "xterm", 30);

	assert_true(screen_wait_cursor(s, 4, 5, WAIT));
	screen_keys(s, "Ana\r");
	assert_true(screen_wait_for(s, "It is not shown:", WAIT));
	int row = screen_find(s, "Choose a passphrase");

	assert_string_equal(screen_row(s, row), "Choose a passphrase of at");
	assert_string_equal(screen_row(s, row + 1), "least 8 characters, then");
	assert_string_equal(screen_row(s, row + 2), "Enter. It is not shown:");
	assert_true(screen_wait_cursor(s, row + 2, 24, WAIT));
	screen_close(s);
}

static void a_terminal_of_lines_alone_gets_a_sentence_a_line(void **state)
{
	struct screen *s = terminal(*state, "dumb", 30);

	assert_true(screen_wait(s, has_written, words_of(WORD_ASK_NAME), WAIT));
	screen_keys(s, "Ana\r");
	assert_true(screen_wait(s, has_written, words_of(WORD_ASK_NEW_PASSPHRASE), WAIT));
	screen_close(s);
}

/* ---- the crisis key ---- */

static const struct pl_unlocked left_readable = { .plan = { .is_empty = true, .reader = "" },
						  .has_plan = true };

/* Keys of the person who sits there. */
static struct rebind set;

static int at_a_store(void *arg)
{
	struct pl_client *c = arg;
	struct door d = { .dir = "/nowhere", .keys = &set };
	struct lines lines;

	c->self = (struct pl_person) { 1, "Ana", PL_PATIENT, PL_HERE };
	fake_client_passphrase = "the right one";
	fake_kit_unlocked = &left_readable;
	lines_init(&lines, 0);
	d.in = &lines;
	bool came = door_open(&d) == c;

	lines_finish(&lines);
	fake_client_finish(c);
	return came ? fake_client_opens : 7;
}

static struct screen *at_the_prompt(struct pl_client *c, const char *term)
{
	setenv("TERM", term, 1);
	fake_client_opens = 0;
	struct screen *s = screen_call(at_a_store, c, NULL, 40, 200);

	assert_true(screen_wait_for(s, "In danger? Press", WAIT));
	assert_true(screen_wait(s, has_written, words_of(WORD_ASK_PASSPHRASE), WAIT));
	return s;
}

/* A passphrase that was begun is begun anew: nobody sees how far it was. */
static void the_key_shows_whom_to_call_while_a_passphrase_is_typed(void **state)
{
	static const char *const terms[] = { "xterm", "dumb" };

	for (int i = 0; i < 2; i++) {
		struct screen *s = at_the_prompt(*state, terms[i]);

		screen_keys(s, "half\030");
		assert_true(screen_wait_for(s, "988", WAIT));
		assert_true(
			screen_wait_for(s, "Your own plan opens after your passphrase.", WAIT));
		assert_true(screen_wait(s, is_said_twice, words_of(WORD_ASK_PASSPHRASE), WAIT));
		assert_false(screen_wrote(s, "half"));
		screen_keys(s, "\030the right one\r");
		assert_int_equal(screen_wait_exit(s, WAIT), 1);
		assert_true(screen_cooked(s));
		screen_close(s);
	}
}

/* Where a reader keeps Ctrl-X to itself; and a word, which is shorter than any passphrase. */
static void its_other_key_and_its_word_do_so_too(void **state)
{
	static const char *const typed[] = { "half\017 ", "\017x\017 ", "/crisis\r",
					     "/plan\r" };

	for (int i = 0; i < 8; i++) {
		struct screen *s = at_the_prompt(*state, i % 2 ? "xterm" : "dumb");

		screen_keys(s, typed[i / 2]);
		assert_true(screen_wait_for(s, "988", WAIT));
		assert_true(screen_wait(s, is_said_twice, words_of(WORD_ASK_PASSPHRASE), WAIT));
		assert_false(screen_wrote(s, typed[i / 2]) || screen_wrote(s, "half"));
		screen_keys(s, "the right one\r");
		assert_int_equal(screen_wait_exit(s, WAIT), 1);
		assert_true(screen_cooked(s));
		screen_close(s);
	}
}

/* A key that the person has set is named, and does so at once; the others still do. */
static void the_key_of_ones_own_does_so_too(void **state)
{
	static const struct {
		const char *key, *named, *typed[3];
	} rows[] = {
		{ "Ctrl-T", "Press Ctrl-T or", { "half\024", "\030\r", "\017 " } },
		{ "Ctrl-O Comma 9", "Press Ctrl-O Comma 9 or", { "\017,9", "\030", "\017 " } },
		{ "Alt-9", "Press Ctrl-X or", { "\0339\r", "\030", "\017 " } },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		set.count = 0;
		assert_int_equal(rebind_set(&set, "plan", rows[i].key, 1), REBIND_OK);
		for (int k = 0; k < 3; k++) {
			struct screen *s = at_the_prompt(*state, k % 2 ? "xterm" : "dumb");

			assert_true(screen_wrote(s, rows[i].named));
			screen_keys(s, rows[i].typed[k]);
			assert_true(screen_wait_for(s, "988", WAIT));
			assert_true(screen_wait(s, is_said_twice, words_of(WORD_ASK_PASSPHRASE),
						WAIT));
			screen_keys(s, "the right one\r");
			assert_int_equal(screen_wait_exit(s, WAIT), 1);
			screen_close(s);
		}
	}
	set.count = 0;
}

static void a_store_that_stays_shut_is_told_how_to_read_the_plan(void **state)
{
	struct screen *s = at_the_prompt(*state, "xterm");
	struct termios t;

	assert_int_equal(tcgetattr(screen_fd(s), &t), 0);
	assert_int_equal(t.c_cc[VEOL], 030);
	assert_int_equal(t.c_cc[VEOL2], 017);
	screen_keys(s, "wrong\rwrong\rwrong\r");
	assert_true(screen_wait_for(s, "type: porchlight plan", WAIT));
	assert_int_equal(screen_wait_exit(s, WAIT), 7);
	assert_true(screen_cooked(s));
	screen_close(s);
}

static void before_joining_what_was_typed_stays(void **state)
{
	struct screen *s = terminal(*state, "xterm", 200);

	assert_true(screen_wait_cursor(s, 1, 31, WAIT));
	screen_keys(s, "Jo\030");
	assert_true(screen_wait_for(s, "988", WAIT));
	assert_true(screen_wait_for(s, "that others will see: Jo", WAIT));
	screen_keys(s, "s\303\251\r");
	assert_true(screen_wait_for(s, "at least 8 characters", WAIT));
	screen_keys(s, "a l\303\266ng one\ra l\303\266ng one\r");
	assert_int_equal(screen_wait_exit(s, WAIT), 0);
	screen_close(s);
}

static void from_a_pipe_the_keys_byte_is_no_key(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere", .invite = "h:1/C#F", .name = "Cy" };

	assert_true(enter(&d, "a long\030one\n"));
	assert_string_equal(c->passphrase, "a long\030one");
	assert_null(strstr(told, "Ctrl-X"));
}

static void a_join_that_fails_says_why_and_closes_the_store(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere", .invite = "h:1/C#F", .name = "Cy" };

	for (int f = PL_OK + 1; f < PL_FAILURES; f++) {
		c->answer = (enum pl_failure)f;
		assert_false(enter(&d, "a long one\n"));
		assert_non_null(strstr(told, words_failure_of_joining((enum pl_failure)f)));
		assert_int_equal(fake_client_closes, 1);
	}
	c->answer = PL_OK;
	c->refused_name = "Cy";
	assert_false(enter(&d, "a long one\n"));
	assert_non_null(strstr(told, words_failure_of_joining(PL_FAIL_NAME)));
}

static void an_end_of_input_is_said_and_closes_the_store(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere" };

	assert_false(enter(&d, ""));
	assert_non_null(strstr(told, words_of(WORD_NO_ANSWER)));
	assert_false(enter(&d, "h:1/C#F\nAna\n"));
	assert_int_equal(fake_client_opens, 0);
	fake_client_passphrase = "the right one"; /* a store, but joining was not ended */
	assert_false(enter(&d, "the right one\nh:1/C#F\n"));
	assert_int_equal(fake_client_closes, 1);
	assert_int_equal(c->joins, 0);
}

static void a_store_opens_with_its_passphrase_alone(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere" };

	c->self = (struct pl_person) { 1, "Ana", PL_PATIENT, PL_HERE };
	fake_client_passphrase = "the right one";
	assert_true(enter(&d, "the right one\n"));
	assert_false(enter(&d, "a wrong one\nthe right one\n"));
	assert_int_equal(fake_client_opens, 1); /* a script is not asked again */
	assert_non_null(strstr(told, words_failure(PL_FAIL_PASSPHRASE)));
	d.invite = "h:1/C#F";
	assert_true(enter(&d, "the right one\n"));
	assert_int_equal(c->joins, 0);
	assert_false(d.joined);
	assert_non_null(strstr(told, words_of(WORD_JOINED_ALREADY)));
}

static void a_store_that_never_joined_goes_on_with_the_invite(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere" };

	fake_client_passphrase = "the right one";
	assert_true(enter(&d, "the right one\nh:1/C#F\nAna\n"));
	assert_int_equal(fake_client_opens, 1);
	assert_int_equal(c->joins, 1);
	assert_string_equal(c->passphrase, "the right one");
}

static void a_guest_has_no_store(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .guest = true, .invite = "h:1/C#F", .name = "Cy" };

	fake_client_passphrase = "the right one";
	assert_true(enter(&d, "a long one\n"));
	assert_int_equal(c->joins, 1);
}

static void the_passphrase_may_be_a_files_first_line(void **state)
{
	struct pl_client *c = *state;
	struct door d = { .dir = "/nowhere", .invite = "h:1/C#F", .name = "Cy" };
	char path[64];
	int fd = memory("from a file\nand more\n");

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	d.passphrase_file = path;
	assert_true(enter(&d, ""));
	assert_string_equal(c->passphrase, "from a file");
	close(fd);
	d.passphrase_file = "/nowhere/at/all";
	assert_false(enter(&d, ""));
	assert_non_null(strstr(told, words_of(WORD_NO_FILE)));
}

#define DOOR(f) cmocka_unit_test_setup_teardown(f, open_door, close_door)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR(the_first_time_three_lines_are_all_it_takes),
		DOOR(what_was_given_is_not_asked),
		DOOR(too_short_a_passphrase_makes_no_store),
		DOOR(what_is_not_utf8_makes_no_store),
		DOOR(at_a_terminal_what_is_not_utf8_is_asked_for_again),
		DOOR(questions_are_broken_between_words),
		DOOR(a_terminal_of_lines_alone_gets_a_sentence_a_line),
		DOOR(the_key_shows_whom_to_call_while_a_passphrase_is_typed),
		DOOR(a_store_that_stays_shut_is_told_how_to_read_the_plan),
		DOOR(before_joining_what_was_typed_stays),
		DOOR(from_a_pipe_the_keys_byte_is_no_key),
		DOOR(a_join_that_fails_says_why_and_closes_the_store),
		DOOR(its_other_key_and_its_word_do_so_too),
		DOOR(the_key_of_ones_own_does_so_too),
		DOOR(an_end_of_input_is_said_and_closes_the_store),
		DOOR(a_store_opens_with_its_passphrase_alone),
		DOOR(a_store_that_never_joined_goes_on_with_the_invite),
		DOOR(a_guest_has_no_store),
		DOOR(the_passphrase_may_be_a_files_first_line),
	};

	signals_hold(true);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
