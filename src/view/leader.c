/* SPDX-License-Identifier: MIT */
/* The words for who leads a session; acts on a person are in order.c. */
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "view/tools.h"

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

bool session_take(char out[SESSION_TYPED_MAX], const char *typed, size_t n)
{
	while (n && strchr(" \t\r\n", *typed)) {
		typed++;
		n--;
	}
	while (n && strchr(" \t\r\n", typed[n - 1]))
		n--;
	if (n == 0 || n >= SESSION_TYPED_MAX)
		return false;
	memcpy(out, typed, n);
	out[n] = '\0';
	return true;
}

const struct pl_person *session_find(const struct stage *s, const char *typed, size_t n)
{
	const struct pl_person *people, *found;
	size_t count = pl_client_people(s->client, s->group, &people);
	char name[SESSION_TYPED_MAX];

	if (!session_take(name, typed, n))
		return NULL;
	found = find_whole(people, count, name);
	return found ? found : find_part(people, count, name);
}

int session_no_such(struct stage *s)
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
		return session_no_such(s);
	w.member = who->id;
	return session_wish_for(s, &w, model_text(&s->model, who->name));
}

/* One of some words; -1: none of them. */
static int choice(const char *rest, const char *const *words, int n)
{
	char typed[SESSION_TYPED_MAX];

	for (int i = 0; rest && i < n && session_take(typed, rest, strlen(rest)); i++)
		if (mention_same(typed, words[i]))
			return i;
	return -1;
}

/* Calling and letting in */

static int act_next(struct stage *s, const char *rest)
{
	if (session_given(rest))
		return on(s, rest, (struct pl_wish) { .act = PL_ACT_CALL }, "next");
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_CALL },
				words_of(WORD_WHO_IS_NEXT));
}

/* The places are numbered from 1, without a gap. */
static const struct pl_seat *who_waits(const struct pl_session *now, int place)
{
	for (size_t i = 0; i < now->seats_count; i++)
		if (now->seats[i].waits == place)
			return &now->seats[i];
	return NULL;
}

/* Each is an act of its own, to be undone one by one; who has waited longest comes first. */
static int admit_all(struct stage *s)
{
	const struct pl_session *now = session_of_stage(s);
	enum pl_failure f = PL_FAIL_STATE;
	int n = 0;

	for (const struct pl_seat *t; (t = who_waits(now, n + 1)); n++) {
		f = pl_client_wish(
			s->client, s->group,
			&(struct pl_wish) { .act = PL_ACT_ADMIT, .member = t->member });
		if (f != PL_OK)
			break;
	}
	if (!n)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return stage_tell(s, words_let_in(&s->model.mem, n));
}

static int act_admit(struct stage *s, const char *rest)
{
	static const char *const words[] = { "all" };

	if (choice(rest, words, 1) == 0)
		return admit_all(s);
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

static int act_undo(struct stage *s, const char *rest)
{
	(void)rest;
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_UNDO }, "");
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
	char name[SESSION_TYPED_MAX];

	if (!rest || !session_take(name, rest, strlen(rest)))
		return session_how(s, "open");
	return text(s, name, PL_ACT_OPEN, "open");
}

const struct verb leader_verbs[] = {
	{ "open", KEY_ALT('B'), N_("PLAN: group, talk, workshop, family or one"),
	  N_("Open a session."), act_open },
	{ "next", KEY_ALT('N'), N_("NAME"), N_("Give the floor to who is next, or to NAME."),
	  act_next },
	{ "admit", KEY_ALT('A'), N_("NAME or all"),
	  N_("Let in who has waited longest, or NAME, or all who wait."), act_admit },
	{ "invite", KEY_ALT('I'), N_("NAME"), N_("Invite a person to speak."), act_invite },
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
	{ "take", KEY_CHORD('a'), N_("NAME or lead"),
	  N_("See to who is not safe, or take the lead that you are offered."), tools_take },
	{ "barrier", KEY_CHORD('b'), "", N_("Tell who has the newest message, until all have."),
	  tools_barrier },
	{ "see", KEY_CHORD('g'), N_("NAME"),
	  N_("See what a person has before them, and what has not reached them."), tools_see },
	{ "baton", KEY_CHORD('o'), N_("NAME"),
	  N_("Tell what is open, and offer the lead to someone else who leads."), tools_baton },
	{ "poll", KEY_CHORD('p'), N_("QUESTION: ONE / OTHER, or close"),
	  N_("Let all vote, and end the vote. Tells how it stands."), tools_poll },
	{ "scale", KEY_CHORD('P'), N_("QUESTION"), N_("Ask all for a number from 0 to 10."),
	  tools_scale },
	{ "pin", KEY_CHORD('f'), N_("TEXT or NUMBER"),
	  N_("Let a line stay up: the text, or a message. The key takes the newest one."),
	  tools_pin },
	{ "unpin", KEY_CHORD('F'), N_("NUMBER"), N_("Take a line down again."), tools_unpin },
	{ NULL, 0, NULL, NULL, NULL },
};
