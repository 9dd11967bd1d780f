/* SPDX-License-Identifier: MIT */
/* The tree of blanks, and what changes it. */
#include "worksheet/response.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "worksheet/response_in.h"

enum { HELD_TEXTS = 4 };

/* ---- blanks ---- */

void response_hold(struct blank *b, const struct sheet_value *v)
{
	const char *const texts[] = { v ? v->text : NULL, v ? v->system : NULL,
				      v ? v->display : NULL, v ? v->digits : NULL };
	const char **to[] = { &b->value.text, &b->value.system, &b->value.display,
			      &b->value.digits };
	char *held = NULL, *end;
	size_t n = 0;

	for (size_t i = 0; i < HELD_TEXTS; i++)
		n += texts[i] ? strlen(texts[i]) + 1 : 0;
	if (n)
		held = mem_get(n);
	b->value = v ? *v : (struct sheet_value) { .kind = VALUE_NONE };
	end = held;
	for (size_t i = 0; i < HELD_TEXTS; i++) {
		*to[i] = texts[i] ? end : NULL;
		if (texts[i] && end) {
			memcpy(end, texts[i], strlen(texts[i]) + 1);
			end += strlen(end) + 1;
		}
	}
	if (b->held)
		explicit_bzero(b->held, b->held_size);
	free(b->held);
	b->held = held;
	b->held_size = n;
}

static void add_twin(struct response *r, struct blank *b)
{
	struct blank **end = &r->twins[b->item->number];

	while (*end)
		end = &(*end)->twin;
	*end = b;
}

static void take_twin(struct response *r, struct blank *b)
{
	struct blank **at = &r->twins[b->item->number];

	while (*at != b)
		at = &(*at)->twin;
	*at = b->twin;
}

static struct blank *new_blank(struct response *r, struct blank *parent,
			       const struct sheet_item *item)
{
	struct blank *b = mem_get(sizeof(*b));

	*b = (struct blank) { .item = item, .parent = parent };
	r->count++;
	add_twin(r, b);
	response_make(r, b, item->first);
	return b;
}

void response_make(struct response *r, struct blank *parent, const struct sheet_item *first)
{
	struct blank **end = parent ? &parent->first : &r->first, *prev = NULL;

	for (const struct sheet_item *item = first; item; item = item->next) {
		*end = new_blank(r, parent, item);
		(*end)->prev = prev;
		prev = *end;
		end = &prev->next;
	}
}

static size_t weight_of(const struct sheet_item *item)
{
	size_t n = 1;

	for (const struct sheet_item *in = item->first; in; in = in->next)
		n += weight_of(in);
	return n;
}

static struct blank *last_like(struct blank *b)
{
	while (b->next && b->next->item == b->item)
		b = b->next;
	return b;
}

struct blank *response_copy(struct response *r, struct blank *b)
{
	struct blank *made;

	b = last_like(b);
	if (b->index + 1 >= RESPONSE_COPIES_MAX ||
	    r->count + weight_of(b->item) > RESPONSE_BLANKS_MAX)
		return NULL;
	made = new_blank(r, b->parent, b->item);
	made->index = b->index + 1;
	made->prev = b;
	made->next = b->next;
	if (b->next)
		b->next->prev = made;
	b->next = made;
	return made;
}

static void free_blank(struct response *r, struct blank *b)
{
	struct blank *next;

	for (struct blank *in = b->first; in; in = next) {
		next = in->next;
		free_blank(r, in);
	}
	response_hold(b, NULL);
	take_twin(r, b);
	r->count--;
	free(b);
}

void response_drop(struct response *r, struct blank *b)
{
	struct blank *next = b->next;

	if (b->prev)
		b->prev->next = next;
	else if (b->parent)
		b->parent->first = next;
	else
		r->first = next;
	if (next)
		next->prev = b->prev;
	for (; next && next->item == b->item; next = next->next)
		next->index--;
	free_blank(r, b);
}

/* ---- the whole ---- */

static char *copy_text(const char *s)
{
	return s ? mem_dup(s, strlen(s)) : NULL;
}

struct response *response_empty(const struct questionnaire *q, struct response_clock clock)
{
	struct response *r = mem_get(sizeof(*r));

	r->q = q;
	r->twins = mem_get((q->count + 1) * sizeof(*r->twins));
	r->today = copy_text(clock.today);
	r->now = copy_text(clock.now);
	response_make(r, NULL, q->first);
	return r;
}

struct response *response_new(const struct questionnaire *q, struct response_clock clock)
{
	struct response *r = response_empty(q, clock);

	response_settle(r);
	for (struct blank *b = r->first; b; b = b->next)
		if (b->index == 0)
			response_begin(r, b);
	response_settle(r);
	return r;
}

void response_free(struct response *r)
{
	if (!r)
		return;
	while (r->first)
		response_drop(r, r->first);
	free(r->twins);
	free(r->today);
	free(r->now);
	arena_finish(&r->mem);
	free(r);
}

void response_at_time(struct response *r, struct response_clock clock)
{
	char *today = copy_text(clock.today), *now = copy_text(clock.now);

	free(r->today);
	free(r->now);
	r->today = today;
	r->now = now;
	response_settle(r);
}

/* ---- initial values ---- */

static void begin_with(struct response *r, struct blank *b, const struct sheet_value *v)
{
	struct sheet_value as;

	if (value_adopt(b->item, v, &as) != RESPONSE_TAKEN ||
	    value_bounded(b->item, &as) != RESPONSE_TAKEN)
		return;
	if (b->value.kind != VALUE_NONE)
		b = b->item->repeats ? response_copy(r, b) : NULL;
	if (b)
		response_hold(b, &as);
}

static void begin_by_path(struct response *r, struct blank *b)
{
	struct sheet_value all[RESPONSE_COPIES_MAX];
	struct path_query query = { r, b, r->today, r->now, PATH_STEPS_MAX };
	const size_t n =
		path_values(b->item->begins, &query, &r->mem, all, RESPONSE_COPIES_MAX);

	for (size_t i = 0; i < n; i++)
		begin_with(r, b, &all[i]);
	arena_reset(&r->mem);
}

void response_begin(struct response *r, struct blank *b)
{
	const struct sheet_item *item = b->item;

	for (size_t i = 0; i < item->initial_count; i++)
		begin_with(r, b, &item->initial[i]);
	for (size_t i = 0; i < item->choice_count; i++)
		if (item->choices[i].initial)
			begin_with(r, b, &item->choices[i].value);
	if (item->begins && b->value.kind == VALUE_NONE)
		begin_by_path(r, b);
	for (struct blank *in = b->first; in; in = in->next)
		if (in->index == 0)
			response_begin(r, in);
}

/* ---- changes ---- */

static bool is_twice(const struct blank *b, const struct sheet_value *v)
{
	const struct blank *other = b;

	if (!value_choice(b->item, v))
		return false;
	while (other->index)
		other = other->prev;
	for (; other && other->item == b->item; other = other->next)
		if (other != b && other->value.kind != VALUE_NONE &&
		    value_compare(&other->value, v) == VALUE_SAME)
			return true;
	return false;
}

static enum response_fault may_change(const struct blank *b)
{
	if (!item_asks(b->item))
		return RESPONSE_NOT_ASKED;
	if (!item_writable(b->item))
		return RESPONSE_READ_ONLY;
	return b->enabled ? RESPONSE_TAKEN : RESPONSE_DISABLED;
}

static enum response_fault examine(const struct blank *b, const struct sheet_value *v,
				   struct sheet_value *as)
{
	enum response_fault fault = may_change(b);

	if (fault == RESPONSE_TAKEN)
		fault = value_adopt(b->item, v, as);
	if (fault == RESPONSE_TAKEN)
		fault = value_bounded(b->item, as);
	return fault == RESPONSE_TAKEN && is_twice(b, as) ? RESPONSE_TWICE : fault;
}

/* One that is alone takes the place of all others, and any other that of it. */
static struct blank *keep_alone(struct response *r, struct blank *b)
{
	const struct sheet_choice *mine = value_choice(b->item, &b->value), *its;
	struct blank *at = b, *next;

	while (at->index)
		at = at->prev;
	for (; at && at->item == b->item; at = next) {
		next = at->next;
		if (at == b || at->value.kind == VALUE_NONE)
			continue;
		its = value_choice(at->item, &at->value);
		if ((mine && mine->exclusive) || (its && its->exclusive))
			response_drop(r, at);
	}
	return b;
}

enum response_fault response_set(struct response *r, struct blank *b,
				 const struct sheet_value *v)
{
	struct sheet_value as;
	const enum response_fault fault = examine(b, v, &as);

	if (fault != RESPONSE_TAKEN)
		return fault;
	response_hold(b, &as);
	b->own = true;
	keep_alone(r, b);
	response_settle(r);
	return RESPONSE_TAKEN;
}

enum response_fault response_choose(struct response *r, struct blank *b, size_t choice)
{
	if (choice >= b->item->choice_count)
		return RESPONSE_NO_CHOICE;
	return response_set(r, b, &b->item->choices[choice].value);
}

static bool same_words(const char *a, const char *b)
{
	return a && utf8_contains(str_of(a), str_of(b)) && utf8_contains(str_of(b), str_of(a));
}

enum response_fault response_type(struct response *r, struct blank *b, const char *typed)
{
	const struct sheet_item *item = b->item;
	struct arena mem = { 0 };
	struct sheet_value v;
	enum response_fault fault = RESPONSE_KIND;

	for (size_t i = 0; *typed && i < item->choice_count; i++) {
		const struct sheet_choice *c = &item->choices[i];

		if (same_words(c->text, typed) || same_words(c->prefix, typed) ||
		    same_words(c->value.text, typed))
			return response_choose(r, b, i);
	}
	if (item->choice_count && !item->unlisted && item->type != ITEM_TYPE_OPEN_CHOICE)
		return RESPONSE_NO_CHOICE;
	if (value_typed(&mem, item_kind(item) == VALUE_CODING ? VALUE_STRING : item_kind(item),
			typed, r->now, &v))
		fault = response_set(r, b, &v);
	arena_finish(&mem);
	return fault;
}

static void empty(struct response *r, struct blank *b)
{
	struct blank *next;

	if (item_writable(b->item)) {
		response_hold(b, NULL);
		b->own = !b->item->calculated;
	}
	for (struct blank *in = b->first; in; in = next) {
		next = in->next;
		if (in->index && !in->item->read_only)
			response_drop(r, in);
		else
			empty(r, in);
	}
}

static bool is_alone(const struct blank *b)
{
	return b->index == 0 && !(b->next && b->next->item == b->item);
}

static enum response_fault may_empty(const struct blank *b)
{
	if (!item_writable(b->item))
		return RESPONSE_READ_ONLY;
	return item_asks(b->item) || b->item->type == ITEM_TYPE_GROUP ? RESPONSE_TAKEN
								      : RESPONSE_NOT_ASKED;
}

enum response_fault response_empty_out(struct response *r, struct blank *b)
{
	const enum response_fault fault = may_empty(b);

	if (fault != RESPONSE_TAKEN)
		return fault;
	empty(r, b);
	response_settle(r);
	return RESPONSE_TAKEN;
}

enum response_fault response_clear(struct response *r, struct blank *b)
{
	const enum response_fault fault = may_empty(b);

	if (fault != RESPONSE_TAKEN || is_alone(b))
		return fault == RESPONSE_TAKEN ? response_empty_out(r, b) : fault;
	response_drop(r, b);
	response_settle(r);
	return RESPONSE_TAKEN;
}

enum response_fault response_remove(struct response *r, struct blank *b)
{
	return response_clear(r, b);
}

enum response_fault response_add(struct response *r, struct blank *b, struct blank **made)
{
	const struct sheet_item *item = b->item;
	struct blank *last = last_like(b);

	*made = NULL;
	if (item->read_only || item->calculated)
		return RESPONSE_READ_ONLY;
	if (!item_asks(item) && item->type != ITEM_TYPE_GROUP)
		return RESPONSE_NOT_ASKED;
	if (!blank_answered(last) && last->enabled) {
		*made = last; /* it is there, and empty */
		return RESPONSE_TAKEN;
	}
	if (!item->repeats || (item->max_occurs && last->index + 1 >= item->max_occurs))
		return RESPONSE_TOO_MANY;
	*made = response_copy(r, last);
	if (!*made)
		return RESPONSE_TOO_MANY;
	if (item->type == ITEM_TYPE_GROUP)
		response_begin(r, *made);
	response_settle(r);
	return RESPONSE_TAKEN;
}
