/* SPDX-License-Identifier: MIT */
/* The words for who leads a session. */
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "view/session.h"

enum { MUTE_MIN = 5, TYPED_MAX = 256 };

/* Names */

static const struct pl_person *find_whole(const struct pl_person *people, size_t n,
					  const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (mention_same(people[i].name, name))
			return &people[i];
	return NULL;
}

static const struct pl_person *find_part(const struct pl_person *people, size_t n,
					 const char *part)
{
	const struct pl_person *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!utf8_contains(str_of(people[i].name), str_of(part)))
			continue;
		if (found)
			return NULL;
		found = &people[i];
	}
	return found;
}

/* What was typed without the blanks around it; false: too long, or nothing. */
static bool take(char out[TYPED_MAX], const char *typed, size_t n)
{
	while (n && strchr(" \t\r\n", *typed)) {
		typed++;
		n--;
	}
	while (n && strchr(" \t\r\n", typed[n - 1]))
		n--;
	if (n == 0 || n >= TYPED_MAX)
		return false;
	memcpy(out, typed, n);
	out[n] = '\0';
	return true;
}

const struct pl_person *session_find(const struct stage *s, const char *typed, size_t n)
{
	const struct pl_person *people, *found;
	size_t count = pl_client_people(s->client, s->group, &people);
	char name[TYPED_MAX];

	if (!take(name, typed, n))
		return NULL;
	found = find_whole(people, count, name);
	return found ? found : find_part(people, count, name);
}

static int no_such(struct stage *s)
{
	return stage_tell(s, words_failure(PL_FAIL_WHO)) | DID_KEEP;
}

/* An act on a person by name. */
static int on(struct stage *s, const char *rest, struct pl_wish w, const char *word)
{
	const struct pl_person *who;

	if (!session_given(rest))
		return session_how(s, word);
	who = session_find(s, rest, strlen(rest));
	if (!who)
		return no_such(s);
	w.member = who->id;
	return session_wish_for(s, &w, model_text(&s->model, who->name));
}

static const struct pl_seat *seat_of(const struct pl_session *now, int64_t member)
{
	for (size_t i = 0; i < now->seats_count; i++)
		if (now->seats[i].member == member)
			return &now->seats[i];
	return NULL;
}

/* Calling and letting in */

static int act_next(struct stage *s, const char *rest)
{
	if (session_given(rest))
		return on(s, rest, (struct pl_wish) { .act = PL_ACT_CALL }, "next");
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_CALL },
				words_of(WORD_WHO_IS_NEXT));
}

static int act_admit(struct stage *s, const char *rest)
{
	if (session_given(rest))
		return on(s, rest, (struct pl_wish) { .act = PL_ACT_ADMIT }, "admit");
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_ADMIT },
				words_of(WORD_WHO_WAITS));
}

static int act_invite(struct stage *s, const char *rest)
{
	return on(s, rest, (struct pl_wish) { .act = PL_ACT_INVITE }, "invite");
}

/* Order */

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

/* By its key: who has the floor, or else who spoke last of those who do not lead. */
static int64_t whom_to_mute(const struct stage *s)
{
	const struct pl_session *now = session_of_stage(s);
	const struct pl_seat *t = seat_of(now, now->floor);
	const struct pl_message *msgs;
	size_t n = pl_client_messages(s->client, s->group, &msgs);

	if (t && !t->leads)
		return t->member;
	for (; n > 0; n--) {
		t = seat_of(now, msgs[n - 1].member);
		if (t && !t->leads && t->where == PL_IN && !msgs[n - 1].mine)
			return t->member;
	}
	return 0;
}

static int mute_now(struct stage *s)
{
	const int64_t who = whom_to_mute(s);
	const struct pl_seat *t = seat_of(session_of_stage(s), who);

	if (!t)
		return session_how(s, "mute");
	return session_wish_for(
		s, &(struct pl_wish) { .act = PL_ACT_MUTE, .member = who, .n = MUTE_MIN },
		model_text(&s->model, t->name));
}

static int act_mute(struct stage *s, const char *rest)
{
	char typed[TYPED_MAX];
	int64_t n;

	if (!rest)
		return mute_now(s);
	if (!take(typed, rest, strlen(rest)))
		return session_how(s, "mute");
	n = take_minutes(typed);
	if (n < 1 || n > 240)
		return session_how(s, "mute");
	return on(s, typed, (struct pl_wish) { .act = PL_ACT_MUTE, .n = n }, "mute");
}

static int act_unmute(struct stage *s, const char *rest)
{
	const struct pl_person *who =
		session_given(rest) ? session_find(s, rest, strlen(rest)) : NULL;
	const struct pl_wish w = { .act = PL_ACT_MUTE, .member = who ? who->id : 0 };
	enum pl_failure f;

	if (!who)
		return session_given(rest) ? no_such(s) : session_how(s, "unmute");
	f = pl_client_wish(s->client, s->group, &w);
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return stage_tell(
		s, words_with(&s->model.mem, WORD_UNMUTED, model_text(&s->model, who->name)));
}

static int act_step_out(struct stage *s, const char *rest)
{
	return on(s, rest, (struct pl_wish) { .act = PL_ACT_STEP_OUT }, "stepout");
}

static int act_remove(struct stage *s, const char *rest)
{
	return on(s, rest, (struct pl_wish) { .act = PL_ACT_REMOVE }, "remove");
}

static int act_undo(struct stage *s, const char *rest)
{
	(void)rest;
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_UNDO }, "");
}

/* One of some words; -1: none of them. */
static int choice(const char *rest, const char *const *words, int n)
{
	char typed[TYPED_MAX];

	for (int i = 0; rest && i < n && take(typed, rest, strlen(rest)); i++)
		if (mention_same(typed, words[i]))
			return i;
	return -1;
}

static int act_talk(struct stage *s, const char *rest)
{
	static const char *const words[PL_TALKS] = { "open", "turns", "quiet" };
	const int n = choice(rest, words, PL_TALKS);

	if (n < 0)
		return session_how(s, "talk");
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_TALK, .n = n }, "");
}

static int act_lock(struct stage *s, const char *rest)
{
	static const char *const words[] = { "off", "on" };
	const int n = choice(rest, words, 2);

	if (n < 0)
		return session_how(s, "lock");
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_LOCK, .n = n }, "");
}

static int act_slow(struct stage *s, const char *rest)
{
	int64_t n;

	if (!session_number(rest, &n) || n > 600)
		return session_how(s, "slow");
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_SLOW, .n = n }, "");
}

/* What is written down */

static int text(struct stage *s, const char *rest, enum pl_act act, const char *word)
{
	if (!session_given(rest))
		return session_how(s, word);
	return session_wish_for(s, &(struct pl_wish) { .act = act, .text = rest }, "");
}

static int act_topic(struct stage *s, const char *rest)
{
	return text(s, rest, PL_ACT_TOPIC, "topic");
}

static int act_decide(struct stage *s, const char *rest)
{
	return text(s, rest, PL_ACT_DECIDE, "decide");
}

static int act_open(struct stage *s, const char *rest)
{
	char name[TYPED_MAX];

	if (!rest || !take(name, rest, strlen(rest)))
		return session_how(s, "open");
	return text(s, name, PL_ACT_OPEN, "open");
}

const struct verb leader_verbs[] = {
	{ "open", KEY_ALT('B'), N_("PLAN: group, talk, workshop, family or one"),
	  N_("Open a session."), act_open },
	{ "next", KEY_ALT('N'), N_("NAME"), N_("Give the floor to who is next, or to NAME."),
	  act_next },
	{ "admit", KEY_ALT('A'), N_("NAME"), N_("Let in who has waited longest, or NAME."),
	  act_admit },
	{ "invite", KEY_ALT('I'), N_("NAME"), N_("Invite a person to speak."), act_invite },
	{ "mute", KEY_ALT('M'), N_("NAME MINUTES"),
	  N_("Mute a person, for 5 minutes if you give no number. The key mutes who has the "
	     "floor, or who spoke last."),
	  act_mute },
	{ "unmute", KEY_ALT('V'), N_("NAME"), N_("Let a muted person talk again."),
	  act_unmute },
	{ "stepout", KEY_ALT('S'), N_("NAME"), N_("Ask a person to step out for now."),
	  act_step_out },
	{ "remove", KEY_ALT('R'), N_("NAME"), N_("Take a person out of the session."),
	  act_remove },
	{ "undo", KEY_ALT('U'), "", N_("Take back your last act, within one minute."),
	  act_undo },
	{ "talk", KEY_ALT('T'), N_("open, turns or quiet"),
	  N_("Who may talk: all, one at a time, or the facilitators alone."), act_talk },
	{ "lock", KEY_ALT('L'), N_("on or off"), N_("Whoever comes now has to wait."),
	  act_lock },
	{ "slow", KEY_ALT('W'), N_("SECONDS"),
	  N_("How long each has to wait between two messages; 0 is not at all."), act_slow },
	{ "topic", KEY_ALT('K'), N_("TEXT"), N_("Set the topic."), act_topic },
	{ "decide", KEY_ALT('D'), N_("TEXT"),
	  N_("Write down what was decided, for those who come later."), act_decide },
	{ NULL, 0, NULL, NULL, NULL },
};
