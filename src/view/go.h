/* SPDX-License-Identifier: MIT */
/* The two places through which all that a person does goes: a verb acts, a view comes up. */
#ifndef VIEW_GO_H
#define VIEW_GO_H

#include "view/views.h"

/* `rest` NULL: by its key.  Both answer with DID_ bits. */
int go_act(struct stage *s, const struct verb *verb, const char *rest);
int go_view(struct stage *s, const struct view *view, const char *rest);

#endif
