/* SPDX-License-Identifier: MIT */
/* Messages with a warning, and hidden ones: what is shown of them, and the words for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/porch.h"
#include "view/session.h"

static struct pl_message talk[] = {
	{ .id = 101, .seq = 1, .member = 2, .who = "Ben", .text = "Welcome.", .warning = "" },
	{ .id = 102,
	  .seq = 2,
	  .member = 3,
	  .who = "Cy",
	  .text = "I drank, Ana.",
	  .warning = "drink" },
	{ .id = 103,
	  .seq = 3,
	  .member = 1,
	  .who = "Ana",
	  .text = "So did I.",
	  .warning = "drink",
	  .state = PL_AT_SERVER,
	  .mine = true },
	{ .id = 104,
	  .seq = 4,
	  .member = 3,
	  .who = "Cy",
	  .text = "",
	  .warning = "",
	  .hidden = true },
};

static int open_porch(void **state)
{
	struct porch *p;

	if (porch_open(state))
		return -1;
	p = *state;
	p->client.messages = talk;
	p->client.message_count = sizeof(talk) / sizeof(talk[0]);
	stage_build(&p->stage);
	return 0;
}

static void says(struct porch *p, const char *line, const char *answer)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, answer);
}

static const char *text_of(struct porch *p, uint64_t id)
{
	stage_build(&p->stage);
	return porch_item(&p->stage.model, id)->text;
}

static void with_a_warning__the_topic_is_shown_and_not_the_words(void **state)
{
	struct porch *p = *state;

	assert_string_equal(text_of(p, 102), "Warning: drink. To read it, type /view.");
	assert_false(porch_holds(&p->stage.model, "I drank"));
	/* It names this person: not in what is shown. */
	assert_false(porch_item(&p->stage.model, 102)->mention);
	says(p, "/again", "Cy: This message was hidden by a facilitator.");
	stage_line(&p->stage, "/mentions");
	stage_build(&p->stage);
	assert_false(porch_holds(&p->stage.model, "I drank"));
	stage_line(&p->stage, "/meeting");
	assert_string_equal(text_of(p, 103), "(Warning: drink) So did I.");
}

static void opened_on_purpose__and_then_it_stays_open(void **state)
{
	struct porch *p = *state;
	bool known;

	assert_true(stage_key(&p->stage, KEY_CHORD('v'), &known) & DID_SAY);
	assert_string_equal(p->stage.answer, "Cy: (Warning: drink) I drank, Ana.");
	assert_string_equal(text_of(p, 102), "(Warning: drink) I drank, Ana.");
	assert_true(porch_item(&p->stage.model, 102)->mention);
	says(p, "/view", "There is no message with a warning that you have not opened.");
	says(p, "/view Ben", "There is no message with a warning that you have not opened.");
}

static void a_warning_is_said_with_the_words(void **state)
{
	struct porch *p = *state;

	assert_int_equal(stage_line(&p->stage, "/warn food, weight: I ate: too little."), 0);
	assert_string_equal(p->client.warning, "food, weight");
	assert_string_equal(p->client.said, "I ate: too little.");
	says(p, "/warn food", "To do that, type /warn TOPIC: TEXT");
	says(p, "/warn : I ate.", "To do that, type /warn TOPIC: TEXT");
	says(p, "/warn food: ", "To do that, type /warn TOPIC: TEXT");
	assert_int_equal(p->client.says, 1);
	stage_line(&p->stage, "Plain words.");
	assert_string_equal(p->client.warning, "");
}

static void hidden__words_stand_in_its_place(void **state)
{
	struct porch *p = *state;

	assert_string_equal(text_of(p, 104), "This message was hidden by a facilitator.");
	assert_string_equal(porch_item(&p->stage.model, 104)->who, "Cy");
	talk[3].erased = true;
	assert_string_equal(text_of(p, 104), "The person who wrote this had it erased.");
	talk[3].erased = false;
}

/* Of who was erased there is a name for old lines, and no more. */
static void erased__in_no_list_of_people(void **state)
{
	static struct pl_person people[] = {
		{ .id = 1, .name = "Ana", .role = PL_PATIENT, .presence = PL_HERE },
		{ .id = 2, .name = "Former member 2", .presence = PL_FORMER },
	};
	struct porch *p = *state;

	p->client.people = people;
	p->client.person_count = 2;
	stage_line(&p->stage, "/people");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "Ana"));
	assert_false(porch_holds(&p->stage.model, "Former"));
}

static void hide__by_the_key_it_is_asked_first__with_the_words(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_key(&p->stage, KEY_CHORD('x'), &known);
	assert_int_equal(p->client.wishes, 0);
	/* Message 4 is hidden, message 3 is one's own; behind the warning nobody looks. */
	assert_string_equal(p->stage.answer,
			    "Hide this from all? Cy: Warning: drink. To read it, type /view. "
			    "The same again does it. Anything else does not.");
	stage_key(&p->stage, KEY_CHORD('x'), &known);
	assert_int_equal(p->client.wish.act, PL_ACT_HIDE);
	assert_int_equal(p->client.wish.n, 2);
	assert_string_equal(p->stage.answer,
			    "A message of Cy is hidden from all. Type /undo to "
			    "take it back, for one minute.");
	stage_line(&p->stage, "/hide 2");
	assert_int_equal(p->client.wishes, 1);
	stage_line(&p->stage, "/hide 2");
	assert_int_equal(p->client.wish.n, 1);
	says(p, "/hide Cy",
	     "A message of Cy is hidden from all. Type /undo to take it back, for "
	     "one minute.");
	assert_int_equal(p->client.wish.n, 2);
	says(p, "/hide 9", "There is no such message here.");
	says(p, "/hide Zoe", "There is no such message here.");
}

static void metoo_and_thanks__to_the_newest_that_fits__or_by_name(void **state)
{
	struct porch *p = *state;
	bool known;

	/* Message 4 is hidden, message 3 is one's own. */
	stage_key(&p->stage, KEY_CHORD('t'), &known);
	assert_int_equal(p->client.wish.act, PL_ACT_METOO);
	assert_int_equal(p->client.wish.n, 2);
	assert_string_equal(p->stage.answer, "You say to Cy: me too.");
	says(p, "/thanks Ben", "You say to Ben: thank you.");
	assert_int_equal(p->client.wish.act, PL_ACT_THANKS);
	assert_int_equal(p->client.wish.n, 1);
	stage_key(&p->stage, KEY_CHORD('k'), &known);
	assert_int_equal(p->client.wish.n, 2);
	says(p, "/metoo Ana", "There is no such message here.");
	assert_int_equal(p->client.wishes, 3);
}

static void reactions__stand_in_the_note__and_are_told_when_asked(void **state)
{
	struct porch *p = *state;

	talk[0].reactions[PL_ME_TOO] = 3;
	talk[0].reactions[PL_THANK_YOU] = 1;
	talk[3].reactions[PL_ME_TOO] = 1;
	stage_build(&p->stage);
	assert_string_equal(porch_item(&p->stage.model, 101)->note, "me too 3, thank you 1");
	assert_null(porch_item(&p->stage.model, 104)->note);
	talk[3].hidden = false;
	says(p, "/again", "Cy:  (me too 1)");
	talk[3].hidden = true;
	talk[3].reactions[PL_ME_TOO] = 0;
	memset(talk[0].reactions, 0, sizeof(talk[0].reactions));
}

static void reactions_to_one_s_own__one_sentence_for_many(void **state)
{
	struct arena a = { 0 };
	struct pl_notice n = {
		.kind = PL_NOTE_METOO, .n = 1, .who = "Ben", .text = "I slept well."
	};

	(void)state;
	assert_string_equal(words_notice(&a, &n), "Ben: me too. You had said: I slept well.");
	n.n = 2;
	assert_string_equal(words_notice(&a, &n),
			    "Ben and 1 other: me too. You had said: I slept well.");
	n.n = 3;
	n.kind = PL_NOTE_THANKS;
	n.text = "One two three four five six seven eight nine ten eleven twelve.";
	assert_string_equal(words_notice(&a, &n),
			    "Ben and 2 others: thank you. You had said: One two three four "
			    "five six seven eight nine ten eleven twel...");
	arena_finish(&a);
}

static const struct pl_held waiting[] = {
	{ .number = 31, .member = 3, .who = "Cy", .text = "May I?", .warning = "" },
	{ .number = 35, .member = 1, .who = "Ana", .text = "Me too.", .warning = "food" },
};

static const struct pl_session held_session = {
	.stage = 1, .norms = "", .topic = "", .holds = true, .held = waiting, .held_count = 2
};

static void let__the_oldest_by_key__or_by_number_or_name(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_key(&p->stage, KEY_CHORD('l'), &known);
	assert_int_equal(p->client.wishes, 0);
	assert_string_equal(p->stage.answer, "No message waits for you.");
	p->client.session = &held_session;
	stage_key(&p->stage, KEY_CHORD('l'), &known);
	assert_int_equal(p->client.wish.act, PL_ACT_LET);
	assert_int_equal(p->client.wish.n, 31);
	assert_string_equal(p->stage.answer, "The message of Cy goes to all.");
	stage_line(&p->stage, "/let 2");
	assert_int_equal(p->client.wish.n, 35);
	stage_line(&p->stage, "/let cy");
	assert_int_equal(p->client.wish.n, 31);
	says(p, "/let 3", "No message waits for you.");
	says(p, "/hold maybe", "To do that, type /hold on or off");
	says(p, "/hold on",
	     "What members say: the facilitators read it first. Type /undo to "
	     "take it back, for one minute.");
	assert_int_equal(p->client.wish.n, 1);
}

static void refuse__asked_first_but_by_a_whole_name(void **state)
{
	struct porch *p = *state;
	bool known;

	p->client.session = &held_session;
	stage_key(&p->stage, KEY_CHORD('d'), &known);
	assert_int_equal(p->client.wishes, 0);
	assert_string_equal(p->stage.answer,
			    "Send this back? Cy: May I? The same again does it. "
			    "Anything else does not.");
	stage_key(&p->stage, KEY_CHORD('d'), &known);
	assert_int_equal(p->client.wish.act, PL_ACT_REFUSE);
	assert_int_equal(p->client.wish.n, 31);
	says(p, "/refuse Cy: Not now.",
	     "The message of Cy goes back. Type /undo to take it "
	     "back, for one minute.");
	assert_string_equal(p->client.wish_text, "Not now.");
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_porch, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(metoo_and_thanks__to_the_newest_that_fits__or_by_name),
		ON(reactions__stand_in_the_note__and_are_told_when_asked),
		ON(reactions_to_one_s_own__one_sentence_for_many),
		ON(with_a_warning__the_topic_is_shown_and_not_the_words),
		ON(opened_on_purpose__and_then_it_stays_open),
		ON(a_warning_is_said_with_the_words),
		ON(hidden__words_stand_in_its_place),
		ON(erased__in_no_list_of_people),
		ON(let__the_oldest_by_key__or_by_number_or_name),
		ON(refuse__asked_first_but_by_a_whole_name),
		ON(hide__by_the_key_it_is_asked_first__with_the_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
