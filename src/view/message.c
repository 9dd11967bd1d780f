/* SPDX-License-Identifier: MIT */
/* The words that are about a message: a warning in front of one, and how it is read. */
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "view/session.h"

static bool is_open(const struct stage *s, uint64_t id)
{
	for (size_t i = 0; i < STAGE_OPENED; i++)
		if (s->opened[i] == id)
			return true;
	return false;
}

static bool is_covered(const struct stage *s, const struct pl_message *msg)
{
	return !msg->hidden && *msg->warning && !msg->mine && !is_open(s, msg->id);
}

const char *stage_words_of(const struct stage *s, struct arena *mem,
			   const struct pl_message *msg)
{
	if (msg->hidden)
		return words_of(msg->erased ? WORD_ERASED : WORD_HIDDEN);
	if (!*msg->warning)
		return msg->text;
	if (is_covered(s, msg))
		return words_with(mem, WORD_WARNING, msg->warning);
	return arena_fmt(mem, "%s %s", words_with(mem, WORD_WARNED, msg->warning), msg->text);
}

/* In one line: who says several must not seem to be several. */
const char *message_sentence(struct stage *s, const struct pl_message *m)
{
	struct arena *mem = &s->model.mem;
	const char *text = words_with_reactions(mem, stage_words_of(s, mem, m), m);

	return model_line(&s->model, arena_fmt(mem, "%s: %s", m->who, text));
}

/* Which one */

static bool is_of(const struct pl_message *msg, const struct pl_person *who)
{
	return msg->seq && (who ? msg->member == who->id : !msg->mine);
}

const struct pl_message *session_message(struct stage *s, const char *rest, session_fits *fits,
					 bool *whole)
{
	const struct pl_message *msgs;
	size_t n = pl_client_messages(s->client, s->group, &msgs);
	const bool given = session_given(rest);
	char typed[SESSION_TYPED_MAX] = "";
	const struct pl_person *who = NULL;
	int64_t back = 1;

	*whole = false;
	if (given && !session_number(rest, &back)) {
		if (session_take(typed, rest, strlen(rest)))
			who = session_find(s, typed, strlen(typed));
		if (!who)
			return NULL;
		*whole = mention_same(who->name, typed);
	}
	for (; n > 0 && back > 0; n--)
		if (is_of(&msgs[n - 1], who) && (!fits || fits(s, &msgs[n - 1])) && --back == 0)
			return &msgs[n - 1];
	return NULL;
}

/* Reading and writing one with a warning */

static int act_view(struct stage *s, const char *rest)
{
	bool whole;
	const struct pl_message *m = session_message(s, rest, is_covered, &whole);

	if (!m)
		return stage_tell(s, words_of(WORD_NOTHING_COVERED));
	s->opened[s->opened_count++ % STAGE_OPENED] = m->id;
	return stage_tell(s, message_sentence(s, m));
}

static int act_warn(struct stage *s, const char *rest)
{
	char warning[SESSION_TYPED_MAX];
	const size_t n = rest ? strcspn(rest, ":\n") : 0;

	if (!n || rest[n] != ':' || !session_take(warning, rest, n) ||
	    !session_given(rest + n + 1))
		return session_how(s, "warn");
	return stage_warn(s, warning, rest + n + 1 + strspn(rest + n + 1, " "));
}

/* To a message: "me too" and "thank you" */

static bool is_open_to_all(const struct stage *s, const struct pl_message *msg)
{
	(void)s;
	return !msg->hidden && !msg->mine;
}

static int react(struct stage *s, const char *rest, enum pl_act act)
{
	bool whole;
	const struct pl_message *m = session_message(s, rest, is_open_to_all, &whole);

	if (!m)
		return stage_tell(s, words_of(WORD_NO_SUCH_MESSAGE)) | DID_KEEP;
	return session_wish_for(s, &(struct pl_wish) { .act = act, .n = m->seq },
				model_text(&s->model, m->who));
}

static int act_metoo(struct stage *s, const char *rest)
{
	return react(s, rest, PL_ACT_METOO);
}

static int act_thanks(struct stage *s, const char *rest)
{
	return react(s, rest, PL_ACT_THANKS);
}

const struct verb message_verbs[] = {
	{ "warn", KEY_CHORD('w'), N_("TOPIC: TEXT"),
	  N_("Say the text behind a warning. The others read the topic, and open it if they "
	     "like."),
	  act_warn },
	{ "view", KEY_CHORD('v'), N_("NAME or NUMBER"),
	  N_("Open the newest message that has a warning, of NAME, or NUMBER back."),
	  act_view },
	{ "metoo", KEY_CHORD('t'), N_("NAME or NUMBER"),
	  N_("Say \"me too\" to the newest message of someone else, of NAME, or NUMBER back."),
	  act_metoo },
	{ "thanks", KEY_CHORD('k'), N_("NAME or NUMBER"),
	  N_("Say \"thank you\" to the newest message of someone else, of NAME, or NUMBER "
	     "back."),
	  act_thanks },
	{ NULL, 0, NULL, NULL, NULL },
};
