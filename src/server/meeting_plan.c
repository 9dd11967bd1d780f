/* SPDX-License-Identifier: MIT */
#include "server/meeting_plan.h"

#include <string.h>

#include "guide/read.h"

static const char *const kinds[STAGE_KINDS] = { "welcome", "round",    "agenda",
						"work",    "exercise", "closed" };
static const char *const talks[TALKS] = { "open", "turns", "quiet" };

const char *meeting_stage_word(enum meeting_stage_kind k)
{
	return kinds[k];
}

const char *meeting_talk_word(enum meeting_talk t)
{
	return talks[t];
}

static int find(const char *const *words, int n, struct str w)
{
	for (int i = 0; i < n; i++)
		if (str_is(w, words[i]))
			return i;
	return -1;
}

static const char *read_stage(struct str rest, void *out)
{
	struct meeting_plan *p = out;
	struct meeting_stage *s = &p->stages[p->count];
	int kind, talk;

	if (p->count == PLAN_STAGES_MAX)
		return "a plan has at most 16 stages";
	kind = find(kinds, STAGE_KINDS, guide_word(&rest));
	talk = find(talks, TALKS, guide_word(&rest));
	s->minutes = guide_number(guide_word(&rest), PLAN_MINUTES_MAX);
	if (kind < 0 || talk < 0 || s->minutes < 0)
		return "a stage wants a kind, open, turns or quiet, and 0 to 480 minutes";
	s->kind = (enum meeting_stage_kind)kind;
	s->talk = (enum meeting_talk)talk;
	p->count++;
	return guide_copy(s->title, PLAN_TITLE_MAX, rest)
		       ? NULL
		       : "a stage wants a title, of at most 48 bytes";
}

static const char *read_waiting(struct str rest, void *out)
{
	struct meeting_plan *p = out;

	p->waiting = true;
	return rest.n ? "waiting stands alone" : NULL;
}

/* Only where somebody waits is there time to ask. */
static const char *read_ask(struct str rest, void *out)
{
	struct meeting_plan *p = out;

	p->asks = true;
	return rest.n == 0 && p->waiting ? NULL : "ask stands alone, behind waiting";
}

static const char *read_norms(struct str rest, void *out)
{
	struct meeting_plan *p = out;

	return !*p->norms && guide_copy(p->norms, PLAN_NORMS_MAX, rest)
		       ? NULL
		       : "norms stand once, with at most 600 bytes";
}

/* What is said of the stage before. */
static const char *read_guide(struct str rest, void *out, enum guide_kind k)
{
	struct meeting_plan *p = out;

	if (!p->count || !guide_is_name(rest))
		return "it wants a stage before it, and a name";
	memcpy(p->stages[p->count - 1].guides[k], rest.p, rest.n);
	p->stages[p->count - 1].guides[k][rest.n] = '\0';
	return NULL;
}

static const char *read_exercise(struct str rest, void *out)
{
	return read_guide(rest, out, GUIDE_EXERCISE);
}

static const char *read_lesson(struct str rest, void *out)
{
	return read_guide(rest, out, GUIDE_LESSON);
}

static const char *read_worksheet(struct str rest, void *out)
{
	struct meeting_plan *p = out;
	struct meeting_stage *s = p->count ? &p->stages[p->count - 1] : NULL;
	const struct str name = guide_word(&rest);

	if (!s || s->kind == STAGE_CLOSED || !form_is_name(name) ||
	    !guide_copy(s->form, FORMS_NAME_MAX, name))
		return "worksheet wants a stage before it that is not closed, and a name";
	s->form_days = rest.n ? guide_number(rest, PLAN_DAYS_MAX) : PLAN_DAYS;
	return s->form_days >= 0 ? NULL : "worksheet wants 0 to 90 days behind its name";
}

static const char *read_turn(struct str rest, void *out)
{
	struct meeting_plan *p = out;
	const int seconds = guide_number(rest, PLAN_TURN_S_MAX);

	if (!p->count || seconds < 0)
		return "turn wants a stage before it, and 0 to 3600 seconds";
	p->stages[p->count - 1].turn_s = seconds;
	return NULL;
}

static const char *whole(void *out)
{
	const struct meeting_plan *p = out;
	bool good = p->count > 1;

	for (size_t i = 0; i < p->count; i++)
		good = good && (p->stages[i].kind == STAGE_CLOSED) == (i == p->count - 1);
	return good ? NULL : "a plan has 2 stages or more, and the last alone is closed";
}

bool meeting_plan_read(struct str text, struct meeting_plan *out, struct err *err)
{
	static const struct guide_row rows[] = {
		{ "stage", read_stage },
		{ "waiting", read_waiting },
		{ "ask", read_ask },
		{ "norms", read_norms },
		{ "turn", read_turn },
		{ "exercise", read_exercise },
		{ "lesson", read_lesson },
		{ "worksheet", read_worksheet },
		{ NULL, NULL },
	};
	static const struct guide_form form = { rows, PLAN_TEXT_MAX, whole };

	*out = (struct meeting_plan) { 0 };
	return guide_read(text, &form, out, err);
}
