/* SPDX-License-Identifier: MIT */
/* The steps by which the sqlite store's database climbs from nothing to today's. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stddef.h>

enum { SCHEMA_VERSION = 12 };

/* A step that has been shipped is never changed: tests/data/schema holds each version. */
extern const char *const schema_steps[SCHEMA_VERSION];

#endif
