/* SPDX-License-Identifier: MIT */
/* Attendance as it is printed: as a table, and to be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/minutes.h"

#define assert_granted(no)    assert_null(no)
#define assert_in(text, all)  assert_non_null(strstr(all, text))
#define assert_not(text, all) assert_null(strstr(all, text))

enum { MINUTE = 60000 };

/* Ana comes in time, and by phone at the end; Jo comes late, and loses her line; Sam is not
 * there, and it is found out later that he was. */
static void open_evening(struct meet *t)
{
	meet_open(t, "waiting\nstage work open 0 Talk\nstage closed open 0 Closed\n");
	meet_here(t, GRACE, true);
	meet_here(t, ANA, true);
	assert_granted(meet_wish(t, GRACE, "admit", ANA, 0));
	t->now += 15 * MINUTE;
	meet_here(t, JO, true);
	t->now += 1 * MINUTE;
	assert_granted(meet_wish(t, GRACE, "admit", JO, 0));
	t->now += 4 * MINUTE;
	meet_here(t, JO, false);
	assert_granted(meet_wish(t, GRACE, "modality", ANA, MEETING_BY_PHONE));
	t->now += 2 * MINUTE;
	meet_here(t, JO, true);
	t->now += 8 * MINUTE;
	assert_granted(meet_wish(t, GRACE, "stage", 0, 2));
	t->now += 60 * MINUTE;
	minutes_correct(t, SAM, 25, "=He was on the phone.");
}

/* A row that is there whole. */
#define assert_row(row, all) assert_in("\r\n" row "\r\n", all)
#define BEGUN                "1970-01-01T00:16:40Z"
#define ENDED                "1970-01-01T00:46:40Z"

static void csv__a_row_for_each_interval_total_and_correction(void **state)
{
	struct meet t;
	char *csv;

	(void)state;
	open_evening(&t);
	csv = minutes_print(&t, 0, report_csv);
	assert_in("kind,session,member,name,from,to,began,began by,ended,ended by,modality,"
		  "seconds,minutes,corrected,event,note\r\nrule,",
		  csv);
	assert_in("lost line that was back within 5 minutes", csv);
	assert_row("session,1,,," BEGUN "," ENDED ",,,,,,,,,,", csv);
	assert_row("waited,1,1,\"Ana\"," BEGUN "," BEGUN
		   ",come,\"line\",admit,\"Grace\",not stated,0,,,3,",
		   csv);
	assert_row("present,1,1,\"Ana\"," BEGUN ",1970-01-01T00:36:40Z,admit,"
		   "\"Grace\",modality,\"Grace\",not stated,1200,,,4,",
		   csv);
	assert_row("present,1,1,\"Ana\",1970-01-01T00:36:40Z," ENDED
		   ",modality,\"Grace\",stage,\"Grace\",phone,600,,,8,",
		   csv);
	assert_row("line down,1,2,\"Jo \"\"J\"\" <Ann>\",1970-01-01T00:36:40Z,"
		   "1970-01-01T00:38:40Z,lost,\"line\",back,\"line\",not stated,120,,,7,",
		   csv);
	assert_row("total,1,1,\"Ana\",,,,,,,,,30,,,", csv);
	assert_row("total,1,2,\"Jo \"\"J\"\" <Ann>\",,,,,,,,,14,,,\"late\"", csv);
	free(csv);
	meet_end(&t);
}

/* What was counted stays beside what stands; and what is a formula to a spreadsheet is text. */
static void csv__a_correction__both_figures_who_and_why(void **state)
{
	struct meet t;
	char *csv;

	(void)state;
	open_evening(&t);
	csv = minutes_print(&t, 0, report_csv);
	assert_row("total,1,3,\"'=Sam\",,,,,,,,,0,25,11,\"absent\"", csv);
	assert_row("correction,1,3,\"'=Sam\",1970-01-01T01:46:40Z,,,\"Grace\",,,,,,25,11,"
		   "\"'=He was on the phone.\"",
		   csv);
	assert_row("person,,3,\"'=Sam\",,,,,,,,,25,,,\"1 of 1 sessions\"", csv);
	assert_row("person,,4,\"Lee\",,,,,,,,,0,,,\"0 of 1 sessions\"", csv);
	free(csv);
	meet_end(&t);
}

/* Fifteen fields behind a name in each row, or a table is none. */
static void csv__each_row_has_as_many_fields(void **state)
{
	struct meet t;
	char *csv;
	size_t rows = 0;

	(void)state;
	open_evening(&t);
	csv = minutes_print(&t, 0, report_csv);
	for (const char *p = csv; *p; p += 2, rows++) {
		int commas = 0;
		bool quoted = false;

		for (; *p != '\r'; p++) {
			quoted = quoted != (*p == '"');
			commas += *p == ',' && !quoted;
		}
		assert_int_equal(commas, 15);
		assert_int_equal(p[1], '\n');
	}
	assert_int_equal(rows, 21);
	free(csv);
	meet_end(&t);
}

static void words__by_session_and_by_person(void **state)
{
	struct meet t;
	char *words;

	(void)state;
	open_evening(&t);
	words = minutes_print(&t, 0, report_words);
	assert_in("Attendance of Evening & Co\nMinutes are whole ones", words);
	assert_in("within 5 minutes", words);
	assert_in("\nSession 1, " BEGUN " to " ENDED "\n  Ana: 30 minutes.\n", words);
	assert_in(BEGUN
		  " to 1970-01-01T00:36:40Z: present, modality not stated; let in (Grace, "
		  "event 4), then the way of taking part was stated (Grace, event 8).\n",
		  words);
	assert_in("present, by phone; ", words);
	assert_in("  =Sam: 25 minutes as corrected; counted: 0 minutes, absent.\n    Corrected "
		  "to "
		  "25 minutes by Grace at 1970-01-01T01:46:40Z (event 11): =He was on the "
		  "phone.\n",
		  words);
	assert_in("  Jo \"J\" <Ann>: 14 minutes, late by 15 minutes.\n", words);
	assert_in("  Late: Jo \"J\" <Ann>.\n  Absent: =Sam.\n", words);
	assert_in("\nBy person\nAna (patient): 1 of 1 sessions, 30 minutes\n", words);
	free(words);
	meet_end(&t);
}

static void of_one_person__nobody_else_is_named(void **state)
{
	void (*const forms[])(const struct report *) = { report_csv, report_words,
							 report_fhir };
	struct meet t;

	(void)state;
	open_evening(&t);
	for (int i = 0; i < 3; i++) {
		char *text = minutes_print(&t, ANA, forms[i]);

		assert_in("Ana", text);
		assert_not("Jo", text);
		assert_not("Sam", text);
		assert_not("Lee", text);
		assert_in("Grace", text); /* who let her in */
		free(text);
	}
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv__a_row_for_each_interval_total_and_correction),
		cmocka_unit_test(csv__a_correction__both_figures_who_and_why),
		cmocka_unit_test(csv__each_row_has_as_many_fields),
		cmocka_unit_test(words__by_session_and_by_person),
		cmocka_unit_test(of_one_person__nobody_else_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
