/* SPDX-License-Identifier: MIT */
/* Who is in the group: those here first, then lost lines, then those who left.  Of who was erased a
 * name is left for old lines, and no place here. */
#include <string.h>

#include "text/keys.h"
#include "view/session.h"
#include "view/words_names.h"

static void tell_person(const struct stage *s, struct model *out, const struct pl_person *p)
{
	const int64_t me = pl_client_self(s->client).id;
	const char *account = pl_client_account(s->client, s->group, p->id);
	struct item *it = model_add(out, view_id(ID_PERSON, (uint64_t)p->id), ITEM_PERSON);
	const char *role = words_role(p->role);

	it->who = model_text(out, p->name);
	it->mine = p->id == me;
	it->text = it->mine ? arena_fmt(&out->mem, "%s, %s", words_of(WORD_YOU), role) : role;
	if (*account)
		it->text = words_account(&out->mem, it->text, model_text(out, account));
	it->note = words_presence(p->presence);
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_person *people;
	size_t n = s->group ? pl_client_people(s->client, s->group, &people) : 0;
	const struct pl_group *g = stage_group(s);
	int here = 0;

	for (int p = 0; p < PL_FORMER; p++)
		for (size_t i = 0; i < n; i++)
			if (people[i].presence == (enum pl_presence)p) {
				tell_person(s, out, &people[i]);
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

/* ---- what one is called ---- */

static int tell_own(struct stage *s, const struct pl_group *g)
{
	const char *called = model_text(&s->model, pl_client_called(s->client, g->id));

	return stage_tell(s, words_called(&s->model.mem, called, model_text(&s->model, g->name),
					  session_leads(s)));
}

/* A name of another group, typed here by mistake, is known here for good: so it is asked. */
static bool is_sure(struct stage *s, const char *name)
{
	uint32_t sum = 0;

	for (const char *at = name; *at; at++)
		sum = sum * 31 + (unsigned char)*at;
	return stage_asked(
		s, &(struct pl_wish) { .act = PL_ACT_NAME, .member = s->group, .n = sum });
}

static int act_name(struct stage *s, const char *rest)
{
	const struct pl_group *g = stage_group(s);
	char typed[SESSION_TYPED_MAX];
	const char *name;

	if (!g)
		return stage_tell(s, words_of(WORD_NO_GROUP));
	if (!session_given(rest) || session_leads(s))
		return tell_own(s, g);
	if (!session_take(typed, rest, strlen(rest)))
		return session_how(s, "name");
	name = model_text(&s->model, typed);
	if (!is_sure(s, name))
		return stage_tell(s, words_name_sure(&s->model.mem, name,
						     model_text(&s->model, g->name))) |
		       DID_KEEP;
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_NAME, .text = typed },
				name);
}

const struct verb people_verbs[] = {
	{ "name", KEY_SECOND('F'), N_("NAME"),
	  N_("Choose what you are called in this group. Your other groups do not hear of it."),
	  act_name },
	{ NULL, 0, NULL, NULL, NULL },
};
