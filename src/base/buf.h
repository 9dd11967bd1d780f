/* SPDX-License-Identifier: MIT */
/*
 * Text: `struct str` when borrowed, `struct buf` when growing.  A buf has a cap
 * from its first moment; what would pass it is refused whole.  `p` is always
 * terminated by a NUL that `n` does not count.  Out of memory aborts.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t n;
};

struct buf {
	char *p; /* NULL until something is added */
	size_t n;
	size_t size;
	size_t cap;
};

struct str str_of(const char *s); /* NULL gives the empty string */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *b);
#define STR_NAMES "abcdefghijklmnopqrstuvwxyz0123456789-"
/* Is it of these bytes alone, and not empty? */
bool str_made_of(struct str s, const char *bytes);
/* Tells one version of a text from another; 1 to 2^32 - 1.  It keeps nobody out. */
int64_t str_sum(struct str text);

void buf_init(struct buf *b, size_t cap);
void buf_finish(struct buf *b);
void buf_wipe(struct buf *b);  /* the same, and what it held is wiped before */
void buf_reset(struct buf *b); /* empty, memory kept */
/* False, with nothing added, when the cap would be passed. */
bool buf_add(struct buf *b, const void *p, size_t n);
bool buf_adds(struct buf *b, const char *s);
bool buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *buf_text(const struct buf *b); /* never NULL */

/* Memory that is there or the process is not. */
/* What is called before it ends so: it says why, and needs no memory for that. */
void mem_on_none(void (*say)(void));
void *mem_get(size_t n); /* zeroed */
void *mem_grow(void *p, size_t n);
char *mem_dup(const char *p, size_t n); /* adds a NUL */
/* Gives back to the system what is free: worth its ms after many ends at once. */
void mem_trim(void);
/* What it held is wiped, and then it is freed: words that somebody wants gone.  NULL is fine. */
void mem_scrub(const char *text, size_t n);

#endif
