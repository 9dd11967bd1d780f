/* SPDX-License-Identifier: MIT */
#include "full/paint.h"

#include <stdlib.h>

#include "full/grid.h"
#include "full/glass.h"

/* What a row of the body shows, to find it again in the next picture. */
struct mark {
	uint64_t id;
	size_t off;
};

struct paint {
	struct glass *glass;
	struct grid grid;
	bool again;         /* the terminal is made blank first */
	struct mark *marks; /* of the body's rows on the terminal; `grid.rows` of them */
	int top, height;    /* the body's place there */
	int shown;          /* of its rows, so many show something */
};

static void fit(struct paint *p)
{
	int rows = glass_rows(p->glass);

	grid_resize(&p->grid, rows, glass_cols(p->glass));
	free(p->marks);
	p->marks = mem_get((size_t)rows * sizeof(*p->marks));
	p->shown = p->height = 0;
	p->again = true;
}

struct paint *paint_open(void)
{
	struct glass *glass = glass_open();
	struct paint *p;

	if (!glass)
		return NULL;
	p = mem_get(sizeof(*p));
	p->glass = glass;
	grid_init(&p->grid);
	fit(p);
	p->again = false;
	return p;
}

void paint_look(struct paint *p, bool plain, bool high)
{
	glass_look(p->glass, plain, high);
}

void paint_close(struct paint *p)
{
	if (!p)
		return;
	glass_close(p->glass);
	grid_finish(&p->grid);
	free(p->marks);
	free(p);
}

void paint_hide(struct paint *p, const char *words)
{
	glass_hide(p->glass, words);
}

void paint_return(struct paint *p)
{
	glass_return(p->glass);
	p->again = true;
}

/* Twice is no less than once: a terminal that shrinks and grows again has lost text. */
void paint_resize(struct paint *p)
{
	glass_resize(p->glass);
	fit(p);
}

void paint_size(const struct paint *p, int *rows, int *cols)
{
	*rows = p->grid.rows;
	*cols = p->grid.cols;
}

void paint_ring(struct paint *p)
{
	glass_ring(p->glass);
}

void paint_all_again(struct paint *p)
{
	fit(p);
}

/* ---- the picture ---- */

/* Where on the screen rows go, and how they look there. */
struct area {
	int row, height, col, end, style;
};

static void put_row(struct grid *g, const struct area *a, int row, const struct layout_row *r)
{
	struct str strong = { r->text.p, r->strong };
	struct str rest = { r->text.p + r->strong, r->text.n - r->strong };
	int name = a->style | GLASS_BOLD | (r->mention ? GLASS_REVERSE : 0) |
		   (r->mine ? GLASS_OWN : 0);
	int col = a->col + r->indent;
	int mid = grid_text(g, row, col, a->end, strong);

	grid_style(g, row, col, mid, name);
	grid_style(g, row, mid, grid_text(g, row, mid, a->end, rest), a->style);
}

static void put_rows(struct grid *g, const struct area *a, const struct layout *l)
{
	for (int i = 0; i < a->height && (size_t)i < l->count; i++)
		put_row(g, a, a->row + i, &l->rows[i]);
}

static void put_line(struct grid *g, int row, const char *text, int style)
{
	grid_style(g, row, 0, grid_text(g, row, 0, g->cols, str_of(text)), style);
}

static void put_input(struct grid *g, const struct picture *pic, int row)
{
	const struct layout_input *in = pic->input;

	grid_wipe(g, row, pic->screen.input);
	if (in->indent)
		put_line(g, row, pic->prompt, pic->plain ? 0 : GLASS_FOCUS);
	for (int i = 0; i < in->count && i < pic->screen.input; i++)
		grid_text(g, row + i, i ? 0 : in->indent, g->cols, in->rows[i]);
}

static void put_all(struct grid *g, const struct picture *pic)
{
	const struct layout_screen *s = &pic->screen;
	struct area body = { .row = s->title, .height = s->body, .end = s->cols };
	struct area people = { body.row, s->body, s->people_at, g->cols, 0 };
	struct area answer = { body.row + s->body, s->answer, 0, g->cols, 0 };
	struct area status = { answer.row + s->answer, s->status, 0, g->cols, GLASS_REVERSE };

	if (pic->trouble)
		status.style |= GLASS_TROUBLE;
	grid_wipe(g, 0, g->rows);
	if (s->title)
		put_line(g, 0, pic->title, GLASS_BOLD);
	put_rows(g, &body, pic->body);
	if (s->people_at >= 0)
		put_rows(g, &people, pic->people);
	put_rows(g, &answer, pic->answer);
	put_rows(g, &status, pic->status);
}

/* ---- what has moved ---- */

static struct mark mark_of(const struct layout *l, int row)
{
	return (struct mark) { l->rows[row].id, l->rows[row].off };
}

static bool is_mark(struct mark a, struct mark b)
{
	return a.id == b.id && a.off == b.off;
}

/* By how many rows the text has moved up, down if negative; 0 also if it is another. */
static int moved(const struct paint *p, const struct layout *body)
{
	int now = (int)body->count;

	for (int i = 0; now && i < p->shown; i++)
		if (is_mark(p->marks[i], mark_of(body, 0)))
			return i;
	for (int i = 1; p->shown && i < now; i++)
		if (is_mark(p->marks[0], mark_of(body, i)))
			return -i;
	return 0;
}

/* Row by row, as a terminal of paper would: each is whole before the next one comes. */
static void append(struct paint *p, int top, int bottom, int by)
{
	for (int i = by; i > 0; i--) {
		glass_scroll_up(p->glass);
		grid_scrolled(&p->grid, top, bottom, 1);
		grid_send_row(&p->grid, p->glass, bottom, bottom - i + 1);
	}
}

static void lower(struct paint *p, int top, int bottom, int by)
{
	for (int i = 0; i < by; i++)
		glass_scroll_down(p->glass);
	grid_scrolled(&p->grid, top, bottom, -by);
}

/* What goes up leaves the old place of the body, what comes down fills the new one. */
static void move(struct paint *p, const struct picture *pic)
{
	const struct layout_screen *s = &pic->screen;
	int by = moved(p, pic->body), most = p->height < s->body ? p->height : s->body;

	if (p->top == s->title && by > 0 && by < most &&
	    glass_region(p->glass, p->top, p->top + p->height - 1))
		append(p, p->top, p->top + p->height - 1, by);
	bool can = glass_region(p->glass, s->title, s->title + s->body - 1);

	if (p->top == s->title && can && by < 0 && -by < most)
		lower(p, s->title, s->title + s->body - 1, -by);
}

static void remember(struct paint *p, const struct picture *pic)
{
	p->top = pic->screen.title;
	p->height = pic->screen.body;
	p->shown = (int)pic->body->count;
	for (int i = 0; i < p->shown; i++)
		p->marks[i] = mark_of(pic->body, i);
}

static void send_all(struct paint *p, const struct picture *pic)
{
	put_all(&p->grid, pic);
	put_input(&p->grid, pic, p->grid.rows - pic->screen.input);
	if (p->again)
		glass_clear(p->glass);
	p->again = false;
	move(p, pic);
	for (int row = 0; row < p->grid.rows; row++)
		grid_send_row(&p->grid, p->glass, row, row);
	remember(p, pic);
}

void paint_show(struct paint *p, const struct picture *pic)
{
	const struct layout_input *in = pic->input;
	int input = p->grid.rows - pic->screen.input, cols = p->grid.cols;

	if (pic->line_only && !p->again) {
		put_input(&p->grid, pic, input);
		for (int row = input; row < p->grid.rows; row++)
			grid_send_row(&p->grid, p->glass, row, row);
	} else {
		send_all(p, pic);
	}
	if (pic->rests)
		glass_go(p->glass, pic->screen.title + pic->rests - 1, 0);
	else
		glass_go(p->glass, input + in->row, in->col < cols ? in->col : cols - 1);
	glass_send(p->glass);
}
