/* SPDX-License-Identifier: MIT */
#include "worksheet/bundle.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "worksheet/response_in.h"
#include "worksheet/value_json.h"

/* Names within the Bundle only. */
#define RESPONSE_URL    "https://porchlight.invalid/QuestionnaireResponse/%s"
#define OBSERVATION_URL "https://porchlight.invalid/Observation/%s"

static void add_reference(cJSON *o, const char *name, const char *to)
{
	if (to)
		cJSON_AddStringToObject(cJSON_AddObjectToObject(o, name), "reference", to);
}

static void add_code(cJSON *o, const struct score_measure *m)
{
	cJSON *code = cJSON_AddObjectToObject(o, "code");
	cJSON *coding = cJSON_CreateObject();

	cJSON_AddStringToObject(coding, "system", "http://loinc.org");
	cJSON_AddStringToObject(coding, "code", m->total);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(code, "coding"), coding);
	cJSON_AddStringToObject(code, "text", m->name);
}

static void add_survey(cJSON *o)
{
	cJSON *category = cJSON_CreateObject(), *coding = cJSON_CreateObject();

	cJSON_AddStringToObject(coding, "system",
				"http://terminology.hl7.org/CodeSystem/observation-category");
	cJSON_AddStringToObject(coding, "code", "survey");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(category, "coding"), coding);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(o, "category"), category);
}

static cJSON *make_observation(const struct score_measure *m, const struct score *score,
			       const struct response_cover *cover, const char *from)
{
	cJSON *o = cJSON_CreateObject(), *derived = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "resourceType", "Observation");
	cJSON_AddStringToObject(o, "id", cover->id);
	cJSON_AddStringToObject(o, "status", "final");
	add_survey(o);
	add_code(o, m);
	add_reference(o, "subject", cover->subject);
	if (cover->authored)
		cJSON_AddStringToObject(o, "effectiveDateTime", cover->authored);
	cJSON_AddNumberToObject(o, "valueInteger", score->sum);
	cJSON_AddStringToObject(derived, "reference", from);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(o, "derivedFrom"), derived);
	return o;
}

static void add_entry(cJSON *entries, const char *url, cJSON *resource)
{
	cJSON *entry = cJSON_CreateObject();

	cJSON_AddStringToObject(entry, "fullUrl", url);
	cJSON_AddItemToObject(entry, "resource", resource);
	cJSON_AddItemToArray(entries, entry);
}

static bool print(cJSON *o, struct buf *out)
{
	char *text = cJSON_PrintUnformatted(o);
	const bool good = text && buf_adds(out, text);

	if (text)
		explicit_bzero(text, strlen(text));
	cJSON_free(text);
	value_wipe(o);
	cJSON_Delete(o);
	return good;
}

/* The response as it is written alone, and the score with it. */
static bool write_both(const struct response *r, const struct response_cover *cover,
		       cJSON *observation, struct buf *out)
{
	cJSON *bundle = cJSON_CreateObject(), *entries;
	struct arena mem = { 0 };
	struct buf text;
	bool good;

	buf_init(&text, RESPONSE_BYTES_MAX);
	good = response_write(r, cover, &text);
	cJSON_AddStringToObject(bundle, "resourceType", "Bundle");
	cJSON_AddStringToObject(bundle, "type", "collection");
	entries = cJSON_AddArrayToObject(bundle, "entry");
	add_entry(entries, arena_fmt(&mem, RESPONSE_URL, cover->id),
		  cJSON_CreateRaw(buf_text(&text)));
	add_entry(entries, arena_fmt(&mem, OBSERVATION_URL, cover->id), observation);
	good = print(bundle, out) && good;
	buf_wipe(&text);
	arena_finish(&mem);
	return good;
}

bool bundle_write(const struct response *r, const struct response_cover *cover, struct buf *out)
{
	const struct score_measure *m = score_measure(response_form(r));
	struct arena mem = { 0 };
	struct score score;
	bool good;

	if (!m || !score_of(m, r, &score) || score.missing)
		return response_write(r, cover, out);
	good = write_both(
		r, cover,
		make_observation(m, &score, cover, arena_fmt(&mem, RESPONSE_URL, cover->id)),
		out);
	arena_finish(&mem);
	return good;
}
