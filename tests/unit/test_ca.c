/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "server/ca.h"

/* A folder with room for two clinics. */
struct desk {
	char folder[32];
	char paths[8][64];
	struct ca_files files[2];
};

static int open_desk(void **state)
{
	static const char *const names[] = { "ca", "ca.key", "cert", "key" };
	struct desk *d = mem_get(sizeof(*d));

	snprintf(d->folder, sizeof(d->folder), "porchlight-ca-XXXXXX");
	if (!mkdtemp(d->folder))
		return 1;
	for (int i = 0; i < 8; i++)
		snprintf(d->paths[i], sizeof(d->paths[i]), "%s/%d-%s", d->folder, i / 4,
			 names[i % 4]);
	for (int i = 0; i < 2; i++)
		d->files[i] = (struct ca_files) { d->paths[4 * i], d->paths[4 * i + 1],
						  d->paths[4 * i + 2], d->paths[4 * i + 3] };
	*state = d;
	return 0;
}

static int close_desk(void **state)
{
	struct desk *d = *state;

	for (int i = 0; i < 8; i++)
		unlink(d->paths[i]);
	rmdir(d->folder);
	free(d);
	return 0;
}

static void what_is_made_is_good(void **state)
{
	struct desk *d = *state;
	const int64_t now_s = time(NULL), day = 86400;
	struct ca_facts facts;
	struct err err = { 0 };

	assert_true(ca_make(&d->files[0], "clinic.example", &err));
	assert_true(ca_look(&d->files[0], "clinic.example", &facts, &err));
	assert_true(facts.key_fits && facts.signed_by_ca && facts.names_host);
	assert_true(facts.valid_from_utc_s < now_s);
	assert_true(facts.valid_to_utc_s > now_s + 4 * 365 * day);
	assert_true(facts.valid_to_utc_s < now_s + 6 * 365 * day);
	assert_true(ca_look(&d->files[0], "other.example", &facts, &err));
	assert_false(facts.names_host);
	assert_true(ca_look(&d->files[0], "127.0.0.1", &facts, &err));
	assert_true(facts.names_host);
	assert_true(ca_look(&d->files[0], "::1", &facts, &err));
	assert_true(facts.names_host);
}

static void keys_are_their_owners_alone(void **state)
{
	struct desk *d = *state;
	struct stat st;

	assert_true(ca_make(&d->files[0], "localhost", NULL));
	assert_int_equal(stat(d->files[0].key, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(d->files[0].ca_key, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void nothing_that_is_there_is_made_again(void **state)
{
	struct desk *d = *state;
	struct err err = { 0 };

	assert_true(ca_make(&d->files[0], "localhost", &err));
	assert_false(ca_make(&d->files[0], "localhost", &err));
	assert_int_equal(err.code, ERR_EXISTS);
}

static void a_numeric_host_is_named_as_an_address(void **state)
{
	struct desk *d = *state;
	struct ca_facts facts;

	assert_true(ca_make(&d->files[0], "2001:db8::7", NULL));
	assert_true(ca_look(&d->files[0], "2001:db8::7", &facts, NULL));
	assert_true(facts.names_host);
}

static void a_host_that_cannot_be_one_is_refused(void **state)
{
	struct desk *d = *state;
	char long_name[300];
	struct err err = { 0 };

	memset(long_name, 'a', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_false(ca_make(&d->files[0], long_name, &err));
	assert_int_equal(err.code, ERR_BAD_INPUT);
	assert_false(ca_make(&d->files[0], "a,b", &err));
	assert_false(ca_make(&d->files[0], "", &err));
	assert_int_not_equal(access(d->files[0].key, F_OK), 0);
}

static void what_does_not_belong_together_is_seen(void **state)
{
	struct desk *d = *state;
	struct ca_files mixed;
	struct ca_facts facts;

	assert_true(ca_make(&d->files[0], "localhost", NULL));
	assert_true(ca_make(&d->files[1], "localhost", NULL));
	mixed = d->files[0];
	mixed.key = d->files[1].key;
	assert_true(ca_look(&mixed, "localhost", &facts, NULL));
	assert_false(facts.key_fits);
	assert_true(facts.signed_by_ca);
	mixed = d->files[0];
	mixed.ca_cert = d->files[1].ca_cert;
	assert_true(ca_look(&mixed, "localhost", &facts, NULL));
	assert_true(facts.key_fits);
	assert_false(facts.signed_by_ca);
}

static void a_new_certificate_is_for_the_same_key_and_by_the_same_ca(void **state)
{
	struct desk *d = *state;
	struct ca_files mixed;
	struct ca_facts facts;
	struct err err = { 0 };

	assert_true(ca_make(&d->files[0], "old.example", NULL));
	assert_true(ca_make(&d->files[1], "localhost", NULL));
	assert_true(ca_renew(&d->files[0], "new.example", &err));
	assert_true(ca_look(&d->files[0], "new.example", &facts, NULL));
	assert_true(facts.key_fits && facts.signed_by_ca && facts.names_host);
	assert_true(ca_look(&d->files[0], "old.example", &facts, NULL));
	assert_false(facts.names_host);
	/* What cannot be made leaves the old one. */
	assert_false(ca_renew(&d->files[0], "a,b", &err));
	assert_int_equal(err.code, ERR_BAD_INPUT);
	mixed = d->files[0];
	mixed.ca_key = d->files[1].ca_key;
	assert_false(ca_renew(&mixed, "new.example", &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_int_equal(unlink(d->files[0].ca_key), 0);
	assert_false(ca_renew(&d->files[0], "new.example", &err));
	assert_non_null(strstr(err.text, d->files[0].ca_key));
	assert_true(ca_look(&d->files[0], "new.example", &facts, NULL));
	assert_true(facts.signed_by_ca && facts.names_host);
}

static void what_cannot_be_read_is_said_so(void **state)
{
	struct desk *d = *state;
	char print[CA_FINGERPRINT];
	struct ca_facts facts;
	struct err err = { 0 };

	assert_false(ca_look(&d->files[0], "localhost", &facts, &err));
	assert_non_null(strstr(err.text, d->files[0].cert));
	assert_false(ca_fingerprint(d->files[0].ca_cert, print, &err));
	assert_true(ca_make(&d->files[0], "localhost", NULL));
	/* A key is no certificate. */
	assert_false(ca_fingerprint(d->files[0].ca_key, print, &err));
}

static void a_fingerprint_is_that_of_the_ca_alone(void **state)
{
	struct desk *d = *state;
	char a[CA_FINGERPRINT], b[CA_FINGERPRINT];

	assert_true(ca_make(&d->files[0], "localhost", NULL));
	assert_true(ca_make(&d->files[1], "localhost", NULL));
	assert_true(ca_fingerprint(d->files[0].ca_cert, a, NULL));
	assert_true(ca_fingerprint(d->files[1].ca_cert, b, NULL));
	assert_int_equal(strlen(a), 64);
	assert_int_equal(strspn(a, "0123456789abcdef"), 64);
	assert_string_not_equal(a, b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_made_is_good, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(keys_are_their_owners_alone, open_desk,
						close_desk),
		cmocka_unit_test_setup_teardown(nothing_that_is_there_is_made_again, open_desk,
						close_desk),
		cmocka_unit_test_setup_teardown(a_numeric_host_is_named_as_an_address,
						open_desk, close_desk),
		cmocka_unit_test_setup_teardown(a_host_that_cannot_be_one_is_refused, open_desk,
						close_desk),
		cmocka_unit_test_setup_teardown(what_does_not_belong_together_is_seen,
						open_desk, close_desk),
		cmocka_unit_test_setup_teardown(
			a_new_certificate_is_for_the_same_key_and_by_the_same_ca, open_desk,
			close_desk),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_is_said_so, open_desk,
						close_desk),
		cmocka_unit_test_setup_teardown(a_fingerprint_is_that_of_the_ca_alone,
						open_desk, close_desk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
