/* SPDX-License-Identifier: MIT */
/* Figures of a phone: the RFCs' own vectors, and what is typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "server/figures.h"
#include "server/secret.h"

/* "12345678901234567890" in base32: the secret of both RFCs. */
#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static void they_are_those_of_rfc_4226(void **state)
{
	static const char *const want[] = { "755224", "287082", "359152", "969429", "338314",
					    "254676", "287922", "162583", "399871", "520489" };
	char shown[FIGURES_SHOWN];

	(void)state;
	for (int i = 0; i < 10; i++) {
		assert_true(figures_at(SECRET, i, shown));
		assert_string_equal(shown, want[i]);
	}
}

/* Appendix B has 8 figures; 6 are the last of them. */
static void they_are_those_of_rfc_6238(void **state)
{
	static const struct {
		int64_t utc_s;
		const char *shown;
	} rows[] = {
		{ 59, "94287082" },         { 1111111109, "07081804" },
		{ 1111111111, "14050471" }, { 1234567890, "89005924" },
		{ 2000000000, "69279037" }, { INT64_C(20000000000), "65353130" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t step = 0;

		assert_true(
			figures_fit(SECRET, rows[i].shown + 2, rows[i].utc_s * 1000, &step));
		assert_int_equal(step, rows[i].utc_s / FIGURES_STEP_S);
	}
}

static void a_phones_clock_may_be_a_step_off(void **state)
{
	const int64_t now = 1000000;
	char shown[FIGURES_SHOWN];

	(void)state;
	for (int64_t off = -3; off <= 3; off++) {
		int64_t step = 0;
		const bool fits = off >= -1 && off <= 1;

		assert_true(figures_at(SECRET, now + off, shown));
		assert_int_equal(figures_fit(SECRET, shown, now * 30000 + 29999, &step), fits);
		assert_int_equal(step, fits ? now + off : 0);
	}
}

static void what_is_typed_may_have_blanks(void **state)
{
	char clean[FIGURES_TYPED];
	char much[200];
	int64_t step;

	(void)state;
	figures_clean(" 287 082-", clean);
	assert_string_equal(clean, "287082");
	assert_true(figures_fit(SECRET, clean, 59000, &step));
	figures_clean("ABDEF-ghkmn prstu", clean);
	assert_string_equal(clean, "abdefghkmnprstu");
	assert_false(figures_are(clean));
	assert_false(figures_are("28708"));
	assert_false(figures_are("2870822"));
	assert_false(figures_are("28708a"));
	assert_false(figures_are(""));
	assert_false(figures_fit(SECRET, "287083", 59000, &step));
	memset(much, '1', sizeof(much));
	much[sizeof(much) - 1] = '\0';
	figures_clean(much, clean);
	assert_int_equal(strlen(clean), FIGURES_TYPED - 1);
}

static void secrets_are_new_each_time_and_are_shown_two_ways(void **state)
{
	char a[FIGURES_SECRET], b[FIGURES_SECRET], shown[FIGURES_SHOWN];
	struct buf text;

	(void)state;
	assert_true(figures_secret(a));
	assert_true(figures_secret(b));
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(a), 32);
	assert_true(figures_at(a, 1, shown));
	buf_init(&text, 1024);
	figures_group(SECRET, &text);
	assert_string_equal(text.p, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
	buf_reset(&text);
	figures_uri(SECRET, "Zo\xc3\xab & Co", &text);
	assert_string_equal(text.p,
			    "otpauth://totp/Porchlight:Zo%C3%AB%20%26%20Co?secret=" SECRET
			    "&issuer=Porchlight");
	buf_finish(&text);
}

static void recovery_codes_are_kept_as_hashes(void **state)
{
	struct buf codes, hashes, one;
	char first[FIGURES_TYPED], clean[FIGURES_TYPED];

	(void)state;
	buf_init(&codes, 512);
	buf_init(&hashes, 1024);
	buf_init(&one, 128);
	figures_codes(&codes, &hashes);
	assert_int_equal(codes.n, FIGURES_CODES * (SECRET_WORDS - 3 + 1) - 1);
	assert_int_equal(hashes.n, FIGURES_CODES * SECRET_HASH);
	snprintf(first, sizeof(first), "%.17s", codes.p);
	figures_clean(first, clean);
	assert_null(strstr(hashes.p, clean));
	figures_code_hash(clean, &one);
	assert_memory_equal(hashes.p, one.p, SECRET_HASH - 1);
	buf_finish(&codes);
	buf_finish(&hashes);
	buf_finish(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(they_are_those_of_rfc_4226),
		cmocka_unit_test(they_are_those_of_rfc_6238),
		cmocka_unit_test(a_phones_clock_may_be_a_step_off),
		cmocka_unit_test(what_is_typed_may_have_blanks),
		cmocka_unit_test(secrets_are_new_each_time_and_are_shown_two_ways),
		cmocka_unit_test(recovery_codes_are_kept_as_hashes),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
