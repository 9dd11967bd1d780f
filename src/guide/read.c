/* SPDX-License-Identifier: MIT */
#include "guide/read.h"

#include <string.h>

#include "text/utf8.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct str skip_blanks(struct str s)
{
	while (s.n && is_blank(*s.p)) {
		s.p++;
		s.n--;
	}
	return s;
}

struct str guide_word(struct str *line)
{
	struct str w = { line->p, 0 };

	while (w.n < line->n && !is_blank(w.p[w.n]))
		w.n++;
	*line = skip_blanks((struct str) { line->p + w.n, line->n - w.n });
	return w;
}

int guide_number(struct str word, int most)
{
	int n = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] < '0' || word.p[i] > '9' || n > most)
			return -1;
		n = 10 * n + (word.p[i] - '0');
	}
	return word.n && n <= most ? n : -1;
}

bool guide_copy(char *to, size_t most, struct str from)
{
	if (from.n == 0 || from.n > most)
		return false;
	for (size_t i = 0; i < from.n; i++)
		to[i] = is_blank(from.p[i]) ? ' ' : from.p[i];
	to[from.n] = '\0';
	return true;
}

/* Words for people, with no orders to a terminal in them. */
static bool is_text(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (((unsigned char)line.p[i] < ' ' && !is_blank(line.p[i])) ||
		    line.p[i] == 0x7f)
			return false;
	return utf8_valid(line);
}

/* Takes the next line off the text. */
static struct str take_line(struct str *text)
{
	const char *end = memchr(text->p, '\n', text->n);
	struct str line = { text->p, end ? (size_t)(end - text->p) : text->n };
	const size_t used = line.n + (end != NULL);

	text->p += used;
	text->n -= used;
	while (line.n && is_blank(line.p[line.n - 1]))
		line.n--;
	return skip_blanks(line);
}

static const char *read_line(struct str line, const struct guide_row *row, void *out)
{
	const bool text = is_text(line);
	const struct str word = guide_word(&line);

	if (word.n == 0 || *word.p == '#')
		return NULL;
	if (!text)
		return "it has bytes that are no text in UTF-8, or control characters";
	for (; row->word; row++)
		if (str_is(word, row->word))
			return row->read(line, out);
	return "it begins with no word that is known here";
}

bool guide_read(struct str text, const struct guide_form *form, void *out, struct err *err)
{
	const char *no;

	if (text.n > form->most)
		return err_set(err, ERR_TOO_LARGE, "more than %zu bytes", form->most);
	for (int line = 1; text.n; line++) {
		no = read_line(take_line(&text), form->rows, out);
		if (no)
			return err_set(err, ERR_BAD_INPUT, "line %d: %s", line, no);
	}
	no = form->whole(out);
	return !no || err_set(err, ERR_BAD_INPUT, "%s", no);
}
