/* SPDX-License-Identifier: MIT */
#include "schedule/rule.h"

#include <stdlib.h>

#include "base/buf.h"
#include "schedule/rule_in.h"
#include "schedule/value.h"
#include "schedule/zone_table.h"

enum { DAY_S = 86400 };

static bool read_until(struct rule *r)
{
	struct when until;

	if (icaltime_is_null_time(r->until))
		return true;
	if (!value_when(r->until, &until))
		return false;
	/* A day as the end is all of it; with days a time is its day. */
	if (until.date || r->date)
		until.s += DAY_S - 1 - (until.date ? 0 : ((until.s % DAY_S) + DAY_S) % DAY_S);
	r->until_s = until.s;
	r->until_utc = until.zone && !r->date;
	return true;
}

struct rule *rule_of(const struct icalrecurrencetype *from, int64_t start_s, bool date)
{
	struct rule *r;

	if (from->freq > ICAL_YEARLY_RECURRENCE || from->interval < 1 || from->count < 0 ||
	    from->rscale)
		return NULL;
	r = mem_get(sizeof(*r));
	r->all = *from;
	r->start_s = start_s;
	r->date = date;
	r->count = from->count;
	r->until = from->until;
	r->end = &r->own;
	r->all.count = 0;
	r->all.until = icaltime_null_time();
	if (!read_until(r) || !rule_even(r)) {
		rule_free(r);
		return NULL;
	}
	return r;
}

struct rule *rule_of_text(const char *text, int64_t start_s, bool date)
{
	struct icalrecurrencetype r;
	struct rule *rule;

	icalerror_set_errors_are_fatal(0);
	r = icalrecurrencetype_from_string(text);
	rule = rule_of(&r, start_s, date);
	free(r.rscale);
	return rule;
}

void rule_free(struct rule *r)
{
	free(r);
}

void rule_remember(struct rule *r, struct rule_end *end)
{
	r->end = end;
}

bool rule_ended(const struct rule *r, int64_t local_s, int64_t utc_s)
{
	if (icaltime_is_null_time(r->until))
		return false;
	return (r->until_utc ? utc_s : local_s) > r->until_s;
}
