/* SPDX-License-Identifier: MIT */
/*
 * The typed line below what is told: random typing and telling on a terminal, looked at
 * after each step.  The seed is printed; AREA_SEED=N walks one again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <vterm.h>

#include "line/area.h"
#include "line/caps.h"
#include "text/utf8.h"
#include "text/width.h"

enum { COLS_MAX = 40, TEXT_MAX = 600 };

struct walk {
	unsigned long long seed;
	VTerm *vt;
	VTermScreen *cells;
	struct caps caps;
	struct area area;
	struct buf out, text;
	size_t at;
	int rows, cols;
	char above[256]; /* the last row of what was told last */
	bool wrong;
};

/* xorshift: chance that can be walked again. */
static unsigned pick(struct walk *w, unsigned n)
{
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 7;
	w->seed ^= w->seed << 17;
	return (unsigned)(w->seed % n);
}

static void open_walk(struct walk *w, unsigned long long seed)
{
	*w = (struct walk) { .seed = seed };
	w->rows = 4 + (int)pick(w, 9);
	w->cols = 10 + (int)pick(w, COLS_MAX - 10);
	w->vt = vterm_new(w->rows, w->cols);
	vterm_set_utf8(w->vt, 1);
	w->cells = vterm_obtain_screen(w->vt);
	vterm_screen_reset(w->cells, 1);
	assert_true(caps_open(&w->caps, "xterm", 1));
	area_init(&w->area, &w->caps, w->rows, w->cols);
	buf_init(&w->out, 1 << 20);
	buf_init(&w->text, AREA_MAX);
	buf_adds(&w->text, "> ");
	w->at = 2;
}

static void close_walk(struct walk *w)
{
	area_finish(&w->area);
	caps_close(&w->caps);
	buf_finish(&w->out);
	buf_finish(&w->text);
	vterm_free(w->vt);
}

/* ---- what must be there ---- */

static struct str text(const struct walk *w)
{
	return (struct str) { w->text.p, w->text.n };
}

/* Rows of at most one column less than there are, by whole clusters; and the cursor. */
static int layout(const struct walk *w, struct buf rows[], int *row, int *col)
{
	struct str s = text(w);
	int n = 0, cols = 0;

	*row = -1;
	for (size_t at = 0, next; at < s.n; at = next) {
		struct str cluster = { s.p + at, (next = utf8_next(s, at)) - at };
		int width = *cluster.p == '\n' ? 0 : width_of(cluster);

		if (cols + width > w->cols - 1) {
			n++;
			cols = 0;
		}
		if (at == w->at) {
			*row = n;
			*col = cols;
		}
		if (*cluster.p == '\n') {
			n++;
			cols = 0;
		} else {
			buf_add(&rows[n], cluster.p, cluster.n);
			cols += width;
		}
	}
	if (*row < 0) {
		*row = n;
		*col = cols;
	}
	return n + 1;
}

/* A row of the screen, without the spaces at its end. */
static const char *row_of(struct walk *w, int row, char *out, size_t size)
{
	size_t n = 0;

	for (int col = 0; col < w->cols; col++) {
		VTermScreenCell cell;

		vterm_screen_get_cell(w->cells, (VTermPos) { row, col }, &cell);
		if (cell.chars[0] == (uint32_t)-1)
			continue;
		if (!cell.chars[0]) { /* nothing there, whatever stood behind it */
			cell.chars[0] = ' ';
			cell.chars[1] = 0;
		}
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && n + 5 < size;
		     i++)
			n += utf8_put((int32_t)cell.chars[i], out + n);
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return out;
}

static void check_row(struct walk *w, int row, const char *want)
{
	char have[512], trimmed[512];
	size_t n = strlen(want);

	while (n && want[n - 1] == ' ')
		n--;
	snprintf(trimmed, sizeof(trimmed), "%.*s", (int)n, want);
	if (row < 0 || strcmp(row_of(w, row, have, sizeof(have)), trimmed) == 0)
		return;
	print_error("row %d is \"%s\", not \"%s\"\n", row, have, trimmed);
	w->wrong = true;
}

static void check(struct walk *w)
{
	struct buf rows[TEXT_MAX];
	VTermPos cursor;
	int row, col;

	for (int i = 0; i < TEXT_MAX; i++)
		buf_init(&rows[i], 1024);
	int n = layout(w, rows, &row, &col);

	vterm_state_get_cursorpos(vterm_obtain_state(w->vt), &cursor);
	if (n < w->rows) {
		if (cursor.col != col) {
			print_error("the cursor is at %d, not %d\n", cursor.col, col);
			w->wrong = true;
		}
		for (int i = 0; i < n; i++)
			check_row(w, cursor.row - row + i, buf_text(&rows[i]));
		if (*w->above)
			check_row(w, cursor.row - row - 1, w->above);
	}
	for (int i = 0; i < TEXT_MAX; i++)
		buf_finish(&rows[i]);
}

/* ---- what is done ---- */

static void show(struct walk *w)
{
	area_show(&w->area, text(w), w->at, &w->out);
	vterm_input_write(w->vt, w->out.p ? w->out.p : "", w->out.n);
	buf_reset(&w->out);
}

static void insert(struct walk *w)
{
	static const char *const pieces[] = {
		"a", "b ", "word", "\xe6\xbc\xa2", "e\xcc\x81", "\n", "long and longer text"
	};
	const char *piece = pieces[pick(w, sizeof(pieces) / sizeof(*pieces))];
	size_t n = strlen(piece);
	char tail[TEXT_MAX + 8];
	size_t rest = w->text.n - w->at;

	if (w->text.n + n > TEXT_MAX / 2)
		return;
	memcpy(tail, w->text.p + w->at, rest);
	w->text.n = w->at;
	buf_adds(&w->text, piece);
	w->at = w->text.n;
	buf_add(&w->text, tail, rest);
}

static void delete (struct walk *w)
{
	size_t from = w->at > 2 ? utf8_prev(text(w), w->at) : w->at;

	memmove(w->text.p + from, w->text.p + w->at, w->text.n - w->at + 1);
	w->text.n -= w->at - from;
	w->at = from;
}

static void move(struct walk *w)
{
	size_t to = pick(w, 2) ? utf8_next(text(w), w->at) : utf8_prev(text(w), w->at);

	if (pick(w, 4) == 0)
		to = pick(w, 2) ? w->text.n : 2;
	w->at = to < 2 ? 2 : to;
}

static void empty(struct walk *w)
{
	w->at = 2;
	w->text.n = 2;
	w->text.p[2] = '\0';
}

static void tell(struct walk *w)
{
	char said[COLS_MAX + 16];
	unsigned id = pick(w, 10000);

	/* its last row is known: one word that is too long for the row above */
	memset(said, 'm', (size_t)w->cols - 2);
	snprintf(said + w->cols - 2, 16, " %u.", id);
	snprintf(w->above, sizeof(w->above), "%u.", id);
	area_tell(&w->area, said, &w->out);
}

static void enter(struct walk *w)
{
	show(w);
	area_leave(&w->area, &w->out);
	empty(w);
	*w->above = '\0'; /* what was typed stands there now */
}

static void (*const acts[])(struct walk *w) = {
	insert, insert, insert, insert, delete, move, move, tell, tell, empty, enter,
};

static void walk_once(unsigned long long seed)
{
	struct walk w;

	open_walk(&w, seed);
	for (int step = 0; step < 200 && !w.wrong; step++) {
		acts[pick(&w, sizeof(acts) / sizeof(*acts))](&w);
		show(&w);
		check(&w);
		if (w.wrong)
			print_error("AREA_SEED=%llu, step %d\n", seed, step);
	}
	bool wrong = w.wrong;

	close_walk(&w);
	assert_false(wrong);
}

static void whatever_is_typed_and_told_stands_where_it_should(void **state)
{
	const char *one = getenv("AREA_SEED");

	(void)state;
	if (one) {
		walk_once(strtoull(one, NULL, 10));
		return;
	}
	for (unsigned long long seed = 1; seed <= 300; seed++)
		walk_once(seed * 0x9e3779b97f4a7c15);
}

/* A reader says what is written: typing at the end writes the letter and no more. */
static void a_letter_at_the_end_is_one_letter_of_output(void **state)
{
	struct walk w;

	(void)state;
	open_walk(&w, 7);
	w.area.rows = 50;
	show(&w);
	for (int i = 0; i < 100; i++) {
		buf_adds(&w.text, "x");
		w.at = w.text.n;
		area_show(&w.area, text(&w), w.at, &w.out);
		assert_true(w.out.n == 1 || (w.out.n == 3 && memcmp(w.out.p, "\r\nx", 3) == 0));
		buf_reset(&w.out);
	}
	close_walk(&w);
}

static void a_terminal_that_cannot_is_known(void **state)
{
	struct caps c;

	(void)state;
	assert_false(caps_open(&c, "dumb", 1));
	assert_false(caps_open(&c, "no-such-terminal", 1));
	assert_true(caps_open(&c, "linux", 1));
	assert_null(c.paste_on);
	caps_close(&c);
	assert_true(caps_open(&c, "vt220", 1));
	assert_null(strstr(c.insert, "$<")); /* padding is not sent */
	caps_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_is_typed_and_told_stands_where_it_should),
		cmocka_unit_test(a_letter_at_the_end_is_one_letter_of_output),
		cmocka_unit_test(a_terminal_that_cannot_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
