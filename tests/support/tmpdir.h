/* SPDX-License-Identifier: MIT */
/* A folder of a test's own. */
#ifndef SUPPORT_TMPDIR_H
#define SUPPORT_TMPDIR_H

#include <stdbool.h>

enum { TMPDIR_PATH = 64 };

bool tmpdir_make(char out[TMPDIR_PATH]);
void tmpdir_drop(const char *path); /* and all that is in it */

#endif
