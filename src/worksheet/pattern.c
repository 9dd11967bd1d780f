/* SPDX-License-Identifier: MIT */
#include "worksheet/pattern.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

struct pattern {
	regex_t re;
};

enum {
	COUNT_MOST = 255,
	GROUPS_MOST = 20, /* in one another */
	SIZE_MOST = 600,  /* of all that counts stand for, written out: more takes long */
};

struct translation {
	const char *at;
	struct buf out;
	bool in_class;
	int deep;                      /* in so many groups */
	size_t sizes[GROUPS_MOST + 1]; /* of each of them, written out */
	size_t last;                   /* of what is just behind us */
};

/* \d, \w, \s within or without brackets. */
static bool put_class(struct translation *t, char c)
{
	static const struct {
		char name;
		const char *in, *out;
	} rows[] = {
		{ 'd', "0-9", "[0-9]" },
		{ 'w', "[:alnum:]_", "[[:alnum:]_]" },
		{ 's', "[:space:]", "[[:space:]]" },
		{ 'D', NULL, "[^0-9]" },
		{ 'W', NULL, "[^[:alnum:]_]" },
		{ 'S', NULL, "[^[:space:]]" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].name == c) {
			const char *as = t->in_class ? rows[i].in : rows[i].out;

			return as && buf_adds(&t->out, as);
		}
	return false;
}

static bool put_escape(struct translation *t)
{
	const char c = t->at[1];

	t->at += 2;
	if (strchr("dwsDWS", c) && c)
		return put_class(t, c);
	if (c == 't')
		return buf_adds(&t->out, "\t");
	if (!c || strchr("0123456789", c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return false; /* a reference, a border, a class of Unicode */
	if (t->in_class)
		return c != ']' && c != '[' && c != '^' && c != '-' && c != '\\'
			       ? buf_add(&t->out, &c, 1)
			       : c == '\\' && buf_adds(&t->out, "\\");
	return (!strchr(".[]()*+?{}|^$\\", c) || buf_adds(&t->out, "\\")) &&
	       buf_add(&t->out, &c, 1);
}

static bool put_bracket(struct translation *t)
{
	t->in_class = true;
	buf_adds(&t->out, "[");
	if (*++t->at == '^') {
		buf_adds(&t->out, "^");
		t->at++;
	}
	/* "[]..." is empty there, and holds the bracket here */
	return *t->at != ']';
}

static bool put_in_class(struct translation *t)
{
	if (*t->at == '\\')
		return put_escape(t);
	if (*t->at == '[')
		return false; /* a class in a class, or a set's operator */
	t->in_class = *t->at != ']';
	return buf_add(&t->out, t->at++, 1);
}

/* One more thing of this size. */
static bool grow(struct translation *t, size_t size)
{
	t->last = size;
	t->sizes[t->deep] += size;
	return t->sizes[t->deep] <= SIZE_MOST;
}

/* {2}, {2,}, {2,5}: the library writes what it is about out as often. */
static bool put_count(struct translation *t)
{
	char *end;
	const char *from = t->at;
	unsigned long n = strtoul(t->at + 1, &end, 10), most = n;

	if (end == t->at + 1 || strchr("+- ", t->at[1]))
		return false;
	if (*end == ',' && end[1] != '}')
		most = strtoul(end + 1, &end, 10);
	else if (*end == ',')
		end++;
	if (*end != '}' || n > COUNT_MOST || most > COUNT_MOST || most < n ||
	    (end[1] && strchr("?+{*", end[1])))
		return false;
	t->at = end + 1;
	return grow(t, t->last * most) && buf_add(&t->out, from, (size_t)(end + 1 - from));
}

static bool put_group(struct translation *t)
{
	if (*t->at == ')') {
		const size_t size = t->sizes[t->deep];

		return t->deep-- > 0 && grow(t, size);
	}
	if (t->at[1] == '?' && t->at[2] != ':')
		return false;
	t->at += t->at[1] == '?' ? 2 : 0;
	if (t->deep == GROUPS_MOST)
		return false;
	t->sizes[++t->deep] = 0;
	return true;
}

static bool put_one(struct translation *t)
{
	const char c = *t->at;

	if (t->in_class)
		return put_in_class(t);
	if (c == '{')
		return put_count(t);
	if (strchr("*+?", c))
		return !(t->at[1] && strchr("?+*{", t->at[1])) && t->at++ &&
		       buf_add(&t->out, &c, 1);
	if (c == '(' || c == ')')
		return put_group(t) && t->at++ && buf_add(&t->out, &c, 1);
	if (c == '^' || c == '$') /* all of it is matched anyhow */
		return (c == '^' ? strchr("(|", t->out.p[t->out.n - 1]) != NULL
				 : !t->at[1] || t->at[1] == ')' || t->at[1] == '|') &&
		       t->at++;
	if (!grow(t, 1))
		return false;
	if (c == '\\')
		return put_escape(t);
	if (c == '[')
		return put_bracket(t);
	t->at++;
	return buf_add(&t->out, &c, 1);
}

struct pattern *pattern_make(const char *text)
{
	struct translation t = { .at = text };
	struct pattern *p = NULL;
	bool good = strlen(text) <= PATTERN_MAX;

	buf_init(&t.out, PATTERN_MAX * 12);
	buf_adds(&t.out, "^(");
	while (good && *t.at)
		good = put_one(&t);
	if (good && !t.in_class && t.deep == 0 && buf_adds(&t.out, ")$")) {
		p = mem_get(sizeof(*p));
		if (regcomp(&p->re, buf_text(&t.out), REG_EXTENDED | REG_NOSUB) != 0) {
			free(p);
			p = NULL;
		}
	}
	buf_finish(&t.out);
	return p;
}

void pattern_free(struct pattern *p)
{
	if (p)
		regfree(&p->re);
	free(p);
}

bool pattern_fits(const struct pattern *p, const char *text)
{
	return regexec(&p->re, text, 0, NULL, 0) == 0;
}
