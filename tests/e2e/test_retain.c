/* SPDX-License-Identifier: MIT */
/* Messages whose time is over: gone from the server's files, and members are told so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/caseload.h"
#include "server/program.h"
#include "sql/sql.h"
#include "support/town.h"

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

static void set(const struct town *t, const char *settings)
{
	char path[160];
	FILE *f;

	snprintf(path, sizeof(path), "%s/porchlightd.conf", t->data);
	f = fopen(path, "we");
	assert_non_null(f);
	fputs(settings, f);
	assert_int_equal(fclose(f), 0);
}

/* As if the first two had been said long ago. */
static void age(const struct town *t)
{
	struct err err = { 0 };
	char path[160];
	struct sql *s;

	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	s = sql_open(path, NULL, &err);
	assert_non_null(s);
	assert_true(sql_run(s, "UPDATE messages SET utc_ms = 1000 WHERE seq < 3", &err));
	sql_close(s);
}

/* As if Ana had been given a worksheet, and had sent one and a request, long ago. */
static void add_old_rows(const struct town *t)
{
	static const struct {
		int kind;
		const char *text;
	} rows[] = {
		{ PROGRAM_REQUEST, "[{\"t\":\"Q\",\"s\":1,\"u\":1,\"n\":2,\"r\":\"late\",\"c\":"
				   "\"1.1000\",\"d\":1000,"
				   "\"x\":\"10\",\"b\":\"My llama.\"}]" },
		{ CASELOAD_ASSIGNED,
		  "[{\"t\":\"B\",\"s\":1,\"g\":1,\"u\":1,\"k\":2,\"d\":0,\"c\":\"phq9\"},"
		  "{\"t\":\"B\",\"s\":1,\"d\":1000}]" },
		{ CASELOAD_FILED, "[{\"t\":\"C\",\"s\":1,\"u\":1,\"d\":1000,\"c\":\"phq9\","
				  "\"x\":\"1\",\"b\":\"My "
				  "llama.\"}]" },
	};
	struct err err = { 0 };
	char path[160], text[700];
	struct sql *s;

	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	s = sql_open(path, NULL, &err);
	assert_non_null(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(text, sizeof(text),
			 "UPDATE program_counts SET last = last + 1 WHERE kind = -1;"
			 "INSERT INTO program SELECT %d, 1, last, 1, 1, 0, 0, '%s'"
			 " FROM program_counts WHERE kind = -1;"
			 "INSERT INTO program_counts VALUES (%d, 1, 0)",
			 rows[i].kind, rows[i].text, rows[i].kind);
		if (!sql_run(s, text, &err))
			fail_msg("%s", err.text);
	}
	sql_close(s);
}

static int count_in(const struct town *t, const char *suffix, const char *words)
{
	enum { MOST = 4 << 20 };
	char path[160], *bytes = calloc(1, MOST);
	int found = 0;
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/porchlight.db%s", t->data, suffix);
	f = fopen(path, "re");
	if (f) {
		n = fread(bytes, 1, MOST, f);
		fclose(f);
	}
	for (char *at = bytes;
	     (at = memmem(at, n - (size_t)(at - bytes), words, strlen(words))); at++)
		found++;
	free(bytes);
	return found;
}

static int count(const struct town *t, const char *words)
{
	return count_in(t, "", words) + count_in(t, "-wal", words);
}

static void retention(struct town *t, int status, const char *says)
{
	struct buf out;

	buf_init(&out, 4096);
	assert_int_equal(town_admin(t, &out, (const char *const[]) { "retention", NULL }),
			 status);
	assert_non_null(strstr(buf_text(&out), says));
	buf_finish(&out);
}

static void old_messages_are_gone_and_members_are_told_so(void **state)
{
	struct town *t = *state;
	struct child ana, jo;

	town_join(t, &ana, "Ana", "patient");
	SAYS(&ana, "My aunt in Ohio.");
	SAYS(&ana, "My dog in Utah.");
	SAYS(&ana, "Still here.");
	SAYS(&ana, "/wait sent");
	SAYS(&ana, "/about");
	HEARS(&ana, "Messages are not deleted. Attendance is not deleted.");
	assert_true(count(t, "My aunt in Ohio.") > 0);
	SAYS(&ana, "/quit");
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
	town_kill(t);
	age(t);
	add_old_rows(t);
	set(t, "keep_messages = 90\nkeep_attendance = 7\n");
	retention(t, 1, "messages\t90 days\tby keep_messages\toldest 1970-01-01\toverdue 2\n");
	retention(t, 1,
		  "worksheets\t7 years\tby keep_attendance\toldest 1970-01-01\toverdue 2\n"
		  "requests\t7 years\tby keep_attendance\toldest 1970-01-01\toverdue 1\n");
	assert_true(town_serve(t));
	town_join(t, &jo, "Jo", "patient");
	HEARS(&jo, "Ana: Still here.");
	SAYS(&jo, "/about");
	HEARS(&jo, "Messages are kept for 90 days. Attendance is kept for 7 years.");
	SAYS(&jo, "/older");
	HEARS(&jo, "What is older is not kept any more.");
	assert_int_equal(child_count(&jo, "aunt"), 0);
	town_return(t, &ana, "Ana");
	SAYS(&ana, "And on.");
	HEARS(&jo, "Ana: And on.");
	SAYS(&ana, "/about");
	HEARS(&ana, "Messages are kept for 90 days.");
	assert_int_equal(count(t, "My aunt in Ohio."), 0);
	assert_int_equal(count(t, "My dog in Utah."), 0);
	assert_int_equal(count(t, "My llama."), 0);
	retention(t, 0, "\toverdue 0\nattendance\t7 years\tby keep_attendance\t");
	assert_int_equal(town_admin(t, NULL, (const char *const[]) { "check", NULL }), 0);
	child_finish(&ana);
	child_finish(&jo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(old_messages_are_gone_and_members_are_told_so,
						town_open, town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
