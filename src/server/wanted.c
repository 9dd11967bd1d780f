/* SPDX-License-Identifier: MIT */
#include "server/wanted.h"

#include <stdlib.h>

enum { WAITING_MAX = 4096, TEXTS = 4 }; /* acts of all */

static void texts(struct wire_msg *m, struct str *out[TEXTS])
{
	out[0] = &m->x;
	out[1] = &m->r;
	out[2] = &m->c;
	out[3] = &m->b;
}

void wanted_settle(struct wanted *w, int64_t row, const char *code)
{
	struct peer *p = w->asking->peer;
	struct str *all[TEXTS];

	if (p->hub)
		hub_settled(p->server->hub, p->hub, w->m.k, row, code);
	texts(&w->m, all);
	for (int i = 0; i < TEXTS; i++)
		free((char *)(uintptr_t)all[i]->p);
	asking_end(w->asking);
	free(w);
}

struct wanted *wanted_next(struct wanted_queue *q)
{
	struct wanted *w = q->first;

	if (!w)
		return NULL;
	q->first = w->next;
	q->waiting--;
	return w;
}

bool wanted_add(struct wanted_queue *q, struct peer *p, const struct wire_msg *m)
{
	struct str *all[TEXTS];
	struct wanted *w;

	if (q->waiting >= WAITING_MAX) {
		hub_settled(p->server->hub, p->hub, m->k, 0, WIRE_E_RATE);
		return false;
	}
	w = mem_get(sizeof(*w));
	*w = (struct wanted) { .m = *m,
			       .member = hub_member(p->hub),
			       .device = hub_device(p->hub),
			       .asking = mem_get(sizeof(*w->asking)) };
	texts(&w->m, all);
	for (int i = 0; i < TEXTS; i++)
		all[i]->p = mem_dup(all[i]->n ? all[i]->p : "", all[i]->n);
	conn_hold(p, w->asking);
	*(q->first ? &q->last->next : &q->first) = w;
	q->last = w;
	q->waiting++;
	return true;
}

void wanted_end(struct wanted_queue *q)
{
	struct wanted *w;

	while ((w = wanted_next(q)))
		wanted_settle(w, 0, WIRE_E_STORE);
}
