/* SPDX-License-Identifier: MIT */
/* Answers as text, read: each value goes the way that one of FHIR's JSON goes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "worksheet/answers_in.h"
#include "worksheet/response_in.h"

/* ---- names ---- */

static int hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* False: no linkId is so long, or a '%' has nothing behind it. */
static bool read_link(struct str name, char out[QUESTIONNAIRE_LINK_MAX + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (c == '%') {
			const int high = i + 2 < name.n ? hex_of(name.p[i + 1]) : -1;
			const int low = high >= 0 ? hex_of(name.p[i + 2]) : -1;

			if (low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (!c || n == QUESTIONNAIRE_LINK_MAX)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return n > 0;
}

struct indices {
	size_t all[QUESTIONNAIRE_DEPTH_MAX + 1];
	size_t n;
};

static bool read_indices(struct str s, struct indices *out)
{
	size_t i = 0;

	out->n = 0;
	while (i < s.n) {
		size_t index = 0, digits = 0;

		if (s.p[i++] != ' ' || out->n > QUESTIONNAIRE_DEPTH_MAX)
			return false;
		for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && digits < 4; i++, digits++)
			index = index * 10 + (size_t)(s.p[i] - '0');
		if (!digits || index >= RESPONSE_COPIES_MAX)
			return false;
		out->all[out->n++] = index;
	}
	return true;
}

/* This copy of the item among those of one parent, and all before it. */
static struct blank *reach(struct response *r, struct blank *b, const struct sheet_item *item,
			   size_t index)
{
	while (b && b->item != item)
		b = b->next;
	while (b && b->index < index)
		b = b->next && b->next->item == item ? b->next : response_copy(r, b);
	return b;
}

static size_t count_repeating(const struct sheet_item *item)
{
	size_t n = 0;

	for (; item; item = item->parent)
		n += item->repeats;
	return n;
}

static struct blank *walk(struct response *r, const struct sheet_item *item,
			  const struct indices *at)
{
	const struct sheet_item *line[QUESTIONNAIRE_DEPTH_MAX + 1];
	const size_t depth = item->depth + 1;
	struct blank *b = NULL;
	size_t used = 0;

	for (size_t i = depth; i; i--, item = item->parent)
		line[i - 1] = item;
	for (size_t i = 0; i < depth; i++) {
		const size_t index = line[i]->repeats && at->n ? at->all[used] : 0;

		b = reach(r, b ? b->first : r->first, line[i], index);
		used += line[i]->repeats;
		if (!b)
			return NULL;
	}
	return b;
}

struct blank *answers_find(struct response *r, struct str name)
{
	const char *blank = memchr(name.p, ' ', name.n);
	const size_t n = blank ? (size_t)(blank - name.p) : name.n;
	char link[QUESTIONNAIRE_LINK_MAX + 1];
	const struct sheet_item *item;
	struct indices at;

	if (!read_link((struct str) { name.p, n }, link) ||
	    !read_indices((struct str) { name.p + n, name.n - n }, &at))
		return NULL;
	item = questionnaire_item(r->q, link);
	if (!item || (at.n && at.n != count_repeating(item)))
		return NULL;
	return walk(r, item, &at);
}

/* ---- values ---- */

/* Without its escapes; what is not one of them stands for itself. */
static char *plain_text(struct arena *a, struct str s)
{
	char *text = arena_get(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		const struct answers_escape *e = answers_escapes;

		if (s.p[i] == '\\' && i + 1 < s.n) {
			while (e->plain && e->letter != s.p[i + 1])
				e++;
			i += e->plain != 0;
		} else {
			e = NULL;
		}
		text[n++] = e && e->plain ? e->plain : s.p[i];
	}
	text[n] = '\0';
	return text;
}

static struct str from(struct str s, size_t at)
{
	return (struct str) { s.p + at, s.n - at };
}

static void add_part(cJSON *o, const char *name, struct arena *a, struct str s)
{
	if (s.n)
		cJSON_AddStringToObject(o, name, plain_text(a, s));
}

/* Up to the next tab, which is no part of either. */
static struct str cut_part(struct str *rest)
{
	const char *tab = memchr(rest->p, '\t', rest->n);
	const struct str part = { rest->p, tab ? (size_t)(tab - rest->p) : rest->n };

	*rest = from(*rest, tab ? part.n + 1 : part.n);
	return part;
}

/* A code, its system and its words; of a unit the words have another name. */
static void add_code(cJSON *o, struct arena *a, struct str s, const char *words)
{
	add_part(o, "code", a, cut_part(&s));
	add_part(o, "system", a, cut_part(&s));
	add_part(o, words, a, s);
}

static cJSON *make_coding(struct arena *a, struct str s)
{
	cJSON *o = cJSON_CreateObject();

	add_code(o, a, s, "display");
	return o;
}

/* NULL: there is more behind it, or it is none. */
static cJSON *make_plain(struct str s)
{
	const char *end = NULL;
	cJSON *o = cJSON_ParseWithLengthOpts(s.p, s.n, &end, false);

	if (o && end != s.p + s.n) {
		cJSON_Delete(o);
		return NULL;
	}
	return o;
}

static void add_listed_unit(cJSON *o, const struct sheet_item *item, const char *text)
{
	for (size_t i = 0; i < item->unit_count; i++)
		if (item->units[i].text && strcmp(item->units[i].text, text) == 0) {
			cJSON_AddStringToObject(o, "code", text);
			return;
		}
	cJSON_AddStringToObject(o, "unit", text);
}

static cJSON *make_quantity(const struct sheet_item *item, struct arena *a, struct str s)
{
	const char *blank = memchr(s.p, ' ', s.n);
	const size_t n = blank ? (size_t)(blank - s.p) : s.n;
	struct str unit = from(s, blank ? n + 1 : n);
	cJSON *o = cJSON_CreateObject(), *number = make_plain((struct str) { s.p, n });

	if (number)
		cJSON_AddItemToObject(o, "value", number);
	if (unit.n && *unit.p == '=')
		add_code(o, a, from(unit, 1), "unit");
	else if (unit.n)
		add_listed_unit(o, item, plain_text(a, from(unit, *unit.p == '"')));
	return o;
}

static cJSON *make(const struct sheet_item *item, enum value_kind kind, struct arena *a,
		   struct str s)
{
	if (kind == VALUE_CODING)
		return make_coding(a, s);
	if (kind == VALUE_QUANTITY)
		return make_quantity(item, a, s);
	if (kind == VALUE_BOOLEAN || kind == VALUE_INTEGER || kind == VALUE_DECIMAL)
		return make_plain(s);
	return cJSON_CreateString(plain_text(a, s));
}

static bool read_kind(const struct sheet_item *item, enum value_kind kind, struct arena *a,
		      struct str s, struct sheet_value *out)
{
	cJSON *o = cJSON_CreateObject(), *value = make(item, kind, a, s);
	bool good;

	if (value)
		cJSON_AddItemToObject(o, arena_fmt(a, "value%s", value_kind_name(kind)), value);
	good = value_read(a, o, "value", out);
	if (kind == VALUE_DECIMAL || kind == VALUE_QUANTITY)
		out->digits = value_digits(a, s);
	value_wipe(o);
	cJSON_Delete(o);
	return good;
}

static bool read_choice(const struct sheet_item *item, struct str s, struct sheet_value *out)
{
	size_t choice = 0;

	if (!s.n || s.n > 4)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		choice = choice * 10 + (size_t)(s.p[i] - '0');
	}
	if (choice < item->choice_count)
		*out = item->choices[choice].value;
	return choice < item->choice_count;
}

static bool read_value(const struct sheet_item *item, struct arena *a, struct str s,
		       struct sheet_value *out)
{
	const char mark = answers_chooses(item) ? *s.p : '\0';
	enum value_kind kind = item_kind(item);

	if (mark == '#')
		return read_choice(item, from(s, 1), out);
	if (mark == '=')
		return read_kind(item, VALUE_CODING, a, from(s, 1), out);
	if (kind == VALUE_CODING)
		kind = VALUE_STRING;
	return read_kind(item, kind, a, from(s, mark == '"'), out);
}

/* It is not settled. */
static enum response_fault put(struct blank *b, struct str text)
{
	struct arena mem = { 0 };
	struct sheet_value v, as = { 0 };
	enum response_fault fault = RESPONSE_KIND;

	if (!item_asks(b->item))
		return RESPONSE_NOT_ASKED;
	if (b->item->calculated && !item_writable(b->item))
		return RESPONSE_READ_ONLY;
	if (!text.n)
		fault = RESPONSE_TAKEN;
	else if (read_value(b->item, &mem, text, &v))
		fault = value_adopt(b->item, &v, &as);
	if (fault == RESPONSE_TAKEN && text.n)
		fault = value_bounded(b->item, &as);
	if (fault == RESPONSE_TAKEN) {
		response_hold(b, text.n ? &as : NULL);
		b->own = text.n || !b->item->calculated;
	}
	arena_finish(&mem);
	return fault;
}

enum response_fault answers_set(struct response *r, struct blank *b, struct str value)
{
	const enum response_fault fault = put(b, value);

	if (fault == RESPONSE_TAKEN)
		response_settle(r);
	return fault;
}

/* ---- all of them ---- */

/* False: it is no line of ours. */
static bool read_line(struct response *r, struct str line, size_t *left_out)
{
	const char *tab = memchr(line.p, '\t', line.n);
	struct str name;
	struct blank *b;

	if (!tab)
		return false;
	name = (struct str) { line.p, (size_t)(tab - line.p) };
	b = answers_find(r, name);
	if (!b || put(b, from(line, name.n + 1)) != RESPONSE_TAKEN)
		++*left_out;
	return true;
}

bool answers_read(struct response *r, struct str text, size_t *left_out)
{
	size_t left = 0;
	bool good = true;

	while (r->first)
		response_drop(r, r->first);
	response_make(r, NULL, r->q->first);
	while (good && text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		const size_t n = end ? (size_t)(end - text.p) : text.n;

		good = read_line(r, (struct str) { text.p, n }, &left);
		text = from(text, end ? n + 1 : n);
	}
	response_settle(r);
	if (left_out)
		*left_out = left;
	return good;
}
