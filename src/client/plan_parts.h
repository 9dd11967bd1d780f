/* SPDX-License-Identifier: MIT */
/* A filled safety plan as its parts: what stands at the top of the form, and what is in it. */
#ifndef CLIENT_PLAN_PARTS_H
#define CLIENT_PLAN_PARTS_H

#include "client/unlocked.h"
#include "worksheet/response.h"

/* Into a text without parts.  Words that ask for nothing are no part. */
void plan_parts_read(const struct response *r, struct kit_text *t);

#endif
