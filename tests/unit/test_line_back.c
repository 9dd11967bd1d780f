/* SPDX-License-Identifier: MIT */
/* The line face: what was said before, and lines that were not accepted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support/scripted.h"
#include "view/words.h"

/* ---- what was not accepted ---- */

static void refuse(struct scripted *s)
{
	s->msgs[1] = porch_talk[4];
	s->msgs[1].state = PL_NOT_ACCEPTED;
	s->porch->client.message_count = 2;
}

static void a_refused_line_becomes_the_draft_of_a_script(void **state)
{
	struct scripted *s = *state;

	refuse(s);
	assert_int_equal(scripted_run(s, "/edit\n/draft send\n"), LINE_OK);
	assert_int_equal(s->porch->client.dropped, porch_talk[4].id);
	assert_string_equal(s->porch->client.said, porch_talk[4].text);
	assert_non_null(strstr(s->heard, words_of(WORD_DRAFT_BACK)));
	assert_non_null(strstr(s->heard, porch_talk[4].text));
}

static void a_refused_line_joins_a_draft_that_is_there(void **state)
{
	struct scripted *s = *state;
	char both[256];

	refuse(s);
	s->porch->client.draft = mem_dup("half a", 6);
	assert_int_equal(scripted_run(s, "/edit\n"), LINE_OK);
	snprintf(both, sizeof(both), "half a\n%s", porch_talk[4].text);
	assert_string_equal(s->porch->client.draft, both);
	assert_int_equal(s->porch->client.dropped, porch_talk[4].id);
}

static void a_refused_line_that_cannot_be_kept_is_not_dropped(void **state)
{
	struct scripted *s = *state;
	char *much = mem_get(4000);

	refuse(s);
	memset(much, 'a', 3999);
	s->porch->client.draft = much;
	assert_int_equal(scripted_run(s, "/edit\n"), LINE_OK);
	assert_int_equal(s->porch->client.dropped, 0);
	assert_int_equal(strlen(s->porch->client.draft), 3999);
}

static void a_refused_line_is_thrown_away(void **state)
{
	struct scripted *s = *state;

	refuse(s);
	assert_int_equal(scripted_run(s, "/drop\n"), LINE_OK);
	assert_int_equal(s->porch->client.dropped, porch_talk[4].id);
	assert_non_null(strstr(s->heard, words_of(WORD_DRAFT_DROPPED)));
}

/* ---- what was said before ---- */

static char words[40][16];
static struct pl_message talk[40];

/* "Ben: word 1" and so on, from the `first`-th on, all of them read. */
static void talk_from(struct scripted *s, int first)
{
	struct pl_client *c = &s->porch->client;

	for (int i = 0; i < 40; i++) {
		snprintf(words[i], sizeof(words[i]), "word %d", i + 1);
		talk[i] = porch_talk[0];
		talk[i].id = 900 + (uint64_t)i;
		talk[i].seq = i + 1;
		talk[i].text = words[i];
	}
	s->groups[0].last_seq = s->groups[0].read_seq = 40;
	c->messages = talk + first - 1;
	c->message_count = (size_t)(41 - first);
}

static void older_come(struct scripted *s)
{
	talk_from(s, 11);
}

static void one_goes_back_step_by_step(void **state)
{
	struct scripted *s = *state;

	talk_from(s, 16);
	assert_int_equal(scripted_run(s, "/back\n/back\n/back\n"), LINE_OK);
	const char *second = strstr(s->heard, "Ben: word 21\n"); /* the last ten come first */
	const char *third = strstr(s->heard, "Ben: word 16\n");

	assert_non_null(second);
	assert_non_null(third);
	assert_true(strstr(s->heard, "Ben: word 40\n") < second);
	assert_true(strstr(s->heard, "Ben: word 30\n") < third);
	for (int i = 16; i <= 40; i++) { /* each once */
		char row[32];

		snprintf(row, sizeof(row), "Ben: word %d\n", i);
		const char *at = strstr(s->heard, row);

		assert_non_null(at);
		assert_null(strstr(at + 1, row));
	}
	assert_int_equal(s->porch->client.olders, 1);
	assert_non_null(strstr(third, words_of(WORD_NO_OLDER)));
}

static void what_is_older_is_told_when_it_comes(void **state)
{
	struct scripted *s = *state;

	talk_from(s, 31);
	s->porch->client.missing = (struct pl_range) { 11, 20 };
	s->at = 6;
	s->then = older_come;
	assert_int_equal(scripted_run(s, "/back\n/wait 1\n"), LINE_OK);
	const char *asking = strstr(s->heard, "Getting 20 older messages.");

	assert_non_null(asking);
	assert_null(strstr(s->heard, "word 10\n"));
	assert_non_null(strstr(asking, "Ben: word 11\n"));
	assert_non_null(strstr(asking, "Ben: word 30\n"));
	assert_int_equal(s->porch->client.olders, 1);
}

static void on_a_metered_line_going_back_asks_for_nothing(void **state)
{
	struct scripted *s = *state;

	talk_from(s, 31);
	s->porch->client.missing = (struct pl_range) { 11, 20 };
	s->porch->client.link.is_metered = true;
	assert_int_equal(scripted_run(s, "/back\n/back\n"), LINE_OK);
	assert_non_null(strstr(s->heard, words_of(WORD_OLDER_METERED)));
	assert_int_equal(s->porch->client.olders, 0);
}

#define SCRIPT(f) cmocka_unit_test_setup_teardown(f, scripted_open, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRIPT(a_refused_line_becomes_the_draft_of_a_script),
		SCRIPT(a_refused_line_joins_a_draft_that_is_there),
		SCRIPT(a_refused_line_that_cannot_be_kept_is_not_dropped),
		SCRIPT(a_refused_line_is_thrown_away),
		SCRIPT(one_goes_back_step_by_step),
		SCRIPT(what_is_older_is_told_when_it_comes),
		SCRIPT(on_a_metered_line_going_back_asks_for_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
