/* SPDX-License-Identifier: MIT */
/*
 * What says that a device has signed this person in before: the person's number and the
 * device's, sealed by a key of the data folder.  It lets nobody in; it makes the try no
 * stranger's (throttle.h), and the device who it was, so that its tickets stay good.
 * The server keeps none of them.
 */
#ifndef SERVER_KNOWN_H
#define SERVER_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "server/conf.h"

#define KNOWN_KEY "known.key" /* without it each device is a stranger until it signs in */

/* Added to `out`, never the same twice. */
bool known_make(const struct conf *c, int64_t member, int64_t device, struct buf *out);
/* Is it this member's?  NULL is nobody's.  `device` is which, from 1 on; 0: it does not say, as
 * those of earlier servers do not, or it is not this member's. */
bool known_is(const struct conf *c, const char *text, int64_t member, int64_t *device);

#endif
