/* SPDX-License-Identifier: MIT */
/*
 * Practice's scripted people hold a session to its end, in the bottle's time: Robin leads it,
 * and Sam, in line mode, is the person.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "demo/tally.h"
#include "demo/texts.h"
#include "net/loop.h"
#include "support/attend.h"
#include "support/bottled.h"

enum { SEED = 7, CAST = 7, END_S = 3600 };

static const struct bottle_line good = { .name = "good", .rtt_ms = 40 };

struct act {
	int s;
	const char *does;
};

struct evening {
	struct company company;
	struct tally tally;
	struct attend sam;
	struct loop *clock;
	struct loop_timer *wake;
	const struct act *acts;
};

static void turn(void *user)
{
	struct evening *e = user;
	struct err err = { 0 };
	int ms;

	loop_work_once(e->clock);
	do {
		if (!company_turn(&e->company, clock_ms(), &err))
			fail_msg("%s", err.text);
		tally_look(&e->tally, &e->company, clock_ms());
		ms = company_timeout_ms(&e->company, clock_ms());
	} while (ms == 0);
	if (ms > 0)
		loop_timer_set(e->wake, ms);
}

static void on_wake(void *user)
{
	(void)user;
}

static void add_text(struct script *s, const char *name)
{
	struct err err = { 0 };

	for (const struct texts_row *t = texts; t->name; t++)
		if (strcmp(t->name, name) == 0 && script_add(s, name, t->text, &err))
			return;
	fail_msg("%s: %s", name, err.text);
}

static void seat_all(void *user)
{
	struct evening *e = user;
	struct err err = { 0 };
	struct buf lines;
	FILE *f;

	buf_init(&lines, 65536);
	for (size_t i = 0; i < CAST; i++)
		buf_addf(&lines, "%s\n", bottled_invite(i));
	f = fmemopen(lines.p, lines.n, "r");
	assert_non_null(f);
	bottle_seat(&good, turn, e);
	if (!company_open(&e->company, f, &err))
		fail_msg("%s", err.text);
	bottle_seat(NULL, NULL, NULL);
	fclose(f);
	buf_finish(&lines);
}

static void sam_comes(void *user)
{
	struct evening *e = user;

	attend_open(&e->sam, bottled_invite(CAST));
}

struct deed {
	struct evening *e;
	const char *does;
};

static void sam_acts(void *user)
{
	const struct deed *d = user;

	attend_type(&d->e->sam, d->does);
}

static void end(void *user)
{
	(void)user;
	bottle_stop();
}

static void script_sam(struct evening *e, struct loop *script)
{
	bottle_post(script, clock_ms(), seat_all, e);
	bottle_post(script, clock_ms() + 5000, sam_comes, e);
	for (const struct act *a = e->acts; a->does; a++) {
		struct deed *d = arena_get(bottle_mem(), sizeof(*d));

		*d = (struct deed) { e, a->does };
		bottle_post(script, clock_ms() + a->s * INT64_C(1000), sam_acts, d);
	}
	bottle_post(script, clock_ms() + END_S * INT64_C(1000), end, NULL);
}

static void hold(struct evening *e)
{
	struct loop *script = loop_create();

	e->clock = loop_create();
	e->wake = loop_timer_create(e->clock, on_wake, e);
	e->company.plan.pace = 100;
	e->company.leads = "group";
	script_add(&e->company.script, "cast", str_of("[cast]\nRobin | facilitator\n"), NULL);
	add_text(&e->company.script, "practice.txt");
	add_text(&e->company.script, "turns.txt");
	add_text(&e->company.script, "replies.txt");
	e->sam = (struct attend) { .name = "Sam", .line_kind = &good };
	script_sam(e, script);
	bottled_serve();
	loop_destroy(script);
}

static void leave(struct evening *e)
{
	attend_close(&e->sam);
	company_close(&e->company);
	loop_timer_destroy(e->wake);
	loop_destroy(e->clock);
}

static int open_bottle(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	log_set_level(LOG_ERROR_);
	return bottled_open(SEED, 1, CAST + 1) ? 0 : -1;
}

static int close_bottle(void **state)
{
	(void)state;
	bottled_close();
	return 0;
}

static void heard(const struct evening *e, const char *words)
{
	if (!strstr(buf_text(&e->sam.told), words))
		fail_msg("\"%s\" is not in what Sam was told:\n%s", words,
			 buf_text(&e->sam.told));
}

static const struct tally_member *member(const struct evening *e, const char *name)
{
	return &e->tally.members[script_member(&e->company.script, str_of(name))];
}

static void robin_leads_a_session_to_its_end(void **state)
{
	static const struct act acts[] = { { 40, "/accept" },
					   { 400, "/hand about the week" },
					   { 0, NULL } };
	struct evening e = { .acts = acts };

	(void)state;
	hold(&e);
	heard(&e, "Now: Welcome.");
	heard(&e, "You are in the room now.");
	heard(&e, "Now: Check-in.");
	heard(&e, "Luz: 6 for me.");
	heard(&e, "Now: Agenda.");
	heard(&e, "Now: Work.");
	heard(&e, "Luz: so thats the one thing.");
	heard(&e, "Now: Check-out.");
	heard(&e, "The session is over.");
	assert_true(member(&e, "Mei")->admitted);
	assert_int_equal(member(&e, "Mei")->called, 1);
	assert_true(member(&e, "Tomasz")->wrote);
	assert_false(member(&e, "Tomasz")->answered);
	assert_true(member(&e, "Dariush")->flagged);
	assert_false(member(&e, "Dariush")->seen);
	assert_false(member(&e, "Luz")->muted);
	assert_false(member(&e, "Luz")->waits);
	assert_true(e.tally.ended_ms > e.tally.began_ms);
	leave(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(robin_leads_a_session_to_its_end, open_bottle,
						close_bottle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
