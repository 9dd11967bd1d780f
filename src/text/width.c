/* SPDX-License-Identifier: MIT */
#include "text/width.h"

#include <stdbool.h>
#include <stdint.h>

#include <utf8proc.h>

#include "text/utf8.h"

enum { EMOJI_STYLE = 0xfe0f, FLAG_A = 0x1f1e6, FLAG_Z = 0x1f1ff };

/* Takes columns of its own beside the base: a spacing mark, the second half of a flag. */
static bool stands_beside(int32_t code)
{
	return utf8proc_category(code) == UTF8PROC_CATEGORY_MC ||
	       (code >= FLAG_A && code <= FLAG_Z);
}

/* libc and terminals give the signs before a number a column, utf8proc none. */
static int code_width(int32_t code)
{
	int w = utf8proc_charwidth(code);
	bool sign = utf8proc_get_property(code)->boundclass == UTF8PROC_BOUNDCLASS_PREPEND;

	return w == 0 && (sign || utf8proc_category(code) == UTF8PROC_CATEGORY_MC) ? 1 : w;
}

/* One cluster: the widest part, for terminals draw the others in its place, and what
 * stands beside it. */
static int cluster_width(struct str s, size_t at, size_t end)
{
	int width = 0, beside = 0;
	size_t n;

	for (; at < end; at += n) {
		int32_t code = utf8_at(s, at, &n);
		int w = code_width(code);

		if (stands_beside(code))
			beside += w;
		else if (code == EMOJI_STYLE && width == 1)
			width = 2;
		else if (w > width)
			width = w;
	}
	return width + beside;
}

/* Most text: a printable byte that nothing joins. */
static bool is_plain(struct str s, size_t at, size_t next)
{
	return next == at + 1 && s.p[at] >= ' ' && s.p[at] < 0x7f;
}

size_t width_fit(struct str s, int cols, int *used)
{
	size_t at = 0, next;

	*used = 0;
	for (; at < s.n; at = next) {
		int w;

		next = utf8_next(s, at);
		w = is_plain(s, at, next) ? 1 : cluster_width(s, at, next);
		if (*used + w > cols)
			break;
		*used += w;
	}
	return at;
}

int width_of(struct str s)
{
	int used;

	width_fit(s, 1 << 30, &used);
	return used;
}
