/* SPDX-License-Identifier: MIT */
/*
 * Somebody fills in a worksheet at a terminal, and the program is killed (SIGKILL) at every key: each
 * time they come back they are at the same question, with what they had typed in the line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cmocka.h>

#include "porchlight/worksheet.h"
#include "support/seat.h"

/* A date is there from the beginning; then a text each, and a number. */
static const char *const typed[] = { "", "He was late.", "I am no good.", "8" };
enum { QUESTIONS = sizeof(typed) / sizeof(typed[0]), LINE_MAX_BYTES = 120 };

static const struct seat faces[] = { { "Ana", "--full", 24, 80 }, { "Ben", "--line", 24, 80 } };

/* Where somebody is: so many of a question's keys, of which Enter is the last. */
struct point {
	int question, keys;
};

static struct point next_of(struct point p)
{
	if (p.keys < (int)strlen(typed[p.question]))
		return (struct point) { p.question, p.keys + 1 };
	return (struct point) { p.question + 1, 0 };
}

static bool is_same(struct point a, struct point b)
{
	return a.question == b.question && a.keys == b.keys;
}

/* ---- what is on disk ---- */

static struct pl_client *open_store(struct town *t, const struct seat *who)
{
	struct pl_client *c;
	struct pl_options o = { .passphrase = TOWN_PASSPHRASE };
	enum pl_failure why;
	char dir[128];

	snprintf(dir, sizeof(dir), "%s/%s", t->dir, who->name);
	o.dir = dir;
	c = pl_client_open(&o, &why);
	assert_non_null(c);
	return c;
}

static uint64_t only_sheet(struct pl_client *c)
{
	const struct pl_sheet *all;

	assert_int_equal(pl_client_sheets(c, &all), 1);
	return all[0].id;
}

static const struct pl_question *question_at(struct pl_client *c, uint64_t id)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(c, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].id == id)
			return &all[i];
	fail_msg("they are at no question");
	return NULL;
}

static struct point kept(struct town *t, const struct seat *who)
{
	struct pl_client *c = open_store(t, who);
	struct point p;
	const char *words;

	assert_int_equal(pl_client_sheet_open(c, only_sheet(c)), PL_OK);
	p.question = question_at(c, pl_client_sheet_place(c))->at - 1;
	words = pl_client_sheet_typing(c);
	p.keys = (int)strlen(words);
	if (p.question < QUESTIONS)
		assert_int_equal(strncmp(words, typed[p.question], strlen(words)), 0);
	pl_client_close(c);
	return p;
}

static void assert_answers(struct town *t, const struct seat *who)
{
	struct pl_client *c = open_store(t, who);
	const struct pl_question *all;
	size_t n;

	assert_int_equal(pl_client_sheet_open(c, only_sheet(c)), PL_OK);
	n = pl_client_questions(c, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].at > 1 && all[i].at <= QUESTIONS)
			assert_string_equal(all[i].answer, typed[all[i].at - 1]);
	pl_client_close(c);
}

/* Tells of what the client writes from now on. */
static int watch(struct town *t, const struct seat *who)
{
	const int fd = inotify_init1(IN_CLOEXEC);
	char dir[128];

	snprintf(dir, sizeof(dir), "%s/%s", t->dir, who->name);
	assert_true(inotify_add_watch(fd, dir, IN_MODIFY) >= 0);
	return fd;
}

static void wait_written(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	assert_int_equal(poll(&p, 1, SEAT_WAIT_MS), 1);
	close(fd);
}

/* ---- at the terminal ---- */

static bool shows_point(struct screen *s, const void *what)
{
	const struct point *p = what;
	char place[32], line[LINE_MAX_BYTES];
	const char *row;
	int at;

	snprintf(place, sizeof(place), ", %d of 12", p->question + 1);
	snprintf(line, sizeof(line), "> %.*s", p->keys,
		 p->question < QUESTIONS ? typed[p->question] : "");
	screen_cursor(s, &at, &(int) { 0 });
	row = screen_row(s, at);
	while (*line && line[strlen(line) - 1] == ' ')
		line[strlen(line) - 1] = '\0';
	return strlen(row) >= strlen(line) &&
	       strcmp(row + strlen(row) - strlen(line), line) == 0 &&
	       screen_find(s, place) >= 0;
}

static void see_point(struct screen *s, struct point p)
{
	if (!screen_wait(s, shows_point, &p, SEAT_WAIT_MS))
		fail_msg("question %d with %d keys is not shown", p.question + 1, p.keys);
}

static void press(struct screen *s, struct point p)
{
	const char key[2] = { typed[p.question][p.keys] ? typed[p.question][p.keys] : '\r' };

	screen_keys(s, key);
}

static struct screen *come(struct town *t, const struct seat *who, bool is_new)
{
	struct screen *s = is_new ? seat_join(t, who, "patient") : seat_return(t, who);

	seat_see(s, "Evening");
	screen_keys(s, is_new ? "/new thought-record\r" : "/sheet 1\r");
	return s;
}

/* One life for each key, until something was written: it may be another thing, and the key lost,
 * which is typed once more. */
static void type_all(struct town *t, const struct seat *who)
{
	struct point at = { 0, 0 };
	int lives = 0, lost = 0;

	while (at.question < QUESTIONS) {
		struct screen *s = come(t, who, lives++ == 0);
		const struct point next = next_of(at);
		struct point now;
		int written;

		see_point(s, at);
		written = watch(t, who);
		press(s, at);
		see_point(s, next);
		wait_written(written);
		seat_kill(s);
		now = kept(t, who);
		assert_true(is_same(now, next) || is_same(now, at));
		assert_true(next.keys || is_same(now, next)); /* an answer is never lost */
		lost += is_same(now, at);
		at = now;
	}
	assert_answers(t, who);
	print_message("%s: %d kills, %d keys typed twice\n", who->face, lives, lost);
}

static void a_kill_at_each_key__loses_no_answer_and_no_word(void **state)
{
	for (size_t i = 0; i < sizeof(faces) / sizeof(faces[0]); i++)
		type_all(*state, &faces[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_kill_at_each_key__loses_no_answer_and_no_word,
						town_open, town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
