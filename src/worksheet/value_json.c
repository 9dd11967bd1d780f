/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "worksheet/value_json.h"

void value_wipe(cJSON *o)
{
	for (; o; o = o->next) {
		if (o->valuestring)
			explicit_bzero(o->valuestring, strlen(o->valuestring));
		value_wipe(o->child);
	}
}

static bool is_plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s > '~')
			return false;
	return true;
}

const char *value_clean(struct arena *a, const cJSON *text)
{
	struct str s;

	if (!cJSON_IsString(text) || !*text->valuestring)
		return NULL;
	s = str_of(text->valuestring);
	while (s.n > VALUE_TEXT_MAX)
		s.n = utf8_prev(s, VALUE_TEXT_MAX);
	if (is_plain(text->valuestring))
		return s.n == strspn(s.p, " ") ? NULL : arena_dup(a, s.p, s.n);
	return utf8_blank(s) ? NULL : utf8_clean(a, s);
}

const char *value_exact(struct arena *a, const cJSON *text)
{
	const char *s = value_clean(a, text);

	return s && strcmp(s, text->valuestring) == 0 ? s : NULL;
}

static const cJSON *get(const cJSON *o, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(o, name);
}

/* Of these two, where they are there, none may be changed by cleaning. */
static bool read_code(struct arena *a, const cJSON *o, struct sheet_value *out)
{
	out->text = value_exact(a, get(o, "code"));
	out->system = value_exact(a, get(o, "system"));
	return (out->text || !get(o, "code")) && (out->system || !get(o, "system"));
}

static const char *const weights[] = {
	"http://hl7.org/fhir/StructureDefinition/ordinalValue",
	"http://hl7.org/fhir/StructureDefinition/itemWeight",
	"http://hl7.org/fhir/uv/sdc/StructureDefinition/questionnaire-ordinalValue",
	"http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
};

/* A weight stands at the coding, or beside it at the option. */
static void read_weight(const cJSON *o, struct sheet_value *out)
{
	const cJSON *e, *url, *n;

	cJSON_ArrayForEach(e, get(o, "extension"))
	{
		url = get(e, "url");
		n = get(e, "valueDecimal");
		for (size_t i = 0; i < 4; i++)
			if (cJSON_IsString(url) && cJSON_IsNumber(n) &&
			    isfinite(n->valuedouble) &&
			    strcmp(url->valuestring, weights[i]) == 0) {
				out->weighed = true;
				out->weight = n->valuedouble;
			}
	}
}

static bool read_coding(struct arena *a, const cJSON *v, struct sheet_value *out)
{
	out->display = value_clean(a, get(v, "display"));
	read_weight(v, out);
	return cJSON_IsObject(v) && read_code(a, v, out) && (out->text || out->display);
}

static bool read_quantity(struct arena *a, const cJSON *v, struct sheet_value *out)
{
	const cJSON *n = get(v, "value");

	if (!cJSON_IsObject(v) || get(v, "comparator") || (n && !cJSON_IsNumber(n)))
		return false;
	out->number = n ? n->valuedouble : 0;
	out->display = value_clean(a, get(v, "unit"));
	return n && isfinite(out->number) && read_code(a, v, out);
}

static bool read_number(struct arena *a, const cJSON *v, struct sheet_value *out)
{
	(void)a;
	out->number = cJSON_IsNumber(v) ? v->valuedouble : NAN;
	if (!isfinite(out->number))
		return false;
	return out->kind == VALUE_DECIMAL ||
	       (out->number >= INT32_MIN && out->number <= INT32_MAX &&
		fabs(out->number - trunc(out->number)) <= 0);
}

static bool read_boolean(struct arena *a, const cJSON *v, struct sheet_value *out)
{
	(void)a;
	out->number = cJSON_IsTrue(v);
	return cJSON_IsBool(v);
}

static bool read_text(struct arena *a, const cJSON *v, struct sheet_value *out)
{
	out->text = out->kind == VALUE_STRING ? value_clean(a, v) : value_exact(a, v);
	return out->text && value_date_right(out->kind, out->text) &&
	       (out->kind != VALUE_URI || !strpbrk(out->text, " \t\n"));
}

static bool (*const readers[VALUE_KINDS])(struct arena *, const cJSON *,
					  struct sheet_value *) = {
	[VALUE_BOOLEAN] = read_boolean, [VALUE_INTEGER] = read_number,
	[VALUE_DECIMAL] = read_number,  [VALUE_DATE] = read_text,
	[VALUE_DATE_TIME] = read_text,  [VALUE_TIME] = read_text,
	[VALUE_STRING] = read_text,     [VALUE_URI] = read_text,
	[VALUE_CODING] = read_coding,   [VALUE_QUANTITY] = read_quantity,
};

/* Kinds that are another by another name. */
static enum value_kind kind_of(const char *name)
{
	static const struct {
		const char *name;
		enum value_kind kind;
	} others[] = { { "Code", VALUE_STRING },        { "Markdown", VALUE_STRING },
		       { "Id", VALUE_STRING },          { "Url", VALUE_URI },
		       { "Canonical", VALUE_URI },      { "PositiveInt", VALUE_INTEGER },
		       { "UnsignedInt", VALUE_INTEGER } };

	for (enum value_kind k = VALUE_BOOLEAN; k < VALUE_KINDS; k++)
		if (strcmp(name, value_kind_name(k)) == 0)
			return k;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(name, others[i].name) == 0)
			return others[i].kind;
	return VALUE_NONE;
}

bool value_read(struct arena *a, const cJSON *from, const char *stem, struct sheet_value *out)
{
	const size_t n = strlen(stem);
	const cJSON *v;

	cJSON_ArrayForEach(v, from)
	{
		if (!v->string || strncmp(v->string, stem, n) != 0)
			continue;
		*out = (struct sheet_value) { .kind = kind_of(v->string + n) };
		if (out->kind == VALUE_NONE || !readers[out->kind](a, v, out))
			continue;
		read_weight(from, out); /* an option that is a text may have one too */
		return true;
	}
	*out = (struct sheet_value) { .kind = VALUE_NONE };
	return false;
}

/* Is it what was written, and not another number that was made of it? */
static bool has_digits(const struct sheet_value *v)
{
	cJSON *n = v->digits && strlen(v->digits) < VALUE_NUMBER_SIZE ? cJSON_Parse(v->digits)
								      : NULL;
	const bool same = n && fabs(n->valuedouble - v->number) <= 0;

	cJSON_Delete(n);
	return same;
}

void value_number(const struct sheet_value *v, char out[VALUE_NUMBER_SIZE])
{
	cJSON *n = cJSON_CreateNumber(v->number);

	if (has_digits(v))
		snprintf(out, VALUE_NUMBER_SIZE, "%s", v->digits);
	else if (!cJSON_PrintPreallocated(n, out, VALUE_NUMBER_SIZE, false))
		snprintf(out, VALUE_NUMBER_SIZE, "0");
	cJSON_Delete(n);
}

static void add_number(cJSON *o, const char *name, const struct sheet_value *v)
{
	char text[VALUE_NUMBER_SIZE];

	value_number(v, text);
	cJSON_AddRawToObject(o, name, text);
}

static void add_text(cJSON *o, const char *name, const char *text)
{
	if (text)
		cJSON_AddStringToObject(o, name, text);
}

static cJSON *write_object(const struct sheet_value *v)
{
	cJSON *o = cJSON_CreateObject();

	if (v->kind == VALUE_QUANTITY)
		add_number(o, "value", v);
	if (v->kind == VALUE_QUANTITY)
		add_text(o, "unit", v->display);
	add_text(o, "system", v->system);
	if (v->kind == VALUE_CODING || v->system) /* a code of a unit says of which system */
		add_text(o, "code", v->text);
	if (v->kind == VALUE_CODING)
		add_text(o, "display", v->display);
	return o;
}

void value_write(cJSON *to, const char *stem, const struct sheet_value *v)
{
	char name[64];

	snprintf(name, sizeof(name), "%s%s", stem, value_kind_name(v->kind));
	if (v->kind == VALUE_BOOLEAN)
		cJSON_AddBoolToObject(to, name, v->number > 0);
	else if (v->kind == VALUE_INTEGER || v->kind == VALUE_DECIMAL)
		add_number(to, name, v);
	else if (v->kind == VALUE_CODING || v->kind == VALUE_QUANTITY)
		cJSON_AddItemToObject(to, name, write_object(v));
	else if (v->kind != VALUE_NONE)
		cJSON_AddStringToObject(to, name, v->text);
}
