/* SPDX-License-Identifier: MIT */
/*
 * The structured log, on stderr: `level=info event=NAME key=value ...`.  It never
 * holds what people wrote, nor names, nor keys: ids and counts only.  It is off until the
 * program sets a level.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_OFF_ = -1, LOG_ERROR_ = 0, LOG_WARN_, LOG_INFO_, LOG_DEBUG_ };

void log_set_level(enum log_level level);
/* `fmt` gives the key=value pairs behind the event's name. */
void log_event(enum log_level level, const char *event, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
