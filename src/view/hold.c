/* SPDX-License-Identifier: MIT */
/* The words for lines that wait: who leads lets them through, or sends them back. */
#include <string.h>

#include "text/keys.h"
#include "view/session.h"

/* The oldest, by its number on the console, or the oldest of a person; *whole: a whole name. */
static const struct pl_held *find(struct stage *s, const char *typed, bool *whole)
{
	const struct pl_session *now = session_of_stage(s);
	const struct pl_person *who;
	int64_t n = 1;

	*whole = false;
	if (!*typed || session_number(typed, &n))
		return n >= 1 && n <= (int64_t)now->held_count ? &now->held[n - 1] : NULL;
	who = session_find(s, typed, strlen(typed));
	*whole = who && mention_same(who->name, typed);
	for (size_t i = 0; who && i < now->held_count; i++)
		if (now->held[i].member == who->id)
			return &now->held[i];
	return NULL;
}

static const struct pl_held *take(struct stage *s, const char *rest, bool *whole)
{
	char typed[SESSION_TYPED_MAX];

	if (!rest || !session_take(typed, rest, strcspn(rest, ":")))
		typed[0] = '\0';
	return find(s, typed, whole);
}

static int act_let(struct stage *s, const char *rest)
{
	bool whole;
	const struct pl_held *h = take(s, rest, &whole);

	if (!h)
		return stage_tell(s, words_of(WORD_NOTHING_HELD)) | DID_KEEP;
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_LET, .n = h->number },
				model_text(&s->model, h->who));
}

static int act_refuse(struct stage *s, const char *rest)
{
	bool whole;
	const struct pl_held *h = take(s, rest, &whole);
	const size_t n = rest ? strcspn(rest, ":") : 0;
	struct pl_wish w = { .act = PL_ACT_REFUSE };

	if (!h)
		return stage_tell(s, words_of(WORD_NOTHING_HELD)) | DID_KEEP;
	w.n = h->number;
	w.text = rest && rest[n] ? rest + n + 1 + strspn(rest + n + 1, " ") : "";
	if (whole || stage_asked(s, &w))
		return session_wish_for(s, &w, model_text(&s->model, h->who));
	return stage_tell(s, words_sure(&s->model.mem, &w,
					model_text(&s->model, arena_fmt(&s->model.mem, "%s: %s",
									h->who, h->text)))) |
	       DID_KEEP;
}

static int act_hold(struct stage *s, const char *rest)
{
	static const char *const words[] = { "off", "on" };
	char typed[SESSION_TYPED_MAX];
	int n = -1;

	if (rest && session_take(typed, rest, strlen(rest)))
		for (int i = 0; i < 2; i++)
			n = mention_same(typed, words[i]) ? i : n;
	if (n < 0)
		return session_how(s, "hold");
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_HOLD, .n = n },
				words_of(n ? WORD_HOLD_ON : WORD_HOLD_OFF));
}

const struct verb hold_verbs[] = {
	{ "hold", KEY_CHORD('h'), N_("on or off"),
	  N_("What members say waits. Then a facilitator reads it, and lets it through."),
	  act_hold },
	{ "let", KEY_CHORD('l'), N_("NAME or NUMBER"),
	  N_("Let the oldest message that waits through, that of NAME, or NUMBER on the "
	     "console."),
	  act_let },
	{ "refuse", KEY_CHORD('d'), N_("NAME or NUMBER: WHY"),
	  N_("Send a message that waits back to who wrote it. The key asks first."),
	  act_refuse },
	{ NULL, 0, NULL, NULL, NULL },
};
