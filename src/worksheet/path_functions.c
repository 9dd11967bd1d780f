/* SPDX-License-Identifier: MIT */
/* The functions of paths on collections, a row each. */
#include <string.h>

#include "worksheet/path_in.h"

static const struct many nothing;

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
	const long n = path_whole(run, call, 0);

	return slice(run, in, n < 0 ? 0 : n, PATH_MANY_MAX);
}

static struct many do_take(struct path_run *run, const struct many *in, const struct path *call)
{
	return slice(run, in, 0, path_whole(run, call, 0));
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

static const struct path_binary *binary_named(const char *sign)
{
	const struct path_binary *b = path_binaries;

	while (strcmp(b->sign, sign) != 0)
		b++;
	return b;
}

static struct many do_distinct(struct path_run *run, const struct many *in,
			       const struct path *call)
{
	const struct many none = { 0 };

	(void)call;
	return binary_named("|")->act(run, in, &none);
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
	const struct many more = path_argument(run, call, 0);
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

/* Those that are in the argument, too, or those that are not; each once. */
static struct many do_intersect(struct path_run *run, const struct many *in,
				const struct path *call)
{
	const bool wanted = *call->function->name == 'i';
	const struct many other = path_argument(run, call, 0);
	struct many out = { 0 };

	for (size_t i = 0; i < in->count && !run->spent; i++) {
		const struct many one = { &in->all[i], 1, 1 };
		const struct many is = binary_named("in")->act(run, &one, &other);

		run->query->steps -=
			other.count < run->query->steps ? other.count : run->query->steps;
		if ((path_truth(&is) == TRUTH_YES) == wanted)
			path_push(run, &out, &in->all[i]);
	}
	return wanted ? do_distinct(run, &out, call) : out;
}

static struct many do_subset(struct path_run *run, const struct many *in,
			     const struct path *call)
{
	const bool under = call->function->name[1] == 'u' && call->function->name[2] == 'b';
	const struct many other = path_argument(run, call, 0);
	const struct many *small = under ? in : &other, *large = under ? &other : in;
	size_t n = 0;

	for (size_t i = 0; i < small->count && !run->spent; i++) {
		const struct many one = { &small->all[i], 1, 1 };
		const struct many is = binary_named("in")->act(run, &one, large);

		run->query->steps -=
			large->count < run->query->steps ? large->count : run->query->steps;
		n += path_truth(&is) == TRUTH_YES;
	}
	return path_boolean(run, n == small->count);
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
	const struct many is = path_argument(run, call, 0);

	(void)in;
	if (path_truth(&is) == TRUTH_YES)
		return path_argument(run, call, 1);
	return call->right->next->next ? path_argument(run, call, 2) : nothing;
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

const struct path_function path_functions[] = {
	{ "where", 1, 1, do_where },
	{ "select", 1, 1, do_select },
	{ "exists", 0, 1, do_exists },
	{ "any", 0, 1, do_exists },
	{ "all", 1, 1, do_all },
	{ "empty", 0, 0, do_empty },
	{ "allTrue", 0, 0, do_all_true },
	{ "anyTrue", 0, 0, do_any_true },
	{ "not", 0, 0, do_not },
	{ "count", 0, 0, do_count },
	{ "first", 0, 0, do_first },
	{ "last", 0, 0, do_last },
	{ "tail", 0, 0, do_tail },
	{ "skip", 1, 1, do_skip },
	{ "take", 1, 1, do_take },
	{ "single", 0, 0, do_single },
	{ "distinct", 0, 0, do_distinct },
	{ "isDistinct", 0, 0, do_is_distinct },
	{ "union", 1, 1, do_union },
	{ "combine", 1, 1, do_combine },
	{ "intersect", 1, 1, do_intersect },
	{ "exclude", 1, 1, do_intersect },
	{ "subsetOf", 1, 1, do_subset },
	{ "supersetOf", 1, 1, do_subset },
	{ "children", 0, 0, do_children },
	{ "descendants", 0, 0, do_descendants },
	{ "repeat", 1, 1, do_repeat },
	{ "iif", 2, 3, do_iif },
	{ "trace", 1, 2, do_trace },
	{ "hasValue", 0, 0, do_has_value },
	{ NULL, 0, 0, NULL },
};
