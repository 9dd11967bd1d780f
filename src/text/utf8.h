/* SPDX-License-Identifier: MIT */
/*
 * Text from others, made harmless before it is kept or shown: valid UTF-8, no
 * control characters, no bidi overrides, nothing of no width that is not needed, at
 * most a few marks on one letter.  And the steps of a cursor in it.  By utf8proc.
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum {
	UTF8_MARKS_MAX = 6,    /* combining marks kept on one base character; Burmese needs 5 */
	UTF8_CLUSTER_MAX = 32, /* characters kept in one grapheme cluster; emoji need 11 */
};

bool utf8_valid(struct str s); /* also: no NUL */
/* A message: '\n' is kept, a tab becomes a space, what is not UTF-8 becomes U+FFFD. */
char *utf8_clean(struct arena *a, struct str s);
/* A name: one line, white space made single and trimmed, ends within `max` bytes. */
char *utf8_clean_name(struct arena *a, struct str s, size_t max);
/*
 * The character at `at`, as a text may have it: '\n' for every end of a line ("\r\n" is one),
 * ' ' for a tab, 0 for what is never kept (controls, bidi overrides, what cannot be seen).
 */
int32_t utf8_plain(struct str s, size_t at, size_t *n);
/* Nothing to see: empty, or white space and invisible characters alone. */
bool utf8_blank(struct str s);

/* The character at `at` (its length in *n, at least 1 before the end); U+FFFD for a bad byte. */
int32_t utf8_at(struct str s, size_t at, size_t *n);
size_t utf8_put(int32_t code, char out[4]); /* how many bytes; 0 if it is not a character */
/* Where the next or the previous grapheme cluster begins (UAX 29). */
size_t utf8_next(struct str s, size_t at);
size_t utf8_prev(struct str s, size_t at);
/* Word moves as readline has them: behind the end of this or the next word; its beginning. */
size_t utf8_word_next(struct str s, size_t at);
size_t utf8_word_prev(struct str s, size_t at);
/* Does `hay` contain `needle`, upper and lower case taken as one (Unicode case folding), and
 * a letter with its mark as one or as two?  Never in what is not UTF-8. */
bool utf8_contains(struct str hay, struct str needle);
/* Are these the first letters of the word, or *whole of it?  Upper and lower case, and a letter
 * with marks and without, are taken as one: who types "si" means "sí".  Nothing begins no word. */
bool utf8_begins(struct str word, struct str typed, bool *whole);

#endif
