/* SPDX-License-Identifier: MIT */
#include "client/session_reports.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "client/session.h"

static void replace(const char **slot, const char *s)
{
	const char *old = *slot;

	*slot = mem_dup(s, strlen(s));
	free((char *)(uintptr_t)old);
}

static void drop(struct report *r)
{
	const char *const texts[] = { r->pub.who, r->pub.why, r->pub.done_who, r->pub.done };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free((char *)(uintptr_t)texts[i]);
}

void reports_finish(struct reports *r)
{
	for (size_t i = 0; i < r->count; i++)
		drop(&r->all[i]);
	free(r->all);
	free(r->list);
	*r = (struct reports) { .count = 0 };
}

void reports_again(struct reports *r)
{
	for (size_t i = 0; i < r->count; i++)
		r->all[i].is_current = false;
	r->list_count = 0;
}

static struct report *get(struct reports *r, int64_t number)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->all[i].pub.number == number)
			return &r->all[i];
	r->all = mem_grow(r->all, (r->count + 1) * sizeof(*r->all));
	r->all[r->count] = (struct report) { .pub = { .number = number,
						      .who = mem_dup("", 0),
						      .why = mem_dup("", 0),
						      .done_who = mem_dup("", 0),
						      .done = mem_dup("", 0) } };
	return &r->all[r->count++];
}

void reports_apply(struct reports *r, const struct wire_msg *m)
{
	struct report *t = get(r, m->s);

	t->is_current = true;
	t->pub.member = m->u;
	t->pub.message_seq = m->n;
	if (m->has & WIRE_K) {
		t->pub.done_by = m->k;
		t->pub.done_utc_ms = m->d;
		replace(&t->pub.done, m->b.p);
	} else {
		t->pub.utc_ms = m->d;
		replace(&t->pub.why, m->b.p);
	}
}

static void publish(struct reports *r, const struct session_view *v)
{
	r->list = mem_grow(r->list, (r->count + 1) * sizeof(*r->list));
	r->list_count = 0;
	for (size_t i = 0; i < r->count; i++) {
		struct pl_report *t = &r->all[i].pub;

		replace(&t->who, v->name(v->user, t->member));
		replace(&t->done_who, t->done_by ? v->name(v->user, t->done_by) : "");
		if (r->all[i].is_current)
			r->list[r->list_count++] = *t;
	}
}

/* To who leads that there is one; to who made it what was done about it. */
static void tell(struct session *s, const struct session_view *v, struct report *t)
{
	const bool own = t->pub.member == v->self, done = t->pub.done_by != 0;

	if (!own && !done && !t->told)
		session_note(s, v,
			     &(struct pl_notice) { .kind = PL_NOTE_REPORT,
						   .n = t->pub.number,
						   .text = t->pub.why },
			     t->pub.member);
	if (own && done && !t->told_done)
		session_note(s, v,
			     &(struct pl_notice) { .kind = PL_NOTE_RESOLVED,
						   .n = t->pub.number,
						   .text = t->pub.done },
			     t->pub.done_by);
	t->told = true;
	t->told_done |= own && done;
}

void reports_settle(struct session *s, const struct session_view *v)
{
	struct reports *r = &s->reports;

	publish(r, v);
	for (size_t i = 0; i < r->count; i++)
		if (r->all[i].is_current)
			tell(s, v, &r->all[i]);
}

int64_t reports_next_heard(struct reports *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct report *t = &r->all[i];

		if (!t->told_done || t->heard)
			continue;
		t->heard = true;
		return t->pub.number;
	}
	return 0;
}
