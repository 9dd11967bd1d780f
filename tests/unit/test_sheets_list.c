/* SPDX-License-Identifier: MIT */
/* Sheets of this device and of the server together; who needs what; how numbers go. */
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

#define LOCAL ((uint64_t)1 << 40)

/* Number, to whom, due, words. */
static void assign(int number, int member, int days, const char *form)
{
	char json[300];

	snprintf(json, sizeof(json),
		 "[{'t':'B','s':%d,'g':1,'u':%d,'k':2,'d':%lld,'c':'%s','b':'Please'},"
		 "{'t':'V','k':%d}]",
		 number, member, days ? (long long)(CASER_NOW + days * DAY_MS) : 0LL, form,
		 (int)++t.version);
	caser_frame(&t, json);
}

static void note(int number, int filed, int by, const char *rest)
{
	char json[400];

	snprintf(json, sizeof(json),
		 "[{'t':'D','s':%d,'u':%d,'d':%lld,'k':%d,%s},{'t':'V','k':%d}]", number, by,
		 (long long)CASER_NOW, filed, rest, (int)++t.version);
	caser_frame(&t, json);
}

static void filed(int number, int member, int days, const char *form, const char *digits)
{
	caser_filed(&t, &(struct caser_row) { number, member, days, form, digits });
}

/* ---- one's own ---- */

static void assigned_by_date__drafts__then_newest_first(void **state)
{
	(void)state;
	assign(1, CASER_ME, 0, "phq-9");
	assign(2, CASER_ME, 9, "gad-7");
	assign(3, CASER_ME, 2, "phq-9");
	assign(4, CASER_BEA, 1, "phq-9");
	caser_own(&t, LOCAL, "check-in", 1, NULL);
	caser_own(&t, LOCAL + 1, "check-in", 5, "1\t4\n");
	filed(9, CASER_ME, 3, "gad-7", "1111111");
	filed(10, CASER_ME, 30, "gad-7", "0000000");
	assert_string_equal(caser_sheets(&t), "assigned PHQ-9 of me from Mara 'Please' due 2\n"
					      "assigned GAD-7 of me from Mara 'Please' due 9\n"
					      "assigned PHQ-9 of me from Mara 'Please'\n"
					      "draft Check-in of me\n"
					      "at-clinic GAD-7 of me GAD-7=7/21 was 0\n"
					      "kept Check-in of me\n"
					      "at-clinic GAD-7 of me GAD-7=0/21\n");
}

/* The assignment, its draft, what is on its way, and what is at the clinic: one sheet, one id. */
static void a_sheet_keeps_its_id(void **state)
{
	const uint64_t id = SHEETS_ASSIGNED | 3;
	struct sheet *s;

	(void)state;
	assign(3, CASER_ME, 2, "phq-9");
	caser_own(&t, id, "phq-9", 0, NULL);
	assert_string_equal(caser_sheets(&t), "draft PHQ-9 of me from Mara 'Please' due 2\n");
	s = caser_own(&t, id, "phq-9", 0, caser_measure("phq-9", "111111111"));
	s->danger = true;
	caser_act(
		&t, 5, id,
		"[{'t':'I','k':1,'r':'file','g':1,'s':3,'c':'phq-9','x':'1','d':1796040000000,"
		"'n':1,'b':''}]");
	assert_string_equal(caser_sheets(&t),
			    "sending PHQ-9 of me from Mara 'Please' due 2 PHQ-9=9/27 DANGER\n");
	/* The row comes, and the answer to the act was lost. */
	caser_frame(&t, "[{'t':'C','s':8,'u':7,'g':1,'k':3,'c':'phq-9','d':1796040000000,"
			"'b':'','n':1}]");
	assert_string_equal(caser_sheets(&t),
			    "sending PHQ-9 of me from Mara 'Please' due 2 PHQ-9=9/27 DANGER\n");
	rows_link(&t.rows, rows_find_filed(&t.rows, 8), id);
	rows_forget(&t.rows, 5);
	s->state = PL_SHEET_AT_CLINIC;
	assert_string_equal(
		caser_sheets(&t),
		"at-clinic PHQ-9 of me from Mara 'Please' due 2 PHQ-9=9/27 DANGER\n");
	assert_true(sheets_list_one(&t.list, &t.rows, &t.world, id)->id == id);
	note(11, 8, CASER_MARA, "'r':'read'");
	note(12, 8, CASER_MARA, "'r':'comment','b':'Good','c':'/44250-9'");
	assert_string_equal(caser_sheets(&t),
			    "read PHQ-9 of me from Mara 'Please' due 2 by Mara 1 said new "
			    "PHQ-9=9/27 DANGER\n");
	assert_string_equal(caser_comments(&t, id), "Mara [Little interest or p] Good\n");
	note(13, 8, CASER_ROBIN, "'r':'again','b':'The last one?'");
	note(14, 8, CASER_ROBIN, "'r':'reviewed','b':'Called.'");
	assert_string_equal(caser_sheets(&t),
			    "again PHQ-9 of me from Mara 'Please' due 2 by Mara 2 said new "
			    "PHQ-9=9/27 DANGER seen by Robin\n");
}

/* It was retracted, or is not kept any more: the sheet of this device stays, and says so. */
static void what_the_clinic_has_no_more__is_here_alone(void **state)
{
	struct sheet *s = caser_own(&t, LOCAL, "check-in", 1, "1\t4\n");

	(void)state;
	s->state = PL_SHEET_AT_CLINIC;
	caser_frame(&t, "[{'t':'C','s':8,'u':7,'g':1,'c':'check-in','d':1796040000000,"
			"'b':''}]");
	rows_link(&t.rows, rows_find_filed(&t.rows, 8), LOCAL);
	assert_string_equal(caser_sheets(&t), "at-clinic Check-in of me\n");
	caser_frame(&t, "[{'t':'C','s':8}]");
	assert_string_equal(caser_sheets(&t), "kept Check-in of me\n");
}

/* Two fillings of one assignment: the newest is the sheet; what was said to both is read. */
static void filed_again__is_one_sheet(void **state)
{
	(void)state;
	assign(3, CASER_ME, 2, "gad-7");
	caser_frame(&t, "[{'t':'C','s':8,'u':7,'g':1,'k':3,'c':'gad-7','d':1796030000000}]");
	note(10, 8, CASER_MARA, "'r':'again','b':'More'");
	assert_string_equal(caser_sheets(&t),
			    "again GAD-7 of me from Mara 'Please' due 2 by Mara 1 said new "
			    "GAD-7=0/21 missing 7\n");
	caser_frame(&t, "[{'t':'C','s':12,'u':7,'g':1,'k':3,'c':'gad-7','d':1796039000000}]");
	assert_string_equal(
		caser_sheets(&t),
		"at-clinic GAD-7 of me from Mara 'Please' due 2 GAD-7=0/21 missing 7\n");
	assert_string_equal(caser_comments(&t, SHEETS_ASSIGNED | 3), "Mara asks [] More\n");
}

/* One that was filed on another device, and changed and filed again on this one. */
static void changed_here__is_one_sheet(void **state)
{
	const uint64_t id = SHEETS_FILED | 8;
	struct sheet *s;

	(void)state;
	caser_frame(&t, "[{'t':'C','s':8,'u':7,'g':1,'c':'gad-7','d':1796030000000}]");
	s = caser_own(&t, id, "gad-7", 0, "");
	s->state = PL_SHEET_AT_CLINIC;
	caser_frame(&t, "[{'t':'C','s':12,'u':7,'g':1,'c':'gad-7','d':1796040000000}]");
	rows_link(&t.rows, rows_find_filed(&t.rows, 12), id);
	assert_string_equal(caser_sheets(&t), "at-clinic GAD-7 of me GAD-7=0/21 missing 7\n");
}

static void a_form_that_is_not_here__has_the_title_that_was_told(void **state)
{
	(void)state;
	caser_frame(&t, "[{'t':'B','s':1,'g':1,'u':7,'k':2,'d':0,'c':'ours/walk','x':'A walk'},"
			"{'t':'C','s':2,'u':7,'g':1,'c':'ours/walk','d':5,'b':'a\\t1\\n'}]");
	assert_string_equal(caser_sheets(&t),
			    "assigned A walk of me from Mara\nat-clinic ours/walk of me\n");
}

static void the_plan__is_no_worksheet(void **state)
{
	(void)state;
	caser_own(&t, LOCAL, "safety-plan", 1, NULL);
	caser_frame(&t, "[{'t':'C','s':2,'u':7,'g':1,'c':'safety-plan','d':5}]");
	assert_string_equal(caser_sheets(&t), "");
	assert_non_null(sheets_list_one(&t.list, &t.rows, &t.world, LOCAL));
}

/* ---- those of a group ---- */

static void to_review__unread__due__the_rest(void **state)
{
	(void)state;
	assign(1, CASER_BEA, 3, "gad-7");
	assign(2, CASER_CY, -2, "gad-7");
	filed(10, CASER_CY, 1, "gad-7", "1111111");
	filed(11, CASER_BEA, 9, "phq-9", "000000001");
	filed(12, CASER_BEA, 2, "gad-7", "0000000");
	note(20, 12, CASER_ROBIN, "'r':'read'");
	assert_string_equal(caser_group(&t, 0),
			    "at-clinic PHQ-9 of Bea PHQ-9=1/27 DANGER\n"
			    "at-clinic GAD-7 of Cy GAD-7=7/21\n"
			    "assigned GAD-7 of Cy from Mara 'Please' due -2\n"
			    "assigned GAD-7 of Bea from Mara 'Please' due 3\n"
			    "read GAD-7 of Bea by Robin GAD-7=0/21\n");
	assert_string_equal(caser_group(&t, CASER_CY),
			    "at-clinic GAD-7 of Cy GAD-7=7/21\n"
			    "assigned GAD-7 of Cy from Mara 'Please' due -2\n");
}

/* What was done here is seen at once, though the server has not got it. */
static void acts_that_are_kept__are_seen(void **state)
{
	(void)state;
	assign(1, CASER_BEA, 3, "gad-7");
	filed(11, CASER_BEA, 9, "phq-9", "000000001");
	caser_act(&t, 5, 0, "[{'t':'I','k':1,'r':'read','s':11}]");
	caser_act(&t, 6, 0, "[{'t':'I','k':1,'r':'reviewed','s':11,'b':'Called'}]");
	caser_act(&t, 7, 0, "[{'t':'I','k':1,'r':'comment','s':11,'b':'Thanks'}]");
	caser_act(&t, 8, 0, "[{'t':'I','k':1,'r':'unassign','s':1}]");
	assert_string_equal(
		caser_group(&t, 0),
		"read PHQ-9 of Bea by Mara 1 said PHQ-9=1/27 DANGER seen by Mara\n");
	assert_string_equal(caser_comments(&t, SHEETS_FILED | 11), "me [] Thanks (kept)\n");
	assert_string_equal(caser_cases(&t),
			    "Ana: alerts 0 unread 0 overdue 0 assigned 0 missed 0\n"
			    "Bea: alerts 0 unread 0 overdue 0 assigned 0 missed 0 PHQ-9=1/27\n"
			    "Cy: alerts 0 unread 0 overdue 0 assigned 0 missed 0\n");
}

/* A newer filling takes no danger away that nobody has seen to. */
static void danger_stays__until_it_is_seen_to(void **state)
{
	(void)state;
	assign(3, CASER_BEA, 0, "phq-9");
	caser_frame(&t,
		    "[{'t':'C','s':8,'u':8,'g':1,'k':3,'c':'phq-9','d':1796030000000,'n':1},"
		    "{'t':'C','s':9,'u':8,'g':1,'k':3,'c':'phq-9','d':1796039000000}]");
	assert_string_equal(caser_group(&t, 0),
			    "at-clinic PHQ-9 of Bea from Mara 'Please' DANGER\n"
			    "at-clinic PHQ-9 of Bea from Mara 'Please' PHQ-9=0/27 missing 9\n");
	assert_string_equal(caser_reviews(&t), "Bea: 1\n");
	filed(10, CASER_CY, 1, "phq-9", "000000001");
	filed(11, CASER_BEA, 1, "phq-9", "000000002");
	assert_string_equal(caser_reviews(&t), "Bea: 2\nCy: 1\n");
	caser_act(&t, 6, 0, "[{'t':'I','k':1,'r':'reviewed','s':11,'b':'Called'}]");
	note(21, 10, CASER_ROBIN, "'r':'reviewed','b':'Called'");
	assert_string_equal(caser_reviews(&t), "Bea: 1\n");
	note(20, 8, CASER_ROBIN, "'r':'reviewed','b':'Called'");
	assert_string_equal(caser_reviews(&t), "");
}

static void what_took_its_place_is_what_is_shown(void **state)
{
	(void)state;
	assign(3, CASER_BEA, 0, "phq-9");
	caser_frame(&t,
		    "[{'t':'C','s':8,'u':8,'g':1,'k':3,'c':'phq-9','d':1796030000000,'n':1},"
		    "{'t':'C','s':9,'u':8,'g':1,'k':3,'c':'phq-9','d':1796039000000}]");
	note(20, 8, CASER_ROBIN, "'r':'reviewed','b':'Called'");
	assert_string_equal(caser_group(&t, 0),
			    "at-clinic PHQ-9 of Bea from Mara 'Please' PHQ-9=0/27 missing 9\n");
}

/* ---- who needs most ---- */

static void what_rose__what_is_severe__what_was_missed(void **state)
{
	(void)state;
	filed(1, CASER_ME, 20, "phq-9", "111111110");
	filed(2, CASER_ME, 2, "phq-9", "222222220"); /* 8, then 16: up by 8 */
	filed(3, CASER_CY, 20, "gad-7", "2222222");  /* 14, then 15: severe */
	filed(4, CASER_CY, 2, "gad-7", "3222222");
	filed(5, CASER_BEA, 20, "phq-9", "000000000");
	filed(6, CASER_BEA, 2, "phq-9", "111100000"); /* 0, then 4 */
	t.missed = 2;
	assert_string_equal(
		caser_cases(&t),
		"Ana: alerts 0 unread 2 overdue 0 assigned 0 missed 0 PHQ-9=16/27 was 8\n"
		"Cy: alerts 0 unread 2 overdue 0 assigned 0 missed 0 GAD-7=15/21 was 14\n"
		"Bea: alerts 0 unread 2 overdue 0 assigned 0 missed 2 PHQ-9=4/27 was 0\n");
	filed(7, CASER_BEA, 1, "phq-9", "111100001");
	assert_string_equal(
		caser_cases(&t),
		"Bea: alerts 1 unread 3 overdue 0 assigned 0 missed 2 PHQ-9=5/27 was 4\n"
		"Ana: alerts 0 unread 2 overdue 0 assigned 0 missed 0 PHQ-9=16/27 was 8\n"
		"Cy: alerts 0 unread 2 overdue 0 assigned 0 missed 0 GAD-7=15/21 was 14\n");
}

static struct pl_case needs(int alerts, int before, int sum, int missed)
{
	return (struct pl_case) { .who = "",
				  .alerts = alerts,
				  .missed = missed,
				  .score = { .measure = "PHQ-9",
					     .sum = sum,
					     .most = 27,
					     .before = before,
					     .band = sum >= 20 ? PL_BAND_SEVERE
							       : PL_BAND_MILD } };
}

static void each_need_comes_before_all_of_the_next(void **state)
{
	const struct pl_case rows[] = {
		needs(2, -1, 0, 0),  needs(1, 0, 27, 9), needs(0, 2, 9, 0), needs(0, 2, 7, 9),
		needs(0, -1, 20, 0), needs(0, 3, 7, 3),  needs(0, 9, 5, 1), needs(0, 0, 4, 0),
	};
	const size_t n = sizeof(rows) / sizeof(rows[0]);

	(void)state;
	for (size_t i = 0; i + 1 < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			assert_true(sheets_case_order(&rows[i], &rows[k]) < 0);
			assert_true(sheets_case_order(&rows[k], &rows[i]) > 0);
		}
}

static void overdue_is_what_is_not_filed(void **state)
{
	(void)state;
	assign(1, CASER_BEA, -1, "gad-7");
	assign(2, CASER_BEA, -1, "phq-9");
	assign(3, CASER_BEA, 5, "phq-9");
	caser_frame(&t, "[{'t':'C','s':8,'u':8,'g':1,'k':2,'c':'check-in','d':1796030000000}]");
	assert_string_equal(strstr(caser_cases(&t), "Bea"),
			    "Bea: alerts 0 unread 1 overdue 1 assigned 2 missed 0\n"
			    "Ana: alerts 0 unread 0 overdue 0 assigned 0 missed 0\n"
			    "Cy: alerts 0 unread 0 overdue 0 assigned 0 missed 0\n");
}

/* ---- how it goes ---- */

static void sums_and_whole_numbers__by_time(void **state)
{
	(void)state;
	caser_own(&t, LOCAL, "phq-9", 4, caser_measure("phq-9", "222222220"));
	filed(5, CASER_ME, 11, "phq-9", "111111110");
	filed(6, CASER_ME, 2, "phq-9", "11-000000"); /* not whole: it says nothing */
	caser_own(&t, LOCAL + 2, "check-in", 1, "1\t7\n2\t3\n");
	caser_own(&t, LOCAL + 1, "check-in", 2, "1\t4\n4\tSo so.\n");
	caser_own(&t, LOCAL + 3, "check-in", 0, NULL);
	filed(7, CASER_BEA, 11, "phq-9", "111111110");
	assert_string_equal(caser_trends(&t, 0), "phq-9: PHQ-9 0-27 less -11:8 -4:16\n"
						 "check-in: Mood 0-10 more -2:4 -1:7\n");
	assert_string_equal(caser_trends(&t, CASER_BEA), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(assigned_by_date__drafts__then_newest_first,
						as_ana, leave),
		cmocka_unit_test_setup_teardown(a_sheet_keeps_its_id, as_ana, leave),
		cmocka_unit_test_setup_teardown(what_the_clinic_has_no_more__is_here_alone,
						as_ana, leave),
		cmocka_unit_test_setup_teardown(filed_again__is_one_sheet, as_ana, leave),
		cmocka_unit_test_setup_teardown(changed_here__is_one_sheet, as_ana, leave),
		cmocka_unit_test_setup_teardown(
			a_form_that_is_not_here__has_the_title_that_was_told, as_ana, leave),
		cmocka_unit_test_setup_teardown(the_plan__is_no_worksheet, as_ana, leave),
		cmocka_unit_test_setup_teardown(to_review__unread__due__the_rest, as_mara,
						leave),
		cmocka_unit_test_setup_teardown(acts_that_are_kept__are_seen, as_mara, leave),
		cmocka_unit_test_setup_teardown(danger_stays__until_it_is_seen_to, as_mara,
						leave),
		cmocka_unit_test_setup_teardown(what_took_its_place_is_what_is_shown, as_mara,
						leave),
		cmocka_unit_test_setup_teardown(what_rose__what_is_severe__what_was_missed,
						as_mara, leave),
		cmocka_unit_test(each_need_comes_before_all_of_the_next),
		cmocka_unit_test_setup_teardown(overdue_is_what_is_not_filed, as_mara, leave),
		cmocka_unit_test_setup_teardown(sums_and_whole_numbers__by_time, as_ana, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
