/* SPDX-License-Identifier: MIT */
/* Does a value fit an item? */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "worksheet/pattern.h"
#include "worksheet/response_in.h"

const struct sheet_choice *value_choice(const struct sheet_item *item,
					const struct sheet_value *v)
{
	for (size_t i = 0; i < item->choice_count; i++)
		if (value_compare(&item->choices[i].value, v) == VALUE_SAME)
			return &item->choices[i];
	return NULL;
}

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* By code before by its words. */
static const struct sheet_value *find_unit(const struct sheet_item *item,
					   const struct sheet_value *v)
{
	for (size_t i = 0; i < item->unit_count; i++)
		if (same(item->units[i].text, v->text))
			return &item->units[i];
	for (size_t i = 0; i < item->unit_count; i++)
		if (same(item->units[i].display, v->display) ||
		    same(item->units[i].text, v->display))
			return &item->units[i];
	return NULL;
}

/* The only one where none is said. */
static enum response_fault adopt_unit(const struct sheet_item *item, struct sheet_value *v)
{
	const bool none = !v->text && !v->display;
	const struct sheet_value *u;

	if (!item->unit_count || (none && item->unit_count > 1))
		return item->unit_count ? RESPONSE_UNIT : RESPONSE_TAKEN;
	u = none ? item->units : find_unit(item, v);
	if (!u)
		return RESPONSE_UNIT;
	v->text = u->text;
	v->system = u->system;
	v->display = u->display ? u->display : u->text;
	return RESPONSE_TAKEN;
}

/* One kind for another where nothing is lost by it. */
static bool change_kind(enum value_kind kind, struct sheet_value *v)
{
	const bool whole =
		fabs(v->number - trunc(v->number)) <= 0 && fabs(v->number) <= 2147483647;

	if (kind == v->kind)
		return true;
	if ((kind == VALUE_DECIMAL && v->kind == VALUE_INTEGER) ||
	    (kind == VALUE_INTEGER && v->kind == VALUE_DECIMAL && whole) ||
	    (kind == VALUE_DATE_TIME && v->kind == VALUE_DATE) ||
	    (kind == VALUE_URI && v->kind == VALUE_STRING && !strpbrk(v->text, " \t\n")) ||
	    (kind == VALUE_QUANTITY &&
	     (v->kind == VALUE_INTEGER || v->kind == VALUE_DECIMAL)) ||
	    (kind == VALUE_DATE && v->kind == VALUE_DATE_TIME && strlen(v->text) <= 10)) {
		v->kind = kind;
		v->digits = kind == VALUE_DECIMAL || kind == VALUE_QUANTITY ? v->digits : NULL;
		return true;
	}
	return false;
}

static enum response_fault adopt_choice(const struct sheet_item *item, struct sheet_value *v)
{
	const struct sheet_choice *c = value_choice(item, v);

	if (c) {
		*v = c->value;
		return RESPONSE_TAKEN;
	}
	if (item->type == ITEM_TYPE_OPEN_CHOICE && v->kind == VALUE_STRING)
		return RESPONSE_TAKEN;
	if (!item->unlisted)
		return RESPONSE_NO_CHOICE;
	if (v->kind == VALUE_STRING) { /* a choice's answer is a coding, if only in words */
		*v = (struct sheet_value) { .kind = VALUE_CODING, .display = v->text };
		return RESPONSE_TAKEN;
	}
	return v->kind == VALUE_CODING ? RESPONSE_TAKEN : RESPONSE_KIND;
}

enum response_fault value_adopt(const struct sheet_item *item, const struct sheet_value *v,
				struct sheet_value *out)
{
	const bool chooses =
		item->type == ITEM_TYPE_CHOICE || item->type == ITEM_TYPE_OPEN_CHOICE;

	*out = *v;
	if (!item_asks(item))
		return RESPONSE_NOT_ASKED;
	if ((v->text && !value_date_right(v->kind, v->text)) ||
	    ((v->kind == VALUE_STRING || v->kind == VALUE_URI) && utf8_blank(str_of(v->text))))
		return RESPONSE_KIND; /* no such day; nothing to be seen */
	if (chooses)
		return adopt_choice(item, out);
	if (!change_kind(item_kind(item), out))
		return RESPONSE_KIND;
	if (item->choice_count)
		return adopt_choice(item, out);
	return out->kind == VALUE_QUANTITY ? adopt_unit(item, out) : RESPONSE_TAKEN;
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static enum response_fault text_bounded(const struct sheet_item *item, const char *text)
{
	const size_t n = characters(text);

	if ((item->max_length && n > item->max_length) || strlen(text) > VALUE_TEXT_MAX)
		return RESPONSE_TOO_LONG;
	if (n < item->min_length)
		return RESPONSE_TOO_SHORT;
	return item->pattern && !pattern_fits(item->pattern, text) ? RESPONSE_PATTERN
								   : RESPONSE_TAKEN;
}

static bool too_fine(const struct sheet_item *item, const struct sheet_value *v)
{
	const char *point = v->digits ? strchr(v->digits, '.') : NULL;
	const double n = v->number;
	double scaled;

	if (item->decimals < 0)
		return false;
	if (point && strlen(point + 1) > (size_t)item->decimals)
		return true; /* "1.50" says more than 1.5 */
	scaled = n * pow(10, item->decimals);
	return fabs(scaled - round(scaled)) > 1e-6;
}

enum response_fault value_bounded(const struct sheet_item *item, const struct sheet_value *v)
{
	const bool text = v->kind == VALUE_STRING || v->kind == VALUE_URI;

	if (text && !value_choice(item, v))
		return text_bounded(item, v->text);
	if (item->least.kind != VALUE_NONE && value_compare(v, &item->least) == VALUE_LESS)
		return RESPONSE_TOO_LOW;
	if (item->most.kind != VALUE_NONE && value_compare(v, &item->most) == VALUE_MORE)
		return RESPONSE_TOO_HIGH;
	if ((v->kind == VALUE_DECIMAL || v->kind == VALUE_QUANTITY) && too_fine(item, v))
		return RESPONSE_DECIMALS;
	return RESPONSE_TAKEN;
}
