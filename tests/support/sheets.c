/* SPDX-License-Identifier: MIT */
#include "support/sheets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

const struct response_clock sheets_clock = { "2026-11-26", "2026-11-26T18:00:00-07:00" };

struct str sheets_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = mem_get(QUESTIONNAIRE_BYTES_MAX + 2);
	struct str s = { p, 0 };

	if (f) {
		s.n = fread(p, 1, QUESTIONNAIRE_BYTES_MAX + 1, f);
		fclose(f);
	}
	return s;
}

struct questionnaire *sheets_read_in(struct str json, const char *language)
{
	const struct questionnaire_options options = { .language =
							       *language ? language : NULL };
	struct err err = { 0 };
	struct questionnaire *q = questionnaire_read(json, &options, &err);

	if (!q) {
		fprintf(stderr, "not read: %s\n", err.text);
		abort();
	}
	return q;
}

struct questionnaire *sheets_form(const char *json)
{
	return sheets_read_in(str_of(json), "");
}

/* ---- filling ---- */

static unsigned next(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

static const char *const tries[] = {
	"3",
	"17",
	"0",
	"1",
	"a",
	"2026-11-26",
	"2026-11",
	"12:30:00",
	"2026-11-26 08:15",
	"https://example.org/x",
	"72.5",
	"120",
	"some words",
	"abc@example.org",
	"555-1234",
	"12345",
	"(555) 555-1234",
	"1234567890",
	"AB12",
	"-5",
};

static bool try_choices(struct response *r, struct blank *b, unsigned *seed)
{
	const size_t n = b->item->choice_count;
	const size_t from = n ? next(seed, (unsigned)n) : 0;

	for (size_t i = 0; i < n; i++)
		if (response_choose(r, b, (from + i) % n) == RESPONSE_TAKEN)
			return true;
	return false;
}

static bool try_bounds(struct response *r, struct blank *b)
{
	return (b->item->least.kind != VALUE_NONE &&
		response_set(r, b, &b->item->least) == RESPONSE_TAKEN) ||
	       (b->item->most.kind != VALUE_NONE &&
		response_set(r, b, &b->item->most) == RESPONSE_TAKEN);
}

static bool try_typing(struct response *r, struct blank *b, unsigned *seed)
{
	const size_t n = sizeof(tries) / sizeof(tries[0]), from = next(seed, (unsigned)n);
	char quantity[200];

	for (size_t i = 0; i < n; i++) {
		const char *typed = tries[(from + i) % n];

		if (response_type(r, b, typed) == RESPONSE_TAKEN)
			return true;
		for (size_t u = 0; u < b->item->unit_count && u < 2; u++) {
			const struct sheet_value *unit = &b->item->units[u];

			snprintf(quantity, sizeof(quantity), "%s %.99s", typed,
				 unit->text ? unit->text : unit->display);
			if (response_type(r, b, quantity) == RESPONSE_TAKEN)
				return true;
		}
	}
	return false;
}

/* As long as it has to be. */
static bool try_long(struct response *r, struct blank *b)
{
	char text[2001];
	size_t n = b->item->min_length ? b->item->min_length : 1;

	n = n < sizeof(text) ? n : sizeof(text) - 1;
	memset(text, 'x', n);
	text[n] = '\0';
	return response_type(r, b, text) == RESPONSE_TAKEN;
}

static bool fill_one(struct response *r, struct blank *b, unsigned *seed)
{
	const struct sheet_value yes = { .kind = VALUE_BOOLEAN, .number = next(seed, 2) };

	return response_set(r, b, &yes) == RESPONSE_TAKEN || try_choices(r, b, seed) ||
	       try_bounds(r, b) || try_typing(r, b, seed) || try_long(r, b);
}

/* Something that our tries need not get past. */
static bool is_hard(const struct blank *b)
{
	const struct sheet_item *item = b->item;

	return item->pattern || item->least.kind != VALUE_NONE ||
	       item->most.kind != VALUE_NONE || item->decimals >= 0 ||
	       item->min_length > 2000 || item->unit_count > 2 ||
	       (item->max_length && item->max_length < item->min_length) ||
	       (item->unit_count && !item->units[0].text && !item->units[0].display);
}

/* A choice that is alone takes others away: it answers where to go on. */
static struct blank *one_more(struct response *r, struct blank *b, unsigned *seed)
{
	struct blank *made;

	if (!b->item->repeats || b->index >= 2 || !next(seed, 2) ||
	    response_add(r, b, &made) != RESPONSE_TAKEN || made == b || !blank_asks(made))
		return b;
	fill_one(r, made, seed);
	return made->item->choice_count ? made : b;
}

size_t sheets_fill(struct response *r, unsigned seed)
{
	size_t empty = 0;

	for (struct blank *b = response_first(r); b; b = blank_next(b)) {
		if (b->item->type == ITEM_TYPE_GROUP && blank_shown(b))
			b = one_more(r, b, &seed);
		if (!blank_asks(b) || blank_answered(b))
			continue;
		if (!fill_one(r, b, &seed) && b->index == 0)
			empty += !is_hard(b);
		b = one_more(r, b, &seed);
	}
	return empty;
}

/* ---- looking through ---- */

static char wrong[300];

static const cJSON *get(const cJSON *o, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(o, name);
}

static const char *text_of(const cJSON *o, const char *name)
{
	const cJSON *v = get(o, name);

	return cJSON_IsString(v) ? v->valuestring : "";
}

static bool complain(const cJSON *item, const char *what)
{
	snprintf(wrong, sizeof(wrong), "%.100s: %s", text_of(item, "linkId"), what);
	return false;
}

static const struct {
	const char *type, *kinds;
} kinds[] = {
	{ "boolean", " valueBoolean " },
	{ "decimal", " valueDecimal " },
	{ "integer", " valueInteger " },
	{ "date", " valueDate " },
	{ "dateTime", " valueDateTime " },
	{ "time", " valueTime " },
	{ "string", " valueString " },
	{ "text", " valueString " },
	{ "url", " valueUri " },
	{ "quantity", " valueQuantity " },
	{ "choice", " valueCoding valueString valueInteger valueDate valueTime " },
	{ "open-choice", " valueCoding valueString valueInteger valueDate valueTime " },
};

static bool is_kind(const char *type, const char *name)
{
	char word[64];

	snprintf(word, sizeof(word), " %s ", name);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].type, type) == 0)
			return strstr(kinds[i].kinds, word) != NULL;
	return false;
}

static bool is_among(const cJSON *options, const cJSON *value)
{
	const cJSON *o;

	cJSON_ArrayForEach(o, options)
	{
		const cJSON *v = get(o, value->string);

		if (cJSON_IsObject(v)
			    ? strcmp(text_of(v, "code"), text_of(value, "code")) == 0 &&
				      strcmp(text_of(v, "system"), text_of(value, "system")) ==
					      0
			    : v && cJSON_Compare(v, value, true))
			return true;
	}
	return false;
}

/* In words alone, or as the form began: its choices may be none that can be read. */
static bool is_option(const cJSON *item, const cJSON *value)
{
	const cJSON *options = get(item, "answerOption");

	if (cJSON_GetArraySize(options) == 0 || strcmp(text_of(item, "type"), "choice") != 0)
		return true;
	if (strcmp(value->string, "valueCoding") == 0 && !get(value, "code"))
		return true;
	return is_among(options, value) || is_among(get(item, "initial"), value);
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static bool items_right(const cJSON *form, const cJSON *response);

static bool answer_right(const cJSON *item, const cJSON *answer)
{
	const cJSON *v, *length = get(item, "maxLength");
	int values = 0;

	cJSON_ArrayForEach(v, answer)
	{
		if (strcmp(v->string, "item") == 0)
			continue;
		values++;
		if (!is_kind(text_of(item, "type"), v->string))
			return complain(item, "an answer of another kind");
		if (!is_option(item, v))
			return complain(item, "none of the options");
		if (cJSON_IsString(v) && length && !get(item, "answerOption") &&
		    length->valuedouble >= 1 && length->valuedouble <= VALUE_TEXT_MAX &&
		    characters(v->valuestring) > (size_t)length->valuedouble)
			return complain(item, "too long");
	}
	if (values != 1)
		return complain(item, "not one value");
	return !get(answer, "item") || items_right(get(item, "item"), get(answer, "item"));
}

static bool item_right(const cJSON *item, const cJSON *it)
{
	const bool group = strcmp(text_of(item, "type"), "group") == 0;
	const cJSON *answers = get(it, "answer"), *a;

	if (group && (answers || cJSON_GetArraySize(get(it, "item")) < 1))
		return complain(item, "a group with an answer, or with nothing");
	if (group)
		return items_right(get(item, "item"), get(it, "item"));
	if (get(it, "item") || cJSON_GetArraySize(answers) < 1)
		return complain(item, "a question with items of its own, or with nothing");
	if (cJSON_GetArraySize(answers) > 1 && !cJSON_IsTrue(get(item, "repeats")))
		return complain(item, "it does not repeat");
	cJSON_ArrayForEach(a, answers) if (!answer_right(item, a)) return false;
	return true;
}

/* In the form's order; only a group that repeats is there more than once. */
static bool items_right(const cJSON *form, const cJSON *response)
{
	const cJSON *at = form ? form->child : NULL, *it, *last = NULL;

	cJSON_ArrayForEach(it, response)
	{
		const bool again =
			last && strcmp(text_of(last, "linkId"), text_of(it, "linkId")) == 0;

		if (again && (!cJSON_IsTrue(get(last, "repeats")) ||
			      strcmp(text_of(last, "type"), "group") != 0))
			return complain(it, "there twice");
		while (!again && at &&
		       strcmp(text_of(at, "linkId"), text_of(it, "linkId")) != 0)
			at = at->next;
		if (!again && !at)
			return complain(it, "not in the form here, or not in its order");
		last = again ? last : at;
		at = again ? at : at->next;
		if (!item_right(last, it))
			return false;
	}
	return true;
}

const char *sheets_wrong(struct str form, struct str response)
{
	cJSON *f = cJSON_ParseWithLength(form.p, form.n);
	cJSON *r = cJSON_ParseWithLength(response.p, response.n);
	const cJSON *e, *in = f;
	bool right = f && r;

	cJSON_ArrayForEach(e, get(f, "entry")) if (in == f && strcmp(text_of(get(e, "resource"),
									     "resourceType"),
								     "Questionnaire") == 0) in =
		get(e, "resource");
	snprintf(wrong, sizeof(wrong), "it is no JSON, or of another type");
	right = right && strcmp(text_of(r, "resourceType"), "QuestionnaireResponse") == 0 &&
		strcmp(text_of(r, "status"), "completed") == 0 &&
		!(get(r, "item") && !get(r, "item")->child);
	right = right && items_right(get(in, "item"), get(r, "item"));
	cJSON_Delete(f);
	cJSON_Delete(r);
	return right ? NULL : wrong;
}
