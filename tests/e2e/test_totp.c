/* SPDX-License-Identifier: MIT */
/* Figures of a phone at the door, devices that end, and waits, through both programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/figures.h"
#include "sql/sql.h"
#include "support/town.h"
#include "view/words.h"

enum { GROUPED = 39 };

static void set_conf(const struct town *t, const char *line)
{
	char path[160];
	FILE *f;

	snprintf(path, sizeof(path), "%s/porchlightd.conf", t->data);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "%s\n", line);
	fclose(f);
	assert_int_equal(chmod(path, 0600), 0);
}

/* Behind `mark` in what it has written, `n` bytes. */
static void find_behind(const struct child *c, const char *mark, char *out, size_t n)
{
	const char *at = strstr(buf_text(&c->seen), mark);

	assert_non_null(at);
	snprintf(out, n + 1, "%s", at + strlen(mark));
}

/* What the phone shows `steps` from now. */
static void show(const char *secret, int steps, char out[FIGURES_SHOWN])
{
	char upper[FIGURES_SECRET];
	size_t n = 0;

	for (const char *p = secret; *p; p++)
		if (*p != ' ')
			upper[n++] = *p;
	upper[n] = '\0';
	assert_true(figures_at(upper, clock_utc_ms() / 30000 + steps, out));
}

static void sign_out(struct child *c)
{
	assert_true(child_say(c, "/signout"));
	assert_true(child_wait_for(c, words_of(WORD_SIGNED_OUT)));
}

static void sign_in(struct child *c, const char *answer)
{
	assert_true(child_say(c, "/signin"));
	assert_true(child_say(c, TOWN_PASSPHRASE));
	assert_true(child_wait_for(c, answer));
}

/* A step is used: the next may be, by a phone that is a little fast. */
static void staff_enrol_a_phone_and_need_it(void **state)
{
	struct town *t = *state;
	char *invite, secret[GROUPED + 1], code[18], figures[FIGURES_SHOWN];
	struct child robin;

	town_kill(t);
	set_conf(t, "totp = staff");
	assert_true(town_serve(t));
	invite = town_invite(t, "facilitator");
	assert_true(child_open(&robin, town_words(t, "Robin", "--line", invite), NULL));
	assert_true(child_wait_for(&robin, "It is shown once."));
	find_behind(&robin, "with this key: ", secret, GROUPED);
	assert_true(child_say(&robin, "000 000"));
	assert_true(child_wait_for(&robin, words_failure(PL_FAIL_FIGURES_WRONG)));
	/* Of the step that is now: there is half a minute for the server to look at it. */
	show(secret, 0, figures);
	assert_true(child_say(&robin, figures));
	assert_true(child_wait_for(&robin, "shown only now: "));
	assert_true(child_wait_for(&robin, "-"));
	find_behind(&robin, "shown only now: ", code, sizeof(code) - 1);
	assert_true(child_say(&robin, "/wait connected"));
	sign_out(&robin);
	/* The same step again is not taken; a recovery code is, once. */
	sign_in(&robin, words_failure(PL_FAIL_FIGURES));
	assert_true(child_say(&robin, figures));
	assert_true(child_wait_for(&robin, words_failure(PL_FAIL_FIGURES_WRONG)));
	assert_true(child_say(&robin, code));
	assert_true(child_wait_for(&robin, words_of(WORD_SIGNED_IN)));
	sign_out(&robin);
	sign_in(&robin, words_failure(PL_FAIL_FIGURES));
	assert_true(child_say(&robin, code));
	assert_true(child_wait_for(&robin, words_failure(PL_FAIL_FIGURES_WRONG)));
	show(secret, 1, figures);
	assert_true(child_say(&robin, figures));
	assert_true(child_wait_for(&robin, words_of(WORD_SIGNED_IN)));
	child_finish(&robin);
	free(invite);
}

static void an_admin_gives_figures_and_takes_them_away(void **state)
{
	static const char *const on[] = { "user", "totp", "Robin", NULL };
	static const char *const off[] = { "user", "totp", "robin", "off", NULL };
	static const char *const ana[] = { "user", "totp", "Ana", NULL };
	struct town *t = *state;
	char secret[FIGURES_SECRET], figures[FIGURES_SHOWN];
	struct child robin, patient;
	struct buf out;

	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	town_join(t, &patient, "Ana", "patient");
	assert_true(child_wait_for(&patient, "Evening\n"));
	buf_init(&out, 8192);
	assert_int_equal(town_admin(t, &out, ana), 1);
	buf_reset(&out);
	assert_int_equal(town_admin(t, &out, on), 0);
	assert_non_null(strstr(out.p, "otpauth://totp/Porchlight:Robin?secret="));
	snprintf(secret, sizeof(secret), "%s", strstr(out.p, "?secret=") + 8);
	sign_out(&robin);
	sign_in(&robin, words_failure(PL_FAIL_FIGURES));
	show(secret, 0, figures);
	assert_true(child_say(&robin, figures));
	assert_true(child_wait_for(&robin, words_of(WORD_SIGNED_IN)));
	assert_int_equal(town_admin(t, NULL, off), 0);
	sign_out(&robin);
	sign_in(&robin, words_of(WORD_SIGNED_IN));
	buf_finish(&out);
	child_finish(&robin);
	child_finish(&patient);
}

static void change(const struct town *t, const char *text)
{
	char path[160];
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	struct sql *s = sql_open(path, NULL, &err);

	if (!s || !sql_run(s, text, &err))
		fail_msg("%s", err.text);
	sql_close(s);
}

static void a_device_that_ended_signs_in_again_and_has_lost_nothing(void **state)
{
	struct town *t = *state;
	struct child ana;

	town_join(t, &ana, "Ana", "patient");
	assert_true(child_wait_for(&ana, "Evening\n"));
	town_kill(t);
	assert_true(child_say(&ana, "Said while it was away."));
	assert_true(child_wait_for(&ana, "kept here"));
	change(t, "UPDATE devices SET used_utc_ms = made_utc_ms - 91 * 86400000");
	assert_true(town_serve(t));
	assert_true(child_say(&ana, "/retry"));
	assert_true(child_wait_for(&ana, words_failure(PL_FAIL_TOKEN)));
	sign_in(&ana, words_of(WORD_SIGNED_IN));
	assert_true(child_say(&ana, "/wait sent"));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
}

/* Ten are free on a device that signed in before; then it is said how long the wait is.  A wait
 * may be over before a slow machine has asked again: the next one is twice as long. */
static void who_mistypes_is_told_how_long_to_wait(void **state)
{
	static const char wait[] = "Please wait ";
	const char *const wrong = words_failure_of_act(PL_FAIL_PASSPHRASE);
	struct town *t = *state;
	struct child ana;
	int tries = 0;

	town_join(t, &ana, "Ana", "patient");
	assert_true(child_wait_for(&ana, "Evening\n"));
	sign_out(&ana);
	for (; child_count(&ana, wait) == 0; tries++) {
		assert_in_range(tries, 0, 14);
		assert_true(child_say(&ana, "/signin"));
		assert_true(child_say(&ana, "not my passphrase"));
		assert_true(child_wait_for_either(&ana, wrong, wait));
	}
	assert_in_range(child_count(&ana, wrong), 10, 14);
	assert_true(child_wait_for(&ana, " seconds, then try again. Your safety plan works"));
	child_finish(&ana);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(staff_enrol_a_phone_and_need_it),
		TOWN(an_admin_gives_figures_and_takes_them_away),
		TOWN(a_device_that_ended_signs_in_again_and_has_lost_nothing),
		TOWN(who_mistypes_is_told_how_long_to_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
