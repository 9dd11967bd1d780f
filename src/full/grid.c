/* SPDX-License-Identifier: MIT */
#include "full/grid.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "text/utf8.h"
#include "text/width.h"

enum {
	CELL_BYTES = 20, /* a character and the four marks on it */
	TAIL = 0xff,     /* the second half of a wide one */
	GAP = 8,         /* so many equal cells are cheaper to go past than to send */
	INDENT = 2,      /* so many blank ones at the beginning are not */
};

/* Zeroed it is blank. */
struct cell {
	char text[CELL_BYTES];
	unsigned char n, width, style;
};

void grid_init(struct grid *g)
{
	*g = (struct grid) { 0 };
}

void grid_finish(struct grid *g)
{
	free(g->is);
	free(g->shall);
	grid_init(g);
}

void grid_resize(struct grid *g, int rows, int cols)
{
	size_t n = (size_t)rows * (size_t)cols;

	grid_finish(g);
	g->rows = rows;
	g->cols = cols;
	g->is = mem_get(n * sizeof(*g->is));
	g->shall = mem_get(n * sizeof(*g->shall));
}

static struct cell *row_of(const struct grid *g, struct cell *cells, int row)
{
	return cells + (size_t)row * (size_t)g->cols;
}

static void blank(const struct grid *g, struct cell *cells, int row, int height)
{
	memset(row_of(g, cells, row), 0, (size_t)height * (size_t)g->cols * sizeof(*cells));
}

void grid_wipe(struct grid *g, int row, int height)
{
	blank(g, g->shall, row, height);
}

/* ---- text ---- */

/*
 * One grapheme cluster of `width` columns: as much of it as libc, by which terminals
 * go, finds room for there.  What they do not agree about (joined emoji, variation
 * selectors) is left out, so that the columns behind it are where we think they are.
 */
static void set_cluster(struct cell *c, struct str s, int width)
{
	int used = 0;
	size_t n;

	for (size_t at = 0; at < s.n && c->n + 4 <= CELL_BYTES; at += n) {
		int32_t code = utf8_at(s, at, &n);
		int cols = wcwidth((wchar_t)code);
		bool joins = code == 0x200d || (code >= 0xfe00 && code <= 0xfe0f);

		if (cols < 0 || used + cols > width || joins || (!used && !cols))
			continue;
		c->n += (unsigned char)utf8_put(code, c->text + c->n);
		used += cols;
	}
	for (; used < width && c->n < CELL_BYTES; used++) {
		c->text[c->n] = c->n ? ' ' : '?';
		c->n++;
	}
	c->width = (unsigned char)width;
}

/* Most text: one byte, one column, and no mark can follow it. */
static bool is_simple(struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];

	return c >= ' ' && c < 0x7f && (at + 1 == s.n || (unsigned char)s.p[at + 1] < 0x80);
}

int grid_text(struct grid *g, int row, int col, int end, struct str s)
{
	struct cell *cells = row_of(g, g->shall, row);

	for (size_t at = 0, next; at < s.n; at = next) {
		bool simple = is_simple(s, at);

		next = simple ? at + 1 : utf8_next(s, at);
		struct str one = { s.p + at, next - at };
		int width = simple ? 1 : width_of(one);

		if (col + width > end || col + width > g->cols)
			break;
		if (width <= 0)
			continue;
		cells[col] = (struct cell) { 0 };
		if (!simple)
			set_cluster(&cells[col], one, width);
		else if (*one.p != ' ')
			cells[col] = (struct cell) { .text = { *one.p }, .n = 1, .width = 1 };
		for (int i = 1; i < width; i++)
			cells[col + i] = (struct cell) { .width = TAIL };
		col += width;
	}
	return col;
}

void grid_style(struct grid *g, int row, int col, int end, int style)
{
	struct cell *cells = row_of(g, g->shall, row);

	for (; col < end && col < g->cols; col++)
		cells[col].style = (unsigned char)style;
}

/* ---- what differs ---- */

static bool same(const struct cell *a, const struct cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static int used(const struct cell *cells, int cols)
{
	static const struct cell none;

	while (cols > 0 && same(&cells[cols - 1], &none))
		cols--;
	return cols;
}

static int next_differing(const struct cell *a, const struct cell *b, int col, int end)
{
	while (col < end && same(&a[col], &b[col]))
		col++;
	return col;
}

/* Behind the last cell to send of those that follow. */
static int stretch_end(const struct cell *a, const struct cell *b, int col, int end)
{
	int last = col + 1;

	for (int i = last; i < end && i - last < GAP; i++)
		if (!same(&a[i], &b[i]))
			last = i + 1;
	return last;
}

static void send_cells(struct glass *t, const struct cell *cells, int col, int end)
{
	for (; col < end; col++) {
		const struct cell *c = &cells[col];

		if (c->width == TAIL)
			continue;
		if (c->n)
			glass_put(t, (struct str) { c->text, c->n }, c->width, c->style);
		else
			glass_put(t, str_of(" "), 1, c->style);
	}
}

void grid_send_row(struct grid *g, struct glass *t, int row, int want)
{
	const struct cell *to = row_of(g, g->shall, want);
	struct cell *from = row_of(g, g->is, row);
	int end = used(to, g->cols), had = used(from, g->cols), next;

	for (int col = next_differing(to, from, 0, end); col < end; col = next) {
		int last = stretch_end(to, from, col, end);

		if (col <= INDENT && used(to, col) == 0)
			col = 0;
		glass_go(t, row, col);
		send_cells(t, to, col, last);
		next = next_differing(to, from, last, end);
	}
	if (had > end) {
		glass_go(t, row, end);
		glass_clear_right(t);
	}
	memcpy(from, to, (size_t)g->cols * sizeof(*to));
}

void grid_scrolled(struct grid *g, int top, int bottom, int by)
{
	size_t size = (size_t)g->cols * sizeof(*g->is);
	int kept = bottom - top + 1 - (by < 0 ? -by : by);

	if (by > 0) {
		memmove(row_of(g, g->is, top), row_of(g, g->is, top + by), (size_t)kept * size);
		blank(g, g->is, bottom - by + 1, by);
	} else {
		memmove(row_of(g, g->is, top - by), row_of(g, g->is, top), (size_t)kept * size);
		blank(g, g->is, top, -by);
	}
}
