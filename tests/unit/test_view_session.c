/* SPDX-License-Identifier: MIT */
/* A session in words: the meeting, the console, and what each word does. */
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

enum { ME = 1, BEN = 2, GRACE = 3, JO = 4, SAM = 5, NOW = 600000 };

static const struct pl_person people[] = {
	{ ME, "Ana", PL_PATIENT, PL_HERE },          { BEN, "Ben", PL_PATIENT, PL_HERE },
	{ GRACE, "Grace", PL_FACILITATOR, PL_HERE }, { JO, "Jo Ann", PL_PATIENT, PL_HERE },
	{ SAM, "Sam", PL_PATIENT, PL_LEFT },
};

static const struct pl_stage stages[] = {
	{ "Check-in", PL_TALK_TURNS, 15, true, "", 120 },
	{ "Work", PL_TALK_TURNS, 40, false, "", 0 },
	{ "Closed", PL_TALK_OPEN, 0, false, "", 0 },
};

static const struct pl_seat seats[] = {
	{ .member = GRACE,
	  .name = "Grace",
	  .where = PL_IN,
	  .leads = true,
	  .accepted = true,
	  .rating = -1,
	  .why = "",
	  .reason = "" },
	{ .member = ME,
	  .name = "Ana",
	  .where = PL_IN,
	  .accepted = true,
	  .since_utc_ms = 300000,
	  .late_minutes = 12,
	  .rating = 7,
	  .hand_utc_ms = 500,
	  .place = 2,
	  .why = "my week",
	  .reason = "" },
	{ .member = BEN,
	  .name = "Ben",
	  .where = PL_IN,
	  .down = true,
	  .accepted = true,
	  .since_utc_ms = 420000,
	  .muted_until_utc_ms = 900000,
	  .rating = -1,
	  .hand_utc_ms = 400,
	  .place = 1,
	  .why = "",
	  .reason = "" },
	{ .member = JO,
	  .name = "Jo Ann",
	  .where = PL_WAITING,
	  .since_utc_ms = 480000,
	  .rating = -1,
	  .why = "",
	  .reason = "",
	  .waits = 1 },
};

static const struct pl_session session = {
	.stage = 2,
	.stages = stages,
	.stages_count = 3,
	.ends_utc_ms = NOW + 12 * 60000,
	.talk = PL_TALK_TURNS,
	.floor = GRACE,
	.norms = "",
	.topic = "",
	.exercise = { .title = "" },
	.lesson = { .title = "", .counts = "" },
	.seats = seats,
	.seats_count = 4,
	.self = &seats[1],
};

static int open_porch(void **state)
{
	struct porch *p;

	if (porch_open(state))
		return -1;
	p = *state;
	p->client.people = people;
	p->client.person_count = sizeof(people) / sizeof(people[0]);
	p->client.session = &session;
	p->client.self = people[0];
	p->stage.now_utc_ms = NOW;
	stage_build(&p->stage);
	return 0;
}

static void says(struct porch *p, const char *line, const char *answer)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, answer);
}

static void wished(const struct porch *p, enum pl_act act, int64_t member, int64_t n)
{
	assert_int_equal(p->client.wish.act, act);
	assert_int_equal(p->client.wish.member, member);
	assert_int_equal(p->client.wish.n, n);
}

static void the_stage_is_told_to_who_asks(void **state)
{
	struct porch *p = *state;

	says(p, "/stage",
	     "Stage 2 of 3: Work. Time left: 12 minutes. Grace has the floor. Hands up: Ben, "
	     "Ana. "
	     "You are number 2. One person talks at a time. Type /hand to ask for a turn.");
	assert_non_null(
		strstr(p->stage.model.status, "Work. Grace has the floor. 2 hands are up."));
	p->client.session = NULL;
	says(p, "/stage", "No session is under way here. All may talk.");
}

static void who_waits__is_told_the_place_and_the_minutes(void **state)
{
	struct pl_session waiting = session;
	struct pl_seat me = seats[3];
	struct porch *p = *state;

	waiting.self = &me;
	p->client.session = &waiting;
	stage_build(&p->stage);
	says(p, "/stage",
	     "Stage 2 of 3: Work. Time left: 12 minutes. You are first in the waiting room. "
	     "You "
	     "have waited 2 minutes.");
	me.waits = 3;
	stage_build(&p->stage);
	assert_non_null(
		strstr(p->stage.model.status, "Work. You are number 3 in the waiting room."));
}

static void a_member_has_words_for_each_wish(void **state)
{
	struct porch *p = *state;

	says(p, "/hand my week", "Your hand goes up.");
	wished(p, PL_ACT_RAISE, 0, 0);
	assert_string_equal(p->client.wish_text, "my week");
	says(p, "/hand", "Your hand goes up.");
	assert_string_equal(p->client.wish_text, "");
	says(p, "/lower", "The hand goes down.");
	wished(p, PL_ACT_LOWER, 0, 0);
	says(p, "/pass", "You pass this time.");
	wished(p, PL_ACT_PASS, 0, 0);
	says(p, "/done", "You give the floor back.");
	wished(p, PL_ACT_DONE, 0, 0);
	says(p, "/rate 7", "Your number is noted.");
	wished(p, PL_ACT_RATE, 0, 7);
	says(p, "/rate 11", "To do that, type /rate NUMBER");
	says(p, "/rate seven", "To do that, type /rate NUMBER");
	says(p, "/side I am not well.", "This goes to the facilitators alone.");
	wished(p, PL_ACT_SIDE, 0, 0);
	assert_string_equal(p->client.wish_text, "I am not well.");
	says(p, "/modality phone", "Noted: by phone.");
	wished(p, PL_ACT_MODALITY, 0, PL_BY_PHONE);
	says(p, "/modality both Jo", "Noted: Jo Ann, by text and phone.");
	wished(p, PL_ACT_MODALITY, JO, PL_BY_BOTH);
	says(p, "/modality none", "Noted: not stated.");
	says(p, "/modality radio",
	     "To do that, type /modality text, phone, both or none, then NAME");
	says(p, "/modality phone Nobody", words_failure(PL_FAIL_WHO));
	says(p, "/leave", "You leave the session.");
	wished(p, PL_ACT_LEAVE, 0, 0);
}

static void keys_act_where_nothing_need_be_typed__and_else_say_what(void **state)
{
	struct porch *p = *state;
	bool known;

	assert_true(stage_key(&p->stage, KEY_ALT('H'), &known) & DID_SAY);
	wished(p, PL_ACT_RAISE, 0, 0);
	p->client.wishes = 0;
	stage_key(&p->stage, KEY_ALT('X'), &known);
	stage_key(&p->stage, KEY_ALT('R'), &known);
	stage_key(&p->stage, KEY_ALT('D'), &known);
	stage_key(&p->stage, KEY_ALT('#'), &known);
	assert_int_equal(p->client.wishes, 0);
	assert_string_equal(p->stage.answer, "To do that, type /rate NUMBER");
}

/* One key, or two of the same: the promise is three at most. */
static void call_next_admit_and_undo_take_one_key__mute_two(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_key(&p->stage, KEY_ALT('N'), &known);
	wished(p, PL_ACT_CALL, 0, 0);
	stage_key(&p->stage, KEY_ALT('A'), &known);
	wished(p, PL_ACT_ADMIT, 0, 0);
	assert_non_null(strstr(p->stage.answer, "Who has waited longest is let in."));
	stage_key(&p->stage, KEY_ALT('M'), &known); /* Grace has the floor: Ben spoke last */
	wished(p, PL_ACT_ADMIT, 0, 0);
	assert_string_equal(p->stage.answer, "Mute Ben? For 5 minutes. The same again does it. "
					     "Anything else does not.");
	stage_key(&p->stage, KEY_ALT('M'), &known);
	wished(p, PL_ACT_MUTE, BEN, 5);
	stage_key(&p->stage, KEY_ALT('U'), &known);
	wished(p, PL_ACT_UNDO, 0, 0);
}

static void what_was_asked__is_not_done_after_anything_else(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_key(&p->stage, KEY_ALT('R'), &known);
	assert_string_equal(p->stage.answer, "Take Ben out of the session? The same again does "
					     "it. Anything else does not.");
	stage_line(&p->stage, "/who");
	stage_key(&p->stage, KEY_ALT('R'), &known);
	stage_key(&p->stage, KEY_ALT('S'), &known);
	stage_key(&p->stage, KEY_ALT('M'), &known);
	says(p, "/mute be 10",
	     "Mute Ben? For 10 minutes. The same again does it. Anything "
	     "else does not."); /* for so long is another question */
	assert_int_equal(p->client.wishes, 0);
	says(p, "/mute be 10: loud",
	     "Ben is muted. Type /undo to take it back, for one minute.");
	assert_string_equal(p->client.wish_text, "loud");
	stage_line(&p->stage, "/mute be 10"); /* done is done: it is asked anew */
	assert_int_equal(p->client.wishes, 1);
	says(p, "/remove",
	     "Take Ben out of the session? The same again does it. Anything else "
	     "does not.");
	assert_int_equal(stage_line(&p->stage, "/remove") & DID_KEEP, 0);
	wished(p, PL_ACT_REMOVE, BEN, 0);
}

static void a_reason_goes_with_it(void **state)
{
	struct porch *p = *state;
	struct arena a = { 0 };
	const struct pl_notice n = { .kind = PL_NOTE_OUT, .who = "", .text = "You need rest." };

	says(p, "/stepout Jo Ann: You need rest.",
	     "Jo Ann is asked to step out. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_STEP_OUT, JO, 0);
	assert_string_equal(p->client.wish_text, "You need rest.");
	assert_non_null(strstr(words_notice(&a, &n), " The reason: You need rest."));
	arena_finish(&a);
}

static void admit_all__is_one_act_for_each_who_waits(void **state)
{
	struct porch *p = *state;

	p->client.wishes = 0;
	says(p, "/admit all",
	     "1 person is let in. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_ADMIT, JO, 0);
	assert_int_equal(p->client.wishes, 1);
	p->client.session = NULL;
	assert_int_equal(stage_line(&p->stage, "/admit all"), DID_SAY | DID_KEEP);
	assert_int_equal(p->client.wishes, 1);
}

/* The second place has the first seat: it is let in last. */
static void admit_all__who_has_waited_longest_comes_first(void **state)
{
	const struct pl_seat two[] = {
		{ .member = JO, .name = "Jo Ann", .where = PL_WAITING, .waits = 2 },
		{ .member = SAM, .name = "Sam", .where = PL_WAITING, .waits = 1 },
	};
	struct pl_session waiting = session;
	struct porch *p = *state;

	waiting.seats = two;
	waiting.seats_count = 2;
	waiting.self = NULL;
	p->client.session = &waiting;
	p->client.wishes = 0;
	says(p, "/admit all",
	     "2 people are let in. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_ADMIT, JO, 0);
	assert_int_equal(p->client.wishes, 2);
}

static void an_act_on_a_person__by_name_or_a_part_of_it(void **state)
{
	struct porch *p = *state;

	says(p, "/mute ben 10", "Ben is muted. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_MUTE, BEN, 10);
	says(p, "/mute jo ann", "Jo Ann is muted. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_MUTE, JO, 5);
	says(p, "/mute Jo 300", "To do that, type /mute NAME MINUTES: WHY");
	says(p, "/unmute Jo", "Jo Ann may talk again.");
	wished(p, PL_ACT_MUTE, JO, 0);
	says(p, "/invite sa",
	     "Sam is invited to speak. Type /undo to take it back, for one minute.");
	says(p, "/remove an",
	     "There is nobody of that name here, or more than one. Please type the whole "
	     "name.");
	says(p, "/stepout nobody",
	     "There is nobody of that name here, or more than one. Please type the whole "
	     "name.");
	says(p, "/next Ben", "The floor goes to Ben.");
	wished(p, PL_ACT_CALL, BEN, 0);
	says(p, "/admit Jo", "Jo Ann is let in. Type /undo to take it back, for one minute.");
}

static void the_stage_is_moved(void **state)
{
	struct porch *p = *state;

	says(p, "/stage next", "On to stage Closed.");
	wished(p, PL_ACT_STAGE, 0, 3);
	says(p, "/stage back", "On to stage Check-in.");
	wished(p, PL_ACT_STAGE, 0, 1);
	says(p, "/stage 3", "On to stage Closed.");
	says(p, "/stage extend", "The stage gets more time: 5 minutes.");
	wished(p, PL_ACT_EXTEND, 0, 5);
	says(p, "/stage extend 20", "The stage gets more time: 20 minutes.");
	wished(p, PL_ACT_EXTEND, 0, 20);
	p->client.wishes = 0;
	stage_line(&p->stage, "/stage extend 121");
	stage_line(&p->stage, "/stage 4");
	stage_line(&p->stage, "/stage sideways");
	assert_int_equal(p->client.wishes, 0);
	says(p, "/talk quiet",
	     "The way to talk changes. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_TALK, 0, PL_TALK_QUIET);
	says(p, "/talk loud", "To do that, type /talk open, turns or quiet");
	says(p, "/lock on", "The door changes. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_LOCK, 0, 1);
	says(p, "/slow 30", "The pace changes. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_SLOW, 0, 30);
	says(p, "/open group", "The session opens.");
	assert_string_equal(p->client.wish_text, "group");
	says(p, "/topic Sleep", "The topic is set.");
	says(p, "/decide A fixed hour.", "That is written down as decided.");
}

static void who_leads_answers_at_a_side_door(void **state)
{
	struct porch *p = *state;

	p->client.self = people[2];
	says(p, "/side Ben: I am here.", "This goes to the facilitators alone.");
	wished(p, PL_ACT_SIDE, BEN, 0);
	assert_string_equal(p->client.wish_text, "I am here.");
	says(p, "/side I am here.",
	     "To do that, type /side TEXT, or for facilitators NAME: TEXT");
	says(p, "/side Zoe: I am here.",
	     "There is nobody of that name here, or more than one. Please type the whole "
	     "name.");
}

static void what_is_refused_is_said_and_the_line_kept(void **state)
{
	struct porch *p = *state;

	p->client.answer = PL_FAIL_REFUSED;
	assert_int_equal(stage_line(&p->stage, "/mute Ben"), DID_SAY | DID_KEEP);
	p->client.answer = PL_FAIL_TURN;
	assert_int_equal(stage_line(&p->stage, "But I want to say"), DID_SAY | DID_KEEP);
	assert_non_null(strstr(p->stage.answer, "It is not your turn."));
}

static void notices_stand_where_they_came__and_call_where_they_must(void **state)
{
	static const struct pl_notice notices[] = {
		{ .id = 1, .kind = PL_NOTE_BEGUN, .after_seq = 0, .who = "", .text = "" },
		{ .id = 2, .kind = PL_NOTE_FLOOR, .after_seq = 2, .who = "Ben", .text = "" },
		{ .id = 3, .kind = PL_NOTE_NEXT, .after_seq = 90, .who = "", .text = "" },
		{ .id = 4, .kind = PL_NOTE_DOWN, .after_seq = 90, .who = "100%s", .text = "" },
	};
	struct porch *p = *state;
	const struct model *m = &p->stage.model;
	size_t at[4] = { 0 };

	p->client.notices = notices;
	p->client.notice_count = 4;
	stage_build(&p->stage);
	for (size_t i = 0; i < m->count; i++)
		for (size_t k = 0; k < 4; k++)
			if (m->items[i].id == view_id(ID_NOTE, k + 1))
				at[k] = i + 1;
	assert_int_equal(at[0], 1);
	assert_true(at[1] > at[0] && at[2] > at[1] + 1 && at[3] == at[2] + 1);
	assert_string_equal(m->items[at[1] - 1].text, "Ben has the floor.");
	assert_int_equal(m->items[at[1] - 1].voice, VOICE_POLITE);
	assert_string_equal(m->items[at[2] - 1].text, "You are next.");
	assert_int_equal(m->items[at[2] - 1].voice, VOICE_NOW);
	assert_string_equal(m->items[at[3] - 1].text,
			    "The line of 100%s is down. The seat is kept.");
}

static void every_notice_and_act_has_its_words(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (int k = 0; k < PL_NOTES; k++) {
		const struct pl_notice n = { .kind = (enum pl_notice_kind)k,
					     .who = "Ben",
					     .text = "Sleep well" };

		assert_true(strlen(words_notice(&a, &n)) > 8);
		assert_null(strstr(words_notice(&a, &n), "%"));
	}
	for (int k = 0; k < PL_ACTS; k++) {
		assert_true(strlen(words_wish(&a, (enum pl_act)k, "Ben")) > 8);
		assert_null(strstr(words_wish(&a, (enum pl_act)k, "Ben"), "%"));
	}
	for (int k = 0; k < PL_WHERES; k++)
		assert_true(words_where((enum pl_where)k)[0]);
	arena_finish(&a);
}

static void the_console_has_each_person_once__part_by_part(void **state)
{
	static const struct {
		const char *who, *text, *note;
	} rows[] = {
		{ NULL, "Waiting to be let in: 1", NULL },
		{ "Jo Ann", "number 1, for 2 minutes", NULL },
		{ NULL, "Hands up: 2", NULL },
		{ "Ben", "line down, for 3 minutes, muted until 00:15", "hand up, number 1" },
		{ "Ana", "in the room, for 5 minutes, late by 12 minutes, check-in 7",
		  "hand up, number 2: my week" },
		{ NULL, "In the room: 1", NULL },
		{ "Grace", "", "has the floor" },
		{ NULL, "Absent: 1", NULL },
		{ "Sam", "", NULL },
	};
	const size_t n = sizeof(rows) / sizeof(rows[0]);
	struct porch *p = *state;
	const struct model *m = &p->stage.model;

	stage_line(&p->stage, "/console");
	stage_build(&p->stage);
	assert_int_equal(m->count, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct item *it = &m->items[i + 1];

		assert_int_equal(it->role, rows[i].who ? ITEM_PERSON : ITEM_HEADING);
		assert_string_equal(it->who ? it->who : "", rows[i].who ? rows[i].who : "");
		assert_string_equal(it->text, rows[i].text);
		assert_string_equal(it->note ? it->note : "", rows[i].note ? rows[i].note : "");
	}
	p->client.session = NULL;
	stage_build(&p->stage);
	assert_int_equal(m->count, 1);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_porch, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(the_stage_is_told_to_who_asks),
		ON(who_waits__is_told_the_place_and_the_minutes),
		ON(a_member_has_words_for_each_wish),
		ON(keys_act_where_nothing_need_be_typed__and_else_say_what),
		ON(call_next_admit_and_undo_take_one_key__mute_two),
		ON(what_was_asked__is_not_done_after_anything_else),
		ON(a_reason_goes_with_it),
		ON(admit_all__is_one_act_for_each_who_waits),
		ON(admit_all__who_has_waited_longest_comes_first),
		ON(an_act_on_a_person__by_name_or_a_part_of_it),
		ON(the_stage_is_moved),
		ON(who_leads_answers_at_a_side_door),
		ON(what_is_refused_is_said_and_the_line_kept),
		ON(notices_stand_where_they_came__and_call_where_they_must),
		ON(every_notice_and_act_has_its_words),
		ON(the_console_has_each_person_once__part_by_part),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
