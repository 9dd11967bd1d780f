/* SPDX-License-Identifier: MIT */
/*
 * What worksheets may cost in bytes of frames, as test_budget_program.c has it for the schedule.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/hub.h"
#include "support/caseworker.h"

#define PHQ_9                                                                                  \
	"/44250-9\t#1\n/44255-8\t#2\n/44259-0\t#1\n/44254-1\t#2\n/44251-7\t#0\n"               \
	"/44258-2\t#1\n/44252-5\t#1\n/44253-3\t#0\n/44260-8\t#1\n/69722-7\t#1\n"

static const char thoughts[] =
	"situation\tOn Tuesday evening my sister called and said that she would not come to "
	"the "
	"birthday after all, because of her work, and I was standing in the kitchen with the "
	"cake that I had already made for eight people.\n"
	"feeling\tSad, and then angry, and after an hour mostly ashamed.\nfeeling-before\t80\n"
	"thought\tShe never comes when it is me who asks. Nobody would notice if I did not "
	"plan these things at all. It is always the same, and I should have known it before I "
	"spent the money on all of it.\n"
	"for\tShe has cancelled twice this year, and both times it was something of mine.\n"
	"against\tShe came in March when I was ill, and stayed for two days. She has cancelled "
	"on our brother, too. The other six people did come, and two of them stayed late and "
	"helped me to wash up.\n"
	"balanced\tShe cancels when her work is too much, and that is not about me. I can be "
	"sad about it and still enjoy the others. I may tell her that I would like to know it "
	"a few days before.\n"
	"feeling-after\t45\nnext\tI call her on Sunday, and ask about a day in January.\n";

static struct caseworker t;

static int set_up(void **state)
{
	(void)state;
	caseworker_begin(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	caseworker_end(&t);
	return 0;
}

static void within(const char *what, size_t bytes, size_t most)
{
	print_message("%-44s %4zu of %4zu bytes\n", what, bytes, most);
	assert_in_range(bytes, 1, most);
}

/* A hub with the two of whom it is told. */
struct room {
	struct hub *h;
	struct hub_conn *ana, *robin;
};

static struct hub_conn *join(struct hub *h, int64_t member, const char *role, int64_t cases)
{
	const struct hub_newcomer who = { .user = h,
					  .member = member,
					  .device = 100 + member,
					  .name = str_of("Somebody"),
					  .role = str_of(role),
					  .compressed = true,
					  .cases = cases,
					  .now_ms = 1,
					  .utc_ms = CASE_NOW };

	hub_put_person(h, EVENING,
		       &(struct hub_somebody) { .id = member,
						.name = str_of("Somebody"),
						.role = str_of(role) });
	return hub_join(h, &who);
}

static size_t longest; /* frame that was heard */

static size_t heard(struct hub *h, struct hub_conn *c)
{
	size_t n = 0;
	bool more = true;

	while (more) {
		struct buf out;

		buf_init(&out, WIRE_FRAME_MAX);
		hub_next(h, c, &out, &more);
		more = more && out.n;
		longest = out.n > longest ? out.n : longest;
		n += out.n;
		buf_finish(&out);
	}
	return n;
}

static struct room open_room(void)
{
	struct room r = { .h = hub_create() };

	hub_put_cases(r.h, t.c);
	hub_put_group(r.h, EVENING, str_of("Evening"), 0);
	r.ana = join(r.h, ANA, "patient", t.version + 1);
	r.robin = join(r.h, ROBIN, "facilitator", t.version + 1);
	heard(r.h, r.ana);
	heard(r.h, r.robin);
	while (hub_wanting(r.h))
		;
	return r;
}

static size_t pushed(struct room *r, struct hub_conn *c)
{
	hub_cases_changed(r->h);
	return heard(r->h, c);
}

static size_t up(const struct wire_msg *m)
{
	struct buf json, frame;
	size_t n;

	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	buf_init(&frame, WIRE_FRAME_MAX);
	assert_true(wire_add(&json, m, NULL));
	wire_close(&json);
	wire_pack((struct str) { json.p, json.n }, &frame);
	n = frame.n;
	buf_finish(&json);
	buf_finish(&frame);
	return n;
}

static struct wire_msg work(const char *word, unsigned has)
{
	return (struct wire_msg) { .type = WIRE_WORK,
				   .has = WIRE_K | WIRE_R | has,
				   .k = 1764111600,
				   .r = str_of(word) };
}

static struct wire_msg filed(const char *form, const char *answers)
{
	struct wire_msg m = work("file", WIRE_G | WIRE_C | WIRE_D | WIRE_X | WIRE_B);

	m.g = EVENING;
	m.c = str_of(form);
	m.d = CASE_NOW - 60000;
	m.x = str_of("2965141872");
	m.b = str_of(answers);
	return m;
}

static void an_assigned_sheet(void **state)
{
	struct wire_msg m = work("assign", WIRE_G | WIRE_C | WIRE_U | WIRE_D | WIRE_X | WIRE_B);
	struct room r = open_room();

	(void)state;
	m.g = EVENING;
	m.u = ANA;
	m.c = str_of("thought-record");
	m.x = str_of("Thought record");
	m.d = CASE_NOW + 7 * CASE_DAY;
	m.b = str_of("One a day, please, also a small one.");
	within("a sheet assigned, up", up(&m), 80);
	m.c = str_of("phq-9");
	assert_null(caseworker_act(&t, ROBIN, &m));
	within("a sheet assigned, down", pushed(&r, r.ana), 75);
	hub_destroy(r.h);
}

static void a_finished_measure(void **state)
{
	const struct wire_msg m = filed("phq-9", PHQ_9);
	struct room r = open_room();

	(void)state;
	within("a PHQ-9 of ten answers, up", up(&m), 118);
	assert_null(caseworker_act(&t, ANA, &m));
	hub_cases_own(r.ana, CASELOAD_FILED, t.version);
	hub_settled(r.h, r.ana, m.k, t.row, NULL);
	within("its answer, down", pushed(&r, r.ana), 30);
	within("a PHQ-9, down to who leads", pushed(&r, r.robin), 120);
	hub_destroy(r.h);
}

static void a_thought_record(void **state)
{
	const struct wire_msg m = filed("clinic/thoughts", thoughts);
	struct room r = open_room();

	(void)state;
	assert_in_range(strlen(thoughts), 1024, 1400);
	within("a thought record of 1.3 KB, up", up(&m), 510);
	assert_null(caseworker_act(&t, ANA, &m));
	within("a thought record, down", pushed(&r, r.robin), 510);
	hub_destroy(r.h);
}

static void what_is_said_to_it(void **state)
{
	struct wire_msg m = work("read", WIRE_S);
	struct room r;

	(void)state;
	assert_null(caseworker_file(&t, ANA, "phq-9", PHQ_9));
	r = open_room();
	m.s = 1;
	within("that it was read, up", up(&m), 27);
	assert_null(caseworker_act(&t, ROBIN, &m));
	within("that it was read, down", pushed(&r, r.ana), 37);
	m = work("comment", WIRE_S | WIRE_C | WIRE_B);
	m.k++;
	m.s = 1;
	m.c = str_of("/44255-8");
	m.b = str_of("Was it like that on the weekend, too?");
	within("a comment to an item, up", up(&m), 62);
	assert_null(caseworker_act(&t, ROBIN, &m));
	within("a comment to an item, down", pushed(&r, r.ana), 72);
	hub_destroy(r.h);
}

/* "&v=19" in the upgrade, and nothing back; and nothing at all for who does not know of it. */
static void nothing_new_costs_nothing(void **state)
{
	struct hub *h;
	size_t without;

	(void)state;
	caseworker_file(&t, ANA, "phq-9", PHQ_9);
	caseworker_do(&t, ROBIN, "read", 1, NULL);
	h = hub_create();
	hub_put_cases(h, t.c);
	hub_put_group(h, EVENING, str_of("Evening"), 0);
	without = heard(h, join(h, ANA, "patient", 0));
	assert_int_equal(heard(h, join(h, ANA, "patient", t.version + 1)), without);
	assert_true(heard(h, join(h, ANA, "patient", 1)) > without + 80);
	hub_destroy(h);
}

/* Whom it does not concern is not woken. */
static void nobody_else_hears_of_it(void **state)
{
	struct room r = open_room();
	struct hub_conn *ben = join(r.h, BEN, "patient", t.version + 1);

	(void)state;
	heard(r.h, ben);
	while (hub_wanting(r.h))
		;
	assert_null(caseworker_file(&t, ANA, "phq-9", PHQ_9));
	hub_cases_changed(r.h);
	assert_true(heard(r.h, r.robin) > 0);
	assert_int_equal(heard(r.h, ben), 0);
	hub_destroy(r.h);
}

/* The longest answers that there may be go in frames that every side takes. */
static void long_answers_fit_into_frames(void **state)
{
	static char answers[WIRE_ANSWERS_MAX + 1];
	struct room r;

	(void)state;
	memset(answers, '\\', sizeof(answers) - 1);
	memcpy(answers, "1\t", 2);
	for (int i = 0; i < 5; i++)
		assert_null(caseworker_file(&t, ANA, "clinic/long", answers));
	r.h = hub_create();
	hub_put_cases(r.h, t.c);
	hub_put_group(r.h, EVENING, str_of("Evening"), 0);
	r.ana = hub_join(r.h, &(struct hub_newcomer) { .user = r.h,
						       .member = ANA,
						       .device = 7,
						       .name = str_of("Ana"),
						       .role = str_of("patient"),
						       .cases = 1,
						       .now_ms = 1,
						       .utc_ms = CASE_NOW });
	longest = 0;
	assert_true(heard(r.h, r.ana) > 5 * sizeof(answers));
	assert_in_range(longest, 2 * WIRE_ANSWERS_MAX, HUB_ROOM + WIRE_TEXT_MAX);
	hub_destroy(r.h);
}

/* Of many of one kind: what a row costs the server while it runs. */
static void memory_of_a_filed_row(void **state)
{
	const size_t before = caseload_bytes(t.c);
	size_t each;

	(void)state;
	for (int i = 0; i < 400; i++)
		assert_null(caseworker_file(&t, ANA, "phq-9", CALM));
	each = (caseload_bytes(t.c) - before) / 400;
	print_message("%-44s %4zu bytes\n", "a filed PHQ-9 in the server's memory", each);
	assert_in_range(each, 1, 400);
}

#define row(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		row(an_assigned_sheet),
		row(a_finished_measure),
		row(a_thought_record),
		row(what_is_said_to_it),
		row(nothing_new_costs_nothing),
		row(nobody_else_hears_of_it),
		row(long_answers_fit_into_frames),
		row(memory_of_a_filed_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
