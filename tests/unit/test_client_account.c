/* SPDX-License-Identifier: MIT */
/* A whole client against a server of the test's own: joining, signing in and out, failures. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/core.h"
#include "support/pair.h"

static enum pl_failure join(struct pair *p, const char *invite)
{
	return pl_client_join(p->client, invite, "Ana", PAIR_PASSPHRASE);
}

static bool is_refused(struct pair *p)
{
	return pair_link(p, NULL) == PL_LINK_REFUSED;
}

static void say(struct pair *p, const char *text)
{
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, text), PL_OK);
}

/* Joining */

static void joining_sends_what_was_chosen_and_keeps_what_came(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	assert_string_equal(p->server.path, "/v1/enrol");
	assert_string_equal(p->server.body,
			    "{\"code\":\"C0DE\",\"name\":\"Ana\",\"passphrase\":\"correct "
			    "horse\",\"figures\":\"\"}");
	assert_true(pl_client_enrolled(p->client));
	pair_quit(p);
	pair_member(p);
	assert_true(pl_client_enrolled(p->client));
	pair_until(p, pair_is_live);
}

static void what_cannot_be_asked_is_refused_at_once(void **state)
{
	struct pair *p = *state;
	char name[70], passphrase[300];

	pair_guest(p);
	const char *line = pair_invite(p);

	memset(name, 'n', sizeof(name));
	name[65] = '\0';
	memset(passphrase, 'p', sizeof(passphrase));
	passphrase[257] = '\0';
	assert_int_equal(join(p, "come in"), PL_FAIL_INVITE_FORM);
	assert_int_equal(pl_client_join(p->client, line, " ", PAIR_PASSPHRASE), PL_FAIL_NAME);
	assert_int_equal(pl_client_join(p->client, line, name, PAIR_PASSPHRASE), PL_FAIL_NAME);
	assert_int_equal(pl_client_join(p->client, line, "Ana", "1234567"),
			 PL_FAIL_PASSPHRASE_WEAK);
	/* seven characters in fourteen bytes */
	assert_int_equal(
		pl_client_join(p->client, line, "Ana",
			       "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"),
		PL_FAIL_PASSPHRASE_WEAK);
	assert_int_equal(pl_client_join(p->client, line, "Ana", passphrase), PL_FAIL_TOO_LONG);
	assert_int_equal(pl_client_join(p->client, line, "\xe9", PAIR_PASSPHRASE),
			 PL_FAIL_ENCODING);
	assert_int_equal(pl_client_join(p->client, line, "Ana", "a l\xf6ng one"),
			 PL_FAIL_ENCODING);
	assert_int_equal(pl_client_sign_in(p->client, PAIR_PASSPHRASE), PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_sign_out(p->client, false), PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_cut_off(p->client, "Ben"), PL_FAIL_NOT_NOW);
	assert_false(pl_client_busy(p->client));
	assert_string_equal(p->server.path, "");
}

static void one_act_at_a_time_and_one_enrolment(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	assert_int_equal(join(p, pair_invite(p)), PL_OK);
	assert_int_equal(join(p, pair_invite(p)), PL_FAIL_NOT_NOW);
	pair_until(p, pair_is_live);
	assert_int_equal(join(p, pair_invite(p)), PL_FAIL_NOT_NOW);
}

static void a_client_may_close_while_it_asks(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	assert_int_equal(join(p, pair_invite(p)), PL_OK);
	pair_quit(p);
}

static void the_servers_refusals_have_names(void **state)
{
	static const struct {
		const char *code;
		enum pl_failure failure;
	} rows[] = {
		{ "invite", PL_FAIL_INVITE_UNKNOWN },
		{ "expired", PL_FAIL_INVITE_EXPIRED },
		{ "name", PL_FAIL_NAME },
		{ "weak", PL_FAIL_PASSPHRASE_WEAK },
		{ "rate", PL_FAIL_BUSY },
		{ "disabled", PL_FAIL_DISABLED },
		{ "store", PL_FAIL_SERVER_DOWN },
		{ "of a later version", PL_FAIL_SERVER_DOWN },
	};
	struct pair *p = *state;

	pair_guest(p);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		p->server.http_error = rows[i].code;
		assert_int_equal(pair_end(p, join(p, pair_invite(p))), rows[i].failure);
		assert_false(pl_client_enrolled(p->client));
	}
}

/* It goes into a header of each upgrade: porchlight-protocol(5) says what it may be. */
static void a_token_of_another_form_is_not_taken(void **state)
{
	static const char *const tokens[] = { "", "two words", "T\\r\\nX: y", "T\xc3\xa4" };
	char text[300];
	struct pair *p = *state;

	pair_guest(p);
	p->server.token = text;
	for (size_t n = 129; n < sizeof(text); n += 85) {
		snprintf(text, sizeof(text), "%0*d", (int)n, 7);
		assert_int_equal(pair_end(p, join(p, pair_invite(p))), PL_FAIL_SERVER_DOWN);
		assert_false(pl_client_enrolled(p->client));
	}
	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
		p->server.token = tokens[i];
		assert_int_equal(pair_end(p, join(p, pair_invite(p))), PL_FAIL_SERVER_DOWN);
	}
	snprintf(text, sizeof(text), "%0128d", 7);
	p->server.token = text;
	assert_int_equal(pair_end(p, join(p, pair_invite(p))), PL_OK);
	pair_until(p, pair_is_live);
}

static void an_invite_that_was_used_by_this_person_lets_them_in(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	p->server.http_error = "used"; /* the answer to the first try was lost */
	p->server.http_error_at = "/v1/enrol";
	assert_int_equal(pair_end(p, join(p, pair_invite(p))), PL_OK);
	assert_string_equal(p->server.paths, "/v1/enrol/v1/signin");
	assert_non_null(strstr(p->server.body, "\"passphrase\":\"correct horse\""));
	pair_until(p, pair_is_live);
}

/* Failures of the way */

static enum pl_failure join_at(struct pair *p, const char *host, int port, const char *print)
{
	char invite[512];

	snprintf(invite, sizeof(invite), "%s:%d/C0DE#%s", host, port, print);
	return pair_end(p, join(p, invite));
}

/* A port of this machine where nobody listens, nor can while the descriptor is open. */
static int closed_port(int *fd)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);

	*fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(*fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(getsockname(*fd, (struct sockaddr *)&a, &n), 0);
	return ntohs(a.sin_port);
}

static void another_server_behind_the_address_is_not_told_the_code(void **state)
{
	struct pair *p = *state;
	char print[65];

	snprintf(print, sizeof(print), "%s", p->server.certs.fingerprint);
	print[0] = print[0] == '0' ? '1' : '0';
	pair_guest(p);
	assert_int_equal(join_at(p, "127.0.0.1", p->server.port, print), PL_FAIL_CERTIFICATE);
	assert_string_equal(p->server.path, "");
}

static void each_failure_of_the_way_has_its_own_name(void **state)
{
	struct pair *p = *state;
	const char *print = p->server.certs.fingerprint;
	enum pl_failure unknown;
	int fd;

	pair_guest(p);
	assert_int_equal(join_at(p, "127.0.0.1", closed_port(&fd), print), PL_FAIL_SERVER_DOWN);
	close(fd);
	unknown = join_at(p, "nobody.invalid", 4430, print);
	/* which one depends on whether the machine that tests has a network */
	assert_true(unknown == PL_FAIL_DNS || unknown == PL_FAIL_NETWORK);
	assert_int_equal(join_at(p, "255.255.255.255", 4430, print), PL_FAIL_NETWORK);
}

static void restart_with(struct pair *p, const char *name, const struct certs_want *want)
{
	struct certs made;

	fake_server_down(&p->server);
	certs_make(&made, p->base, name, want);
	fake_server_up(&p->server, &made);
	snprintf(p->server.certs.fingerprint, 65, "%s", made.fingerprint);
}

static void a_certificate_out_of_its_time_is_the_clocks(void **state)
{
	static const struct certs_want old = { "IP:127.0.0.1", -20, -10 };
	static const struct certs_want young = { "IP:127.0.0.1", 10, 20 };
	static const struct certs_want other = { "DNS:example.org", -1, 30 };
	struct pair *p = *state;

	pair_guest(p);
	restart_with(p, "old", &old);
	assert_int_equal(pair_end(p, join(p, pair_invite(p))), PL_FAIL_CLOCK);
	restart_with(p, "young", &young);
	assert_int_equal(pair_end(p, join(p, pair_invite(p))), PL_FAIL_CLOCK);
	restart_with(p, "other", &other);
	assert_int_equal(pair_end(p, join(p, pair_invite(p))), PL_FAIL_CERTIFICATE);
}

static void link_fails_with(struct pair *p, enum pl_failure want)
{
	enum pl_failure why;

	pl_client_connect_now(p->client);
	pair_until(p, pair_is_waiting);
	pair_link(p, &why);
	assert_int_equal(why, want);
}

static void the_link_names_its_failures_too(void **state)
{
	static const struct certs_want good = { "IP:127.0.0.1", -1, 30 };
	static const struct certs_want old = { "IP:127.0.0.1", -20, -10 };
	struct pair *p = *state;
	int opens;

	pair_guest(p);
	pair_join(p);
	opens = p->server.opens;
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	link_fails_with(p, PL_FAIL_SERVER_DOWN);
	restart_with(p, "stranger", &good);
	link_fails_with(p, PL_FAIL_CERTIFICATE); /* another CA, and it gets no token */
	assert_int_equal(p->server.opens, opens);
	/* The old one again, out of its time: the same CA is needed for that. */
	fake_server_down(&p->server);
	certs_make(&p->server.certs, p->base, "old", &old);
	free(p->client->ca);
	p->client->ca = mem_dup(p->server.certs.ca_pem, strlen(p->server.certs.ca_pem));
	fake_server_up(&p->server, NULL);
	link_fails_with(p, PL_FAIL_CLOCK);
}

static void a_store_tells_a_wrong_passphrase_from_a_lock(void **state)
{
	struct pair *p = *state;
	struct pl_options o = { .dir = p->dir, .passphrase = PAIR_PASSPHRASE };
	enum pl_failure why = PL_OK;

	assert_false(pl_client_exists(p->dir));
	pair_member(p);
	pair_join(p);
	assert_true(pl_client_exists(p->dir));
	assert_null(pl_client_open(&o, &why));
	assert_int_equal(why, PL_FAIL_LOCKED);
	pair_quit(p);
	o.passphrase = "battery staple";
	assert_null(pl_client_open(&o, &why));
	assert_int_equal(why, PL_FAIL_PASSPHRASE);
	o.dir = "/proc/no/such/place";
	assert_null(pl_client_open(&o, &why));
	assert_int_equal(why, PL_FAIL_DISK);
}

/* Else a slip in its passphrase would bind whoever comes back with the right one. */
static void a_store_that_nobody_joined_with_is_not_left_behind(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	p->server.http_error = "used";
	assert_int_equal(pair_end(p, join(p, pair_invite(p))), PL_FAIL_INVITE_USED);
	pair_quit(p);
	assert_false(pl_client_exists(p->dir));
	p->server.http_error = NULL;
	pair_member(p);
	pair_join(p);
	pair_quit(p);
	assert_true(pl_client_exists(p->dir));
}

/* Signing out and in */

static void signing_out_ends_the_token_and_keeps_the_words(void **state)
{
	struct pair *p = *state;

	fake_server_say(&p->server, FAKE_MARA, "Welcome.");
	pair_member(p);
	pair_join(p);
	assert_int_equal(pair_end(p, pl_client_sign_out(p->client, true)), PL_OK);
	assert_string_equal(p->server.path, "/v1/signout");
	assert_string_equal(p->server.body, "{\"all\":true}");
	assert_string_equal(p->server.bearer, "T-1");
	assert_false(pl_client_enrolled(p->client));
	assert_int_equal(pair_link(p, NULL), PL_LINK_OFF);
	pair_quit(p);
	pair_member(p);
	assert_false(pl_client_enrolled(p->client));
	assert_string_equal(pair_talk(p), "Mara:Welcome.");
	assert_string_equal(pl_client_self(p->client).name, "Ana");
	assert_int_equal(pair_end(p, pl_client_sign_in(p->client, PAIR_PASSPHRASE)), PL_OK);
	assert_string_equal(p->server.path, "/v1/signin");
	pair_until(p, pair_is_live);
	assert_string_equal(p->server.bearer, "T-2");
}

static void signing_out_twice_is_signed_out(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	p->server.http_error = "token";
	assert_int_equal(pair_end(p, pl_client_sign_out(p->client, false)), PL_OK);
	assert_false(pl_client_enrolled(p->client));
}

static void signing_out_without_a_server_is_said_not_to_have_worked(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	fake_server_down(&p->server);
	assert_int_equal(pair_end(p, pl_client_sign_out(p->client, false)),
			 PL_FAIL_SERVER_DOWN);
	assert_true(pl_client_enrolled(p->client));
}

static void a_wrong_passphrase_does_not_sign_in(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	p->server.http_error = "passphrase";
	assert_int_equal(pair_end(p, pl_client_sign_in(p->client, "battery staple")),
			 PL_FAIL_PASSPHRASE);
	assert_int_equal(pair_link(p, NULL), PL_LINK_LIVE);
}

static void cutting_off_asks_by_name_and_hears_a_refusal(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	assert_int_equal(pair_end(p, pl_client_cut_off(p->client, "Ben")), PL_OK);
	assert_string_equal(p->server.path, "/v1/cutoff");
	assert_string_equal(p->server.body, "{\"name\":\"Ben\"}");
	p->server.http_error = "refused";
	assert_int_equal(pair_end(p, pl_client_cut_off(p->client, "Ben")), PL_FAIL_REFUSED);
	assert_int_equal(pl_client_cut_off(p->client, ""), PL_FAIL_NAME);
}

static void a_device_that_is_refused_does_not_try_again(void **state)
{
	static const char *const codes[] = { "token", "disabled" };
	static const enum pl_failure failures[] = { PL_FAIL_TOKEN, PL_FAIL_DISABLED };
	struct pair *p = *state;
	enum pl_failure why;
	int opens;

	pair_guest(p);
	pair_join(p);
	for (int i = 0; i < 2; i++) {
		fake_server_cut(&p->server);
		pair_until(p, pair_is_waiting);
		p->server.refusal = codes[i];
		opens = p->server.opens;
		pl_client_connect_now(p->client);
		pair_until(p, is_refused);
		pair_link(p, &why);
		assert_int_equal(why, failures[i]);
		pl_client_connect_now(p->client);
		pair_settle(p);
		assert_int_equal(p->server.opens, opens + 1);
		p->server.refusal = NULL;
		assert_int_equal(pair_end(p, pl_client_sign_in(p->client, PAIR_PASSPHRASE)),
				 PL_OK);
		pair_until(p, pair_is_live);
	}
}

static void a_line_kept_while_signed_out_goes_out_once_after_signing_in(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	assert_int_equal(pair_end(p, pl_client_sign_out(p->client, false)), PL_OK);
	say(p, "one");
	fake_server_say(&p->server, FAKE_MARA, "Where is Ana?");
	assert_int_equal(pair_end(p, pl_client_sign_in(p->client, PAIR_PASSPHRASE)), PL_OK);
	pair_until(p, pair_has_none_kept);
	assert_string_equal(pair_talk(p), "Mara:Where is Ana? Ana:one");
	assert_int_equal(p->server.says, 1);
}

static bool has_said(struct pair *p)
{
	return p->server.said_count > 0;
}

static void a_line_that_the_old_device_had_sent_is_not_said_twice(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	p->server.mute = true;
	say(p, "one");
	pair_until(p, has_said);
	p->server.mute = false;
	p->server.refusal = "token";
	fake_server_cut(&p->server);
	pair_until(p, pair_is_waiting);
	say(p, "two");
	pl_client_connect_now(p->client);
	pair_until(p, is_refused);
	p->server.refusal = NULL;
	assert_int_equal(pair_end(p, pl_client_sign_in(p->client, PAIR_PASSPHRASE)), PL_OK);
	pair_until(p, pair_has_none_kept);
	assert_string_equal(pair_talk(p), "Ana:one Ana:two");
	assert_int_equal(p->server.said_count, 2);
	pair_quit(p);
	pair_member(p);
	assert_string_equal(pair_talk(p), "Ana:one Ana:two");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, pair_open, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(joining_sends_what_was_chosen_and_keeps_what_came),
		TEST(what_cannot_be_asked_is_refused_at_once),
		TEST(one_act_at_a_time_and_one_enrolment),
		TEST(a_client_may_close_while_it_asks),
		TEST(the_servers_refusals_have_names),
		TEST(a_token_of_another_form_is_not_taken),
		TEST(an_invite_that_was_used_by_this_person_lets_them_in),
		TEST(another_server_behind_the_address_is_not_told_the_code),
		TEST(each_failure_of_the_way_has_its_own_name),
		TEST(a_certificate_out_of_its_time_is_the_clocks),
		TEST(the_link_names_its_failures_too),
		TEST(a_store_tells_a_wrong_passphrase_from_a_lock),
		TEST(a_store_that_nobody_joined_with_is_not_left_behind),
		TEST(signing_out_ends_the_token_and_keeps_the_words),
		TEST(signing_out_twice_is_signed_out),
		TEST(signing_out_without_a_server_is_said_not_to_have_worked),
		TEST(a_wrong_passphrase_does_not_sign_in),
		TEST(cutting_off_asks_by_name_and_hears_a_refusal),
		TEST(a_device_that_is_refused_does_not_try_again),
		TEST(a_line_kept_while_signed_out_goes_out_once_after_signing_in),
		TEST(a_line_that_the_old_device_had_sent_is_not_said_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
