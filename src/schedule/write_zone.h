/* SPDX-License-Identifier: MIT */
/* A zone of the tz database as the VTIMEZONE of a file. */
#ifndef SCHEDULE_WRITE_ZONE_H
#define SCHEDULE_WRITE_ZONE_H

#include <stdint.h>

#include <libical/ical.h>

/*
 * With what holds from the first moment to the last one, and no more: a file is small then.
 * INT64_MAX: without an end; what has no rule is said ten years ahead then.  The caller's, to
 * be freed by icalcomponent_free.  NULL: the zone is not known, or is UTC, which needs none.
 */
icalcomponent *write_zone(const char *zone, int64_t from_utc_ms, int64_t to_utc_ms);

#endif
