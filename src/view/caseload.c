/* SPDX-License-Identifier: MIT */
/* One line a person, to those who lead: what each needs, who needs most first. */
#include "text/keys.h"
#include "view/work.h"

enum { MISSED_SHOWN = 64 };

/* Once, when the view comes up. */
void caseload_watch(struct stage *s)
{
	if (session_leads(s) && s->group)
		work_of(s)->hours_asked = pl_client_hours_ask(s->client, s->group) == PL_OK;
}

static int tell_people(struct model *out, const struct pl_case *all, size_t n)
{
	int needs = 0;

	for (size_t i = 0; i < n; i++) {
		struct item *it =
			model_add(out, view_id(ID_CASE, (uint64_t)all[i].member), ITEM_PERSON);

		it->who = model_text(out, all[i].who);
		it->text = model_text(out, words_case(&out->mem, &all[i]));
		it->amiss = words_case_needs(&all[i]);
		needs += it->amiss;
	}
	return needs;
}

static void notice(struct model *out, uint64_t id, const char *words)
{
	model_add(out, view_id(ID_CASELOAD, id), ITEM_NOTICE)->text = words;
}

static void tell_all(struct stage *s, struct model *out)
{
	struct arena *a = &out->mem;
	const struct pl_case *all;
	const size_t n = pl_client_caseload(s->client, s->group, &all);
	const int kept = pl_client_acts_kept(s->client);

	notice(out, 0, "");
	out->status = words_cases(a, tell_people(out, all, n));
	if (!n)
		out->status = words_caseload(a, CASELOAD_NOBODY, "", "");
	out->items[0].text = out->status;
	if (kept)
		notice(out, 1, words_work_kept(a, kept));
	if (n)
		notice(out, 2, words_caseload(a, CASELOAD_HOW, "", ""));
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_group *g = stage_group(s);

	out->title = model_text(
		out, words_caseload(&out->mem, CASELOAD_TITLE, g ? g->name : "", ""));
	if (session_leads(s)) {
		tell_all(s, out);
		return;
	}
	out->status = words_program(&out->mem, PROGRAM_LEADERS_ONLY, "", "");
	notice(out, 3, out->status);
}

const struct view view_caseload = {
	"caseload",
	KEY_CHORD('['),
	N_("For facilitators: what each person needs, who needs most first."),
	build,
	NULL,
};

/* Where the view is up it shows them; by ear they are told when they have come. */
int caseload_came(struct stage *s)
{
	struct model *m = &s->model;
	const struct pl_hours *hours;
	const struct pl_case *all;
	const char *missed[MISSED_SHOWN];
	size_t n, told = 0;

	if (!s->work || !s->work->hours_asked || !pl_client_hours(s->client, &hours))
		return DID_NOTHING;
	s->work->hours_asked = false;
	if (s->view == &view_caseload)
		return DID_NOTHING;
	n = pl_client_caseload(s->client, s->group, &all);
	for (size_t i = 0; i < n && told < MISSED_SHOWN; i++)
		if (all[i].missed > 0)
			missed[told++] = arena_fmt(&m->mem, "%s %d", all[i].who, all[i].missed);
	if (!told)
		return DID_NOTHING;
	return stage_tell(
		s, model_text(m, words_caseload(&m->mem, CASELOAD_MISSED,
						words_names(&m->mem, missed, told), "")));
}
