/* SPDX-License-Identifier: MIT */
/*
 * Corrections of attendance: an addendum to the log, which stays as it was.  A server that
 * is running may write to the same log meanwhile: whoever comes second reads again.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "server/report.h"
#include "server/session.h"
#include "text/utf8.h"

enum { TRIES = 10 };

static bool is_leader(const struct report *r, int64_t id)
{
	const struct report_person *p = report_find(r, id);

	return p && (strcmp(p->role, "facilitator") == 0 || strcmp(p->role, "admin") == 0);
}

/* Does it make sense? */
static bool may_correct(const struct report *r, const struct meeting_event *e, struct err *err)
{
	const struct meeting *m = record_session(&r->record, e->d);

	if (!m)
		return err_set(err, ERR_NOT_FOUND,
			       "%s has no session %" PRId64 "; attendance has their numbers",
			       r->group, e->d);
	if (meeting_runs(m))
		return err_set(err, ERR_NOT_NOW, "session %" PRId64 " is not over", e->d);
	if (!report_find(r, e->member)->in_group && !record_was_there(m, e->member))
		return err_set(err, ERR_REFUSED, "%s is not of %s, and was not there",
			       report_name(r, e->member), r->group);
	return is_leader(r, e->by) ||
	       err_set(err, ERR_REFUSED, "--by is a facilitator or an admin, not %s",
		       report_name(r, e->by));
}

static bool append(struct admin *a, const struct record *r, const struct meeting_event *e,
		   struct err *err)
{
	char mark[SECRET_HASH];
	struct store_req q = { .op = STORE_EVENT,
			       .group = r->group,
			       .seq = r->seq + 1,
			       .utc_ms = e->utc_ms > r->utc_ms ? e->utc_ms : r->utc_ms };
	struct buf row;
	bool good;

	buf_init(&row, MEETING_WHY_MAX + 256);
	meeting_write(&row, e);
	q.a = (struct str) { row.p, row.n };
	session_next_mark(r->mark, &q, mark);
	q.b = str_of(mark);
	good = admin_ask(a, q, err);
	buf_finish(&row);
	return good;
}

static void say(const struct report *r, const struct meeting_event *e)
{
	const struct meeting *m = record_session(&r->record, e->d);
	const struct record_correction *c = record_corrected(&r->record, e->d, e->member);

	printf("session %" PRId64 ", %s: %" PRId64 " minutes", e->d, report_name(r, e->member),
	       e->n);
	printf(", counted %" PRId64, record_counted(m, e->member));
	if (c)
		printf(", corrected before to %" PRId64, c->minutes);
	puts("");
}

static bool correct(struct admin *a, int64_t group, const struct meeting_event *e,
		    struct err *err)
{
	bool good = false;

	for (int i = 0; !good && i < TRIES; i++) {
		struct report r = { .group = NULL };

		*err = (struct err) { .code = ERR_NONE };
		good = report_read(&r, a, group, err) && may_correct(&r, e, err) &&
		       append(a, &r.record, e, err);
		if (good)
			say(&r, e);
		report_finish(&r);
		if (err->code != ERR_EXISTS)
			break;
	}
	return good;
}

static bool read_number(const char *text, int64_t most, const char *what, int64_t *out,
			struct err *err)
{
	char *end;

	*out = strtoll(text, &end, 10);
	return (isdigit((unsigned char)*text) && !*end && *out <= most) ||
	       err_set(err, ERR_BAD_INPUT, "%s is a number from 0 to %" PRId64 ", not '%s'",
		       what, most, text);
}

static bool clean_why(const char *given, char out[MEETING_WHY_MAX + 1], struct err *err)
{
	struct arena mem = { 0 };
	const char *clean = utf8_clean_name(&mem, str_of(given), WIRE_TEXT_MAX);
	const bool good = !utf8_blank(str_of(clean)) && strlen(clean) <= MEETING_WHY_MAX;

	if (good)
		memcpy(out, clean, strlen(clean) + 1);
	arena_finish(&mem);
	return good ||
	       err_set(err, ERR_BAD_INPUT, "WHY is a text of 1 to %d bytes", MEETING_WHY_MAX);
}

bool admin_correct(struct admin *a, struct err *err)
{
	const char *by = options_find(&a->options, "by");
	char why[MEETING_WHY_MAX + 1];
	struct meeting_event e = { .kind = MEETING_CORRECT, .utc_ms = clock_utc_ms() };
	int64_t group;

	if (!by)
		return err_set(err, ERR_BAD_INPUT,
			       "say with --by who corrects it: a facilitator or an admin");
	if (!read_number(a->args[1], INT32_MAX, "SESSION", &e.d, err) ||
	    !read_number(a->args[3], MEETING_DAY_MIN, "MINUTES", &e.n, err) ||
	    !clean_why(a->args[4], why, err) || !admin_open(a, err) ||
	    !admin_find_group(a, a->args[0], &group, err) ||
	    !admin_find_user(a, a->args[2], &e.member, err) ||
	    !admin_find_user(a, by, &e.by, err))
		return false;
	e.text = str_of(why);
	return correct(a, group, &e, err);
}
