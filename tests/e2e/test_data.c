/* SPDX-License-Identifier: MIT */
/* The data meter, the allowance and the metered line, from the settings to the sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/town.h"

enum { EXIT_USAGE = 2 };

/* Ana, with one more option and what it takes, and these settings. */
static void begin(struct town *t, struct child *c, const char *settings, const char *option,
		  const char *value)
{
	const char *argv[24];
	char path[128];
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/porchlight.conf", t->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(settings, f);
	assert_int_equal(fclose(f), 0);
	for (const char *const *w = town_words(t, "Ana", "--line", NULL); *w; w++)
		argv[n++] = *w;
	argv[n++] = "--config";
	argv[n++] = path;
	if (option) {
		argv[n++] = option;
		argv[n++] = value;
	}
	argv[n] = NULL;
	assert_true(child_open(c, argv, NULL));
}

static void join(struct town *t)
{
	struct child c;

	town_join(t, &c, "Ana", "patient");
	child_end_input(&c);
	assert_int_equal(child_end(&c), 0);
	child_finish(&c);
}

static void end(struct child *c)
{
	child_end_input(c);
	assert_int_equal(child_end(c), 0);
	child_finish(c);
}

static void a_setting_that_is_not_one_is_refused_with_its_place(void **state)
{
	static const char *const settings[] = { "metered = maybe\n", "data_allowance = 20\n",
						"data_allowance = lots\n", "metered =\n" };
	struct town *t = *state;
	struct child c;
	char told[256];

	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		begin(t, &c, settings[i], NULL, NULL);
		child_end_input(&c);
		assert_int_equal(child_end(&c), EXIT_USAGE);
		snprintf(told, sizeof(told),
			 "porchlight: That value is not allowed: %s/porchlight.conf:1: %.*s.\n",
			 t->dir, (int)strcspn(settings[i], " "), settings[i]);
		assert_string_equal(buf_text(&c.seen), told);
		child_finish(&c);
	}
	begin(t, &c, "", "--data-allowance", "20");
	assert_int_equal(child_end(&c), EXIT_USAGE);
	assert_int_equal(child_count(&c, "--data-allowance"), 1);
	child_finish(&c);
	begin(t, &c, "", "--metered", "sometimes");
	assert_int_equal(child_end(&c), EXIT_USAGE);
	assert_int_equal(child_count(&c, "--metered"), 1);
	child_finish(&c);
}

static void settings_are_taken_and_options_win(void **state)
{
	struct town *t = *state;
	struct child c;

	join(t);
	begin(t, &c, "data_allowance = 20 MB\n", NULL, NULL);
	assert_true(child_say(&c, "/data"));
	assert_true(child_wait_for(&c, "Of your 20.0 MB for the month 20.0 MB is left.\n"));
	assert_true(child_wait_for(&c, "Metered is on, since you set a limit."));
	end(&c);
	begin(t, &c, "data_allowance = 20 MB\nmetered = no\n", NULL, NULL);
	assert_true(child_say(&c, "/data"));
	assert_true(child_wait_for(&c, "Metered is off.\n"));
	end(&c);
	begin(t, &c, "metered = no\n", "--metered", "yes");
	assert_true(child_say(&c, "/metered"));
	assert_true(child_wait_for(&c, "Metered is on. Nothing is fetched"));
	end(&c);
	begin(t, &c, "data_allowance = 20 MB\n", "--data-allowance", "none");
	assert_true(child_say(&c, "/data"));
	assert_true(child_wait_for(&c, "You have set no limit for the month.\n"));
	end(&c);
}

/* Joining alone costs more than this. */
static void an_allowance_that_is_used_up_is_told_once_and_cuts_nothing(void **state)
{
	struct town *t = *state;
	struct child c, robin;

	join(t);
	begin(t, &c, "data_allowance = 2 KB\n", NULL, NULL);
	assert_true(child_wait_for(&c, "You have used your data for this month: "));
	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_say(&c, "Still here."));
	assert_true(child_wait_for(&robin, "Ana: Still here.\n"));
	end(&c);
	end(&robin);
	begin(t, &c, "data_allowance = 2 KB\n", NULL, NULL);
	assert_true(child_say(&c, "/data"));
	assert_true(child_wait_for(&c, "Of your 2.0 KB for the month nothing is left.\n"));
	end(&c);
}

static void today_goes_on_where_the_last_session_ended(void **state)
{
	struct town *t = *state;
	struct child c;
	const char *today;
	double kb;

	join(t);
	town_kill(t);
	begin(t, &c, "", NULL, NULL);
	assert_true(child_say(&c, "/data"));
	assert_true(child_wait_for(&c, "Today: "));
	assert_true(child_wait_for(&c, " This month:"));
	today = strstr(buf_text(&c.seen), "Today: ");
	kb = strtod(today + 7, NULL);
	assert_true(kb > 4 && kb < 20);
	end(&c);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(a_setting_that_is_not_one_is_refused_with_its_place),
		TOWN(settings_are_taken_and_options_win),
		TOWN(an_allowance_that_is_used_up_is_told_once_and_cuts_nothing),
		TOWN(today_goes_on_where_the_last_session_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
