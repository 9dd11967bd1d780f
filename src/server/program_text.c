/* SPDX-License-Identifier: MIT */
/* Rows as the wire and the store have them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/program_in.h"

void program_series_msg(const struct series *s, struct wire_msg *out)
{
	*out = (struct wire_msg) { .type = WIRE_SERIES, .has = WIRE_S, .s = s->number };
	if (s->gone)
		return;
	out->has |= WIRE_G | WIRE_R | WIRE_X | WIRE_B | (s->leader ? WIRE_U : 0u) |
		    (s->cap ? WIRE_N : 0u) | (s->flags ? WIRE_K : 0u) |
		    (*s->track ? WIRE_C : 0u);
	out->g = s->group;
	out->r = str_of(program_kinds[s->kind]);
	out->x = str_of(s->title);
	out->b = str_of(s->lines);
	out->u = s->leader;
	out->n = s->cap;
	out->k = s->flags;
	out->c = str_of(s->track);
}

static void name(char *out, size_t size, int64_t series, int64_t original_utc_ms)
{
	snprintf(out, size, "%" PRId64 ".%" PRId64, series, original_utc_ms);
}

void program_request_msg(const struct request *r, struct program_words *w, struct wire_msg *out)
{
	*w = (struct program_words) { .x = "" };
	name(w->occurrence, sizeof(w->occurrence), r->series, r->original_utc_ms);
	if (r->to_series)
		name(w->x, sizeof(w->x), r->to_series, r->to_original_utc_ms);
	else if (r->x)
		snprintf(w->x, sizeof(w->x), "%" PRId64, r->x);
	*out = (struct wire_msg) { .type = WIRE_REQUEST,
				   .has = WIRE_S | WIRE_U | WIRE_N | WIRE_R | WIRE_C | WIRE_D |
					  (*w->x ? WIRE_X : 0u) |
					  (r->words && *r->words ? WIRE_B : 0u),
				   .s = r->number,
				   .u = r->member,
				   .n = r->state,
				   .r = str_of(program_asks[r->what]),
				   .c = str_of(w->occurrence),
				   .d = r->utc_ms,
				   .x = str_of(w->x),
				   .b = str_of(r->words) };
}

void program_text(struct buf *out, const struct wire_msg *m, int64_t device, int64_t ticket)
{
	const struct wire_msg by = {
		.type = WIRE_SETTLED, .has = WIRE_K | WIRE_S, .k = ticket, .s = device
	};
	struct wire_msg row = *m;

	buf_init(out, PROGRAM_TEXT_MAX);
	if (!(row.has & WIRE_S) || row.s == 0) {
		row.has |= WIRE_S;
		row.s = 1; /* it has no number yet, and is not read here */
	}
	wire_add(out, &row, NULL);
	if (device && ticket)
		wire_add(out, &by, NULL);
	wire_close(out);
}

static bool digits(const char **at, char end, int64_t *out)
{
	char *after;

	if (**at < '0' || **at > '9')
		return false;
	*out = strtoll(*at, &after, 10);
	*at = after + 1;
	return *after == end;
}

bool program_occurrence(struct str s, int64_t *series, int64_t *original_utc_ms)
{
	char text[48];
	const char *at = text;
	int64_t n, ms;

	if (!s.n || s.n >= sizeof(text))
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	if (!digits(&at, '.', &n) || !digits(&at, '\0', &ms) || n < 1)
		return false;
	*series = n;
	*original_utc_ms = ms;
	return true;
}
