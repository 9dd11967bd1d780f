/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <zlib.h>

#include "wire/wire.h"

static struct buf frame, json;
static struct err err;

static int begin(void **state)
{
	(void)state;
	buf_init(&frame, WIRE_FRAME_MAX);
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	return 0;
}

static int end(void **state)
{
	(void)state;
	buf_finish(&frame);
	buf_finish(&json);
	return 0;
}

static struct str whole(const struct buf *b)
{
	return (struct str) { buf_text(b), b->n };
}

static void assert_round(struct str s)
{
	buf_reset(&frame);
	assert_true(wire_pack(s, &frame));
	assert_true(frame.n <= s.n + 1);
	assert_true(wire_unpack(whole(&frame), &json, &err));
	assert_true(str_eq(whole(&json), s));
}

static const char short_chat[] = "[{\"t\":\"m\",\"g\":1,\"s\":312,\"u\":7,\"d\":1764000000000,"
				 "\"b\":\"thank you, that helped me a lot this week\"}]";

static void a_packer_packs_like_the_others_each_time(void **state)
{
	static const size_t sizes[] = { 0,    1,    40,    120,    2000,
					2048, 2049, 30000, 100000, WIRE_FRAME_INFLATED_MAX };
	struct wire_packer *p = wire_packer_create();
	struct buf big, quick;

	(void)state;
	buf_init(&big, WIRE_FRAME_INFLATED_MAX);
	buf_init(&quick, WIRE_FRAME_INFLATED_MAX);
	while (big.n + sizeof(short_chat) <= big.cap)
		buf_addf(&big, "%s%zu", short_chat, big.n);
	while (big.n < big.cap)
		buf_add(&big, "]", 1);
	for (size_t i = 0; i < 2 * sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct str s = { big.p, sizes[i % (sizeof(sizes) / sizeof(sizes[0]))] };

		buf_reset(&frame);
		buf_reset(&quick);
		assert_true(wire_pack(s, &frame));
		assert_true(wire_packer_pack(p, s, &quick));
		if (s.n <= 2048)
			assert_true(str_eq(whole(&frame), whole(&quick)));
		assert_true(quick.n <= frame.n + frame.n / 8 + 8);
		assert_true(wire_unpack(whole(&quick), &json, &err));
		assert_true(str_eq(whole(&json), s));
	}
	assert_false(wire_packer_pack(p, (struct str) { big.p, big.n + 1 }, &quick));
	wire_packer_destroy(p);
	wire_packer_destroy(NULL);
	buf_finish(&big);
	buf_finish(&quick);
}

static void a_short_message_is_smaller_packed(void **state)
{
	(void)state;
	assert_round(str_of(short_chat));
	assert_int_equal(frame.p[0], 3);
	print_message("a message of %zu bytes of JSON (42 of text) is packed into %zu\n",
		      strlen(short_chat), frame.n);
	assert_true(frame.n < strlen(short_chat));
}

static void the_usual_ends_are_left_off_and_come_back(void **state)
{
	static const char *const rows[] = { "[{\"t\":\"a\",\"g\":1,\"s\":13}] ",
					    "[{\"t\":\"a\",\"g\":1,\"s\":13}]",
					    "[{\"t\":\"y\",\"g\":1,\"k\":2,\"b\":\"hi\"}]" };
	struct buf small;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_round(str_of(rows[i]));
		assert_int_equal(frame.p[0], i + 1);
	}
	/* what is put behind counts against the room too */
	buf_init(&small, strlen(rows[2]) - 1);
	assert_false(wire_unpack(whole(&frame), &small, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	assert_int_equal(small.n, 0);
	buf_finish(&small);
}

static void the_dictionary_is_within_what_deflate_reaches(void **state)
{
	(void)state;
	print_message("the dictionary has %u bytes\n", wire_dictionary_size);
	assert_true(wire_dictionary_size > 1024 && wire_dictionary_size <= 32768);
	for (unsigned i = 0; i < wire_dictionary_size; i++)
		assert_true(wire_dictionary[i] >= ' ' || wire_dictionary[i] == '\n');
}

static void what_cannot_be_made_smaller_is_sent_as_it_is(void **state)
{
	(void)state;
	assert_round(str_of("\x01\xfe\x03"));
	assert_int_equal(frame.p[0], 0);
	assert_int_equal(frame.n, 4);
	assert_round(str_of(""));
	assert_int_equal(frame.n, 1);
}

/* The same numbers every time, printed when it matters. */
static unsigned next(unsigned *seed)
{
	return *seed = *seed * 1664525u + 1013904223u;
}

static void whatever_goes_in_comes_out(void **state)
{
	char *data = mem_get(60000);
	unsigned seed = 20;

	(void)state;
	for (int round = 0; round < 200; round++) {
		const unsigned start = seed;
		size_t n = next(&seed) % (round % 10 ? 300 : 60000);
		unsigned letters = round % 3 ? 256 : 1 + next(&seed) % 20;

		for (size_t i = 0; i < n; i++)
			data[i] = (char)((next(&seed) >> 16) % letters);
		buf_reset(&frame);
		if (!wire_pack((struct str) { data, n }, &frame) ||
		    !wire_unpack(whole(&frame), &json, &err) ||
		    !str_eq(whole(&json), (struct str) { data, n }))
			fail_msg("lost, with seed %u", start);
	}
	free(data);
}

static void a_full_buffer_is_left_as_it_was(void **state)
{
	struct buf small;

	(void)state;
	buf_init(&small, 4);
	assert_true(buf_adds(&small, "ab"));
	assert_false(wire_pack(str_of("\x01\xfe"), &small));
	assert_string_equal(buf_text(&small), "ab");
	assert_true(wire_pack(str_of("\x01"), &small));
	assert_int_equal(small.n, 4);
	assert_false(wire_pack(str_of(""), &small));
	buf_finish(&small);
}

static void more_json_than_a_frame_may_hold_is_not_packed(void **state)
{
	char *data = mem_get(WIRE_FRAME_INFLATED_MAX + 1);

	(void)state;
	memset(data, ' ', WIRE_FRAME_INFLATED_MAX + 1);
	assert_false(wire_pack((struct str) { data, WIRE_FRAME_INFLATED_MAX + 1 }, &frame));
	assert_int_equal(frame.n, 0);
	assert_true(wire_pack((struct str) { data, WIRE_FRAME_INFLATED_MAX }, &frame));
	assert_true(wire_unpack(whole(&frame), &json, &err));
	assert_int_equal(json.n, WIRE_FRAME_INFLATED_MAX);
	free(data);
}

#define assert_refused(s, want)                                                                \
	do {                                                                                   \
		memset(&err, 0, sizeof(err));                                                  \
		buf_reset(&json);                                                              \
		buf_adds(&json, "old");                                                        \
		assert_false(wire_unpack(s, &json, &err));                                     \
		assert_int_equal(err.code, want);                                              \
		assert_int_equal(json.n, 0);                                                   \
	} while (0)

/* 60 KB that would be 60 MB. */
static void a_bomb_does_not_go_off(void **state)
{
	z_stream z = { 0 };
	char *zeros = mem_get(1 << 20);
	static unsigned char out[WIRE_FRAME_MAX];

	(void)state;
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = out + 1;
	z.avail_out = sizeof(out) - 1;
	out[0] = 1;
	for (int i = 0; i < 60; i++) {
		z.next_in = (unsigned char *)zeros;
		z.avail_in = 1 << 20;
		assert_int_equal(deflate(&z, i == 59 ? Z_FINISH : Z_NO_FLUSH),
				 i == 59 ? Z_STREAM_END : Z_OK);
	}
	assert_refused(((struct str) { (char *)out, z.total_out + 1 }), ERR_TOO_LARGE);
	assert_true(json.size <= 2 * WIRE_FRAME_INFLATED_MAX);
	deflateEnd(&z);
	free(zeros);
}

static void every_frame_that_is_cut_short_is_refused(void **state)
{
	(void)state;
	assert_true(wire_pack(str_of(short_chat), &frame));
	for (size_t n = 0; n < frame.n; n++)
		assert_refused(((struct str) { frame.p, n }), ERR_BAD_INPUT);
}

static void something_behind_the_frame_is_refused(void **state)
{
	(void)state;
	assert_true(wire_pack(str_of(short_chat), &frame));
	buf_adds(&frame, "x");
	assert_refused(whole(&frame), ERR_BAD_INPUT);
}

static void a_flag_that_nobody_knows_is_refused(void **state)
{
	(void)state;
	for (int flag = 4; flag < 256; flag++) {
		char bytes[] = { (char)flag, '[', ']' };

		assert_refused(((struct str) { bytes, 3 }), ERR_BAD_INPUT);
	}
}

static void a_frame_that_is_too_long_is_refused_unread(void **state)
{
	char *data = mem_get(WIRE_FRAME_MAX + 1);

	(void)state;
	assert_refused(((struct str) { data, WIRE_FRAME_MAX + 1 }), ERR_TOO_LARGE);
	assert_true(wire_unpack((struct str) { data, WIRE_FRAME_MAX }, &json, &err));
	assert_int_equal(json.n, WIRE_FRAME_MAX - 1);
	free(data);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_packer_packs_like_the_others_each_time),
		TEST(a_short_message_is_smaller_packed),
		TEST(the_usual_ends_are_left_off_and_come_back),
		TEST(the_dictionary_is_within_what_deflate_reaches),
		TEST(what_cannot_be_made_smaller_is_sent_as_it_is),
		TEST(whatever_goes_in_comes_out),
		TEST(a_full_buffer_is_left_as_it_was),
		TEST(more_json_than_a_frame_may_hold_is_not_packed),
		TEST(a_bomb_does_not_go_off),
		TEST(every_frame_that_is_cut_short_is_refused),
		TEST(something_behind_the_frame_is_refused),
		TEST(a_flag_that_nobody_knows_is_refused),
		TEST(a_frame_that_is_too_long_is_refused_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
