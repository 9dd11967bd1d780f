/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "wire/wire.h"

#define NUMBER_MAX ((INT64_C(1) << 53) - 1)

static bool counts(const struct wire_msg *m)
{
	return m->type == WIRE_MESSAGE || m->type == WIRE_STORED;
}

void wire_link_write(struct wire_link *l, struct wire_msg *m)
{
	const struct wire_link before = *l;

	if (!counts(m))
		return;
	*l = (struct wire_link) { m->g, m->s, m->d };
	if (before.s == 0 || before.g != m->g || before.s + 1 != m->s)
		return;
	m->has &= ~(unsigned)WIRE_S;
	m->d -= before.d;
}

static struct wire_link *find(struct wire_chain *c, int64_t g)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->links[i].g == g)
			return &c->links[i];
	return NULL;
}

static bool continues(const struct wire_link *l, struct wire_msg *m, struct err *err)
{
	if (!l)
		return err_set(err, ERR_BAD_INPUT, "%s: \"s\" is missing",
			       wire_rows[m->type].word);
	m->s = l->s + 1;
	m->d += l->d;
	m->has |= WIRE_S;
	if (m->s > NUMBER_MAX || m->d > NUMBER_MAX || m->d < -NUMBER_MAX)
		return err_set(err, ERR_TOO_LARGE, "%s: \"d\" is beyond 2^53-1",
			       wire_rows[m->type].word);
	return true;
}

bool wire_chain_read(struct wire_chain *c, struct wire_msg *m, struct err *err)
{
	struct wire_link *l;

	if (!counts(m))
		return true;
	l = find(c, m->g);
	if (!(m->has & WIRE_S) && !continues(l, m, err))
		return false;
	if (!l) {
		c->links = mem_grow(c->links, (c->n + 1) * sizeof(*c->links));
		l = &c->links[c->n++];
	}
	*l = (struct wire_link) { m->g, m->s, m->d };
	return true;
}

void wire_chain_forget(struct wire_chain *c)
{
	free(c->links);
	*c = (struct wire_chain) { 0 };
}
