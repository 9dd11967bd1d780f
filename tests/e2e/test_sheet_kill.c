/* SPDX-License-Identifier: MIT */
/*
 * Whoever fills in a worksheet is killed (SIGKILL) at every key, while the next one is already on
 * its way: started again they are at the same question, and all that was typed is there.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "porchlight/worksheet.h"
#include "support/tmpdir.h"

#define PASSPHRASE "a long passphrase"
#define FORM       "thought-record"

enum { KEYS_MAX = 600, WORDS_MAX = 200, LOST = 3, WRONG = 4 };

/* What is typed to each question, by its place, and Enter behind it. */
static const char *const typed[] = {
	"2026-11-26",
	"My sister did not call back.",
	"She is angry with me.",
	"8",
	"sadness",
	"7",
	"1",
	"She did not call back.",
	"She works late on Thursdays.\nLast week she called the next day.",
	"She may be busy.",
	"4",
	"Call her on Sunday.",
};
enum { QUESTIONS = sizeof(typed) / sizeof(typed[0]) };

struct kill_room {
	char base[TMPDIR_PATH], dir[80];
};

static int open_room(void **state)
{
	struct kill_room *r = calloc(1, sizeof(*r));

	if (!r || !tmpdir_make(r->base))
		return -1;
	snprintf(r->dir, sizeof(r->dir), "%s/store", r->base);
	*state = r;
	return 0;
}

static int close_room(void **state)
{
	struct kill_room *r = *state;

	tmpdir_drop(r->base);
	free(r);
	return 0;
}

static struct pl_client *open_client(const struct kill_room *r)
{
	const struct pl_options o = { .dir = r->dir, .passphrase = PASSPHRASE };
	enum pl_failure why;
	struct pl_client *c = pl_client_open(&o, &why);

	if (!c)
		fprintf(stderr, "the store does not open: %d\n", (int)why);
	return c;
}

/* How many keys there are before this question, from 0. */
static int keys_before(int question)
{
	int n = 0;

	for (int i = 0; i < question && i < QUESTIONS; i++)
		n += (int)strlen(typed[i]) + 1;
	return n;
}

static const struct pl_question *question_at(struct pl_client *c, uint64_t id)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(c, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].id == id)
			return &all[i];
	return NULL;
}

/* ---- whoever types, and is killed ---- */

static void leave(int status)
{
	_exit(status);
}

/* An answer that is there, and the way on not yet: Enter takes one on. */
static void go_on(struct pl_client *c)
{
	pl_client_sheet_at(c, pl_client_question_go(c, pl_client_sheet_place(c), 1));
}

/* How many keys of all are in what is here, where `kept` are at least; -1: something else is. */
static int keys_here(struct pl_client *c, int kept)
{
	const char *words = pl_client_sheet_typing(c);
	const struct pl_question *q = question_at(c, pl_client_sheet_place(c));
	const int at = q ? q->at - 1 : QUESTIONS;

	if (at == QUESTIONS)
		return keys_before(QUESTIONS);
	if (strncmp(words, typed[at], strlen(words)) != 0)
		return -1;
	if (!*words && *q->answer && kept > keys_before(at))
		return keys_before(at + 1);
	return keys_before(at) + (int)strlen(words);
}

static void enter(struct pl_client *c, const struct pl_question *q, const char *words)
{
	const bool number = q->kind == PL_QUESTION_CHOICE && q->choice_count;
	const enum pl_fault fault =
		number ? pl_client_choose(c, q->id, strtoul(words, NULL, 10) - 1)
		       : pl_client_sheet_answer(c, q->id, words);

	if (fault != PL_ANSWER_TAKEN) {
		fprintf(stderr, "\"%s\" to \"%s\": fault %d\n", words, q->text, (int)fault);
		leave(WRONG);
	}
	go_on(c);
}

static void press(struct pl_client *c)
{
	const struct pl_question *q = question_at(c, pl_client_sheet_place(c));
	const char *words = pl_client_sheet_typing(c);
	const char *all = typed[q->at - 1];
	char more[WORDS_MAX];

	if (strcmp(words, all) == 0) {
		snprintf(more, sizeof(more), "%s", words);
		enter(c, q, more);
		return;
	}
	snprintf(more, sizeof(more), "%.*s", (int)strlen(words) + 1, all);
	if (pl_client_sheet_typing_set(c, more) != PL_OK)
		leave(WRONG);
}

static void open_draft(struct pl_client *c)
{
	static const uint64_t first = (uint64_t)1 << 40;
	uint64_t id;

	if (pl_client_sheet_open(c, first) != PL_OK &&
	    pl_client_sheet_begin(c, FORM, &id) != PL_OK)
		leave(WRONG);
}

/* A key, and that it is on disk. */
static void press_said(struct pl_client *c, int told)
{
	if (!pl_client_sheet_place(c))
		return;
	press(c);
	write(told, "k", 1);
}

/* Types one key from where they are, says that it is on disk, and goes on with the next. */
static void type_on(const struct kill_room *r, int kept, int told)
{
	struct pl_client *c = open_client(r);
	const struct pl_question *q;
	int here;

	if (!c)
		leave(WRONG);
	open_draft(c);
	here = keys_here(c, kept);
	if (here < kept || here > kept + 1) {
		fprintf(stderr, "%d keys were kept, and %d are here\n", kept, here);
		leave(LOST);
	}
	if (here > kept)
		write(told, "k", 1);
	q = question_at(c, pl_client_sheet_place(c));
	if (q && here == keys_before(q->at))
		go_on(c);
	press_said(c, told);
	if (pl_client_sheet_place(c)) /* this one may come to nothing, or half, or whole */
		press(c);
	for (;;)
		pause();
}

/* ---- and who kills ---- */

/* One life: the keys that it said, until it is killed behind the first; its exit in `*status`. */
static int one_life(const struct kill_room *r, int kept, int *status)
{
	int ends[2], n = 0;
	char key;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0)
		type_on(r, kept, ends[1]);
	close(ends[1]);
	/* (What the life before had done and not said any more is said first.) */
	while (read(ends[0], &key, 1) == 1)
		if (n++ == 0)
			kill(pid, SIGKILL);
	close(ends[0]);
	waitpid(pid, status, 0);
	return n;
}

static void assert_answers(const struct kill_room *r)
{
	struct pl_client *c = open_client(r);
	const struct pl_question *all;
	size_t n;

	assert_non_null(c);
	assert_int_equal(pl_client_sheet_open(c, (uint64_t)1 << 40), PL_OK);
	n = pl_client_questions(c, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].at)
			assert_string_equal(all[i].answer, all[i].kind == PL_QUESTION_CHOICE
								   ? all[i].choices[0].text
								   : typed[all[i].at - 1]);
	pl_client_close(c);
}

static void what_was_typed__is_there_after_each_kill(void **state)
{
	const int total = keys_before(QUESTIONS);
	int kept = 0, lives = 0, status = 0;

	while (kept < total) {
		const int more = one_life(*state, kept, &status);

		lives++;
		if (WIFEXITED(status) && WEXITSTATUS(status))
			fail_msg("life %d ended with %d", lives, WEXITSTATUS(status));
		assert_true(more > 0);
		kept += more;
	}
	assert_int_equal(kept, total);
	assert_answers(*state);
	print_message("%d keys, %d kills: all there, at the same question each time\n", total,
		      lives);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_typed__is_there_after_each_kill,
						open_room, close_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
