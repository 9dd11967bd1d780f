/* SPDX-License-Identifier: MIT */
#include "worksheet/plain.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "text/utf8.h"

static const struct {
	const char *name, *text;
} entities[] = { { "amp", "&" },
		 { "lt", "<" },
		 { "gt", ">" },
		 { "quot", "\"" },
		 { "apos", "'" },
		 { "nbsp", " " },
		 { "ndash", "\xe2\x80\x93" },
		 { "mdash", "\xe2\x80\x94" } };

/* Reads one from behind its `&`; answers how many bytes it took, with its `;`, or 0. */
static size_t read_entity(const char *at, struct buf *out)
{
	const size_t n = strcspn(at, ";<& \n");
	char code[4];
	long number;

	if (at[n] != ';' || n == 0 || n > 10)
		return 0;
	if (*at == '#') {
		number = at[1] == 'x' || at[1] == 'X' ? strtol(at + 2, NULL, 16)
						      : strtol(at + 1, NULL, 10);
		buf_add(out, code, utf8_put((int32_t)(number & 0x1fffff), code));
		return n + 1;
	}
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (strlen(entities[i].name) == n && memcmp(entities[i].name, at, n) == 0) {
			buf_adds(out, entities[i].text);
			return n + 1;
		}
	return 0;
}

/* What a tag puts in its place. */
static void place_tag(const char *tag, size_t n, struct buf *out)
{
	static const char *const blocks[] = { "p",  "div",   "br", "tr", "h1", "h2",
					      "h3", "h4",    "h5", "h6", "ul", "ol",
					      "li", "table", "dt", "dd", "hr", "pre" };
	const bool closes = n && *tag == '/';
	size_t len;

	tag += closes;
	len = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456");
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (strlen(blocks[i]) != len || strncasecmp(blocks[i], tag, len) != 0)
			continue;
		if (out->n && out->p[out->n - 1] != '\n')
			buf_adds(out, "\n");
		if (!closes && len == 2 && strncasecmp(tag, "li", 2) == 0)
			buf_adds(out, "- ");
		return;
	}
	if (len == 2 && closes && (tag[0] == 't' || tag[0] == 'T'))
		buf_adds(out, " "); /* a cell's end */
}

/* White space is one blank, and none at a line's beginning. */
static void place_blank(struct buf *out)
{
	if (out->n && !strchr(" \n", out->p[out->n - 1]))
		buf_adds(out, " ");
}

static const char *finish(struct arena *a, struct buf *out)
{
	const char *text;

	while (out->n && strchr(" \n", out->p[out->n - 1]))
		out->p[--out->n] = '\0';
	text = utf8_clean(a, (struct str) { buf_text(out), out->n });
	buf_finish(out);
	return text;
}

const char *plain_of_xhtml(struct arena *a, const char *xhtml)
{
	struct buf out;

	buf_init(&out, strlen(xhtml) * 4 + 1);
	for (const char *p = xhtml; *p;) {
		const char *end = *p == '<' ? strchr(p, '>') : NULL;
		size_t n;

		if (end) {
			place_tag(p + 1, (size_t)(end - p - 1), &out);
			p = end + 1;
		} else if (*p == '&' && (n = read_entity(p + 1, &out)) > 0) {
			p += n + 1;
		} else if (strchr(" \t\r\n", *p)) {
			place_blank(&out);
			p++;
		} else {
			buf_add(&out, p++, 1);
		}
	}
	return finish(a, &out);
}

/* "](address)": the address behind the text.  Answers where to go on. */
static const char *place_link(const char *p, struct buf *out)
{
	const size_t n = p[1] == '(' ? strcspn(p + 2, ")\n") : 0;

	if (p[1] != '(' || p[2 + n] != ')')
		return p + 1;
	buf_adds(out, " (");
	buf_add(out, p + 2, n);
	buf_adds(out, ")");
	return p + 3 + n;
}

static bool begins_line(const struct buf *out)
{
	return out->n == 0 || out->p[out->n - 1] == '\n';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

/* An underscore within a word is itself. */
static bool marks(const char *from, const char *p)
{
	if (*p == '*' || *p == '`')
		return p[1] != ' ' || (p > from && p[-1] != ' ' && p[-1] != '\n');
	return *p == '_' && !(p > from && is_word(p[-1]) && is_word(p[1]));
}

const char *plain_of_markdown(struct arena *a, const char *markdown)
{
	struct buf out;

	buf_init(&out, strlen(markdown) * 2 + 1);
	for (const char *p = markdown; *p;) {
		if (*p == '\\' && p[1] && !is_word(p[1]) && p[1] != '\n') {
			buf_add(&out, p + 1, 1);
			p += 2;
		} else if (begins_line(&out) && (*p == '#' || *p == '>')) {
			p += strspn(p, "#> ");
		} else if (begins_line(&out) && strchr("*+-", *p) && p[1] == ' ') {
			buf_adds(&out, "- ");
			p += 2;
		} else if (*p == '[' || (*p == '!' && p[1] == '[') || marks(markdown, p)) {
			p++;
		} else if (*p == ']') {
			p = place_link(p, &out);
		} else {
			buf_add(&out, p++, 1);
		}
	}
	return finish(a, &out);
}
