/* SPDX-License-Identifier: MIT */
/* Worksheets as a list, their trends, what is new of them, and danger. */
#include <string.h>

#include "base/buf.h"
#include "text/keys.h"
#include "text/utf8.h"
#include "view/schedule.h"
#include "view/sheets.h"
#include "view/work.h"

/* ---- numbers ---- */

/* The safety plan is a sheet too, and has its own view. */
static bool is_listed(const struct pl_sheet *sheet)
{
	return sheet->kind != PL_FORM_SAFETY_PLAN;
}

static void number(struct stage *s)
{
	const struct pl_sheet *all;
	const size_t n = pl_client_sheets(s->client, &all);

	s->sheets.count = 0;
	for (size_t i = 0; i < n && s->sheets.count < STAGE_NUMBERED; i++)
		if (is_listed(&all[i]))
			s->sheets.numbered[s->sheets.count++] = all[i].id;
}

uint64_t worksheets_id(struct stage *s, int64_t nth)
{
	if (!s->sheets.count) /* not shown yet they have the numbers that they would have */
		number(s);
	return nth >= 1 && nth <= (int64_t)s->sheets.count ? s->sheets.numbered[nth - 1] : 0;
}

/* ---- the list ---- */

static enum sheet_word part_of(enum pl_sheet_state state)
{
	return state == PL_SHEET_ASSIGNED ? SHEET_TO_DO
	       : state == PL_SHEET_DRAFT  ? SHEET_BEGUN
					  : SHEET_DONE;
}

static void tell_all(struct stage *s, struct model *m)
{
	const struct pl_sheet *all;
	const size_t n = pl_client_sheets(s->client, &all);
	enum sheet_word part = SHEET_WORDS;
	size_t nth = 0;

	for (size_t i = 0; i < n; i++) {
		struct item *it;

		if (!is_listed(&all[i]))
			continue;
		if (part != part_of(all[i].state))
			sheet_say(m, ITEM_HEADING,
				  words_sheet(&m->mem, part_of(all[i].state), "", ""));
		part = part_of(all[i].state);
		it = model_add(m, view_id(ID_SHEET, all[i].id), ITEM_CHOICE);
		it->text = model_line(
			m, arena_fmt(&m->mem, "%zu. %s", ++nth,
				     words_sheet_row(&m->mem, &all[i], stage_now(s))));
	}
}

static void build(struct stage *s, struct model *out)
{
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	out->title = words_sheet(&out->mem, SHEET_LIST, "", "");
	out->status = words_link_first(&out->mem, &info);
	out->takes_text = true;
	number(s);
	tell_all(s, out);
	sheet_say(
		out, ITEM_NOTICE,
		words_sheet(&out->mem, s->sheets.count ? SHEET_LIST_HOW : SHEET_NONE, "", ""));
}

const struct view view_worksheets = {
	"worksheets",
	KEY_CHORD('.'),
	N_("Your worksheets: what is to be done and by when, what you have begun, and where "
	   "the finished ones are."),
	build,
	NULL,
};

int worksheets_take(struct stage *s, const char *line)
{
	int64_t nth;

	if (utf8_blank(str_of(line)))
		return DID_NOTHING;
	if (!session_number(line, &nth))
		return stage_tell(s, words_of(WORD_NOT_SAID)) | DID_KEEP;
	return sheet_go(s, line);
}

/* ---- trends ---- */

/* Their own, or those of the person that who leads has named. */
static void title_trends(struct stage *s, struct model *out, size_t n)
{
	const char *who = s->sheets.trend_of ? work_whose(s, s->sheets.trend_of) : "";
	struct arena *a = &out->mem;

	out->title = *who ? model_text(out, words_caseload(a, CASELOAD_TREND, who, ""))
			  : words_sheet(a, SHEET_TRENDS, "", "");
	if (!n)
		sheet_say(out, ITEM_NOTICE,
			  *who ? words_caseload(a, CASELOAD_NO_TREND, who, "")
			       : words_sheet(a, SHEET_NO_TREND, "", ""));
}

static void build_trends(struct stage *s, struct model *out)
{
	const struct pl_trend *all;
	const size_t n = pl_client_trends(s->client, s->sheets.trend_of, &all);
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	out->status = words_link_first(&out->mem, &info);
	for (size_t i = 0; i < n; i++) {
		struct item *it = model_add(out, view_id(ID_TREND, i), ITEM_CHOICE);

		it->text = model_line(out, words_trend(&out->mem, &all[i]));
		if (!s->blocks)
			continue; /* bars are nothing to hear */
		it = model_add(out, view_id(ID_TREND, 1000 + i), ITEM_CHOICE);
		it->text = words_bars(&out->mem, &all[i]);
	}
	title_trends(s, out, n);
}

const struct view view_trend = {
	"trend",
	KEY_CHORD(':'),
	N_("How your measures and check-ins go over time. For facilitators: those of the "
	   "person "
	   "whose name is behind it."),
	build_trends,
	NULL,
};

/* ---- danger ---- */

/* The person's own plan where there is one to show. */
const struct view *sheets_plan_view(void)
{
	for (size_t i = 0; stage_views[i]; i++)
		if (strcmp(stage_views[i]->name, "plan") == 0)
			return stage_views[i];
	return &view_crisis;
}

int sheets_danger(struct stage *s, int bits)
{
	const uint64_t id = pl_client_sheet_opened(s->client);

	if (!id || s->sheets.warned == id || !pl_client_sheet_danger(s->client))
		return bits;
	s->sheets.warned = id;
	s->sheets.said[0] = '\0';
	bits = (bits & ~DID_SAY) | stage_show(s, sheets_plan_view());
	s->sheets.plan_up = true;
	return bits;
}

static const char *who_sees(struct stage *s, struct arena *a)
{
	const struct pl_sheet *sheet = pl_client_sheet(s->client, s->sheets.warned);
	const bool sent = sheet && sheet->state >= PL_SHEET_SENDING;
	const int64_t group = sheet ? sheet->group : 0;
	const char *names = review_readers(s, a, group);

	if (!*names)
		return words_sheet(a, SHEET_DANGER_NOBODY, "", "");
	return words_sheet(a, sent ? SHEET_DANGER_SENT : SHEET_DANGER_WHO, names, "");
}

/* Before all else of it: the first that is read or heard. */
static void tell_on_top(struct stage *s, struct model *m)
{
	struct item *it = model_add(m, view_id(ID_SHEET_LINE, UINT32_MAX), ITEM_NOTICE), top;

	it->text = model_line(m, who_sees(s, &m->mem));
	it->voice = VOICE_NOW;
	top = *it;
	memmove(m->items + 1, m->items, (m->count - 1) * sizeof(*m->items));
	m->items[0] = top;
}

void sheets_on_top(struct stage *s, struct model *m)
{
	if (s->sheets.plan_up && s->view == sheets_plan_view())
		tell_on_top(s, m);
}

/* ---- news ---- */

/* An answer that asks for review is told at once, and rings. */
int sheets_news(struct stage *s, struct buf *out, size_t most, size_t *told)
{
	const struct pl_sheet_note *all;
	const size_t n = pl_client_sheet_news(s->client, &all);
	struct model *m = &s->model;
	int bits = 0;

	for (*told = 0; *told < n && *told < most; (*told)++) {
		const struct pl_sheet_note *note = &all[*told];
		const char *act = work_refused(s, &m->mem, note);
		const char *news = *act ? act : words_sheet_news(&m->mem, note, stage_now(s));
		const char *where = *news ? work_elsewhere(s, &m->mem, note) : "";
		const char *words = model_line(m, arena_fmt(&m->mem, "%s%s", news, where));

		if (*words && !buf_addf(out, "%s%s", out->n ? "\n" : "", words) && out->n)
			break;
		bits |= note->what == PL_SHEET_NEWS_DANGER ? DID_RING | DID_NOW : 0;
	}
	if (*told)
		pl_client_sheet_said(s->client, *told);
	return bits;
}
