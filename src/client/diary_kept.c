/* SPDX-License-Identifier: MIT */
/* What this person has asked for or changed, and the server has not answered. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "client/diary.h"

struct diary_ask *diary_kept(const struct diary *p, int64_t ticket)
{
	for (size_t i = 0; i < p->asks_count; i++)
		if (p->asks[i].ticket == ticket)
			return &p->asks[i];
	return NULL;
}

bool diary_keep(struct diary *p, int64_t ticket, int64_t utc_ms, struct str json)
{
	struct diary_ask a = { .ticket = ticket, .utc_ms = utc_ms };
	struct diary_ask *at = diary_kept(p, ticket);
	struct wire_frame frame;

	if (!wire_decode(json, WIRE_CLIENT, &a.mem, &frame, NULL) || frame.n != 1) {
		arena_finish(&a.mem);
		return false;
	}
	a.m = frame.msgs[0];
	a.m.k = ticket;
	if (at) {
		arena_finish(&at->mem);
	} else {
		p->asks = mem_grow(p->asks, (p->asks_count + 1) * sizeof(*p->asks));
		at = &p->asks[p->asks_count++];
	}
	*at = a;
	p->is_listed = false;
	return true;
}

void diary_forget(struct diary *p, int64_t ticket)
{
	struct diary_ask *a = diary_kept(p, ticket);

	if (!a)
		return;
	arena_finish(&a->mem);
	p->asks_count--;
	memmove(a, a + 1, (size_t)(p->asks + p->asks_count - a) * sizeof(*a));
	p->is_listed = false;
}

size_t diary_kept_count(const struct diary *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->asks_count; i++)
		n += p->asks[i].state == PL_REQUEST_KEPT;
	return n;
}

void diary_again(struct diary *p)
{
	for (size_t i = 0; i < p->asks_count; i++)
		p->asks[i].sent = false;
}

/* An end of one request may be what makes room for another. */
static bool ends_one(const struct wire_msg *m)
{
	return m->type == WIRE_ASK && m->s;
}

static bool is_in_the_way(const struct wire_msg *first, const struct wire_msg *m)
{
	if (m->type == WIRE_SET)
		return first->type == WIRE_SET && m->s && first->s == m->s;
	return m->type == WIRE_ASK && !m->s && ends_one(first);
}

/* Is one before it under way that is to be done first? */
static bool is_behind(const struct diary *p, const struct diary_ask *a)
{
	for (const struct diary_ask *b = p->asks; b < a; b++)
		if (b->state == PL_REQUEST_KEPT && b->sent && is_in_the_way(&b->m, &a->m))
			return true;
	return false;
}

struct diary_ask *diary_next_ask(const struct diary *p)
{
	for (size_t i = 0; i < p->asks_count; i++) {
		struct diary_ask *a = &p->asks[i];

		if (a->state == PL_REQUEST_KEPT && !a->sent && !is_behind(p, a))
			return a;
	}
	return NULL;
}

static const struct {
	const char *code;
	enum pl_request_state state;
} codes[] = {
	{ WIRE_E_LATE, PL_REQUEST_TOO_LATE }, { WIRE_E_ROLE, PL_REQUEST_ROLE },
	{ WIRE_E_GROUP, PL_REQUEST_ROLE },    { WIRE_E_FORM, PL_REQUEST_ROLE },
	{ WIRE_E_LARGE, PL_REQUEST_ROLE },    { WIRE_E_GONE, PL_REQUEST_GONE },
	{ WIRE_E_STATE, PL_REQUEST_GONE },
};

enum pl_request_state diary_state_of(struct str code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (str_is(code, codes[i].code))
			return codes[i].state;
	return PL_REQUEST_GONE;
}

static struct str occurrence_text(struct arena *mem, int64_t series, int64_t utc_ms)
{
	return str_of(arena_fmt(mem, "%" PRId64 ".%" PRId64, series, utc_ms));
}

struct wire_msg diary_ask_message(const struct pl_asked *a, struct arena *mem)
{
	struct wire_msg m = { .type = WIRE_ASK,
			      .has = WIRE_K | WIRE_R | WIRE_C,
			      .r = str_of(diary_ask_word(a->what)),
			      .c = occurrence_text(mem, a->series, a->original_utc_ms) };

	if (a->what == PL_ASK_LATE)
		m.x = str_of(arena_fmt(mem, "%d", a->n));
	if (a->what == PL_ASK_SWAP)
		m.x = occurrence_text(mem, a->to_series, a->to_original_utc_ms);
	if (m.x.n)
		m.has |= WIRE_X;
	m.b = str_of(a->text);
	if (m.b.n)
		m.has |= WIRE_B;
	return m;
}

struct wire_msg diary_set_message(const struct pl_series *s, int64_t base, struct arena *mem)
{
	struct wire_msg m = { .type = WIRE_SET,
			      .has = WIRE_K | WIRE_D | WIRE_G | WIRE_R | WIRE_X | WIRE_B |
				     (s->id ? WIRE_S : 0) | (s->leader ? WIRE_U : 0) |
				     (s->cap ? WIRE_N : 0) | (*s->track ? WIRE_C : 0),
			      .s = s->id,
			      .d = base,
			      .g = s->group,
			      .u = s->leader,
			      .n = s->cap,
			      .x = str_of(s->title),
			      .c = str_of(s->track),
			      .b = str_of(s->lines) };

	m.r = str_of(arena_fmt(
		mem, "%s%s%s%s", diary_kind_word(s->kind), s->optional || s->counts ? "." : "",
		s->optional ? WIRE_FLAG_OPTIONAL : "", s->counts ? WIRE_FLAG_COUNTS : ""));
	return m;
}
