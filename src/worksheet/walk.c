/* SPDX-License-Identifier: MIT */
/* Finding one's way through a response. */
#include "worksheet/response_in.h"

const struct questionnaire *response_form(const struct response *r)
{
	return r->q;
}

struct blank *response_first(const struct response *r)
{
	return r->first;
}

struct blank *response_twins(const struct response *r, const struct sheet_item *item)
{
	return r->twins[item->number];
}

struct blank *blank_next(const struct blank *b)
{
	if (b->first)
		return b->first;
	while (b && !b->next)
		b = b->parent;
	return b ? b->next : NULL;
}

/* The copy of an item in this parent. */
static struct blank *find_in(struct blank *first, const struct sheet_item *item, size_t index)
{
	while (first && (first->item != item || first->index != index))
		first = first->next;
	return first;
}

struct blank *response_blank(const struct response *r, const struct sheet_item *item,
			     const size_t *indices, size_t n)
{
	const struct sheet_item *line[QUESTIONNAIRE_DEPTH_MAX];
	struct blank *b = NULL;
	size_t depth = item->depth + 1, used = 0;

	for (size_t i = depth; i; i--, item = item->parent)
		line[i - 1] = item;
	for (size_t i = 0; i < depth; i++) {
		const bool said = line[i]->repeats && indices && used < n;

		b = find_in(b ? b->first : r->first, line[i], said ? indices[used] : 0);
		used += line[i]->repeats;
		if (!b)
			return NULL;
	}
	return b;
}

size_t blank_indices(const struct blank *b, size_t *indices, size_t size)
{
	size_t n = 0, at;

	for (const struct blank *x = b; x; x = x->parent)
		n += x->item->repeats;
	at = n;
	for (; b; b = b->parent)
		if (b->item->repeats && --at < size)
			indices[at] = b->index;
	return n;
}

bool blank_shown(const struct blank *b)
{
	for (; b; b = b->parent)
		if (!b->enabled || b->item->hidden)
			return false;
	return true;
}

bool blank_asks(const struct blank *b)
{
	return item_asks(b->item) && !b->item->read_only && !b->item->calculated &&
	       blank_shown(b);
}

bool blank_filled(const struct blank *b, bool off)
{
	if (!b->enabled && !off)
		return false;
	if (b->value.kind != VALUE_NONE)
		return true;
	if (b->item->type != ITEM_TYPE_GROUP)
		return false;
	for (const struct blank *in = b->first; in; in = in->next)
		if (blank_filled(in, off))
			return true;
	return false;
}

bool blank_answered(const struct blank *b)
{
	return blank_filled(b, false);
}

struct response_place response_place(const struct response *r, const struct blank *b)
{
	struct response_place place = { 0 };

	while (b && b->index && item_asks(b->item))
		b = b->prev;
	for (const struct blank *x = r->first; x; x = blank_next(x)) {
		if (x->index && item_asks(x->item))
			continue;
		if (!blank_asks(x))
			continue;
		place.of++;
		place.answered += blank_answered(x);
		if (x == b)
			place.at = place.of;
	}
	return place;
}

struct blank *response_go(const struct response *r, const struct blank *from, int way)
{
	struct blank *at = r->first, *before = NULL;

	if (way >= 0) {
		at = from ? blank_next(from) : r->first;
		while (at && !blank_asks(at))
			at = blank_next(at);
		return at;
	}
	for (; at && at != from; at = blank_next(at))
		if (blank_asks(at))
			before = at;
	return before;
}

/* Answers of this item that count, in one parent. */
static size_t count_like(const struct blank *b)
{
	const struct sheet_item *item = b->item;
	size_t n = 0;

	for (; b && b->item == item; b = b->next)
		n += blank_answered(b);
	return n;
}

static bool is_missing(const struct blank *b)
{
	const struct sheet_item *item = b->item;
	const size_t least =
		item->min_occurs > item->required ? item->min_occurs : item->required;

	if (b->index || !least || !blank_shown(b))
		return false;
	if (item->type != ITEM_TYPE_GROUP && !blank_asks(b))
		return false;
	return count_like(b) < (item->repeats ? least : 1);
}

struct blank *response_missing(const struct response *r, const struct blank *from)
{
	struct blank *at = from ? blank_next(from) : r->first;

	while (at && !is_missing(at))
		at = blank_next(at);
	return at;
}
