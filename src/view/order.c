/* SPDX-License-Identifier: MIT */
/*
 * The words for who keeps order: acts on a person.  With a whole name each is done at once.
 * By its key, by its word alone or by a part of a name it is asked first, and the same again
 * does it.  Anything else does not.
 */
#include <string.h>

#include "text/keys.h"
#include "view/session.h"

enum { MUTE_MIN = 5, MUTE_MIN_MAX = 240 };

/* Whom it is done to by a key: who has the floor, or else who spoke last, of those who do
 * not lead. */
static const struct pl_seat *whom(const struct stage *s)
{
	const struct pl_session *now = session_of_stage(s);
	const struct pl_seat *t = session_seat_of(now, now->floor);
	const struct pl_message *msgs;
	size_t n = pl_client_messages(s->client, s->group, &msgs);

	if (t && !t->leads)
		return t;
	for (; n > 0; n--) {
		t = session_seat_of(now, msgs[n - 1].member);
		if (t && !t->leads && t->where == PL_IN && !msgs[n - 1].mine)
			return t;
	}
	return NULL;
}

int session_sure(struct stage *s, const struct pl_wish *w, const char *what)
{
	const char *name = model_text(&s->model, what);

	if (stage_asked(s, w))
		return session_wish_for(s, w, name);
	return stage_tell(s, words_sure(&s->model.mem, w, name)) | DID_KEEP;
}

static int by_key(struct stage *s, struct pl_wish w, const char *word)
{
	const struct pl_seat *t = whom(s);

	if (!t)
		return session_how(s, word);
	w.member = t->member;
	return session_sure(s, &w, t->name);
}

/* "NAME: WHY" */
static int by_name(struct stage *s, const char *typed, const char *rest, struct pl_wish w)
{
	const struct pl_person *who = session_find(s, typed, strlen(typed));
	const size_t n = strcspn(rest, ":");

	if (!who)
		return session_no_such(s);
	w.member = who->id;
	w.text = rest[n] ? rest + n + 1 + strspn(rest + n + 1, " ") : "";
	if (!mention_same(who->name, typed))
		return session_sure(s, &w, who->name);
	return session_wish_for(s, &w, model_text(&s->model, who->name));
}

static int on(struct stage *s, const char *rest, enum pl_act act, const char *word)
{
	const struct pl_wish w = { .act = act };
	char typed[SESSION_TYPED_MAX];

	if (!session_given(rest))
		return by_key(s, w, word);
	if (!session_take(typed, rest, strcspn(rest, ":")))
		return session_how(s, word);
	return by_name(s, typed, rest, w);
}

/* "Ana Maria 10": a number at the end is not of the name. */
static int64_t take_minutes(char *typed)
{
	char *last = strrchr(typed, ' ');
	int64_t n;

	if (!last || !session_number(last + 1, &n))
		return MUTE_MIN;
	*last = '\0';
	return n;
}

static int act_mute(struct stage *s, const char *rest)
{
	struct pl_wish w = { .act = PL_ACT_MUTE, .n = MUTE_MIN };
	char typed[SESSION_TYPED_MAX];

	if (!session_given(rest))
		return by_key(s, w, "mute");
	if (!session_take(typed, rest, strcspn(rest, ":")))
		return session_how(s, "mute");
	w.n = take_minutes(typed);
	if (w.n < 1 || w.n > MUTE_MIN_MAX)
		return session_how(s, "mute");
	return by_name(s, typed, rest, w);
}

static int act_unmute(struct stage *s, const char *rest)
{
	const struct pl_person *who =
		session_given(rest) ? session_find(s, rest, strlen(rest)) : NULL;
	const struct pl_wish w = { .act = PL_ACT_MUTE, .member = who ? who->id : 0 };
	enum pl_failure f;

	if (!who)
		return session_given(rest) ? session_no_such(s) : session_how(s, "unmute");
	f = pl_client_wish(s->client, s->group, &w);
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return stage_tell(
		s, words_with(&s->model.mem, WORD_UNMUTED, model_text(&s->model, who->name)));
}

static int act_step_out(struct stage *s, const char *rest)
{
	return on(s, rest, PL_ACT_STEP_OUT, "stepout");
}

static int act_remove(struct stage *s, const char *rest)
{
	return on(s, rest, PL_ACT_REMOVE, "remove");
}

/* "Ana said: ..." */
static const char *what_was_said(struct stage *s, const struct pl_message *m)
{
	enum { SAID_MAX = 60 };
	const char *text = stage_words_of(s, &s->model.mem, m);
	size_t n = strlen(text);

	if (n > SAID_MAX)
		for (n = SAID_MAX; n && ((unsigned char)text[n] & 0xc0) == 0x80;)
			n--;
	return arena_fmt(&s->model.mem, "%s: %.*s%s", m->who, (int)n, text,
			 text[n] ? "..." : "");
}

static bool is_shown(const struct stage *s, const struct pl_message *msg)
{
	(void)s;
	return !msg->hidden;
}

static int act_hide(struct stage *s, const char *rest)
{
	bool whole;
	const struct pl_message *m = session_message(s, rest, is_shown, &whole);
	const struct pl_wish w = { .act = PL_ACT_HIDE, .n = m ? m->seq : 0 };

	if (!m)
		return stage_tell(s, words_of(WORD_NO_SUCH_MESSAGE)) | DID_KEEP;
	if (whole)
		return session_wish_for(s, &w, model_text(&s->model, m->who));
	if (stage_asked(s, &w))
		return session_wish_for(s, &w, model_text(&s->model, m->who));
	return stage_tell(s, words_sure(&s->model.mem, &w,
					model_text(&s->model, what_was_said(s, m)))) |
	       DID_KEEP;
}

const struct verb order_verbs[] = {
	{ "mute", KEY_ALT('M'), N_("NAME MINUTES: WHY"),
	  N_("Mute a person, for 5 minutes if you give no number. The key asks first, for who "
	     "has the floor or spoke last."),
	  act_mute },
	{ "unmute", KEY_ALT('V'), N_("NAME"), N_("Let a muted person talk again."),
	  act_unmute },
	{ "stepout", KEY_ALT('S'), N_("NAME: WHY"),
	  N_("Ask a person to step out for now. The key asks first."), act_step_out },
	{ "remove", KEY_ALT('R'), N_("NAME: WHY"),
	  N_("Take a person out of the session. The key asks first."), act_remove },
	{ "hide", KEY_CHORD('x'), N_("NAME or NUMBER"),
	  N_("Hide the newest message of someone else, of NAME, or NUMBER back, for all. The "
	     "key asks first."),
	  act_hide },
	{ NULL, 0, NULL, NULL, NULL },
};
