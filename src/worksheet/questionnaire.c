/* SPDX-License-Identifier: MIT */
#include "worksheet/questionnaire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worksheet/pattern.h"
#include "worksheet/reader.h"

static const char *const type_names[ITEM_TYPES] = {
	"group",       "display",    "boolean",   "decimal",  "integer", "date",
	"dateTime",    "time",       "string",    "text",     "url",     "choice",
	"open-choice", "attachment", "reference", "quantity",
};

static const enum value_kind type_kinds[ITEM_TYPES] = {
	VALUE_NONE,      VALUE_NONE, VALUE_BOOLEAN, VALUE_DECIMAL,  VALUE_INTEGER, VALUE_DATE,
	VALUE_DATE_TIME, VALUE_TIME, VALUE_STRING,  VALUE_STRING,   VALUE_URI,     VALUE_CODING,
	VALUE_STRING,    VALUE_NONE, VALUE_NONE,    VALUE_QUANTITY,
};

const char *item_type_name(enum item_type type)
{
	return type_names[type];
}

enum value_kind item_kind(const struct sheet_item *item)
{
	return type_kinds[item->type];
}

bool item_asks(const struct sheet_item *item)
{
	return item_kind(item) != VALUE_NONE;
}

bool item_writable(const struct sheet_item *item)
{
	return !item->read_only && !(item->calculated && item->repeats);
}

/* ---- items ---- */

/* "item 3.2 (link): what". */
static bool refuse(struct reader *r, size_t depth, const cJSON *o, const char *what)
{
	char where[QUESTIONNAIRE_DEPTH_MAX * 6 + 8] = "";
	const cJSON *link = reader_get(o, "linkId");
	size_t n = 0;

	for (size_t i = 0; i <= depth && n < sizeof(where) - 8; i++)
		n += (size_t)snprintf(where + n, sizeof(where) - n, "%s%zu", i ? "." : "",
				      r->at[i]);
	return err_set(r->err, ERR_BAD_INPUT, "item %s (%.40s): %s", where,
		       cJSON_IsString(link) ? link->valuestring : "no linkId", what);
}

static void read_type(struct reader *r, const cJSON *o, struct sheet_item *item)
{
	const cJSON *type = reader_get(o, "type");

	item->type = ITEM_TYPE_REFERENCE;
	for (enum item_type t = ITEM_TYPE_GROUP; cJSON_IsString(type) && t < ITEM_TYPES; t++)
		if (strcmp(type_names[t], type->valuestring) == 0) {
			item->type = t;
			if (t != ITEM_TYPE_ATTACHMENT && t != ITEM_TYPE_REFERENCE)
				return;
		}
	reader_lacks(r, item, LACK_TYPE, cJSON_IsString(type) ? type->valuestring : "no type");
}

static bool flag(struct reader *r, const cJSON *o, const char *name,
		 const struct sheet_item *item)
{
	const cJSON *v = reader_get(o, name);

	if (v && !cJSON_IsBool(v))
		reader_lacks(r, item, LACK_VALUE, name);
	return cJSON_IsTrue(v);
}

static const char *text_or_empty(struct reader *r, const cJSON *o, const char *name)
{
	const char *text = reader_text(r, o, name);

	return text ? text : "";
}

/* Elements of an item that R4 has; any other is told. */
static const char *const item_elements[] = {
	"linkId",
	"definition",
	"code",
	"prefix",
	"text",
	"type",
	"enableWhen",
	"enableBehavior",
	"required",
	"repeats",
	"readOnly",
	"maxLength",
	"answerValueSet",
	"answerOption",
	"initial",
	"item",
	"extension",
	"id",
	"modifierExtension",
};

static void find_strange(struct reader *r, const cJSON *o, const struct sheet_item *item)
{
	const cJSON *e;

	cJSON_ArrayForEach(e, o)
	{
		size_t i = 0;

		while (i < sizeof(item_elements) / sizeof(item_elements[0]) &&
		       strcmp(item_elements[i], e->string + (*e->string == '_')) != 0)
			i++;
		if (i == sizeof(item_elements) / sizeof(item_elements[0]))
			reader_lacks(r, item, LACK_VALUE, e->string);
	}
	cJSON_ArrayForEach(e, reader_get(o, "modifierExtension"))
	{
		const cJSON *url = reader_get(e, "url");

		reader_lacks(r, item, LACK_MODIFIER,
			     cJSON_IsString(url) ? reader_tail(url->valuestring) : "");
	}
}

static void read_initial(struct reader *r, const cJSON *o, struct sheet_item *item)
{
	const cJSON *array = reader_get(o, "initial"), *e;
	struct sheet_value *all =
		arena_get(r->mem, (size_t)cJSON_GetArraySize(array) * sizeof(*all) + 1);

	cJSON_ArrayForEach(e, array)
	{
		struct sheet_value v;

		if (value_read(r->mem, e, "value", &v) && item_asks(item))
			all[item->initial_count++] = v;
		else
			reader_lacks(r, item, LACK_INITIAL, "initial");
	}
	item->initial = all;
}

static void read_parts(struct reader *r, const cJSON *o, struct sheet_item *item)
{
	const cJSON *length = reader_get(o, "maxLength");

	read_type(r, o, item);
	item->prefix = text_or_empty(r, o, "prefix");
	item->text = text_or_empty(r, o, "text");
	item->codes = codings_read(r, reader_get(o, "code"), &item->code_count);
	item->required = flag(r, o, "required", item);
	item->repeats = flag(r, o, "repeats", item);
	item->read_only = flag(r, o, "readOnly", item);
	item->decimals = -1;
	if (cJSON_IsNumber(length) && length->valuedouble >= 1 &&
	    length->valuedouble <= VALUE_TEXT_MAX)
		item->max_length = (size_t)length->valuedouble;
	find_strange(r, o, item);
	extensions_read(r, o, item);
	choices_read(r, o, item);
	read_initial(r, o, item);
}

static struct sheet_item *new_item(struct reader *r, const cJSON *o,
				   const struct sheet_item *parent)
{
	struct questionnaire *q = &r->made->q;
	struct sheet_item *item = arena_get(r->mem, sizeof(*item));

	if ((q->count & (q->count - 1)) == 0) {
		q->items = mem_grow(q->items, (2 * q->count + 1) * sizeof(struct sheet_item *));
		r->sources = mem_grow(r->sources, (2 * q->count + 1) * sizeof(cJSON *));
	}
	*item = (struct sheet_item) { .parent = parent,
				      .number = q->count,
				      .depth = parent ? parent->depth + 1 : 0 };
	q->items[q->count] = item;
	r->sources[q->count++] = o;
	return item;
}

/* `array` and all within; *first is the first. */
static bool read_items(struct reader *r, const cJSON *array, const struct sheet_item *parent,
		       const struct sheet_item **first)
{
	const size_t depth = parent ? parent->depth + 1 : 0;
	const struct sheet_item **end = first;
	const cJSON *o;

	r->at[depth] = 0;
	cJSON_ArrayForEach(o, array)
	{
		struct sheet_item *item;

		r->at[depth]++;
		if (r->made->q.count == QUESTIONNAIRE_ITEMS_MAX)
			return err_set(r->err, ERR_TOO_LARGE, "more than %d items",
				       QUESTIONNAIRE_ITEMS_MAX);
		if (!cJSON_IsObject(o))
			return refuse(r, depth, o, "it is no object");
		item = new_item(r, o, parent);
		item->link_id = value_exact(r->mem, reader_get(o, "linkId"));
		if (!item->link_id || strlen(item->link_id) > QUESTIONNAIRE_LINK_MAX)
			return refuse(r, depth, o,
				      "its linkId is missing, too long or unclean");
		read_parts(r, o, item);
		if (reader_get(o, "item") && depth + 1 == QUESTIONNAIRE_DEPTH_MAX)
			return refuse(r, depth, o, "items are too deep in one another");
		if (!read_items(r, reader_get(o, "item"), item, &item->first))
			return false;
		*end = item;
		end = &item->next;
	}
	return true;
}

/* ---- the whole ---- */

static int by_link(const void *a, const void *b)
{
	const struct sheet_item *const *x = a, *const *y = b;

	return strcmp((*x)->link_id, (*y)->link_id);
}

static bool sort_links(struct reader *r)
{
	struct made *m = r->made;

	m->by_link = mem_get((m->q.count + 1) * sizeof(struct sheet_item *));
	if (m->q.count)
		memcpy(m->by_link, m->q.items, m->q.count * sizeof(struct sheet_item *));
	qsort(m->by_link, m->q.count, sizeof(struct sheet_item *), by_link);
	for (size_t i = 1; i < m->q.count; i++)
		if (by_link(&m->by_link[i - 1], &m->by_link[i]) == 0)
			return err_set(r->err, ERR_BAD_INPUT, "two items have the linkId %.80s",
				       m->by_link[i]->link_id);
	return true;
}

const struct sheet_item *questionnaire_item(const struct questionnaire *q, const char *link_id)
{
	const struct made *m = (const struct made *)q;
	const struct sheet_item key = { .link_id = link_id }, *at = &key;
	const struct sheet_item **found =
		q->count ? bsearch(&at, m->by_link, q->count, sizeof(at), by_link) : NULL;

	return found ? *found : NULL;
}

bool sheet_coded(const struct sheet_value *codes, size_t count, const char *system,
		 const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i].text && strcmp(codes[i].text, code) == 0 &&
		    (!system || (codes[i].system && strcmp(codes[i].system, system) == 0)))
			return true;
	return false;
}

static void read_head(struct reader *r, const cJSON *o, struct questionnaire *q)
{
	const struct {
		const char *name, **to;
	} rows[] = { { "id", &q->id },
		     { "url", &q->url },
		     { "version", &q->version },
		     { "name", &q->name },
		     { "title", &q->title },
		     { "description", &q->description },
		     { "copyright", &q->copyright },
		     { "language", &q->language } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		*rows[i].to = text_or_empty(r, o, rows[i].name);
	q->codes = codings_read(r, reader_get(o, "code"), &q->code_count);
}

/* What needs to know of other items. */
static void read_between(struct reader *r)
{
	struct questionnaire *q = &r->made->q;

	variables_read(r, r->root, NULL);
	for (size_t i = 0; i < q->count; i++)
		variables_read(r, r->sources[i], (struct sheet_item *)q->items[i]);
	expressions_read(r, r->root, NULL);
	for (size_t i = 0; i < q->count; i++) {
		expressions_read(r, r->sources[i], (struct sheet_item *)q->items[i]);
		whens_read(r, r->sources[i], (struct sheet_item *)q->items[i]);
	}
}

static const cJSON *find_form(const cJSON *o)
{
	const cJSON *type = reader_get(o, "resourceType"), *e, *found = NULL;

	if (!cJSON_IsString(type))
		return NULL;
	if (strcmp(type->valuestring, "Questionnaire") == 0)
		return o;
	if (strcmp(type->valuestring, "Bundle") != 0)
		return NULL;
	cJSON_ArrayForEach(e, reader_get(o, "entry"))
	{
		const cJSON *in = reader_get(e, "resource");

		type = reader_get(in, "resourceType");
		if (!found && cJSON_IsString(type) &&
		    strcmp(type->valuestring, "Questionnaire") == 0)
			found = in;
	}
	return found;
}

static bool read_form(struct reader *r, const cJSON *o)
{
	struct questionnaire *q = &r->made->q;

	r->whole = o;
	r->root = find_form(o);
	if (!r->root)
		return err_set(r->err, ERR_BAD_INPUT, "it is no Questionnaire");
	read_head(r, r->root, q);
	if (!read_items(r, reader_get(r->root, "item"), NULL, &q->first) || !sort_links(r))
		return false;
	extensions_read(r, r->root, NULL);
	read_between(r);
	q->lacks = r->lacks;
	return true;
}

/* An escaped NUL would cut a text short behind cJSON's back. */
static bool has_nul(struct str json)
{
	for (size_t i = 0; i + 1 < json.n; i++) {
		if (json.p[i] != '\\')
			continue;
		if (json.n - i >= 6 && memcmp(json.p + i, "\\u0000", 6) == 0)
			return true;
		i++;
	}
	return memchr(json.p, '\0', json.n) != NULL;
}

static cJSON *parse(struct str json, struct err *err)
{
	cJSON *o;

	if (json.n > QUESTIONNAIRE_BYTES_MAX) {
		err_set(err, ERR_TOO_LARGE, "more than %d bytes", QUESTIONNAIRE_BYTES_MAX);
		return NULL;
	}
	o = json.n && !has_nul(json) ? cJSON_ParseWithLength(json.p, json.n) : NULL;
	if (!o)
		err_set(err, ERR_BAD_INPUT, "it is no JSON");
	return o;
}

static bool read_sets(struct reader *r, const struct questionnaire_options *options)
{
	if (!options || !options->set_count)
		return true;
	r->sets = mem_get(options->set_count * sizeof(cJSON *));
	for (; r->set_count < options->set_count; r->set_count++) {
		r->sets[r->set_count] = parse(options->sets[r->set_count], r->err);
		if (!r->sets[r->set_count])
			return false;
	}
	return true;
}

struct questionnaire *questionnaire_read(struct str json,
					 const struct questionnaire_options *options,
					 struct err *err)
{
	struct made *m = mem_get(sizeof(*m));
	struct reader r = { .mem = &m->mem,
			    .made = m,
			    .err = err,
			    .language = options ? options->language : NULL };
	cJSON *o = parse(json, err);
	const bool good = o && read_sets(&r, options) && read_form(&r, o);

	cJSON_Delete(o);
	for (size_t i = 0; i < r.set_count; i++)
		cJSON_Delete(r.sets[i]);
	free(r.sets);
	free(r.sources);
	if (!good) {
		m->q.lacks = r.lacks;
		questionnaire_free(&m->q);
		return NULL;
	}
	return &m->q;
}

void questionnaire_free(struct questionnaire *q)
{
	struct made *m = (struct made *)q;

	if (!q)
		return;
	for (const struct made_pattern *p = m->patterns; p; p = p->next)
		pattern_free(p->pattern);
	free(m->by_link);
	free(q->items);
	free((void *)q->lacks);
	arena_finish(&m->mem);
	free(m);
}
