/* SPDX-License-Identifier: MIT */
/* The functions of paths on numbers and weights, a row each. */
#include <math.h>
#include <string.h>

#include "worksheet/path_in.h"

static const struct many nothing;

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
	const long places = call->right ? path_whole(run, call, 0) : 0;
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
	const struct many by = path_argument(run, call, 0);
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

const struct path_function path_number_functions[] = {
	{ "sum", 0, 0, do_sum },        { "avg", 0, 0, do_avg },
	{ "min", 0, 0, do_min },        { "max", 0, 0, do_max },
	{ "abs", 0, 0, do_maths },      { "ceiling", 0, 0, do_maths },
	{ "floor", 0, 0, do_maths },    { "sqrt", 0, 0, do_maths },
	{ "truncate", 0, 0, do_maths }, { "ln", 0, 0, do_maths },
	{ "exp", 0, 0, do_maths },      { "round", 0, 1, do_round },
	{ "power", 1, 1, do_power },    { "weight", 0, 0, do_weight },
	{ "ordinal", 0, 0, do_weight }, { NULL, 0, 0, NULL },
};
