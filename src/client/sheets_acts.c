/* SPDX-License-Identifier: MIT */
/* What this person has done with worksheets, and the server has not answered. */
#include <string.h>

#include "client/sheets_rows.h"

struct rows_act *rows_act_of(const struct sheet_rows *r, int64_t ticket)
{
	for (size_t i = 0; i < r->acts_count; i++)
		if (r->acts[i].ticket == ticket)
			return &r->acts[i];
	return NULL;
}

struct rows_act *rows_keep(struct sheet_rows *r, int64_t ticket, int64_t utc_ms, uint64_t sheet,
			   struct str json)
{
	struct rows_act a = { .ticket = ticket, .utc_ms = utc_ms, .sheet = sheet };
	struct rows_act *at = rows_act_of(r, ticket);
	struct wire_frame frame;

	if (!wire_decode(json, WIRE_CLIENT, &a.mem, &frame, NULL) || frame.n != 1 ||
	    frame.msgs[0].type != WIRE_WORK) {
		arena_finish(&a.mem);
		return NULL;
	}
	a.m = frame.msgs[0];
	a.m.k = ticket;
	if (at) {
		a.left = at->left;
		arena_finish(&at->mem);
	} else {
		r->acts = mem_grow(r->acts, (r->acts_count + 1) * sizeof(*r->acts));
		at = &r->acts[r->acts_count++];
	}
	*at = a;
	return at;
}

void rows_forget(struct sheet_rows *r, int64_t ticket)
{
	struct rows_act *a = rows_act_of(r, ticket);

	if (!a)
		return;
	arena_finish(&a->mem);
	r->acts_count--;
	memmove(a, a + 1, (size_t)(r->acts + r->acts_count - a) * sizeof(*a));
}

void rows_again(struct sheet_rows *r)
{
	for (size_t i = 0; i < r->acts_count; i++)
		r->acts[i].sent = r->acts[i].waits = false;
}

bool rows_act_is(const struct rows_act *a, const char *word)
{
	return str_is(a->m.r, word);
}

bool rows_goes_first(const struct rows_act *a)
{
	return rows_act_is(a, "file") && a->m.n == 1;
}

static bool may_go(const struct rows_act *a, bool paused)
{
	const bool waits = rows_act_is(a, "unfile") && a->m.has & ROWS_UNFILE_WAITS;

	return !a->sent && !waits && !(a->waits && paused);
}

struct rows_act *rows_next(const struct sheet_rows *r, bool first, bool paused)
{
	for (size_t i = 0; i < r->acts_count; i++) {
		struct rows_act *a = &r->acts[i];

		if (may_go(a, paused) && (!first || rows_goes_first(a)))
			return a;
	}
	return NULL;
}

struct rows_act *rows_sending(const struct sheet_rows *r, uint64_t sheet)
{
	for (size_t i = r->acts_count; sheet && i > 0; i--)
		if (r->acts[i - 1].sheet == sheet && rows_act_is(&r->acts[i - 1], "file"))
			return &r->acts[i - 1];
	return NULL;
}

struct rows_act *rows_about(const struct sheet_rows *r, const char *word, int64_t number)
{
	for (size_t i = 0; i < r->acts_count; i++)
		if (r->acts[i].m.s == number && rows_act_is(&r->acts[i], word))
			return &r->acts[i];
	return NULL;
}

struct rows_act *rows_taking_back(const struct sheet_rows *r, int64_t ticket)
{
	for (size_t i = 0; i < r->acts_count; i++)
		if (rows_act_is(&r->acts[i], "unfile") &&
		    r->acts[i].m.has & ROWS_UNFILE_WAITS && r->acts[i].m.d == ticket)
			return &r->acts[i];
	return NULL;
}

/* A moment of finishing, to the ms, names a sheet of this person's and form. */
struct rows_act *rows_came_back(const struct sheet_rows *r, const struct rows_filed *f)
{
	for (size_t i = 0; i < r->acts_count; i++) {
		struct rows_act *a = &r->acts[i];

		if (rows_act_is(a, "file") && a->m.d == f->utc_ms && str_is(a->m.c, f->form) &&
		    a->m.g == f->group)
			return a;
	}
	return NULL;
}

static void as_filed(const struct rows_act *a, struct wire_msg *row)
{
	row->type = WIRE_FILED;
	row->has = WIRE_S | WIRE_U | WIRE_C | WIRE_D |
		   (a->m.has & (WIRE_G | WIRE_X | WIRE_B | WIRE_N));
	row->c = a->m.c;
	row->x = a->m.x;
	row->b = a->m.b;
	row->d = a->m.d;
	row->g = a->m.g;
	row->n = a->m.n;
	row->k = a->m.s;
	if (row->k)
		row->has |= WIRE_K;
}

static void as_noted(const struct rows_act *a, struct wire_msg *row)
{
	row->type = WIRE_NOTED;
	row->has = WIRE_S | WIRE_U | WIRE_D | WIRE_K | WIRE_R | (a->m.has & (WIRE_C | WIRE_B));
	row->k = a->m.s;
	row->r = a->m.r;
	row->c = a->m.c;
	row->b = a->m.b;
	row->d = a->utc_ms;
}

bool rows_of_act(const struct rows_act *a, int64_t number, int64_t self, struct wire_msg *row)
{
	bool is_note = false;

	for (int i = 0; i < ROWS_NOTES; i++)
		is_note = is_note || rows_act_is(a, rows_note_word((enum rows_note)i));
	*row = (struct wire_msg) { .s = number, .u = self };
	if (rows_act_is(a, "file"))
		as_filed(a, row);
	if (is_note)
		as_noted(a, row);
	return number > 0 && row->has;
}

static const struct {
	const char *code;
	enum pl_failure why;
} codes[] = {
	{ WIRE_E_STATE, PL_FAIL_STATE },   { WIRE_E_GONE, PL_FAIL_GONE },
	{ WIRE_E_ROLE, PL_FAIL_REFUSED },  { WIRE_E_GROUP, PL_FAIL_NOT_NOW },
	{ WIRE_E_WHO, PL_FAIL_WHO },       { WIRE_E_LARGE, PL_FAIL_TOO_LONG },
	{ WIRE_E_FORM, PL_FAIL_ENCODING }, { WIRE_E_TEXT, PL_FAIL_TEXT },
	{ WIRE_E_TWICE, PL_FAIL_TWICE },   { WIRE_E_LATE, PL_FAIL_LATE },
};

enum pl_failure rows_failure(struct str code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (str_is(code, codes[i].code))
			return codes[i].why;
	return PL_FAIL_REFUSED;
}
