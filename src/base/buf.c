/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *s)
{
	return (struct str) { s ? s : "", s ? strlen(s) : 0 };
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *b)
{
	return str_eq(a, str_of(b));
}

bool str_made_of(struct str s, const char *bytes)
{
	size_t n = 0;

	while (n < s.n && s.p[n] && strchr(bytes, s.p[n]))
		n++;
	return n > 0 && n == s.n;
}

/* FNV-1a.  It finds slips and old versions; the server could send any text as it is. */
int64_t str_sum(struct str text)
{
	uint32_t sum = 2166136261u;

	for (size_t i = 0; i < text.n; i++)
		sum = (sum ^ (unsigned char)text.p[i]) * 16777619u;
	return sum ? sum : 1;
}

static void (*on_none)(void);

void mem_on_none(void (*say)(void))
{
	on_none = say;
}

static void end_without(void)
{
	if (on_none)
		on_none();
	abort();
}

void *mem_get(size_t n)
{
	void *p = calloc(1, n ? n : 1);

	if (!p)
		end_without();
	return p;
}

void *mem_grow(void *p, size_t n)
{
	void *q = realloc(p, n ? n : 1);

	if (!q)
		end_without();
	return q;
}

char *mem_dup(const char *p, size_t n)
{
	char *q = mem_get(n + 1);

	if (n)
		memcpy(q, p, n);
	return q;
}

void mem_scrub(const char *text, size_t n)
{
	if (text)
		explicit_bzero((char *)(uintptr_t)text, n);
	free((char *)(uintptr_t)text);
}

void buf_wipe(struct buf *b)
{
	if (b->p)
		explicit_bzero(b->p, b->size);
	buf_finish(b);
}

void mem_trim(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

void buf_init(struct buf *b, size_t cap)
{
	*b = (struct buf) { .cap = cap };
}

void buf_finish(struct buf *b)
{
	free(b->p);
	b->p = NULL;
	b->n = b->size = 0;
}

void buf_reset(struct buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

bool buf_add(struct buf *b, const void *p, size_t n)
{
	size_t want;

	if (n > b->cap - b->n)
		return false;
	want = b->n + n + 1;
	if (want > b->size) {
		b->size = want < 64 ? 64 : want + want / 2;
		b->p = mem_grow(b->p, b->size);
	}
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
	return true;
}

bool buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

bool buf_addf(struct buf *b, const char *fmt, ...)
{
	char small[256];
	va_list ap;
	char *big;
	bool ok;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n < 0)
		return false;
	if ((size_t)n < sizeof(small))
		return buf_add(b, small, (size_t)n);
	big = mem_get((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(big, (size_t)n + 1, fmt, ap);
	va_end(ap);
	ok = buf_add(b, big, (size_t)n);
	free(big);
	return ok;
}

const char *buf_text(const struct buf *b)
{
	return b->p ? b->p : "";
}
