/* SPDX-License-Identifier: MIT */
#include "worksheet/value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "worksheet/moment.h"

static const char *const kind_names[VALUE_KINDS] = {
	"",     "Boolean", "Integer", "Decimal", "Date",     "DateTime",
	"Time", "String",  "Uri",     "Coding",  "Quantity",
};

const char *value_kind_name(enum value_kind kind)
{
	return kind_names[kind];
}

/* ---- order ---- */

static enum value_order order_of(double d)
{
	return d < 0 ? VALUE_LESS : d > 0 ? VALUE_MORE : VALUE_SAME;
}

static enum value_order text_order(const char *a, const char *b)
{
	const int d = strcmp(a, b);

	return d < 0 ? VALUE_LESS : d > 0 ? VALUE_MORE : VALUE_SAME;
}

static bool is_number(const struct sheet_value *v)
{
	return v->kind == VALUE_INTEGER || v->kind == VALUE_DECIMAL ||
	       v->kind == VALUE_QUANTITY;
}

static bool is_text(const struct sheet_value *v)
{
	return v->kind == VALUE_STRING || v->kind == VALUE_URI;
}

static bool is_day(const struct sheet_value *v)
{
	return v->kind == VALUE_DATE || v->kind == VALUE_DATE_TIME;
}

static const char *unit_of(const struct sheet_value *v)
{
	const char *unit = v->text ? v->text : v->display;

	return v->kind == VALUE_QUANTITY && unit ? unit : "";
}

static enum value_order compare_numbers(const struct sheet_value *a,
					const struct sheet_value *b)
{
	const char *one = unit_of(a), *other = unit_of(b);

	if (*one && *other && strcmp(one, other) != 0)
		return VALUE_UNKNOWN;
	return order_of(a->number - b->number);
}

static enum value_order compare_codings(const struct sheet_value *a,
					const struct sheet_value *b)
{
	if (a->system && b->system && strcmp(a->system, b->system) != 0)
		return VALUE_OTHER;
	if (a->text && b->text)
		return strcmp(a->text, b->text) == 0 ? VALUE_SAME : VALUE_OTHER;
	return a->display && b->display && strcmp(a->display, b->display) == 0 ? VALUE_SAME
									       : VALUE_OTHER;
}

enum value_order value_compare(const struct sheet_value *a, const struct sheet_value *b)
{
	if (is_number(a) && is_number(b))
		return compare_numbers(a, b);
	if (is_day(a) && is_day(b))
		return moment_compare(a->text, b->text);
	if (is_text(a) && is_text(b))
		return text_order(a->text, b->text);
	if (a->kind != b->kind)
		return VALUE_OTHER;
	if (a->kind == VALUE_TIME)
		return text_order(a->text, b->text);
	if (a->kind == VALUE_BOOLEAN)
		return a->number > b->number || a->number < b->number ? VALUE_OTHER
								      : VALUE_SAME;
	return a->kind == VALUE_CODING ? compare_codings(a, b) : VALUE_OTHER;
}

/* ---- what is typed ---- */

enum { DIGITS_MAX = 60 };

/* With a point, whatever the locale says; `stop` is as strtod's. */
static double point_number(const char *text, char **stop)
{
	char *end;
	double whole = strtod(text, &end), part = 0, scale = 1;
	const bool minus = *text == '-';

	/* Another locale's strtod stops at the point. */
	if (*end == '.')
		for (end++; *end >= '0' && *end <= '9'; end++) {
			part = part * 10 + (*end - '0');
			scale *= 10;
		}
	*stop = end;
	return minus ? whole - part / scale : whole + part / scale;
}

static bool typed_number(const char *typed, double *out, const char **end)
{
	char text[64];
	const size_t n = strspn(typed, "+-0123456789.,");
	const size_t signs = *typed == '+' || *typed == '-';
	char *stop;

	if (n == 0 || n >= sizeof(text))
		return false;
	memcpy(text, typed, n);
	text[n] = '\0';
	if (strchr(text, ','))
		*strchr(text, ',') = '.';
	if (strspn(text + signs, "0123456789.") + signs != n)
		return false;
	*out = point_number(text, &stop);
	*end = typed + n;
	return stop == text + n && isfinite(*out);
}

static size_t digits_at(struct str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
		n++;
	return n;
}

const char *value_digits(struct arena *a, struct str s)
{
	const bool minus = s.n && *s.p == '-';
	size_t at = minus || (s.n && *s.p == '+'), whole, part = 0, end;

	while (at + 1 < s.n && s.p[at] == '0' && digits_at(s, at + 1))
		at++;
	whole = digits_at(s, at);
	end = at + whole;
	if (end < s.n && (s.p[end] == '.' || s.p[end] == ','))
		part = digits_at(s, end + 1);
	end += part ? part + 1 : 0;
	if ((!whole && !part) || whole + part > DIGITS_MAX ||
	    (end < s.n && (s.p[end] == 'e' || s.p[end] == 'E')))
		return NULL;
	return arena_fmt(a, "%s%.*s%s%.*s", minus ? "-" : "", (int)(whole ? whole : 1),
			 whole ? s.p + at : "0", part ? "." : "", (int)part,
			 part ? s.p + end - part : "");
}

static bool typed_quantity(struct arena *a, const char *typed, struct sheet_value *out)
{
	const char *end;

	if (!typed_number(typed, &out->number, &end))
		return false;
	end += strspn(end, " ");
	out->text = NULL;
	out->digits = value_digits(a, str_of(typed));
	if (*end)
		out->display = utf8_clean_name(a, str_of(end), 64);
	return true;
}

static bool typed_text(struct arena *a, const char *typed, struct sheet_value *out)
{
	struct str s = str_of(typed);

	out->text = utf8_clean(a, s);
	return !utf8_blank(s) && s.n <= VALUE_TEXT_MAX;
}

static bool typed_uri(struct arena *a, const char *typed, struct sheet_value *out)
{
	return typed_text(a, typed, out) && !strpbrk(out->text, " \t\n\r");
}

bool value_typed(struct arena *a, enum value_kind kind, const char *typed, const char *now,
		 struct sheet_value *out)
{
	const char *end = "";

	*out = (struct sheet_value) { .kind = kind };
	switch (kind) {
	case VALUE_INTEGER:
		return typed_number(typed, &out->number, &end) && !*end &&
		       out->number >= INT32_MIN && out->number <= INT32_MAX &&
		       fabs(out->number - trunc(out->number)) <= 0;
	case VALUE_DECIMAL:
		out->digits = value_digits(a, str_of(typed));
		return typed_number(typed, &out->number, &end) && !*end;
	case VALUE_QUANTITY:
		return typed_quantity(a, typed, out);
	case VALUE_DATE:
	case VALUE_DATE_TIME:
	case VALUE_TIME:
		out->text = moment_typed(a, kind, typed, now);
		return out->text != NULL;
	case VALUE_STRING:
		return typed_text(a, typed, out);
	case VALUE_URI:
		return typed_uri(a, typed, out);
	case VALUE_NONE:
	case VALUE_BOOLEAN:
	case VALUE_CODING:
	case VALUE_KINDS:
		break;
	}
	return false;
}

bool value_date_right(enum value_kind kind, const char *text)
{
	return moment_right(kind, text);
}

bool value_later(struct arena *a, const struct sheet_value *from, struct value_date by,
		 struct sheet_value *out)
{
	*out = *from;
	out->text = is_day(from) ? moment_later(a, from->text, by) : NULL;
	return out->text != NULL;
}

bool value_between(const struct sheet_value *from, const struct sheet_value *to,
		   const char *unit, double *out)
{
	return is_day(from) && is_day(to) && moment_between(from->text, to->text, unit, out);
}
