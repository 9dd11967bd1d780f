/* SPDX-License-Identifier: MIT */
/* Signed out at a whole screen: what is said, and the way back, by keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/certs.h"
#include "support/seat.h"
#include "view/words.h"

static const struct seat ana_full = { "Ana", "--full", 24, 80 };

/* A sentence of 80 columns or more is broken: its beginning will do. */
static void see_failure(struct screen *s, enum pl_failure f)
{
	char begin[48];

	snprintf(begin, sizeof(begin), "%.40s", words_failure(f));
	seat_see(s, begin);
}

static void type(struct screen *s, const char *line)
{
	screen_keys(s, line);
	screen_keys(s, "\r");
}

/* Alt-I, and the passphrase, which no cell of the screen ever holds. */
static void sign_in(struct screen *s, const char *passphrase, const char *answer)
{
	screen_keys(s, "\033i");
	seat_see(s, "It is not shown:");
	type(s, passphrase);
	seat_see(s, answer);
	assert_int_equal(screen_find(s, passphrase), -1);
}

static struct screen *sit_down(struct town *t)
{
	struct screen *s = seat_join(t, &ana_full, "patient");

	seat_see(s, "Connected.");
	return s;
}

static void who_is_cut_off_sees_it_and_signs_in_by_a_key(void **state)
{
	struct town *t = *state;
	struct screen *ana = sit_down(t);
	struct child robin;

	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	assert_true(child_say(&robin, "/cutoff Ana"));
	assert_true(child_wait_for(&robin, words_of(WORD_CUT_OFF)));
	see_failure(ana, PL_FAIL_TOKEN);
	type(ana, "Kept meanwhile.");
	seat_see(ana, "Ana: Kept meanwhile. (kept here)");
	sign_in(ana, "not the passphrase", words_failure_of_act(PL_FAIL_PASSPHRASE));
	sign_in(ana, TOWN_PASSPHRASE, words_of(WORD_SIGNED_IN));
	assert_true(child_wait_for(&robin, "Ana: Kept meanwhile.\n"));
	assert_true(screen_wait_gone(ana, "(kept here)", SEAT_WAIT_MS));
	assert_int_equal(seat_leave(ana), 0);
	child_finish(&robin);
}

static void a_facilitator_cuts_off_at_a_screen(void **state)
{
	static const struct seat robin_full = { "Robin", "--full", 24, 80 };
	struct town *t = *state;
	struct screen *ana = sit_down(t), *robin = seat_join(t, &robin_full, "facilitator");

	seat_see(robin, "Connected.");
	type(ana, "/cutoff Robin");
	see_failure(ana, PL_FAIL_REFUSED);
	type(robin, "/cutoff Zoe");
	seat_see(robin, "Nobody has that name.");
	type(robin, "/cutoff Ana");
	seat_see(robin, words_of(WORD_CUT_OFF));
	see_failure(ana, PL_FAIL_TOKEN);
	seat_leave(ana);
	assert_int_equal(seat_leave(robin), 0);
}

static void signing_out_at_a_screen_is_typed_and_said(void **state)
{
	struct town *t = *state;
	struct screen *ana = sit_down(t);

	screen_keys(ana, "\033o"); /* Alt-O alone signs nobody out */
	seat_see(ana, words_of(WORD_SIGNOUT_HOW));
	type(ana, "/signout");
	seat_see(ana, words_of(WORD_SIGNED_OUT));
	seat_see(ana, "Signed out. Type /signin.");
	sign_in(ana, TOWN_PASSPHRASE, words_of(WORD_SIGNED_IN));
	seat_see(ana, "Connected.");
	type(ana, "/signout-everywhere");
	seat_see(ana, words_of(WORD_SIGNED_OUT_ALL));
	assert_int_equal(seat_leave(ana), 0);
}

static void serve_again(struct town *t, const struct certs *c)
{
	town_kill(t);
	town_set_cert(t, c ? c->cert_file : NULL, c ? c->key_file : NULL);
	assert_true(town_serve(t));
}

static void the_wrong_server_and_the_wrong_time_are_said_at_a_screen(void **state)
{
	static const struct certs_want good = { "IP:127.0.0.1", -1, 30 };
	static const struct certs_want old = { "IP:127.0.0.1", -20, -10 };
	struct town *t = *state;
	struct screen *ana = sit_down(t);
	struct certs other, past;

	certs_make(&other, t->dir, "other", &good);
	certs_sign(&past, t->data, "past", &old);
	serve_again(t, &other);
	see_failure(ana, PL_FAIL_CERTIFICATE);
	serve_again(t, &past);
	see_failure(ana, PL_FAIL_CLOCK);
	serve_again(t, NULL);
	seat_see(ana, words_of(WORD_LINE_BACK));
	seat_see(ana, "Connected.");
	assert_int_equal(seat_leave(ana), 0);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(who_is_cut_off_sees_it_and_signs_in_by_a_key),
		TOWN(a_facilitator_cuts_off_at_a_screen),
		TOWN(signing_out_at_a_screen_is_typed_and_said),
		TOWN(the_wrong_server_and_the_wrong_time_are_said_at_a_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
