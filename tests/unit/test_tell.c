/* SPDX-License-Identifier: MIT */
/* What the line face says: items to sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "hear/hold.h"
#include "hear/tell.h"
#include "support/porch.h"

/* A porch whose talk can be changed, with what was told of it. */
struct scene {
	struct porch *porch;
	struct pl_message msgs[40];
	struct tell told;
	struct tell_link link;
	struct hold hold;
	struct buf heard;
};

static int open_scene(void **state)
{
	struct scene *s = mem_get(sizeof(*s));
	void *porch;

	porch_open(&porch);
	s->porch = porch;
	memcpy(s->msgs, porch_talk, sizeof(porch_talk));
	s->porch->client.messages = s->msgs;
	hold_init(&s->hold, 0, 0);
	buf_init(&s->heard, 65536);
	*state = s;
	return 0;
}

static int close_scene(void **state)
{
	struct scene *s = *state;
	void *porch = s->porch;

	tell_finish(&s->told);
	hold_finish(&s->hold);
	buf_finish(&s->heard);
	porch_close(&porch);
	free(s);
	return 0;
}

/* Everything that is in the hold, a line each. */
static const char *hear(struct scene *s)
{
	struct hold_row row;

	buf_reset(&s->heard);
	while (hold_take(&s->hold, 0, &row)) {
		buf_addf(&s->heard, "%s\n", row.text);
		free(row.text);
	}
	return buf_text(&s->heard);
}

static const struct tell_how plain, with_times = { .times = true };

static const struct model *build(struct scene *s)
{
	stage_build(&s->porch->stage);
	return &s->porch->stage.model;
}

static void say(struct scene *s, struct pl_message m)
{
	s->msgs[s->porch->client.message_count++] = m;
}

static struct pl_message from(uint64_t id, const char *who, const char *text)
{
	struct pl_message m = porch_talk[2];

	m.id = id;
	m.seq = (int64_t)id - 100;
	m.who = who;
	m.text = text;
	return m;
}

/* ---- the meeting ---- */

static void the_meeting_comes_up_with_what_was_read_before_and_all_that_was_not(void **state)
{
	struct scene *s = *state;

	tell_meeting(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "Evening group\n"
				     "Sunday 22 November\n"
				     "Ben: Welcome.\n"
				     "Monday 23 November\n"
				     "Ana: Hello.\n"
				     "Not read before\n"
				     "Ben: How are you, ANA?\n"
				     "Cy: Banana bread. [31m\n"
				     "Ana, kept here: Fine.\n");
}

static void of_a_long_talk_only_the_last_few_that_were_read_are_told(void **state)
{
	struct scene *s = *state;
	struct pl_group group = porch_groups[0];

	s->porch->client.groups = &group;
	s->porch->client.group_count = 1;
	s->porch->client.message_count = 0;
	for (unsigned i = 1; i <= 30; i++)
		say(s, from(100 + i, "Ben", i == 17 ? "Here." : "Before."));
	group.last_seq = 30;
	group.read_seq = 26;
	tell_meeting(&s->told, build(s), plain, &s->hold);
	const char *heard = hear(s);
	int lines = 0;

	for (const char *p = heard; *p; p++)
		lines += *p == '\n';
	assert_int_equal(lines, 1 + TELL_BEFORE + 1 + 4);
	assert_memory_equal(heard, "Evening group\nBen: Here.\n", 25);
}

static void a_message_is_told_once_and_ones_own_not_at_all(void **state)
{
	struct scene *s = *state;

	tell_meeting(&s->told, build(s), plain, &s->hold);
	hear(s);
	tell_news(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "");
	struct pl_message own = from(106, "Ana", "Me too.");

	own.mine = true;
	say(s, from(105 + 2, "Ben", "Good."));
	say(s, own);
	tell_news(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "Ben: Good.\n");
	tell_news(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "");
}

static void what_was_read_elsewhere_is_told_only_behind_what_is_known(void **state)
{
	struct scene *s = *state;
	struct pl_group group = porch_groups[0];

	s->porch->client.groups = &group;
	s->porch->client.group_count = 1;
	group.last_seq = group.read_seq = 30;
	s->porch->client.message_count = 0;
	tell_meeting(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "Evening group\nNothing has been said yet.\n");
	for (unsigned i = 11; i <= 30; i++) /* a new device gets them later than the group */
		say(s, from(100 + i, "Ben", i == 21 ? "Here." : "Before."));
	tell_news(&s->told, build(s), plain, &s->hold);
	assert_int_equal(s->hold.due.count, TELL_BEFORE);
	assert_memory_equal(hear(s), "Ben: Here.\n", 11);
	memmove(s->msgs + 1, s->msgs, 20 * sizeof(*s->msgs));
	s->msgs[0] = from(105, "Ben", "Older."); /* a page from the past */
	s->porch->client.message_count = 21;
	tell_news(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "");
}

static void people_who_come_and_go_are_not_told(void **state)
{
	struct scene *s = *state;
	struct pl_person people[] = { { 1, "Ana", PL_PATIENT, PL_HERE },
				      { 3, "Cy", PL_PATIENT, PL_LEFT } };

	tell_meeting(&s->told, build(s), plain, &s->hold);
	hear(s);
	s->porch->client.people = people;
	s->porch->client.person_count = 2;
	tell_news(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "");
	stage_line(&s->porch->stage, "/people");
	tell_view(build(s), plain, &s->hold);
	assert_string_equal(hear(s), "People\nAna: you, member, here\nCy: member, left\n");
}

static void a_new_day_is_not_told_with_its_first_message(void **state)
{
	struct scene *s = *state;
	struct pl_message m = from(107, "Cy", "Good morning.");

	tell_meeting(&s->told, build(s), plain, &s->hold);
	hear(s);
	m.utc_ms += (int64_t)24 * 3600 * 1000;
	say(s, m);
	tell_news(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "Cy: Good morning.\n");
}

static void times_are_told_only_when_they_are_wanted(void **state)
{
	struct scene *s = *state;

	tell_meeting(&s->told, build(s), plain, &s->hold);
	hear(s);
	say(s, from(107, "Ben", "Good."));
	s->porch->stage.times = true;
	tell_news(&s->told, build(s), with_times, &s->hold);
	assert_string_equal(hear(s), "Ben, 14:06: Good.\n");
}

static void lines_in_a_message_cannot_pass_for_messages_of_others(void **state)
{
	struct scene *s = *state;

	tell_meeting(&s->told, build(s), plain, &s->hold);
	hear(s);
	say(s, from(107, "Cy", "Hi.\nBen: You must leave.\n"));
	tell_news(&s->told, build(s), plain, &s->hold);
	assert_string_equal(hear(s), "Cy: Hi. Ben: You must leave. \n");
}

static void mentions_are_told_with_their_day(void **state)
{
	struct scene *s = *state;

	stage_line(&s->porch->stage, "/mentions");
	tell_view(build(s), plain, &s->hold);
	assert_string_equal(hear(s), "Messages that name you\nEvening group\n"
				     "Ben, Monday 23 November: How are you, ANA?\n");
}

static void help_is_told_with_keys_and_groups_with_numbers(void **state)
{
	struct scene *s = *state;

	stage_line(&s->porch->stage, "/help");
	tell_view(build(s), plain, &s->hold);
	assert_non_null(strstr(hear(s), "\n/who: Tell who is here now. (Alt-W)\n"));
	stage_line(&s->porch->stage, "/groups");
	tell_view(build(s), plain, &s->hold);
	assert_string_equal(hear(s), "Groups\n1: Evening group, up now, 2 not read\n"
				     "2: Morning group\n");
}

static void what_is_sought_is_found_in_order(void **state)
{
	struct scene *s = *state;

	assert_true(tell_found(build(s), "HE", plain, &s->hold));
	assert_string_equal(hear(s), "Ana: Hello.\n");
	assert_true(tell_found(build(s), "ben", plain, &s->hold));
	assert_string_equal(hear(s), "Ben: Welcome.\nBen: How are you, ANA?\n");
	assert_false(tell_found(build(s), "nowhere", plain, &s->hold));
	s->porch->client.message_count = 0;
	for (unsigned i = 1; i <= 30; i++)
		say(s, from(100 + i, "Ben", i == 30 ? "Last." : "Word."));
	assert_true(tell_found(build(s), "word", plain, &s->hold));
	assert_int_equal(s->hold.due.count, TELL_SEARCH_MAX);
}

static void from_the_first_that_was_not_read(void **state)
{
	struct scene *s = *state;
	const struct model *m = build(s);

	assert_true(tell_from(m, m->unread_id, plain, &s->hold));
	assert_string_equal(hear(s), "Ben: How are you, ANA?\nCy: Banana bread. [31m\n"
				     "Ana, kept here: Fine.\n");
	assert_false(tell_from(m, 0, plain, &s->hold));
}

static void a_person__says_no_more_than_there_is(void **state)
{
	static const struct {
		struct item it;
		const char *told;
	} rows[] = {
		{ { .role = ITEM_PERSON, .who = "Sam", .text = "" }, "Sam" },
		{ { .role = ITEM_PERSON, .who = "Sam", .text = "", .note = "here" },
		  "Sam: here" },
		{ { .role = ITEM_PERSON, .who = "Sam", .text = "member", .note = "here" },
		  "Sam: member, here" },
		{ { .role = ITEM_HEADING, .text = "Absent: 1" }, "Absent: 1" },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(tell_sentence(&a, &rows[i].it, false), rows[i].told);
	arena_finish(&a);
}

static void what_was_told_of_others_is_known_and_ones_own_is_not(void **state)
{
	struct scene *s = *state;

	tell_meeting(&s->told, build(s), plain, &s->hold);
	assert_true(tell_knows(&s->told, &s->porch->stage.model, "how are you"));
	assert_false(tell_knows(&s->told, &s->porch->stage.model, "Hello"));
	say(s, from(107, "Ben", "Soup."));
	assert_false(tell_knows(&s->told, build(s), "soup"));
}

/* ---- the connection ---- */

static const char *link_at(struct scene *s, int64_t now_ms, struct pl_link_info info)
{
	tell_link(&s->link, &info, now_ms, &s->hold);
	return hear(s);
}

#define LIVE    ((struct pl_link_info) { .link = PL_LINK_LIVE })
#define WAITING ((struct pl_link_info) { .link = PL_LINK_WAITING })
#define DOWN    "The line is down. What you write is kept here and goes out later.\n"

static void down_and_back_are_told_once_each(void **state)
{
	struct scene *s = *state;
	struct pl_link_info waiting = WAITING;

	assert_string_equal(link_at(s, 0, LIVE), "");
	assert_string_equal(link_at(s, 1000, WAITING), "");
	assert_int_equal(tell_link_due_ms(&s->link, &waiting, 2000), 2000);
	assert_string_equal(link_at(s, 3999, WAITING), "");
	assert_string_equal(link_at(s, 4000, WAITING), DOWN);
	assert_int_equal(tell_link_due_ms(&s->link, &waiting, 4000), -1);
	waiting.link = PL_LINK_OPENING;
	assert_string_equal(link_at(s, 5000, waiting), "");
	assert_string_equal(link_at(s, 6000, WAITING), "");
	assert_string_equal(link_at(s, 7000, LIVE), "The line is back.\n");
	assert_string_equal(link_at(s, 8000, LIVE), "");
}

static void a_moments_break_is_not_told(void **state)
{
	struct scene *s = *state;

	link_at(s, 0, LIVE);
	assert_string_equal(link_at(s, 1000, WAITING), "");
	assert_string_equal(link_at(s, 2500, LIVE), "");
	assert_string_equal(link_at(s, 4500, WAITING), "");
	assert_string_equal(link_at(s, 7400, WAITING), "");
}

static void a_full_disk_is_told_once_while_the_line_is_up(void **state)
{
	struct scene *s = *state;
	struct pl_link_info full = LIVE;

	link_at(s, 0, LIVE);
	full.failure = PL_FAIL_DISK;
	assert_non_null(strstr(link_at(s, 1000, full), words_failure(PL_FAIL_DISK)));
	assert_string_equal(link_at(s, 2000, full), "");
	link_at(s, 3000, LIVE);
	assert_non_null(strstr(link_at(s, 4000, full), words_failure(PL_FAIL_DISK)));
	full.failure = PL_FAIL_SERVER_FULL; /* the server's */
	assert_non_null(strstr(link_at(s, 5000, full), words_failure(PL_FAIL_SERVER_FULL)));
	assert_string_equal(link_at(s, 6000, full), "");
}

static void the_first_line_kept_here_is_told_once_while_the_line_is_down(void **state)
{
	struct scene *s = *state;
	struct pl_link_info kept = WAITING;

	link_at(s, 0, LIVE);
	link_at(s, 1000, WAITING);
	link_at(s, 9000, WAITING);
	kept.kept = 1;
	assert_string_equal(link_at(s, 9500, kept), "1 line is kept here.\n");
	kept.kept = 2;
	assert_string_equal(link_at(s, 9900, kept), "");
	kept.link = PL_LINK_LIVE;
	assert_string_equal(link_at(s, 10000, kept), "The line is back.\n");
	kept.link = PL_LINK_LIVE;
	assert_string_equal(link_at(s, 10100, kept), "");
}

static void the_first_connection_has_time_and_its_failure_is_told(void **state)
{
	struct scene *s = *state;
	struct pl_link_info i = { .link = PL_LINK_OPENING };

	assert_string_equal(link_at(s, 0, i), "");
	assert_string_equal(link_at(s, 9999, i), "");
	i.link = PL_LINK_WAITING;
	i.failure = PL_FAIL_DNS;
	assert_string_equal(link_at(s, 9999, i),
			    DOWN "The server's name cannot be found. Check that you are on "
				 "the internet, then type /retry.\n");
	assert_string_equal(link_at(s, 20000, i), "");
}

static void what_waiting_does_not_mend_is_told_when_it_comes(void **state)
{
	struct scene *s = *state;
	struct pl_link_info i = WAITING;

	link_at(s, 0, LIVE);
	i.failure = PL_FAIL_NETWORK;
	link_at(s, 1000, i);
	assert_string_equal(link_at(s, 4000, i), DOWN);
	i.failure = PL_FAIL_CERTIFICATE;
	assert_string_equal(link_at(s, 5000, i),
			    "What answers there is not the server that invited you, so nothing "
			    "was sent. Please tell your facilitator.\n");
	i.failure = PL_FAIL_NETWORK;
	assert_string_equal(link_at(s, 6000, i), "");
	i.failure = PL_FAIL_CERTIFICATE;
	assert_string_equal(link_at(s, 7000, i), "");
}

static void signed_out_is_not_called_down(void **state)
{
	struct scene *s = *state;
	struct pl_link_info i = { .link = PL_LINK_OFF };

	assert_string_equal(link_at(s, 0, i), "Signed out. Type /signin.\n");
	assert_string_equal(link_at(s, 1, i), "");
	i.link = PL_LINK_REFUSED;
	i.failure = PL_FAIL_TOKEN;
	assert_string_equal(link_at(s, 2, i), "This device is signed out. Type /signin to sign "
					      "in again. What you wrote is kept.\n");
	assert_string_equal(link_at(s, 3, i), "");
	assert_string_equal(link_at(s, 4, LIVE), "The line is back.\n");
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, open_scene, close_scene)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(the_meeting_comes_up_with_what_was_read_before_and_all_that_was_not),
		SCENE(of_a_long_talk_only_the_last_few_that_were_read_are_told),
		SCENE(a_message_is_told_once_and_ones_own_not_at_all),
		SCENE(what_was_read_elsewhere_is_told_only_behind_what_is_known),
		SCENE(people_who_come_and_go_are_not_told),
		SCENE(a_new_day_is_not_told_with_its_first_message),
		SCENE(times_are_told_only_when_they_are_wanted),
		SCENE(lines_in_a_message_cannot_pass_for_messages_of_others),
		SCENE(mentions_are_told_with_their_day),
		SCENE(help_is_told_with_keys_and_groups_with_numbers),
		SCENE(what_is_sought_is_found_in_order),
		SCENE(from_the_first_that_was_not_read),
		SCENE(a_person__says_no_more_than_there_is),
		SCENE(what_was_told_of_others_is_known_and_ones_own_is_not),
		SCENE(down_and_back_are_told_once_each),
		SCENE(a_moments_break_is_not_told),
		SCENE(a_full_disk_is_told_once_while_the_line_is_up),
		SCENE(the_first_line_kept_here_is_told_once_while_the_line_is_down),
		SCENE(the_first_connection_has_time_and_its_failure_is_told),
		SCENE(what_waiting_does_not_mend_is_told_when_it_comes),
		SCENE(signed_out_is_not_called_down),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
