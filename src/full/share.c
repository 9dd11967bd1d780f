/* SPDX-License-Identifier: MIT */
/* The screen's parts, and the line that is typed. */
#include <string.h>

#include "full/layout.h"
#include "text/utf8.h"
#include "text/width.h"

static int grow(int has, int wants, int *spare)
{
	int more = wants - has < *spare ? wants - has : *spare;

	if (more <= 0)
		return has;
	*spare -= more;
	return has + more;
}

struct layout_screen layout_share(int rows, int cols, const struct layout_wish *wish)
{
	struct layout_screen s = { .cols = cols, .people_at = -1, .input = 1 };
	int left = rows - 1;

	if (wish->side && cols >= LAYOUT_WIDE) {
		s.people_at = cols - wish->side;
		s.cols = s.people_at - 1;
	}
	if (left > 1 && !wish->plain)
		s.status = 1, left--;
	if (left > 2 && !wish->plain)
		s.title = 1, left--;
	/* An answer was asked for: where there is one row only, it has it. */
	if (left > 0 && wish->answer > 0)
		s.answer = 1, left--;
	/* Half of the rest may go to what grows: what one reads stays. */
	int spare = left / 2, before = spare;

	s.input = grow(s.input, wish->input, &spare);
	s.status = s.status ? grow(s.status, wish->status, &spare) : 0;
	s.answer = grow(s.answer, wish->answer, &spare);
	left -= before - spare;
	s.body = left > 0 ? left : 0;
	return s;
}

/* One row of the line; *at moves behind it and behind the '\n' that ended it. */
static struct str take_row(struct str text, size_t *at, int cols, bool *broken)
{
	struct str rest = { text.p + *at, text.n - *at };
	const char *nl = memchr(rest.p, '\n', rest.n);
	int used;

	if (nl)
		rest.n = (size_t)(nl - rest.p);
	size_t n = width_fit(rest, cols, &used);

	if (!n && rest.n)
		n = utf8_next(rest, 0); /* wider than the terminal: move on all the same */
	*broken = nl && n == rest.n;
	rest.n = n;
	*at += n + (*broken ? 1 : 0);
	return rest;
}

/* Keeps the newest `rows` rows. */
static void keep_row(struct layout_input *in, struct str row, int rows)
{
	if (in->count == rows) {
		memmove(in->rows, in->rows + 1, (size_t)(rows - 1) * sizeof(*in->rows));
		in->count--;
		in->row--;
		in->indent = 0;
	}
	in->rows[in->count++] = row;
}

void layout_input(struct layout_input *in, struct str text, size_t at,
		  const struct layout_look *look, int indent)
{
	size_t from = 0;
	bool broken = true, placed = false;

	*in = (struct layout_input) { .indent = indent };
	for (bool first = true; first || from < text.n || broken; first = false) {
		size_t begin = from;

		if (placed && in->count == look->rows && at < begin)
			break;
		int left = first ? indent : 0;
		/* One column is kept free, so that the cursor has a place behind the last one. */
		struct str row = take_row(text, &from, look->cols - 1 - left, &broken);

		keep_row(in, row, look->rows);
		if (at < begin || at > begin + row.n)
			continue;
		placed = true;
		in->row = in->count - 1;
		in->col = left + width_of((struct str) { row.p, at - begin });
	}
}
