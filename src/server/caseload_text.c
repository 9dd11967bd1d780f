/* SPDX-License-Identifier: MIT */
/* Rows as the wire and the store have them. */
#include <stdlib.h>
#include <string.h>

#include "server/caseload_in.h"

const char *const caseload_notes[NOTES] = { "read", "comment", "again", "reviewed" };

static const enum wire_type types[CASELOAD_KINDS] = { WIRE_ASSIGNED, WIRE_FILED, WIRE_NOTED,
						      WIRE_CLINIC };

enum { TEXTS = 4 };

static void texts(struct wire_msg *m, struct str *out[TEXTS])
{
	out[0] = &m->x;
	out[1] = &m->r;
	out[2] = &m->c;
	out[3] = &m->b;
}

/* What it held is wiped: it may be the words of somebody who wants them gone. */
void caseload_forget(struct caseload *c, struct row *r)
{
	struct str *all[TEXTS];

	if (r->held) {
		explicit_bzero(r->held, r->held_size);
		c->bytes -= r->held_size;
	}
	free(r->held);
	r->held = NULL;
	r->held_size = 0;
	texts(&r->m, all);
	for (int i = 0; i < TEXTS; i++)
		*all[i] = (struct str) { "", 0 };
}

/* All texts in one piece of memory. */
static void hold(struct caseload *c, struct row *r, const struct wire_msg *m)
{
	struct str *all[TEXTS];
	char *at;

	caseload_forget(c, r);
	r->m = *m;
	r->m.s = r->number;
	texts(&r->m, all);
	for (int i = 0; i < TEXTS; i++)
		r->held_size += all[i]->n;
	c->bytes += r->held_size;
	r->held = at = mem_get(r->held_size + 1);
	for (int i = 0; i < TEXTS; i++) {
		if (all[i]->n)
			memcpy(at, all[i]->p, all[i]->n);
		all[i]->p = at;
		at += all[i]->n;
	}
}

/* What is said of it is that it is no more. */
static void end(struct caseload *c, struct row *r)
{
	caseload_forget(c, r);
	r->gone = true;
	r->m = (struct wire_msg) { .type = types[r->kind - CASELOAD_ASSIGNED],
				   .has = WIRE_S,
				   .s = r->number };
}

static void made(struct row *r, const struct wire_frame *f)
{
	const struct wire_msg *by = f->n > 1 ? &f->msgs[1] : NULL;

	if (!by || by->type != WIRE_NOTED)
		return;
	r->made_utc_ms = by->d;
	if (r->ticket)
		return;
	r->made_by = by->u;
	r->made_device = by->s;
	r->made_ticket = by->k;
}

static bool read_sheet(struct caseload *c, struct row *r, const struct wire_frame *f)
{
	const struct wire_msg *m = &f->msgs[0];

	r->group = m->g;
	r->member = m->u;
	if (r->kind == CASELOAD_FILED)
		r->made_utc_ms = m->d;
	made(r, f);
	if (m->has & WIRE_C)
		hold(c, r, m);
	else
		end(c, r);
	return m->g && m->u;
}

static bool read_note(struct caseload *c, struct row *r, const struct wire_msg *m)
{
	r->of = caseload_row(c, CASELOAD_FILED, m->k);
	r->made_utc_ms = m->d;
	if (r->of) {
		r->group = r->of->group;
		r->member = r->of->member;
	}
	hold(c, r, m);
	return r->of;
}

static bool read_row(struct caseload *c, struct row *r, const struct wire_frame *f)
{
	if (r->kind <= CASELOAD_FILED)
		return read_sheet(c, r, f);
	if (r->kind == CASELOAD_NOTED)
		return read_note(c, r, &f->msgs[0]);
	hold(c, r, &f->msgs[0]);
	return true;
}

bool caseload_read(struct caseload *c, struct row *r, struct str text)
{
	struct arena mem = { 0 };
	struct wire_frame f;
	bool good;

	if (!text.n) {
		r->dropped = true;
		end(c, r);
		return true;
	}
	good = wire_decode(text, WIRE_SERVER, &mem, &f, NULL) && f.n > 0 &&
	       f.msgs[0].type == types[r->kind - CASELOAD_ASSIGNED];
	if (good)
		good = read_row(c, r, &f);
	else
		end(c, r);
	arena_finish(&mem);
	return good;
}

void caseload_text(struct buf *out, const struct wire_msg *m, const struct wire_msg *by)
{
	struct wire_msg row = *m;

	buf_init(out, CASELOAD_TEXT_MAX);
	row.has |= WIRE_S;
	row.s = row.s ? row.s : 1; /* it has no number yet, and is not read here */
	wire_add(out, &row, NULL);
	if (by)
		wire_add(out, by, NULL);
	wire_close(out);
}

void caseload_tombstone(const struct row *r, struct caseload_put *out)
{
	const struct wire_msg m = { .type = r->m.type,
				    .has = WIRE_S | WIRE_G | WIRE_U |
					   (r->kind == CASELOAD_FILED ? WIRE_D : 0u),
				    .s = r->number,
				    .g = r->group,
				    .u = r->member,
				    .d = r->made_utc_ms };
	const struct wire_msg by = { .type = WIRE_NOTED,
				     .has = WIRE_S | WIRE_U | WIRE_D | WIRE_K | WIRE_R,
				     .s = r->made_device > 0 ? r->made_device : 1,
				     .u = r->made_by > 0 ? r->made_by : r->member,
				     .d = r->made_utc_ms,
				     .k = r->made_ticket > 0 ? r->made_ticket : 1,
				     .r = str_of(CASELOAD_MADE) };

	*out = (struct caseload_put) {
		.kind = r->kind, .number = r->number, .member = r->by, .device = r->device
	};
	caseload_text(&out->text, &m, r->kind == CASELOAD_FILED ? NULL : &by);
}
