/* SPDX-License-Identifier: MIT */
#include "server/weekly.h"

#include <stdlib.h>

enum { SESSIONS_MAX = 256 }; /* of one person in one week */

static size_t sessions_of(const struct weekly *h, int64_t member, int64_t from_ms,
			  struct program_session out[SESSIONS_MAX])
{
	size_t n = 0;

	if (from_ms < h->week.to_ms)
		n = program_sessions(h->program, member,
				     &(struct program_span) { from_ms, h->week.to_ms }, out,
				     SESSIONS_MAX);
	return n < SESSIONS_MAX ? n : SESSIONS_MAX;
}

void weekly_add(struct weekly *h, int64_t member)
{
	struct program_session all[SESSIONS_MAX];
	const int64_t from_ms = h->now_ms > h->week.from_ms ? h->now_ms : h->week.from_ms;
	const size_t n = sessions_of(h, member, from_ms, all);
	int64_t ms = 0;

	for (size_t i = 0; i < n; i++)
		ms += all[i].counts ? all[i].end_utc_ms - all[i].start_utc_ms : 0;
	h->people = mem_grow(h->people, (h->count + 1) * sizeof(*h->people));
	h->people[h->count++] =
		(struct weekly_person) { .member = member, .planned = (int)(ms / 60000) };
}

static int had(const struct weekly *h, const struct record *r, int64_t member)
{
	int64_t minutes = 0;

	for (size_t i = 0; i < r->sessions_count; i++) {
		const struct meeting *m = r->sessions[i];

		if (m->opened_ms >= h->week.from_ms && m->opened_ms < h->week.to_ms)
			minutes += record_minutes(r, m, member);
	}
	return (int)minutes;
}

static bool was_missed(const struct record *r, const struct program_session *s, int64_t member)
{
	bool held = false;

	for (size_t i = 0; i < r->sessions_count; i++) {
		const struct meeting *m = r->sessions[i];

		if (m->opened_ms < s->start_utc_ms - WEEKLY_EARLY_MS ||
		    m->opened_ms >= s->end_utc_ms)
			continue;
		held = true;
		if (record_was_there(m, member) || record_minutes(r, m, member) > 0)
			return false;
	}
	return held;
}

static int missed(const struct weekly *h, const struct record *r, int64_t member)
{
	struct program_session all[SESSIONS_MAX];
	const size_t n = sessions_of(h, member, h->week.from_ms, all);
	int count = 0;

	for (size_t i = 0; i < n; i++)
		count += all[i].group == h->group && all[i].end_utc_ms <= h->now_ms &&
			 was_missed(r, &all[i], member);
	return count;
}

void weekly_log(struct weekly *h, const struct record *r)
{
	for (size_t i = 0; i < h->count; i++) {
		struct weekly_person *p = &h->people[i];

		p->had += had(h, r, p->member);
		if (r->group == h->group)
			p->missed += missed(h, r, p->member);
	}
}

void weekly_finish(struct weekly *h)
{
	free(h->people);
	h->people = NULL;
	h->count = 0;
}
