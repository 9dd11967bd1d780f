/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/body.h"
#include "wire/limits.h"

enum { NAME, SECRET, NUMBER, FLAG, FIELDS };

static struct body_field fields[FIELDS];

static bool read_json(const char *json)
{
	static const struct body_field empty[FIELDS] = {
		{ .key = "name", .kind = BODY_TEXT },
		{ .key = "passphrase", .kind = BODY_TEXT },
		{ .key = "id", .kind = BODY_NUMBER },
		{ .key = "all", .kind = BODY_BOOL },
	};

	body_finish(fields, FIELDS);
	memcpy(fields, empty, sizeof(fields));
	return body_read(str_of(json), fields, FIELDS);
}

static int end(void **state)
{
	(void)state;
	body_finish(fields, FIELDS);
	return 0;
}

static void each_kind_of_field_is_read(void **state)
{
	(void)state;
	assert_true(read_json(" {\"id\":42,\"all\":true,\"other\":[1,{\"id\":7}],"
			      "\"name\":\"Ana \\u00e9\\n\",\"passphrase\":\"a b c\"} \r\n"));
	assert_string_equal(fields[NAME].text, "Ana \u00e9\n");
	assert_string_equal(fields[SECRET].text, "a b c");
	assert_int_equal(fields[NUMBER].number, 42);
	assert_int_equal(fields[FLAG].number, 1);
	for (int i = 0; i < FIELDS; i++)
		assert_true(fields[i].there);
}

static void what_is_missing_is_not_there(void **state)
{
	(void)state;
	assert_true(read_json("{}"));
	for (int i = 0; i < FIELDS; i++) {
		assert_false(fields[i].there);
		assert_null(fields[i].text);
		assert_int_equal(fields[i].number, 0);
	}
	assert_true(read_json("{\"NAME\":\"x\",\"Name\":\"y\"}"));
	assert_false(fields[NAME].there);
}

static void what_is_of_another_kind_is_not_there(void **state)
{
	static const char *const wrong[] = {
		"{\"name\":1,\"passphrase\":null,\"id\":\"1\",\"all\":1}",
		"{\"name\":[],\"passphrase\":{},\"id\":true,\"all\":\"true\"}",
		"{\"name\":true,\"passphrase\":\"\xff\",\"id\":1.5,\"all\":null}",
		"{\"id\":9007199254740992}",
		"{\"id\":1e999}",
		"{\"id\":-1e300}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_true(read_json(wrong[i]));
		for (int k = 0; k < FIELDS; k++)
			assert_false(fields[k].there);
	}
	assert_true(read_json("{\"id\":-9007199254740991}"));
	assert_int_equal(fields[NUMBER].number, -9007199254740991);
}

static void what_is_no_object_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		" ",
		"[]",
		"1",
		"\"x\"",
		"null",
		"{",
		"{\"name\":}",
		"{\"name\":\"x\"} x",
		"{}{}",
		"{\"name\":\"x\",}",
		"{name:\"x\"}",
		"{\"name\":\"a\\u0000b\"}",
		"{\"other\":\"\\u0000\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(read_json(bad[i]));
		for (int k = 0; k < FIELDS; k++)
			assert_false(fields[k].there);
	}
}

static void a_passphrase_may_have_a_backslash_and_a_u(void **state)
{
	(void)state;
	assert_true(read_json("{\"passphrase\":\"\\\\u0000 and \\\\\"}"));
	assert_string_equal(fields[SECRET].text, "\\u0000 and \\");
}

static void deep_nesting_is_not_followed(void **state)
{
	char *json = mem_get(WIRE_BODY_MAX + 1);

	(void)state;
	memset(json, '[', WIRE_BODY_MAX);
	memcpy(json, "{\"name\":", 8);
	assert_false(read_json(json));
	free(json);
}

static void what_is_written_is_read_again(void **state)
{
	struct body_field out[] = {
		{ .key = "name",
		  .kind = BODY_TEXT,
		  .text = (char *)"\"\\ \n \u4e2d",
		  .there = true },
		{ .key = "passphrase", .kind = BODY_TEXT, .text = NULL, .there = true },
		{ .key = "id", .kind = BODY_NUMBER, .number = 1764000000123, .there = true },
		{ .key = "all", .kind = BODY_BOOL, .number = 7, .there = true },
		{ .key = "left out", .kind = BODY_NUMBER, .number = 1 },
	};
	struct buf json;

	(void)state;
	buf_init(&json, 500);
	assert_true(body_write(&json, out, 5));
	assert_string_equal(json.p, "{\"name\":\"\\\"\\\\ \\n \u4e2d\",\"passphrase\":\"\","
				    "\"id\":1764000000123,\"all\":true}");
	assert_true(read_json(json.p));
	assert_string_equal(fields[NAME].text, out[0].text);
	assert_string_equal(fields[SECRET].text, "");
	assert_int_equal(fields[NUMBER].number, 1764000000123);
	assert_int_equal(fields[FLAG].number, 1);
	buf_finish(&json);
}

static void a_body_without_room_is_not_written(void **state)
{
	struct body_field out = {
		.key = "id", .kind = BODY_NUMBER, .number = 5, .there = true
	};
	struct buf json;

	(void)state;
	buf_init(&json, 8);
	assert_true(body_write(&json, &out, 1));
	assert_false(body_write(&json, &out, 1));
	assert_string_equal(json.p, "{\"id\":5}");
	buf_finish(&json);
	buf_init(&json, 7);
	assert_false(body_write(&json, &out, 1));
	assert_int_equal(json.n, 0);
	buf_finish(&json);
}

static void the_longest_texts_can_be_written(void **state)
{
	char *text = mem_get(WIRE_BODY_MAX + 1);
	struct body_field out = { .key = "t", .kind = BODY_TEXT, .text = text, .there = true };
	struct buf json;

	(void)state;
	memset(text, 1, WIRE_BODY_MAX); /* six bytes each */
	buf_init(&json, 8 * WIRE_BODY_MAX);
	assert_true(body_write(&json, &out, 1));
	assert_true(json.n > 6 * WIRE_BODY_MAX);
	buf_finish(&json);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_field_is_read),
		cmocka_unit_test(what_is_missing_is_not_there),
		cmocka_unit_test(what_is_of_another_kind_is_not_there),
		cmocka_unit_test(what_is_no_object_is_refused),
		cmocka_unit_test(a_passphrase_may_have_a_backslash_and_a_u),
		cmocka_unit_test(deep_nesting_is_not_followed),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(a_body_without_room_is_not_written),
		cmocka_unit_test(the_longest_texts_can_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
