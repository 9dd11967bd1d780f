/* SPDX-License-Identifier: MIT */
/* How much is told unasked: what the person says of it, and what is on. */
#include <string.h>

#include "view/reread.h"
#include "view/session.h"
#include "view/words_reread.h"

/* "", "on" and "off"; by the key what it is not; -1: something else. */
static int wanted(const char *rest, bool is_on)
{
	char typed[SESSION_TYPED_MAX];

	if (!rest)
		return !is_on;
	if (!session_given(rest))
		return 1;
	if (!session_take(typed, rest, strlen(rest)))
		return -1;
	return mention_same(typed, "on") ? 1 : mention_same(typed, "off") ? 0 : -1;
}

/* What waits, and how to hear it; "": nothing does. */
static const char *told_waiting(struct stage *s)
{
	const struct hush *h = &s->wants.hush;

	if (!h->waiting)
		return "";
	return arena_fmt(&s->model.mem, " %s %s", words_waiting(&s->model.mem, h->waiting),
			 words_reread(REREAD_UNHEARD_HOW));
}

int reread_quiet(struct stage *s, const char *rest)
{
	const int on = wanted(rest, s->wants.hush.quiet);

	if (on < 0)
		return session_how(s, "quiet");
	s->wants.hush.quiet = on;
	if (on)
		return stage_tell(s, words_reread(REREAD_QUIET_ON));
	return stage_tell(s, arena_fmt(&s->model.mem, "%s%s", words_reread(REREAD_QUIET_OFF),
				       told_waiting(s)));
}

int reread_pause(struct stage *s, const char *rest)
{
	struct hush *h = &s->wants.hush;
	const int on = wanted(rest, h->paused);

	if (on < 0)
		return session_how(s, "pause");
	h->paused = on;
	if (on)
		return stage_tell(s, words_reread(REREAD_PAUSE_ON));
	const char *off = words_reread(REREAD_PAUSE_OFF);

	return stage_tell(s, h->gone ? arena_fmt(&s->model.mem, "%s %s", off,
						 words_reread(REREAD_GONE))
				     : off) |
	       DID_RESUME;
}

int reread_unheard(struct stage *s, const char *rest)
{
	const struct hush *h = &s->wants.hush;
	const char *gone = h->gone ? words_reread(REREAD_GONE) : "";

	(void)rest;
	if (!h->waiting)
		return stage_tell(s, *gone ? gone : words_reread(REREAD_UNHEARD_NONE));
	return *gone ? stage_tell(s, gone) | DID_UNHEARD : DID_UNHEARD;
}

int reread_verbosity(struct stage *s, const char *rest)
{
	char typed[SESSION_TYPED_MAX];

	if (session_given(rest) && (!session_take(typed, rest, strlen(rest)) ||
				    !hush_read(typed, &s->wants.hush.level)))
		return session_how(s, "verbosity");
	return stage_tell(s, words_verbosity(&s->model.mem, s->wants.hush.level));
}

void reread_status(struct stage *s, struct model *out, uint64_t id)
{
	static const enum reread_word words[] = { REREAD_QUIET_ON, REREAD_PAUSE_ON };
	const struct hush *h = &s->wants.hush;
	const bool is_on[] = { h->quiet, h->paused };

	for (int i = 0; i < 2; i++)
		if (is_on[i])
			model_add(out, id + (uint64_t)i, ITEM_NOTICE)->text =
				words_reread(words[i]);
	if (h->level != HUSH_NORMAL)
		model_add(out, id + 2, ITEM_NOTICE)->text =
			words_verbosity(&out->mem, h->level);
	if (h->waiting)
		model_add(out, id + 3, ITEM_NOTICE)->text =
			arena_fmt(&out->mem, "%s %s", words_waiting(&out->mem, h->waiting),
				  words_reread(REREAD_UNHEARD_HOW));
}
