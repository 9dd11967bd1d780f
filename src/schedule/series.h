/* SPDX-License-Identifier: MIT */
/* The lines of a series (see calendar.h) as libical's components, for what edits them. */
#ifndef SCHEDULE_SERIES_H
#define SCHEDULE_SERIES_H

#include <stdbool.h>
#include <stdint.h>

#include <libical/ical.h>

#include "base/buf.h"
#include "schedule/zone.h"

#define SERIES_LEADER "X-PORCHLIGHT-LEADER"

/* A VCALENDAR: a VEVENT of the series, and behind it one of each change.  The caller's, to be
 * freed by icalcomponent_free.  NULL: no calendar_of_lines would take them. */
icalcomponent *series_read(struct str lines);
/* The other way, into `out`, emptied first.  False: they pass a limit; `out` is empty then. */
bool series_write(icalcomponent *calendar, struct buf *out);

icalcomponent *series_event(icalcomponent *calendar);
/* The change of the occurrence that was to be at this moment; NULL: it has none. */
icalcomponent *series_change(icalcomponent *calendar, int64_t original_utc_ms);
bool series_is_onward(icalcomponent *change); /* of all that follow, too: RANGE */
bool series_has_days(icalcomponent *event);   /* whole days are taken out or added */
icalproperty *series_first(icalcomponent *c, icalproperty_kind kind);
void series_drop(icalcomponent *c, icalproperty_kind kind); /* all of that kind */

/* The zone of a DTSTART, EXDATE, RDATE or RECURRENCE-ID; and the moment that it names. */
const char *series_zone(icalproperty *date);
int64_t series_utc_ms(icalproperty *date);
/* The clock of a zone at a moment, and the other way. */
icaltimetype series_time(const char *zone, int64_t utc_ms);
int64_t series_moment(icaltimetype t, const char *zone);
/* A date of that kind, of the clock of that zone; the caller's. */
icalproperty *series_date(icalproperty_kind kind, const char *zone, int64_t utc_ms);
/* The first that a rule says at `start` or behind it, whatever its end; 0: it says none. */
int64_t series_first_of(const struct icalrecurrencetype *rule, icaltimetype start,
			const char *zone);
/* So many whole minutes: a year at most. */
int series_span(int64_t ms);
/* How long it lasts, by DURATION or DTEND. */
int series_minutes(icalcomponent *event);

#endif
