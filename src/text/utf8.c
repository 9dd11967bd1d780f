/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

enum { REPLACEMENT = 0xfffd };

static const utf8proc_uint8_t *bytes(struct str s)
{
	return (const utf8proc_uint8_t *)s.p;
}

int32_t utf8_at(struct str s, size_t at, size_t *n)
{
	utf8proc_int32_t code = -1;
	utf8proc_ssize_t len;

	*n = at < s.n;
	if (at >= s.n)
		return REPLACEMENT;
	len = utf8proc_iterate(bytes(s) + at, (utf8proc_ssize_t)(s.n - at), &code);
	if (len <= 0)
		return REPLACEMENT;
	*n = (size_t)len;
	return code;
}

bool utf8_valid(struct str s)
{
	utf8proc_int32_t code;

	for (size_t at = 0; at < s.n;) {
		utf8proc_ssize_t len =
			utf8proc_iterate(bytes(s) + at, (utf8proc_ssize_t)(s.n - at), &code);

		if (len <= 0 || code == 0)
			return false;
		at += (size_t)len;
	}
	return true;
}

size_t utf8_put(int32_t code, char out[4])
{
	return utf8proc_codepoint_valid(code)
		       ? (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)out)
		       : 0;
}

/* Most text: one byte that nothing behind it can join. */
static bool stands_alone(struct str s, size_t at)
{
	return (unsigned char)s.p[at] < 0x80 && s.p[at] != '\r' &&
	       (at + 1 >= s.n || (unsigned char)s.p[at + 1] < 0x80);
}

size_t utf8_next(struct str s, size_t at)
{
	utf8proc_int32_t state = 0;
	size_t n;
	int32_t before, code;

	if (at >= s.n)
		return s.n;
	if (stands_alone(s, at))
		return at + 1;
	before = utf8_at(s, at, &n);
	for (at += n; at < s.n; at += n, before = code) {
		code = utf8_at(s, at, &n);
		if (utf8proc_grapheme_break_stateful(before, code, &state))
			break;
	}
	return at;
}

/* The character that ends at `at`, and in *n its length: what going forward finds too. */
static int32_t before(struct str s, size_t at, size_t *n)
{
	for (size_t len = 2; len <= 4 && len <= at; len++) {
		size_t found;
		int32_t code = utf8_at((struct str) { s.p, at }, at - len, &found);

		if (found == len) {
			*n = len;
			return code;
		}
	}
	return utf8_at((struct str) { s.p, at }, at - 1, n);
}

/* Does a cluster begin between `a` and `b`, whatever stood before? */
static bool surely_breaks(int32_t a, int32_t b)
{
	utf8proc_boundclass_t kind = utf8proc_get_property(a)->boundclass;

	return kind != UTF8PROC_BOUNDCLASS_EXTEND && kind != UTF8PROC_BOUNDCLASS_ZWJ &&
	       kind != UTF8PROC_BOUNDCLASS_SPACINGMARK && utf8proc_grapheme_break(a, b);
}

/* Clusters are found from the front: back to where one surely begins, then on. */
size_t utf8_prev(struct str s, size_t at)
{
	size_t from = at < s.n ? at : s.n, next, n;
	int32_t code, behind;

	if (from == 0)
		return 0;
	at = from;
	code = before(s, from, &n);
	for (from -= n; from > 0; from -= n, code = behind) {
		behind = before(s, from, &n);
		if (surely_breaks(behind, code))
			break;
	}
	while ((next = utf8_next(s, from)) < at)
		from = next;
	return from;
}

/* Letters, the marks on them, and digits. */
static bool in_word(int32_t code)
{
	static const bool kinds[] = {
		[UTF8PROC_CATEGORY_LU] = true, [UTF8PROC_CATEGORY_LL] = true,
		[UTF8PROC_CATEGORY_LT] = true, [UTF8PROC_CATEGORY_LM] = true,
		[UTF8PROC_CATEGORY_LO] = true, [UTF8PROC_CATEGORY_MN] = true,
		[UTF8PROC_CATEGORY_MC] = true, [UTF8PROC_CATEGORY_ND] = true,
		[UTF8PROC_CATEGORY_NL] = true,
	};
	size_t kind = (size_t)utf8proc_category(code);

	return kind < sizeof(kinds) && kinds[kind];
}

static bool word_at(struct str s, size_t at)
{
	size_t n;

	return at < s.n && in_word(utf8_at(s, at, &n));
}

size_t utf8_word_next(struct str s, size_t at)
{
	while (at < s.n && !word_at(s, at))
		at = utf8_next(s, at);
	while (at < s.n && word_at(s, at))
		at = utf8_next(s, at);
	return at;
}

size_t utf8_word_prev(struct str s, size_t at)
{
	while (at > 0 && !word_at(s, utf8_prev(s, at)))
		at = utf8_prev(s, at);
	while (at > 0 && word_at(s, utf8_prev(s, at)))
		at = utf8_prev(s, at);
	return at;
}

/* Case folded and composed, to be freed; NULL for what is not UTF-8. */
static char *fold(struct str s, utf8proc_option_t more, size_t *n)
{
	utf8proc_uint8_t *out = NULL;
	utf8proc_ssize_t len =
		utf8proc_map(bytes(s), (utf8proc_ssize_t)s.n, &out,
			     UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE | more);

	if (len == UTF8PROC_ERROR_NOMEM)
		abort();
	*n = len < 0 ? 0 : (size_t)len;
	return len < 0 ? NULL : (char *)out;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Not tolower, which a person's language may change. */
static char ascii_fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* What the folding of Unicode does where every character is one byte, and without memory. */
static bool ascii_contains(struct str hay, struct str needle)
{
	size_t same = 0;

	for (size_t at = 0; at + needle.n <= hay.n; at++) {
		for (same = 0; same < needle.n; same++)
			if (ascii_fold(hay.p[at + same]) != ascii_fold(needle.p[same]))
				break;
		if (same == needle.n)
			return true;
	}
	return false;
}

bool utf8_contains(struct str hay, struct str needle)
{
	if (is_ascii(hay) && is_ascii(needle))
		return ascii_contains(hay, needle);
	size_t hay_n, needle_n;
	char *a = fold(hay, 0, &hay_n), *b = fold(needle, 0, &needle_n);
	bool found = a && b && (needle_n == 0 || memmem(a, hay_n, b, needle_n));

	free(a);
	free(b);
	return found;
}

bool utf8_begins(struct str word, struct str typed, bool *whole)
{
	size_t word_n, typed_n;
	char *a = fold(word, UTF8PROC_STRIPMARK, &word_n);
	char *b = fold(typed, UTF8PROC_STRIPMARK, &typed_n);
	const bool begins =
		a && b && typed_n && typed_n <= word_n && memcmp(a, b, typed_n) == 0;

	*whole = begins && typed_n == word_n;
	free(a);
	free(b);
	return begins;
}
