/* SPDX-License-Identifier: MIT */
/* Keys and pastes from a terminal's bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/keys.h"
#include "text/typed.h"

static int open_input(void **state)
{
	struct typed *in = mem_get(sizeof(*in));

	typed_init(in);
	*state = in;
	return 0;
}

static int close_input(void **state)
{
	typed_finish(*state);
	free(*state);
	return 0;
}

static void come(struct typed *in, const char *bytes, int64_t now_ms)
{
	typed_add(in, bytes, strlen(bytes), now_ms);
}

static void assert_key(struct typed *in, int64_t now_ms, int32_t want)
{
	int32_t key;

	assert_true(typed_next(in, now_ms, &key));
	assert_int_equal(key, want);
}

static void assert_none(struct typed *in, int64_t now_ms)
{
	int32_t key;

	assert_false(typed_next(in, now_ms, &key));
}

static void letters_and_named_keys_come_in_order(void **state)
{
	struct typed *in = *state;

	come(in, "a\xc3\xa9\033[A\r\177", 0);
	assert_key(in, 0, 'a');
	assert_key(in, 0, 0xe9);
	assert_key(in, 0, KEYS_UP);
	assert_key(in, 0, KEYS_ENTER);
	assert_key(in, 0, KEYS_BACKSPACE);
	assert_none(in, 0);
	assert_int_equal(typed_timeout_ms(in, 0), -1);
}

static void a_key_cut_anywhere_is_waited_for(void **state)
{
	static const char *const whole[] = { "\033[1;5D", "\xf0\x9f\x98\x80", "\033OH" };
	static const int32_t keys[] = { KEYS_WORD_LEFT, 0x1f600, KEYS_HOME };
	struct typed *in = *state;

	for (int k = 0; k < 3; k++)
		for (size_t cut = 1; cut < strlen(whole[k]); cut++) {
			typed_add(in, whole[k], cut, 1000);
			assert_none(in, 1000);
			assert_in_range(typed_timeout_ms(in, 1000), 1, TYPED_ESC_MS);
			come(in, whole[k] + cut, 1020);
			assert_key(in, 1020, keys[k]);
			assert_none(in, 1020);
		}
}

static void escape_alone_is_a_key_after_a_moment(void **state)
{
	struct typed *in = *state;

	come(in, "\033", 1000);
	assert_none(in, 1000);
	assert_int_equal(typed_timeout_ms(in, 1010), TYPED_ESC_MS - 10);
	assert_key(in, 1000 + TYPED_ESC_MS, 27);
	assert_none(in, 2000);
}

static void a_chord_is_one_key_however_slowly_it_is_typed(void **state)
{
	struct typed *in = *state;

	come(in, "\x0f", 1000);
	assert_none(in, 1000);
	assert_int_equal(typed_timeout_ms(in, 1000), -1);
	come(in,
	     "bb\x0f"
	     "B",
	     900000);
	assert_key(in, 900000, KEY_CHORD('b'));
	assert_key(in, 900000, 'b');
	assert_key(in, 900000, KEY_CHORD('B'));
	assert_none(in, 900000);
}

static void a_comma_in_a_chord_makes_it_three_keys(void **state)
{
	struct typed *in = *state;

	come(in, "\x0f,", 1000);
	assert_none(in, 1000);
	assert_int_equal(typed_timeout_ms(in, 1000), -1);
	come(in, "b,\x0f,,\x0f,\x07,\x0f,\033[Dc", 900000);
	assert_key(in, 900000, KEY_SECOND('b'));
	assert_key(in, 900000, ',');
	assert_key(in, 900000, KEY_SECOND(','));
	assert_key(in, 900000, ',');
	assert_key(in, 900000, KEYS_LEFT);
	assert_key(in, 900000, 'c');
	assert_none(in, 900000);
}

static void a_chord_is_taken_back_and_breaks_no_other_key(void **state)
{
	struct typed *in = *state;

	come(in,
	     "\x0f\x07"
	     "a\x0f\x0f"
	     "b\x0f\033[Dc",
	     0);
	assert_key(in, 0, 'a');
	assert_key(in, 0, 'b');
	assert_key(in, 0, KEYS_LEFT);
	assert_key(in, 0, 'c');
	come(in, "\x0f\033", 0);
	assert_none(in, TYPED_ESC_MS);
	come(in, "\x0f", 1000);
	come(in, "\033[200~x\033[201~y", 1000);
	assert_key(in, 1000, KEYS_PASTE_END);
	assert_key(in, 1000, 'y');
}

static void a_sequence_nobody_knows_is_no_key(void **state)
{
	struct typed *in = *state;

	come(in, "\033[99;99zx", 0);
	assert_key(in, 0, 'x');
	come(in, "\033[201~y", 0); /* the end of no paste */
	assert_key(in, 0, 'y');
}

static void assert_paste(struct typed *in, int64_t now_ms, const char *want)
{
	assert_key(in, now_ms, KEYS_PASTE_END);
	assert_string_equal(buf_text(&in->paste), want);
}

static void a_marked_paste_is_one_text(void **state)
{
	struct typed *in = *state;

	come(in, "\033[200~one\r\ntwo\rthree\nfour\t5\033[201~\r", 0);
	assert_paste(in, 0, "one\ntwo\nthree\nfour 5");
	assert_key(in, 0, KEYS_ENTER);
}

static void a_marked_paste_in_pieces_is_one_text(void **state)
{
	static const char bytes[] = "\033[200~a\r\n\xc3\xa9\r\033[201~";
	struct typed *in = *state;

	for (size_t i = 0; i + 2 < sizeof(bytes); i++) {
		typed_add(in, bytes + i, 1, (int64_t)i);
		assert_none(in, (int64_t)i);
	}
	typed_add(in, "~", 1, 99);
	assert_paste(in, 99, "a\n\xc3\xa9\n");
}

static void keys_and_controls_in_a_paste_are_no_keys(void **state)
{
	struct typed *in = *state;

	come(in, "\033[200~a\033[A\001\004\177b\033[201~", 0);
	assert_paste(in, 0, "ab");
}

static void a_paste_that_does_not_end_is_ended_by_ctrl_c(void **state)
{
	struct typed *in = *state;

	come(in, "\033[200~lost", 0);
	assert_none(in, 5000);
	come(in, "\003", 9000);
	assert_paste(in, 9000, "lost");
	come(in, "x", 9001);
	assert_key(in, 9001, 'x');
}

static void a_paste_too_long_is_told_of(void **state)
{
	struct typed *in = *state;
	char much[4000];

	memset(much, 'a', sizeof(much));
	come(in, "\033[200~", 0);
	for (int i = 0; i < 20; i++) {
		assert_none(in, 0);
		typed_add(in, much, sizeof(much), 0);
	}
	assert_none(in, 0);
	assert_true(in->full);
	come(in, "\033[201~", 0);
	assert_key(in, 0, KEYS_PASTE_END);
	come(in, "\033[200~b\033[201~", 0);
	assert_paste(in, 0, "b");
	assert_false(in->full);
}

static void lines_that_come_at_once_are_a_paste_without_marks(void **state)
{
	struct typed *in = *state;

	come(in, "one\rtwo\r", 1000);
	assert_none(in, 1000);
	assert_int_equal(typed_timeout_ms(in, 1000), TYPED_ESC_MS);
	come(in, "three\r", 1040); /* the rest of it, in another read */
	assert_none(in, 1040);
	assert_paste(in, 1040 + TYPED_ESC_MS, "one\ntwo\nthree\n");
	assert_none(in, 2000);
	come(in, "\r", 2000);
	assert_key(in, 2000, KEYS_ENTER);
}

static void a_typed_line_is_no_paste(void **state)
{
	static const char *const typed[] = {
		"hello\r", "\r", "\r\r", "\rhello", "hello", "\r\n"
	};
	struct typed *in = *state;
	int32_t key;

	for (int i = 0; i < 6; i++) {
		come(in, typed[i], 0);
		while (typed_next(in, 0, &key))
			assert_int_not_equal(key, KEYS_PASTE_END);
		assert_int_equal(typed_timeout_ms(in, 0), -1);
	}
}

static void keys_between_lines_make_it_no_paste(void **state)
{
	struct typed *in = *state;

	come(in, "a\r\033[5~b", 0);
	assert_key(in, 0, 'a');
	assert_key(in, 0, KEYS_ENTER);
	assert_key(in, 0, KEYS_PAGE_UP);
	assert_key(in, 0, 'b');
}

static void more_than_there_is_room_for_is_dropped_not_written_over(void **state)
{
	struct typed *in = *state;
	char much[TYPED_READ_MAX];
	int32_t key;
	int n = 0;

	memset(much, 'a', sizeof(much));
	for (int i = 0; i < 3; i++)
		typed_add(in, much, sizeof(much), 0);
	while (typed_next(in, 0, &key))
		n++;
	assert_in_range(n, TYPED_READ_MAX, sizeof(in->raw));
}

static void what_was_typed_is_wiped(void **state)
{
	struct typed *in = *state;
	int32_t key;

	come(in, "secret", 0);
	while (typed_next(in, 0, &key))
		;
	for (size_t i = 0; i < sizeof(in->raw); i++)
		assert_int_equal(in->raw[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ON_INPUT(f) cmocka_unit_test_setup_teardown(f, open_input, close_input)
		ON_INPUT(letters_and_named_keys_come_in_order),
		ON_INPUT(a_key_cut_anywhere_is_waited_for),
		ON_INPUT(escape_alone_is_a_key_after_a_moment),
		ON_INPUT(a_chord_is_one_key_however_slowly_it_is_typed),
		ON_INPUT(a_comma_in_a_chord_makes_it_three_keys),
		ON_INPUT(a_chord_is_taken_back_and_breaks_no_other_key),
		ON_INPUT(a_sequence_nobody_knows_is_no_key),
		ON_INPUT(a_marked_paste_is_one_text),
		ON_INPUT(a_marked_paste_in_pieces_is_one_text),
		ON_INPUT(keys_and_controls_in_a_paste_are_no_keys),
		ON_INPUT(a_paste_that_does_not_end_is_ended_by_ctrl_c),
		ON_INPUT(a_paste_too_long_is_told_of),
		ON_INPUT(lines_that_come_at_once_are_a_paste_without_marks),
		ON_INPUT(a_typed_line_is_no_paste),
		ON_INPUT(keys_between_lines_make_it_no_paste),
		ON_INPUT(more_than_there_is_room_for_is_dropped_not_written_over),
		ON_INPUT(what_was_typed_is_wiped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
