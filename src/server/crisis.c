/* SPDX-License-Identifier: MIT */
#include "server/crisis.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "server/caseload.h"
#include "server/folder.h"
#include "text/utf8.h"
#include "worksheet/moment.h"

enum { FILE_MAX = 8192, YEAR_DAYS = 366, DATE_BYTES = 10 };

#define DAY_MS INT64_C(86400000)

/* "2026-11-26" */
static bool read_date(const char *text, int64_t *out, struct err *err)
{
	double days;

	*out = 0;
	if (!*text)
		return true;
	if (strlen(text) != DATE_BYTES || !moment_right(VALUE_DATE, text) ||
	    !moment_between("1970-01-01", text, "days", &days) || days < 1)
		return err_set(err, ERR_BAD_INPUT,
			       "crisis_date wants a date as 2026-11-26, not '%s'", text);
	*out = (int64_t)days * DAY_MS;
	return true;
}

static bool add_line(struct buf *out, struct str line, size_t *count, struct err *err)
{
	struct arena mem = { 0 };
	const char *clean = utf8_clean_name(&mem, line, FILE_MAX);
	bool good = true;

	if (strlen(clean) > CASELOAD_CRISIS_BYTES)
		good = err_set(err, ERR_TOO_LARGE, "crisis_lines: a line has over %d bytes",
			       CASELOAD_CRISIS_BYTES);
	else if (*clean && ++*count > CASELOAD_CRISIS_LINES)
		good = err_set(err, ERR_TOO_LARGE, "crisis_lines has over %d lines",
			       CASELOAD_CRISIS_LINES);
	else if (*clean)
		buf_addf(out, "%s%s", out->n ? "\n" : "", clean);
	arena_finish(&mem);
	return good;
}

static bool add_lines(struct buf *out, const char *text, const char *ends, struct err *err)
{
	size_t count = 0;
	bool good = true;

	for (const char *at = text; good && *at;) {
		const size_t n = strcspn(at, ends);

		good = add_line(out, (struct str) { at, n }, &count, err);
		at += n + (at[n] != '\0');
	}
	return good;
}

bool crisis_read(const struct conf *c, struct crisis *out, struct err *err)
{
	const char *lines = c->crisis_lines;
	struct buf file;
	bool good;

	buf_init(&file, FILE_MAX);
	buf_init(&out->lines, WIRE_TEXT_MAX);
	good = read_date(c->crisis_date, &out->dated_utc_ms, err);
	if (good && *lines == '/') {
		buf_finish(&file);
		good = folder_read(lines, FILE_MAX, &file, err) &&
		       add_lines(&out->lines, buf_text(&file), "\n", err);
	} else if (good) {
		good = add_lines(&out->lines, lines, "|", err);
	}
	buf_finish(&file);
	return good;
}

/* What was looked at long ago may be wrong on the one night on which it counts. */
static bool say_age(int64_t dated_utc_ms, struct buf *say)
{
	const int64_t days = (clock_utc_ms() - dated_utc_ms) / DAY_MS;

	if (!dated_utc_ms)
		buf_adds(say, "the crisis lines have no date: call each, and set crisis_date");
	else if (days > YEAR_DAYS)
		buf_adds(say, "the crisis lines were looked at over a year ago: call each, and "
			      "set crisis_date");
	else
		buf_addf(say, "the crisis lines were looked at %lld days ago",
			 (long long)(days > 0 ? days : 0));
	return dated_utc_ms && days <= YEAR_DAYS;
}

bool crisis_check(const struct conf *c, struct buf *say)
{
	struct err err = { 0 };
	struct crisis is;
	bool good = crisis_read(c, &is, &err);

	if (!good)
		buf_adds(say, err.text);
	else if (!is.lines.n)
		buf_adds(say, "no crisis lines are set: people are told to call the emergency "
			      "number");
	else
		good = say_age(is.dated_utc_ms, say);
	buf_finish(&is.lines);
	return good;
}
