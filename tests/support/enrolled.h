/* SPDX-License-Identifier: MIT */
/* Ana's client: she has joined once, keeps things in a folder, and has no line. */
#ifndef SUPPORT_ENROLLED_H
#define SUPPORT_ENROLLED_H

#include "support/fillings.h"

extern struct desk_of enrolled;

/* cmocka's setup and teardown; *state is her struct folder. */
int enrolled_open(void **state);
int enrolled_close(void **state);
/* The program is started anew, in English. */
void enrolled_again(void);

#endif
