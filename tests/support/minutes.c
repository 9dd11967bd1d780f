/* SPDX-License-Identifier: MIT */
#include "support/minutes.h"

#include <stdio.h>
#include <stdlib.h>

#include "server/session.h"

struct store_message minutes_row(const struct minutes *m, int64_t seq)
{
	return (struct store_message) { .seq = seq,
					.utc_ms = m->t->moments[seq - 1],
					.text = str_of(m->t->rows[seq - 1]),
					.mark = str_of(m->marks[seq]) };
}

void minutes_chain(struct minutes *m, const struct meet *t)
{
	m->t = t;
	m->marks[0][0] = '\0';
	for (int64_t seq = 1; seq <= (int64_t)t->count; seq++) {
		const struct store_req r = { .group = MINUTES_GROUP,
					     .seq = seq,
					     .utc_ms = t->moments[seq - 1],
					     .a = str_of(t->rows[seq - 1]) };

		session_next_mark(m->marks[seq - 1], &r, m->marks[seq]);
	}
}

void minutes_read(struct record *r, const struct meet *t)
{
	struct minutes *m = mem_get(sizeof(*m));
	struct err err = { 0 };

	minutes_chain(m, t);
	record_begin(r, MINUTES_GROUP, 1);
	for (int64_t seq = 1; seq <= (int64_t)t->count; seq++) {
		const struct store_message row = minutes_row(m, seq);

		if (!record_take(r, &row, &err))
			abort();
	}
	free(m);
}

void minutes_correct(struct meet *t, int64_t member, int64_t minutes, const char *why)
{
	const struct meeting_event e = { .seq = t->m->seq + 1,
					 .utc_ms = t->now,
					 .kind = MEETING_CORRECT,
					 .by = GRACE,
					 .member = member,
					 .n = minutes,
					 .d = t->m->opened_seq,
					 .text = str_of(why) };

	meet_keep(t, &e);
}

char *minutes_print(const struct meet *t, int64_t only, void (*form)(const struct report *r))
{
	static const struct report_person people[] = {
		{ ANA, (char *)"Ana", (char *)"patient", true, 0, 0, 0 },
		{ JO, (char *)"Jo \"J\" <Ann>", (char *)"patient", true, 0, 0, 0 },
		{ SAM, (char *)"=Sam", (char *)"patient", true, 0, 0, 0 },
		{ LEE, (char *)"Lee", (char *)"family", true, 0, 0, 0 },
		{ GRACE, (char *)"Grace", (char *)"facilitator", true, 0, 0, 0 },
	};
	struct report r = { .group = (char *)"Evening & Co",
			    .people = (struct report_person *)people,
			    .people_count = sizeof(people) / sizeof(people[0]),
			    .only = only };
	char *text = NULL;
	size_t n = 0;

	minutes_read(&r.record, t);
	r.out = open_memstream(&text, &n);
	form(&r);
	fclose(r.out);
	record_finish(&r.record);
	return text;
}
