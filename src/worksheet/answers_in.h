/* SPDX-License-Identifier: MIT */
/* What the two ways of answers as text share. */
#ifndef WORKSHEET_ANSWERS_IN_H
#define WORKSHEET_ANSWERS_IN_H

#include "worksheet/answers.h"
#include "worksheet/value_json.h"

struct answers_escape {
	char plain, letter; /* plain 0 ends them */
};
extern const struct answers_escape answers_escapes[];

/* Has it choices, so that marks stand in front of texts? */
bool answers_chooses(const struct sheet_item *item);
/* Does its value stand in the text? */
bool answers_goes(const struct blank *b, bool off);

#endif
