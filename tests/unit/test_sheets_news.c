/* SPDX-License-Identifier: MIT */
/* What of worksheets is told, to whom, and that it is told once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/caser.h"

static struct caser t;

static int as_ana(void **state)
{
	(void)state;
	caser_open(&t, false);
	return 0;
}

static int as_mara(void **state)
{
	(void)state;
	caser_open(&t, true);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	caser_close(&t);
	return 0;
}

#define TO_ME   "{'t':'B','s':1,'g':1,'u':7,'k':2,'d':0,'c':'gad-7'}"
#define BY_BEA  "{'t':'C','s':5,'u':8,'g':1,'c':'gad-7','d':1796030000000}"
#define DANGER  "{'t':'C','s':6,'u':8,'g':1,'c':'phq-9','d':1796030000000,'n':1}"
#define BY_ME   "{'t':'C','s':7,'u':7,'g':1,'c':'gad-7','d':1796030000000}"
#define READ    "{'t':'D','s':8,'u':2,'d':1796030000000,'k':7,'r':'read'}"
#define COMMENT "{'t':'D','s':9,'u':2,'d':1796030000000,'k':7,'r':'comment','b':'Good'}"
#define AGAIN   "{'t':'D','s':10,'u':2,'d':1796030000000,'k':7,'r':'again','b':'More'}"
#define SEEN_TO "{'t':'D','s':11,'u':3,'d':1796030000000,'k':6,'r':'reviewed','b':'Called'}"

/* But what is to be done. */
static void all_there_is__is_no_news(void **state)
{
	(void)state;
	caser_frame(&t, "[" TO_ME ",{'t':'B','s':2,'g':1,'u':7,'k':2,'d':0,'c':'phq-9'}," BY_ME
			"," READ "," COMMENT ",{'t':'C','s':12,'u':7,'g':1,'k':2,'c':'phq-9',"
			"'d':1796030000000},{'t':'V','k':4}]");
	assert_string_equal(caser_news(&t), "assigned GAD-7 Mara\n");
	/* The same again, as after a connection that broke before its end. */
	caser_frame(&t, "[" COMMENT ",{'t':'V','k':5}]");
	assert_string_equal(caser_news(&t), "");
}

static void to_whose_it_is(void **state)
{
	(void)state;
	caser_frame(&t, "[{'t':'V','k':1}]");
	caser_frame(&t, "[" TO_ME ",{'t':'V','k':2}]");
	assert_string_equal(caser_news(&t), "assigned GAD-7 Mara\n");
	caser_frame(&t, "[" BY_ME "," READ "," COMMENT "," AGAIN ",{'t':'V','k':6}]");
	assert_string_equal(caser_news(&t),
			    "read GAD-7 Mara\ncomment GAD-7 Mara\nagain GAD-7 Mara\n");
	caser_frame(&t, "[{'t':'B','s':1},{'t':'V','k':7}]");
	assert_string_equal(caser_news(&t), "cancelled GAD-7\n");
	assert_string_equal(caser_news(&t), "");
}

/* Others' are told to those who lead; what one has done oneself is not. */
static void to_those_who_lead(void **state)
{
	(void)state;
	caser_frame(&t, "[{'t':'V','k':1}]");
	caser_frame(&t,
		    "[" TO_ME "," BY_BEA "," BY_ME "," READ "," COMMENT ",{'t':'V','k':2}]");
	assert_string_equal(caser_news(&t), "filed GAD-7 Bea\nfiled GAD-7 Ana\n");
	caser_frame(&t, "[{'t':'D','s':20,'u':7,'d':1,'k':7,'r':'comment','b':'Thanks'},"
			"{'t':'V','k':3}]");
	assert_string_equal(caser_news(&t), "comment GAD-7 Ana\n");
}

/* Before the rest has come, and though nothing of the first time is news. */
static void danger__at_once_and_until_it_was_told(void **state)
{
	(void)state;
	caser_frame(&t, "[" DANGER ",{'t':'V','k':1}]");
	assert_string_equal(caser_news(&t), "danger PHQ-9 Bea\n");
	assert_string_equal(caser_news(&t), "");
	caser_frame(&t, "[{'t':'C','s':16,'u':9,'g':1,'c':'phq-9','d':5,'n':1}]");
	assert_string_equal(caser_news(&t), "danger PHQ-9 Cy\n");
	caser_frame(&t, "[{'t':'V','k':2}]");
	caser_frame(&t, "[" SEEN_TO ",{'t':'V','k':3}]");
	assert_string_equal(caser_news(&t), "reviewed PHQ-9 Robin\n");
}

/* The note was lost with the program: the next start tells it; one that was seen to is none. */
static void danger_that_was_not_told__is_told_later(void **state)
{
	(void)state;
	caser_frame(&t, "[" DANGER ",{'t':'V','k':1}]");
	sheets_news_finish(&t.news);
	sheets_news_look(&t.news, &t.rows, &t.world);
	assert_string_equal(caser_news(&t), "danger PHQ-9 Bea\n");
	caser_frame(&t, "[{'t':'C','s':16,'u':9,'g':1,'c':'phq-9','d':5,'n':1},{'t':'D','s':17,"
			"'u':3,'d':5,'k':16,'r':'reviewed','b':'Called'},{'t':'V','k':2}]");
	sheets_news_finish(&t.news);
	sheets_news_look(&t.news, &t.rows, &t.world);
	assert_string_equal(caser_news(&t), "");
}

/* To whose answer it is, their own danger is no news. */
static void own_danger__is_not_told(void **state)
{
	(void)state;
	caser_frame(&t,
		    "[{'t':'C','s':6,'u':7,'g':1,'c':'phq-9','d':5,'n':1},{'t':'V','k':1}]");
	assert_string_equal(caser_news(&t), "");
}

static void due__a_day_before_and_once(void **state)
{
	(void)state;
	caser_frame(&t, "[{'t':'B','s':1,'g':1,'u':7,'k':2,'d':1796299200000,'c':'gad-7'},"
			"{'t':'B','s':2,'g':1,'u':8,'k':2,'d':1796040000000,'c':'gad-7'},"
			"{'t':'V','k':1}]");
	assert_string_equal(caser_news(&t), "assigned GAD-7 Mara\n");
	assert_int_equal(sheets_news_due_ms(&t.rows, &t.world), 2 * DAY_MS);
	t.world.now_utc_ms += 2 * DAY_MS;
	sheets_news_look(&t.news, &t.rows, &t.world);
	sheets_news_look(&t.news, &t.rows, &t.world);
	assert_string_equal(caser_news(&t), "due GAD-7 Mara\n");
	t.world.now_utc_ms += DAY_MS;
	sheets_news_look(&t.news, &t.rows, &t.world);
	assert_string_equal(caser_news(&t), "");
	assert_int_equal(sheets_news_due_ms(&t.rows, &t.world), -1);
}

static void what_is_finished__is_not_due(void **state)
{
	(void)state;
	caser_own(&t, SHEETS_ASSIGNED | 1, "gad-7", 0, caser_measure("gad-7", "0000000"));
	caser_frame(&t, "[{'t':'B','s':1,'g':1,'u':7,'k':2,'d':1796040000000,'c':'gad-7'},"
			"{'t':'B','s':2,'g':1,'u':7,'k':2,'d':1796040000000,'c':'gad-7'},"
			"{'t':'C','s':3,'u':7,'g':1,'k':2,'c':'gad-7','d':5},{'t':'V','k':1}]");
	assert_string_equal(caser_news(&t), "");
}

static void much_at_once__is_counted(void **state)
{
	char json[4000] = "[{'t':'V','k':1}]";
	size_t n = 0;

	(void)state;
	caser_frame(&t, json);
	for (int i = 0; i < 24; i++)
		n += (size_t)snprintf(json + n, sizeof(json) - n,
				      "%s{'t':'C','s':%d,'u':8,'g':1,'c':'gad-7','d':5}",
				      i ? "," : "[", 100 + i);
	snprintf(json + n, sizeof(json) - n, "," DANGER ",{'t':'V','k':2}]");
	caser_frame(&t, json);
	assert_non_null(strstr(caser_news(&t), "filed GAD-7 Bea\ndanger PHQ-9 Bea\nmore 4\n"));
}

/* The server was restored from a copy: all comes, and none of it is news. */
static void a_server_that_knows_less(void **state)
{
	(void)state;
	caser_frame(&t, "[" TO_ME "," BY_ME "," READ ",{'t':'V','k':9}]");
	assert_string_equal(caser_news(&t), "assigned GAD-7 Mara\n");
	rows_connected(&t.rows);
	caser_frame(&t, "[" BY_ME ",{'t':'B','s':2,'g':1,'u':7,'k':2,'d':0,'c':'phq-9'},"
			"{'t':'V','k':3}]");
	assert_string_equal(caser_news(&t), "");
	assert_string_equal(caser_sheets(&t), "assigned PHQ-9 of me from Mara\n"
					      "at-clinic GAD-7 of me GAD-7=0/21 missing 7\n");
}

/* Rows that say nothing that is understood change nothing. */
static void nonsense(void **state)
{
	(void)state;
	caser_frame(&t,
		    "[{'t':'B','s':1,'g':1,'u':7},{'t':'C','s':2,'u':7},"
		    "{'t':'D','s':3,'u':7,'d':1,'k':9,'r':'sang'},{'t':'M','s':4,'r':'song',"
		    "'b':'la'},{'t':'D','s':5,'u':2,'d':1,'k':99,'r':'read'},{'t':'B','s':8},"
		    "{'t':'C','s':9},{'t':'V','k':1}]");
	assert_string_equal(caser_news(&t), "");
	assert_string_equal(caser_sheets(&t), "");
	assert_int_equal(t.rows.crisis, 0);
}

static void the_clinics_lines(void **state)
{
	(void)state;
	caser_frame(&t,
		    "[{'t':'M','s':4,'r':'crisis','d':5,'b':'988\\n0123'},{'t':'V','k':1}]");
	assert_string_equal(t.rows.crisis_text, "988\n0123");
	assert_int_equal(t.rows.crisis_utc_ms, 5);
	caser_frame(&t, "[{'t':'M','s':4},{'t':'V','k':2}]");
	assert_null(t.rows.crisis_text);
	assert_int_equal(t.rows.crisis, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_there_is__is_no_news, as_ana, leave),
		cmocka_unit_test_setup_teardown(to_whose_it_is, as_ana, leave),
		cmocka_unit_test_setup_teardown(to_those_who_lead, as_mara, leave),
		cmocka_unit_test_setup_teardown(danger__at_once_and_until_it_was_told, as_mara,
						leave),
		cmocka_unit_test_setup_teardown(danger_that_was_not_told__is_told_later,
						as_mara, leave),
		cmocka_unit_test_setup_teardown(own_danger__is_not_told, as_ana, leave),
		cmocka_unit_test_setup_teardown(due__a_day_before_and_once, as_ana, leave),
		cmocka_unit_test_setup_teardown(what_is_finished__is_not_due, as_ana, leave),
		cmocka_unit_test_setup_teardown(much_at_once__is_counted, as_mara, leave),
		cmocka_unit_test_setup_teardown(a_server_that_knows_less, as_ana, leave),
		cmocka_unit_test_setup_teardown(nonsense, as_ana, leave),
		cmocka_unit_test_setup_teardown(the_clinics_lines, as_ana, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
