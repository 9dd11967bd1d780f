/* SPDX-License-Identifier: MIT */
/* The operators of paths, a row each. */
#include <math.h>
#include <string.h>

#include "worksheet/path_in.h"

static const struct many nothing;

/* ---- reckoning ---- */

static bool is_number(const struct sheet_value *v)
{
	return v && (v->kind == VALUE_INTEGER || v->kind == VALUE_DECIMAL ||
		     v->kind == VALUE_QUANTITY);
}

/* What two numbers give: whole if both are, of a unit if one is. */
static struct many result(struct path_run *run, double n, const struct sheet_value *a,
			  const struct sheet_value *b)
{
	struct sheet_value v = { .kind = VALUE_DECIMAL };

	if (!isfinite(n))
		return nothing;
	if (a->kind == VALUE_QUANTITY || b->kind == VALUE_QUANTITY)
		v = a->kind == VALUE_QUANTITY ? *a : *b;
	else if (a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER &&
		 fabs(n - trunc(n)) <= 0)
		v.kind = VALUE_INTEGER;
	v.number = n;
	return path_of(run, &v);
}

/* Sums and differences want the same unit; a date with a time gives a date. */
static struct many add_up(struct path_run *run, const struct many *x, const struct many *y,
			  int sign)
{
	const struct sheet_value *a = path_single(x), *b = path_single(y);
	struct sheet_value v;

	if (is_number(a) && is_number(b))
		return value_compare(a, b) == VALUE_UNKNOWN
			       ? nothing
			       : result(run, a->number + sign * b->number, a, b);
	if (!a || !b || b->kind != VALUE_QUANTITY || !b->text || fabs(b->number) > 1e6 ||
	    !value_later(run->mem, a, (struct value_date) { sign * (int)b->number, b->text },
			 &v))
		return nothing;
	return path_of(run, &v);
}

static struct many join(struct path_run *run, const char *a, const char *b)
{
	if (strlen(a) + strlen(b) > VALUE_TEXT_MAX)
		return nothing;
	return path_text(run, arena_fmt(run->mem, "%s%s", a, b));
}

static struct many do_plus(struct path_run *run, const struct many *x, const struct many *y)
{
	const struct sheet_value *a = path_single(x), *b = path_single(y);

	if (a && b && a->kind == VALUE_STRING && b->kind == VALUE_STRING)
		return join(run, a->text, b->text);
	return add_up(run, x, y, 1);
}

static struct many do_minus(struct path_run *run, const struct many *x, const struct many *y)
{
	return add_up(run, x, y, -1);
}

static struct many do_times(struct path_run *run, const struct many *x, const struct many *y)
{
	const struct sheet_value *a = path_single(x), *b = path_single(y);

	return is_number(a) && is_number(b) ? result(run, a->number * b->number, a, b)
					    : nothing;
}

static struct many do_over(struct path_run *run, const struct many *x, const struct many *y)
{
	const struct sheet_value *a = path_single(x), *b = path_single(y);
	const struct sheet_value part = { .kind = VALUE_DECIMAL };

	if (!is_number(a) || !is_number(b) || fabs(b->number) <= 0)
		return nothing;
	if (a->kind == VALUE_QUANTITY && b->kind != VALUE_QUANTITY)
		return result(run, a->number / b->number, a, b);
	return result(run, a->number / b->number, &part, &part);
}

static struct many do_div(struct path_run *run, const struct many *x, const struct many *y)
{
	const struct sheet_value *a = path_single(x), *b = path_single(y);
	const struct sheet_value whole = { .kind = VALUE_INTEGER };

	return is_number(a) && is_number(b) && fabs(b->number) > 0
		       ? result(run, trunc(a->number / b->number), &whole, &whole)
		       : nothing;
}

static struct many do_mod(struct path_run *run, const struct many *x, const struct many *y)
{
	const struct sheet_value *a = path_single(x), *b = path_single(y);

	return is_number(a) && is_number(b) && fabs(b->number) > 0
		       ? result(run, fmod(a->number, b->number), a, b)
		       : nothing;
}

/* Nothing is an empty text here. */
static struct many do_and_text(struct path_run *run, const struct many *x, const struct many *y)
{
	const char *a = path_string(x), *b = path_string(y);

	if ((x->count && !a) || (y->count && !b))
		return nothing;
	return join(run, a ? a : "", b ? b : "");
}

/* ---- comparing ---- */

static enum value_order order(const struct many *x, const struct many *y)
{
	const struct sheet_value *a = path_single(x), *b = path_single(y);

	return a && b ? value_compare(a, b) : VALUE_UNKNOWN;
}

static struct many ordered(struct path_run *run, enum value_order o, bool less, bool same,
			   bool more)
{
	if (o == VALUE_UNKNOWN || o == VALUE_OTHER)
		return nothing;
	return path_boolean(run, (o == VALUE_LESS && less) || (o == VALUE_SAME && same) ||
					 (o == VALUE_MORE && more));
}

static struct many do_less(struct path_run *run, const struct many *x, const struct many *y)
{
	return ordered(run, order(x, y), true, false, false);
}

static struct many do_more(struct path_run *run, const struct many *x, const struct many *y)
{
	return ordered(run, order(x, y), false, false, true);
}

static struct many do_at_most(struct path_run *run, const struct many *x, const struct many *y)
{
	return ordered(run, order(x, y), true, true, false);
}

static struct many do_at_least(struct path_run *run, const struct many *x, const struct many *y)
{
	return ordered(run, order(x, y), false, true, true);
}

static bool all_same(const struct many *x, const struct many *y)
{
	if (x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (!path_same(&x->all[i], &y->all[i]))
			return false;
	return true;
}

static struct many do_same(struct path_run *run, const struct many *x, const struct many *y)
{
	if (!x->count || !y->count ||
	    (path_single(x) && path_single(y) && order(x, y) == VALUE_UNKNOWN))
		return nothing;
	return path_boolean(run, all_same(x, y));
}

static struct many do_other(struct path_run *run, const struct many *x, const struct many *y)
{
	struct many same = do_same(run, x, y);

	return same.count ? path_boolean(run, path_truth(&same) == TRUTH_NO) : same;
}

/* Nothing is like nothing. */
static struct many do_like(struct path_run *run, const struct many *x, const struct many *y)
{
	return path_boolean(run, all_same(x, y));
}

static struct many do_unlike(struct path_run *run, const struct many *x, const struct many *y)
{
	return path_boolean(run, !all_same(x, y));
}

static bool holds(const struct many *m, const struct one *one)
{
	for (size_t i = 0; i < m->count; i++)
		if (path_same(&m->all[i], one))
			return true;
	return false;
}

static struct many do_in(struct path_run *run, const struct many *x, const struct many *y)
{
	return x->count == 1 ? path_boolean(run, holds(y, &x->all[0])) : nothing;
}

static struct many do_contains(struct path_run *run, const struct many *x, const struct many *y)
{
	return do_in(run, y, x);
}

static struct many do_union(struct path_run *run, const struct many *x, const struct many *y)
{
	struct many out = { 0 };

	for (int side = 0; side < 2; side++) {
		const struct many *m = side ? y : x;

		for (size_t i = 0; i < m->count && !run->spent; i++) {
			run->query->steps -=
				out.count < run->query->steps ? out.count : run->query->steps;
			if (!holds(&out, &m->all[i]))
				path_push(run, &out, &m->all[i]);
		}
	}
	return out;
}

/* ---- true, false and neither ---- */

static struct many truth(struct path_run *run, enum truth t)
{
	return t == TRUTH_NOTHING ? nothing : path_boolean(run, t == TRUTH_YES);
}

static struct many do_and(struct path_run *run, const struct many *x, const struct many *y)
{
	const enum truth a = path_truth(x), b = path_truth(y);

	return truth(run, a == TRUTH_NO || b == TRUTH_NO     ? TRUTH_NO
			  : a == TRUTH_YES && b == TRUTH_YES ? TRUTH_YES
							     : TRUTH_NOTHING);
}

static struct many do_or(struct path_run *run, const struct many *x, const struct many *y)
{
	const enum truth a = path_truth(x), b = path_truth(y);

	return truth(run, a == TRUTH_YES || b == TRUTH_YES ? TRUTH_YES
			  : a == TRUTH_NO && b == TRUTH_NO ? TRUTH_NO
							   : TRUTH_NOTHING);
}

static struct many do_xor(struct path_run *run, const struct many *x, const struct many *y)
{
	const enum truth a = path_truth(x), b = path_truth(y);

	return a == TRUTH_NOTHING || b == TRUTH_NOTHING ? nothing : path_boolean(run, a != b);
}

static struct many do_implies(struct path_run *run, const struct many *x, const struct many *y)
{
	const enum truth a = path_truth(x), b = path_truth(y);

	return truth(run, a == TRUTH_NO || b == TRUTH_YES ? TRUTH_YES
			  : a == TRUTH_YES                ? b
							  : TRUTH_NOTHING);
}

const struct path_binary path_binaries[] = {
	{ "implies", 1, do_implies }, { "or", 2, do_or },       { "xor", 2, do_xor },
	{ "and", 3, do_and },         { "in", 4, do_in },       { "contains", 4, do_contains },
	{ "=", 5, do_same },          { "!=", 5, do_other },    { "~", 5, do_like },
	{ "!~", 5, do_unlike },       { "<", 6, do_less },      { ">", 6, do_more },
	{ "<=", 6, do_at_most },      { ">=", 6, do_at_least }, { "|", 7, do_union },
	{ "+", 9, do_plus },          { "-", 9, do_minus },     { "&", 9, do_and_text },
	{ "*", 10, do_times },        { "/", 10, do_over },     { "div", 10, do_div },
	{ "mod", 10, do_mod },        { NULL, 0, NULL },
};
