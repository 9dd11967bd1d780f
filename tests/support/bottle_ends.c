/* SPDX-License-Identifier: MIT */
/* The ends of the bottle: a store that answers at once, and terminals made of cells. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "full/glass.h"
#include "net/serve.h"
#include "store/writer.h"
#include "support/bottle.h"

/* ---- net/serve.h: nobody is a stranger in a bottle ---- */

void serve_known(struct serve_conn *c)
{
	(void)c;
}

bool serve_show(struct serve *s, const char *cert_file, const char *key_file, struct err *err)
{
	(void)s, (void)cert_file, (void)key_file, (void)err;
	return true;
}

/* ---- store/writer.h: each request is a transaction of its own, at once ---- */

struct writer {
	const struct store_backend *backend;
	void *at;
	int fd;
	struct job *first, **last;
};

struct writer *writer_open(const struct store_backend *backend, void *at, struct err *err)
{
	struct writer *w = mem_get(sizeof(*w));

	(void)err;
	*w = (struct writer) { .backend = backend, .at = at };
	w->last = &w->first;
	w->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return w;
}

void writer_close(struct writer *w)
{
	close(w->fd);
	free(w);
}

static void run(struct writer *w, struct job *j)
{
	struct err err = { .code = ERR_NONE };

	if (j->settled)
		return;
	answer_reset(&j->answer);
	if (w->backend->begin(w->at, &err) && w->backend->run(w->at, &j->req, &j->answer) &&
	    w->backend->commit(w->at, &err))
		return;
	abort(); /* no disk of a test is full */
}

void writer_add(struct writer *w, struct job *j)
{
	const uint64_t one = 1;

	run(w, j);
	*w->last = j;
	w->last = &j->next;
	if (write(w->fd, &one, sizeof(one)) < 0)
		abort();
}

struct job *writer_take(struct writer *w)
{
	struct job *first = w->first;
	uint64_t count;

	while (read(w->fd, &count, sizeof(count)) < 0 && errno == EINTR)
		;
	w->first = NULL;
	w->last = &w->first;
	return first;
}

int writer_fd(const struct writer *w)
{
	return w->fd;
}

/* ---- full/glass.h ---- */

enum { CELL = 40 };

struct glass {
	int rows, cols, row, col;
	char (*cells)[CELL]; /* UTF-8; "" is the right half of a wide one */
};

static struct {
	int rows, cols;
	struct glass *newest;
} size = { 24, 80, NULL };

void bottle_screen(int rows, int cols)
{
	size.rows = rows;
	size.cols = cols;
}

struct glass *bottle_glass(void)
{
	return size.newest;
}

static void wipe(struct glass *g, int from, int to)
{
	for (int i = from; i < to; i++)
		memcpy(g->cells[i], " ", 2);
}

struct glass *glass_open(void)
{
	struct glass *g = mem_get(sizeof(*g));

	*g = (struct glass) { .rows = size.rows, .cols = size.cols };
	g->cells = mem_get((size_t)(g->rows * g->cols) * CELL);
	wipe(g, 0, g->rows * g->cols);
	return size.newest = g;
}

void glass_look(struct glass *g, bool plain, bool high)
{
	(void)g, (void)plain, (void)high;
}

void glass_close(struct glass *g)
{
	if (g)
		free(g->cells);
	free(g);
}

void glass_resize(struct glass *g)
{
	(void)g;
}

int glass_rows(const struct glass *g)
{
	return g->rows;
}

int glass_cols(const struct glass *g)
{
	return g->cols;
}

void glass_clear(struct glass *g)
{
	wipe(g, 0, g->rows * g->cols);
}

void glass_go(struct glass *g, int row, int col)
{
	g->row = row;
	g->col = col;
}

/* One grapheme cluster, as grid.c gives them. */
void glass_put(struct glass *g, struct str text, int cols, int style)
{
	char *cell = g->cells[g->row * g->cols + g->col];
	const size_t n = text.n < CELL ? text.n : CELL - 1;

	(void)style;
	memcpy(cell, text.p, n);
	cell[n] = '\0';
	for (int i = 1; i < cols; i++)
		cell[i * CELL] = '\0';
	g->col += cols;
}

void glass_clear_right(struct glass *g)
{
	wipe(g, g->row * g->cols + g->col, (g->row + 1) * g->cols);
}

bool glass_region(struct glass *g, int top, int bottom)
{
	(void)g, (void)top, (void)bottom;
	return false; /* what moves is sent again */
}

void glass_scroll_up(struct glass *g)
{
	(void)g;
}

void glass_scroll_down(struct glass *g)
{
	(void)g;
}

void glass_hide(struct glass *g, const char *words)
{
	(void)words;
	glass_clear(g);
}

void glass_return(struct glass *g)
{
	glass_clear(g);
}

void glass_ring(struct glass *g)
{
	(void)g;
}

void glass_send(struct glass *g)
{
	(void)g;
}

void bottle_cursor(const struct glass *g, int *row, int *col)
{
	*row = g->row;
	*col = g->col;
}

void bottle_row(const struct glass *g, int row, struct buf *out)
{
	size_t end = out->n;

	for (int col = 0; col < g->cols; col++) {
		const char *cell = g->cells[row * g->cols + col];

		buf_adds(out, cell);
		if (strcmp(cell, " ") != 0)
			end = out->n;
	}
	out->n = end;
}

void bottle_shown(const struct glass *g, struct buf *out)
{
	for (int row = 0; row < g->rows; row++) {
		bottle_row(g, row, out);
		buf_adds(out, "\n");
	}
}
