/* SPDX-License-Identifier: MIT */
/* What is said of one's own lines: as a rule nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "hear/hold.h"
#include "hear/tell.h"
#include "support/porch.h"

/* A talk whose last line is Ana's own, kept here. */
struct scene {
	struct porch *porch;
	struct pl_message msgs[5];
	struct tell told;
	struct hold hold;
	struct hush hush;
	char heard[256];
};

static const struct tell_how plain, own = { .own = true };

static int open_scene(void **state)
{
	struct scene *s = mem_get(sizeof(*s));
	void *porch;

	porch_open(&porch);
	s->porch = porch;
	memcpy(s->msgs, porch_talk, sizeof(porch_talk));
	s->porch->client.messages = s->msgs;
	hold_init(&s->hold, 0, 0);
	s->hold.hush = &s->hush;
	*state = s;
	return 0;
}

static int close_scene(void **state)
{
	struct scene *s = *state;
	void *porch = s->porch;

	tell_finish(&s->told);
	hold_finish(&s->hold);
	porch_close(&porch);
	free(s);
	return 0;
}

static const struct model *build(struct scene *s)
{
	stage_build(&s->porch->stage);
	return &s->porch->stage.model;
}

/* What is new, a line each. */
static const char *hear(struct scene *s, struct tell_how how)
{
	struct hold_row row;
	size_t n = 0;

	tell_news(&s->told, build(s), how, &s->hold);
	s->heard[0] = '\0';
	while (hold_take(&s->hold, 0, &row)) {
		n += (size_t)snprintf(s->heard + n, sizeof(s->heard) - n, "%s\n", row.text);
		free(row.text);
	}
	return s->heard;
}

/* The meeting is up, with so many messages. */
static void begin(struct scene *s, size_t count)
{
	struct hold_row row;

	s->porch->client.message_count = count;
	tell_meeting(&s->told, build(s), plain, &s->hold);
	while (hold_take(&s->hold, 0, &row))
		free(row.text);
}

static void arrives(struct scene *s)
{
	s->msgs[4].state = PL_AT_SERVER;
	s->msgs[4].seq = 5;
}

static void is_shown(struct scene *s)
{
	s->msgs[4].state = PL_SHOWN;
	s->msgs[4].shown_to = 3;
}

static void the_way_of_ones_own_line_is_not_told(void **state)
{
	struct scene *s = *state;

	begin(s, 4);
	s->porch->client.message_count = 5;
	assert_string_equal(hear(s, plain), "");
	arrives(s);
	assert_string_equal(hear(s, plain), "");
	is_shown(s);
	assert_string_equal(hear(s, plain), "");
}

static void where_the_line_does_not_stay_it_is_told_once_and_not_its_way(void **state)
{
	struct scene *s = *state;

	begin(s, 4);
	s->porch->client.message_count = 5;
	assert_string_equal(hear(s, own), "Ana: Fine.\n");
	arrives(s);
	assert_string_equal(hear(s, own), "");
}

static void in_quiet_ones_own_line_is_told_all_the_same(void **state)
{
	struct scene *s = *state;

	begin(s, 4);
	s->hush.paused = true;
	s->porch->client.message_count = 5;
	assert_string_equal(hear(s, own), "Ana: Fine.\n");
}

static void who_wants_more_hears_once_that_a_line_has_arrived(void **state)
{
	struct scene *s = *state;

	begin(s, 5);
	s->hush.level = HUSH_HIGH;
	arrives(s);
	assert_string_equal(hear(s, plain), "Ana, at the server: Fine.\n");
	is_shown(s);
	assert_string_equal(hear(s, plain), "");
}

/* A device that is new to the group gets one's own of before, too: they are no news. */
static void what_was_said_before_has_not_arrived_now(void **state)
{
	struct scene *s = *state;

	s->hush.level = HUSH_HIGH;
	begin(s, 0);
	arrives(s);
	s->porch->client.message_count = 5;
	assert_null(strstr(hear(s, plain), "Ana"));
}

static void a_line_that_was_not_accepted_is_told_once(void **state)
{
	struct scene *s = *state;

	begin(s, 5);
	s->msgs[4].state = PL_NOT_ACCEPTED;
	assert_string_equal(hear(s, plain), "Ana, not accepted, kept here: Fine.\n");
	assert_string_equal(hear(s, plain), "");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(the_way_of_ones_own_line_is_not_told),
		SCENE(where_the_line_does_not_stay_it_is_told_once_and_not_its_way),
		SCENE(in_quiet_ones_own_line_is_told_all_the_same),
		SCENE(who_wants_more_hears_once_that_a_line_has_arrived),
		SCENE(what_was_said_before_has_not_arrived_now),
		SCENE(a_line_that_was_not_accepted_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
