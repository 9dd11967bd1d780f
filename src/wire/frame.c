/* SPDX-License-Identifier: MIT */
#include "wire/wire.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "text/utf8.h"

/* The largest whole number a JSON reader with doubles keeps exactly. */
#define NUMBER_MAX ((INT64_C(1) << 53) - 1)

/* One row a field, in the order of the bits: it drives both directions. */
struct field {
	enum wire_field bit;
	const char *key;
	size_t at;   /* offset in struct wire_msg: of an int64_t, or of a struct str */
	size_t max;  /* bytes of a text; 0 for a number */
	int64_t min; /* of a number */
};

#define NUMBER(b, f, low)                                                                      \
	{                                                                                      \
		b, #f, offsetof(struct wire_msg, f), 0, low                                    \
	}
#define TEXT(b, f, most)                                                                       \
	{                                                                                      \
		b, #f, offsetof(struct wire_msg, f), most, 0                                   \
	}

static const struct field fields[] = {
	NUMBER(WIRE_G, g, 0),           NUMBER(WIRE_S, s, 0),
	NUMBER(WIRE_D, d, -NUMBER_MAX), NUMBER(WIRE_U, u, 0),
	NUMBER(WIRE_K, k, 0),           NUMBER(WIRE_N, n, 0),
	TEXT(WIRE_X, x, WIRE_NAME_MAX), TEXT(WIRE_R, r, WIRE_CODE_MAX),
	TEXT(WIRE_C, c, WIRE_CODE_MAX), TEXT(WIRE_B, b, WIRE_TEXT_MAX),
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static bool check_number(const struct wire_row *row, const struct field *f, int64_t n,
			 struct err *err)
{
	if (n > NUMBER_MAX || n < -NUMBER_MAX)
		return err_set(err, ERR_TOO_LARGE, "%s: \"%s\" is beyond 2^53-1", row->word,
			       f->key);
	if (n < f->min)
		return err_set(err, ERR_BAD_INPUT, "%s: \"%s\" is below zero", row->word,
			       f->key);
	if (n == 0 && (row->above_zero & f->bit))
		return err_set(err, ERR_BAD_INPUT, "%s: \"%s\" is zero", row->word, f->key);
	return true;
}

static bool check_text(const struct wire_row *row, const struct field *f, struct str s,
		       struct err *err)
{
	const size_t max = f->bit == WIRE_B && row->may & WIRE_LONG ? WIRE_ANSWERS_MAX : f->max;

	if (s.n > max)
		return err_set(err, ERR_TOO_LARGE, "%s: \"%s\" has more than %zu bytes",
			       row->word, f->key, max);
	if (!utf8_valid(s))
		return err_set(err, ERR_BAD_INPUT, "%s: \"%s\" is not valid UTF-8", row->word,
			       f->key);
	return true;
}

static bool check_must(const struct wire_row *row, unsigned has, struct err *err)
{
	for (size_t i = 0; i < FIELDS; i++) {
		if ((row->must & ~has) & fields[i].bit)
			return err_set(err, ERR_BAD_INPUT, "%s: \"%s\" is missing", row->word,
				       fields[i].key);
	}
	return true;
}

/* Encoding */

static const int64_t *number_of(const struct wire_msg *m, const struct field *f)
{
	return (const int64_t *)(const void *)((const char *)m + f->at);
}

static const struct str *text_of(const struct wire_msg *m, const struct field *f)
{
	return (const struct str *)(const void *)((const char *)m + f->at);
}

static void must_have(const void *made)
{
	if (!made) /* cJSON is out of memory */
		abort();
}

static bool add_field(cJSON *o, const struct wire_row *row, const struct field *f,
		      const struct wire_msg *m, struct err *err)
{
	if (!f->max) {
		char digits[24];
		int64_t n = *number_of(m, f);
		if (!check_number(row, f, n, err))
			return false;
		/* cJSON would write large numbers as 1e+15 */
		snprintf(digits, sizeof digits, "%" PRId64, n);
		must_have(cJSON_AddRawToObject(o, f->key, digits));
		return true;
	}
	struct str s = *text_of(m, f);
	if (!check_text(row, f, s, err))
		return false;
	char *copy = mem_dup(s.n ? s.p : "", s.n);
	must_have(cJSON_AddStringToObject(o, f->key, copy));
	free(copy);
	return true;
}

static bool add_fields(cJSON *o, const struct wire_row *row, const struct wire_msg *m,
		       struct err *err)
{
	must_have(cJSON_AddStringToObject(o, "t", row->t));
	for (size_t i = 0; i < FIELDS; i++) {
		const struct field *f = &fields[i];
		if (!(m->has & f->bit))
			continue;
		if (!((row->must | row->may) & f->bit))
			return err_set(err, ERR_BAD_INPUT,
				       "%s: \"%s\" is not one of its fields", row->word,
				       f->key);
		if (!add_field(o, row, f, m, err))
			return false;
	}
	return true;
}

static bool add_text(struct buf *json, const char *text, struct err *err)
{
	size_t n = strlen(text);
	/* one for the '[' or ',' and one for the ']' */
	if (json->n > json->cap || n + 2 > json->cap - json->n)
		return err_set(err, ERR_TOO_LARGE, "the frame is full");
	return buf_add(json, json->n ? "," : "[", 1) && buf_add(json, text, n);
}

bool wire_add(struct buf *json, const struct wire_msg *m, struct err *err)
{
	if ((unsigned)m->type >= WIRE_TYPES)
		return err_set(err, ERR_BAD_INPUT, "no such type of message");
	const struct wire_row *row = &wire_rows[m->type];
	if (!check_must(row, m->has, err))
		return false;
	cJSON *o = cJSON_CreateObject();
	must_have(o);
	bool ok = add_fields(o, row, m, err);
	if (ok) {
		char *text = cJSON_PrintUnformatted(o);
		must_have(text);
		ok = add_text(json, text, err);
		cJSON_free(text);
	}
	cJSON_Delete(o);
	return ok;
}

bool wire_close(struct buf *json)
{
	return json->n && buf_add(json, "]", 1);
}

/* Decoding */

struct decode {
	enum wire_side from;
	struct arena *mem;
	struct err *err;
};

/* What cJSON takes but we do not: \u0000 (it would cut the text short), deep nesting. */
static bool scan_string(struct str j, size_t *at, struct err *err)
{
	for (size_t i = *at + 1; i < j.n; i++) {
		if ((unsigned char)j.p[i] < ' ')
			return err_set(err, ERR_BAD_INPUT, "a control character in a text");
		if (j.p[i] == '"') {
			*at = i;
			return true;
		}
		if (j.p[i] != '\\')
			continue;
		if (j.n - i >= 6 && !memcmp(j.p + i, "\\u0000", 6))
			return err_set(err, ERR_BAD_INPUT, "a NUL in a text");
		i++;
	}
	return err_set(err, ERR_BAD_INPUT, "a text has no end");
}

static bool scan(struct str j, struct err *err)
{
	size_t depth = 0, values = 0;
	for (size_t i = 0; i < j.n; i++) {
		char c = j.p[i];
		if (c == '"' && !scan_string(j, &i, err))
			return false;
		if ((unsigned char)c < ' ' && c != '\n' && c != '\r' && c != '\t')
			return err_set(err, ERR_BAD_INPUT, "a control character");
		if ((c == '[' || c == '{') && ++depth > WIRE_FRAME_NEST_MAX)
			return err_set(err, ERR_TOO_LARGE, "nested more than %d deep",
				       WIRE_FRAME_NEST_MAX);
		if ((c == ']' || c == '}') && depth-- == 0)
			return err_set(err, ERR_BAD_INPUT, "a bracket too many");
		if (c == ',' && ++values > WIRE_FRAME_VALUES_MAX)
			return err_set(err, ERR_TOO_LARGE, "more than %d values",
				       WIRE_FRAME_VALUES_MAX);
	}
	return true;
}

static bool read_number(const cJSON *v, const struct wire_row *row, const struct field *f,
			struct wire_msg *m, struct err *err)
{
	double n = v->valuedouble;
	if (!cJSON_IsNumber(v) || isnan(n))
		return err_set(err, ERR_BAD_INPUT, "%s: \"%s\" is not a number", row->word,
			       f->key);
	if (n > (double)NUMBER_MAX || n < -(double)NUMBER_MAX)
		return err_set(err, ERR_TOO_LARGE, "%s: \"%s\" is beyond 2^53-1", row->word,
			       f->key);
	int64_t whole = (int64_t)n;
	if ((double)whole < n || (double)whole > n)
		return err_set(err, ERR_BAD_INPUT, "%s: \"%s\" is not whole", row->word,
			       f->key);
	*(int64_t *)(void *)((char *)m + f->at) = whole;
	return check_number(row, f, whole, err);
}

static bool read_text(const cJSON *v, const struct wire_row *row, const struct field *f,
		      struct decode *d, struct wire_msg *m)
{
	if (!cJSON_IsString(v))
		return err_set(d->err, ERR_BAD_INPUT, "%s: \"%s\" is not a text", row->word,
			       f->key);
	struct str s = str_of(v->valuestring);
	if (!check_text(row, f, s, d->err))
		return false;
	s.p = arena_dup(d->mem, s.p, s.n);
	*(struct str *)(void *)((char *)m + f->at) = s;
	return true;
}

static const struct field *field_of(const struct wire_row *row, const char *key)
{
	for (size_t i = 0; i < FIELDS; i++) {
		if (((row->must | row->may) & fields[i].bit) && !strcmp(fields[i].key, key))
			return &fields[i];
	}
	return NULL;
}

static bool read_fields(const cJSON *o, const struct wire_row *row, struct decode *d,
			struct wire_msg *m)
{
	for (const cJSON *v = o->child; v; v = v->next) {
		const struct field *f = field_of(row, v->string);
		if (!f)
			continue;
		if (m->has & f->bit)
			return err_set(d->err, ERR_BAD_INPUT, "%s: \"%s\" is there twice",
				       row->word, f->key);
		m->has |= f->bit;
		if (!(f->max ? read_text(v, row, f, d, m) : read_number(v, row, f, m, d->err)))
			return false;
	}
	return check_must(row, m->has, d->err);
}

static bool read_type(const cJSON *o, const char **t, struct err *err)
{
	*t = NULL;
	if (!cJSON_IsObject(o))
		return err_set(err, ERR_BAD_INPUT, "a message is not an object");
	for (const cJSON *v = o->child; v; v = v->next) {
		if (strcmp(v->string, "t") != 0)
			continue;
		if (*t)
			return err_set(err, ERR_BAD_INPUT, "\"t\" is there twice");
		if (!cJSON_IsString(v))
			return err_set(err, ERR_BAD_INPUT, "\"t\" is not a text");
		*t = v->valuestring;
	}
	return *t || err_set(err, ERR_BAD_INPUT, "\"t\" is missing");
}

static const struct wire_row *row_of(const char *t)
{
	for (size_t i = 0; i < WIRE_TYPES; i++) {
		if (!strcmp(wire_rows[i].t, t))
			return &wire_rows[i];
	}
	return NULL;
}

/* Takes one more message into `m` when its type is known: *count says so. */
static bool read_message(const cJSON *o, struct decode *d, struct wire_msg *m, size_t *count)
{
	const char *t;
	if (!read_type(o, &t, d->err))
		return false;
	const struct wire_row *row = row_of(t);
	if (!row)
		return true; /* of a later version */
	if (row->from != d->from)
		return err_set(d->err, ERR_BAD_INPUT, "%s: not for this side to send",
			       row->word);
	m->type = row->type;
	if (!read_fields(o, row, d, m))
		return false;
	++*count;
	return true;
}

static bool read_list(const cJSON *list, struct decode *d, struct wire_frame *out)
{
	int n = cJSON_GetArraySize(list);
	if (!cJSON_IsArray(list) || n < 1)
		return err_set(d->err, ERR_BAD_INPUT, "a frame is a list of messages");
	if (n > WIRE_FRAME_MESSAGES_MAX)
		return err_set(d->err, ERR_TOO_LARGE, "more than %d messages in a frame",
			       WIRE_FRAME_MESSAGES_MAX);
	struct wire_msg *all = arena_get(d->mem, (size_t)n * sizeof *all);
	size_t known = 0;
	for (const cJSON *o = list->child; o; o = o->next) {
		if (!read_message(o, d, &all[known], &known))
			return false;
	}
	*out = (struct wire_frame) { all, known };
	return true;
}

bool wire_decode(struct str json, enum wire_side from, struct arena *mem,
		 struct wire_frame *out, struct err *err)
{
	struct decode d = { .from = from, .mem = mem, .err = err };
	const char *end = NULL;
	if (json.n > WIRE_FRAME_INFLATED_MAX)
		return err_set(err, ERR_TOO_LARGE, "a frame of more than %d bytes",
			       WIRE_FRAME_INFLATED_MAX);
	if (!json.n || !scan(json, err))
		return json.n ? false : err_set(err, ERR_BAD_INPUT, "an empty frame");
	cJSON *list = cJSON_ParseWithLengthOpts(json.p, json.n, &end, false);
	if (!list)
		return err_set(err, ERR_BAD_INPUT, "not JSON");
	while (end < json.p + json.n && strchr(" \t\r\n", *end))
		end++;
	bool ok = end == json.p + json.n ||
		  err_set(err, ERR_BAD_INPUT, "something behind the frame's end");
	ok = ok && read_list(list, &d, out);
	cJSON_Delete(list);
	return ok;
}
