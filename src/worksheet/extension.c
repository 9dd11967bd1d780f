/* SPDX-License-Identifier: MIT */
/* A row an extension: the end of its URL, and what it does. */
#include <string.h>

#include "worksheet/path.h"
#include "worksheet/pattern.h"
#include "worksheet/reader.h"

enum {
	VARIABLES_MAX = 64, /* around one item */
	SECONDS_MAX = 600,  /* as EXERCISE_PAUSE_MAX_S */
	DANGER_MAX = 1000,
};

typedef void extended_fn(struct reader *r, struct sheet_item *item, const cJSON *e);

static const char *url_of(const cJSON *e)
{
	const cJSON *url = reader_get(e, "url");

	return cJSON_IsString(url) ? url->valuestring : "";
}

static void do_nothing(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	(void)r;
	(void)item;
	(void)e;
}

static void do_hidden(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	(void)r;
	item->hidden = cJSON_IsTrue(reader_get(e, "valueBoolean"));
}

static void do_bound(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	const char *tail = reader_tail(url_of(e));
	const bool least = strstr(tail, "min") || strstr(tail, "Min");

	if (!value_read(r->mem, e, "value", least ? &item->least : &item->most))
		reader_lacks(r, item, LACK_VALUE, tail); /* an expression of CQL, say */
}

/* A whole number; -1: it is none, and that is told. */
static int whole(struct reader *r, const struct sheet_item *item, const cJSON *e, int most)
{
	struct sheet_value v;

	if (value_read(r->mem, e, "value", &v) && v.kind == VALUE_INTEGER && v.number >= 0 &&
	    v.number <= most)
		return (int)v.number;
	reader_lacks(r, item, LACK_VALUE, reader_tail(url_of(e)));
	return -1;
}

static void do_min_length(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	const int n = whole(r, item, e, VALUE_TEXT_MAX);

	item->min_length = n > 0 ? (size_t)n : 0;
}

static void do_min_occurs(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	const int n = whole(r, item, e, 1000);

	item->min_occurs = n > 0 ? (size_t)n : 0;
}

static void do_max_occurs(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	const int n = whole(r, item, e, 1000000);

	item->max_occurs = n > 0 ? (size_t)n : 0;
}

static void do_seconds(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	const int n = whole(r, item, e, SECONDS_MAX);

	item->seconds = n > 0 ? n : 0;
}

static void do_danger(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	const int n = whole(r, item, e, DANGER_MAX);

	item->danger = n > 0 ? n : 0;
}

static void do_decimals(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	item->decimals = whole(r, item, e, 15);
}

static void do_regex(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	const cJSON *text = reader_get(e, "valueString");
	struct pattern *p =
		cJSON_IsString(text) && !item->pattern ? pattern_make(text->valuestring) : NULL;
	struct made_pattern *made;

	if (!p) {
		reader_lacks(r, item, LACK_PATTERN,
			     cJSON_IsString(text) ? text->valuestring : "");
		return;
	}
	made = arena_get(r->mem, sizeof(*made));
	*made = (struct made_pattern) { p, r->made->patterns };
	r->made->patterns = made;
	item->pattern = p;
}

static void do_format(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	item->entry_format = value_clean(r->mem, reader_get(e, "valueString"));
}

static void do_link(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	item->support_link = value_clean(r->mem, reader_get(e, "valueUri"));
}

static void do_open_label(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	item->open_label = reader_text(r, e, "valueString");
}

static void do_orientation(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	const cJSON *code = reader_get(e, "valueCode");

	(void)r;
	item->horizontal = cJSON_IsString(code) && strcmp(code->valuestring, "horizontal") == 0;
}

static void do_control(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	static const struct {
		const char *code;
		enum item_control control;
	} rows[] = {
		{ "drop-down", CONTROL_DROP_DOWN }, { "autocomplete", CONTROL_AUTOCOMPLETE },
		{ "check-box", CONTROL_CHECK_BOX }, { "radio-button", CONTROL_RADIO_BUTTON },
		{ "slider", CONTROL_SLIDER },       { "spinner", CONTROL_SPINNER },
		{ "text-box", CONTROL_TEXT_BOX },   { "lookup", CONTROL_LOOKUP },
		{ "list", CONTROL_TABLE },          { "table", CONTROL_TABLE },
		{ "htable", CONTROL_TABLE },        { "gtable", CONTROL_TABLE },
		{ "atable", CONTROL_TABLE },        { "grid", CONTROL_TABLE },
		{ "header", CONTROL_HEADER },       { "footer", CONTROL_FOOTER },
		{ "page", CONTROL_PAGE },           { "inline", CONTROL_INLINE },
		{ "help", CONTROL_HELP },           { "prompt", CONTROL_PROMPT },
		{ "unit", CONTROL_UNIT },           { "lower", CONTROL_LOWER },
		{ "upper", CONTROL_UPPER },         { "flyover", CONTROL_FLYOVER },
		{ "legal", CONTROL_LEGAL },
	};
	const cJSON *coding, *code = NULL;

	cJSON_ArrayForEach(coding, reader_get(reader_get(e, "valueCodeableConcept"), "coding"))
	{
		code = reader_get(coding, "code");
		for (size_t i = 0; cJSON_IsString(code) && i < sizeof(rows) / sizeof(rows[0]);
		     i++)
			if (strcmp(rows[i].code, code->valuestring) == 0) {
				item->control = rows[i].control;
				return;
			}
	}
	reader_lacks(r, item, LACK_CONTROL,
		     code && cJSON_IsString(code) ? code->valuestring : "");
}

static void do_unit(struct reader *r, struct sheet_item *item, const cJSON *e)
{
	struct sheet_value v, *all;

	if (!value_read(r->mem, e, "value", &v) || v.kind != VALUE_CODING) {
		reader_lacks(r, item, LACK_VALUE, reader_tail(url_of(e)));
		return;
	}
	all = arena_get(r->mem, (item->unit_count + 1) * sizeof(*all));
	if (item->unit_count)
		memcpy(all, item->units, item->unit_count * sizeof(*all));
	v.display = reader_text(r, reader_get(e, "valueCoding"), "display");
	all[item->unit_count++] = v;
	item->units = all;
}

/* Without an effect here: how it is got, kept, laid out or taken apart elsewhere. */
static const struct {
	const char *tail;
	extended_fn *act;
} rows[] = {
	{ "questionnaire-hidden", do_hidden },
	{ "minValue", do_bound },
	{ "maxValue", do_bound },
	{ "sdc-questionnaire-minQuantity", do_bound },
	{ "sdc-questionnaire-maxQuantity", do_bound },
	{ "minLength", do_min_length },
	{ "questionnaire-minOccurs", do_min_occurs },
	{ "questionnaire-maxOccurs", do_max_occurs },
	{ "maxDecimalPlaces", do_decimals },
	{ "urn:porchlight:seconds", do_seconds },
	{ "urn:porchlight:danger", do_danger },
	{ "regex", do_regex },
	{ "entryFormat", do_format },
	{ "questionnaire-supportLink", do_link },
	{ "sdc-questionnaire-openLabel", do_open_label },
	{ "questionnaire-choiceOrientation", do_orientation },
	{ "questionnaire-itemControl", do_control },
	{ "questionnaire-unit", do_unit },
	{ "questionnaire-unitOption", do_unit },
	/* read elsewhere: expressions_read, variables_read, value_read */
	{ "sdc-questionnaire-calculatedExpression", do_nothing },
	{ "questionnaire-calculatedExpression", do_nothing },
	{ "sdc-questionnaire-initialExpression", do_nothing },
	{ "questionnaire-initialExpression", do_nothing },
	{ "sdc-questionnaire-enableWhenExpression", do_nothing },
	{ "questionnaire-enableWhenExpression", do_nothing },
	{ "variable", do_nothing },
	{ "ordinalValue", do_nothing },
	{ "itemWeight", do_nothing },
	{ "questionnaire-displayCategory", do_nothing },
	{ "designNote", do_nothing },
	{ "questionnaire-studyprotocolElicitated", do_nothing },
	{ "sdc-questionnaire-width", do_nothing },
	{ "sdc-questionnaire-columnCount", do_nothing },
	{ "sdc-questionnaire-collapsible", do_nothing },
	{ "sdc-questionnaire-shortText", do_nothing },
	{ "sdc-questionnaire-observationExtract", do_nothing },
	{ "sdc-questionnaire-observation-extract-category", do_nothing },
	{ "sdc-questionnaire-observationLinkPeriod", do_nothing },
	{ "sdc-questionnaire-itemExtractionContext", do_nothing },
	{ "sdc-questionnaire-definitionExtract", do_nothing },
	{ "sdc-questionnaire-targetStructureMap", do_nothing },
	{ "sdc-questionnaire-sourceStructureMap", do_nothing },
	{ "sdc-questionnaire-preferredTerminologyServer", do_nothing },
	{ "preferredTerminologyServer", do_nothing },
	{ "sdc-questionnaire-performerType", do_nothing },
	{ "sdc-questionnaire-endpoint", do_nothing },
	{ "sdc-questionnaire-assemble-expectation", do_nothing },
	{ "structuredefinition-wg", do_nothing },
	{ "structuredefinition-fmm", do_nothing },
	{ "structuredefinition-standards-status", do_nothing },
	{ "replaces", do_nothing },
	{ "rendering-style", do_nothing },
};

void extensions_read(struct reader *r, const cJSON *o, struct sheet_item *item)
{
	const cJSON *e;

	cJSON_ArrayForEach(e, reader_get(o, "extension"))
	{
		const char *tail = reader_tail(url_of(e));
		size_t i = 0;

		while (i < sizeof(rows) / sizeof(rows[0]) && strcmp(rows[i].tail, tail) != 0)
			i++;
		if (i == sizeof(rows) / sizeof(rows[0]) || (!item && rows[i].act != do_nothing))
			reader_lacks(r, item, LACK_EXTENSION, tail);
		else
			rows[i].act(r, item, e);
	}
}

/* ---- expressions ---- */

/* All names that the item may use, ended by NULL. */
static void names_in_reach(struct reader *r, const struct sheet_item *item, const char **names)
{
	size_t n = 0;
	const struct sheet_variable *v;

	for (; item; item = item->parent)
		for (v = item->variables; v && n < VARIABLES_MAX; v = v->next)
			names[n++] = v->name;
	for (v = r->made->q.variables; v && n < VARIABLES_MAX; v = v->next)
		names[n++] = v->name;
	names[n] = NULL;
}

/* NULL, and that is told: it is not of the subset. */
static const struct path *compile(struct reader *r, const struct sheet_item *item,
				  const cJSON *e)
{
	const cJSON *x = reader_get(e, "valueExpression");
	const cJSON *language = reader_get(x, "language"), *text = reader_get(x, "expression");
	const char *names[VARIABLES_MAX + 1], *why, *tail = reader_tail(url_of(e));
	const struct path *p;

	if (!text) /* as old forms have it */
		text = reader_get(e, "valueString");
	if ((language && !(cJSON_IsString(language) &&
			   strcmp(language->valuestring, "text/fhirpath") == 0)) ||
	    !cJSON_IsString(text)) {
		reader_lacks(r, item, LACK_LANGUAGE,
			     language && cJSON_IsString(language) ? language->valuestring
								  : tail);
		return NULL;
	}
	names_in_reach(r, item, names);
	p = path_compile(r->mem, text->valuestring, names, &why);
	if (!p)
		reader_lacks(r, item, LACK_EXPRESSION, arena_fmt(r->mem, "%s: %s", tail, why));
	return p;
}

static bool ends(const char *text, const char *end)
{
	const size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

void expressions_read(struct reader *r, const cJSON *o, struct sheet_item *item)
{
	const cJSON *e;

	cJSON_ArrayForEach(e, reader_get(o, "extension"))
	{
		const char *tail = reader_tail(url_of(e));

		if (!item)
			continue;
		if (ends(tail, "questionnaire-calculatedExpression") && item_asks(item))
			item->calculated = compile(r, item, e);
		else if (ends(tail, "questionnaire-initialExpression") && item_asks(item))
			item->begins = compile(r, item, e);
		else if (ends(tail, "questionnaire-enableWhenExpression"))
			item->enabled_by = compile(r, item, e);
	}
}

void variables_read(struct reader *r, const cJSON *o, struct sheet_item *item)
{
	const struct sheet_variable **list = item ? &item->variables : &r->made->q.variables;
	const cJSON *e;
	size_t n = 0;

	cJSON_ArrayForEach(e, reader_get(o, "extension"))
	{
		const char *name = value_exact(
			r->mem, reader_get(reader_get(e, "valueExpression"), "name"));
		struct sheet_variable *v;

		if (strcmp(reader_tail(url_of(e)), "variable") != 0)
			continue;
		v = arena_get(r->mem, sizeof(*v));
		*v = (struct sheet_variable) { .name = name, .next = *list };
		v->path = name && n++ < VARIABLES_MAX ? compile(r, item, e) : NULL;
		if (v->path)
			*list = v;
	}
}
