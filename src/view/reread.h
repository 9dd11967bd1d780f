/* SPDX-License-Identifier: MIT */
/* What was said, again; and how much is told unasked.  Not for the faces. */
#ifndef VIEW_REREAD_H
#define VIEW_REREAD_H

#include "view/views.h"

extern const struct verb reread_verbs[];

/* The message at the place where one hears them again; NULL: nothing was said. */
const struct pl_message *reread_at(struct stage *s);
/* The place is this one from now on. */
void reread_from(struct stage *s, const struct pl_message *m);
/* reread_hush.c: verbs. */
int reread_quiet(struct stage *s, const char *rest);
int reread_pause(struct stage *s, const char *rest);
int reread_unheard(struct stage *s, const char *rest);
int reread_verbosity(struct stage *s, const char *rest);
/* What is on of quiet, pause and verbosity, an item each, with ids from this one on. */
void reread_status(struct stage *s, struct model *out, uint64_t id);

#endif
