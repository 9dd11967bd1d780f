/* SPDX-License-Identifier: MIT */
/* A sheet as a whole: before it is sent, and when it is finished. */
#include "base/buf.h"
#include "view/schedule.h"
#include "view/sheets.h"

enum { READERS_MAX = 8, NUMBERS_MAX = 200 };

/* ---- who would read it ---- */

static size_t readers_in(const struct stage *s, int64_t group, const char **names)
{
	const struct pl_person *people;
	const size_t n = pl_client_people(s->client, group, &people);
	const int64_t self = pl_client_self(s->client).id;
	size_t count = 0;

	for (size_t i = 0; i < n && count < READERS_MAX; i++)
		if ((people[i].role == PL_FACILITATOR || people[i].role == PL_ADMIN) &&
		    people[i].id != self)
			names[count++] = people[i].name;
	return count;
}

const char *review_readers(const struct stage *s, struct arena *a, int64_t group)
{
	const char *names[READERS_MAX];
	const struct pl_group *groups;
	size_t n = group ? readers_in(s, group, names) : 0;
	const size_t count = group ? 0 : pl_client_groups(s->client, &groups);

	for (size_t i = 0; i < count && !n; i++)
		n = readers_in(s, groups[i].id, names);
	return words_names(a, names, n);
}

/* ---- what is missing ---- */

static void tell_missing(struct stage *s, struct model *m)
{
	uint64_t at = 0;
	struct buf numbers;
	int n = 0;

	buf_init(&numbers, 1024);
	while (n < NUMBERS_MAX && (at = pl_client_question_missing(s->client, at)) != 0) {
		const struct pl_question *q = sheet_find(s, at);

		buf_addf(&numbers, "%s%d", n++ ? ", " : "", q ? q->at : 0);
	}
	sheet_say(m, ITEM_NOTICE,
		  n > 1 ? words_sheet(&m->mem, SHEET_MISSING, words_count(&m->mem, n),
				      buf_text(&numbers))
			: words_sheet(&m->mem, n ? SHEET_MISSING_ONE : SHEET_COMPLETE,
				      buf_text(&numbers), ""));
	buf_finish(&numbers);
}

static void tell_score(struct model *m, const struct pl_score *score)
{
	if (!score->measure)
		return;
	sheet_say(m, ITEM_NOTICE, words_score(&m->mem, score));
	if (score->missing)
		return;
	sheet_say(m, ITEM_NOTICE, words_score_before(&m->mem, score));
	sheet_say(m, ITEM_NOTICE, words_score_means());
}

/* A place for one more that has stayed empty. */
static bool is_spare(const struct pl_question *q)
{
	return q->copy > 1 && q->asks && !*q->answer && q->kind != PL_QUESTION_GROUP;
}

/* Headings too; words alone have been read on the way. */
static void tell_answers(struct stage *s, struct model *m)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].kind != PL_QUESTION_DISPLAY && !is_spare(&all[i]))
			sheet_tell_row(s, m, &all[i], all[i].before);
	sheet_say(m, ITEM_NOTICE, sheet_tail(s, m));
}

static void tell_readers(struct stage *s, struct model *m, int64_t group)
{
	const char *names = review_readers(s, &m->mem, group);

	sheet_say(
		m, ITEM_NOTICE,
		words_sheet(&m->mem, *names ? SHEET_WHO_READS : SHEET_NOBODY_READS, names, ""));
	sheet_say(m, ITEM_NOTICE,
		  words_sheet(&m->mem, *names ? SHEET_REVIEW_HOW : SHEET_KEEP_HOW, "", ""));
}

/* What is in the safety plan is the plan: it is never finished, and shared by words of its own. */
static bool is_plan(const struct stage *s)
{
	return sheet_kind(s) == PL_FORM_SAFETY_PLAN;
}

void review_build(struct stage *s, struct model *m)
{
	const bool plan = is_plan(s);
	struct pl_score score;
	struct pl_sheet sheet;

	sheet_open(s, &sheet);
	m->title = model_line(m, words_sheet(&m->mem, SHEET_TITLE_REVIEW, sheet.title, ""));
	if (!plan)
		tell_missing(s, m);
	tell_answers(s, m);
	score = pl_client_sheet_score(s->client);
	tell_score(m, &score);
	if (plan)
		sheet_say(m, ITEM_NOTICE, words_sheet(&m->mem, SHEET_PLAN_HOW, "", ""));
	else
		tell_readers(s, m, sheet.group);
}

int review_enter(struct stage *s)
{
	if (!is_plan(s))
		return stage_tell(s, words_sheet(&s->model.mem, SHEET_REVIEW_HOW, "", ""));
	pl_client_sheet_shut(s->client);
	return stage_show(s, sheets_plan_view());
}

/* ---- what is finished ---- */

void review_build_done(struct stage *s, struct model *m)
{
	struct pl_sheet it;
	bool may_change;

	sheet_open(s, &it);
	may_change = it.mine && (it.state == PL_SHEET_AGAIN || it.state == PL_SHEET_KEPT ||
				 it.state == PL_SHEET_REFUSED);
	m->title = model_line(m, words_sheet(&m->mem, SHEET_TITLE_DONE, it.title, ""));
	sheet_say(m, ITEM_NOTICE, words_sheet_state(&m->mem, &it));
	tell_score(m, &it.score);
	sheet_tell_comments(s, m, "");
	tell_answers(s, m);
	if (may_change)
		sheet_say(m, ITEM_NOTICE, words_sheet(&m->mem, SHEET_CHANGE_HOW, "", ""));
}

/* ---- finishing ---- */

static bool is_live(const struct stage *s)
{
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	return info.link == PL_LINK_LIVE || info.link == PL_LINK_QUIET;
}

struct done {
	bool send;
	bool straight; /* by its last answer: nobody has looked it over */
	const char *title, *names, *tail;
};

static int tell_done(struct stage *s, const struct done *d)
{
	enum sheet_word w =
		d->send ? is_live(s) ? SHEET_SENT_NOW : SHEET_SENT_LATER : SHEET_KEPT;
	const char *words = words_sheet(&s->model.mem, w, d->title, d->names);

	/* What ended by its last answer may be typed on: that is not for the group to read. */
	return stage_show(s, d->straight && s->single_keys ? &view_worksheets : &view_meeting) |
	       stage_tell(s, arena_fmt(&s->model.mem, "%s%s%s", d->tail, *d->tail ? " " : "",
				       words));
}

/* What is behind the last question is read at the review, where one comes by it. */
static bool saw_review(const struct stage *s)
{
	return !sheet_question(s);
}

int review_finish(struct stage *s, bool send)
{
	struct arena *a = &s->model.mem;
	struct done d = { .send = send };
	struct pl_sheet sheet;
	enum pl_failure f;

	if (!sheet_is_filled(s) || !sheet_open(s, &sheet))
		return stage_tell(s, words_sheet(a, SHEET_NONE_OPEN, "", "")) | DID_KEEP;
	d.title = model_line(&s->model, sheet.title);
	if (is_plan(s))
		return stage_tell(s, words_sheet(a, SHEET_PLAN_HOW, "", ""));
	d.names = model_line(&s->model, review_readers(s, a, sheet.group));
	d.straight = !saw_review(s);
	d.tail = !d.straight ? "" : model_line(&s->model, sheet_tail(s, &s->model));
	s->sheets.last = sheet.id;
	f = pl_client_sheet_finish(s->client, send, 0);
	if (f == PL_FAIL_STATE) /* what is missing stands before all else there */
		return sheet_to(s, 0) |
		       stage_tell(s, words_sheet(a, SHEET_NOT_FINISHED, "", ""));
	if (f != PL_OK) /* it may be finished and kept all the same */
		return (pl_client_sheet_opened(s->client) ? 0 : stage_show(s, &view_meeting)) |
		       stage_tell(s, words_failure_of_sheet(f));
	pl_client_sheet_shut(s->client);
	return tell_done(s, &d);
}
