/* SPDX-License-Identifier: MIT */
/* Memory for one frame or one paint: all of it goes when the next begins. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *first;
};

void *arena_get(struct arena *a, size_t n); /* zeroed; lives until reset */
char *arena_dup(struct arena *a, const char *p, size_t n);
char *arena_text(struct arena *a, const char *s); /* NULL gives "" */
char *arena_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *a);
void arena_finish(struct arena *a);

#endif
