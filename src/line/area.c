/* SPDX-License-Identifier: MIT */
#include "line/area.h"

#include <string.h>

#include "line/caps.h"
#include "text/utf8.h"
#include "text/width.h"
#include "text/wrap.h"

struct place {
	int row, col;
};

void area_init(struct area *a, const struct caps *caps, int rows, int cols)
{
	*a = (struct area) { .caps = caps, .rows = rows, .cols = cols };
	buf_init(&a->shown, AREA_MAX);
}

void area_finish(struct area *a)
{
	if (a->shown.p)
		explicit_bzero(a->shown.p, a->shown.size);
	buf_finish(&a->shown);
}

void area_begin(struct area *a)
{
	buf_reset(&a->shown);
	a->row = a->col = a->first = 0;
}

/* ---- where things stand ---- */

/* Terminals differ in what happens behind the last column: it stays empty. */
static int usable(const struct area *a)
{
	return a->cols > 3 ? a->cols - 1 : 2;
}

static struct str shown(const struct area *a)
{
	return (struct str) { buf_text(&a->shown), a->shown.n };
}

static struct str part(struct str s, size_t from, size_t to)
{
	return (struct str) { s.p + from, to - from };
}

/* The place of the cluster at `at`, and in *next that of what comes behind it. */
static struct place step(const struct area *a, struct str s, size_t at, struct place *next)
{
	struct place p = *next;
	int w = width_of(part(s, at, utf8_next(s, at)));

	if (s.p[at] == '\n') {
		*next = (struct place) { p.row + 1, 0 };
		return p;
	}
	if (p.col + w > usable(a))
		p = (struct place) { p.row + 1, 0 };
	*next = (struct place) { p.row, p.col + w };
	return p;
}

static struct place place_of(const struct area *a, struct str s, size_t at)
{
	struct place next = { 0 }, p = { 0 };

	for (size_t i = 0; i < s.n && i <= at; i = utf8_next(s, i))
		p = step(a, s, i, &next);
	return at < s.n ? p : next;
}

/* Where the row begins, or the end. */
static size_t begin_of(const struct area *a, struct str s, int row)
{
	struct place next = { 0 };

	for (size_t i = 0; i < s.n; i = utf8_next(s, i))
		if (step(a, s, i, &next).row >= row)
			return i;
	return s.n;
}

/* ---- the cursor ---- */

static void newline(struct area *a, struct buf *out)
{
	buf_adds(out, "\r\n");
	a->row++;
	a->col = 0;
}

static void go(struct area *a, struct place to, struct buf *out)
{
	if (to.row < a->row) {
		caps_up(a->caps, a->row - to.row, out);
		a->row = to.row;
	}
	while (to.row > a->row)
		newline(a, out);
	if (to.col == a->col - 1) {
		buf_adds(out, "\b");
	} else if (to.col < a->col) {
		buf_adds(out, "\r");
		caps_right(a->caps, to.col, out);
	} else {
		caps_right(a->caps, to.col - a->col, out);
	}
	a->col = to.col;
}

/* ---- showing ---- */

/* How much of both, in whole clusters, is the same from the beginning. */
static size_t common(struct str a, struct str b)
{
	size_t at = 0;

	while (at < a.n && at < b.n) {
		size_t n = utf8_next(a, at);

		if (n != utf8_next(b, at) || memcmp(a.p + at, b.p + at, n - at) != 0)
			break;
		at = n;
	}
	return at;
}

/* Writes from `from` on, where the cursor stands; `old_row`: the last row that is not empty. */
static void put(struct area *a, struct str s, size_t from, int old_row, struct buf *out)
{
	struct place next = { a->row, a->col };

	for (size_t at = from, end; at < s.n; at = end) {
		struct place p = step(a, s, at, &next);

		end = utf8_next(s, at);
		if (p.row > a->row || s.p[at] == '\n') {
			if (a->row <= old_row)
				caps_clear(a->caps, out);
			newline(a, out);
		}
		if (s.p[at] != '\n')
			buf_add(out, s.p + at, end - at);
		a->col = next.col;
	}
}

/* So many of a line's rows fit on the terminal at once, with one above for what is told. */
static int rows_max(const struct area *a)
{
	return a->rows > 2 ? a->rows - 1 : 1;
}

/* The part of a line too long for the terminal that has the cursor in it. */
static struct str window(struct area *a, struct str s, size_t *at)
{
	int max = rows_max(a), row = place_of(a, s, *at).row;
	int rows = place_of(a, s, s.n).row + 1;

	if (rows <= max)
		a->first = 0;
	else if (row < a->first || row >= a->first + max)
		a->first = row > max / 2 ? row - max / 2 : 0;
	size_t from = begin_of(a, s, a->first), to = begin_of(a, s, a->first + max);

	if (place_of(a, part(s, from, to), to - from).row >= max)
		to--; /* a '\n': the row behind it would be one too many */
	*at = *at > to ? to - from : *at - from;
	return part(s, from, to);
}

void area_show(struct area *a, struct str text, size_t at, struct buf *out)
{
	struct str s = window(a, text, &at), old = shown(a);
	size_t same = common(old, s);
	int old_row = place_of(a, old, old.n).row;

	if (same < s.n || same < old.n) {
		/* behind what stays; what comes next may not fit there and be put below */
		struct place from = place_of(a, part(s, 0, same), same);
		bool grows = same == old.n;

		go(a, from, out);
		put(a, s, same, grows ? -1 : old_row, out);
		if (!grows)
			caps_clear(a->caps, out);
		while (!grows && a->row < old_row) {
			newline(a, out);
			caps_clear(a->caps, out);
		}
		buf_reset(&a->shown);
		buf_add(&a->shown, s.p, s.n);
	}
	go(a, place_of(a, shown(a), at), out);
}

void area_leave(struct area *a, struct buf *out)
{
	go(a, place_of(a, shown(a), a->shown.n), out);
	buf_adds(out, "\r\n");
	area_begin(a);
}

/* ---- telling ---- */

/* Opens `n` rows above; the cursor is at the first of them. */
static void open_rows(struct area *a, int n, struct buf *out)
{
	int last = place_of(a, shown(a), a->shown.n).row;

	go(a, (struct place) { last, 0 }, out);
	for (int i = 0; i < n; i++)
		buf_adds(out, "\n"); /* at the end of the screen this makes room */
	buf_adds(out, "\r");
	caps_up(a->caps, n + last, out);
	caps_insert(a->caps, n, out);
}

void area_tell(struct area *a, const char *text, struct buf *out)
{
	struct place back = { a->row, a->col };
	int last = place_of(a, shown(a), a->shown.n).row, max = a->rows - 1 - last;
	struct str line;
	struct wrap rows, ahead;

	wrap_init(&rows, str_of(text));
	for (ahead = rows; wrap_next(&ahead, usable(a), &line); ahead = rows) {
		int n = 1;

		while (n < max && wrap_next(&ahead, usable(a), &line))
			n++;
		open_rows(a, n, out);
		for (int i = 0; i < n && wrap_next(&rows, usable(a), &line); i++) {
			buf_add(out, line.p, line.n);
			buf_adds(out, "\r\n");
		}
		a->row = a->col = 0;
		go(a, back, out);
	}
}

void area_resize(struct area *a, int rows, int cols, struct buf *out)
{
	int before = place_of(a, shown(a), a->shown.n).row;

	if (rows == a->rows && cols == a->cols)
		return;
	a->rows = rows;
	a->cols = cols;
	if (before == 0 && place_of(a, shown(a), a->shown.n).row == 0)
		return;
	buf_adds(out, "\r\n");
	area_begin(a);
}
