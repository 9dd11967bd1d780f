/* SPDX-License-Identifier: MIT */
/* What the files of diary* share among them. */
#ifndef CLIENT_DIARY_IN_H
#define CLIENT_DIARY_IN_H

#include "client/diary.h"

bool diary_leads(const struct diary_world *w); /* this person's role does */
bool diary_is_in(const struct diary_world *w, int64_t group);
void diary_sort(struct diary_rows *r);
/* A WIRE_REQUEST's, but for its texts; false: it is not understood. */
bool diary_read_request(const struct wire_msg *m, struct pl_request *out);
/* Does this stand: asked for, waiting, or granted? */
bool diary_stands(const struct pl_request *r);

#endif
