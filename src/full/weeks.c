/* SPDX-License-Identifier: MIT */
#include "full/weeks.h"

#include "base/buf.h"
#include "text/width.h"
#include "text/wrap.h"

enum { GAP = 2, INDENT = 2, LINES_MAX = 40, LINE_BYTES = 8192 };

/* The rows of the screen that one cell has. */
struct cell_text {
	struct str lines[LINES_MAX];
	int indents[LINES_MAX];
	int count;
};

static uint64_t id_of(const struct model *out)
{
	return (uint64_t)0xfd << 56 | (uint64_t)1 << 48 | out->count; /* help's are below */
}

static void add_row(struct model *out, enum item_role role, const char *text)
{
	model_add(out, id_of(out), role)->text = text;
}

/* ---- one cell ---- */

static void add_text(struct cell_text *c, const char *text, int cols)
{
	struct wrap wrap;
	struct str line;
	int indent = 0;

	wrap_init(&wrap, str_of(text));
	while (c->count < LINES_MAX && wrap_next(&wrap, cols - indent, &line)) {
		c->indents[c->count] = indent;
		c->lines[c->count++] = line;
		indent = INDENT;
	}
}

static void fill(struct cell_text *c, const struct model *in, int cell, int cols)
{
	c->count = 0;
	if (in->grid.cells && *in->grid.cells[cell - 1])
		add_text(c, in->grid.cells[cell - 1], cols);
	for (size_t i = 0; i < in->count; i++)
		if (in->items[i].cell == cell && in->items[i].brief)
			add_text(c, in->items[i].brief, cols);
}

/* ---- rows ---- */

static void pad(struct buf *b, int *at, int to)
{
	for (; *at < to; ++*at)
		buf_adds(b, " ");
}

static const char *row_of(struct model *out, const struct cell_text *cells, int across,
			  int line, int wide)
{
	struct buf b;
	int at = 0;

	buf_init(&b, LINE_BYTES);
	for (int i = 0; i < across; i++) {
		if (line >= cells[i].count)
			continue;
		pad(&b, &at, i * (wide + GAP) + cells[i].indents[line]);
		buf_add(&b, cells[i].lines[line].p, cells[i].lines[line].n);
		at += width_of(cells[i].lines[line]);
	}
	const char *text = arena_dup(&out->mem, buf_text(&b), b.n);

	buf_finish(&b);
	return text;
}

static void lay_cells(struct model *out, const struct cell_text *cells, int across, int wide,
		      enum item_role role)
{
	int most = 0;

	for (int i = 0; i < across; i++)
		most = cells[i].count > most ? cells[i].count : most;
	for (int line = 0; line < most; line++)
		add_row(out, role, row_of(out, cells, across, line, wide));
}

static void lay_grid(struct model *out, const struct model *in, int cols)
{
	const int across = in->grid.across, wide = (cols + GAP) / across - GAP;
	struct cell_text *cells = arena_get(&out->mem, (size_t)across * sizeof(*cells));

	for (int i = 0; i < across; i++)
		add_text(&cells[i], in->grid.heads[i], wide);
	lay_cells(out, cells, across, wide, ITEM_HEADING);
	for (int row = 0; row < in->grid.down; row++) {
		for (int i = 0; i < across; i++)
			fill(&cells[i], in, row * across + i + 1, wide);
		lay_cells(out, cells, across, wide, ITEM_HELP);
	}
	add_row(out, ITEM_HELP, "");
}

static void copy(struct model *out, const struct item *it)
{
	*model_add(out, it->id, it->role) = *it;
}

void weeks_lay(struct model *out, const struct model *in, int cols)
{
	size_t at = 0;

	model_reset(out);
	out->title = in->title;
	out->status = in->status;
	for (; at < in->count && in->items[at].role != ITEM_HEADING; at++)
		copy(out, &in->items[at]);
	lay_grid(out, in, cols);
	for (; at < in->count; at++)
		copy(out, &in->items[at]);
}
