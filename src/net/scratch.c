/* SPDX-License-Identifier: MIT */
#include "net/scratch.h"

#include <string.h>

#define ANSWER "HTTP/1.1 101"

/* From the loop: nothing that came is still being taken apart. */
static void on_soon(void *user)
{
	struct scratch *s = user;

	if (s->at)
		explicit_bzero(s->at, SCRATCH_BYTES);
}

void scratch_init(struct scratch *s, struct loop *l)
{
	*s = (struct scratch) { .soon = loop_timer_create(l, on_soon, s) };
}

void scratch_finish(struct scratch *s)
{
	loop_timer_destroy(s->soon);
	*s = (struct scratch) { 0 };
}

/* It is told where there is room until its end; the answer stands before that. */
void scratch_find(struct scratch *s, const struct lws_process_html_args *a)
{
	const size_t left = (size_t)a->max_len, used = SCRATCH_BYTES - left;
	unsigned char *from = (unsigned char *)a->p - used;

	if (s->at || left >= SCRATCH_BYTES || used < LWS_PRE + strlen(ANSWER))
		return;
	if (memmem(from, used, ANSWER, strlen(ANSWER)))
		s->at = from;
}

void scratch_wipe_soon(struct scratch *s)
{
	loop_timer_set(s->soon, 0);
}
