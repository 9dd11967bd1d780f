/* SPDX-License-Identifier: MIT */
/*
 * A file of the tz database (RFC 8536), as it stands: libical makes rules of
 * it, and in some places loses a year that changed the law.
 */
#ifndef SCHEDULE_ZONE_FILE_H
#define SCHEDULE_ZONE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ZONE_FILE_MAX = 64 * 1024 };

struct zone_file {
	unsigned char *all;
	size_t n;
	size_t times, kinds, offsets; /* where each list begins */
	size_t count, kind_count;
};

/* A change of the clock. */
struct zone_change {
	int64_t utc_s;
	int32_t offset;
};

/* False: it is no such file.  zone_file_close is the caller's if true. */
bool zone_file_open(struct zone_file *f, const char *path);
void zone_file_close(struct zone_file *f);
/* The i-th of `count`; false: it names a kind that is not there. */
bool zone_file_change(const struct zone_file *f, size_t i, struct zone_change *out);
/* East of Greenwich before the first of them. */
int32_t zone_file_before(const struct zone_file *f);

#endif
