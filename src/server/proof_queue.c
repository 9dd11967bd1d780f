/* SPDX-License-Identifier: MIT */
#include "server/proof_queue.h"

#include <stddef.h>

static int of_network(const struct proof_line *l, uint64_t network)
{
	int n = 0;

	for (const struct proof_wait *w = l->first; w; w = w->next)
		n += w->network == network;
	return n;
}

bool proof_queue_put(struct proof_queue *q, struct proof_wait *w)
{
	struct proof_line *l = w->known ? &q->known : &q->strangers;

	if (l->count >= (w->known ? PROOF_KNOWN : PROOF_STRANGERS) ||
	    (!w->known && of_network(l, w->network) >= PROOF_NETWORK))
		return false;
	w->next = NULL;
	if (l->first)
		l->last->next = w;
	else
		l->first = w;
	l->last = w;
	l->count++;
	return true;
}

struct proof_wait *proof_queue_take(struct proof_queue *q)
{
	struct proof_line *l = q->known.first ? &q->known : &q->strangers;
	struct proof_wait *w = l->first;

	if (!w)
		return NULL;
	l->first = w->next;
	l->count--;
	return w;
}
