/* SPDX-License-Identifier: MIT */
#include "text/letter.h"

#include <utf8proc.h>

enum { PARTS_MAX = 18 }; /* what one character comes apart into, at most: U+FDFA */

static bool is_mark(int32_t code)
{
	return utf8proc_category(code) == UTF8PROC_CATEGORY_MN;
}

static bool names_itself(int32_t code)
{
	static const bool kinds[] = {
		[UTF8PROC_CATEGORY_LU] = true, [UTF8PROC_CATEGORY_LL] = true,
		[UTF8PROC_CATEGORY_LT] = true, [UTF8PROC_CATEGORY_LM] = true,
		[UTF8PROC_CATEGORY_LO] = true, [UTF8PROC_CATEGORY_ND] = true,
		[UTF8PROC_CATEGORY_NL] = true,
	};
	const size_t kind = (size_t)utf8proc_category(code);

	return kind < sizeof(kinds) && kinds[kind];
}

static bool is_capital(int32_t code)
{
	const utf8proc_category_t kind = utf8proc_category(code);

	return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LT;
}

static void add_mark(struct letter *l, int32_t code)
{
	if (is_mark(code) && l->mark_count < UTF8_MARKS_MAX)
		l->marks[l->mark_count++] = code;
	else
		l->is_plain = false;
}

/* The first character may have marks in it; a syllable of Hangul comes apart into no such. */
static void take_first(struct letter *l, int32_t code)
{
	utf8proc_int32_t parts[PARTS_MAX];
	const utf8proc_ssize_t n =
		utf8proc_decompose_char(code, parts, PARTS_MAX, UTF8PROC_DECOMPOSE, NULL);

	l->base = utf8proc_tolower(code);
	if (n < 2 || n > PARTS_MAX || !is_mark(parts[1]))
		return;
	l->base = utf8proc_tolower(parts[0]);
	for (utf8proc_ssize_t i = 1; i < n; i++)
		add_mark(l, parts[i]);
}

size_t letter_at(struct str s, size_t at, struct letter *out)
{
	const size_t end = utf8_next(s, at);
	size_t n;
	const int32_t first = utf8_at(s, at, &n);

	*out = (struct letter) { .whole = { s.p + at, end - at },
				 .is_capital = is_capital(first),
				 .names_itself = names_itself(first),
				 .is_plain = true };
	take_first(out, first);
	for (at += n; at < end; at += n)
		add_mark(out, utf8_at(s, at, &n));
	return end;
}
