/* SPDX-License-Identifier: MIT */
/* The functions of paths on texts and dates, and from one kind to another; a row each. */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "worksheet/path_in.h"
#include "worksheet/pattern.h"

static const struct many nothing;

static const char *text_argument(struct path_run *run, const struct path *call, int n)
{
	const struct many m = path_argument(run, call, n);

	return path_string(&m);
}

/* What a value is as a text; NULL: nothing. */
static const char *as_text(struct path_run *run, const struct many *in)
{
	const struct sheet_value *v = path_single(in);

	if (!v)
		return NULL;
	if (v->kind == VALUE_BOOLEAN)
		return v->number > 0 ? "true" : "false";
	if (v->kind == VALUE_INTEGER || v->kind == VALUE_DECIMAL)
		return arena_fmt(run->mem, "%.12g", v->number);
	if (v->kind == VALUE_QUANTITY)
		return arena_fmt(run->mem, "%.12g %s", v->number,
				 v->display ? v->display
				 : v->text  ? v->text
					    : "");
	return v->kind == VALUE_CODING && v->display ? v->display : v->text;
}

static struct many do_to_string(struct path_run *run, const struct many *in,
				const struct path *call)
{
	(void)call;
	return path_text(run, as_text(run, in));
}

static struct many do_to_number(struct path_run *run, const struct many *in,
				const struct path *call)
{
	const bool integer = strcmp(call->function->name, "toInteger") == 0;
	const struct sheet_value *v = path_single(in);
	struct sheet_value n;

	if (!v)
		return nothing;
	if (v->kind == VALUE_STRING) {
		if (!value_typed(run->mem, integer ? VALUE_INTEGER : VALUE_DECIMAL, v->text,
				 NULL, &n))
			return nothing;
		return path_of(run, &n);
	}
	if (v->kind == VALUE_BOOLEAN || v->kind == VALUE_INTEGER ||
	    (v->kind == VALUE_DECIMAL && (!integer || fabs(v->number - trunc(v->number)) <= 0)))
		return path_number(run, v->number, integer ? VALUE_INTEGER : VALUE_DECIMAL);
	return nothing;
}

/* A number with a unit, which is a word of time, a code or what is written. */
static struct many do_to_quantity(struct path_run *run, const struct many *in,
				  const struct path *call)
{
	const char *unit = call->right ? text_argument(run, call, 0) : NULL;
	const struct sheet_value *v = path_single(in);
	struct sheet_value out;

	if (!v ||
	    (v->kind != VALUE_INTEGER && v->kind != VALUE_DECIMAL && v->kind != VALUE_QUANTITY))
		return nothing;
	out = *v;
	out.kind = VALUE_QUANTITY;
	if (unit)
		out.text = out.display = unit;
	return path_of(run, &out);
}

/* ---- texts ---- */

static struct many do_holds(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	const char *name = call->function->name, *s = path_string(in);
	const char *part = text_argument(run, call, 0);
	size_t n, m;

	if (!s || !part)
		return nothing;
	n = strlen(s);
	m = strlen(part);
	if (*name == 'c')
		return path_boolean(run, strstr(s, part) != NULL);
	if (n < m)
		return path_boolean(run, false);
	return path_boolean(run, memcmp(*name == 's' ? s : s + n - m, part, m) == 0);
}

static struct many do_matches(struct path_run *run, const struct many *in,
			      const struct path *call)
{
	const char *s = path_string(in), *text = text_argument(run, call, 0);
	const size_t cost = s && text ? strlen(text) * 50 + strlen(s) * 10 : 0;
	struct pattern *p;
	struct many out;

	run->spent |= cost > run->query->steps;
	if (!s || !text || run->spent)
		return nothing;
	run->query->steps -= cost;
	p = pattern_make(text);
	out = p ? path_boolean(run, pattern_fits(p, s)) : nothing;
	pattern_free(p);
	return out;
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* Where the n-th character begins; its end if there are fewer. */
static const char *character_at(const char *s, size_t n)
{
	struct str text = str_of(s);
	size_t at = 0, bytes;

	for (; n && at < text.n; n--, at += bytes)
		utf8_at(text, at, &bytes);
	return s + at;
}

static struct many do_length(struct path_run *run, const struct many *in,
			     const struct path *call)
{
	const char *s = path_string(in);

	(void)call;
	return s ? path_number(run, (double)characters(s), VALUE_INTEGER) : nothing;
}

static struct many do_substring(struct path_run *run, const struct many *in,
				const struct path *call)
{
	const char *s = path_string(in), *from, *to;
	const struct many at = path_argument(run, call, 0);
	const struct sheet_value *a = path_single(&at), *b;
	struct many count;

	if (!s || !a || a->kind != VALUE_INTEGER || a->number < 0 ||
	    a->number >= (double)characters(s))
		return nothing;
	from = character_at(s, (size_t)a->number);
	to = from + strlen(from);
	if (call->right->next) {
		count = path_argument(run, call, 1);
		b = path_single(&count);
		if (b && b->kind == VALUE_INTEGER)
			to = character_at(from, b->number > 0 ? (size_t)b->number : 0);
	}
	return path_text(run, arena_dup(run->mem, from, (size_t)(to - from)));
}

static struct many do_index_of(struct path_run *run, const struct many *in,
			       const struct path *call)
{
	const char *s = path_string(in), *part = text_argument(run, call, 0), *at;

	if (!s || !part)
		return nothing;
	at = strstr(s, part);
	return path_number(
		run, at ? (double)characters(arena_dup(run->mem, s, (size_t)(at - s))) : -1,
		VALUE_INTEGER);
}

/* ASCII alone: codes and the like; what people wrote is compared as it is. */
static struct many do_case(struct path_run *run, const struct many *in, const struct path *call)
{
	const bool up = *call->function->name == 'u';
	const char *s = path_string(in);
	char *out;

	if (!s)
		return nothing;
	out = arena_text(run->mem, s);
	for (char *p = out; *p; p++)
		if ((up && *p >= 'a' && *p <= 'z') || (!up && *p >= 'A' && *p <= 'Z'))
			*p ^= 0x20;
	return path_text(run, out);
}

static struct many do_trim(struct path_run *run, const struct many *in, const struct path *call)
{
	const char *s = path_string(in);
	size_t n;

	(void)call;
	if (!s)
		return nothing;
	s += strspn(s, " \t\r\n");
	for (n = strlen(s); n && strchr(" \t\r\n", s[n - 1]); n--)
		;
	return path_text(run, arena_dup(run->mem, s, n));
}

static struct many finish(struct path_run *run, struct buf *b)
{
	struct many out = path_text(run, arena_dup(run->mem, buf_text(b), b->n));

	buf_finish(b);
	return out;
}

static struct many do_join(struct path_run *run, const struct many *in, const struct path *call)
{
	const char *between = call->right ? text_argument(run, call, 0) : "";
	struct buf b;

	buf_init(&b, VALUE_TEXT_MAX);
	for (size_t i = 0; i < in->count; i++) {
		const struct many one = { &in->all[i], 1, 1 };
		const char *s = as_text(run, &one);

		if (i && between)
			buf_adds(&b, between);
		if (s)
			buf_adds(&b, s);
	}
	return finish(run, &b);
}

static struct many do_replace(struct path_run *run, const struct many *in,
			      const struct path *call)
{
	const char *s = path_string(in), *from = text_argument(run, call, 0);
	const char *to = text_argument(run, call, 1), *at;
	struct buf b;

	if (!s || !from || !to || !*from)
		return nothing;
	buf_init(&b, VALUE_TEXT_MAX);
	for (; (at = strstr(s, from)); s = at + strlen(from)) {
		buf_add(&b, s, (size_t)(at - s));
		buf_adds(&b, to);
	}
	buf_adds(&b, s);
	return finish(run, &b);
}

/* ---- dates ---- */

static struct many do_today(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	const bool now = *call->function->name == 'n';
	const char *text = now ? run->query->now : run->query->today;

	(void)in;
	return text ? path_of(run, &(struct sheet_value) { .kind = now ? VALUE_DATE_TIME
								       : VALUE_DATE,
							   .text = text })
		    : nothing;
}

static struct many do_until(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	const struct many to = path_argument(run, call, 0);
	const char *unit = text_argument(run, call, 1);
	const struct sheet_value *a = path_single(in), *b = path_single(&to);
	double n;

	return unit && a && b && value_between(a, b, unit, &n)
		       ? path_number(run, n, VALUE_INTEGER)
		       : nothing;
}

const struct path_function path_text_functions[] = {
	{ "toString", 0, 0, do_to_string },  { "toInteger", 0, 0, do_to_number },
	{ "toDecimal", 0, 0, do_to_number }, { "toQuantity", 0, 1, do_to_quantity },
	{ "contains", 1, 1, do_holds },      { "startsWith", 1, 1, do_holds },
	{ "endsWith", 1, 1, do_holds },      { "matches", 1, 1, do_matches },
	{ "length", 0, 0, do_length },       { "substring", 1, 2, do_substring },
	{ "indexOf", 1, 1, do_index_of },    { "upper", 0, 0, do_case },
	{ "lower", 0, 0, do_case },          { "trim", 0, 0, do_trim },
	{ "join", 0, 1, do_join },           { "replace", 2, 2, do_replace },
	{ "today", 0, 0, do_today },         { "now", 0, 0, do_today },
	{ "until", 2, 2, do_until },         { NULL, 0, 0, NULL },
};
