/* SPDX-License-Identifier: MIT */
/*
 * Joining and signing in through both programs: what can go wrong has a sentence of its
 * own, and does no harm that the right answer does not mend.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sql/sql.h"
#include "support/certs.h"
#include "support/town.h"
#include "view/words.h"

enum { EXIT_NOT_JOINED = 1, EXIT_KEPT = 3, LINE = 512 };

/* ---- trying to join ---- */

static void assert_told(const struct child *c, const char *words)
{
	if (!strstr(buf_text(&c->seen), words))
		fail_msg("not told: %s\nbut:\n%s", words, buf_text(&c->seen));
}

static bool has_store(const struct town *t, const char *device)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s/store.db", t->dir, device);
	return access(path, F_OK) == 0;
}

/* It fails with this sentence alone, and leaves nothing that a later try would meet. */
static void assert_fails(struct town *t, const char *name, const char *invite,
			 enum pl_failure want)
{
	struct child c;

	assert_true(child_open(&c, town_words(t, name, "--line", invite), NULL));
	child_end_input(&c);
	assert_int_equal(child_end(&c), EXIT_NOT_JOINED);
	assert_told(&c, words_failure_of_joining(want));
	assert_null(strstr(buf_text(&c.seen), words_of(WORD_JOINED)));
	assert_false(has_store(t, name));
	child_finish(&c);
}

static void assert_joins(struct town *t, const char *device, const char *name,
			 const char *invite)
{
	struct child c;

	assert_true(child_open(&c, town_device(t, device, name, invite), NULL));
	child_end_input(&c);
	assert_int_equal(child_end(&c), 0);
	assert_told(&c, words_of(WORD_JOINED));
	assert_true(has_store(t, device));
	child_finish(&c);
}

/* The invite with the character behind `mark` replaced by another of its kind. */
static const char *misread(const char *invite, char mark)
{
	static char line[LINE];
	char *at;

	snprintf(line, sizeof(line), "%s", invite);
	at = strrchr(line, mark) + 1;
	*at = *at == '2' ? '3' : '2';
	return line;
}

static const char *with_host(const char *invite, const char *host)
{
	static char line[LINE];
	const char *from = strstr(invite, "127.0.0.1");

	snprintf(line, sizeof(line), "%.*s%s%s", (int)(from - invite), invite, host,
		 from + strlen("127.0.0.1"));
	return line;
}

static void use_passphrase(const struct town *t, const char *text)
{
	FILE *f = fopen(t->pass, "w");

	assert_non_null(f);
	fprintf(f, "%s\n", text);
	assert_int_equal(fclose(f), 0);
}

static void age_invites(const struct town *t)
{
	struct err err = { 0 };
	char path[256];
	struct sql *s;

	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	s = sql_open(path, NULL, &err);
	assert_non_null(s);
	assert_true(sql_run(s, "UPDATE invites SET expires_utc_ms = 1", &err));
	sql_close(s);
}

static void each_failure_of_an_invite_has_its_own_sentence(void **state)
{
	struct town *t = *state;
	char *first = town_invite(t, "patient"), *second = town_invite(t, "patient");
	char half[LINE];

	snprintf(half, sizeof(half), "%.*s", (int)strlen(first) - 10, first);
	assert_fails(t, "Ana", half, PL_FAIL_INVITE_FORM);
	assert_fails(t, "Ana", misread(first, '/'), PL_FAIL_INVITE_UNKNOWN);
	assert_fails(t, "Ana", misread(first, '#'), PL_FAIL_CERTIFICATE);
	use_passphrase(t, "1234567");
	assert_fails(t, "Ana", first, PL_FAIL_PASSPHRASE_WEAK);
	use_passphrase(t, TOWN_PASSPHRASE);
	assert_joins(t, "Ana", "Ana", first);
	assert_fails(t, "Ben", first, PL_FAIL_INVITE_USED);
	use_passphrase(t, "another long passphrase");
	assert_fails(t, "aNA", second, PL_FAIL_NAME);
	age_invites(t);
	assert_fails(t, "Ben", second, PL_FAIL_INVITE_EXPIRED);
	assert_fails(t, "Ben", first, PL_FAIL_INVITE_USED);
	free(first);
	free(second);
}

/* On a new device by the invite that was used, or by any other: the passphrase proves it. */
static void whoever_has_joined_comes_in_from_another_device(void **state)
{
	struct town *t = *state;
	char *first = town_invite(t, "patient"), *second = town_invite(t, "patient");

	assert_joins(t, "phone", "Ana", first);
	use_passphrase(t, "a slip of the pen");
	assert_fails(t, "Ana", first, PL_FAIL_INVITE_USED);
	use_passphrase(t, TOWN_PASSPHRASE);
	assert_joins(t, "laptop", "Ana", first);
	assert_joins(t, "tablet", "ana", second);
	assert_joins(t, "Ben", "Ben", second); /* it was not used up */
	free(first);
	free(second);
}

static void no_way_to_the_server_is_said_as_what_it_is(void **state)
{
	struct town *t = *state;
	char *invite = town_invite(t, "patient");
	struct child c;

	/* Which of the two it is, the network of the machine that tests decides. */
	assert_true(child_open(
		&c, town_words(t, "Ana", "--line", with_host(invite, "nobody.invalid")), NULL));
	child_end_input(&c);
	assert_int_equal(child_end(&c), EXIT_NOT_JOINED);
	assert_true(child_count(&c, words_failure_of_joining(PL_FAIL_DNS)) == 1 ||
		    child_count(&c, words_failure_of_joining(PL_FAIL_NETWORK)) == 1);
	child_finish(&c);
	assert_fails(t, "Ana", with_host(invite, "255.255.255.255"), PL_FAIL_NETWORK);
	town_kill(t);
	assert_fails(t, "Ana", invite, PL_FAIL_SERVER_DOWN);
	assert_true(town_serve(t));
	assert_joins(t, "Ana", "Ana", invite);
	free(invite);
}

/* ---- devices ---- */

static void open_device(struct town *t, struct child *c, const char *device, const char *name,
			const char *invite)
{
	assert_true(child_open(c, town_device(t, device, name, invite), NULL));
	assert_true(child_say(c, "/wait connected"));
	assert_true(child_say(c, "/status"));
	assert_true(child_wait_for(c, "Connected."));
}

static void sign_in(struct child *c, const char *passphrase, const char *answer)
{
	assert_true(child_say(c, "/signin"));
	assert_true(child_say(c, passphrase));
	assert_true(child_wait_for(c, answer));
}

static void close_device(struct child *c, int status)
{
	child_end_input(c);
	assert_int_equal(child_end(c), status);
	child_finish(c);
}

/* ---- the wrong server, the wrong time ---- */

/*
 * The server comes back with this certificate; NULL: with that of init.  Without the secret
 * by which TLS is resumed: who has that needs to show no certificate.
 */
static void serve_with(struct town *t, const struct certs *c)
{
	town_kill(t);
	assert_true(town_set_cert(t, c ? c->cert_file : NULL, c ? c->key_file : NULL));
	assert_true(town_serve(t));
}

static void sign_by_town(const struct town *t, struct certs *c, int from_days, int to_days)
{
	const struct certs_want want = { "IP:127.0.0.1", from_days, to_days };

	certs_sign(c, t->data, from_days < 0 ? "past" : "coming", &want);
}

/* Told, and what is typed meanwhile waits for the right server. */
static void wrong_servers_get_nothing_and_are_named(void **state)
{
	static const struct certs_want good = { "IP:127.0.0.1", -1, 30 };
	struct town *t = *state;
	char *first = town_invite(t, "patient"), *invite = town_invite(t, "patient");
	struct certs other, past, coming;
	struct child ana, robin;

	certs_make(&other, t->dir, "other", &good);
	sign_by_town(t, &past, -20, -10);
	sign_by_town(t, &coming, 10, 20);
	open_device(t, &ana, "Ana", "Ana", first);
	serve_with(t, &other);
	assert_true(child_wait_for(&ana, words_failure(PL_FAIL_CERTIFICATE)));
	assert_true(child_say(&ana, "For the right one."));
	assert_fails(t, "Ben", invite, PL_FAIL_CERTIFICATE);
	serve_with(t, &past);
	assert_true(child_say(&ana, "/retry"));
	assert_true(child_wait_for(&ana, words_failure(PL_FAIL_CLOCK)));
	assert_fails(t, "Ben", invite, PL_FAIL_CLOCK);
	serve_with(t, &coming);
	assert_fails(t, "Ben", invite, PL_FAIL_CLOCK);
	serve_with(t, NULL);
	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_say(&ana, "/retry"));
	assert_true(child_wait_for(&robin, "Ana: For the right one.\n"));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	assert_int_equal(child_count(&robin, "For the right one."), 1);
	assert_joins(t, "Ben", "Ben", invite);
	child_finish(&ana);
	child_finish(&robin);
	free(first);
	free(invite);
}

/* ---- signing out and in ---- */

static void signing_out_here_leaves_the_other_device_alone(void **state)
{
	struct town *t = *state;
	char *invite = town_invite(t, "patient");
	struct child phone, laptop, robin;

	town_join(t, &robin, "Robin", "facilitator");
	open_device(t, &phone, "phone", "Ana", invite);
	open_device(t, &laptop, "laptop", "Ana", invite);
	assert_true(child_say(&phone, "/signout"));
	assert_true(child_wait_for(&phone, words_of(WORD_SIGNED_OUT)));
	assert_true(child_say(&phone, "Kept while signed out."));
	assert_true(child_say(&laptop, "From the other one."));
	assert_true(child_wait_for(&robin, "Ana: From the other one.\n"));
	sign_in(&phone, "a wrong passphrase", words_failure_of_act(PL_FAIL_PASSPHRASE));
	sign_in(&phone, TOWN_PASSPHRASE, words_of(WORD_SIGNED_IN));
	assert_true(child_wait_for(&robin, "Ana: Kept while signed out.\n"));
	close_device(&phone, 0);
	close_device(&laptop, 0);
	close_device(&robin, 0);
	free(invite);
}

static void signing_out_everywhere_ends_every_device_at_once(void **state)
{
	struct town *t = *state;
	char *invite = town_invite(t, "patient");
	struct child phone, laptop, robin;

	town_join(t, &robin, "Robin", "facilitator");
	open_device(t, &phone, "phone", "Ana", invite);
	open_device(t, &laptop, "laptop", "Ana", invite);
	assert_true(child_say(&phone, "/signout-everywhere"));
	assert_true(child_wait_for(&phone, words_of(WORD_SIGNED_OUT_ALL)));
	assert_true(child_wait_for(&laptop, words_failure(PL_FAIL_TOKEN)));
	assert_true(child_say(&laptop, "Not yet."));
	close_device(&laptop, EXIT_KEPT);
	/* Started again it is still signed out, and still has the line. */
	assert_true(child_open(&laptop, town_device(t, "laptop", "Ana", NULL), NULL));
	assert_true(child_wait_for(&laptop, words_failure(PL_FAIL_TOKEN)));
	sign_in(&laptop, TOWN_PASSPHRASE, words_of(WORD_SIGNED_IN));
	assert_true(child_wait_for(&robin, "Ana: Not yet.\n"));
	close_device(&laptop, 0);
	close_device(&phone, 0);
	close_device(&robin, 0);
	free(invite);
}

/* ---- a lost device ---- */

static void a_facilitator_cuts_a_lost_device_off(void **state)
{
	struct town *t = *state;
	char *invite = town_invite(t, "patient");
	struct child phone, laptop, robin;

	town_join(t, &robin, "Robin", "facilitator");
	open_device(t, &phone, "phone", "Ana", invite);
	open_device(t, &laptop, "laptop", "Ana", invite);
	assert_true(child_say(&phone, "/cutoff Robin"));
	assert_true(child_wait_for(&phone, words_failure(PL_FAIL_REFUSED)));
	assert_true(child_say(&robin, "/cutoff Nobody"));
	assert_true(child_wait_for(&robin, words_failure_of_act(PL_FAIL_NAME)));
	assert_true(child_say(&robin, "/cutoff ana"));
	assert_true(child_wait_for(&robin, words_of(WORD_CUT_OFF)));
	assert_true(child_wait_for(&phone, words_failure(PL_FAIL_TOKEN)));
	assert_true(child_wait_for(&laptop, words_failure(PL_FAIL_TOKEN)));
	/* Nothing is said to it any more, nor taken from it; its owner comes back. */
	assert_true(child_say(&robin, "Only for those who are in."));
	assert_true(child_say(&robin, "/wait sent"));
	assert_true(child_say(&phone, "From the finder."));
	close_device(&phone, EXIT_KEPT);
	sign_in(&laptop, TOWN_PASSPHRASE, words_of(WORD_SIGNED_IN));
	assert_true(child_wait_for(&laptop, "Robin: Only for those who are in.\n"));
	assert_true(child_say(&laptop, "It is me."));
	assert_true(child_wait_for(&robin, "Ana: It is me.\n"));
	close_device(&laptop, 0);
	close_device(&robin, 0);
	free(invite);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(each_failure_of_an_invite_has_its_own_sentence),
		TOWN(whoever_has_joined_comes_in_from_another_device),
		TOWN(no_way_to_the_server_is_said_as_what_it_is),
		TOWN(wrong_servers_get_nothing_and_are_named),
		TOWN(signing_out_here_leaves_the_other_device_alone),
		TOWN(signing_out_everywhere_ends_every_device_at_once),
		TOWN(a_facilitator_cuts_a_lost_device_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
