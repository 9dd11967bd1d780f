/* SPDX-License-Identifier: MIT */
#include "worksheet/reader.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "text/utf8.h"
#include "worksheet/plain.h"

enum { WHAT_MAX = 120 }; /* bytes of what is told of a lack */

const char *reader_tail(const char *url)
{
	const char *slash = strrchr(url, '/');

	return slash ? slash + 1 : url;
}

void reader_lacks(struct reader *r, const struct sheet_item *item, enum sheet_lack lack,
		  const char *what)
{
	struct questionnaire *q = &r->made->q;

	q->lack_total++;
	if (q->lack_count == QUESTIONNAIRE_LACKS_MAX)
		return;
	if (q->lack_count == r->lacks_size) {
		r->lacks_size = 2 * r->lacks_size + 8;
		r->lacks = mem_grow(r->lacks, r->lacks_size * sizeof(*r->lacks));
	}
	r->lacks[q->lack_count++] =
		(struct questionnaire_lack) { lack, item && item->link_id ? item->link_id : "",
					      utf8_clean_name(r->mem, str_of(what), WHAT_MAX) };
}

/* The same language, whatever its region. */
static bool same_language(const char *a, const char *b)
{
	const size_t n = strcspn(a, "-_");

	return n == strcspn(b, "-_") && strncasecmp(a, b, n) == 0;
}

static const cJSON *extension_value(const cJSON *e)
{
	const cJSON *v = reader_get(e, "valueString");

	if (!v)
		v = reader_get(e, "valueMarkdown");
	return v ? v : reader_get(e, "valueCode");
}

/* What an extension of `_name` with this end of its URL says. */
static const cJSON *find_rendering(const cJSON *o, const char *tail)
{
	const cJSON *e, *url;

	cJSON_ArrayForEach(e, reader_get(o, "extension"))
	{
		url = reader_get(e, "url");
		if (cJSON_IsString(url) && strcmp(reader_tail(url->valuestring), tail) == 0)
			return extension_value(e);
	}
	return NULL;
}

static const cJSON *find_translation(const cJSON *o, const char *language)
{
	const cJSON *e, *part, *url;

	cJSON_ArrayForEach(e, reader_get(o, "extension"))
	{
		const cJSON *code = NULL, *content = NULL;

		url = reader_get(e, "url");
		if (!cJSON_IsString(url) ||
		    strcmp(reader_tail(url->valuestring), "translation") != 0)
			continue;
		cJSON_ArrayForEach(part, reader_get(e, "extension"))
		{
			url = reader_get(part, "url");
			if (cJSON_IsString(url) && strcmp(url->valuestring, "lang") == 0)
				code = extension_value(part);
			if (cJSON_IsString(url) && strcmp(url->valuestring, "content") == 0)
				content = extension_value(part);
		}
		if (code && content && cJSON_IsString(code) && cJSON_IsString(content) &&
		    same_language(code->valuestring, language))
			return content;
	}
	return NULL;
}

const char *reader_text(struct reader *r, const cJSON *o, const char *name)
{
	char under[32];
	const cJSON *beside, *v;

	snprintf(under, sizeof(under), "_%s", name);
	beside = reader_get(o, under);
	if (beside) {
		v = r->language ? find_translation(beside, r->language) : NULL;
		if (v)
			return value_clean(r->mem, v);
		v = find_rendering(beside, "rendering-xhtml");
		if (cJSON_IsString(v) && strlen(v->valuestring) <= VALUE_TEXT_MAX)
			return plain_of_xhtml(r->mem, v->valuestring);
		v = find_rendering(beside, "rendering-markdown");
		if (cJSON_IsString(v) && strlen(v->valuestring) <= VALUE_TEXT_MAX)
			return plain_of_markdown(r->mem, v->valuestring);
	}
	return value_clean(r->mem, reader_get(o, name));
}

const struct sheet_value *codings_read(struct reader *r, const cJSON *array, size_t *count)
{
	const int n = cJSON_GetArraySize(array);
	struct sheet_value *all;
	const cJSON *e;

	*count = 0;
	if (n <= 0)
		return NULL;
	all = arena_get(r->mem, (size_t)n * sizeof(*all));
	cJSON_ArrayForEach(e, array)
	{
		const char *code = value_exact(r->mem, reader_get(e, "code"));

		if (code)
			all[(*count)++] = (struct sheet_value) {
				.kind = VALUE_CODING,
				.text = code,
				.system = value_exact(r->mem, reader_get(e, "system")),
				.display = value_clean(r->mem, reader_get(e, "display")),
			};
	}
	return all;
}

/* ---- enableWhen ---- */

static const char *const operators[WHEN_OPERATORS] = {
	"exists", "=", "!=", ">", "<", ">=", "<="
};

static bool read_when(struct reader *r, const cJSON *o, struct sheet_when *out)
{
	const cJSON *op = reader_get(o, "operator"), *of = reader_get(o, "question");

	*out = (struct sheet_when) { .is = WHEN_OPERATORS };
	for (enum when_operator is = WHEN_EXISTS; cJSON_IsString(op) && is < WHEN_OPERATORS;
	     is++)
		if (strcmp(op->valuestring, operators[is]) == 0)
			out->is = is;
	if (cJSON_IsString(of))
		out->of = questionnaire_item(&r->made->q, of->valuestring);
	return out->is != WHEN_OPERATORS && out->of &&
	       value_read(r->mem, o, "answer", &out->value) &&
	       (out->is != WHEN_EXISTS || out->value.kind == VALUE_BOOLEAN);
}

void whens_read(struct reader *r, const cJSON *o, struct sheet_item *item)
{
	const cJSON *array = reader_get(o, "enableWhen"),
		    *how = reader_get(o, "enableBehavior"), *e;
	struct sheet_when *all;
	size_t n = (size_t)cJSON_GetArraySize(array);

	if (n > QUESTIONNAIRE_WHENS_MAX) {
		reader_lacks(r, item, LACK_TOO_MANY, "enableWhen");
		n = QUESTIONNAIRE_WHENS_MAX;
	}
	item->any = cJSON_IsString(how) && strcmp(how->valuestring, "any") == 0;
	if (n == 0)
		return;
	all = arena_get(r->mem, n * sizeof(*all));
	cJSON_ArrayForEach(e, array)
	{
		if (item->when_count == n)
			break;
		if (!read_when(r, e, &all[item->when_count])) {
			all[item->when_count].of = NULL; /* never true */
			reader_lacks(r, item, LACK_CONDITION, "enableWhen");
		}
		item->when_count++;
	}
	item->whens = all;
}
