/* SPDX-License-Identifier: MIT */
/* The line face: lines that were not accepted. */
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

#define SCRIPT(f) cmocka_unit_test_setup_teardown(f, scripted_open, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRIPT(a_refused_line_becomes_the_draft_of_a_script),
		SCRIPT(a_refused_line_joins_a_draft_that_is_there),
		SCRIPT(a_refused_line_that_cannot_be_kept_is_not_dropped),
		SCRIPT(a_refused_line_is_thrown_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
