/* SPDX-License-Identifier: MIT */
#include "support/hostile.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOSTILE_MAX = 1 << 20 };

/* Plain UTF-8 by hand: the reader may not lean on what it tests. */
static bool add_code(struct buf *out, unsigned long c)
{
	char raw[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = n; i-- > 1; c >>= 6)
		raw[i] = (char)(0x80 | (c & 0x3f));
	raw[0] = (char)(first[n] | c);
	return buf_add(out, raw, n);
}

/* `{...}` at p: what is inside, and how far behind the '}' is; 0 if there is none. */
static size_t braces(const char *p, size_t n, struct str *in)
{
	const char *end = n && *p == '{' ? memchr(p, '}', n) : NULL;

	if (!end)
		return 0;
	*in = (struct str) { p + 1, (size_t)(end - p) - 1 };
	return (size_t)(end - p) + 1;
}

static size_t take_code(const char *p, size_t n, struct buf *out)
{
	struct str in;
	size_t len = braces(p + 1, n - 1, &in);
	char *end;
	unsigned long code = len ? strtoul(in.p, &end, 16) : 0;

	return len && end == in.p + in.n && code <= 0x10ffff && add_code(out, code) ? len + 1
										    : 0;
}

static size_t take_byte(const char *p, size_t n, struct buf *out)
{
	char digits[3] = "", *end = digits;
	char byte;

	if (n >= 3)
		memcpy(digits, p + 1, 2);
	byte = (char)strtoul(digits, &end, 16);
	return end == digits + 2 && buf_add(out, &byte, 1) ? 3 : 0;
}

static bool add_one(struct buf *out, const char *p, size_t n, size_t *len);

/* "*65536{x}": as many times; what is inside holds no braces. */
static size_t take_repeat(const char *p, size_t n, struct buf *out)
{
	char *end;
	unsigned long times = strtoul(p + 1, &end, 10);
	size_t len, step, head = (size_t)(end - p);
	struct str in;

	if (head >= n || !(len = braces(end, n - head, &in)))
		return 0;
	for (; times; times--)
		for (size_t at = 0; at < in.n; at += step)
			if (in.p[at] == '\\' && at + 1 < in.n && in.p[at + 1] == '*')
				return 0;
			else if (!add_one(out, in.p + at, in.n - at, &step))
				return 0;
	return head + len;
}

/* Behind a backslash. */
static size_t take_escape(const char *p, size_t n, struct buf *out)
{
	static const char letters[] = "nrte\\", bytes[] = "\n\r\t\033\\";
	const char *letter = n ? memchr(letters, *p, sizeof(letters) - 1) : NULL;

	if (letter)
		return buf_add(out, bytes + (letter - letters), 1) ? 1 : 0;
	if (n && *p == 'x')
		return take_byte(p, n, out);
	if (n && *p == 'u')
		return take_code(p, n, out);
	return n && *p == '*' ? take_repeat(p, n, out) : 0;
}

static bool add_one(struct buf *out, const char *p, size_t n, size_t *len)
{
	*len = *p == '\\' ? take_escape(p + 1, n - 1, out) + 1 : 1;
	return *p == '\\' ? *len > 1 : buf_add(out, p, 1);
}

bool hostile_unescape(struct str escaped, struct buf *out)
{
	size_t step;

	for (size_t at = 0; at < escaped.n; at += step)
		if (!add_one(out, escaped.p + at, escaped.n - at, &step))
			return false;
	return true;
}

static bool add_line(struct hostile_list *l, char *line)
{
	char *tab = strchr(line, '\t');
	struct hostile *h;

	line[strcspn(line, "\n")] = '\0';
	if (!*line || *line == '#')
		return true;
	l->cases = mem_grow(l->cases, (l->count + 1) * sizeof(*l->cases));
	h = &l->cases[l->count++];
	*h = (struct hostile) { 0 };
	buf_init(&h->text, HOSTILE_MAX);
	if (!tab || (size_t)(tab - line) >= sizeof(h->name))
		return false;
	memcpy(h->name, line, (size_t)(tab - line));
	return hostile_unescape(str_of(tab + 1), &h->text);
}

bool hostile_open(struct hostile_list *l, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[4096];
	bool good = f != NULL;

	*l = (struct hostile_list) { 0 };
	if (!f)
		perror(path);
	while (good && fgets(line, sizeof(line), f)) {
		good = add_line(l, line);
		if (!good)
			fprintf(stderr, "%s: not of the form: %s\n", path, line);
	}
	if (f)
		fclose(f);
	if (!good)
		hostile_close(l);
	return good;
}

void hostile_close(struct hostile_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		buf_finish(&l->cases[i].text);
	free(l->cases);
	*l = (struct hostile_list) { 0 };
}
