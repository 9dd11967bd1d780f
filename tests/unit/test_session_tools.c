/* SPDX-License-Identifier: MIT */
/* What a client makes of it: who is not safe, the lead, votes, what stays up, who has what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "client/session.h"
#include "client/wish.h"

enum { ME = 1, ANA, JO, GRACE, NOW = 5000000 };

static const char *name(const void *user, int64_t member)
{
	static const char *const names[] = { "", "Me", "Ana", "Jo", "Grace" };

	(void)user;
	return member <= GRACE ? names[member] : "";
}

static const struct session_view view = {
	.self = ME, .after_seq = 7, .utc_ms = NOW, .name = name
};

static void rows(struct session *s, const char *json)
{
	struct arena mem = { 0 };
	struct wire_frame f;
	struct err err = { 0 };

	if (!wire_decode(str_of(json), WIRE_SERVER, &mem, &f, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < f.n; i++)
		assert_true(session_apply(s, &f.msgs[i]));
	session_settle(s, &view);
	arena_finish(&mem);
}

/* The notices of the newest rows that are of these kinds, as "kind who text n;". */
static const char *told(struct session *s)
{
	static const char *const words[PL_NOTES] = {
		[PL_NOTE_DANGER] = "danger",   [PL_NOTE_TAKEN] = "taken",
		[PL_NOTE_UNSEEN] = "unseen",   [PL_NOTE_SEEN] = "seen",
		[PL_NOTE_LEAD] = "lead",       [PL_NOTE_BATON] = "baton",
		[PL_NOTE_POLL] = "poll",       [PL_NOTE_NO_BATON] = "off",
		[PL_NOTE_COUNTED] = "counted", [PL_NOTE_PINNED] = "pinned",
		[PL_NOTE_REACH] = "reach",
	};
	static char out[1024];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < s->notices_count; i++) {
		const struct pl_notice *t = &s->notices[i];

		if (words[t->kind])
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s %s %s %d;",
					      words[t->kind], t->who, t->text, (int)t->n);
		free((char *)(uintptr_t)t->who);
		free((char *)(uintptr_t)t->text);
	}
	s->notices_count = 0;
	return out;
}

#define ROOM                                                                                   \
	"{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"r\":\"open\"},"                                \
	"{\"t\":\"z\",\"g\":3,\"n\":1,\"x\":\"Work\",\"r\":\"work\",\"c\":\"open\"},"          \
	"{\"t\":\"z\",\"g\":3,\"n\":2,\"x\":\"Rest\",\"r\":\"work\",\"c\":\"open\"},"
#define IN(u)        "{\"t\":\"q\",\"g\":3,\"u\":" #u ",\"n\":1}"
#define ALERT(u, d)  "{\"t\":\"n\",\"g\":3,\"s\":5,\"u\":" #u ",\"d\":" #d "}"
#define TAKEN(u, by) "{\"t\":\"n\",\"g\":3,\"s\":6,\"u\":" #u ",\"d\":900,\"k\":" #by "}"

static void not_safe__to_who_leads__once__until_somebody_sees_to_it(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[" ALERT(3, 900) "," ALERT(2, 800) "]"); /* no session runs */
	assert_string_equal(told(&s), "danger Ana  0;danger Jo  0;");
	assert_string_equal(s.tools.alert_list[0].name, "Ana"); /* has waited longer */
	rows(&s, "[" ALERT(2, 800) "]");
	assert_string_equal(told(&s), "");
	rows(&s, "[" TAKEN(2, 4) "]");
	assert_string_equal(told(&s), "taken Ana Grace 0;");
	rows(&s, "[" TAKEN(2, 4) "]");
	assert_string_equal(told(&s), "");
	assert_string_equal(s.tools.alert_list[0].name, "Jo");
	assert_string_equal(s.tools.alert_list[1].taker, "Grace");
	rows(&s, "[" ALERT(2, 990) "]");
	assert_string_equal(told(&s), "danger Ana  0;");
	session_finish(&s);
}

static void not_safe__oneself__is_told_who_has_seen_it(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	session_ask_help(&s, ME, 850); /* the words of the act have told so */
	session_settle(&s, &view);
	assert_true(s.tools.alert_list[0].mine);
	assert_string_equal(s.tools.alert_list[0].taker, "");
	rows(&s, "[" ALERT(1, 900) "]");
	assert_string_equal(told(&s), "");
	rows(&s, "[" TAKEN(1, 4) "]");
	assert_string_equal(told(&s), "seen Grace Grace 0;");
	session_finish(&s);
	session_init(&s);
	rows(&s, "[" ALERT(1, 900) "]"); /* the program was begun anew */
	assert_string_equal(told(&s), "unseen Me  0;");
	session_finish(&s);
}

static void the_lead__its_change_and_its_offer(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[" ROOM IN(1) ",{\"t\":\"z\",\"g\":3,\"k\":4,\"n\":0,\"r\":\"lead\"}]");
	assert_string_equal(told(&s), "");
	assert_int_equal(s.pub.lead, GRACE);
	rows(&s, "[{\"t\":\"z\",\"g\":3,\"k\":1,\"n\":0,\"r\":\"baton\"}]");
	assert_string_equal(told(&s), "baton Grace  0;");
	rows(&s, "[{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"baton\"}]");
	assert_string_equal(told(&s), "off   0;");
	rows(&s, "[{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"baton\"},"
		 "{\"t\":\"z\",\"g\":3,\"k\":1,\"n\":0,\"r\":\"lead\"}]");
	assert_string_equal(told(&s), "lead Me  0;");
	assert_int_equal(s.pub.offered, 0);
	session_finish(&s);
}

static void a_vote__asked_and_counted__once_each(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[" ROOM IN(1) ",{\"t\":\"v\",\"g\":3,\"s\":20,\"n\":0,"
				"\"b\":\"Break?\\nYes\\nNo\"}]");
	assert_string_equal(told(&s), "poll  Break?\nYes\nNo 0;");
	assert_int_equal(s.pub.poll.choices_count, 2);
	assert_string_equal(s.pub.poll.choices[1], "No");
	assert_null(s.pub.poll.counts);
	rows(&s, "[{\"t\":\"v\",\"g\":3,\"s\":20,\"k\":2,\"n\":0}]");
	assert_int_equal(s.pub.poll.own, 2);
	rows(&s, "[{\"t\":\"v\",\"g\":3,\"s\":20,\"k\":2,\"n\":1,\"c\":\"3 1\"}]");
	assert_string_equal(told(&s), "counted  3 1\nBreak?\nYes\nNo 0;");
	rows(&s, "[{\"t\":\"v\",\"g\":3,\"s\":21,\"n\":0}]"); /* of nothing that is known */
	assert_true(s.pub.poll.over);
	session_finish(&s);
}

#define PIN(k, text)                                                                           \
	"{\"t\":\"z\",\"g\":3,\"k\":" #k ",\"n\":0,\"r\":\"pin\",\"b\":\"" text "\"}"

static void what_stays_up__told_once__also_where_it_moves_up(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[" ROOM IN(1) "," PIN(1, "one") "," PIN(2, "two") "]");
	assert_string_equal(told(&s), "pinned  one 0;pinned  two 0;");
	rows(&s, "[" PIN(1, "two") "," PIN(2, "") "]");
	assert_string_equal(told(&s), "");
	assert_int_equal(s.pub.pins_count, 1);
	assert_string_equal(s.pub.pins[0], "two");
	rows(&s, "[" PIN(4, "no such place") "]");
	assert_int_equal(s.pub.pins_count, 1);
	session_finish(&s);
}

#define REACH(u, seq) "{\"t\":\"t\",\"g\":3,\"s\":" #seq ",\"u\":" #u "}"

static void who_has_it__told_when_it_changes__until_all_have(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[" ROOM IN(1) "," IN(2) "," IN(3) "," IN(4) "]");
	session_watch(&s, 7, 0);
	rows(&s, "[" REACH(1, 7) "," REACH(2, 6) "," REACH(3, 5) "," REACH(4, 7) "]");
	assert_string_equal(told(&s), "reach  Ana, Jo 1;");
	rows(&s, "[" REACH(3, 6) "]");
	assert_string_equal(told(&s), "");
	rows(&s, "[" REACH(2, 8) "]");
	assert_string_equal(told(&s), "reach  Jo 2;");
	rows(&s, "[" REACH(3, 7) "]");
	assert_string_equal(told(&s), "reach   3;");
	rows(&s, "[" REACH(3, 8) "]");
	assert_string_equal(told(&s), "");
	assert_int_equal(session_reach(&s, JO), 8);
	/* So it stays while it is told; later nobody knows. */
	session_watch(&s, 0, SESSION_REACH_FOR_MS - 1);
	assert_int_equal(session_reach(&s, JO), 8);
	session_watch(&s, 0, 2 * SESSION_REACH_FOR_MS);
	assert_int_equal(session_reach(&s, JO), -1);
	rows(&s, "[" REACH(1, 9) "," REACH(2, 9) "," REACH(3, 9) "," REACH(4, 9) "]");
	/* A new connection has to ask again, and only for what is not over. */
	session_disconnect(&s);
	rows(&s, "[" ROOM IN(1) "]");
	assert_int_equal(session_watch_again(&s), 0);
	session_watch(&s, 10, 2 * SESSION_REACH_FOR_MS);
	session_disconnect(&s);
	assert_int_equal(session_watch_again(&s), 0);
	rows(&s, "[" ROOM IN(1) "]");
	told(&s);
	assert_int_equal(session_watch_again(&s), 10);
	assert_int_equal(session_watch_again(&s), 0);
	/* Another stage: it does not matter any more. */
	session_watch(&s, 10, 2 * SESSION_REACH_FOR_MS);
	session_settle(&s, &view);
	assert_string_equal(told(&s), "reach  Ana, Jo, Grace 0;");
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"open\"}]");
	rows(&s, "[" REACH(2, 9) "]");
	assert_string_equal(told(&s), "");
	session_finish(&s);
}

/* The outbox of wishes */

static void not_safe__goes_before_all_else__and_outlives_the_program(void **state)
{
	const struct pl_wish raise = { .act = PL_ACT_RAISE }, danger = { .act = PL_ACT_DANGER };
	struct wishes w = { 0 }, again = { 0 };
	struct buf json, kept;

	(void)state;
	buf_init(&json, 4096);
	buf_init(&kept, 4096);
	for (int i = 0; i < WISHES_MAX; i++)
		assert_int_equal(wishes_add(&w, 3, &raise, false), PL_OK);
	assert_int_equal(wishes_add(&w, 3, &raise, false), PL_FAIL_BUSY);
	assert_int_equal(wishes_add(&w, 3, &danger, false), PL_OK);
	wishes_stamp(&w, NOW, 1000);
	wishes_write_first(&w, 1000, &json);
	assert_string_equal(buf_text(&json), "[{\"t\":\"c\",\"g\":3,\"k\":5000000,\"c\":"
					     "\"danger\"}");
	wishes_keep(&w, &kept);
	assert_string_equal(buf_text(&kept), "3 5000000\n");
	wishes_load(&again, buf_text(&kept), 1);
	assert_int_equal(again.count, 1);
	assert_int_equal(again.all[0].ticket, 5000000);
	assert_true(wishes_answered(&w, 5000000));
	buf_reset(&kept);
	wishes_keep(&w, &kept);
	assert_int_equal(kept.n, 0);
	wishes_finish(&w);
	wishes_finish(&again);
	buf_finish(&json);
	buf_finish(&kept);
}

static void watching__is_not_asked_for_anew__but_in_time_and_on_each_connection(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	assert_false(session_is_watching(&s, 0));
	session_watch(&s, 0, 1000);
	assert_true(session_is_watching(&s, 1000));
	assert_false(session_is_watching(&s, 1000 + SESSION_REACH_FOR_MS / 2));
	session_disconnect(&s);
	assert_false(session_is_watching(&s, 1000));
	session_finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(not_safe__to_who_leads__once__until_somebody_sees_to_it),
		cmocka_unit_test(not_safe__oneself__is_told_who_has_seen_it),
		cmocka_unit_test(the_lead__its_change_and_its_offer),
		cmocka_unit_test(a_vote__asked_and_counted__once_each),
		cmocka_unit_test(what_stays_up__told_once__also_where_it_moves_up),
		cmocka_unit_test(who_has_it__told_when_it_changes__until_all_have),
		cmocka_unit_test(not_safe__goes_before_all_else__and_outlives_the_program),
		cmocka_unit_test(
			watching__is_not_asked_for_anew__but_in_time_and_on_each_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
