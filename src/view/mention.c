/* SPDX-License-Identifier: MIT */
/* Is somebody named?  Whole words, upper and lower case taken as one. */
#include "text/utf8.h"
#include "view/views.h"

/* From the first word's beginning to the last word's end. */
struct stretch {
	size_t begin, end;
};

/* The word at `at` or the next behind it; false when there is none. */
static bool word_at(struct str s, size_t at, struct stretch *w)
{
	if (at >= s.n)
		return false;
	w->end = utf8_word_next(s, at);
	w->begin = utf8_word_prev(s, w->end);
	return w->end > w->begin && w->begin >= at;
}

/* Each in the other: then they are the same. */
static bool same(struct str a, struct str b)
{
	return utf8_contains(a, b) && utf8_contains(b, a);
}

bool mention_same(const char *a, const char *b)
{
	return same(str_of(a), str_of(b));
}

/* How many words a name has, and where they lie in it. */
static size_t words_in(struct str s, struct stretch *all)
{
	struct stretch w;
	size_t n = 0;

	for (size_t at = 0; word_at(s, at, &w); at = w.end) {
		if (n++ == 0)
			all->begin = w.begin;
		all->end = w.end;
	}
	return n;
}

/* Do the `count` words of the text from `at` on make the name? */
static bool begins_with(struct str text, size_t at, size_t count, struct str name)
{
	struct stretch first, w;

	if (!word_at(text, at, &first))
		return false;
	w = first;
	while (--count)
		if (!word_at(text, w.end, &w))
			return false;
	return same((struct str) { text.p + first.begin, w.end - first.begin }, name);
}

bool mention_of(const char *text, const char *name)
{
	struct str t = str_of(text), n = str_of(name);
	struct stretch core = { 0, n.n }, w;

	/* This first: it is cheap, and few messages name anybody. */
	if (!utf8_contains(t, n) || utf8_blank(n))
		return false;
	size_t count = words_in(n, &core);

	if (!count)
		return true; /* a name without letters: there is no word to be part of */
	n = (struct str) { n.p + core.begin, core.end - core.begin };
	for (size_t at = 0; word_at(t, at, &w); at = w.end)
		if (begins_with(t, w.begin, count, n))
			return true;
	return false;
}
