/* SPDX-License-Identifier: MIT */
/* The sheets of a group, or of one of its people, to those who lead: what needs them first. */
#include "view/work.h"

#include <string.h>

#include "text/keys.h"

enum { DONE_SHOWN = 40 };

/* Numbers of another group's sheets would mean the wrong ones. */
struct work *work_of(struct stage *s)
{
	if (!s->work)
		s->work = mem_get(sizeof(*s->work));
	if (s->work->group != s->group)
		*s->work = (struct work) { .group = s->group };
	return s->work;
}

enum work_part work_part_of(const struct stage *s, const struct pl_sheet *sheet)
{
	if (sheet->danger && !*sheet->reviewer)
		return WORK_REVIEW;
	if (sheet->state == PL_SHEET_AT_CLINIC || sheet->comments_new)
		return WORK_UNREAD;
	if (sheet->state != PL_SHEET_ASSIGNED)
		return WORK_DONE;
	return sheet->due_utc_ms && sheet->due_utc_ms < stage_now(s) ? WORK_OVERDUE
								     : WORK_ASSIGNED;
}

int work_say(struct stage *s, enum caseload_word w, const char *one, const char *two)
{
	struct model *m = &s->model;

	return stage_tell(s, model_text(m, words_caseload(&m->mem, w, one, two))) | DID_KEEP;
}

int work_did(struct stage *s, enum pl_failure f, const char *done)
{
	struct model *m = &s->model;

	if (f != PL_OK)
		return stage_tell(s, words_caseload_failure(f)) | DID_KEEP;
	return stage_tell(s, model_text(m, arena_fmt(&m->mem, "%s %s", done, plan_goes(s))));
}

bool work_leads(struct stage *s, int *bits)
{
	*bits = DID_NOTHING;
	if (!session_leads(s))
		*bits = stage_tell(s,
				   words_program(&s->model.mem, PROGRAM_LEADERS_ONLY, "", "")) |
			DID_KEEP;
	else if (!s->group)
		*bits = stage_tell(s, words_of(WORD_NO_GROUP)) | DID_KEEP;
	return *bits == DID_NOTHING;
}

/* ---- the numbers ---- */

/* Part by part, as they are shown; of what is done the newest.  How many were left out. */
static size_t number_part(struct stage *s, const struct pl_sheet *all, size_t n,
			  enum work_part p)
{
	struct work *w = work_of(s);
	const size_t most = p == WORK_DONE ? w->count + DONE_SHOWN : WORK_SHOWN_MAX;
	size_t more = 0;

	for (size_t i = 0; i < n; i++) {
		if (work_part_of(s, &all[i]) != p)
			continue;
		if (w->count < most && w->count < WORK_SHOWN_MAX)
			w->numbered[w->count++] = all[i].id;
		else
			more++;
	}
	return more;
}

void work_number(struct stage *s)
{
	struct work *w = work_of(s);
	const struct pl_sheet *all;
	const size_t n =
		w->count ? 0 : pl_client_group_sheets(s->client, s->group, w->member, &all);

	for (int p = 0; n && p < WORK_PARTS; p++)
		number_part(s, all, n, (enum work_part)p);
}

const struct pl_sheet *work_numbered(struct stage *s, int64_t number)
{
	const struct work *w = work_of(s);

	work_number(s);
	if (number < 1 || number > (int64_t)w->count)
		return NULL;
	return pl_client_sheet(s->client, w->numbered[number - 1]);
}

/* ---- the view ---- */

static void tell_sheet(struct model *out, const struct pl_sheet *sheet, enum work_part p,
		       size_t number)
{
	struct item *it = model_add(out, view_id(ID_WORK, sheet->id), ITEM_CHOICE);

	it->who = arena_fmt(&out->mem, "%zu", number);
	it->text = model_text(out, words_work(&out->mem, sheet, p));
	it->amiss = p == WORK_REVIEW || p == WORK_OVERDUE;
	it->voice = p == WORK_REVIEW ? VOICE_NOW : VOICE_SILENT;
}

static const struct pl_sheet *of_id(const struct pl_sheet *all, size_t n, uint64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].id == id)
			return &all[i];
	return NULL;
}

/* How many there are of it. */
static int tell_part(struct stage *s, struct model *out, const struct pl_sheet *all, size_t n,
		     enum work_part p)
{
	struct work *w = work_of(s);
	const size_t from = w->count, more = number_part(s, all, n, p);
	const size_t here = w->count - from;

	if (!here && !more)
		return 0;
	model_add(out, view_id(ID_WORK_PART, p), ITEM_HEADING)->text =
		words_work_part(&out->mem, p, (int)(here + more));
	for (size_t i = from; i < w->count; i++)
		tell_sheet(out, of_id(all, n, w->numbered[i]), p, i + 1);
	if (more)
		model_add(out, view_id(ID_WORK_PART, WORK_PARTS + (uint64_t)p), ITEM_NOTICE)
			->text = words_work_more(&out->mem, (int)more);
	return (int)(here + more);
}

const char *work_whose(const struct stage *s, int64_t member)
{
	const struct pl_group *g = stage_group(s);
	const struct pl_person *people;
	const size_t n = pl_client_people(s->client, s->group, &people);

	for (size_t i = 0; member && i < n; i++)
		if (people[i].id == member)
			return people[i].name;
	return g ? g->name : "";
}

static void notice(struct model *out, uint64_t id, const char *words)
{
	model_add(out, view_id(ID_WORK_PART, id), ITEM_NOTICE)->text = words;
}

static void tell_all(struct stage *s, struct model *out)
{
	struct arena *a = &out->mem;
	struct work *w = work_of(s);
	const struct pl_sheet *all;
	const size_t n = pl_client_group_sheets(s->client, s->group, w->member, &all);
	const int kept = pl_client_acts_kept(s->client);
	int parts[WORK_PARTS];

	w->count = 0;
	notice(out, 100, words_caseload(a, n ? CASELOAD_WORK_HOW : CASELOAD_WORK_NONE, "", ""));
	if (kept)
		notice(out, 101, words_work_kept(a, kept));
	for (int p = 0; p < WORK_PARTS; p++)
		parts[p] = tell_part(s, out, all, n, (enum work_part)p);
	out->status = words_work_count(a, parts[WORK_REVIEW], parts[WORK_UNREAD]);
}

static void build(struct stage *s, struct model *out)
{
	struct arena *a = &out->mem;

	out->title = model_text(
		out, words_caseload(a, CASELOAD_WORK, work_whose(s, work_of(s)->member), ""));
	if (session_leads(s)) {
		tell_all(s, out);
		return;
	}
	out->status = words_program(a, PROGRAM_LEADERS_ONLY, "", "");
	notice(out, 102, out->status);
}

const struct view view_work = {
	"work",
	KEY_CHORD(']'),
	N_("For facilitators: worksheets of the group, what needs you first. With a name "
	   "behind "
	   "it: of that person."),
	build,
	NULL,
};

/* The person that was typed, or 0: nobody was; false: there is none such, *bits of what was told. */
static bool take_member(struct stage *s, const char *rest, int64_t *member, int *bits)
{
	const struct pl_person *who;

	*member = 0;
	if (!session_given(rest))
		return true;
	if (!work_leads(s, bits))
		return false;
	who = session_find(s, rest, strlen(rest));
	*member = who ? who->id : 0;
	if (!who)
		*bits = session_no_such(s);
	return who;
}

int work_go(struct stage *s, const char *rest)
{
	int64_t member;
	int bits;

	if (!take_member(s, rest, &member, &bits))
		return bits;
	work_of(s)->member = member;
	return stage_show(s, &view_work);
}

int work_trend(struct stage *s, const char *rest)
{
	int64_t member;
	int bits;

	if (!take_member(s, rest, &member, &bits))
		return bits;
	s->sheets.trend_of = member == pl_client_self(s->client).id ? 0 : member;
	return stage_show(s, &view_trend);
}

/* ---- answers that ask for review ---- */

static size_t to_review(struct stage *s, int64_t group, const struct pl_case **out)
{
	return session_leads(s) ? pl_client_to_review(s->client, group, out) : 0;
}

void work_tell_review(struct stage *s, struct model *out)
{
	const struct pl_case *all;
	const size_t n = to_review(s, s->group, &all);

	for (size_t i = 0; i < n; i++) {
		struct item *it = model_add(
			out, view_id(ID_WORK_REVIEW, (uint64_t)all[i].member), ITEM_PERSON);

		it->who = model_text(out, all[i].who);
		it->text = words_alerts_of(&out->mem, all[i].alerts);
		it->voice = VOICE_NOW;
	}
}

/* Those of the group that is up are named before others': /work shows them. */
const char *work_alerts(struct stage *s, struct arena *a)
{
	const struct pl_group *groups;
	const size_t n = pl_client_groups(s->client, &groups);
	const char *who = "", *where = "";
	int found = 0;

	for (size_t i = 0; i < n; i++) {
		const struct pl_case *all;
		const size_t count = to_review(s, groups[i].id, &all);

		for (size_t k = 0; k < count; k++)
			found += all[k].alerts;
		if (!count || (*who && groups[i].id != s->group))
			continue;
		who = arena_fmt(a, "%s", all[0].who);
		where = groups[i].id == s->group ? "" : groups[i].name;
	}
	return words_work_alerts(a, found, who, where);
}

const char *work_elsewhere(struct stage *s, struct arena *a, const struct pl_sheet_note *note)
{
	const struct pl_sheet *sheet = pl_client_sheet(s->client, note->sheet);
	const struct pl_group *groups;
	const size_t n = pl_client_groups(s->client, &groups);

	if (!session_leads(s) || !sheet || sheet->mine || sheet->group == s->group)
		return "";
	for (size_t i = 0; i < n; i++)
		if (groups[i].id == sheet->group)
			return arena_fmt(
				a, " %s",
				words_caseload(a, CASELOAD_ELSEWHERE, groups[i].name, ""));
	return "";
}

const char *work_refused(struct stage *s, struct arena *a, const struct pl_sheet_note *note)
{
	const struct pl_sheet *sheet = pl_client_sheet(s->client, note->sheet);
	const char *what = note->title;

	if (note->what != PL_SHEET_NEWS_REFUSED || !session_leads(s) || (sheet && sheet->mine))
		return "";
	if (note->who && *note->who)
		what = words_caseload(a, CASELOAD_READING, note->title, note->who);
	return words_caseload(a, CASELOAD_REFUSED, what, words_caseload_failure(note->failure));
}
