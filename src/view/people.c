/* SPDX-License-Identifier: MIT */
/* Who is in the group: those here first, then lost lines, then those who left. */
#include "text/keys.h"
#include "view/views.h"

static void tell_person(struct model *out, const struct pl_person *p, int64_t me)
{
	struct item *it = model_add(out, view_id(ID_PERSON, (uint64_t)p->id), ITEM_PERSON);
	const char *role = words_role(p->role);

	it->who = model_text(out, p->name);
	it->mine = p->id == me;
	it->text = it->mine ? arena_fmt(&out->mem, "%s, %s", words_of(WORD_YOU), role) : role;
	it->note = words_presence(p->presence);
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_person *people;
	size_t n = s->group ? pl_client_people(s->client, s->group, &people) : 0;
	int64_t me = pl_client_self(s->client).id;
	const struct pl_group *g = stage_group(s);
	int here = 0;

	for (int p = 0; p < PL_PRESENCES; p++)
		for (size_t i = 0; i < n; i++)
			if (people[i].presence == (enum pl_presence)p) {
				tell_person(out, &people[i], me);
				here += p == PL_HERE;
			}
	if (!n)
		model_add(out, view_id(ID_NOTICE, 4), ITEM_NOTICE)->text =
			words_of(g ? WORD_NOBODY : WORD_NO_GROUP);
	out->title = words_of(WORD_PEOPLE);
	out->status = words_people_here(&out->mem, here);
	if (g)
		out->status =
			arena_fmt(&out->mem, "%s. %s", model_text(out, g->name), out->status);
}

const struct view view_people = {
	"people", KEY_ALT('p'), N_("Who is in the group, and who is here."), build, NULL,
};
