/* SPDX-License-Identifier: MIT */
#include "wire/body.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "text/utf8.h"
#include "wire/limits.h"

static const double number_max = 9007199254740991.0; /* 2^53 - 1 */

static bool is_whole(const cJSON *v)
{
	return cJSON_IsNumber(v) && fabs(v->valuedouble) <= number_max &&
	       fabs(v->valuedouble - (double)(int64_t)v->valuedouble) <= 0;
}

static void read_field(const cJSON *v, struct body_field *f)
{
	f->there = true;
	if (f->kind == BODY_TEXT && cJSON_IsString(v) && utf8_valid(str_of(v->valuestring)))
		f->text = mem_dup(v->valuestring, strlen(v->valuestring));
	else if (f->kind == BODY_BOOL && cJSON_IsBool(v))
		f->number = cJSON_IsTrue(v);
	else if (f->kind == BODY_NUMBER && is_whole(v))
		f->number = (int64_t)v->valuedouble;
	else
		f->there = false;
}

static void wipe_tree(cJSON *o)
{
	cJSON *v;

	cJSON_ArrayForEach(v, o) if (cJSON_IsString(v))
		explicit_bzero(v->valuestring, strlen(v->valuestring));
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
	return false;
}

/* NULL unless it is all of it. */
static cJSON *parse(struct str json)
{
	const char *end = NULL;
	cJSON *o;

	if (json.n == 0 || has_nul(json))
		return NULL;
	o = cJSON_ParseWithLengthOpts(json.p, json.n, &end, false);
	while (o && end < json.p + json.n && *end && strchr(" \t\r\n", *end))
		end++;
	if (o && end < json.p + json.n) {
		wipe_tree(o);
		cJSON_Delete(o);
		o = NULL;
	}
	return o;
}

bool body_read(struct str json, struct body_field *fields, size_t n)
{
	cJSON *o = parse(json);
	bool good = cJSON_IsObject(o);

	for (size_t i = 0; i < n; i++) {
		const cJSON *v =
			good ? cJSON_GetObjectItemCaseSensitive(o, fields[i].key) : NULL;

		fields[i].text = NULL;
		fields[i].number = 0;
		fields[i].there = false;
		if (v)
			read_field(v, &fields[i]);
	}
	wipe_tree(o);
	cJSON_Delete(o);
	return good;
}

void body_finish(struct body_field *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (fields[i].text)
			explicit_bzero(fields[i].text, strlen(fields[i].text));
		free(fields[i].text);
		fields[i].text = NULL;
	}
}

static void must_have(const void *made)
{
	if (!made) /* cJSON is out of memory */
		abort();
}

static void write_field(cJSON *o, const struct body_field *f)
{
	char digits[24];

	/* cJSON would write large numbers as 1e+15 */
	snprintf(digits, sizeof(digits), "%" PRId64, f->number);
	if (f->kind == BODY_TEXT)
		must_have(cJSON_AddStringToObject(o, f->key, f->text ? f->text : ""));
	else if (f->kind == BODY_BOOL)
		must_have(cJSON_AddBoolToObject(o, f->key, f->number != 0));
	else
		must_have(cJSON_AddRawToObject(o, f->key, digits));
}

/* In room that is wiped: cJSON's own would grow and leave copies behind. */
static bool print(cJSON *o, struct buf *out)
{
	const size_t left = out->cap - out->n, most = 16 * WIRE_BODY_MAX;
	const size_t size = (left < most ? left : most) + 64;
	char *room = mem_get(size);
	bool good = cJSON_PrintPreallocated(o, room, (int)size, false) && buf_adds(out, room);

	explicit_bzero(room, size);
	free(room);
	return good;
}

bool body_write(struct buf *out, const struct body_field *fields, size_t n)
{
	cJSON *o = cJSON_CreateObject();
	bool good;

	must_have(o);
	for (size_t i = 0; i < n; i++)
		if (fields[i].there)
			write_field(o, &fields[i]);
	good = print(o, out);
	wipe_tree(o);
	cJSON_Delete(o);
	return good;
}
