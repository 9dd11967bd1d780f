/* SPDX-License-Identifier: MIT */
/* Messages whose time is over: gone from the server's files, and members are told so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
	set(t, "keep_messages = 90\nkeep_attendance = 7\n");
	retention(t, 1, "messages\t90 days\tby keep_messages\toldest 1970-01-01\toverdue 2\n");
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
