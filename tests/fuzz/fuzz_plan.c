/* SPDX-License-Identifier: MIT */
/* The clinic's own texts: plans of sessions, exercises, lessons.  What is taken is within its limits. */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

#include "server/meeting_plan.h"
#include "text/utf8.h"

static void plan(struct str text)
{
	struct meeting_plan p;
	struct err err = { 0 };

	if (!meeting_plan_read(text, &p, &err)) {
		assert(err.code != ERR_NONE && *err.text);
		return;
	}
	assert(p.count >= 1 && p.count <= PLAN_STAGES_MAX);
	assert(p.waiting || !p.asks);
	assert(utf8_valid(str_of(p.norms)));
	for (size_t i = 0; i < p.count; i++) {
		const struct meeting_stage *s = &p.stages[i];

		assert(s->kind < STAGE_KINDS && s->talk < TALKS);
		assert((s->kind == STAGE_CLOSED) == (i + 1 == p.count));
		assert(s->minutes >= 0 && s->minutes <= PLAN_MINUTES_MAX);
		assert(s->turn_s >= 0 && s->turn_s <= PLAN_TURN_S_MAX);
		assert(s->form_days >= 0 && s->form_days <= PLAN_DAYS_MAX);
		assert(*s->title && utf8_valid(str_of(s->title)));
		for (const char *at = s->title; *at; at++)
			assert((unsigned char)*at >= ' ' && *at != 0x7f);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	plan((struct str) { (const char *)data, n });
	return 0;
}
