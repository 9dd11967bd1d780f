/* SPDX-License-Identifier: MIT */
/* Forms by what people type. */
#ifndef VIEW_FORMS_H
#define VIEW_FORMS_H

#include "base/buf.h"
#include "porchlight/worksheet.h"
#include "view/views.h"

enum { FORMS_NAMED = 8 };

/*
 * The one of that name or title; or those whose name, or a word of whose title, begins so.  At
 * most FORMS_NAMED of them; how many.  Blanks around it do not matter.
 */
size_t forms_named(struct stage *s, struct str typed, const struct pl_form *out[FORMS_NAMED]);
/* Their titles, clean, for a sentence. */
const char *forms_titles(struct stage *s, const struct pl_form *const *all, size_t n);

#endif
