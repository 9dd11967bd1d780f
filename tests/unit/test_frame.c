/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/wire.h"

#define LARGEST ((INT64_C(1) << 53) - 1)

static struct arena mem;
static struct wire_frame got;
static struct err err;

static int end(void **state)
{
	(void)state;
	arena_finish(&mem);
	return 0;
}

static bool decode_n(const char *json, size_t n, enum wire_side from)
{
	memset(&err, 0, sizeof(err));
	got = (struct wire_frame) { NULL, 777 };
	return wire_decode((struct str) { json, n }, from, &mem, &got, &err);
}

static bool decode(const char *json, enum wire_side from)
{
	return decode_n(json, strlen(json), from);
}

/* Refused with this code, and nothing handed out. */
#define assert_refused(json, side, want)                                                       \
	do {                                                                                   \
		assert_false(decode(json, side));                                              \
		assert_int_equal(err.code, want);                                              \
		assert_true(err.text[0] != '\0');                                              \
		assert_null(got.msgs);                                                         \
		assert_int_equal(got.n, 777);                                                  \
	} while (0)

static void what_comes_for_a_number_is_one(void **state)
{
	static const char *const bad[] = { "1.5", "-1",  "\"1\"", "null", "true",
					   "[1]", "{}",  "0",     "1e",   "--1",
					   "0x1", "NaN", "1.2e0", "-0.5", "Infinity" };
	static const char *const large[] = { "9007199254740992", "1e16", "1e999", "-1e300",
					     "99999999999999999999999999" };
	char json[200];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(json, sizeof(json), "[{\"t\":\"a\",\"g\":%s,\"s\":1}]", bad[i]);
		assert_refused(json, WIRE_CLIENT, ERR_BAD_INPUT);
	}
	for (size_t i = 0; i < sizeof(large) / sizeof(*large); i++) {
		snprintf(json, sizeof(json), "[{\"t\":\"a\",\"g\":%s,\"s\":1}]", large[i]);
		assert_refused(json, WIRE_CLIENT, ERR_TOO_LARGE);
	}
	assert_true(decode("[{\"t\":\"a\",\"g\":1e3,\"s\":9007199254740991}]", WIRE_CLIENT));
	assert_int_equal(got.msgs[0].g, 1000);
	assert_int_equal(got.msgs[0].s, LARGEST);
}

static const char *const not_of_the_form[] = {
	"",
	" ",
	"[",
	"]",
	"[]",
	"[ ]",
	"{}",
	"null",
	"1",
	"\"x\"",
	"[1]",
	"[null]",
	"[[{\"t\":\"a\",\"g\":1,\"s\":1}]]",
	"{\"t\":\"a\",\"g\":1,\"s\":1}",
	"[{}]",
	"[{\"g\":1,\"s\":1}]",
	"[{\"t\":1,\"g\":1,\"s\":1}]",
	"[{\"t\":null}]",
	"[{\"T\":\"a\",\"g\":1,\"s\":1}]",
	"[{\"t\":\"a\",\"g\":1,\"s\":1}",
	"[{\"t\":\"a\",\"g\":1,\"s\":1}]]",
	"[{\"t\":\"a\",\"g\":1,\"s\":1}] x",
	"[{\"t\":\"a\",\"g\":1,\"s\":1}][]",
	"[{\"t\":\"a\",\"g\":1,\"s\":1},]",
	"[{\"t\":\"a\" \"g\":1,\"s\":1}]",
	"[{'t':'a','g':1,'s':1}]",
	"[{t:\"a\",g:1,s:1}]",
	/* twice */
	"[{\"t\":\"a\",\"t\":\"a\",\"g\":1,\"s\":1}]",
	"[{\"t\":\"a\",\"g\":1,\"s\":1,\"g\":1}]",
	"[{\"t\":\"a\",\"g\":1,\"s\":1,\"\\u0067\":1}]",
	/* texts */
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":1}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"a\\u0000b\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\\\\\\u0000\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"a\nb\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\xff\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\xed\xa0\x80\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\xc0\x80\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\\ud800\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\\udc00\\ud800\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\\x41\"}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"never ends}]",
	"[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\\\"}]",
};

static void what_is_not_of_the_form_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(not_of_the_form) / sizeof(*not_of_the_form); i++)
		assert_refused(not_of_the_form[i], WIRE_CLIENT, ERR_BAD_INPUT);
	/* a NUL is no end of the frame */
	assert_false(decode_n("[{\"t\":\"a\",\"g\":1,\"s\":1}]\0", 25, WIRE_CLIENT));
	assert_false(decode_n("[{\"t\":\"a\",\0\"g\":1,\"s\":1}]", 25, WIRE_CLIENT));
}

static void what_only_looks_like_a_nul_is_text(void **state)
{
	(void)state;
	assert_true(decode("[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\\\\u0000\"}]", WIRE_CLIENT));
	assert_true(str_is(got.msgs[0].b, "\\u0000"));
	assert_true(
		decode("[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\\u0001[]{},\\ud83d\\ude00\"}]",
		       WIRE_CLIENT));
	assert_true(str_is(got.msgs[0].b, "\x01[]{},\U0001F600"));
}

static void white_space_between_is_allowed(void **state)
{
	(void)state;
	assert_true(decode(" \n[ {\t\"t\" : \"a\" ,\r\n \"g\":1, \"s\":1 } ]\n ", WIRE_CLIENT));
	assert_int_equal(got.n, 1);
}

static void a_type_of_a_later_version_is_skipped(void **state)
{
	(void)state;
	assert_true(decode(
		"[{\"t\":\"zz\",\"g\":\"?\"},{\"t\":\"a\",\"g\":1,\"s\":2},{\"t\":\"\"}]",
		WIRE_CLIENT));
	assert_int_equal(got.n, 1);
	assert_int_equal(got.msgs[0].s, 2);
	assert_true(decode("[{\"t\":\"new\"}]", WIRE_SERVER));
	assert_int_equal(got.n, 0);
}

static void what_costs_too_much_to_read_is_refused_before_it_is_read(void **state)
{
	struct buf json;

	(void)state;
	buf_init(&json, 2 * WIRE_FRAME_INFLATED_MAX);
	buf_adds(&json, "[{\"t\":\"a\",\"g\":1,\"s\":1,\"z\":");
	for (int i = 0; i < 100000; i++)
		buf_adds(&json, "[");
	assert_refused(json.p, WIRE_CLIENT, ERR_TOO_LARGE);

	buf_reset(&json);
	buf_adds(&json, "[{\"t\":\"a\",\"g\":1,\"s\":1,\"z\":[0");
	for (int i = 0; i < WIRE_FRAME_VALUES_MAX; i++)
		buf_adds(&json, ",0");
	buf_adds(&json, "]}]");
	assert_refused(json.p, WIRE_CLIENT, ERR_TOO_LARGE);

	buf_reset(&json);
	buf_adds(&json, "[{\"t\":\"a\",\"g\":1,\"s\":1}]");
	while (json.n <= WIRE_FRAME_INFLATED_MAX)
		buf_adds(&json, " ");
	assert_refused(json.p, WIRE_CLIENT, ERR_TOO_LARGE);
	json.p[WIRE_FRAME_INFLATED_MAX] = '\0';
	assert_true(decode(json.p, WIRE_CLIENT));
	buf_finish(&json);
}

static void nesting_has_a_limit(void **state)
{
	(void)state;
	/* the list and the message are two of the eight */
	assert_true(decode("[{\"t\":\"a\",\"g\":1,\"s\":1,\"z\":[[[[[[]]]]]]}]", WIRE_CLIENT));
	assert_refused("[{\"t\":\"a\",\"g\":1,\"s\":1,\"z\":[[[[[[[]]]]]]]}]", WIRE_CLIENT,
		       ERR_TOO_LARGE);
	/* side by side is not deep, and brackets in a text are not brackets */
	assert_true(decode("[{\"t\":\"a\",\"g\":1,\"s\":1,\"z\":[[],[],[],[],[],[],[],[],[]],"
			   "\"y\":\"[[[[[[[[[[[[[[[[[[[\"}]",
			   WIRE_CLIENT));
}

static void a_frame_holds_so_many_messages(void **state)
{
	struct wire_msg m = { .type = WIRE_SEEN, .has = WIRE_G | WIRE_S, .g = 1, .s = 1 };
	struct buf json;

	(void)state;
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	for (int i = 0; i < WIRE_FRAME_MESSAGES_MAX; i++, m.s++)
		assert_true(wire_add(&json, &m, &err));
	assert_true(wire_close(&json));
	assert_true(decode(json.p, WIRE_CLIENT));
	assert_int_equal(got.n, WIRE_FRAME_MESSAGES_MAX);
	assert_int_equal(got.msgs[WIRE_FRAME_MESSAGES_MAX - 1].s, WIRE_FRAME_MESSAGES_MAX);
	json.n--;
	assert_true(wire_add(&json, &m, &err) && wire_close(&json));
	assert_refused(json.p, WIRE_CLIENT, ERR_TOO_LARGE);
	buf_finish(&json);
}

static void what_was_decoded_outlives_its_frame(void **state)
{
	char json[] = "[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"stays\"}]";

	(void)state;
	assert_true(decode(json, WIRE_CLIENT));
	memset(json, 'x', sizeof(json));
	assert_true(str_is(got.msgs[0].b, "stays"));
	assert_int_equal(got.msgs[0].b.p[got.msgs[0].b.n], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_comes_for_a_number_is_one),
		cmocka_unit_test(what_is_not_of_the_form_is_refused),
		cmocka_unit_test(what_only_looks_like_a_nul_is_text),
		cmocka_unit_test(white_space_between_is_allowed),
		cmocka_unit_test(a_type_of_a_later_version_is_skipped),
		cmocka_unit_test(what_costs_too_much_to_read_is_refused_before_it_is_read),
		cmocka_unit_test(nesting_has_a_limit),
		cmocka_unit_test(a_frame_holds_so_many_messages),
		cmocka_unit_test(what_was_decoded_outlives_its_frame),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
