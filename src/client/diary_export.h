/* SPDX-License-Identifier: MIT */
/* What this person is expected at, as an iCalendar file for outsiders. */
#ifndef CLIENT_DIARY_EXPORT_H
#define CLIENT_DIARY_EXPORT_H

#include "client/diary.h"

enum { EXPORT_BACK_DAYS = 14, EXPORT_AHEAD_DAYS = 365 };

struct export_cover {
	const char *name; /* "": "Appointment" */
	int alarm_minutes;
};

/* False: it would be too large. */
bool diary_export(struct diary *p, const struct diary_world *w,
		  const struct export_cover *cover, struct buf *out);

#endif
