/* SPDX-License-Identifier: MIT */
/* Attendance out of the log: minutes, corrections, who was late, and a chain that holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/minutes.h"

#define assert_granted(no) assert_null(no)

enum { MINUTE = 60000 };

/* Two sessions: Ana is in both, Sam comes late to the second, Lee to neither. */
static void open_evening(struct meet *t)
{
	meet_open(t, "stage work open 0 Talk\nstage closed open 0 Closed\n");
	meet_here(t, GRACE, true);
	meet_here(t, ANA, true);
	t->now += 30 * MINUTE;
	assert_granted(meet_wish(t, GRACE, "stage", 0, 2));
	t->now += 60 * MINUTE;
	assert_granted(meet_tell(t, GRACE, "open",
				 "waiting\nstage work open 0 Talk\nstage closed open 0 C\n",
				 0));
	meet_here(t, GRACE, true);
	meet_here(t, ANA, true);
	assert_granted(meet_wish(t, GRACE, "admit", ANA, 0));
	t->now += 11 * MINUTE;
	meet_here(t, SAM, true);
	t->now += 4 * MINUTE;
	assert_granted(meet_wish(t, GRACE, "admit", SAM, 0));
	t->now += 5 * MINUTE;
	meet_here(t, ANA, false);
	t->now += 10 * MINUTE;
	assert_granted(meet_wish(t, GRACE, "stage", 0, 2));
}

static void sessions__each_with_its_own_minutes(void **state)
{
	struct record r;
	struct meet t;

	(void)state;
	open_evening(&t);
	minutes_read(&r, &t);
	assert_int_equal(r.sessions_count, 2);
	assert_int_equal(r.sessions[0]->opened_seq, 1);
	assert_int_equal(record_counted(r.sessions[0], ANA), 30);
	assert_int_equal(record_counted(r.sessions[0], SAM), 0);
	assert_false(record_was_there(r.sessions[0], SAM));
	assert_int_equal(record_counted(r.sessions[1], ANA),
			 20); /* the lost line never came back */
	assert_int_equal(record_counted(r.sessions[1], SAM), 15);
	assert_true(record_was_late(r.sessions[1], SAM));
	assert_false(record_was_late(r.sessions[1], ANA));
	assert_false(record_was_late(r.sessions[1], LEE));
	assert_ptr_equal(record_session(&r, r.sessions[1]->opened_seq), r.sessions[1]);
	assert_null(record_session(&r, 2));
	record_finish(&r);
	meet_end(&t);
}

static void correction__the_newest_stands__and_the_count_stays(void **state)
{
	const struct record_correction *c;
	struct record r;
	struct meet t;

	(void)state;
	open_evening(&t);
	minutes_correct(&t, ANA, 25, "She was on the phone.");
	minutes_correct(&t, LEE, 30, "Lee was here by phone.");
	minutes_correct(&t, ANA, 30, "And to the end.");
	minutes_read(&r, &t);
	assert_int_equal(r.sessions_count, 2);
	assert_int_equal(r.corrections_count, 3);
	assert_int_equal(record_counted(r.sessions[1], ANA), 20);
	assert_int_equal(record_minutes(&r, r.sessions[1], ANA), 30);
	assert_int_equal(record_minutes(&r, r.sessions[0], ANA), 30);
	assert_int_equal(record_minutes(&r, r.sessions[1], LEE), 30);
	assert_int_equal(record_minutes(&r, r.sessions[0], LEE), 0);
	assert_int_equal(record_minutes(&r, r.sessions[1], SAM), 15);
	c = record_corrected(&r, r.sessions[1]->opened_seq, ANA);
	assert_string_equal(c->why, "And to the end.");
	assert_int_equal(c->by, GRACE);
	assert_null(record_corrected(&r, r.sessions[0]->opened_seq, ANA));
	record_finish(&r);
	meet_end(&t);
}

static enum record_source source_of(const struct record *r, const struct meeting_span *p,
				    bool end, int64_t member, int64_t *by)
{
	return record_source(r, end ? p->ended_seq : p->began_seq, member, by);
}

static void each_interval__has_who_caused_it(void **state)
{
	const struct meeting_seat *s;
	struct meeting_event e;
	struct record r;
	struct meet t;
	int64_t by;

	(void)state;
	open_evening(&t);
	assert_granted(meet_tell(&t, GRACE, "open", meet_plan, 0));
	meet_here(&t, ANA, true);
	assert_granted(meet_wish(&t, GRACE, "admit", ANA, 0));
	assert_true(meeting_restart(t.m, 0, &e));
	meet_keep(&t, &e);
	meet_here(&t, ANA, true);
	assert_granted(meet_wish(&t, ANA, "leave", 0, 0));
	minutes_read(&r, &t);
	s = meeting_seat(r.sessions[2], ANA);
	assert_int_equal(s->spans_count, 4);
	assert_int_equal(source_of(&r, &s->spans[0], false, ANA, &by), RECORD_LINE);
	assert_int_equal(source_of(&r, &s->spans[1], false, ANA, &by), RECORD_BY);
	assert_int_equal(by, GRACE);
	assert_int_equal(source_of(&r, &s->spans[2], false, ANA, &by), RECORD_SERVER);
	assert_int_equal(source_of(&r, &s->spans[3], false, ANA, &by), RECORD_LINE);
	assert_int_equal(source_of(&r, &s->spans[3], true, ANA, &by), RECORD_SELF);
	s = meeting_seat(r.sessions[1], ANA);
	assert_int_equal(source_of(&r, &s->spans[s->spans_count - 1], false, ANA, &by),
			 RECORD_LINE);
	record_finish(&r);
	meet_end(&t);
}

/* From the second session on, as a server reads it: the row before gives its mark. */
static void log__from_a_session_on__is_checked_from_there(void **state)
{
	struct minutes *m = mem_get(sizeof(*m));
	struct err err = { 0 };
	struct record whole, r;
	struct meet t;
	int64_t from;

	(void)state;
	open_evening(&t);
	minutes_correct(&t, ANA, 25, "She was on the phone.");
	minutes_chain(m, &t);
	minutes_read(&whole, &t);
	from = whole.sessions[1]->opened_seq;
	record_begin(&r, MINUTES_GROUP, from);
	for (int64_t seq = from - 1; seq <= (int64_t)t.count; seq++) {
		const struct store_message row = minutes_row(m, seq);

		assert_true(record_take(&r, &row, &err));
	}
	assert_int_equal(r.sessions_count, 1);
	assert_int_equal(record_minutes(&r, r.sessions[0], ANA), 25);
	assert_string_equal(r.mark, whole.mark);
	record_finish(&r);
	record_finish(&whole);
	free(m);
	meet_end(&t);
}

/* The first session was dropped when its time was over: its last mark stays, without text. */
static void log__whose_beginning_was_dropped__goes_on_from_its_mark(void **state)
{
	struct minutes *m = mem_get(sizeof(*m));
	struct err err = { 0 };
	struct record whole, r;
	struct store_message row;
	struct meet t;
	int64_t from;

	(void)state;
	open_evening(&t);
	minutes_chain(m, &t);
	minutes_read(&whole, &t);
	from = whole.sessions[1]->opened_seq;
	record_begin(&r, MINUTES_GROUP, 1);
	row = minutes_row(m, from - 1);
	row.text = str_of("");
	assert_true(record_take(&r, &row, &err));
	for (int64_t seq = from; seq <= (int64_t)t.count; seq++) {
		row = minutes_row(m, seq);
		assert_true(record_take(&r, &row, &err));
	}
	assert_int_equal(r.sessions_count, 1);
	assert_int_equal(record_counted(r.sessions[0], SAM), 15);
	row.text = str_of(""); /* but not in the middle */
	assert_false(record_take(&r, &row, &err));
	record_finish(&r);
	record_finish(&whole);
	free(m);
	meet_end(&t);
}

/* Reads all but what `change` did to row `at`; the words of what was found. */
static const char *found(const struct minutes *m, int64_t at,
			 void (*change)(struct store_message *row))
{
	static struct err err;
	struct record r;
	bool good = true;

	err = (struct err) { .code = ERR_NONE };
	record_begin(&r, MINUTES_GROUP, 1);
	for (int64_t seq = 1; good && seq <= (int64_t)m->t->count; seq++) {
		struct store_message row = minutes_row(m, seq);

		if (seq == at)
			change(&row);
		if (row.seq)
			good = record_take(&r, &row, &err);
	}
	assert_int_equal(good, err.code == ERR_NONE);
	record_finish(&r);
	return err.text;
}

static void later(struct store_message *row)
{
	row->utc_ms += 1;
}

static void reworded(struct store_message *row)
{
	row->text = str_of("lower 1 1 1 1 0 0\n");
}

static void gone(struct store_message *row)
{
	row->seq = 0;
}

static void unmarked(struct store_message *row)
{
	row->mark = str_of("");
}

static void chain__where_it_was_changed__is_said_by_number(void **state)
{
	struct minutes *m = mem_get(sizeof(*m));
	struct meet t;

	(void)state;
	open_evening(&t);
	minutes_correct(&t, ANA, 25, "She was on the phone.");
	minutes_chain(m, &t);
	assert_string_equal(found(m, 0, gone), "");
	assert_string_equal(found(m, 4, later),
			    "event 4 of the log was changed, or one before it");
	assert_string_equal(found(m, 5, reworded),
			    "event 5 of the log was changed, or one before it");
	assert_string_equal(found(m, 3, gone), "event 3 of the log is missing");
	assert_string_equal(found(m, 6, unmarked), "event 6 of the log has no mark");
	assert_string_equal(found(m, (int64_t)t.count, later),
			    "event 13 of the log was changed, or one before it");
	free(m);
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sessions__each_with_its_own_minutes),
		cmocka_unit_test(correction__the_newest_stands__and_the_count_stays),
		cmocka_unit_test(each_interval__has_who_caused_it),
		cmocka_unit_test(log__from_a_session_on__is_checked_from_there),
		cmocka_unit_test(log__whose_beginning_was_dropped__goes_on_from_its_mark),
		cmocka_unit_test(chain__where_it_was_changed__is_said_by_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
