/* SPDX-License-Identifier: MIT */
/* What the server says of this person's attendance. */
#ifndef CLIENT_ATTENDED_H
#define CLIENT_ATTENDED_H

#include "porchlight/session.h"
#include "wire/wire.h"

enum { ATTENDED_MAX = 256 }; /* sessions */

struct attended {
	bool due; /* to be asked for */
	struct pl_attendance pub;
	struct pl_attended *rows, *coming; /* coming: those of an answer that is not whole */
	size_t rows_count, coming_count;
};

void attended_finish(struct attended *a);
/* The connection is gone: what has come of an answer is not of the next one. */
void attended_disconnect(struct attended *a);
/* A row, clean.  True: it was the last one. */
bool attended_take(struct attended *a, const struct wire_msg *m, int64_t utc_ms);
/* Adds the question to a frame, if it is due. */
void attended_write(struct attended *a, struct buf *json);

#endif
