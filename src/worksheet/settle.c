/* SPDX-License-Identifier: MIT */
/* What follows from the answers: which blanks are enabled, and what calculated ones are. */
#include <string.h>

#include "worksheet/response_in.h"

enum {
	ROUNDS_MAX = 40,        /* forms whose conditions chase one another stop here */
	SETTLE_STEPS = 2000000, /* of all expressions, each time */
};

struct settling {
	struct response *r;
	size_t steps;
	bool changed;
};

/* ---- conditions ---- */

/* How many of those around them two blanks share. */
static size_t shared(const struct blank *a, const struct blank *b)
{
	while (a && a->item->depth > (b ? b->item->depth : 0))
		a = a->parent;
	while (b && b->item->depth > (a ? a->item->depth : 0))
		b = b->parent;
	while (a != b && a && b) {
		a = a->parent;
		b = b->parent;
	}
	return a == b && a ? a->item->depth + 1 : 0;
}

static bool counts(const struct blank *b)
{
	return b->enabled && blank_answered(b);
}

static bool fits(enum when_operator is, enum value_order o)
{
	static const bool rows[WHEN_OPERATORS][VALUE_UNKNOWN + 1] = {
		[WHEN_SAME] = { [VALUE_SAME] = true },
		[WHEN_OTHER] = { [VALUE_SAME] = true }, /* turned round where it is asked */
		[WHEN_MORE] = { [VALUE_MORE] = true },
		[WHEN_LESS] = { [VALUE_LESS] = true },
		[WHEN_AT_LEAST] = { [VALUE_MORE] = true, [VALUE_SAME] = true },
		[WHEN_AT_MOST] = { [VALUE_LESS] = true, [VALUE_SAME] = true },
	};

	return rows[is][o];
}

/* Of the blanks that are nearest: within the same copies of groups as far as can be. */
static bool is_met(const struct response *r, const struct blank *b, const struct sheet_when *w)
{
	const struct blank *from = w->of ? r->twins[w->of->number] : NULL;
	size_t near = 0;
	bool any = false;

	if (!from)
		return false;
	if (from->twin) /* one alone is the nearest */
		for (const struct blank *x = from; x; x = x->twin) {
			const size_t n = shared(b, x);

			near = n > near ? n : near;
		}
	for (const struct blank *x = from; x; x = x->twin) {
		if ((from->twin && shared(b, x) < near) || !counts(x))
			continue;
		any = any || w->is == WHEN_EXISTS ||
		      fits(w->is, value_compare(&x->value, &w->value));
	}
	if (w->is == WHEN_EXISTS)
		return any == (w->value.number > 0);
	return w->is == WHEN_OTHER ? !any : any;
}

static bool run_true(struct settling *s, const struct blank *b, const struct path *p)
{
	const size_t may = s->steps < PATH_STEPS_MAX ? s->steps : PATH_STEPS_MAX;
	struct path_query query = { s->r, b, s->r->today, s->r->now, may };
	const bool is = path_true(p, &query, &s->r->mem);

	s->steps -= may - query.steps;
	arena_reset(&s->r->mem);
	return is;
}

static bool is_enabled(struct settling *s, const struct blank *b)
{
	const struct sheet_item *item = b->item;
	size_t met = 0;

	if (b->parent && !b->parent->enabled)
		return false;
	/* An item within an answer is there with it; what only says something is there anyhow. */
	if (b->parent && b->parent->item->type != ITEM_TYPE_GROUP &&
	    item->type != ITEM_TYPE_DISPLAY && b->parent->value.kind == VALUE_NONE)
		return false;
	for (size_t i = 0; i < item->when_count; i++)
		met += is_met(s->r, b, &item->whens[i]);
	if (item->when_count && (item->any ? met == 0 : met < item->when_count))
		return false;
	return !item->enabled_by || run_true(s, b, item->enabled_by);
}

/* ---- calculated items ---- */

static bool same_value(const struct sheet_value *a, const struct sheet_value *b)
{
	const char *x = a->display ? a->display : "", *y = b->display ? b->display : "";

	if (a->kind != b->kind)
		return false;
	return a->kind == VALUE_NONE ||
	       (value_compare(a, b) == VALUE_SAME && strcmp(x, y) == 0);
}

static void put(struct settling *s, struct blank *b, const struct sheet_value *v)
{
	if (same_value(&b->value, v))
		return;
	response_hold(b, v);
	s->changed = true;
}

/* An item that repeats has as many answers as the path gives. */
static void put_all(struct settling *s, struct blank *b, const struct sheet_value *all,
		    size_t n)
{
	const struct sheet_value none = { .kind = VALUE_NONE };
	struct blank *at = b;

	put(s, b, n ? &all[0] : &none);
	if (!b->item->repeats)
		return;
	for (size_t i = 1; i < n; i++) {
		struct blank *next = at->next && at->next->item == b->item
					     ? at->next
					     : response_copy(s->r, at);

		if (!next)
			return;
		at = next;
		at->enabled = b->enabled;
		put(s, at, &all[i]);
	}
	while (at->next && at->next->item == b->item) {
		response_drop(s->r, at->next);
		s->changed = true;
	}
}

static void calculate(struct settling *s, struct blank *b)
{
	const size_t may = s->steps < PATH_STEPS_MAX ? s->steps : PATH_STEPS_MAX;
	struct path_query query = { s->r, b, s->r->today, s->r->now, may };
	struct sheet_value all[RESPONSE_COPIES_MAX], as;
	size_t n =
		path_values(b->item->calculated, &query, &s->r->mem, all, RESPONSE_COPIES_MAX);
	size_t kept = 0;

	s->steps -= may - query.steps;
	for (size_t i = 0; i < n; i++)
		if (value_adopt(b->item, &all[i], &as) == RESPONSE_TAKEN &&
		    value_bounded(b->item, &as) == RESPONSE_TAKEN)
			all[kept++] = as;
	put_all(s, b, all, kept);
	arena_reset(&s->r->mem);
}

/* What a person has put in place of what would be calculated. */
static bool is_own(const struct blank *b)
{
	return b->own && b->value.kind != VALUE_NONE && item_writable(b->item);
}

/*
 * Everything begins as not enabled and not calculated: what comes out depends on the answers
 * alone, not on the order in which they were given.
 */
static void begin(struct response *r)
{
	for (struct blank *b = r->first; b; b = blank_next(b)) {
		b->enabled = false;
		if (!b->item->calculated || b->index || is_own(b))
			continue;
		while (b->next && b->next->item == b->item)
			response_drop(r, b->next);
		if (b->value.kind != VALUE_NONE)
			response_hold(b, NULL);
	}
}

void response_settle(struct response *r)
{
	struct settling s = { .r = r, .steps = SETTLE_STEPS, .changed = true };

	begin(r);
	for (int round = 0; s.changed && round < ROUNDS_MAX; round++) {
		s.changed = false;
		for (struct blank *b = r->first; b; b = blank_next(b)) {
			const bool enabled = is_enabled(&s, b);

			s.changed |= enabled != b->enabled;
			b->enabled = enabled;
			if (enabled && b->item->calculated && b->index == 0 && !is_own(b))
				calculate(&s, b);
		}
	}
}
