/* SPDX-License-Identifier: MIT */
/* The functions of paths on collections and numbers, a row each. */
#include <math.h>
#include <string.h>

#include "worksheet/path_in.h"

static const struct many nothing;

static struct many argument(struct path_run *run, const struct path *call, int n)
{
	const struct path *p = call->right;

	for (; n; n--)
		p = p->next;
	return path_eval(run, p, run->focus);
}

/* A whole number as an argument; -1: it is none. */
static long whole(struct path_run *run, const struct path *call, int n)
{
	const struct many m = argument(run, call, n);
	const struct sheet_value *v = path_single(&m);

	return v && v->kind == VALUE_INTEGER && v->number >= 0 ? (long)v->number : -1;
}

/* Those from `from` on, `count` of them. */
static struct many slice(struct path_run *run, const struct many *in, long from, long count)
{
	struct many out = { 0 };

	for (long i = from; i >= 0 && i < (long)in->count && i < from + count; i++)
		path_push(run, &out, &in->all[i]);
	return out;
}

static struct many do_first(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	(void)call;
	return slice(run, in, 0, 1);
}

static struct many do_last(struct path_run *run, const struct many *in, const struct path *call)
{
	(void)call;
	return slice(run, in, (long)in->count - 1, 1);
}

static struct many do_tail(struct path_run *run, const struct many *in, const struct path *call)
{
	(void)call;
	return slice(run, in, 1, PATH_MANY_MAX);
}

static struct many do_skip(struct path_run *run, const struct many *in, const struct path *call)
{
	const long n = whole(run, call, 0);

	return slice(run, in, n < 0 ? 0 : n, PATH_MANY_MAX);
}

static struct many do_take(struct path_run *run, const struct many *in, const struct path *call)
{
	return slice(run, in, 0, whole(run, call, 0));
}

static struct many do_single(struct path_run *run, const struct many *in,
			     const struct path *call)
{
	(void)call;
	return in->count == 1 ? slice(run, in, 0, 1) : nothing;
}

static struct many do_where(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	struct many out = { 0 }, is;

	for (size_t i = 0; i < in->count && !run->spent; i++) {
		is = path_on(run, call->right, &in->all[i], i);
		if (path_truth(&is) == TRUTH_YES)
			path_push(run, &out, &in->all[i]);
	}
	return out;
}

static struct many do_select(struct path_run *run, const struct many *in,
			     const struct path *call)
{
	struct many out = { 0 }, one;

	for (size_t i = 0; i < in->count && !run->spent; i++) {
		one = path_on(run, call->right, &in->all[i], i);
		path_push_all(run, &out, &one);
	}
	return out;
}

static struct many do_exists(struct path_run *run, const struct many *in,
			     const struct path *call)
{
	const struct many some = call->right ? do_where(run, in, call) : *in;

	return path_boolean(run, some.count > 0);
}

static struct many do_all(struct path_run *run, const struct many *in, const struct path *call)
{
	const struct many some = do_where(run, in, call);

	return path_boolean(run, some.count == in->count);
}

static size_t count_truth(const struct many *in, enum truth t)
{
	size_t n = 0;

	for (size_t i = 0; i < in->count; i++)
		n += path_truth(&(struct many) { &in->all[i], 1, 1 }) == t;
	return n;
}

static struct many do_all_true(struct path_run *run, const struct many *in,
			       const struct path *call)
{
	(void)call;
	return path_boolean(run, count_truth(in, TRUTH_YES) == in->count);
}

static struct many do_any_true(struct path_run *run, const struct many *in,
			       const struct path *call)
{
	(void)call;
	return path_boolean(run, count_truth(in, TRUTH_YES) > 0);
}

static struct many do_empty(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	(void)call;
	return path_boolean(run, in->count == 0);
}

static struct many do_not(struct path_run *run, const struct many *in, const struct path *call)
{
	const enum truth t = path_truth(in);

	(void)call;
	return t == TRUTH_NOTHING ? nothing : path_boolean(run, t == TRUTH_NO);
}

static struct many do_count(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	(void)call;
	return path_number(run, (double)in->count, VALUE_INTEGER);
}

static struct many do_distinct(struct path_run *run, const struct many *in,
			       const struct path *call)
{
	const struct path_binary *b = path_binaries;
	const struct many none = { 0 };

	(void)call;
	while (strcmp(b->sign, "|") != 0)
		b++;
	return b->act(run, in, &none);
}

static struct many do_is_distinct(struct path_run *run, const struct many *in,
				  const struct path *call)
{
	const struct many some = do_distinct(run, in, call);

	return path_boolean(run, some.count == in->count);
}

static struct many do_combine(struct path_run *run, const struct many *in,
			      const struct path *call)
{
	const struct many more = argument(run, call, 0);
	struct many out = { 0 };

	path_push_all(run, &out, in);
	path_push_all(run, &out, &more);
	return out;
}

static struct many do_union(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	const struct many both = do_combine(run, in, call);

	return do_distinct(run, &both, call);
}

static struct many do_children(struct path_run *run, const struct many *in,
			       const struct path *call)
{
	struct many out = { 0 };

	(void)call;
	for (size_t i = 0; i < in->count && !run->spent; i++)
		if (in->all[i].sort == ONE_ANSWER) {
			path_push(run, &out,
				  &(struct one) { .value = in->all[i].blank->value });
			path_children(run, &in->all[i], &out);
		} else {
			path_children(run, &in->all[i], &out);
		}
	return out;
}

static struct many do_descendants(struct path_run *run, const struct many *in,
				  const struct path *call)
{
	struct many out = do_children(run, in, call), more;

	for (size_t i = 0; i < out.count && !run->spent; i++) {
		more = do_children(run, &(struct many) { &out.all[i], 1, 1 }, call);
		path_push_all(run, &out, &more);
	}
	return out;
}

static struct many do_repeat(struct path_run *run, const struct many *in,
			     const struct path *call)
{
	struct many out = do_select(run, in, call), more;

	for (size_t i = 0; i < out.count && !run->spent; i++) {
		more = path_on(run, call->right, &out.all[i], i);
		path_push_all(run, &out, &more);
	}
	return out;
}

/* The argument that is not asked for is not run. */
static struct many do_iif(struct path_run *run, const struct many *in, const struct path *call)
{
	const struct many is = argument(run, call, 0);

	(void)in;
	if (path_truth(&is) == TRUTH_YES)
		return argument(run, call, 1);
	return call->right->next->next ? argument(run, call, 2) : nothing;
}

static struct many do_trace(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	(void)run;
	(void)call;
	return *in;
}

static struct many do_has_value(struct path_run *run, const struct many *in,
				const struct path *call)
{
	(void)call;
	return path_boolean(run, path_single(in) != NULL);
}

/* ---- numbers ---- */

/* All of them are numbers, of one unit. */
static bool all_numbers(const struct many *in)
{
	for (size_t i = 0; i < in->count; i++) {
		const struct sheet_value *v = &in->all[i].value;

		if (in->all[i].sort != ONE_VALUE ||
		    (v->kind != VALUE_INTEGER && v->kind != VALUE_DECIMAL &&
		     v->kind != VALUE_QUANTITY) ||
		    value_compare(v, &in->all[0].value) == VALUE_UNKNOWN)
			return false;
	}
	return true;
}

static double sum_of(const struct many *in)
{
	double sum = 0;

	for (size_t i = 0; i < in->count; i++)
		sum += in->all[i].value.number;
	return sum;
}

static enum value_kind kind_of_all(const struct many *in)
{
	enum value_kind kind = VALUE_INTEGER;

	for (size_t i = 0; i < in->count; i++)
		if (in->all[i].value.kind != VALUE_INTEGER)
			kind = in->all[i].value.kind;
	return kind;
}

static struct many do_sum(struct path_run *run, const struct many *in, const struct path *call)
{
	struct sheet_value v = { .kind = VALUE_INTEGER };

	(void)call;
	if (!all_numbers(in))
		return nothing;
	if (in->count)
		v = in->all[0].value;
	v.kind = kind_of_all(in);
	v.number = sum_of(in);
	return path_of(run, &v);
}

static struct many do_avg(struct path_run *run, const struct many *in, const struct path *call)
{
	(void)call;
	return in->count && all_numbers(in)
		       ? path_number(run, sum_of(in) / (double)in->count, VALUE_DECIMAL)
		       : nothing;
}

static struct many most(struct path_run *run, const struct many *in, enum value_order wanted)
{
	size_t best = 0;

	if (!in->count || in->all[0].sort != ONE_VALUE)
		return nothing;
	for (size_t i = 1; i < in->count; i++) {
		const enum value_order o =
			in->all[i].sort == ONE_VALUE
				? value_compare(&in->all[i].value, &in->all[best].value)
				: VALUE_OTHER;

		if (o == VALUE_OTHER || o == VALUE_UNKNOWN)
			return nothing;
		if (o == wanted)
			best = i;
	}
	return path_of(run, &in->all[best].value);
}

static struct many do_max(struct path_run *run, const struct many *in, const struct path *call)
{
	(void)call;
	return most(run, in, VALUE_MORE);
}

static struct many do_min(struct path_run *run, const struct many *in, const struct path *call)
{
	(void)call;
	return most(run, in, VALUE_LESS);
}

static double round_places(double n, double places)
{
	const double scale = pow(10, places);

	return floor(n * scale + 0.5) / scale;
}

/* One number to one number. */
static struct many do_maths(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	static const struct {
		const char *name;
		double (*of)(double);
		bool whole; /* the result is */
	} rows[] = { { "abs", fabs, false },      { "ceiling", ceil, true },
		     { "floor", floor, true },    { "sqrt", sqrt, false },
		     { "truncate", trunc, true }, { "ln", log, false },
		     { "exp", exp, false } };
	const struct sheet_value *v = path_single(in);
	struct sheet_value out;

	if (!v || !all_numbers(in))
		return nothing;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].name, call->function->name) != 0)
			continue;
		out = *v;
		out.number = rows[i].of(v->number);
		if (v->kind != VALUE_QUANTITY)
			out.kind = rows[i].whole || (*rows[i].name == 'a' &&
						     v->kind == VALUE_INTEGER)
					   ? VALUE_INTEGER
					   : VALUE_DECIMAL;
		return isfinite(out.number) ? path_of(run, &out) : nothing;
	}
	return nothing;
}

static struct many do_round(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	const long places = call->right ? whole(run, call, 0) : 0;
	const struct sheet_value *v = path_single(in);
	struct sheet_value out;

	if (!v || !all_numbers(in) || places < 0 || places > 15)
		return nothing;
	out = *v;
	out.number = round_places(v->number, (double)places);
	if (v->kind != VALUE_QUANTITY)
		out.kind = places ? VALUE_DECIMAL : VALUE_INTEGER;
	return path_of(run, &out);
}

static struct many do_power(struct path_run *run, const struct many *in,
			    const struct path *call)
{
	const struct many by = argument(run, call, 0);
	const struct sheet_value *a = path_single(in), *b = path_single(&by);
	double n;

	if (!a || !b || !all_numbers(in) || !all_numbers(&by))
		return nothing;
	n = pow(a->number, b->number);
	return isfinite(n) ? path_number(run, n,
					 a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER &&
							 fabs(n - trunc(n)) <= 0
						 ? VALUE_INTEGER
						 : VALUE_DECIMAL)
			   : nothing;
}

/* Weights of codings, of answers or of items' answers. */
static struct many do_weight(struct path_run *run, const struct many *in,
			     const struct path *call)
{
	struct many out = { 0 };

	(void)call;
	for (size_t i = 0; i < in->count; i++) {
		const struct one *one = &in->all[i];
		const struct sheet_value *v = one->sort == ONE_VALUE    ? &one->value
					      : one->sort == ONE_ANSWER ? &one->blank->value
									: NULL;

		if (v && v->weighed)
			path_push(run, &out,
				  &(struct one) { .value = { .kind = VALUE_DECIMAL,
							     .number = v->weight } });
	}
	return out;
}

const struct path_function path_functions[] = {
	{ "where", 1, 1, do_where },       { "select", 1, 1, do_select },
	{ "exists", 0, 1, do_exists },     { "any", 0, 1, do_exists },
	{ "all", 1, 1, do_all },           { "empty", 0, 0, do_empty },
	{ "allTrue", 0, 0, do_all_true },  { "anyTrue", 0, 0, do_any_true },
	{ "not", 0, 0, do_not },           { "count", 0, 0, do_count },
	{ "first", 0, 0, do_first },       { "last", 0, 0, do_last },
	{ "tail", 0, 0, do_tail },         { "skip", 1, 1, do_skip },
	{ "take", 1, 1, do_take },         { "single", 0, 0, do_single },
	{ "distinct", 0, 0, do_distinct }, { "isDistinct", 0, 0, do_is_distinct },
	{ "union", 1, 1, do_union },       { "combine", 1, 1, do_combine },
	{ "children", 0, 0, do_children }, { "descendants", 0, 0, do_descendants },
	{ "repeat", 1, 1, do_repeat },     { "iif", 2, 3, do_iif },
	{ "trace", 1, 2, do_trace },       { "hasValue", 0, 0, do_has_value },
	{ "sum", 0, 0, do_sum },           { "avg", 0, 0, do_avg },
	{ "min", 0, 0, do_min },           { "max", 0, 0, do_max },
	{ "abs", 0, 0, do_maths },         { "ceiling", 0, 0, do_maths },
	{ "floor", 0, 0, do_maths },       { "sqrt", 0, 0, do_maths },
	{ "truncate", 0, 0, do_maths },    { "ln", 0, 0, do_maths },
	{ "exp", 0, 0, do_maths },         { "round", 0, 1, do_round },
	{ "power", 1, 1, do_power },       { "weight", 0, 0, do_weight },
	{ "ordinal", 0, 0, do_weight },    { NULL, 0, 0, NULL },
};
