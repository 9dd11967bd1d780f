/* SPDX-License-Identifier: MIT */
/* The words for the door's questions, and for what is kept sealed of a person. */
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "view/session.h"

enum { REPLY_MAX = 200 };

static const char *const question_words[] = { "where", "near", "number" };
enum { QUESTIONS = sizeof(question_words) / sizeof(question_words[0]) };

/* The first without a reply; PL_DOOR_DONE: none.  0: this person is asked nothing now. */
static int next_at_door(const struct pl_session *now)
{
	const struct pl_seat *t = now->self;
	int n = PL_DOOR_WHERE;

	if (!now->asks || !t || t->where != PL_WAITING)
		return 0;
	while (n < PL_DOOR_DONE && (t->replied | t->skipped) & 1u << (n - 1))
		n++;
	return n;
}

static const char *behind_blanks(const char *s)
{
	return s + strspn(s, " ");
}

/* "where: at home" names the question itself; anything else is for the one that is next. */
static int which(const char **rest)
{
	const size_t n = strcspn(*rest, ":");
	const struct str word = { *rest, n };

	for (int i = 0; (*rest)[n] && i < QUESTIONS; i++)
		if (str_is(word, question_words[i])) {
			*rest = behind_blanks(*rest + n + 1);
			return i + 1;
		}
	return 0;
}

static int reply(struct stage *s, int n, const char *text)
{
	const bool skips = str_is(str_of(text), "skip");
	const struct pl_wish w = { .act = PL_ACT_REPLY, .n = n, .text = skips ? "" : text };

	if (!session_given(text))
		return stage_tell(s, words_door(&s->model.mem, n)) | DID_KEEP;
	if (strlen(text) > REPLY_MAX)
		return stage_tell(s, words_of(WORD_REPLY_LONG)) | DID_KEEP;
	return session_wish_for(s, &w, words_of(skips ? WORD_REPLY_SKIPPED : WORD_REPLY_SENT));
}

static int act_reply(struct stage *s, const char *rest)
{
	const int next = next_at_door(session_of_stage(s));
	char typed[SESSION_TYPED_MAX];
	const char *text = typed;
	int n;

	if (!next)
		return stage_tell(s, words_of(WORD_NOTHING_ASKED)) | DID_KEEP;
	if (!session_given(rest))
		return stage_tell(s, words_door(&s->model.mem, next));
	if (!session_take(typed, rest, strlen(rest)))
		return stage_tell(s, words_of(WORD_REPLY_LONG)) | DID_KEEP;
	n = which(&text);
	if (!n && next == PL_DOOR_DONE)
		return stage_tell(s, words_door(&s->model.mem, next)) | DID_KEEP;
	return reply(s, n ? n : next, text);
}

static const struct pl_seat *first_waiting(const struct pl_session *now)
{
	for (size_t i = 0; i < now->seats_count; i++)
		if (now->seats[i].waits == 1)
			return &now->seats[i];
	return NULL;
}

static int look(struct stage *s, int64_t member, const char *name, int64_t what)
{
	const struct pl_wish w = { .act = PL_ACT_LOOK, .member = member, .n = what };

	return session_wish_for(s, &w, model_text(&s->model, name));
}

static int look_at(struct stage *s, const char *rest, int64_t what)
{
	const struct pl_person *who = session_find(s, rest, strlen(rest));

	return who ? look(s, who->id, who->name, what) : session_no_such(s);
}

/* By its key: of who is first in the waiting room. */
static int act_where(struct stage *s, const char *rest)
{
	const struct pl_seat *t = first_waiting(session_of_stage(s));

	if (session_given(rest))
		return look_at(s, rest, 1);
	return t ? look(s, t->member, t->name, 1) : session_how(s, "where");
}

static int act_legal(struct stage *s, const char *rest)
{
	if (session_given(rest))
		return look_at(s, rest, 0);
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_LOOKS }, "");
}

const struct verb door_verbs[] = {
	{ "reply", KEY_CHORD('u'), N_("TEXT, skip, or where: TEXT, near: TEXT, number: TEXT"),
	  N_("Reply what you are asked before you come in. The key tells the question."),
	  act_reply },
	{ "legal", KEY_CHORD('L'), N_("NAME"),
	  N_("Tell who looked at your legal name or replies. Facilitators: look at the legal "
	     "name of a person; it is noted that you did."),
	  act_legal },
	{ "where", KEY_CHORD('A'), N_("NAME"),
	  N_("For facilitators: what a person replied before they came in. It is noted that "
	     "you looked. The key is for who waits first."),
	  act_where },
	{ NULL, 0, NULL, NULL, NULL },
};
