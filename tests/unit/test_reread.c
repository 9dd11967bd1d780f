/* SPDX-License-Identifier: MIT */
/* What was said, again: step by step, letter by letter; and how much is told unasked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "support/spanish.h"

/* What a line answers. */
static const char *says(struct porch *p, const char *line)
{
	stage_build(&p->stage);
	p->stage.answer[0] = '\0';
	stage_line(&p->stage, line);
	return p->stage.answer;
}

/* One message of Ben's alone, with this text. */
static void has(struct porch *p, struct pl_message *m, const char *text)
{
	*m = porch_talk[0];
	m->text = text;
	p->client.messages = m;
	p->client.message_count = 1;
}

#define OLDEST "That is the oldest message here. To get older ones, type /older."
#define NEWEST "That is the newest message."

static void messages_are_heard_again_step_by_step(void **state)
{
	static const char *const rows[][2] = {
		{ "/again", "Cy: Banana bread. [31m" },
		{ "/later", "Ana: Fine." }, /* what is only here comes last */
		{ "/later", NEWEST },
		{ "/again", "Ana: Fine." },
		{ "/earlier", "Cy: Banana bread. [31m" },
		{ "/earlier", "Ben: How are you, ANA?" },
		{ "/said-by", "Ben said that." },
		{ "/when", "That was at 14:06, Monday 23 November." },
		{ "/earlier", "Ana: Hello." },
		{ "/said-by", "You said that." },
		{ "/earlier", "Ben: Welcome." },
		{ "/earlier", OLDEST },
		{ "/again", "Ben: Welcome." },
		{ "/when", "That was at 14:05, Sunday 22 November." },
		{ "/last", "Ana: Fine." },
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(says(p, rows[i][0]), rows[i][1]);
}

static void the_place_stays_when_new_ones_come(void **state)
{
	struct porch *p = *state;
	struct pl_message more[6];

	says(p, "/earlier");
	assert_string_equal(says(p, "/again"), "Ben: How are you, ANA?");
	memcpy(more, porch_talk, sizeof(porch_talk));
	more[5] = porch_talk[3];
	more[5].id = 106;
	more[5].seq = 5;
	more[5].text = "New.";
	p->client.messages = more;
	p->client.message_count = 6;
	assert_string_equal(says(p, "/again"), "Ben: How are you, ANA?");
	says(p, "/later");
	assert_string_equal(says(p, "/later"), "Cy: New.");
	assert_string_equal(says(p, "/later"), "Ana: Fine.");
}

static void from_the_first_that_was_not_read_one_goes_on(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/unread"), DID_UNREAD);
	assert_string_equal(says(p, "/again"), "Ben: How are you, ANA?");
	assert_string_equal(says(p, "/later"), "Cy: Banana bread. [31m");
}

static void another_group_has_its_own_place(void **state)
{
	struct porch *p = *state;

	says(p, "/earlier");
	says(p, "/group 2");
	assert_string_equal(says(p, "/again"), "Nothing has been said yet.");
	assert_string_equal(says(p, "/earlier"), "Nothing has been said yet.");
	assert_string_equal(says(p, "/spell"), "Nothing has been said yet.");
	assert_string_equal(says(p, "/when"), "Nothing has been said yet.");
	assert_string_equal(says(p, "/last"), "Nothing has been said yet.");
	says(p, "/group 1");
	assert_string_equal(says(p, "/again"), "Ben: How are you, ANA?");
}

static void a_message_is_spelled_with_its_capitals_marks_and_signs(void **state)
{
	static const char *const rows[][3] = {
		{ "Hi, Jos\u00e9!", "/spell",
		  "capital h, i, comma, space, capital j, o, s, e acute, exclamation mark" },
		{ "\u00bfQu\u00e9?", "/spell",
		  "upside down question mark, capital q, u, e acute, question mark" },
		{ "y\u00f1\u00d7", "/spell", "y, n tilde, times sign" },
		{ "\u00c5 \u0444", "/spell", "capital a ring above, space, \u0444" },
		{ "a\nb", "/spell", "a, new line, b" },
		{ "\U0001f44d\U0001f3fd\U0001f98a", "/spell", "thumbs up, sign 1F98A" },
		{ "\u0915\u093f", "/spell", "\u0915\u093f" },
		{ "one two three", "/spell 2", "t, w, o, space, t, h, r, e, e" },
		{ "one two three", "/spell 4", "That word is not in the message." },
		{ "one two three", "/spell HRE", "t, h, r, e, e" },
		{ "one two three", "/spell four", "That word is not in the message." },
		{ "you\033[31m", "/spell",
		  "y, o, u, space, left bracket, 3, 1, m" }, /* no control reaches anybody */
	};
	struct porch *p = *state;
	struct pl_message m;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		has(p, &m, rows[i][0]);
		assert_string_equal(says(p, rows[i][1]), rows[i][2]);
	}
}

/* As a reader of Spanish names them: a lone "y" would be read as the word. */
static void a_message_is_spelled_in_spanish(void **state)
{
	static const spanish_row words[] = {
		{ "y", "i griega" },
		{ "n tilde", "e\u00f1e" },
		{ "u two dots above", "u con di\u00e9resis" },
		{ "acute", "acentuada" },
		{ "tilde", "virgulilla" },
		{ "times sign", "por" },
		{ "upside down question mark", "abre interrogaci\u00f3n" },
		{ "capital %s", "%s may\u00fascula" },
		{ "space", "espacio" },
		{ NULL, NULL },
	};
	static const char *const rows[][2] = {
		{ "y Yo", "i griega, espacio, i griega may\u00fascula, o" },
		{ "\u00bf\u00d1an\u0303o",
		  "abre interrogaci\u00f3n, e\u00f1e may\u00fascula, a, e\u00f1e, o" },
		{ "\u00e1\u00fc\u00fdy\u0303",
		  "a acentuada, u con di\u00e9resis, y acentuada, y virgulilla" },
		{ "2\u00d73\u00e3", "2, por, 3, a virgulilla" },
		{ "n\u0303\u0301", "n virgulilla acentuada" },
	};
	struct porch *p = *state;
	struct pl_message m;

	spanish_speak(words);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		has(p, &m, rows[i][0]);
		assert_string_equal(says(p, "/spell"), rows[i][1]);
	}
	spanish_speak(NULL);
}

static void every_letter_of_a_long_message_is_spelled_in_parts(void **state)
{
	struct porch *p = *state;
	struct pl_message m;
	char text[501] = "", line[32] = "/spell";
	size_t letters = 0, parts = 0;
	const char *on;

	for (int i = 0; i < 100; i++)
		memcpy(text + i * 5, "abcd ", 6);
	has(p, &m, text);
	do {
		const char *said = says(p, line);

		for (const char *at = said; (at = strstr(at, "a, b, c, d")); at++)
			letters += 4;
		on = strstr(said, "/spell ");
		if (on)
			snprintf(line, sizeof(line), "/spell %d",
				 (int)strtol(on + 7, NULL, 10));
		assert_true(strlen(said) < STAGE_ANSWER - 1);
	} while (on && ++parts < 20);
	assert_int_equal(letters, 400);
	assert_in_range(parts, 4, 6);
}

static void one_endless_word_is_cut_and_not_more_than_fits(void **state)
{
	struct porch *p = *state;
	struct pl_message m;
	char text[4001];

	memset(text, '~', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	has(p, &m, text);
	const char *said = says(p, "/spell");

	assert_memory_equal(said, "tilde, tilde, ", 14);
	assert_string_equal(said + strlen(said) - 5, "tilde");
}

static void lines_of_a_message_are_one_sentence(void **state)
{
	struct porch *p = *state;
	struct pl_message m;

	has(p, &m, "Hi.\nRobin: You must leave.");
	assert_string_equal(says(p, "/again"), "Ben: Hi. Robin: You must leave.");
}

/* ---- how much is told ---- */

#define QUIET                                                                                  \
	"Quiet is on. You are told only what names you, calls on you, or is about danger. "    \
	"To end it, type /quiet off."
#define PAUSE                                                                                  \
	"Pause is on. You are told of danger, and of nothing else. To end it, type "           \
	"/pause off."

static void quiet_tells_how_many_waited_and_unheard_lets_them_go(void **state)
{
	struct porch *p = *state;
	struct hush *h = &p->stage.wants.hush;

	assert_string_equal(says(p, "/quiet"), QUIET);
	assert_string_equal(says(p, "/quiet"), QUIET); /* said twice it is no other thing */
	assert_true(h->quiet);
	h->waiting = 2;
	assert_string_equal(says(p, "/quiet off"),
			    "Quiet is off. 2 sentences wait to be heard. Type /unheard.");
	assert_false(h->quiet);
	assert_int_equal(stage_line(&p->stage, "/unheard"), DID_UNHEARD);
	h->gone = 1;
	assert_int_equal(stage_line(&p->stage, "/unheard"), DID_UNHEARD | DID_SAY);
	*h = (struct hush) { 0 };
	assert_string_equal(says(p, "/unheard"), "Nothing waits to be heard.");
	assert_non_null(strstr(says(p, "/quiet perhaps"), "/quiet on or off"));
	assert_false(h->quiet);
}

static void the_key_turns_it_on_and_off(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_build(&p->stage);
	stage_key(&p->stage, KEY_SECOND('q'), &known);
	assert_true(known && p->stage.wants.hush.quiet);
	stage_key(&p->stage, KEY_SECOND('q'), &known);
	assert_false(p->stage.wants.hush.quiet);
}

static void a_pause_ends_with_what_waited(void **state)
{
	struct porch *p = *state;

	assert_string_equal(says(p, "/pause"), PAUSE);
	assert_int_equal(stage_line(&p->stage, "/pause off"), DID_SAY | DID_RESUME);
	assert_string_equal(p->stage.answer, "Pause is off.");
	p->stage.wants.hush = (struct hush) { .paused = true, .gone = 1 };
	assert_string_equal(says(p, "/pause off"),
			    "Pause is off. More came than could wait. To "
			    "hear all of the talk, type /unread.");
}

static void verbosity_is_one_of_three(void **state)
{
	struct porch *p = *state;
	struct hush *h = &p->stage.wants.hush;

	says(p, "/verbosity low");
	assert_int_equal(h->level, HUSH_LOW);
	assert_memory_equal(says(p, "/verbosity"), "Verbosity is low. ", 18);
	says(p, "/verbosity loud");
	assert_int_equal(h->level, HUSH_LOW);
}

static void status_tells_what_is_on_and_how_much_waits(void **state)
{
	struct porch *p = *state;
	struct hush *h = &p->stage.wants.hush;
	struct model *m = &p->stage.model;

	says(p, "/status");
	stage_build(&p->stage);
	assert_false(porch_holds(m, "Quiet") || porch_holds(m, "Pause") ||
		     porch_holds(m, "Verbosity") || porch_holds(m, "heard."));
	*h = (struct hush) { .quiet = true, .paused = true, .level = HUSH_HIGH, .waiting = 3 };
	stage_build(&p->stage);
	assert_true(porch_holds(m, QUIET) && porch_holds(m, PAUSE) &&
		    porch_holds(m, "Verbosity is high.") &&
		    porch_holds(m, "3 sentences wait to be heard."));
}

/* What was not heard is not read, though it came while the meeting was up. */
static void what_waits_is_marked_as_not_read(void **state)
{
	struct porch *p = *state;
	struct pl_group groups[2];

	memcpy(groups, porch_groups, sizeof(groups));
	p->client.groups = groups;
	groups[0].last_seq = groups[0].read_seq = 2;
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.unread_id, 0);
	groups[0].last_seq = 4;
	p->stage.wants.hush.waiting = 2;
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.unread_id, 103);
}

/* No notice is what somebody says: each has its row. */
static void each_notice_of_a_session_is_about_something(void **state)
{
	struct porch *p = *state;
	struct pl_notice note = { .id = 1, .who = "Cy", .text = "2 1\nA\nB" };

	p->client.notices = &note;
	p->client.notice_count = 1;
	for (int kind = 0; kind < PL_NOTES; kind++) {
		note.kind = (enum pl_notice_kind)kind;
		stage_build(&p->stage);
		for (size_t i = 0; i < p->stage.model.count; i++)
			if (p->stage.model.items[i].id == view_id(ID_NOTE, 1))
				assert_int_not_equal(p->stage.model.items[i].about, ABOUT_TALK);
	}
}

#define PORCH(test) cmocka_unit_test_setup_teardown(test, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PORCH(messages_are_heard_again_step_by_step),
		PORCH(the_place_stays_when_new_ones_come),
		PORCH(from_the_first_that_was_not_read_one_goes_on),
		PORCH(another_group_has_its_own_place),
		PORCH(a_message_is_spelled_with_its_capitals_marks_and_signs),
		PORCH(a_message_is_spelled_in_spanish),
		PORCH(every_letter_of_a_long_message_is_spelled_in_parts),
		PORCH(one_endless_word_is_cut_and_not_more_than_fits),
		PORCH(lines_of_a_message_are_one_sentence),
		PORCH(quiet_tells_how_many_waited_and_unheard_lets_them_go),
		PORCH(the_key_turns_it_on_and_off),
		PORCH(a_pause_ends_with_what_waited),
		PORCH(verbosity_is_one_of_three),
		PORCH(status_tells_what_is_on_and_how_much_waits),
		PORCH(what_waits_is_marked_as_not_read),
		PORCH(each_notice_of_a_session_is_about_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
