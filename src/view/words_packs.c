/* SPDX-License-Identifier: MIT */
/* The clinic's packs of forms, in words. */
#include "view/words_packs.h"

#include <libintl.h>

#include "view/words_in.h"
#include "view/words_schedule.h"

#define _(s) gettext(s)

static const char *const rows[PACKS_WORDS] = {
	[PACKS_TITLE] = N_("Forms of the clinic"),
	[PACKS_NONE] =
		N_("There are no forms of the clinic here. Those of this program are there "
		   "all the same."),
	[PACKS_ASKED] = N_("Looking for new forms of the clinic. You are told how it ends."),
	[PACKS_BUSY] = N_("They are on their way already."),
	[PACKS_SAME] = N_("There is nothing new: you have all forms of the clinic."),
	[PACKS_CAME] = N_("The forms of the clinic are here."),
	[PACKS_NAME] =
		N_("No pack of that name waits for your word. Type /packs for the list."),
	[PACKS_TRUSTED] = N_("The new signature is taken. The forms are being fetched."),
	[PACKS_HOW] = N_("Type /packs get for new forms, or /packs trust and a name."),
};

const char *words_packs(enum packs_word w)
{
	return words_row(rows[w]);
}

static const char *name_of(const struct pl_pack *p)
{
	return *p->title ? p->title : p->name;
}

/* What is here of it. */
static const char *what(struct arena *a, const struct pl_pack *p)
{
	if (!p->version)
		return arena_fmt(a, _("%s: it is not here yet."), name_of(p));
	return arena_fmt(
		a,
		ngettext("%s: version %d, %lu form, from %s.",
			 "%s: version %d, %lu forms, from %s.", (unsigned long)p->forms),
		name_of(p), p->version, (unsigned long)p->forms, words_moment(a, p->utc_ms));
}

static const char *on_its_way(struct arena *a, const struct pl_pack *p)
{
	return arena_fmt(a, _("It is on its way: %s of %s so far."), words_bytes(a, p->have),
			 words_bytes(a, p->bytes));
}

static const char *new_key(struct arena *a, const struct pl_pack *p)
{
	return arena_fmt(
		a,
		_("A newer one is signed by somebody else than before, so it was not "
		  "taken. Ask the clinic. If they say it is right, type /packs trust %s."),
		p->name);
}

static const char *const states[PL_PACK_STATES] = {
	[PL_PACK_HERE] = "",
	[PL_PACK_COMING] = "",
	[PL_PACK_WAITS] = N_("There is a newer one. To fetch it, type /packs get."),
	[PL_PACK_CUT] = N_("The line broke while it came. To go on, type /packs get."),
	[PL_PACK_KEY] = "",
	[PL_PACK_BAD] = N_("What came was not right, so it was not taken. Please tell the "
			   "clinic."),
};

static const char *how_it_is(struct arena *a, const struct pl_pack *p)
{
	if (p->state == PL_PACK_COMING)
		return on_its_way(a, p);
	if (p->state == PL_PACK_KEY)
		return new_key(a, p);
	return *states[p->state] ? words_row(states[p->state]) : "";
}

const char *words_pack(struct arena *a, const struct pl_pack *p)
{
	const char *first = what(a, p), *then = how_it_is(a, p);

	return *then ? arena_fmt(a, "%s %s", first, then) : first;
}

const char *words_packs_state(struct arena *a, const struct pl_packs *p)
{
	if (p->busy)
		return _("New forms are being looked for.");
	if (p->failure != PL_OK)
		return words_failure(p->failure);
	if (p->newer)
		return _("The clinic has new forms. To fetch them, type /packs get.");
	if (!p->asked_utc_ms)
		return _("Nobody has looked for forms of the clinic yet. To look, type /packs "
			 "get.");
	return arena_fmt(a, _("Looked for last: %s."), words_moment(a, p->asked_utc_ms));
}
