/* SPDX-License-Identifier: MIT */
/* What the files of net/ know of the loop, and nobody else. */
#ifndef NET_LOOP_UV_H
#define NET_LOOP_UV_H

#include <stdbool.h>
#include <uv.h>

#include "net/loop.h"

uv_loop_t *loop_uv(struct loop *l);
/* True once loop_destroy has begun; read by threads that should give up. */
bool loop_ending(const struct loop *l);
/* libwebsockets wants its context destroyed again after the loop has drained. */
void loop_after_drain(struct loop *l, void (*fn)(void *arg), void *arg);

#endif
