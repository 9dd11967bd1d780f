/* SPDX-License-Identifier: MIT */
/* In words and keys: who is not safe, the lead, votes, what stays up, and who has what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "view/session.h"

enum { ANA = 1, BEN, GRACE, LEE, NOW = 600000 };

static const struct pl_person people[] = {
	{ ANA, "Ana", PL_PATIENT, PL_HERE },
	{ BEN, "Ben", PL_PATIENT, PL_HERE },
	{ GRACE, "Grace", PL_FACILITATOR, PL_HERE },
	{ LEE, "Lee", PL_FACILITATOR, PL_LEFT },
};

static const struct pl_stage stages[] = { { .title = "Work", .talk = PL_TALK_OPEN },
					  { .title = "Closed" } };
static const struct pl_seat seats[] = {
	{ .member = GRACE,
	  .name = "Grace",
	  .where = PL_IN,
	  .leads = true,
	  .rating = -1,
	  .why = "" },
	{ .member = ANA, .name = "Ana", .where = PL_IN, .rating = -1, .why = "" },
	{ .member = BEN,
	  .name = "Ben",
	  .where = PL_IN,
	  .rating = -1,
	  .why = "",
	  .muted_until_utc_ms = 900000 },
};

static const char *const choices[] = { "A break now", "Go on", "Go home" };
static const int counts[] = { 2, 0, 1 };
static const char *const pins[] = { "Water is in the hall." };

static struct pl_session session;

static int open_porch(void **state)
{
	struct porch *p;

	if (porch_open(state))
		return -1;
	p = *state;
	session = (struct pl_session) { .stage = 1,
					.stages = stages,
					.stages_count = 2,
					.norms = "",
					.topic = "",
					.exercise = { .title = "" },
					.lesson = { .title = "", .counts = "" },
					.seats = seats,
					.seats_count = 3,
					.self = &seats[0] };
	p->client.people = people;
	p->client.person_count = sizeof(people) / sizeof(people[0]);
	p->client.session = &session;
	p->client.self = people[2];
	p->client.link.link = PL_LINK_LIVE;
	p->stage.now_utc_ms = NOW;
	stage_build(&p->stage);
	return 0;
}

static void says(struct porch *p, const char *line, const char *answer)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, answer);
}

static void wished(struct porch *p, enum pl_act act, int64_t member, int64_t n)
{
	assert_int_equal(p->client.wish.act, act);
	assert_int_equal(p->client.wish.member, member);
	assert_int_equal(p->client.wish.n, n);
	p->client.wish = (struct pl_wish) { .act = PL_ACTS };
}

static bool status_has(struct porch *p, const char *words)
{
	stage_build(&p->stage);
	return strstr(p->stage.model.status, words) != NULL;
}

static void unsafe__by_key_and_word__says_who_will_see_it(void **state)
{
	static const struct pl_alert alert = {
		.member = ANA, .name = "Ana", .mine = true, .taker = ""
	};
	struct porch *p = *state;
	bool known;

	p->client.self = people[0];
	session.self = &seats[1];
	stage_key(&p->stage, KEY_CHORD('s'), &known);
	wished(p, PL_ACT_DANGER, 0, 0);
	assert_non_null(strstr(p->stage.answer, "Nobody has seen it yet."));
	assert_non_null(strstr(p->stage.answer, "The group is told nothing."));
	p->client.person_count = 2; /* nobody who leads is here */
	stage_line(&p->stage, "/unsafe");
	assert_non_null(strstr(p->stage.answer, "No facilitator is here now."));
	p->client.link.link = PL_LINK_WAITING;
	stage_line(&p->stage, "/unsafe");
	assert_non_null(strstr(p->stage.answer, "goes out first when it is back"));
	assert_non_null(strstr(p->stage.answer, "/crisis"));
	p->client.alerts = &alert;
	p->client.alert_count = 1;
	assert_true(status_has(p, "nobody has seen it yet. Ctrl-X"));
	stage_line(&p->stage, "/help"); /* in each view */
	assert_true(status_has(p, "nobody has seen it yet. Ctrl-X"));
}

static const struct pl_alert alerts[] = {
	{ .member = BEN, .name = "Ben", .utc_ms = NOW - 120000, .taker = "" },
	{ .member = ANA, .name = "Ana", .utc_ms = NOW - 180000, .taker = "Lee" },
};

static void take__who_waits_longest_or_a_name__brings_up_what_to_do(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_key(&p->stage, KEY_CHORD('a'), &known);
	assert_int_equal(p->client.wishes, 0);
	p->client.alerts = alerts;
	p->client.alert_count = 2;
	assert_true(status_has(p, "Ben is not safe: type /take."));
	says(p, "/take ana",
	     "That does not fit just now. Type /stage to hear how things stand.");
	says(p, "/take", "You see to Ben now. They are told so.");
	wished(p, PL_ACT_TAKE, BEN, 0);
	assert_ptr_equal(p->stage.view, porch_view("protocol"));
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model,
				"is not safe, for 2 minutes. Nobody sees to it "
				"yet. Type /take Ben"));
	assert_true(porch_holds(&p->stage.model, "is not safe, for 3 minutes. Lee sees to it"));
	assert_true(porch_holds(&p->stage.model, "Where are you?"));
	assert_true(porch_holds(&p->stage.model, "Who is with you?"));
}

static void console__who_is_not_safe_first__also_without_a_session(void **state)
{
	struct porch *p = *state;

	p->client.alerts = alerts;
	p->client.alert_count = 2;
	p->client.session = NULL;
	stage_line(&p->stage, "/console");
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[1].text, "Not safe: 2");
	assert_string_equal(p->stage.model.items[2].who, "Ben");
	assert_int_equal(p->stage.model.items[2].voice, VOICE_NOW);
	p->stage.now_utc_ms +=
		13 * INT64_C(3600000); /* what was seen to is not told for ever */
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[1].text, "Not safe: 1");
	assert_int_equal(p->client.wishes, 0);
}

static void baton__tells_what_is_open__and_is_taken_by_a_word(void **state)
{
	struct porch *p = *state;

	session.poll = (struct pl_poll) { .id = 4, .question = "Break?" };
	says(p, "/baton", "Stage 1 of 2: Work. All may talk. Muted: Ben. A vote is open.");
	session.held_count = 2;
	stage_line(&p->stage, "/baton");
	assert_non_null(strstr(p->stage.answer, "Lines that wait to be let through: 2."));
	stage_line(&p->stage, "/baton lee");
	wished(p, PL_ACT_BATON, LEE, 0);
	assert_non_null(strstr(p->stage.answer, "Lee is offered the lead."));
	assert_non_null(strstr(p->stage.answer, "Muted: Ben."));
	says(p, "/take lead ", "You take the lead.");
	wished(p, PL_ACT_LEAD, 0, 0);
	session.offered = GRACE;
	says(p, "/take", "You take the lead.");
}

static void poll__a_question_with_choices__or_the_word_that_is_missing(void **state)
{
	static const char *const bad[] = { "/poll Break?", "/poll Break? yes / no",
					   "/poll : yes / no", "/poll Break?: yes",
					   "/poll Break?: yes / / no" };
	struct porch *p = *state;

	says(p, "/poll Shall we: go on?: A break now / Go on/Go home",
	     "All are asked. To end the vote, type /poll close.");
	wished(p, PL_ACT_POLL, 0, 0);
	assert_string_equal(p->client.wish_text,
			    "Shall we: go on?\nA break now\nGo on\nGo home");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		says(p, bad[i], "To do that, type /poll QUESTION: ONE / OTHER, or close");
	says(p, "/poll close ", "The vote ends.");
	wished(p, PL_ACT_COUNT, 0, 0);
	stage_line(&p->stage, "/scale How hard is today?");
	wished(p, PL_ACT_POLL, 0, 0);
	assert_string_equal(p->client.wish_text, "How hard is today?");
	says(p, "/poll", "There is no vote.");
}

static void vote__by_number_letter_or_words(void **state)
{
	static const struct {
		const char *line;
		int n;
	} good[] = { { "/vote 2", 2 },
		     { "/vote c", 3 },
		     { "/vote go on", 2 },
		     { "/vote break ", 1 },
		     { "/vote HOME", 3 } };
	static const char *const bad[] = { "/vote 0", "/vote 4", "/vote d", "/vote go" };
	struct porch *p = *state;

	session.poll = (struct pl_poll) {
		.id = 4, .question = "Break?", .choices = choices, .choices_count = 3
	};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		stage_line(&p->stage, good[i].line);
		wished(p, PL_ACT_VOTE, 0, good[i].n);
	}
	p->client.wishes = 0;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		stage_line(&p->stage, bad[i]);
	assert_int_equal(p->client.wishes, 0);
	says(p, "/vote",
	     "A vote: Break? 1: A break now. 2: Go on. 3: Go home. Type /vote and a number. ");
	session.poll.counts = counts;
	session.poll.counts_count = 3;
	stage_line(&p->stage, "/poll");
	assert_non_null(strstr(p->stage.answer, "A break now: 2. Go on: 0. Go home: 1"));
	session.poll.choices_count = 0; /* 0 to 10 */
	stage_line(&p->stage, "/vote 0");
	wished(p, PL_ACT_VOTE, 0, 1);
	stage_line(&p->stage, "/vote 10");
	wished(p, PL_ACT_VOTE, 0, 11);
}

static void a_vote_in_words__to_all(void **state)
{
	static const struct pl_notice notes[] = {
		{ .kind = PL_NOTE_COUNTED, .who = "", .text = "2 0 1\nBreak?\nYes\nNo\nLater" },
		{ .kind = PL_NOTE_COUNTED,
		  .who = "",
		  .text = "0 0 0 1 0 0 0 2 0 0 0\nHow hard is today?" },
		{ .kind = PL_NOTE_POLL, .who = "", .text = "How hard is today?" },
		{ .kind = PL_NOTE_REACH, .who = "", .n = 8, .text = "Ana, Jo" },
		{ .kind = PL_NOTE_REACH, .who = "", .n = 10, .text = "" },
		{ .kind = PL_NOTE_TAKEN, .who = "Ana", .text = "Robin" },
	};
	static const char *const words[] = {
		"The vote is over. Break? Yes: 2. No: 0. Later: 1.",
		"The vote is over. How hard is today? 5.7 on average, from 3 to 7, 3 answers.",
		"A question to all: How hard is today? Type /vote and a number from 0 to 10.",
		"8 have this. Still receiving: Ana, Jo.",
		"All have this.",
		"Robin sees to Ana.",
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_string_equal(words_notice(&p->stage.model.mem, &notes[i]), words[i]);
}

static void pin__a_text_a_message_or_the_newest(void **state)
{
	struct porch *p = *state;
	bool known;

	says(p, "/pin Water is in the hall.",
	     "That stays up now. Type /undo to take it back, for one minute.");
	assert_string_equal(p->client.wish_text, "Water is in the hall.");
	stage_key(&p->stage, KEY_CHORD('f'), &known);
	assert_non_null(strstr(p->client.wish_text, ": "));
	says(p, "/pin 99999", "To do that, type /pin TEXT or NUMBER");
	stage_line(&p->stage, "/unpin 2");
	wished(p, PL_ACT_UNPIN, 0, 2);
	session.pins = pins;
	session.pins_count = 1;
	stage_line(&p->stage, "/stage");
	assert_non_null(strstr(p->stage.answer, "To keep in mind: Water is in the hall."));
}

/* Lines that the server has no number for yet; who refuses one will never have it. */
static int64_t own_on_their_way(const struct porch *p)
{
	int64_t n = 0;

	for (size_t i = 0; i < p->client.message_count; i++)
		n += p->client.messages[i].state == PL_KEPT_HERE;
	assert_int_equal(n, 1);
	return n;
}

/* One key each: the promise is three at most. */
static void barrier_and_see__who_has_what(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_key(&p->stage, KEY_CHORD('b'), &known);
	wished(p, PL_ACT_WATCH, 0, stage_newest(&p->stage) + own_on_their_way(p));
	p->client.reach[ANA] = stage_newest(&p->stage) + 1;
	p->client.reach[BEN] = stage_newest(&p->stage) - 1; /* two behind */
	assert_true(stage_line(&p->stage, "/see Ben") & DID_VIEW);
	wished(p, PL_ACT_WATCH, 0, 0);
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "What one person has before them"));
	assert_true(porch_holds(&p->stage.model, "2 lines have not reached them yet."));
	assert_true(porch_holds(&p->stage.model, ", 2 lines behind"));
	assert_true(porch_holds(&p->stage.model, "has all"));
	session.lead = GRACE;
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "has the lead"));
	stage_line(&p->stage, "/see Ana");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "All that was said has reached them."));
	says(p, "/see", "To do that, type /see NAME");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_porch, porch_close)
		TEST(unsafe__by_key_and_word__says_who_will_see_it),
		TEST(take__who_waits_longest_or_a_name__brings_up_what_to_do),
		TEST(console__who_is_not_safe_first__also_without_a_session),
		TEST(baton__tells_what_is_open__and_is_taken_by_a_word),
		TEST(poll__a_question_with_choices__or_the_word_that_is_missing),
		TEST(vote__by_number_letter_or_words),
		TEST(a_vote_in_words__to_all),
		TEST(pin__a_text_a_message_or_the_newest),
		TEST(barrier_and_see__who_has_what),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
