/* SPDX-License-Identifier: MIT */
#include "line/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void lines_init(struct lines *l, int fd)
{
	*l = (struct lines) { .fd = fd };
	/* All at once: a buf that grows leaves what it held behind. */
	buf_init(&l->raw, LINES_MAX);
	l->raw.p = mem_get(LINES_MAX + 1);
	l->raw.size = LINES_MAX + 1;
}

void lines_finish(struct lines *l)
{
	explicit_bzero(l->raw.p, l->raw.size);
	buf_finish(&l->raw);
}

void lines_read(struct lines *l)
{
	struct buf *b = &l->raw;
	ssize_t n = read(l->fd, b->p + b->n, LINES_MAX - b->n);

	if (n > 0)
		b->n += (size_t)n;
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		l->ended = true;
}

bool lines_ready(const struct lines *l)
{
	return l->ended || l->raw.n == LINES_MAX || memchr(l->raw.p, '\n', l->raw.n);
}

static void drop(struct lines *l, size_t n)
{
	struct buf *b = &l->raw;

	memmove(b->p, b->p + n, b->n - n);
	explicit_bzero(b->p + b->n - n, n);
	b->n -= n;
}

/* The last line may lack its end; one that fills all there is gets it here. */
static bool whole(struct lines *l, size_t *n, size_t *taken)
{
	const char *end = memchr(l->raw.p, '\n', l->raw.n);

	*n = end ? (size_t)(end - l->raw.p) : l->raw.n;
	*taken = *n + (end != NULL);
	return end || l->raw.n == LINES_MAX || (l->ended && l->raw.n);
}

char *lines_take(struct lines *l)
{
	size_t n, taken;

	while (whole(l, &n, &taken)) {
		bool rest = l->too_long;

		l->too_long = taken == n && !l->ended;
		if (rest) {
			drop(l, taken);
			continue;
		}
		size_t len = n && l->raw.p[n - 1] == '\r' ? n - 1 : n;
		char *line = mem_dup(l->raw.p, len);

		drop(l, taken);
		return line;
	}
	return NULL;
}

char *lines_take_until(struct lines *l, const char *ends, size_t count, char *end)
{
	size_t n, taken, at = 0;
	char *text;

	whole(l, &n, &taken);
	*end = '\0';
	while (at < n && !memchr(ends, l->raw.p[at], count))
		at++;
	if (at == n)
		return NULL;
	*end = l->raw.p[at];
	text = mem_dup(l->raw.p, at);
	drop(l, at + 1);
	return text;
}

bool lines_take_byte(struct lines *l, char *out)
{
	if (!l->raw.n)
		return false;
	*out = *l->raw.p;
	drop(l, 1);
	return true;
}

size_t lines_rest(struct lines *l, char *out, size_t size)
{
	const size_t n = l->raw.n < size ? l->raw.n : size;

	memcpy(out, l->raw.p, n);
	drop(l, l->raw.n);
	return n;
}

void lines_wipe(char *line)
{
	if (line)
		explicit_bzero(line, strlen(line));
	free(line);
}
