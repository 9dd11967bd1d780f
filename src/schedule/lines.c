/* SPDX-License-Identifier: MIT */
#include "schedule/lines.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/utf8.h"

void problem_add(struct calendar_problems *p, enum calendar_fault fault, int line,
		 struct str what)
{
	struct arena mem = { 0 };
	struct calendar_problem *one;

	if (!p || p->total++ >= CALENDAR_PROBLEMS_MAX)
		return;
	one = &p->all[p->count++];
	*one = (struct calendar_problem) { .line = line, .fault = fault };
	if (what.n > 4 * CALENDAR_WORD_MAX)
		what.n = 4 * CALENDAR_WORD_MAX;
	what = str_of(utf8_clean_name(&mem, what, CALENDAR_WORD_MAX - 1));
	memcpy(one->what, what.p, what.n);
	arena_finish(&mem);
}

/* How many bytes of the rest are one line; *end: with its end. */
static size_t line_length(struct str text, size_t at, size_t *end)
{
	const char *p = memchr(text.p + at, '\n', text.n - at);
	size_t n = p ? (size_t)(p - text.p) - at : text.n - at;

	*end = at + n + (p != NULL);
	while (n && text.p[at + n - 1] == '\r')
		n--;
	return n;
}

static bool goes_on(struct str text, size_t at)
{
	return at < text.n && (text.p[at] == ' ' || text.p[at] == '\t');
}

/* Each byte of Latin-1 is a character; a NUL is none. */
static void add_latin1(struct buf *out, struct str raw)
{
	for (size_t i = 0; i < raw.n; i++) {
		char four[4];
		size_t n = utf8_put((unsigned char)raw.p[i], four);

		if (raw.p[i])
			buf_add(out, four, n);
	}
}

static bool is_line(struct str raw)
{
	size_t name = 0;

	while (name < raw.n &&
	       (raw.p[name] == '-' || (raw.p[name] >= '0' && raw.p[name] <= '9') ||
		((raw.p[name] | 0x20) >= 'a' && (raw.p[name] | 0x20) <= 'z')))
		name++;
	return name && name < raw.n && (raw.p[name] == ':' || raw.p[name] == ';') &&
	       memchr(raw.p + name, ':', raw.n - name);
}

static void add_line(struct lines *l, struct str raw, int number, struct calendar_problems *p)
{
	size_t from = l->text.n;

	if (!is_line(raw)) {
		if (raw.n)
			problem_add(p, CALENDAR_FOLDING, number, raw);
		return;
	}
	if (utf8_valid(raw)) {
		buf_add(&l->text, raw.p, raw.n);
	} else {
		problem_add(p, CALENDAR_ENCODING, number,
			    (struct str) { raw.p, strcspn(raw.p, ":;") });
		add_latin1(&l->text, raw);
	}
	if (!(l->n & (l->n - 1)))
		l->all = mem_grow(l->all, (l->n ? 2 * l->n : 1) * sizeof(*l->all));
	l->all[l->n++] =
		(struct line) { .text.n = l->text.n - from, .at = from, .number = number };
	buf_add(&l->text, "", 1);
}

void lines_unfold(struct lines *l, struct str text, struct calendar_problems *problems)
{
	struct buf raw;
	int number = 0;

	*l = (struct lines) { 0 };
	buf_init(&l->text, 3 * text.n + 3);
	buf_init(&raw, text.n + 1);
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
		text = (struct str) { text.p + 3, text.n - 3 };
	for (size_t at = 0, end; at < text.n;) {
		int first = ++number;
		size_t n = line_length(text, at, &end);

		buf_reset(&raw);
		buf_add(&raw, text.p + at, n);
		for (at = end; goes_on(text, at); at = end, number++) {
			n = line_length(text, at + 1, &end);
			buf_add(&raw, text.p + at + 1, n);
		}
		add_line(l, (struct str) { buf_text(&raw), raw.n }, first, problems);
	}
	for (size_t i = 0; i < l->n; i++)
		l->all[i].text.p = l->text.p + l->all[i].at;
	buf_finish(&raw);
}

void lines_free(struct lines *l)
{
	free(l->all);
	buf_finish(&l->text);
}

bool line_is(const struct line *line, const char *name)
{
	size_t n = strlen(name);

	return line->text.n > n && strncasecmp(line->text.p, name, n) == 0 &&
	       (line->text.p[n] == ':' || line->text.p[n] == ';');
}

bool line_says(const struct line *line, const char *text)
{
	size_t n = strlen(text);

	return line->text.n >= n && strncasecmp(line->text.p, text, n) == 0 &&
	       strspn(line->text.p + n, " \t") == line->text.n - n;
}
