/* SPDX-License-Identifier: MIT */
/* FHIRPath to what path_eval.c runs: by descent, operators by how tightly they bind. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/utf8.h"
#include "worksheet/path_in.h"

enum { BINDS_UNARY = 11, BINDS_TYPE = 8 };

struct parser {
	struct arena *mem;
	const char *text, *at;
	const char *const *names;
	const char *why; /* NULL: all is well so far */
	int depth;
};

static struct path *parse_whole(struct parser *p, int binds);

static struct path *refuse(struct parser *p, const char *what, const char *name, size_t n)
{
	if (!p->why)
		p->why = arena_fmt(p->mem, "%s%.*s", what, (int)(n > 60 ? 60 : n), name);
	return NULL;
}

static struct path *refuse_here(struct parser *p)
{
	if (!p->why)
		p->why = arena_fmt(p->mem, "at %zu", (size_t)(p->at - p->text) + 1);
	return NULL;
}

static struct path *make(struct parser *p, enum path_does does)
{
	struct path *made = arena_get(p->mem, sizeof(*made));

	*made = (struct path) { .does = does };
	return made;
}

static void skip(struct parser *p)
{
	for (;;) {
		p->at += strspn(p->at, " \t\r\n");
		if (p->at[0] == '/' && p->at[1] == '/')
			p->at += strcspn(p->at, "\n");
		else if (p->at[0] == '/' && p->at[1] == '*' && strstr(p->at + 2, "*/"))
			p->at = strstr(p->at + 2, "*/") + 2;
		else
			return;
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t word_length(const char *at)
{
	size_t n = 0;

	while (is_letter(at[n]) || (n && at[n] >= '0' && at[n] <= '9'))
		n++;
	return n;
}

static bool takes(struct parser *p, const char *sign)
{
	const size_t n = strlen(sign);

	skip(p);
	if (strncmp(p->at, sign, n) != 0 || (is_letter(*sign) && word_length(p->at) != n))
		return false;
	p->at += n;
	return true;
}

/* ---- literals ---- */

/* 'text' with its escapes, from its first quote. */
static char *parse_quoted(struct parser *p)
{
	static const char from[] = "nrtf", to[] = "\n\r\t\f";
	const char quote = *p->at++;
	char *out = arena_get(p->mem, strlen(p->at) * 2 + 5);
	size_t n = 0;

	for (; *p->at && *p->at != quote; p->at++) {
		const char *escape;

		if (*p->at != '\\') {
			out[n++] = *p->at;
			continue;
		}
		if (!*++p->at)
			break;
		escape = strchr(from, *p->at);
		if (*p->at == 'u' && strspn(p->at + 1, "0123456789abcdefABCDEF") >= 4) {
			char digits[5] = { p->at[1], p->at[2], p->at[3], p->at[4], '\0' };

			n += utf8_put((int32_t)strtol(digits, NULL, 16), out + n);
			p->at += 4;
		} else {
			out[n++] = escape ? to[escape - from] : *p->at;
		}
	}
	if (*p->at++ != quote) {
		p->at--;
		refuse_here(p);
		return NULL;
	}
	return out;
}

static struct path *parse_text(struct parser *p)
{
	struct path *made = make(p, PATH_LITERAL);
	const char *text = parse_quoted(p);

	if (!text)
		return NULL;
	made->value = (struct sheet_value) { .kind = VALUE_STRING, .text = text };
	return made;
}

/* Behind a number: a unit makes a quantity of it. */
static void parse_unit(struct parser *p, struct path *number)
{
	static const char *const units[] = { "year", "month",  "week",  "day",
					     "hour", "minute", "second" };
	const char *from = p->at;
	size_t n;

	skip(p);
	if (*p->at == '\'') {
		number->value.text = parse_quoted(p);
		number->value.kind = VALUE_QUANTITY;
		return;
	}
	n = word_length(p->at);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		const size_t m = strlen(units[i]);

		if (strncmp(p->at, units[i], m) != 0 ||
		    (n != m && (n != m + 1 || p->at[m] != 's')))
			continue;
		number->value.text = units[i];
		number->value.kind = VALUE_QUANTITY;
		p->at += n;
		return;
	}
	p->at = from;
}

static struct path *parse_number(struct parser *p)
{
	struct path *made = make(p, PATH_LITERAL);
	size_t whole = strspn(p->at, "0123456789"), n = whole;
	struct sheet_value *v = &made->value;

	if (p->at[n] == '.' && strspn(p->at + n + 1, "0123456789"))
		n += 1 + strspn(p->at + n + 1, "0123456789");
	if (n > 40 || !value_typed(p->mem, VALUE_DECIMAL, arena_dup(p->mem, p->at, n), NULL, v))
		return refuse_here(p);
	v->kind = n == whole ? VALUE_INTEGER : VALUE_DECIMAL;
	p->at += n;
	parse_unit(p, made);
	return made;
}

/* @2026-11-26, @2026-11-26T18:00:00Z, @2026-11-26T, @T18:00 */
static struct path *parse_date(struct parser *p)
{
	struct path *made = make(p, PATH_LITERAL);
	const bool time = *++p->at == 'T';
	size_t n;
	char *text;

	p->at += time;
	n = strspn(p->at, "0123456789-:.TZ+");
	while (n && strchr("-+.:", p->at[n - 1]))
		n--;
	text = arena_dup(p->mem, p->at, n);
	p->at += n;
	if (n && text[n - 1] == 'T')
		text[n - 1] = '\0';
	if (!value_typed(p->mem,
			 time                ? VALUE_TIME
			 : strchr(text, 'T') ? VALUE_DATE_TIME
					     : VALUE_DATE,
			 text, NULL, &made->value))
		return refuse(p, "date ", text, n);
	return made;
}

/* ---- names ---- */

static enum value_kind kind_named(const char *name, size_t n)
{
	for (enum value_kind k = VALUE_BOOLEAN; k < VALUE_KINDS; k++)
		if (strlen(value_kind_name(k)) == n &&
		    strncasecmp(value_kind_name(k), name, n) == 0)
			return k;
	if (n == 4 && strncmp(name, "code", n) == 0)
		return VALUE_STRING;
	return VALUE_NONE;
}

/* A kind, maybe with FHIR. or System. before it. */
static bool parse_kind(struct parser *p, enum value_kind *kind)
{
	size_t n;

	skip(p);
	if (strncmp(p->at, "FHIR.", 5) == 0 || strncmp(p->at, "System.", 7) == 0)
		p->at += *p->at == 'F' ? 5 : 7;
	n = word_length(p->at);
	*kind = kind_named(p->at, n);
	if (*kind == VALUE_NONE)
		return refuse(p, "type ", p->at, n) != NULL;
	p->at += n;
	return true;
}

static const struct path_function *find_function(const char *name, size_t n)
{
	const struct path_function *const tables[] = { path_functions, path_number_functions,
						       path_text_functions };

	for (size_t i = 0; i < 3; i++)
		for (const struct path_function *f = tables[i]; f->name; f++)
			if (strlen(f->name) == n && memcmp(f->name, name, n) == 0)
				return f;
	return NULL;
}

static struct path *parse_arguments(struct parser *p, struct path *call)
{
	const struct path **end = &call->right;
	int count = 0;

	if (!takes(p, ")")) {
		do {
			struct path *one = parse_whole(p, 0);

			if (!one)
				return NULL;
			*end = one;
			end = &one->next;
			count++;
		} while (takes(p, ","));
		if (!takes(p, ")"))
			return refuse_here(p);
	}
	if (count < call->function->least || count > call->function->most)
		return refuse(p, "arguments of ", call->function->name,
			      strlen(call->function->name));
	return call;
}

static struct path *parse_call(struct parser *p, const char *name, size_t n)
{
	struct path *call = make(p, PATH_CALL);
	const bool kind = n == 6 && memcmp(name, "ofType", 6) == 0;

	if (kind || (n == 2 && (memcmp(name, "is", 2) == 0 || memcmp(name, "as", 2) == 0))) {
		call->does = n == 2 && *name == 'i' ? PATH_IS : PATH_AS;
		if (!parse_kind(p, &call->value.kind) || !takes(p, ")"))
			return refuse_here(p);
		return call;
	}
	call->function = find_function(name, n);
	return call->function ? parse_arguments(p, call) : refuse(p, "function ", name, n);
}

/* A name is an element; with brackets it is a function. */
static struct path *parse_name(struct parser *p)
{
	static const char *const members[] = {
		"item",          "answer",       "value",        "linkId",      "text",
		"code",          "system",       "display",      "unit",        "valueCoding",
		"valueInteger",  "valueDecimal", "valueBoolean", "valueString", "valueDate",
		"valueDateTime", "valueTime",    "valueQuantity"
	};
	const char *name = p->at;
	const size_t n = word_length(name);
	struct path *made;

	p->at += n;
	if (takes(p, "("))
		return parse_call(p, name, n);
	made = make(p, PATH_MEMBER);
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (strlen(members[i]) == n && memcmp(members[i], name, n) == 0)
			made->name =
				strncmp(members[i], "value", 5) == 0 ? "value" : members[i];
	if (n == 21 && memcmp(name, "QuestionnaireResponse", n) == 0)
		made->does = PATH_RESOURCE;
	return made->name || made->does == PATH_RESOURCE ? made : refuse(p, "name ", name, n);
}

static struct path *parse_percent(struct parser *p)
{
	const char *name = ++p->at;
	size_t n = word_length(name);
	struct path *made = make(p, PATH_VARIABLE);

	if (*name == '`' || *name == '\'') {
		made->name = parse_quoted(p);
		n = made->name ? strlen(made->name) : 0;
	} else {
		p->at += n;
		made->name = arena_dup(p->mem, name, n);
	}
	if (!made->name)
		return NULL;
	if (strcmp(made->name, "resource") == 0 || strcmp(made->name, "rootResource") == 0)
		made->does = PATH_RESOURCE;
	if (strcmp(made->name, "context") == 0)
		made->does = PATH_CONTEXT;
	for (const char *const *known = p->names; known && *known; known++)
		if (strcmp(*known, made->name) == 0)
			return made;
	return made->does != PATH_VARIABLE ? made : refuse(p, "name %", made->name, n);
}

/* ---- terms ---- */

static struct path *parse_term(struct parser *p)
{
	struct path *made;

	skip(p);
	if (takes(p, "(")) {
		made = parse_whole(p, 0);
		return !made || takes(p, ")") ? made : refuse_here(p);
	}
	if (takes(p, "{"))
		return takes(p, "}") ? make(p, PATH_NOTHING) : refuse_here(p);
	if (*p->at == '\'' || *p->at == '"')
		return parse_text(p);
	if (*p->at >= '0' && *p->at <= '9')
		return parse_number(p);
	if (*p->at == '@')
		return parse_date(p);
	if (*p->at == '%')
		return parse_percent(p);
	if (takes(p, "$this"))
		return make(p, PATH_THIS);
	if (takes(p, "$index"))
		return make(p, PATH_POSITION);
	made = make(p, PATH_LITERAL);
	made->value.kind = VALUE_BOOLEAN;
	made->value.number = strncmp(p->at, "true", 4) == 0;
	if (takes(p, "true") || takes(p, "false"))
		return made;
	return is_letter(*p->at) ? parse_name(p) : refuse_here(p);
}

static struct path *parse_postfix(struct parser *p)
{
	struct path *left = parse_term(p);

	while (left) {
		struct path *right, *both;
		const bool dot = takes(p, ".");

		if (!dot && !takes(p, "["))
			return left;
		skip(p);
		right = !dot                ? parse_whole(p, 0)
			: is_letter(*p->at) ? parse_name(p)
					    : refuse_here(p);
		if (!right || (!dot && !takes(p, "]")))
			return refuse_here(p);
		both = make(p, dot ? PATH_THEN : PATH_INDEX);
		both->left = left;
		both->right = right;
		left = both;
	}
	return NULL;
}

static struct path *parse_unary(struct parser *p)
{
	struct path *made, *of;

	if (takes(p, "+"))
		return parse_unary(p);
	if (!takes(p, "-"))
		return parse_postfix(p);
	of = parse_whole(p, BINDS_UNARY);
	if (!of)
		return NULL;
	made = make(p, PATH_MINUS);
	made->left = of;
	return made;
}

/* The operator here that binds at least so; the longest, "<=" before "<". */
static const struct path_binary *find_binary(struct parser *p, int binds)
{
	const struct path_binary *best = NULL;

	skip(p);
	for (const struct path_binary *b = path_binaries; b->sign; b++) {
		const char *from = p->at;

		if (takes(p, b->sign) && (!best || strlen(b->sign) > strlen(best->sign)))
			best = b;
		p->at = from;
	}
	return best && best->binds > binds ? best : NULL;
}

static struct path *parse_type(struct parser *p, struct path *left, bool is)
{
	struct path *both = make(p, is ? PATH_IS : PATH_AS);

	both->left = left;
	return parse_kind(p, &both->value.kind) ? both : NULL;
}

static struct path *parse_tail(struct parser *p, struct path *left, int binds)
{
	while (left) {
		const struct path_binary *b = find_binary(p, binds);
		struct path *both;
		const bool is = !b && binds < BINDS_TYPE && takes(p, "is");

		if (is || (!b && binds < BINDS_TYPE && takes(p, "as"))) {
			left = parse_type(p, left, is);
			continue;
		}
		if (!b)
			return left;
		p->at += strlen(b->sign);
		both = make(p, PATH_BINARY);
		both->binary = b;
		both->left = left;
		both->right = parse_whole(p, b->binds);
		left = both->right ? both : NULL;
	}
	return NULL;
}

static struct path *parse_whole(struct parser *p, int binds)
{
	struct path *made;

	if (++p->depth > PATH_DEPTH_MAX)
		return refuse(p, "too deep", "", 0);
	made = parse_tail(p, parse_unary(p), binds);
	p->depth--;
	return made;
}

const struct path *path_compile(struct arena *a, const char *text, const char *const *names,
				const char **why)
{
	struct parser p = { .mem = a, .text = text, .at = text, .names = names };
	struct path *made;

	if (strlen(text) > PATH_TEXT_MAX) {
		*why = "too long";
		return NULL;
	}
	made = parse_whole(&p, 0);
	skip(&p);
	if (made && *p.at)
		made = refuse_here(&p);
	*why = p.why ? p.why : "at 1";
	return made;
}
