/* SPDX-License-Identifier: MIT */
/*
 * The person's own plan, then whom to call.  Needs no network, no sign-in and no group;
 * before a face is up it is shown of what lies readable in the data folder.
 */
#include <string.h>

#include "text/keys.h"
#include "view/kit.h"

/* The clinic's is a day, told as its begin in UTC: at noon it is that day nearly everywhere. */
enum { YEAR_DAYS = 365, NOON_MS = 12 * 3600 * 1000 };

/* A line an item: who listens can go through them one by one. */
static void say(struct model *m, enum item_role role, const char *words)
{
	struct item *it = model_add(m, view_id(ID_CRISIS, m->count + 1), role);

	it->text = words;
	it->voice = VOICE_NOW;
}

static void say_word(struct model *m, enum item_role role, enum kit_word w)
{
	say(m, role, words_kit(&m->mem, w, ""));
}

/* ---- the plan ---- */

static void tell_part(struct model *m, const struct pl_plan_part *part)
{
	for (size_t i = 0; i < part->count; i++) {
		const char *line = model_text(m, part->lines[i]);

		say(m, ITEM_NOTICE,
		    i ? line : words_part(&m->mem, model_text(m, part->title), line));
	}
}

static void tell_plan(struct model *m, const struct kit_shown *k)
{
	for (size_t i = 0; i < k->plan->count; i++)
		tell_part(m, &k->plan->parts[i]);
}

/* ---- whom to call ---- */

static bool is_old(const struct kit_shown *k)
{
	return k->now_utc_ms - k->crisis->dated_utc_ms > (int64_t)YEAR_DAYS * 24 * 3600 * 1000;
}

static void tell_clinic(struct model *m, const struct kit_shown *k)
{
	const struct pl_crisis *c = k->crisis;

	for (size_t i = 0; i < c->count; i++)
		say(m, ITEM_NOTICE, model_text(m, c->lines[i]));
	if (c->dated_utc_ms)
		say(m, ITEM_NOTICE,
		    words_kit(&m->mem, KIT_DATED,
			      words_dated(&m->mem, c->dated_utc_ms + NOON_MS)));
	if (c->dated_utc_ms && is_old(k))
		say_word(m, ITEM_NOTICE, KIT_OLD);
}

/* The order is the order of need: the first line alone must be enough. */
static void tell_lines(struct model *m, const struct kit_shown *k)
{
	const bool has_clinic = k->crisis->count > 0;

	if (has_clinic)
		tell_clinic(m, k);
	say_word(m, ITEM_NOTICE, KIT_DANGER);
	if (!has_clinic || !k->crisis->dated_utc_ms || is_old(k)) {
		say_word(m, ITEM_NOTICE, KIT_LINE_US);
		say_word(m, ITEM_NOTICE, KIT_LINE_OTHER);
	}
	say_word(m, ITEM_NOTICE, KIT_NOT_WATCHED);
	say_word(m, ITEM_NOTICE, KIT_GO_TO_SOMEONE);
	say_word(m, ITEM_NOTICE, k->is_locked ? KIT_UNSAFE_LATER : KIT_UNSAFE);
}

/* Does anything of the plan come before whom to call? */
static bool begins_with_plan(const struct kit_shown *k)
{
	return !k->plan->is_empty || (k->is_locked && k->has_plan);
}

void kit_show(struct model *m, const struct kit_shown *k)
{
	m->says_first = true;
	tell_plan(m, k);
	if (k->plan->is_empty && k->is_locked && k->has_plan)
		say_word(m, ITEM_NOTICE, KIT_LOCKED);
	if (begins_with_plan(k))
		say(m, ITEM_HEADING, words_of(WORD_CRISIS_TITLE));
	tell_lines(m, k);
}

void kit_show_unlocked(struct model *m, const char *dir, int64_t now_utc_ms)
{
	struct pl_unlocked *u = dir ? pl_unlocked_read(dir) : NULL;
	static const struct pl_plan no_plan = { .is_empty = true, .reader = "" };
	static const struct pl_crisis no_lines = { 0 };

	kit_show(m, &(struct kit_shown) { .plan = u ? &u->plan : &no_plan,
					  .crisis = u ? &u->crisis : &no_lines,
					  .has_plan = u && u->has_plan,
					  .is_locked = true,
					  .now_utc_ms = now_utc_ms });
	pl_unlocked_free(u);
}

/* ---- the views ---- */

static bool is_shared(const struct pl_plan *p)
{
	return p->shared == PL_SHEET_SENDING || p->shared == PL_SHEET_AT_CLINIC ||
	       p->shared == PL_SHEET_READ || p->shared == PL_SHEET_AGAIN;
}

static void tell_about(struct model *m, const struct pl_plan *p)
{
	struct arena *a = &m->mem;

	say_word(m, ITEM_HEADING, KIT_ABOUT);
	say(m, ITEM_NOTICE, model_text(m, words_plan_shared(a, p)));
	if (p->is_older || !is_shared(p))
		say_word(m, ITEM_NOTICE, p->is_older ? KIT_CHANGED_HOW : KIT_SHARE_HOW);
	if (is_shared(p))
		say_word(m, ITEM_NOTICE, KIT_UNSHARE_HOW);
	say_word(m, ITEM_NOTICE,
		 p->asks_open ? KIT_OPEN_ASK
		 : p->is_open ? KIT_OPEN_YES
			      : KIT_OPEN_NO);
	say_word(m, ITEM_NOTICE, KIT_HOW);
}

static enum kit_word way_back(const struct stage *s)
{
	return stage_home(s) == &view_sheet ? KIT_BACK_SHEET : KIT_BACK;
}

/* It is said behind the first line. */
static const char *go_on(const struct stage *s, struct arena *a, const struct pl_plan *p)
{
	const char *back = words_kit(a, way_back(s), "");

	return p->is_empty ? back : arena_fmt(a, "%s %s", words_kit(a, KIT_GO_ON, ""), back);
}

static void build_plan(struct stage *s, struct model *out)
{
	struct pl_crisis crisis;
	struct pl_plan plan;

	pl_client_plan(s->client, &plan);
	pl_client_crisis(s->client, &crisis);
	out->title = words_of(WORD_CRISIS_TITLE);
	out->status = go_on(s, &out->mem, &plan);
	if (!plan.is_empty)
		out->title = words_kit(&out->mem, KIT_PLAN, "");
	kit_show(out, &(struct kit_shown) { .plan = &plan,
					    .crisis = &crisis,
					    .has_plan = !plan.is_empty,
					    .now_utc_ms = s->now_utc_ms });
	if (plan.is_empty)
		say_word(out, ITEM_NOTICE, KIT_NONE);
	else
		tell_about(out, &plan);
	say_word(out, ITEM_NOTICE, way_back(s));
	out->items[out->count - 1].seen_only = true; /* by ear the status has told it */
}

static void build_crisis(struct stage *s, struct model *out)
{
	static const struct pl_plan none = { .is_empty = true, .reader = "" };
	struct pl_crisis crisis;

	pl_client_crisis(s->client, &crisis);
	out->title = words_of(WORD_CRISIS_TITLE);
	out->status = words_of(WORD_CRISIS);
	kit_show(out, &(struct kit_shown) {
			      .plan = &none, .crisis = &crisis, .now_utc_ms = s->now_utc_ms });
	say_word(out, ITEM_NOTICE, way_back(s));
}

const struct view view_plan = {
	"plan",
	KEY_CTRL('x'),
	N_("Your safety plan, and whom to call. Works without a line. Behind the word: edit, "
	   "share, unshare, open yes, open no, print FILE."),
	build_plan,
	NULL,
};

const struct view view_crisis = {
	"crisis",
	KEY_CHORD('!'),
	N_("Whom to call when you are in danger. Works without a line."),
	build_crisis,
	NULL,
};
