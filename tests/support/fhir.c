/* SPDX-License-Identifier: MIT */
#include "support/fhir.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct fhir_element fhir_coding[] = { { "system", true, .form = FHIR_URI },
					    { "code", true, .form = FHIR_CODE },
					    { "display", false, .form = FHIR_TEXT },
					    { NULL } };
const struct fhir_element fhir_concept[] = { { "coding", false, true, .of = fhir_coding },
					     { "text", false, .form = FHIR_TEXT },
					     { NULL } };
const struct fhir_element fhir_period[] = { { "start", true, .form = FHIR_SECOND },
					    { "end", false, .form = FHIR_SECOND },
					    { NULL } };

static const struct fhir_element *find(const struct fhir_element *table, const char *name)
{
	while (table->name && strcmp(table->name, name) != 0)
		table++;
	return table->name ? table : NULL;
}

static bool has_form(const char *text, const char *form)
{
	char whole[256];
	regex_t re;
	bool good;

	snprintf(whole, sizeof(whole), "^(%s)$", form);
	if (regcomp(&re, whole, REG_EXTENDED | REG_NOSUB) != 0)
		abort();
	good = regexec(&re, text, 0, NULL, 0) == 0;
	regfree(&re);
	return good;
}

static bool is_right(const cJSON *v, const struct fhir_element *e)
{
	if (e->of)
		return cJSON_IsObject(v) && v->child && !fhir_wrong(v, e->of);
	if (e->number)
		return cJSON_IsNumber(v) && v->valuedouble >= 0;
	return cJSON_IsString(v) && has_form(v->valuestring, e->form);
}

static bool all_right(const cJSON *v, const struct fhir_element *e)
{
	const cJSON *one;

	if (!e->many)
		return is_right(v, e);
	if (!cJSON_IsArray(v) || !v->child)
		return false; /* an empty list is left out */
	cJSON_ArrayForEach(one, v) if (!is_right(one, e)) return false;
	return true;
}

const char *fhir_wrong(const cJSON *o, const struct fhir_element *table)
{
	const cJSON *v;

	for (const struct fhir_element *e = table; e->name; e++)
		if (e->must && !cJSON_GetObjectItemCaseSensitive(o, e->name))
			return e->name;
	cJSON_ArrayForEach(v, o)
	{
		const struct fhir_element *e = find(table, v->string);

		if (!e || !all_right(v, e))
			return v->string;
		if (cJSON_GetObjectItemCaseSensitive(o, v->string) != v)
			return v->string; /* there twice */
	}
	return NULL;
}
