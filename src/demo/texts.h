/* SPDX-License-Identifier: MIT */
/* The scripts that practice plays: made from src/content/demo. */
#ifndef DEMO_TEXTS_H
#define DEMO_TEXTS_H

#include "base/buf.h"

struct texts_row {
	const char *name;
	struct str text;
};
extern const struct texts_row texts[]; /* ended by a row without a name */

#endif
