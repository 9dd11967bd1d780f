/* SPDX-License-Identifier: MIT */
/* What a key is called, whatever terminal it came from: a code point, or one of these. */
#ifndef TEXT_KEYS_H
#define TEXT_KEYS_H

#include <stddef.h>
#include <stdint.h>

#define KEY_CTRL(c) ((c)&0x1f)
#define KEY_ALT(c)  ((c) | 0x200000)
/* KEY_CHORD_FIRST, let go, and then the letter: see typed_next. */
#define KEY_CHORD(c)    ((c) | 0x400000)
#define KEY_CHORD_FIRST KEY_CTRL('o')
/* KEY_CHORD_FIRST, a comma, and then the letter: for what is seldom wanted. */
#define KEY_SECOND(c)    ((c) | 0x800000)
#define KEY_SECOND_FIRST ','

enum key_name {
	KEYS_NONE = 0x110000,
	KEYS_LEFT,
	KEYS_RIGHT,
	KEYS_UP,
	KEYS_DOWN,
	KEYS_HOME,
	KEYS_END,
	KEYS_PAGE_UP,
	KEYS_PAGE_DOWN,
	KEYS_DELETE,
	KEYS_BACKSPACE,
	KEYS_ENTER,
	KEYS_TAB,
	KEYS_WORD_LEFT,
	KEYS_WORD_RIGHT,
	KEYS_PASTE,
	KEYS_PASTE_END,
};

/*
 * One key from the bytes a terminal sent: how many bytes it took, 0 when `n` bytes are
 * only the beginning of one (`last` true: no more will come, so ESC alone is ESC).
 * ESC with a letter is KEY_ALT (of '\r' and 127 for Enter and Backspace); what nobody knows
 * is KEYS_NONE, in one piece; bytes that are not UTF-8 are U+FFFD.  KEYS_PASTE and KEYS_PASTE_END bracket a paste.
 */
size_t keys_decode(const char *p, size_t n, int last, int32_t *key);
/* "Ctrl-A", "Alt-F", "Ctrl-O X", "Ctrl-O Comma X", "Page Up", "?": for help and the manual. `out` of 24 bytes. */
void keys_word(int32_t key, char *out, size_t size);
/* The key that is called so, upper and lower case taken as one; 0: none is. */
int32_t keys_read(const char *word);

#endif
