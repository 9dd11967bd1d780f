/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "demo/player.h"

#define CAST "[cast]\nRobin | facilitator\nAmara | patient\nWalt | patient\nLuz | patient\n"

static void read_text(struct script *s, const char *file, const char *text)
{
	struct err err = { 0 };

	if (!script_add(s, file, str_of(text), &err))
		fail_msg("%s", err.text);
}

static const char *refusal(const char *text)
{
	static struct err err;
	struct script s = { 0 };

	err = (struct err) { 0 };
	assert_false(script_add(&s, "f", str_of(text), &err));
	script_finish(&s);
	return err.text;
}

static void what_is_wrong_in_a_script_is_named_by_line(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "Robin | 1 | x\n", "f:1: this line is in no section" },
		{ "[play a]\nRobin | 1 | x", "f:2: the cast comes before the first line" },
		{ "[cast]\nRobin | king", "f:2: a member is" },
		{ "[cast]\nRobin | patient\nRobin | patient", "f:3: this name is in the cast" },
		{ CAST "[scene a]", "f:6: a section is" },
		{ CAST "[play a", "f:6: a section ends" },
		{ CAST "[", "f:6: a section ends" },
		{ CAST "[]", "f:6: a section is" },
		{ CAST "[play]", "f:6: this section needs a name" },
		{ CAST "[play a]\nWho | 1 | x", "f:7: this name is not in the cast" },
		{ CAST "[play a]\nWalt | 1", "f:7: a line is" },
		{ CAST "[play a]\n | 1 | x", "f:7: a line is" },
		{ CAST "[play a]\nWalt | -1 | x", "f:7: the pause is not a number" },
		{ CAST "[play a]\nWalt | 601 | x", "f:7: the pause is not a number" },
		{ CAST "[play a]\nWalt | 99999999999999999999 | x", "f:7: the pause is" },
		{ CAST "[play a]\nWalt | 1 |", "f:7: a wait has no text" },
		{ CAST "[play a]\n- | 1 | x", "f:7: a wait has no text" },
		{ CAST "[play a]\n* | 1 | x", "f:7: only a pool's line" },
		{ CAST "[pool a]\n- | 1 |", "f:7: a pool has no waits" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strncmp(refusal(rows[i].text), rows[i].says, strlen(rows[i].says)) != 0)
			fail_msg("row %zu: %s", i, refusal(rows[i].text));
}

static void a_pool_leaves_out_who_is_not_in_the_cast(void **state)
{
	struct script s = { 0 };

	(void)state;
	read_text(&s, "f", CAST "[pool a: hi]\nNobody | 1 | x\n[pool a]\nWalt | 1 | y | z\n");
	assert_int_equal(s.lines_count, 1);
	assert_string_equal(s.lines[0].text, "y | z");
	assert_string_equal(script_pool(&s, "a")->cues, "");
	assert_null(script_pool(&s, "b"));
	script_finish(&s);
}

static void cues_are_whole_words_in_any_case(void **state)
{
	static const struct {
		const char *cues, *text;
		bool fits;
	} rows[] = {
		{ "hi", "Hi there", true },        { "hi", "this", false },
		{ "hi", "oh, hi!", true },         { "hi", "high", false },
		{ "crav*", "a CRAVING", true },    { "crav*", "scrave", false },
		{ "not good", "Not good.", true }, { "not good", "not so good", false },
		{ "?", "really?", true },          { "?", "really", false },
		{ "a, b,c", "see b", true },       { "", "", false },
		{ "", "anything", false },         { ",,", "a,,b", false },
		{ "bad", "bad\xc3\xa9", false },   { "caf\xc3\xa9", "a caf\xc3\xa9.", true },
		{ "*", "* star", true },           { "*", "no star", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (script_cued(rows[i].cues, rows[i].text) != rows[i].fits)
			fail_msg("row %zu: '%s' in '%s'", i, rows[i].cues, rows[i].text);
}

/* The demonstration's own texts. */

static void read_own(struct script *s, const char *name)
{
	char path[4096], *text = mem_get(1 << 20);
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", DEMO_TEXTS, name);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_in_range(fread(text, 1, (1 << 20) - 1, f), 1, (1 << 20) - 2);
	fclose(f);
	read_text(s, name, text);
	free(text);
}

/* What ./run demo plays, and what it must have at least. */
static const struct {
	const char *files[2];
	size_t cast, lines;
} own[] = {
	{ { "meeting.txt", "replies.txt" }, 7, 90 },
	{ { "facilitator.txt", "turns.txt" }, 6, 60 },
};

static void own_open(struct script *s, size_t which)
{
	*s = (struct script) { 0 };
	for (size_t i = 0; i < 2 && own[which].files[i]; i++)
		read_own(s, own[which].files[i]);
}

static void our_texts_have_every_pool_and_fit_a_message(void **state)
{
	static const char *const pools[] = { "danger", "arrive", "silence", "other" };
	struct script s;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		own_open(&s, i);
		for (size_t k = 0; k < sizeof(pools) / sizeof(pools[0]); k++)
			assert_non_null(script_pool(&s, pools[k]));
		for (size_t k = 0; k < s.lines_count; k++)
			assert_in_range(strlen(s.lines[k].text), 0, 1000);
		assert_int_equal(s.cast_count, own[i].cast);
		script_finish(&s);
	}
}

/* What the others of a session do to whoever leads: all of it is to be met. */
static void practice_has_somebody_for_each_trouble(void **state)
{
	static const char *const pools[] = { "late", "drop", "hand",   "long", "side",
					     "chat", "turn", "danger", "flag", "sheet" };
	struct script s = { 0 };

	(void)state;
	read_own(&s, "practice.txt");
	read_own(&s, "turns.txt");
	for (size_t i = 0; i < sizeof(pools) / sizeof(pools[0]); i++)
		assert_non_null(script_pool(&s, pools[i]));
	assert_null(script_pool(&s, "lead")); /* only where Robin plays */
	script_finish(&s);
}

/* Plays it to somebody who says nothing; answers how many lines that takes. */
static size_t play_through(const struct script *s)
{
	const struct player_plan plan = { .pace = 100 };
	struct player *p = player_create(s, &plan);
	struct player_say say;
	int64_t now_ms = 1000;
	size_t n = 0;

	player_arrive(p, "Sam", now_ms);
	while ((now_ms = player_due_ms(p)) != INT64_MAX) {
		if (!player_next(p, now_ms, &say))
			continue;
		n++;
		player_hear(p, s->cast[say.who].name, "a line", now_ms);
		assert_in_range(n, 1, s->lines_count);
	}
	player_destroy(p);
	return n;
}

static void our_meetings_come_to_their_end(void **state)
{
	struct script s;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		own_open(&s, i);
		assert_in_range(play_through(&s), own[i].lines, s.lines_count);
		script_finish(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_in_a_script_is_named_by_line),
		cmocka_unit_test(a_pool_leaves_out_who_is_not_in_the_cast),
		cmocka_unit_test(cues_are_whole_words_in_any_case),
		cmocka_unit_test(our_texts_have_every_pool_and_fit_a_message),
		cmocka_unit_test(our_meetings_come_to_their_end),
		cmocka_unit_test(practice_has_somebody_for_each_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
