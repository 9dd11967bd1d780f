/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"

#include <string.h>

#include <utf8proc.h>

enum { ZWNJ = 0x200c, ZWJ = 0x200d, DOTTED_CIRCLE = 0x25cc, BRAILLE_BLANK = 0x2800 };

struct range {
	int32_t from, to;
};

/* Nothing to see, or orders to the terminal or to the order of letters. */
static const struct range dropped[] = {
	{ 0x0, 0x9 },         { 0xb, 0x1f },        { 0x7f, 0x9f },     { 0xad, 0xad },
	{ 0x34f, 0x34f },     { 0x61c, 0x61c },     { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },   { 0x200b, 0x200b },   { 0x200e, 0x200f }, { 0x202a, 0x202e },
	{ 0x2060, 0x206f },   { 0x3164, 0x3164 },   { 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },   { 0xfff0, 0xfffb },   { 0xfffe, 0xffff }, { 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

static bool is_dropped(int32_t code)
{
	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++)
		if (code >= dropped[i].from && code <= dropped[i].to)
			return true;
	return (code & 0xfffe) == 0xfffe;
}

static bool is_mark(int32_t code)
{
	utf8proc_category_t c = utf8proc_category(code);

	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC ||
	       c == UTF8PROC_CATEGORY_ME;
}

static bool is_space(int32_t code)
{
	return code == '\n' || utf8proc_category(code) == UTF8PROC_CATEGORY_ZS;
}

int32_t utf8_plain(struct str s, size_t at, size_t *n)
{
	int32_t code = utf8_at(s, at, n);

	if (code == '\r' && at + 1 < s.n && s.p[at + 1] == '\n')
		*n = 2;
	if (code == '\r' || code == '\n' || code == 0x2028 || code == 0x2029 || code == 0x85)
		return '\n';
	if (code == '\t')
		return ' ';
	return is_dropped(code) ? 0 : code;
}

/* What came before, as far as it decides what may follow. */
struct cleaner {
	struct buf *out;
	bool has_base;  /* something visible that can be joined or marked */
	int marks;      /* on it */
	int32_t joiner; /* held back until something visible follows */
	int32_t last,
		state; /* the last character kept, and what utf8proc knows of its cluster */
	int count;     /* characters in that cluster */
};

/* Would `code` make the open cluster too long?  Such floods need no marks: jamo do it too. */
static bool is_flood(struct cleaner *c, int32_t code)
{
	int32_t state = c->state;

	if (!c->count || utf8proc_grapheme_break_stateful(c->last, code, &state)) {
		c->count = 0;
		state = 0;
	}
	if (c->count == UTF8_CLUSTER_MAX)
		return true;
	c->count++;
	c->state = state;
	c->last = code;
	return false;
}

static void put(struct cleaner *c, int32_t code)
{
	char raw[4];

	if (!is_flood(c, code))
		buf_add(c->out, raw, utf8_put(code, raw));
}

static void take(struct cleaner *c, int32_t code)
{
	const bool mark = is_mark(code);

	if (code == ZWJ || code == ZWNJ) {
		c->joiner = c->has_base ? code : 0;
		return;
	}
	if (!code || (mark && ++c->marks > UTF8_MARKS_MAX))
		return;
	if (mark && !c->has_base)
		put(c, DOTTED_CIRCLE);
	/* A joiner that has no room for what it joins would be left dangling. */
	if (c->joiner && !is_space(code) && c->count < UTF8_CLUSTER_MAX - 1)
		put(c, c->joiner);
	c->joiner = 0;
	put(c, code);
	c->has_base = !is_space(code);
	if (!mark)
		c->marks = 0;
}

char *utf8_clean(struct arena *a, struct str s)
{
	struct buf out;
	struct cleaner c = { .out = &out };
	char *text;
	size_t n;

	/* A bad byte of one becomes three; a lone mark gets a circle of three. */
	buf_init(&out, s.n * 6 + 16);
	for (size_t at = 0; at < s.n; at += n) {
		take(&c, utf8_plain(s, at, &n));
	}
	text = arena_dup(a, buf_text(&out), out.n);
	buf_finish(&out);
	return text;
}

bool utf8_blank(struct str s)
{
	size_t n;

	for (size_t at = 0; at < s.n; at += n) {
		int32_t code = utf8_at(s, at, &n);

		if (!is_space(code) && !is_dropped(code) && code != ZWJ && code != ZWNJ &&
		    !is_mark(code) && code != BRAILLE_BLANK)
			return false;
	}
	return true;
}

char *utf8_clean_name(struct arena *a, struct str s, size_t max)
{
	struct str clean = str_of(utf8_clean(a, s));
	struct buf out;
	bool gap = false;
	char *text;

	buf_init(&out, max);
	for (size_t at = 0, next; at < clean.n; at = next) {
		size_t n;

		next = utf8_next(clean, at);
		/* Of a space that something hangs on, as an emoji's colour, the rest stays. */
		if (is_space(utf8_at(clean, at, &n))) {
			gap = out.n > 0;
			next = at + n;
			continue;
		}
		if (out.n + gap + (next - at) > max)
			break;
		if (gap)
			buf_adds(&out, " ");
		gap = false;
		buf_add(&out, clean.p + at, next - at);
	}
	/* Again: where it was cut a joiner may be left with nothing to join. */
	text = utf8_clean(a, (struct str) { buf_text(&out), out.n });
	buf_finish(&out);
	return text;
}
