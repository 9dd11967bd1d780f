/* SPDX-License-Identifier: MIT */
#include "text/keys.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "text/utf8.h"

/* Marks words for the translators, as in view/words.h. */
#define N_(s) (s)

static const struct {
	const char *bytes; /* behind ESC */
	int32_t key;
} sequences[] = {
	{ "[D", KEYS_LEFT },
	{ "OD", KEYS_LEFT },
	{ "[C", KEYS_RIGHT },
	{ "OC", KEYS_RIGHT },
	{ "[A", KEYS_UP },
	{ "OA", KEYS_UP },
	{ "[B", KEYS_DOWN },
	{ "OB", KEYS_DOWN },
	{ "[H", KEYS_HOME },
	{ "OH", KEYS_HOME },
	{ "[1~", KEYS_HOME },
	{ "[7~", KEYS_HOME },
	{ "[F", KEYS_END },
	{ "OF", KEYS_END },
	{ "[4~", KEYS_END },
	{ "[8~", KEYS_END },
	{ "[5~", KEYS_PAGE_UP },
	{ "[6~", KEYS_PAGE_DOWN },
	{ "[3~", KEYS_DELETE },
	{ "[1;5D", KEYS_WORD_LEFT },
	{ "[1;3D", KEYS_WORD_LEFT },
	{ "[1;5C", KEYS_WORD_RIGHT },
	{ "[1;3C", KEYS_WORD_RIGHT },
	{ "[200~", KEYS_PASTE },
	{ "[201~", KEYS_PASTE_END },
	{ "OM", KEYS_ENTER },
	{ "Od", KEYS_WORD_LEFT },
	{ "Oc", KEYS_WORD_RIGHT },
};

static const struct {
	int32_t key;
	const char *word;
} words[] = {
	{ KEY_CHORD(' '), N_("Ctrl-O Space") },
	{ KEYS_LEFT, N_("Left") },
	{ KEYS_RIGHT, N_("Right") },
	{ KEYS_UP, N_("Up") },
	{ KEYS_DOWN, N_("Down") },
	{ KEYS_HOME, N_("Home") },
	{ KEYS_END, N_("End") },
	{ KEYS_PAGE_UP, N_("Page Up") },
	{ KEYS_PAGE_DOWN, N_("Page Down") },
	{ KEYS_DELETE, N_("Delete") },
	{ KEYS_BACKSPACE, N_("Backspace") },
	{ KEYS_ENTER, N_("Enter") },
	{ KEYS_TAB, N_("Tab") },
	{ KEYS_WORD_LEFT, N_("Ctrl-Left") },
	{ KEYS_WORD_RIGHT, N_("Ctrl-Right") },
	{ KEY_ALT('\r'), N_("Alt-Enter") },
	{ KEY_ALT(127), N_("Alt-Backspace") },
	{ 127, N_("Backspace") },
	{ 27, N_("Escape") },
};

/*
 * A control sequence ends in @..~ behind its parameters; O takes one letter, and so does
 * a second '[' (a function key of the Linux console).
 */
static size_t sequence_length(const char *p, size_t n)
{
	if (p[1] == 'O')
		return n > 2 ? 3 : 0;
	if (n > 2 && p[2] == '[')
		return n > 3 ? 4 : 0;
	for (size_t i = 2; i < n; i++) {
		if (p[i] >= 0x40 && p[i] <= 0x7e)
			return i + 1;
		if ((unsigned char)p[i] < 0x20 || (unsigned char)p[i] > 0x7e)
			return i; /* broken off: what follows is a key of its own */
	}
	return n > 32 ? n : 0;
}

static size_t decode_sequence(const char *p, size_t n, int last, int32_t *key)
{
	size_t len = sequence_length(p, n);

	*key = KEYS_NONE;
	if (len == 0)
		return last ? n : 0;
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
		if (strlen(sequences[i].bytes) == len - 1 &&
		    memcmp(sequences[i].bytes, p + 1, len - 1) == 0)
			*key = sequences[i].key;
	return len;
}

static size_t decode_char(const char *p, size_t n, int last, int32_t *key)
{
	static const size_t lengths[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4 };
	size_t want = lengths[(unsigned char)*p >> 4], len;

	if (n < want && !last)
		return 0;
	*key = utf8_at((struct str) { p, n }, 0, &len);
	return len;
}

static int32_t name_control(int32_t key)
{
	static const int32_t names[32] = {
		['\b'] = KEYS_BACKSPACE,
		['\t'] = KEYS_TAB,
		['\n'] = KEYS_ENTER,
		['\r'] = KEYS_ENTER,
	};

	if (key == 127)
		return KEYS_BACKSPACE;
	return key < 32 && names[key] ? names[key] : key;
}

/* Terminals do not agree about what Enter and Backspace send. */
static int32_t alt_name(int32_t key)
{
	if (key == '\n')
		return '\r';
	return key == '\b' ? 127 : key;
}

size_t keys_decode(const char *p, size_t n, int last, int32_t *key)
{
	size_t len;

	*key = KEYS_NONE;
	if (n == 0)
		return 0;
	if (*p != 27) {
		len = decode_char(p, n, last, key);
		*key = name_control(*key);
		return len;
	}
	if (n == 1 || p[1] == 27) { /* ESC ESC [ D of some terminals is Escape, then Left */
		*key = 27;
		return n > 1 || last ? 1 : 0;
	}
	if ((p[1] == '[' || p[1] == 'O') && (n > 2 || !last))
		return decode_sequence(p, n, last, key);
	len = decode_char(p + 1, n - 1, last, key);
	if (len)
		*key = KEY_ALT(alt_name(*key));
	return len ? len + 1 : 0;
}

static bool named(int32_t key, char *out, size_t size)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (words[i].key != key)
			continue;
		snprintf(out, size, "%s", words[i].word);
		return true;
	}
	return false;
}

/* What is said before the letter. */
static const struct {
	int32_t bit;
	const char *word;
} before[] = {
	{ KEY_ALT(0), "Alt-" },
	{ KEY_CHORD(0), "Ctrl-O " },
	{ KEY_SECOND(0), "Ctrl-O Comma " },
};

void keys_word(int32_t key, char *out, size_t size)
{
	const char *first = "", *shift = "";
	char c[5] = "";

	if (named(key, out, size))
		return;
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		if (!(key & before[i].bit))
			continue;
		key &= ~before[i].bit;
		first = before[i].word;
		shift = key >= 'A' && key <= 'Z' ? "Shift-" : "";
		key -= key >= 'a' && key <= 'z' ? 'a' - 'A' : 0;
	}
	if (key < 32)
		snprintf(c, sizeof(c), "%c", (char)(key + 64));
	else
		utf8_put(key, c);
	snprintf(out, size, "%s%s%s%s", first, shift, key < 32 ? "Ctrl-" : "", c);
}

/* All that have a word; what a terminal sends for Ctrl-M is Enter. */
static const struct {
	int32_t bits, from, to;
} named_keys[] = {
	{ 0, 1, 127 },
	{ 0, KEYS_NONE + 1, KEYS_WORD_RIGHT },
	{ KEY_ALT(0), '\r', '\r' },
	{ KEY_ALT(0), '!', 127 },
	{ KEY_CHORD(0), ' ', '~' },
	{ KEY_SECOND(0), '!', '~' },
};

int32_t keys_read(const char *word)
{
	char name[24];

	for (size_t i = 0; i < sizeof(named_keys) / sizeof(named_keys[0]); i++)
		for (int32_t k = named_keys[i].from; k <= named_keys[i].to; k++) {
			keys_word(named_keys[i].bits | k, name, sizeof(name));
			if (strcasecmp(name, word) == 0)
				return name_control(named_keys[i].bits | k);
		}
	return 0;
}
