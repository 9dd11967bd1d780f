/* SPDX-License-Identifier: MIT */
#include "support/lab_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

void lab_line_init(struct lab_line *l, uint64_t seed)
{
	*l = (struct lab_line) { .queue_bytes = 64 * 1024, .random = seed * 2 + 1 };
	l->last = &l->first;
}

void lab_line_finish(struct lab_line *l)
{
	while (l->first) {
		struct lab_packet *p = l->first;

		l->first = p->next;
		free(p);
	}
	l->last = &l->first;
}

/* splitmix64: a seed gives the same losses in every run. */
static uint64_t chance(struct lab_line *l)
{
	uint64_t z = l->random += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* Moves on to the next moment of the trace. */
static void trace_next(struct lab_line *l)
{
	l->trace_left = LAB_TRACE_BYTES;
	if (++l->trace_at < l->trace_count)
		return;
	l->trace_at = 0;
	l->trace_base_us += l->trace_ms[l->trace_count - 1] * 1000;
}

static int64_t trace_sent_us(struct lab_line *l, size_t n, int64_t now_us)
{
	if (!l->trace_left)
		l->trace_left = LAB_TRACE_BYTES;
	while (l->trace_base_us + l->trace_ms[l->trace_at] * 1000 < now_us)
		trace_next(l);
	while (n > l->trace_left) {
		n -= l->trace_left;
		trace_next(l);
	}
	l->trace_left -= n;
	return l->trace_base_us + l->trace_ms[l->trace_at] * 1000;
}

static int64_t sent_us(struct lab_line *l, size_t n, int64_t now_us)
{
	if (l->trace_count)
		return trace_sent_us(l, n, now_us);
	if (l->free_us < now_us)
		l->free_us = now_us;
	if (l->bits_per_s)
		l->free_us += (int64_t)n * 8 * 1000000 / l->bits_per_s;
	return l->free_us;
}

static size_t in_line(const struct lab_line *l, int64_t now_us)
{
	size_t n = 0;

	if (!l->trace_count)
		return l->free_us > now_us
			       ? (size_t)((l->free_us - now_us) * l->bits_per_s / 8000000)
			       : 0;
	for (const struct lab_packet *p = l->first; p; p = p->next)
		n += p->n;
	return n;
}

void lab_line_put(struct lab_line *l, const void *p, size_t n, int64_t now_us)
{
	struct lab_packet *k;
	int64_t due_us;

	l->bytes += n;
	l->packets++;
	if (l->down || n > LAB_MTU || in_line(l, now_us) + n > l->queue_bytes ||
	    (int)(chance(l) % 1000000) < l->loss_ppm) {
		l->lost++;
		return;
	}
	due_us = sent_us(l, n, now_us) + l->delay_us;
	if (l->jitter_us)
		due_us += (int64_t)(chance(l) % (uint64_t)l->jitter_us);
	k = mem_get(sizeof(*k));
	memcpy(k->bytes, p, n);
	k->n = n;
	k->due_us = due_us;
	if (l->first) {
		const struct lab_packet *before =
			(const struct lab_packet *)(const void *)
				l->last; /* `next` comes first in it */

		k->due_us = k->due_us < before->due_us ? before->due_us : k->due_us;
	}
	*l->last = k;
	l->last = &k->next;
}

struct lab_packet *lab_line_take(struct lab_line *l, int64_t now_us)
{
	struct lab_packet *p = l->first;

	if (!p || p->due_us > now_us)
		return NULL;
	l->first = p->next;
	if (!l->first)
		l->last = &l->first;
	return p;
}

int64_t lab_line_due_us(const struct lab_line *l)
{
	return l->first ? l->first->due_us : INT64_MAX;
}

int64_t *lab_trace_read(const char *path, size_t *count)
{
	FILE *f = fopen(path, "r");
	int64_t *all = NULL;
	long long ms, before = -1;
	bool rises = true;

	*count = 0;
	while (f && rises && fscanf(f, "%lld", &ms) == 1) {
		all = mem_grow(all, (*count + 1) * sizeof(*all));
		all[(*count)++] = ms;
		rises = ms >= before;
		before = ms;
	}
	if (f)
		fclose(f);
	if (rises && *count && all[*count - 1] > 0)
		return all;
	free(all);
	*count = 0;
	return NULL;
}
