/* SPDX-License-Identifier: MIT */
/* Who is under the hours of this week, and why; to those who lead. */
#include "base/buf.h"
#include "text/keys.h"
#include "view/plan.h"

static bool is_under(const struct pl_hours *h)
{
	return h->target > 0 && h->had + h->planned < h->target;
}

static const char *title(struct stage *s, struct arena *a)
{
	const struct pl_group *g = stage_group(s);

	return words_program(a, PROGRAM_HOURS, g ? g->name : "", "");
}

/* The view is up: the hours are asked for anew. */
void hours_watch(struct stage *s)
{
	if (session_leads(s) && s->group)
		plan_of(s)->hours_asked = pl_client_hours_ask(s->client, s->group) == PL_OK;
}

static int count_under(const struct pl_hours *all, size_t n)
{
	int under = 0;

	for (size_t i = 0; i < n; i++)
		under += is_under(&all[i]);
	return under;
}

static void build(struct stage *s, struct model *out)
{
	struct arena *a = &out->mem;
	const struct pl_hours *all;
	const size_t n = session_leads(s) ? pl_client_hours(s->client, &all) : 0;

	out->title = model_text(out, title(s, a));
	out->status = n ? words_under_count(a, count_under(all, n))
			: words_program(a,
					!session_leads(s)         ? PROGRAM_LEADERS_ONLY
					: plan_of(s)->hours_asked ? PROGRAM_HOURS_ASKED
								  : PROGRAM_NO_HOURS,
					"", "");
	model_add(out, view_id(ID_HOURS, 0), ITEM_NOTICE)->text = out->status;
	for (size_t i = 0; i < n; i++) {
		struct item *it =
			model_add(out, view_id(ID_HOURS, (uint64_t)all[i].member), ITEM_PERSON);

		it->who = model_text(out, all[i].who);
		it->text = model_text(out, words_member_hours(a, &all[i]));
		it->amiss = is_under(&all[i]);
	}
}

/* Where the view is up it shows them; by ear they are told when they have come. */
int hours_came(struct stage *s)
{
	struct arena *a = &s->model.mem;
	const struct pl_hours *all;
	const size_t n = pl_client_hours(s->client, &all);
	struct buf text;
	int bits;

	if (!s->plan || !s->plan->hours_asked || !n)
		return DID_NOTHING;
	s->plan->hours_asked = false;
	if (s->view == &view_hours)
		return DID_NOTHING;
	buf_init(&text, sizeof(s->answer) - 1);
	buf_adds(&text, words_under_count(a, count_under(all, n)));
	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "\n%s: %s", model_text(&s->model, all[i].who),
			 words_member_hours(a, &all[i]));
	bits = stage_tell(s, buf_text(&text));
	buf_finish(&text);
	return bits;
}

const struct view view_hours = {
	"hours", KEY_CHORD('H'), N_("For facilitators: who is under the hours of this week."),
	build,   NULL,
};
