/* SPDX-License-Identifier: MIT */
/* The file with the settings: a row a line, `key = value`. */
#ifndef START_CONFIGURATION_H
#define START_CONFIGURATION_H

#include "start/settings.h"

/* Of the file that the command line names, or of the usual one, if it is there.  False, with the
 * person told which line was not understood. */
bool configuration_take(struct settings *s);
/* settings.c: one of them; false with *known: the value is none. */
bool settings_set(struct settings *s, const char *key, const char *value, bool *known);

#endif
