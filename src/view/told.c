/* SPDX-License-Identifier: MIT */
#include "view/told.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "view/views.h"

static void forget(struct told_rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->p[i].who);
		free(r->p[i].text);
	}
	r->n = 0;
}

static struct told_row *add(struct told_rows *r)
{
	if (r->n == r->size) {
		r->size = r->size ? r->size * 2 : 64;
		r->p = mem_grow(r->p, r->size * sizeof(*r->p));
	}
	return &r->p[r->n++];
}

void told_begin(struct told *t, const char *me)
{
	t->at = 0;
	if (t->me && strcmp(t->me, me) == 0)
		return;
	forget(&t->rows);
	free(t->me);
	t->me = mem_dup(me, strlen(me));
}

static char *clean(const char *s)
{
	char *out = mem_dup(s, strlen(s));

	model_clean(out);
	return out;
}

static struct told_row make(const struct told *t, const struct pl_message *msg,
			    const char *text)
{
	struct told_row row = { .id = msg->id, .who = clean(msg->who) };

	row.text = clean(text);
	row.mention = !msg->mine && mention_of(row.text, t->me);
	return row;
}

/* An id may come back with other words: from a server that was restored from a copy. */
static bool is_row(const struct told_row *r, const struct pl_message *msg, const char *text)
{
	return r->id == msg->id && r->text && strcmp(r->text, text) == 0 &&
	       strcmp(r->who, msg->who) == 0;
}

const struct told_row *told_of(struct told *t, const struct pl_message *msg, const char *text)
{
	struct told_row *to = add(&t->next);

	for (size_t i = t->at; i < t->rows.n; i++) {
		if (!is_row(&t->rows.p[i], msg, text))
			continue;
		*to = t->rows.p[i];
		t->rows.p[i].who = t->rows.p[i].text = NULL;
		t->at = i + 1;
		return to;
	}
	*to = make(t, msg, text);
	return to;
}

void told_end(struct told *t)
{
	struct told_rows old = t->rows;

	forget(&old);
	t->rows = t->next;
	t->next = old;
}

void told_finish(struct told *t)
{
	forget(&t->rows);
	free(t->rows.p);
	free(t->next.p);
	free(t->me);
	*t = (struct told) { 0 };
}
