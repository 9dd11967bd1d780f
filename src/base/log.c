/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const names[] = { "error", "warn", "info", "debug" };
/* A program that draws on its terminal must not find lines of ours there. */
static enum log_level limit = LOG_OFF_;

void log_set_level(enum log_level level)
{
	limit = level;
}

void log_event(enum log_level level, const char *event, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	if (level > limit)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	fprintf(stderr, "level=%s event=%s%s%s\n", names[level], event, *line ? " " : "", line);
}
