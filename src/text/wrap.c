/* SPDX-License-Identifier: MIT */
#include "text/wrap.h"

#include <string.h>

#include "text/utf8.h"
#include "text/width.h"

void wrap_init(struct wrap *w, struct str text)
{
	*w = (struct wrap) { .text = text.n ? text : str_of("") };
}

/* Back to the last space, if there is one that leaves something before it. */
static size_t break_at(const char *p, size_t n)
{
	size_t at = n;

	while (at > 0 && p[at] != ' ')
		at--;
	while (at > 0 && p[at - 1] == ' ')
		at--;
	return at ? at : n;
}

static void end_line(struct wrap *w, size_t taken, bool at_break)
{
	const struct str t = w->text;

	w->at += taken;
	if (at_break)
		while (w->at < t.n && t.p[w->at] == ' ')
			w->at++;
	if (w->at >= t.n)
		w->ended = true;
	else if (t.p[w->at] == '\n')
		w->at++; /* and if that was the last, an empty line follows */
}

bool wrap_next(struct wrap *w, int cols, struct str *line)
{
	const char *p = w->text.p + w->at, *newline;
	size_t rest = w->text.n - w->at, fit;
	int used;

	if (w->ended)
		return false;
	newline = rest ? memchr(p, '\n', rest) : NULL;
	if (newline)
		rest = (size_t)(newline - p);
	fit = width_fit((struct str) { p, rest }, cols < 2 ? 2 : cols, &used);
	if (fit == 0 && rest) /* wider than the line: alone on it all the same */
		fit = utf8_next((struct str) { p, rest }, 0);
	*line = (struct str) { p, fit };
	if (fit == rest) {
		end_line(w, fit, false);
		return true;
	}
	line->n = break_at(p, fit);
	end_line(w, line->n, true);
	return true;
}
