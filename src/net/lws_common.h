/* SPDX-License-Identifier: MIT */
/* What the two sides of libwebsockets have in common; seen by net/ only. */
#ifndef NET_LWS_COMMON_H
#define NET_LWS_COMMON_H

#include <libwebsockets.h>
#include <stdbool.h>

#include "base/buf.h"
#include "net/loop.h"

enum gather { GATHER_MORE, GATHER_WHOLE, GATHER_TOO_LARGE };

/* A context on the loop, without a vhost; permessage-deflate off.  NULL: no libuv plugin. */
struct lws_context *common_context(struct loop *l, void *user);
/* Puts the pieces of a frame together in `in`, whose cap is the limit. */
enum gather common_gather(struct lws *wsi, struct buf *in, const void *p, size_t n);
/* One lws_write of one frame; `wire` is room for libwebsockets' headers before it. */
bool common_write(struct lws *wsi, struct buf *wire, const struct buf *frame, bool binary);

#endif
