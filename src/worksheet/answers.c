/* SPDX-License-Identifier: MIT */
/* Names and values, out; the way in is answers_in.c. */
#include "worksheet/answers.h"

#include <stdio.h>
#include <string.h>

#include "worksheet/answers_in.h"
#include "worksheet/response_in.h"

const struct answers_escape answers_escapes[] = {
	{ '\\', '\\' }, { '\n', 'n' }, { '\t', 't' }, { 0 }
};

static bool add_text(struct buf *out, const char *s)
{
	bool good = true;

	for (; good && *s; s++) {
		const struct answers_escape *e = answers_escapes;

		while (e->plain && e->plain != *s)
			e++;
		good = (!e->plain || buf_add(out, "\\", 1)) &&
		       buf_add(out, e->plain ? &e->letter : s, 1);
	}
	return good;
}

bool answers_chooses(const struct sheet_item *item)
{
	return item->choice_count || item_kind(item) == VALUE_CODING;
}

/* What would be read as something else has a mark in front. */
static bool add_own_words(struct buf *out, const char *s)
{
	return (!*s || !strchr("#=\"", *s) || buf_add(out, "\"", 1)) && add_text(out, s);
}

static bool add_part(struct buf *out, const char *s)
{
	return buf_add(out, "\t", 1) && add_text(out, s ? s : "");
}

static bool add_code(struct buf *out, const struct sheet_value *v)
{
	return buf_add(out, "=", 1) && add_text(out, v->text ? v->text : "") &&
	       ((!v->system && !v->display) ||
		(add_part(out, v->system) && (!v->display || add_part(out, v->display))));
}

static bool add_number(struct buf *out, const struct sheet_value *v)
{
	char text[VALUE_NUMBER_SIZE];

	value_number(v, text);
	return buf_adds(out, text);
}

static bool add_boolean(struct buf *out, const struct sheet_value *v)
{
	return buf_adds(out, v->number > 0 ? "true" : "false");
}

static bool is_listed_unit(const struct sheet_item *item, const struct sheet_value *v)
{
	for (size_t i = 0; i < item->unit_count; i++)
		if (item->units[i].text && strcmp(item->units[i].text, v->text) == 0)
			return true;
	return false;
}

static bool add_quantity(const struct sheet_item *item, struct buf *out,
			 const struct sheet_value *v)
{
	if (!add_number(out, v))
		return false;
	if (!v->text && !v->display && !v->system)
		return true;
	if (!buf_add(out, " ", 1))
		return false;
	if (v->text && is_listed_unit(item, v))
		return add_own_words(out, v->text);
	return v->text || v->system ? add_code(out, v) : add_own_words(out, v->display);
}

/* `full`: what still holds where the choices of a newer form stand in another order. */
static bool add_choice(const struct blank *b, const struct sheet_choice *c, bool full,
		       struct buf *out)
{
	if (full && b->value.kind == VALUE_CODING)
		return add_code(out, &b->value);
	return buf_addf(out, "#%zu", (size_t)(c - b->item->choices));
}

static bool add_coding(const struct blank *b, struct buf *out)
{
	/* In an open choice mere words are a text. */
	return b->value.text || b->value.system || b->item->type == ITEM_TYPE_OPEN_CHOICE
		       ? add_code(out, &b->value)
		       : add_own_words(out, b->value.display);
}

static bool add_value(const struct blank *b, bool full, struct buf *out)
{
	const struct sheet_value *v = &b->value;
	const struct sheet_choice *c = v->kind != VALUE_NONE && b->item->choice_count
					       ? value_choice(b->item, v)
					       : NULL;

	if (v->kind == VALUE_NONE)
		return true;
	if (c)
		return add_choice(b, c, full, out);
	if (v->kind == VALUE_BOOLEAN)
		return add_boolean(out, v);
	if (v->kind == VALUE_INTEGER || v->kind == VALUE_DECIMAL)
		return add_number(out, v);
	if (v->kind == VALUE_QUANTITY)
		return add_quantity(b->item, out, v);
	if (v->kind == VALUE_CODING)
		return add_coding(b, out);
	return answers_chooses(b->item) ? add_own_words(out, v->text) : add_text(out, v->text);
}

/* What was added is taken back where not all could be. */
static bool whole(struct buf *out, size_t from, bool good)
{
	if (!good && out->p) {
		explicit_bzero(out->p + from, out->n - from);
		out->n = from;
	}
	return good;
}

bool answers_value(const struct blank *b, struct buf *out)
{
	const size_t from = out->n;

	return whole(out, from, add_value(b, true, out));
}

static bool add_link(struct buf *out, const char *link)
{
	bool good = true;

	for (; good && *link; link++) {
		const unsigned char c = (unsigned char)*link;

		good = c <= ' ' || c == '%' ? buf_addf(out, "%%%02X", (unsigned)c)
					    : buf_add(out, link, 1);
	}
	return good;
}

static bool add_name(const struct blank *b, struct buf *out)
{
	size_t indices[QUESTIONNAIRE_DEPTH_MAX + 1];
	const size_t n = blank_indices(b, indices, QUESTIONNAIRE_DEPTH_MAX + 1);
	bool good = add_link(out, b->item->link_id), any = false;

	for (size_t i = 0; i < n; i++)
		any = any || indices[i];
	for (size_t i = 0; any && good && i < n; i++)
		good = buf_addf(out, " %zu", indices[i]);
	return good;
}

bool answers_name(const struct blank *b, struct buf *out)
{
	const size_t from = out->n;

	return whole(out, from, add_name(b, out));
}

bool answers_goes(const struct blank *b, bool off)
{
	const bool follows = b->item->calculated && !(b->own && item_writable(b->item));

	return b->value.kind != VALUE_NONE && !follows && (off || b->enabled);
}

bool answers_write(const struct response *r, bool off, struct buf *out)
{
	const size_t from = out->n;
	bool good = true;

	for (const struct blank *b = r->first; good && b; b = blank_next(b))
		if (answers_goes(b, off))
			good = add_name(b, out) && buf_add(out, "\t", 1) &&
			       add_value(b, off, out) && buf_add(out, "\n", 1);
	return whole(out, from, good);
}

/* ---- for people ---- */

static const char *words_of(const struct blank *b)
{
	const struct sheet_value *v = &b->value;
	const struct sheet_choice *c = b->item->choice_count ? value_choice(b->item, v) : NULL;

	if (c)
		return c->text;
	return v->kind == VALUE_CODING && v->display ? v->display : v->text;
}

static bool add_words(const struct blank *b, struct buf *out)
{
	const struct sheet_value *v = &b->value;
	const char *unit = v->display ? v->display : v->text;

	if (v->kind == VALUE_NONE)
		return true;
	if (v->kind == VALUE_BOOLEAN)
		return add_boolean(out, v);
	if (v->kind == VALUE_QUANTITY)
		return add_number(out, v) && (!unit || buf_addf(out, " %s", unit));
	if ((v->kind == VALUE_INTEGER || v->kind == VALUE_DECIMAL) && !words_of(b))
		return add_number(out, v);
	return buf_adds(out, words_of(b) ? words_of(b) : "");
}

bool answers_words(const struct blank *b, struct buf *out)
{
	const size_t from = out->n;

	return whole(out, from, add_words(b, out));
}
