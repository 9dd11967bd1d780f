/* SPDX-License-Identifier: MIT */
/* Tests that wait more than they work, each in a process of its own, all at once. */
#ifndef SUPPORT_ABREAST_H
#define SUPPORT_ABREAST_H

#include <stddef.h>

struct CMUnitTest;

/* Runs this program again for each of the tests, with its name as the only word; how many of them
 * failed. */
int abreast(const char *program, const struct CMUnitTest *tests, size_t n);

#endif
