/* SPDX-License-Identifier: MIT */
/* The lines to call that the clinic sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/caseload.h"
#include "server/crisis.h"

static int set_up(void **state)
{
	struct conf *c = mem_get(sizeof(*c));

	conf_init(c);
	*state = c;
	return 0;
}

static int tear_down(void **state)
{
	conf_finish(*state);
	free(*state);
	return 0;
}

static void reads(const struct conf *c, const char *lines, int64_t dated_utc_ms)
{
	struct crisis is;

	assert_true(crisis_read(c, &is, NULL));
	assert_string_equal(buf_text(&is.lines), lines);
	assert_int_equal(is.dated_utc_ms, dated_utc_ms);
	buf_finish(&is.lines);
}

static void refuses(const struct conf *c, const char *why)
{
	struct err err = { 0 };
	struct crisis is;

	assert_false(crisis_read(c, &is, &err));
	assert_non_null(strstr(err.text, why));
	buf_finish(&is.lines);
}

static void lines_stand_in_the_setting(void **state)
{
	struct conf *c = *state;

	reads(c, "", 0);
	conf_set(c, "crisis_lines", "Call 988|  | Front desk:  303-555-0100 ", NULL);
	conf_set(c, "crisis_date", "2026-11-26", NULL);
	reads(c, "Call 988\nFront desk: 303-555-0100", INT64_C(1795651200000));
}

static void or_in_a_file(void **state)
{
	struct conf *c = *state;
	char path[] = "/tmp/porchlight-crisis-XXXXXX";
	const int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "One\r\n\x1b[2JTwo\n", 13), 13);
	close(fd);
	conf_set(c, "crisis_lines", path, NULL);
	reads(c, "One\n[2JTwo", 0);
	unlink(path);
	refuses(c, "cannot read");
}

static void what_cannot_be_is_named(void **state)
{
	struct conf *c = *state;
	char text[3000] = "";

	conf_set(c, "crisis_date", "26.11.2026", NULL);
	refuses(c, "crisis_date");
	conf_set(c, "crisis_date", "2026-02-30", NULL);
	refuses(c, "crisis_date");
	conf_set(c, "crisis_date", "2026-11", NULL);
	refuses(c, "crisis_date");
	conf_set(c, "crisis_date", "", NULL);
	for (int i = 0; i < CASELOAD_CRISIS_LINES; i++)
		memcpy(text + 5 * i, "Call|", 5);
	conf_set(c, "crisis_lines", text, NULL);
	reads(c, "Call\nCall\nCall\nCall\nCall\nCall\nCall\nCall\nCall\nCall", 0);
	memcpy(text + 5 * CASELOAD_CRISIS_LINES, "Call", 5);
	conf_set(c, "crisis_lines", text, NULL);
	refuses(c, "over 10 lines");
	memset(text, 'x', CASELOAD_CRISIS_BYTES + 1);
	text[CASELOAD_CRISIS_BYTES + 1] = '\0';
	conf_set(c, "crisis_lines", text, NULL);
	refuses(c, "over 200 bytes");
}

static bool checks(const struct conf *c, const char *words)
{
	struct buf say;
	bool good;

	buf_init(&say, 1024);
	good = crisis_check(c, &say);
	assert_non_null(strstr(buf_text(&say), words));
	buf_finish(&say);
	return good;
}

/* A number that was right years ago may be nobody's tonight. */
static void a_date_that_is_old_or_missing_is_bad(void **state)
{
	struct conf *c = *state;

	assert_true(checks(c, "no crisis lines are set"));
	conf_set(c, "crisis_lines", "Call 988", NULL);
	assert_false(checks(c, "have no date"));
	conf_set(c, "crisis_date", "2001-01-01", NULL);
	assert_false(checks(c, "over a year ago"));
	conf_set(c, "crisis_date", "2999-01-01", NULL);
	assert_true(checks(c, "0 days ago"));
	conf_set(c, "crisis_date", "soon", NULL);
	assert_false(checks(c, "crisis_date"));
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROW(lines_stand_in_the_setting),
		ROW(or_in_a_file),
		ROW(what_cannot_be_is_named),
		ROW(a_date_that_is_old_or_missing_is_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
