/* SPDX-License-Identifier: MIT */
/* What this person may know of their own attendance. */
#include "base/buf.h"
#include "view/views.h"

static const char *name_of(struct stage *s, const struct pl_attended *t)
{
	const struct pl_person *people;
	const size_t n = pl_client_people(s->client, t->group, &people);

	for (size_t i = 0; i < n; i++)
		if (people[i].id == t->by)
			return model_text(&s->model, people[i].name);
	return words_of(WORD_A_FACILITATOR);
}

/* All of it in one answer: the week first, so that who listens may stop there. */
static int tell(struct stage *s, const struct pl_attendance *at)
{
	struct arena *mem = &s->model.mem;
	struct buf all;
	int bits;

	buf_init(&all, sizeof(s->answer) - 1);
	buf_addf(&all, "%s %s", words_attendance_week(mem, at), words_attendance_told(mem, at));
	for (size_t i = 0; i < at->sessions_count; i++)
		if (!buf_addf(&all, "\n%s",
			      words_attended(mem, &at->sessions[i],
					     name_of(s, &at->sessions[i]))))
			break;
	bits = stage_tell(s, buf_text(&all));
	buf_finish(&all);
	return bits;
}

/* Without a connection: what was told last. */
int attendance_act(struct stage *s, const char *rest)
{
	const struct pl_attendance *at = pl_client_attendance(s->client);
	const enum pl_failure f = pl_client_attendance_ask(s->client);

	(void)rest;
	if (f != PL_OK)
		return at->told_utc_ms ? tell(s, at) : stage_tell(s, words_failure(f));
	s->attends = true;
	s->attends_ms = at->told_utc_ms;
	return stage_tell(s, words_of(WORD_ATTENDANCE_ASKED));
}

int attendance_came(struct stage *s)
{
	const struct pl_attendance *at = pl_client_attendance(s->client);

	if (!s->attends || at->told_utc_ms == s->attends_ms)
		return DID_NOTHING;
	s->attends = false;
	return tell(s, at);
}
