/* SPDX-License-Identifier: MIT */
/* The door in words: what who waits is asked, and what those who lead can look at. */
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

enum { ME = 1, BEN, GRACE, NOW = 600000 };

static const struct pl_person people[] = {
	{ ME, "Ana", PL_PATIENT, PL_HERE },
	{ BEN, "Ben", PL_PATIENT, PL_HERE },
	{ GRACE, "Grace", PL_FACILITATOR, PL_HERE },
};

static const struct pl_stage stages[] = { { .title = "Welcome", .minutes = 5 },
					  { .title = "Closed" } };

struct door {
	struct porch *p;
	struct pl_seat seats[3];
	struct pl_session session;
};

static struct door door;

static struct pl_seat seat(int64_t member, const char *name, enum pl_where where)
{
	return (struct pl_seat) { .member = member,
				  .name = name,
				  .where = where,
				  .leads = member == GRACE,
				  .rating = -1,
				  .why = "",
				  .reason = "" };
}

static int open_door(void **state)
{
	if (porch_open(state))
		return -1;
	door = (struct door) { .p = *state };
	door.seats[0] = seat(ME, "Ana", PL_WAITING);
	door.seats[0].waits = 1;
	door.seats[1] = seat(BEN, "Ben", PL_WAITING);
	door.seats[1].waits = 2;
	door.seats[2] = seat(GRACE, "Grace", PL_IN);
	door.session = (struct pl_session) { .stage = 1,
					     .stages = stages,
					     .stages_count = 2,
					     .asks = true,
					     .norms = "",
					     .topic = "",
					     .exercise = { .title = "" },
					     .lesson = { .title = "", .counts = "" },
					     .seats = door.seats,
					     .seats_count = 3,
					     .self = &door.seats[0] };
	door.p->client.people = people;
	door.p->client.person_count = 3;
	door.p->client.session = &door.session;
	door.p->client.self = people[0];
	door.p->stage.now_utc_ms = NOW;
	stage_build(&door.p->stage);
	return 0;
}

static void says(const char *line, const char *reply)
{
	assert_true(stage_line(&door.p->stage, line) & DID_SAY);
	if (!strstr(door.p->stage.answer, reply))
		fail_msg("%s: %s", line, door.p->stage.answer);
}

static void wished(enum pl_act act, int64_t member, int64_t n, const char *text)
{
	assert_int_equal(door.p->client.wish.act, act);
	assert_int_equal(door.p->client.wish.member, member);
	assert_int_equal(door.p->client.wish.n, n);
	assert_string_equal(door.p->client.wish_text, text);
}

static void a_reply_is_for_the_question_that_is_next(void **state)
{
	(void)state;
	says("/reply", "Where are you now?");
	says("/reply At home", "Only the facilitators can read it.");
	wished(PL_ACT_REPLY, 0, PL_DOOR_WHERE, "At home");
	door.seats[0].replied = 1;
	says("/reply", "Who is near you?");
	says("/reply skip", "You skip this one");
	wished(PL_ACT_REPLY, 0, PL_DOOR_NEAR, "");
	door.seats[0].skipped = 2;
	says("/reply 3 or 4: ask for Jo", "Only the facilitators can read it.");
	wished(PL_ACT_REPLY, 0, PL_DOOR_NUMBER, "3 or 4: ask for Jo");
}

static void a_reply_can_be_changed_until_one_is_let_in(void **state)
{
	(void)state;
	door.seats[0].replied = 7;
	says("/reply At the library", "Until you are let in you can change what you said");
	says("/reply where: At the library", "Only the facilitators can read it.");
	wished(PL_ACT_REPLY, 0, PL_DOOR_WHERE, "At the library");
	says("/reply number: skip", "You skip this one");
	wished(PL_ACT_REPLY, 0, PL_DOOR_NUMBER, "");
	says("/reply number:", "What number can we call you back on?");
	door.seats[0].where = PL_IN;
	door.seats[0].waits = 0;
	says("/reply where: At work", "You are not asked anything now.");
}

static void a_reply_that_is_too_long_is_kept_where_it_was_typed(void **state)
{
	char line[512] = "/reply ";

	(void)state;
	memset(line + 7, 'a', 201);
	says(line, "at most 200 letters");
	assert_true(stage_line(&door.p->stage, line) & DID_KEEP);
	line[207] = '\0';
	says(line, "Only the facilitators can read it.");
}

static void who_leads_looks_by_name_or_at_who_waits_first(void **state)
{
	bool known;

	(void)state;
	says("/where ben", "It is noted that you looked, and Ben can read that.");
	wished(PL_ACT_LOOK, BEN, 1, "");
	stage_key(&door.p->stage, KEY_CHORD('A'), &known);
	wished(PL_ACT_LOOK, ME, 1, "");
	says("/legal Ben", "It is noted that you looked");
	wished(PL_ACT_LOOK, BEN, 0, "");
	stage_key(&door.p->stage, KEY_CHORD('L'), &known);
	wished(PL_ACT_LOOKS, 0, 0, "");
	says("/where Nobody", "nobody");
}

static const char *note_of(const char *who)
{
	const struct model *m = &door.p->stage.model;

	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].who && strcmp(m->items[i].who, who) == 0)
			return m->items[i].note ? m->items[i].note : "";
	return "not there";
}

static void the_console_says_who_has_replied(void **state)
{
	(void)state;
	door.seats[0].replied = 3;
	door.seats[0].skipped = 4;
	stage_line(&door.p->stage, "/console");
	stage_build(&door.p->stage);
	assert_string_equal(note_of("Ana"), "replied to 2 of 3, skipped 1");
	assert_string_equal(note_of("Ben"), "has not replied");
	door.session.asks = false;
	stage_build(&door.p->stage);
	assert_string_equal(note_of("Ana"), "");
}

static void papers_and_looks_are_sentences(void **state)
{
	static const struct {
		struct pl_notice n;
		const char *words;
	} rows[] = {
		{ { .kind = PL_NOTE_REPLY, .n = 1, .who = "Ben", .text = "At home" },
		  "Ben is here: At home" },
		{ { .kind = PL_NOTE_REPLY, .n = 2, .who = "Ben", .text = "My aunt" },
		  "Near Ben: My aunt" },
		{ { .kind = PL_NOTE_REPLY, .n = 3, .who = "Ben", .text = "555 0100" },
		  "The number of Ben: 555 0100" },
		{ { .kind = PL_NOTE_REPLY, .n = 1, .who = "Ben", .text = "" },
		  "No replies of Ben are kept." },
		{ { .kind = PL_NOTE_LEGAL, .who = "Ben", .text = "Benjamin Lee" },
		  "The legal name of Ben: Benjamin Lee" },
		{ { .kind = PL_NOTE_LEGAL, .who = "Ben", .text = "" },
		  "No legal name is kept for Ben." },
		{ { .kind = PL_NOTE_LOOKED_LEGAL, .n = 60000, .who = "Grace", .text = "" },
		  "Grace looked at your legal name: Thursday 1 January, 00:01." },
		{ { .kind = PL_NOTE_LOOKED_REPLIES, .n = 60000, .who = "Grace", .text = "" },
		  "Grace looked at your replies: Thursday 1 January, 00:01." },
		{ { .kind = PL_NOTE_LOOKED_LEGAL, .who = "", .text = "" },
		  "Nobody has looked at your legal name or at your replies." },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(words_notice(&a, &rows[i].n), rows[i].words);
	arena_finish(&a);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_door, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(a_reply_is_for_the_question_that_is_next),
		ON(a_reply_can_be_changed_until_one_is_let_in),
		ON(a_reply_that_is_too_long_is_kept_where_it_was_typed),
		ON(who_leads_looks_by_name_or_at_who_waits_first),
		ON(the_console_says_who_has_replied),
		ON(papers_and_looks_are_sentences),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
