/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/keys.h"

struct sent {
	const char *bytes;
	int32_t key;
};

static const struct sent keys[] = {
	{ "a", 'a' },
	{ "\xc3\xa9", 0xe9 },
	{ "\xf0\x9f\x98\x80", 0x1f600 },
	{ "\x01", KEY_CTRL('a') },
	{ "\x18", KEY_CTRL('x') },
	{ "\r", KEYS_ENTER },
	{ "\n", KEYS_ENTER },
	{ "\t", KEYS_TAB },
	{ "\b", KEYS_BACKSPACE },
	{ "\x7f", KEYS_BACKSPACE },
	{ "\033[A", KEYS_UP },
	{ "\033OA", KEYS_UP },
	{ "\033[B", KEYS_DOWN },
	{ "\033[C", KEYS_RIGHT },
	{ "\033OD", KEYS_LEFT },
	{ "\033[H", KEYS_HOME },
	{ "\033[1~", KEYS_HOME },
	{ "\033[4~", KEYS_END },
	{ "\033[3~", KEYS_DELETE },
	{ "\033[5~", KEYS_PAGE_UP },
	{ "\033[6~", KEYS_PAGE_DOWN },
	{ "\033[1;5D", KEYS_WORD_LEFT },
	{ "\033[1;5C", KEYS_WORD_RIGHT },
	{ "\033Od", KEYS_WORD_LEFT },
	{ "\033[200~", KEYS_PASTE },
	{ "\033[201~", KEYS_PASTE_END },
	{ "\033b", KEY_ALT('b') },
	{ "\033\xc3\xa9", KEY_ALT(0xe9) },
	{ "\033\r", KEY_ALT('\r') },
	{ "\033\n", KEY_ALT('\r') },
	{ "\033\x7f", KEY_ALT(127) },
	{ "\033\b", KEY_ALT(127) },
	/* what nobody knows is taken whole, and types nothing */
	{ "\033[[A", KEYS_NONE },
	{ "\033[99~", KEYS_NONE },
	{ "\033[1;2P", KEYS_NONE },
	{ "\033[?6c", KEYS_NONE },
	{ "\033OP", KEYS_NONE },
	{ "\xff", 0xfffd },
};

static void each_key_is_known_with_something_behind_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		char line[32];
		size_t n = strlen(keys[i].bytes);
		int32_t key = -1;

		memcpy(line, keys[i].bytes, n);
		memcpy(line + n, "xyz", 3);
		assert_int_equal(keys_decode(line, n + 3, 0, &key), n);
		assert_int_equal(key, keys[i].key);
		assert_int_equal(keys_decode(line, n, 1, &key), n);
		assert_int_equal(key, keys[i].key);
	}
}

/* A slow line brings a key in pieces. */
static void the_beginning_of_a_key_waits_for_its_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const size_t n = strlen(keys[i].bytes);
		int32_t key;

		for (size_t part = 0; part < n; part++)
			assert_int_equal(keys_decode(keys[i].bytes, part, 0, &key), 0);
	}
}

static void escape_alone_is_escape_when_no_more_comes(void **state)
{
	int32_t key;

	(void)state;
	assert_int_equal(keys_decode("\033", 1, 0, &key), 0);
	assert_int_equal(keys_decode("\033", 1, 1, &key), 1);
	assert_int_equal(key, 27);
	assert_int_equal(keys_decode("\033\033[D", 4, 0, &key), 1);
	assert_int_equal(key, 27);
	assert_int_equal(keys_decode("\033[", 2, 1, &key), 2);
	assert_int_equal(key, KEY_ALT('['));
	assert_int_equal(keys_decode("\033O", 2, 1, &key), 2);
	assert_int_equal(key, KEY_ALT('O'));
}

static void a_broken_sequence_does_not_swallow_the_next_key(void **state)
{
	int32_t key;

	(void)state;
	assert_int_equal(keys_decode("\033[1;\033[A", 7, 0, &key), 4);
	assert_int_equal(key, KEYS_NONE);
	assert_int_equal(keys_decode("\033[1\r", 4, 0, &key), 3);
	assert_int_equal(keys_decode("\033[1\xc3\xa9", 5, 0, &key), 3);
	assert_int_equal(keys_decode("\033[12", 4, 1, &key), 4);
	assert_int_equal(key, KEYS_NONE);
}

static void a_character_that_is_cut_short_is_a_replacement(void **state)
{
	int32_t key;

	(void)state;
	assert_int_equal(keys_decode("\xe2\x82", 2, 0, &key), 0);
	assert_int_equal(keys_decode("\xe2\x82", 2, 1, &key), 1);
	assert_int_equal(key, 0xfffd);
	assert_int_equal(keys_decode("\xe2xy", 3, 0, &key), 1);
	assert_int_equal(key, 0xfffd);
	assert_int_equal(keys_decode("", 0, 1, &key), 0);
	assert_int_equal(key, KEYS_NONE);
}

static void endless_parameters_are_thrown_away(void **state)
{
	char line[200];
	int32_t key;

	(void)state;
	memset(line, '1', sizeof(line));
	line[0] = '\033';
	line[1] = '[';
	assert_true(keys_decode(line, sizeof(line), 0, &key) > 0);
	assert_int_equal(key, KEYS_NONE);
}

static void every_key_has_a_word(void **state)
{
	static const struct {
		int32_t key;
		const char *word;
	} words[] = {
		{ KEY_CTRL('a'), "Ctrl-A" },
		{ KEY_CTRL('x'), "Ctrl-X" },
		{ KEY_CTRL('h'), "Ctrl-H" },
		{ KEY_ALT('f'), "Alt-F" },
		{ KEY_ALT('H'), "Alt-Shift-H" },
		{ KEY_CHORD('x'), "Ctrl-O X" },
		{ KEY_CHORD('X'), "Ctrl-O Shift-X" },
		{ KEY_SECOND('x'), "Ctrl-O Comma X" },
		{ KEY_SECOND('X'), "Ctrl-O Comma Shift-X" },
		{ KEY_ALT('/'), "Alt-/" },
		{ KEY_ALT('<'), "Alt-<" },
		{ KEY_ALT('\r'), "Alt-Enter" },
		{ KEY_ALT(127), "Alt-Backspace" },
		{ KEY_ALT(0xe9), "Alt-\u00e9" },
		{ '?', "?" },
		{ 'a', "a" },
		{ 0x4e2d, "\u4e2d" },
		{ 27, "Escape" },
		{ 127, "Backspace" },
		{ KEYS_PAGE_UP, "Page Up" },
		{ KEYS_WORD_LEFT, "Ctrl-Left" },
		{ KEY_ALT(KEY_CTRL('a')), "Alt-Ctrl-A" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		char out[24];

		keys_word(words[i].key, out, sizeof(out));
		assert_string_equal(out, words[i].word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_key_is_known_with_something_behind_it),
		cmocka_unit_test(the_beginning_of_a_key_waits_for_its_end),
		cmocka_unit_test(escape_alone_is_escape_when_no_more_comes),
		cmocka_unit_test(a_broken_sequence_does_not_swallow_the_next_key),
		cmocka_unit_test(a_character_that_is_cut_short_is_a_replacement),
		cmocka_unit_test(endless_parameters_are_thrown_away),
		cmocka_unit_test(every_key_has_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
