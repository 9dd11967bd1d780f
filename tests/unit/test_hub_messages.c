/* SPDX-License-Identifier: MIT */
/* What becomes of messages that were said: hidden, warned of; who is told, in how many bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/session.h"

enum { ANA = 1, JO, SAM };

static size_t count(const char *frame, const char *what)
{
	size_t n = 0;

	for (const char *p = frame; (p = strstr(p, what)); p++)
		n++;
	return n;
}

/* As the server does when the event is stored. */
static void hide(struct session *s, int64_t seq, const char *text)
{
	hub_hide(s->hub, &(struct hub_said) { .group = SESSION_GROUP,
					      .seq = seq,
					      .text = str_of(text),
					      .hidden = !*text });
}

static void begin(struct session *s, bool compressed)
{
	session_begin(s, session_plan, compressed);
	session_settle(s, 4);
	session_say(s, SESSION_LEADER, "One for all.");
	session_say(s, ANA, "Two, too much.");
	session_say(s, JO, "Three.");
	session_hear_all(s);
}

static void hidden__told_to_all_who_had_it__the_words_to_nobody_after(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	begin(&s, false);
	hide(&s, 2, "");
	assert_string_equal(session_hear(&s, SAM), "[{\"t\":\"x\",\"g\":3,\"s\":2,\"n\":1}]");
	assert_string_equal(session_hear(&s, ANA), "[{\"t\":\"x\",\"g\":3,\"s\":2,\"n\":1}]");
	session_drop(&s, JO);
	session_join(&s, JO); /* with nothing: it comes without its words */
	f = session_hear(&s, JO);
	assert_int_equal(count(f, "too much"), 0);
	assert_int_equal(count(f, "\"n\":1,\"b\":\"\"}"), 1);
	assert_int_equal(count(f, "Three."), 1);
	assert_string_equal(session_hear(&s, JO), "");
	session_end(&s);
}

/* One who had it is told whose words went; who has not had it gets it without, and so does a page. */
static void erased__gone_from_all_that_is_kept__and_told_once(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	begin(&s, false);
	session_say(&s, ANA, "Four, too much.");
	assert_int_equal(count(session_hear(&s, SAM), "Four"), 1);
	hub_erase(s.hub, SESSION_GROUP, ANA, 4);
	hub_erase(s.hub, SESSION_GROUP, ANA, 4);
	assert_string_equal(session_hear(&s, SAM), "[{\"t\":\"X\",\"g\":3,\"s\":4,\"u\":1}]");
	f = session_hear(&s, JO);
	assert_int_equal(count(f, "\"t\":\"X\""), 1);
	assert_int_equal(count(f, "too much"), 0);
	assert_int_equal(count(f, "\"n\":2,\"b\":\"\""), 1);
	session_drop(&s, JO);
	session_join(&s, JO);
	f = session_hear(&s, JO);
	assert_int_equal(count(f, "\"n\":2,\"b\":\"\""), 2);
	assert_int_equal(count(f, "\"n\":1,\"b\""), 0);
	assert_int_equal(count(f, "Three."), 1);
	session_end(&s);
}

/* What happened long before what somebody has is in it: they are not told again. */
static void erased__told_to_who_may_have_the_words_still(void **state)
{
	static const struct {
		int64_t upto, cursor;
		int told;
	} rows[] = { { 3, 3, 1 }, { 3, 103, 1 }, { 3, 104, 0 }, { 3, 0, 0 }, { 200, 150, 1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hub *h = hub_create();
		const struct wire_cursor c = { SESSION_GROUP, rows[i].cursor };
		const struct hub_newcomer who = { .member = JO,
						  .name = str_of("Jo"),
						  .role = str_of("patient"),
						  .cursors = &c,
						  .cursors_count = 1 };
		struct buf b;
		bool more;

		hub_put_group(h, SESSION_GROUP, str_of("Evening"), 200);
		hub_put_person(h, SESSION_GROUP,
			       &(struct hub_somebody) {
				       .id = JO, .name = who.name, .role = who.role });
		hub_erase(h, SESSION_GROUP, ANA, rows[i].upto);
		buf_init(&b, WIRE_FRAME_MAX);
		hub_next(h, hub_join(h, &who), &b, &more);
		assert_int_equal(count(buf_text(&b), "\"t\":\"X\""), rows[i].told);
		buf_finish(&b);
		hub_destroy(h);
	}
}

/* What they said in a session, and why a report was made: when it is over, and not before. */
static void erased__the_words_of_a_session_and_of_reports_go(void **state)
{
	static const struct hub_report report = { .number = 1, .message = 3, .member = ANA };
	struct hub_report why = report;
	const struct meeting *m;
	struct session s;

	(void)state;
	begin(&s, false);
	m = hub_meeting(s.hub, SESSION_GROUP);
	session_tell(&s, ANA, "side", 0, "For you alone.");
	session_tell(&s, JO, "side", 0, "Mine.");
	session_tell(&s, ANA, "ask", 0, "Is it so?");
	session_tell(&s, ANA, "raise", 0, "A word.");
	why.why = str_of("It hurts.");
	hub_put_report(s.hub, SESSION_GROUP, &why);
	meeting_erase(hub_meeting(s.hub, SESSION_GROUP), ANA);
	assert_string_equal(m->sides[0].text, "For you alone.");
	session_wish(&s, SESSION_LEADER, "stage", 0, 6);
	hub_erase(s.hub, SESSION_GROUP, ANA, 3);
	assert_string_equal(m->sides[0].text, "");
	assert_string_equal(m->sides[1].text, "Mine.");
	assert_string_equal(m->questions[0].text, "");
	assert_string_equal(meeting_seat(m, ANA)->why, "");
	assert_int_equal(hub_report(s.hub, SESSION_GROUP, 1)->why.n, 0);
	session_end(&s);
}

/* A message that was hidden before is told as erased, and not as hidden after that. */
static void erased__what_was_hidden_is_hidden_no_more(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	begin(&s, false);
	hub_hide(s.hub,
		 &(struct hub_said) {
			 .group = SESSION_GROUP, .seq = 2, .member = ANA, .hidden = true });
	session_hear_all(&s);
	hub_erase(s.hub, SESSION_GROUP, ANA, 3);
	session_hear_all(&s);
	session_drop(&s, JO);
	session_join(&s, JO);
	f = session_hear(&s, JO);
	assert_int_equal(count(f, "\"t\":\"x\""), 0);
	assert_int_equal(count(f, "\"n\":2,\"b\":\"\""), 1);
	session_end(&s);
}

/* Their name stands for what they did before, and 3 keeps it out of lists. */
static void erased__the_person_is_a_name_for_old_lines(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	hub_put_person(s.hub, SESSION_GROUP,
		       &(struct hub_somebody) { .id = ANA,
						.name = str_of("Former member 1"),
						.role = str_of("patient"),
						.former = true });
	assert_int_equal(
		count(session_hear(&s, JO), "\"u\":1,\"n\":3,\"x\":\"Former member 1\""), 1);
	session_end(&s);
}

/* One frame is made for all who get the same: it must not be the one from before. */
static void hidden__before_it_was_sent__goes_out_without_its_words(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	session_say(&s, ANA, "Four, too much.");
	assert_int_equal(count(session_hear(&s, SAM), "Four"), 1);
	hide(&s, 4, "");
	assert_int_equal(count(session_hear(&s, JO), "Four"), 0);
	assert_int_equal(count(buf_text(&s.frame), "\"n\":1"), 1);
	/* Who said it, too, and before it had the number. */
	assert_int_equal(count(session_hear(&s, ANA), "\"k\":4,\"n\":1,\"b\":\"\""), 1);
	session_end(&s);
}

static void shown_again__the_words_come_back__also_to_who_came_meanwhile(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	hide(&s, 2, "");
	session_hear(&s, SAM);
	session_drop(&s, JO);
	session_join(&s, JO);
	session_hear_all(&s);
	hide(&s, 2, "Two, too much.");
	assert_string_equal(session_hear(&s, SAM),
			    "[{\"t\":\"x\",\"g\":3,\"s\":2,\"n\":0,\"b\":\"Two, too much.\"}]");
	assert_int_equal(count(session_hear(&s, JO), "Two, too much."), 1);
	session_end(&s);
}

/* Nothing of it for who is not in the room, until they are. */
static void hidden__not_told_to_who_stepped_out_until_let_in(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	session_wish(&s, SESSION_LEADER, "stepout", SAM, 0);
	session_hear_all(&s);
	hide(&s, 1, "");
	assert_string_equal(session_hear(&s, SAM), "");
	session_wish(&s, SESSION_LEADER, "admit", SAM, 0);
	assert_int_equal(count(session_hear(&s, SAM), "\"t\":\"x\",\"g\":3,\"s\":1"), 1);
	session_end(&s);
}

static void a_warning_goes_with_the_words(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	s.warning = "food";
	session_say(&s, ANA, "I ate too little.");
	assert_int_equal(count(session_hear(&s, JO), "\"x\":\"food\",\"b\":\"I ate"), 1);
	session_drop(&s, SAM);
	session_join(&s, SAM);
	assert_int_equal(count(session_hear(&s, SAM), "\"x\":\"food\""), 1);
	session_end(&s);
}

static void hold(struct session *s, int64_t by, int64_t ticket, const char *text)
{
	const struct meeting_wish w = {
		.by = by, .device = by, .ticket = ticket, .text = str_of(text), .utc_ms = s->now
	};
	struct meeting_event e;
	bool repeated;

	assert_null(meeting_hold_line(hub_meeting(s->hub, SESSION_GROUP), &w, &e, &repeated));
	assert_true(hub_happen(s->hub, SESSION_GROUP, &e));
}

static void held__its_words_to_those_who_lead__its_ticket_to_its_device(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	session_wish(&s, SESSION_LEADER, "hold", 0, 1);
	assert_int_equal(count(session_hear(&s, JO), "\"c\":\"h\""), 1);
	session_hear_all(&s);
	hold(&s, ANA, 9, "food\nMay I?");
	assert_string_equal(session_hear(&s, JO), "");
	assert_int_equal(count(session_hear(&s, SESSION_LEADER),
			       "\"u\":1,\"n\":0,\"x\":\"food\",\"b\":\"May I?\"}"),
			 1);
	assert_int_equal(count(session_hear(&s, ANA), "\"k\":9,\"n\":0}"), 1);
	session_drop(&s, ANA); /* told again to a new connection */
	session_join(&s, ANA);
	assert_int_equal(count(session_hear(&s, ANA), "\"k\":9,\"n\":0}"), 1);
	session_tell(&s, SESSION_LEADER, "refuse", 0, "Not now.");
	assert_int_equal(count(session_hear(&s, ANA), "\"k\":9,\"n\":2,\"b\":\"Not now.\"}"),
			 1);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"t\":\"b\""), 1);
	assert_int_equal(count(session_hear(&s, JO), "\"t\":\"b\""), 0);
	session_end(&s);
}

/* How a device is greeted that knows of so many tickets, - 1, where the store has 5 of it. */
static bool is_told(struct session *s, int64_t tickets, const char *what)
{
	const struct hub_newcomer who = { .user = s,
					  .member = ANA,
					  .device = ANA,
					  .name = str_of("Ana"),
					  .role = str_of("patient"),
					  .tickets = tickets,
					  .ticket = 5 };
	struct hub_conn *c = hub_join(s->hub, &who);
	struct buf b;
	bool more, told;

	buf_init(&b, WIRE_FRAME_MAX);
	hub_next(s->hub, c, &b, &more);
	told = strncmp(buf_text(&b), what, strlen(what)) == 0;
	hub_leave(s->hub, c, s->now);
	buf_finish(&b);
	return told;
}

static void a_store_that_was_put_back_is_told_of_the_highest_ticket(void **state)
{
	static const char none[] = "[{\"t\":\"h\",\"d\":0,\"u\":1,\"x\"";
	struct session s;

	(void)state;
	begin(&s, false);
	assert_true(is_told(&s, 0, none)); /* it does not say: one of before */
	assert_true(is_told(&s, 6, none));
	assert_true(is_told(&s, 9, none));
	assert_true(is_told(&s, 5, "[{\"t\":\"h\",\"d\":0,\"u\":1,\"k\":5,"));
	assert_true(is_told(&s, 1, "[{\"t\":\"h\",\"d\":0,\"u\":1,\"k\":5,"));
	/* One that waits is in no store yet. */
	session_wish(&s, SESSION_LEADER, "hold", 0, 1);
	hold(&s, ANA, 9, "\nMay I?");
	hold(&s, ANA + 1, 30, "\nMay I?");
	assert_true(is_told(&s, 6, "[{\"t\":\"h\",\"d\":0,\"u\":1,\"k\":9,"));
	assert_true(is_told(&s, 10, none));
	session_end(&s);
}

/* As time goes by, and everybody is told. */
static void react_time(struct session *s)
{
	hub_tick(s->hub, s->now);
	s->now += HUB_REACT_MS;
	hub_tick(s->hub, s->now);
}

static void reactions__one_row_for_many__some_seconds_later(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	session_wish(&s, ANA, "react", 0, 3);
	session_wish(&s, SAM, "react", 0, 3);
	session_hear_all(&s);
	hub_tick(s.hub, s.now);
	assert_string_equal(session_hear(&s, JO), "");
	hub_tick(s.hub, s.now + HUB_REACT_MS - 1);
	assert_string_equal(session_hear(&s, JO), "");
	hub_tick(s.hub, s.now + HUB_REACT_MS);
	assert_string_equal(session_hear(&s, JO),
			    "[{\"t\":\"r\",\"g\":3,\"s\":3,\"u\":1,\"n\":2}]");
	session_hear_all(&s);
	hub_tick(s.hub, s.now + 10 * HUB_REACT_MS);
	assert_string_equal(session_hear(&s, JO), "");
	session_wish(&s, JO, "react", 0, 2);
	react_time(&s);
	session_wish(&s, ANA, "react", 0, 1); /* its time has not come */

	assert_string_equal(session_hear(&s, SAM), "[{\"t\":\"r\",\"g\":3,\"s\":2,\"u\":2}]");
	session_end(&s);
}

static void reactions__to_who_comes_late__not_to_who_is_out__not_of_what_is_hidden(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	begin(&s, false);
	session_wish(&s, SESSION_LEADER, "stepout", SAM, 0);
	session_wish(&s, ANA, "react", 0, 3);
	session_wish(&s, JO, "react", 0, 1);
	session_hear_all(&s);
	hide(&s, 1, "");
	session_hear_all(&s);
	react_time(&s);
	assert_string_equal(session_hear(&s, SAM), "");
	session_wish(&s, SESSION_LEADER, "admit", SAM, 0);
	assert_int_equal(count(session_hear(&s, SAM), "\"t\":\"r\""), 1);
	session_drop(&s, JO);
	session_join(&s, JO); /* with nothing: behind the messages */
	f = session_hear(&s, JO);
	assert_int_equal(count(f, "\"t\":\"r\",\"g\":3,\"s\":3,\"u\":1}"), 1);
	assert_int_equal(count(f, "\"t\":\"r\""), 1);
	assert_true(strstr(f, "\"t\":\"r\"") > strstr(f, "Three."));
	session_end(&s);
}

/* What is said to a message waits for it, where several frames lead there. */
static void reactions__behind_their_messages__also_far_behind(void **state)
{
	enum { LONG = 4000, MANY = 12 };
	char text[LONG + 1];
	struct session s;
	const char *f;

	(void)state;
	memset(text, 'a', LONG);
	text[LONG] = '\0';
	begin(&s, false);
	for (int i = 0; i < MANY; i++)
		session_say(&s, ANA, text);
	session_wish(&s, JO, "react", 0, s.said);
	react_time(&s);
	f = session_hear(&s, SAM);
	assert_int_equal(count(f, "aaa\"}"), MANY);
	assert_int_equal(count(f, "\"t\":\"r\",\"g\":3,\"s\":15,\"u\":2}"), 1);
	session_end(&s);
}

static void barred__hidden_and_one_s_own(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	assert_true(hub_barred(s.hub, SESSION_GROUP, 2, ANA));
	assert_false(hub_barred(s.hub, SESSION_GROUP, 2, JO));
	assert_false(hub_barred(s.hub, SESSION_GROUP, 9, JO)); /* the meeting says no */
	hide(&s, 2, "");
	assert_true(hub_barred(s.hub, SESSION_GROUP, 2, JO));
	session_end(&s);
}

static void bytes__within_their_budgets(void **state)
{
	struct session s;
	size_t held, hidden, plain, warned;

	(void)state;
	begin(&s, true);
	hide(&s, 2, "");
	session_hear(&s, SAM);
	hidden = s.bytes;
	session_say(&s, ANA, "I ate too little.");
	session_hear(&s, SAM);
	plain = s.bytes;
	s.warning = "food";
	session_say(&s, ANA, "I ate too little.");
	session_hear(&s, SAM);
	warned = s.bytes;
	session_wish(&s, SESSION_LEADER, "hold", 0, 1);
	session_hear_all(&s);
	hold(&s, ANA, 9, "\nI ate too little.");
	session_hear(&s, ANA);
	held = s.bytes;
	print_message("a line that waits %zu, a message hidden %zu, one said %zu, with a "
		      "warning %zu bytes\n",
		      held, hidden, plain, warned);
	assert_in_range(held, 10, 40);
	assert_in_range(hidden, 10, 32);
	assert_in_range(warned - plain, 4, 24);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hidden__told_to_all_who_had_it__the_words_to_nobody_after),
		cmocka_unit_test(hidden__before_it_was_sent__goes_out_without_its_words),
		cmocka_unit_test(erased__gone_from_all_that_is_kept__and_told_once),
		cmocka_unit_test(erased__told_to_who_may_have_the_words_still),
		cmocka_unit_test(erased__the_words_of_a_session_and_of_reports_go),
		cmocka_unit_test(erased__what_was_hidden_is_hidden_no_more),
		cmocka_unit_test(erased__the_person_is_a_name_for_old_lines),
		cmocka_unit_test(shown_again__the_words_come_back__also_to_who_came_meanwhile),
		cmocka_unit_test(hidden__not_told_to_who_stepped_out_until_let_in),
		cmocka_unit_test(a_warning_goes_with_the_words),
		cmocka_unit_test(held__its_words_to_those_who_lead__its_ticket_to_its_device),
		cmocka_unit_test(a_store_that_was_put_back_is_told_of_the_highest_ticket),
		cmocka_unit_test(reactions__one_row_for_many__some_seconds_later),
		cmocka_unit_test(
			reactions__to_who_comes_late__not_to_who_is_out__not_of_what_is_hidden),
		cmocka_unit_test(reactions__behind_their_messages__also_far_behind),
		cmocka_unit_test(barred__hidden_and_one_s_own),
		cmocka_unit_test(bytes__within_their_budgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
