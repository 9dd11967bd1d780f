/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { ARENA_BLOCK = 16384 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char mem[];
};

void *arena_get(struct arena *a, size_t n)
{
	size_t want = (n + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	struct arena_block *b = a->first;
	void *p;

	if (!b || b->size - b->used < want) {
		size_t size = want > ARENA_BLOCK ? want : ARENA_BLOCK;

		b = mem_get(sizeof(*b) + size);
		b->size = size;
		b->next = a->first;
		a->first = b;
	}
	p = b->mem + b->used;
	b->used += want;
	memset(p, 0, want);
	return p;
}

char *arena_dup(struct arena *a, const char *p, size_t n)
{
	char *q = arena_get(a, n + 1);

	if (n)
		memcpy(q, p, n);
	return q;
}

char *arena_text(struct arena *a, const char *s)
{
	return arena_dup(a, s, s ? strlen(s) : 0);
}

char *arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *q;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	q = arena_get(a, (size_t)(n < 0 ? 0 : n) + 1);
	va_start(ap, fmt);
	vsnprintf(q, (size_t)(n < 0 ? 0 : n) + 1, fmt, ap);
	va_end(ap);
	return q;
}

/* The first block made is kept, so that a steady load allocates nothing. */
void arena_reset(struct arena *a)
{
	while (a->first && a->first->next) {
		struct arena_block *b = a->first;

		a->first = b->next;
		free(b);
	}
	if (a->first)
		a->first->used = 0;
}

void arena_finish(struct arena *a)
{
	arena_reset(a);
	free(a->first);
	a->first = NULL;
}
