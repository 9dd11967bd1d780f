/* SPDX-License-Identifier: MIT */
/* Runs a path over a response.  All is in an arena, and counted against the query's steps. */
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "worksheet/path_in.h"

enum { RUN_DEPTH_MAX = 600 };

static bool step(struct path_run *run)
{
	if (run->query->steps == 0)
		run->spent = true;
	else
		run->query->steps--;
	return !run->spent;
}

/* ---- collections ---- */

void path_push(struct path_run *run, struct many *to, const struct one *one)
{
	if (!step(run) || to->count >= PATH_MANY_MAX) {
		run->spent = true;
		return;
	}
	if (to->count == to->size) {
		struct one *bigger;

		to->size = to->size ? 2 * to->size : 1;
		bigger = arena_get(run->mem, to->size * sizeof(*bigger));
		if (to->count)
			memcpy(bigger, to->all, to->count * sizeof(*bigger));
		to->all = bigger;
	}
	to->all[to->count++] = *one;
}

void path_push_all(struct path_run *run, struct many *to, const struct many *from)
{
	for (size_t i = 0; i < from->count; i++)
		path_push(run, to, &from->all[i]);
}

struct many path_of(struct path_run *run, const struct sheet_value *v)
{
	const struct one one = { .sort = ONE_VALUE, .value = *v };
	struct many out = { 0 };

	if (v->kind != VALUE_NONE)
		path_push(run, &out, &one);
	return out;
}

struct many path_number(struct path_run *run, double n, enum value_kind kind)
{
	return path_of(run, &(struct sheet_value) { .kind = kind, .number = n });
}

struct many path_boolean(struct path_run *run, bool yes)
{
	return path_number(run, yes, VALUE_BOOLEAN);
}

struct many path_text(struct path_run *run, const char *text)
{
	return path_of(run, &(struct sheet_value) { .kind = text ? VALUE_STRING : VALUE_NONE,
						    .text = text });
}

const struct sheet_value *path_single(const struct many *m)
{
	return m->count == 1 && m->all[0].sort == ONE_VALUE ? &m->all[0].value : NULL;
}

const char *path_string(const struct many *m)
{
	const struct sheet_value *v = path_single(m);

	return v && v->kind != VALUE_QUANTITY && v->kind != VALUE_CODING ? v->text : NULL;
}

enum truth path_truth(const struct many *m)
{
	if (m->count != 1)
		return TRUTH_NOTHING;
	if (m->all[0].sort != ONE_VALUE || m->all[0].value.kind != VALUE_BOOLEAN)
		return TRUTH_YES; /* one of something is true where a boolean is wanted */
	return m->all[0].value.number > 0 ? TRUTH_YES : TRUTH_NO;
}

bool path_same(const struct one *a, const struct one *b)
{
	if (a->sort != b->sort)
		return false;
	return a->sort == ONE_VALUE ? value_compare(&a->value, &b->value) == VALUE_SAME
				    : a->blank == b->blank;
}

bool path_kind_of(const struct one *one, enum value_kind kind)
{
	if (one->sort != ONE_VALUE)
		return false;
	return one->value.kind == kind ||
	       (kind == VALUE_DECIMAL && one->value.kind == VALUE_INTEGER);
}

/* ---- the response's elements ---- */

static bool is_copied(const struct blank *b)
{
	return b->item->type == ITEM_TYPE_GROUP;
}

/* The items among these blanks that are there: as they would go out. */
static void push_items(struct path_run *run, const struct blank *b, struct many *to)
{
	for (; b && !run->spent; b = b->next)
		if (b->enabled && (is_copied(b) || b->index == 0) && blank_answered(b))
			path_push(run, to, &(struct one) { .sort = ONE_ITEM, .blank = b });
}

static void push_answers(struct path_run *run, const struct blank *b, struct many *to)
{
	const struct sheet_item *item = b->item;

	for (; b && b->item == item && !is_copied(b); b = b->next)
		if (b->value.kind != VALUE_NONE && b->enabled)
			path_push(run, to, &(struct one) { .sort = ONE_ANSWER, .blank = b });
}

void path_children(struct path_run *run, const struct one *of, struct many *to)
{
	if (of->sort == ONE_RESPONSE)
		push_items(run, response_first(run->query->response), to);
	else if (of->sort == ONE_ANSWER || (of->sort == ONE_ITEM && is_copied(of->blank)))
		push_items(run, of->blank->first, to);
	else if (of->sort == ONE_ITEM)
		push_answers(run, of->blank, to);
}

static void push_text(struct path_run *run, const char *text, struct many *to)
{
	if (text && *text)
		path_push(run, to,
			  &(struct one) { .value = { .kind = VALUE_STRING, .text = text } });
}

static void push_part(struct path_run *run, const struct sheet_value *v, const char *name,
		      struct many *to)
{
	const bool coding = v->kind == VALUE_CODING, quantity = v->kind == VALUE_QUANTITY;

	if ((coding || quantity) && strcmp(name, "code") == 0)
		push_text(run, v->text, to);
	else if ((coding || quantity) && strcmp(name, "system") == 0)
		push_text(run, v->system, to);
	else if ((coding && strcmp(name, "display") == 0) ||
		 (quantity && strcmp(name, "unit") == 0))
		push_text(run, v->display, to);
	else if (strcmp(name, "value") == 0)
		path_push(run, to, &(struct one) { .value = *v });
}

static void push_member(struct path_run *run, const struct one *of, const char *name,
			struct many *to)
{
	const bool item = strcmp(name, "item") == 0, answer = strcmp(name, "answer") == 0;

	if (of->sort == ONE_VALUE && of->value.kind == VALUE_QUANTITY &&
	    strcmp(name, "value") == 0)
		path_push(run, to,
			  &(struct one) { .value = { .kind = VALUE_DECIMAL,
						     .number = of->value.number } });
	else if (of->sort == ONE_VALUE)
		push_part(run, &of->value, name, to);
	else if ((item && !(of->sort == ONE_ITEM && !is_copied(of->blank))) ||
		 (answer && of->sort == ONE_ITEM && !is_copied(of->blank)))
		path_children(run, of, to);
	else if (of->sort == ONE_ANSWER && strcmp(name, "value") == 0)
		path_push(run, to, &(struct one) { .value = of->blank->value });
	else if (of->sort == ONE_ITEM && strcmp(name, "linkId") == 0)
		push_text(run, of->blank->item->link_id, to);
	else if (of->sort == ONE_ITEM && strcmp(name, "text") == 0)
		push_text(run, of->blank->item->text, to);
}

struct many path_member(struct path_run *run, const struct many *in, const char *name)
{
	struct many out = { 0 };

	for (size_t i = 0; i < in->count && !run->spent; i++)
		push_member(run, &in->all[i], name, &out);
	return out;
}

static struct one context_of(const struct path_query *q)
{
	return q->at ? (struct one) { .sort = ONE_ITEM, .blank = q->at }
		     : (struct one) { .sort = ONE_RESPONSE };
}

/* The nearest variable of the name: of the item, of those around it, of the form. */
static struct many run_variable(struct path_run *run, const char *name)
{
	const struct blank *at = run->query->at;
	const struct sheet_variable *v;
	struct path_run inner = *run;
	struct path_query query = *run->query;
	struct many out, focus = { 0 };
	struct one context;

	for (;; at = at->parent) {
		v = at ? at->item->variables : response_form(run->query->response)->variables;
		while (v && strcmp(v->name, name) != 0)
			v = v->next;
		if (v || !at)
			break;
	}
	if (!v)
		return focus;
	query.at = at;
	inner.query = &query;
	context = context_of(&query);
	path_push(&inner, &focus, &context);
	inner.focus = &focus;
	out = path_eval(&inner, v->path, &focus);
	run->query->steps = query.steps;
	run->spent |= inner.spent;
	return out;
}

/* ---- running ---- */

struct many path_on(struct path_run *run, const struct path *p, const struct one *one,
		    size_t index)
{
	struct one copy = *one;
	const struct many focus = { &copy, 1, 1 };
	struct path_run inner = *run;
	struct many out;

	inner.focus = &focus;
	inner.index = index;
	out = path_eval(&inner, p, &focus);
	run->spent |= inner.spent;
	return out;
}

struct many path_argument(struct path_run *run, const struct path *call, int n)
{
	const struct path *p = call->right;

	for (; n; n--)
		p = p->next;
	return path_eval(run, p, run->focus);
}

long path_whole(struct path_run *run, const struct path *call, int n)
{
	const struct many m = path_argument(run, call, n);
	const struct sheet_value *v = path_single(&m);

	return v && v->kind == VALUE_INTEGER && v->number >= 0 ? (long)v->number : -1;
}

static struct many run_index(struct path_run *run, const struct path *p, const struct many *on)
{
	const struct many left = path_eval(run, p->left, on), at = path_eval(run, p->right, on);
	const struct sheet_value *v = path_single(&at);
	struct many out = { 0 };

	if (v && v->kind == VALUE_INTEGER && v->number >= 0 && v->number < (double)left.count)
		path_push(run, &out, &left.all[(size_t)v->number]);
	return out;
}

static struct many run_kind(struct path_run *run, const struct path *p, const struct many *on)
{
	const struct many left = p->left ? path_eval(run, p->left, on) : *on;
	struct many out = { 0 };

	if (p->does == PATH_IS)
		return left.count == 1
			       ? path_boolean(run, path_kind_of(&left.all[0], p->value.kind))
			       : out;
	for (size_t i = 0; i < left.count; i++)
		if (path_kind_of(&left.all[i], p->value.kind))
			path_push(run, &out, &left.all[i]);
	return out;
}

static struct many run_minus(struct path_run *run, const struct many *of)
{
	const struct sheet_value *v = path_single(of);
	struct sheet_value minus;

	if (!v ||
	    (v->kind != VALUE_INTEGER && v->kind != VALUE_DECIMAL && v->kind != VALUE_QUANTITY))
		return (struct many) { 0 };
	minus = *v;
	minus.number = -v->number;
	return path_of(run, &minus);
}

static struct many run_root(struct path_run *run, enum path_does does)
{
	const struct one context = does == PATH_CONTEXT ? context_of(run->query)
							: (struct one) { .sort = ONE_RESPONSE };
	struct many out = { 0 };

	path_push(run, &out, &context);
	return out;
}

static struct many run_pair(struct path_run *run, const struct path *p, const struct many *on)
{
	const struct many left = path_eval(run, p->left, on);
	struct many right;

	if (p->does == PATH_THEN)
		return path_eval(run, p->right, &left);
	if (p->does == PATH_MINUS)
		return run_minus(run, &left);
	right = path_eval(run, p->right, on);
	return run->spent ? (struct many) { 0 } : p->binary->act(run, &left, &right);
}

static struct many run_one(struct path_run *run, const struct path *p, const struct many *on)
{
	switch (p->does) {
	case PATH_LITERAL:
		return path_of(run, &p->value);
	case PATH_MEMBER:
		return path_member(run, on, p->name);
	case PATH_CALL:
		return p->function->act(run, on, p);
	case PATH_INDEX:
		return run_index(run, p, on);
	case PATH_THEN:
	case PATH_BINARY:
	case PATH_MINUS:
		return run_pair(run, p, on);
	case PATH_IS:
	case PATH_AS:
		return run_kind(run, p, on);
	case PATH_THIS:
		return *run->focus;
	case PATH_POSITION:
		return path_number(run, (double)run->index, VALUE_INTEGER);
	case PATH_RESOURCE:
	case PATH_CONTEXT:
		return run_root(run, p->does);
	case PATH_VARIABLE:
		return run_variable(run, p->name);
	case PATH_NOTHING:
		break;
	}
	return (struct many) { 0 };
}

struct many path_eval(struct path_run *run, const struct path *p, const struct many *on)
{
	struct many out = { 0 };

	if (run->depth == RUN_DEPTH_MAX)
		run->spent = true;
	if (!step(run))
		return out;
	run->depth++;
	out = run_one(run, p, on);
	run->depth--;
	return run->spent ? (struct many) { 0 } : out;
}

static struct many run_whole(const struct path *p, struct path_query *query, struct arena *a)
{
	struct one context = context_of(query);
	const struct many focus = { &context, 1, 1 };
	struct path_run run = { .query = query, .mem = a, .focus = &focus };

	return path_eval(&run, p, &focus);
}

/* The text of an expression is a form's, and may have anything in it. */
static struct sheet_value clean(struct sheet_value v, struct arena *a)
{
	const char *at = v.kind == VALUE_STRING && v.text ? v.text : "";

	while (*at >= ' ' && *at <= '~')
		at++;
	if (*at)
		v.text = utf8_clean(a, str_of(v.text));
	return v;
}

size_t path_values(const struct path *p, struct path_query *query, struct arena *a,
		   struct sheet_value *out, size_t size)
{
	const struct many all = run_whole(p, query, a);
	size_t n = 0;

	for (size_t i = 0; i < all.count && n < size; i++)
		if (all.all[i].sort == ONE_VALUE)
			out[n++] = clean(all.all[i].value, a);
		else if (all.all[i].sort == ONE_ANSWER)
			out[n++] = all.all[i].blank->value;
	return n;
}

bool path_true(const struct path *p, struct path_query *query, struct arena *a)
{
	const struct many all = run_whole(p, query, a);

	return all.count == 1 && all.all[0].sort == ONE_VALUE &&
	       all.all[0].value.kind == VALUE_BOOLEAN && all.all[0].value.number > 0;
}
