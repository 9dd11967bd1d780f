/* SPDX-License-Identifier: MIT */
/* QuestionnaireResponse (FHIR R4), out and in. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "worksheet/response_in.h"
#include "worksheet/value_json.h"

static const cJSON *get(const cJSON *o, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(o, name);
}

/* ---- out ---- */

/* `draft`: what is not enabled goes too. */
static cJSON *write_items(const struct blank *b, bool draft);

static void add_within(cJSON *to, const struct blank *b, bool draft)
{
	cJSON *items = write_items(b->first, draft);

	if (items)
		cJSON_AddItemToObject(to, "item", items);
}

static cJSON *write_answers(const struct blank *b, bool draft)
{
	const struct sheet_item *item = b->item;
	cJSON *all = cJSON_CreateArray();

	for (; b && b->item == item; b = b->next) {
		cJSON *one;

		if (!blank_filled(b, draft))
			continue;
		one = cJSON_CreateObject();
		value_write(one, "value", &b->value);
		add_within(one, b, draft);
		cJSON_AddItemToArray(all, one);
	}
	return all;
}

static cJSON *write_item(const struct blank *b, bool draft)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "linkId", b->item->link_id);
	if (*b->item->text)
		cJSON_AddStringToObject(o, "text", b->item->text);
	if (b->item->type == ITEM_TYPE_GROUP)
		add_within(o, b, draft);
	else
		cJSON_AddItemToObject(o, "answer", write_answers(b, draft));
	return o;
}

/* The first of an item's answers that goes out stands for all of them. */
static bool begins_item(const struct blank *b, bool draft)
{
	if (!blank_filled(b, draft))
		return false;
	if (b->item->type == ITEM_TYPE_GROUP)
		return true;
	for (const struct blank *x = b; x->index; x = x->prev)
		if (blank_filled(x->prev, draft))
			return false;
	return true;
}

static cJSON *write_items(const struct blank *b, bool draft)
{
	cJSON *all = NULL;

	for (; b; b = b->next) {
		if (!begins_item(b, draft))
			continue;
		if (!all)
			all = cJSON_CreateArray();
		cJSON_AddItemToArray(all, write_item(b, draft));
	}
	return all;
}

static void add_reference(cJSON *o, const char *name, const char *to)
{
	if (to)
		cJSON_AddStringToObject(cJSON_AddObjectToObject(o, name), "reference", to);
}

static void add_form(cJSON *o, const struct questionnaire *q)
{
	struct arena mem = { 0 };

	if (*q->url)
		cJSON_AddStringToObject(
			o, "questionnaire",
			*q->version ? arena_fmt(&mem, "%s|%s", q->url, q->version) : q->url);
	arena_finish(&mem);
}

bool response_write(const struct response *r, const struct response_cover *cover,
		    struct buf *out)
{
	const bool draft = !cover->completed;
	cJSON *o = cJSON_CreateObject(), *items = write_items(r->first, draft);
	char *text;
	bool good;

	cJSON_AddStringToObject(o, "resourceType", "QuestionnaireResponse");
	if (cover->id)
		cJSON_AddStringToObject(o, "id", cover->id);
	add_form(o, r->q);
	cJSON_AddStringToObject(o, "status", draft ? "in-progress" : "completed");
	add_reference(o, "subject", cover->subject);
	if (cover->authored)
		cJSON_AddStringToObject(o, "authored", cover->authored);
	add_reference(o, "author", cover->author);
	if (items)
		cJSON_AddItemToObject(o, "item", items);
	text = cJSON_PrintUnformatted(o);
	value_wipe(o);
	cJSON_Delete(o);
	good = text && buf_adds(out, text);
	if (text)
		explicit_bzero(text, strlen(text));
	cJSON_free(text);
	return good;
}

/* ---- in ---- */

struct reading {
	struct response *r;
	struct arena mem;
	size_t left_out;
};

static void read_items(struct reading *in, const cJSON *array, struct blank *parent);

/* The first of an item's blanks in this parent. */
static struct blank *find_first(struct reading *in, const cJSON *o, struct blank *parent)
{
	const cJSON *link = get(o, "linkId");
	struct blank *b = parent ? parent->first : in->r->first;

	while (b && !(cJSON_IsString(link) && strcmp(b->item->link_id, link->valuestring) == 0))
		b = b->next;
	return b;
}

/* One that is empty still, or one more. */
static struct blank *next_free(struct reading *in, struct blank *b, bool empty)
{
	if (empty)
		return b;
	return b->item->repeats ? response_copy(in->r, b) : NULL;
}

static void read_answers(struct reading *in, const cJSON *o, struct blank *b)
{
	const cJSON *e;

	cJSON_ArrayForEach(e, get(o, "answer"))
	{
		struct sheet_value v, as;
		struct blank *to;

		if (!value_read(&in->mem, e, "value", &v) ||
		    value_adopt(b->item, &v, &as) != RESPONSE_TAKEN ||
		    value_bounded(b->item, &as) != RESPONSE_TAKEN) {
			in->left_out++;
			continue;
		}
		if (b->item->calculated && !item_writable(b->item))
			continue; /* it follows from the rest */
		to = next_free(in, b, b->value.kind == VALUE_NONE);
		if (!to) {
			in->left_out++;
			continue;
		}
		response_hold(to, &as);
		to->own = true;
		read_items(in, get(e, "item"), to);
	}
	if (get(o, "item"))
		in->left_out++; /* under the item, not under its answer */
}

/* `own` says of a group's copy that it has been read. */
static void read_group(struct reading *in, const cJSON *o, struct blank *b)
{
	struct blank *to = next_free(in, b, !b->own);

	if (!to) {
		in->left_out++;
		return;
	}
	to->own = true;
	read_items(in, get(o, "item"), to);
}

static void read_items(struct reading *in, const cJSON *array, struct blank *parent)
{
	const cJSON *o;

	cJSON_ArrayForEach(o, array)
	{
		struct blank *b = find_first(in, o, parent);

		if (b && b->item->type == ITEM_TYPE_GROUP)
			read_group(in, o, b);
		else if (b && item_asks(b->item))
			read_answers(in, o, b);
		else if (!b || get(o, "answer"))
			in->left_out++;
	}
}

/* A number is written with fewer digits than it has. */
static bool follows(const struct sheet_value *is, const struct sheet_value *read)
{
	if (is->kind == VALUE_DECIMAL || is->kind == VALUE_QUANTITY)
		return read->kind == is->kind &&
		       fabs(is->number - read->number) <= fabs(is->number) * 1e-14;
	return value_compare(is, read) == VALUE_SAME;
}

/* What was read of one that is calculated is a person's own where it is not what follows. */
static void read_own(struct response *r, struct blank *b)
{
	struct sheet_value v = b->value;
	struct arena mem = { 0 };
	const char **texts[] = { &v.text, &v.system, &v.display, &v.digits };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (*texts[i])
			*texts[i] = arena_text(&mem, *texts[i]);
	b->own = false;
	response_settle(r);
	if (!follows(&b->value, &v)) {
		response_hold(b, &v);
		b->own = true;
	}
	arena_finish(&mem);
}

static void read_calculated(struct response *r)
{
	for (struct blank *b = r->first; b; b = blank_next(b))
		if (b->item->calculated && b->own && b->value.kind != VALUE_NONE)
			read_own(r, b);
}

struct response *response_read(const struct questionnaire *q, struct str json,
			       struct response_clock clock, size_t *left_out)
{
	struct reading in = { .left_out = 0 };
	const cJSON *type;
	cJSON *o = json.n <= RESPONSE_BYTES_MAX ? cJSON_ParseWithLength(json.p, json.n) : NULL;

	type = get(o, "resourceType");
	if (cJSON_IsString(type) && strcmp(type->valuestring, "QuestionnaireResponse") == 0) {
		in.r = response_empty(q, clock);
		read_items(&in, get(o, "item"), NULL);
		read_calculated(in.r);
		response_settle(in.r);
	}
	arena_finish(&in.mem);
	value_wipe(o);
	cJSON_Delete(o);
	if (left_out)
		*left_out = in.left_out;
	return in.r;
}
