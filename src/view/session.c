/* SPDX-License-Identifier: MIT */
/* A session's notices in the meeting, and the words for who takes part and who leads. */
#include "view/tools.h"

#include <stdlib.h>
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"

const struct pl_session *session_of_stage(const struct stage *s)
{
	return pl_client_session(s->client, s->group);
}

const struct pl_seat *session_seat_of(const struct pl_session *now, int64_t member)
{
	for (size_t i = 0; i < now->seats_count; i++)
		if (now->seats[i].member == member)
			return &now->seats[i];
	return NULL;
}

static const enum item_about about[PL_NOTES] = {
	[PL_NOTE_BEGUN] = ABOUT_SESSION,        [PL_NOTE_ENDED] = ABOUT_CALL,
	[PL_NOTE_STAGE] = ABOUT_SESSION,        [PL_NOTE_EXTENDED] = ABOUT_SESSION,
	[PL_NOTE_TALK] = ABOUT_SESSION,         [PL_NOTE_TOPIC] = ABOUT_SESSION,
	[PL_NOTE_DECIDED] = ABOUT_SESSION,      [PL_NOTE_NORMS] = ABOUT_SESSION,
	[PL_NOTE_ACCEPTED] = ABOUT_SESSION,     [PL_NOTE_FLOOR] = ABOUT_OTHERS,
	[PL_NOTE_YOURS] = ABOUT_CALL,           [PL_NOTE_FREE] = ABOUT_OTHERS,
	[PL_NOTE_MORE] = ABOUT_OTHERS,          [PL_NOTE_NEXT] = ABOUT_CALL,
	[PL_NOTE_DOWN] = ABOUT_OTHERS,          [PL_NOTE_BACK] = ABOUT_OTHERS,
	[PL_NOTE_WAITING] = ABOUT_SESSION,      [PL_NOTE_PLACE] = ABOUT_SESSION,
	[PL_NOTE_ADMITTED] = ABOUT_CALL,        [PL_NOTE_OUT] = ABOUT_CALL,
	[PL_NOTE_REMOVED] = ABOUT_CALL,         [PL_NOTE_GONE] = ABOUT_SESSION,
	[PL_NOTE_MUTED] = ABOUT_CALL,           [PL_NOTE_UNMUTED] = ABOUT_SESSION,
	[PL_NOTE_INVITED] = ABOUT_CALL,         [PL_NOTE_KNOCK] = ABOUT_LEADING,
	[PL_NOTE_HAND] = ABOUT_LEADING,         [PL_NOTE_ASIDE] = ABOUT_CALL,
	[PL_NOTE_MODALITY] = ABOUT_SESSION,     [PL_NOTE_PLANNED] = ABOUT_LEADING,
	[PL_NOTE_EXERCISE] = ABOUT_SESSION,     [PL_NOTE_LINE] = ABOUT_SESSION,
	[PL_NOTE_OVER] = ABOUT_SESSION,         [PL_NOTE_STOPPED] = ABOUT_SESSION,
	[PL_NOTE_LESSON] = ABOUT_SESSION,       [PL_NOTE_PAGE] = ABOUT_SESSION,
	[PL_NOTE_QUIZ] = ABOUT_SESSION,         [PL_NOTE_RIGHT] = ABOUT_SESSION,
	[PL_NOTE_COUNTS] = ABOUT_LEADING,       [PL_NOTE_ASKED] = ABOUT_LEADING,
	[PL_NOTE_QUESTION] = ABOUT_SESSION,     [PL_NOTE_FIVE] = ABOUT_SESSION,
	[PL_NOTE_TIME_UP] = ABOUT_LEADING,      [PL_NOTE_LONG] = ABOUT_LEADING,
	[PL_NOTE_LONG_OWN] = ABOUT_SESSION,     [PL_NOTE_DANGER] = ABOUT_DANGER,
	[PL_NOTE_TAKEN] = ABOUT_LEADING,        [PL_NOTE_UNSEEN] = ABOUT_DANGER,
	[PL_NOTE_NAMED] = ABOUT_SESSION,        [PL_NOTE_SEEN] = ABOUT_DANGER,
	[PL_NOTE_LEAD] = ABOUT_SESSION,         [PL_NOTE_BATON] = ABOUT_CALL,
	[PL_NOTE_NO_BATON] = ABOUT_LEADING,     [PL_NOTE_POLL] = ABOUT_SESSION,
	[PL_NOTE_COUNTED] = ABOUT_SESSION,      [PL_NOTE_PINNED] = ABOUT_SESSION,
	[PL_NOTE_REACH] = ABOUT_ASKED,          [PL_NOTE_REFUSED] = ABOUT_ASKED,
	[PL_NOTE_REPORT] = ABOUT_CALL,          [PL_NOTE_RESOLVED] = ABOUT_CALL,
	[PL_NOTE_DOOR] = ABOUT_SESSION,         [PL_NOTE_LEGAL] = ABOUT_ASKED,
	[PL_NOTE_REPLY] = ABOUT_ASKED,          [PL_NOTE_LOOKED_LEGAL] = ABOUT_ASKED,
	[PL_NOTE_LOOKED_REPLIES] = ABOUT_ASKED, [PL_NOTE_HIDDEN] = ABOUT_OTHERS,
	[PL_NOTE_SHOWN] = ABOUT_OTHERS,         [PL_NOTE_HELD] = ABOUT_SESSION,
	[PL_NOTE_NOT_LET] = ABOUT_CALL,         [PL_NOTE_NOT_TAKEN] = ABOUT_CALL,
	[PL_NOTE_WAITS] = ABOUT_LEADING,        [PL_NOTE_METOO] = ABOUT_OTHERS,
	[PL_NOTE_THANKS] = ABOUT_OTHERS,        [PL_NOTE_HOLDS] = ABOUT_SESSION,
};

void session_tell(struct stage *s, struct model *m, int64_t seq, size_t *at)
{
	const struct pl_notice *all;
	size_t n = pl_client_session_notices(s->client, s->group, &all);

	for (; *at < n && all[*at].after_seq <= seq; ++*at) {
		const struct pl_notice *note = &all[*at];
		struct item *it = model_add(m, view_id(ID_NOTE, note->id), ITEM_NOTICE);

		it->text = model_text(m, words_notice(&m->mem, note));
		if (note->kind == PL_NOTE_NORMS && stage_group(s))
			it->text = arena_fmt(&m->mem, "%s %s", it->text,
					     words_keeping(&m->mem, stage_group(s)));
		it->when = s->times ? words_when(&m->mem, note->utc_ms) : NULL;
		it->about = about[note->kind];
		it->voice = hush_worth(HUSH_NORMAL, it->about);
	}
}

/* Verbs */

bool session_given(const char *rest)
{
	return rest && !utf8_blank(str_of(rest));
}

int session_wish_for(struct stage *s, const struct pl_wish *w, const char *what)
{
	const enum pl_failure f = pl_client_wish(s->client, s->group, w);

	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return stage_tell(s, words_wish(&s->model.mem, w->act, what));
}

static int plain(struct stage *s, enum pl_act act)
{
	return session_wish_for(s, &(struct pl_wish) { .act = act }, "");
}

static int with_text(struct stage *s, enum pl_act act, const char *text)
{
	return session_wish_for(s, &(struct pl_wish) { .act = act, .text = text }, "");
}

static int with_n(struct stage *s, enum pl_act act, int64_t n, const char *what)
{
	return session_wish_for(s, &(struct pl_wish) { .act = act, .n = n }, what);
}

/* "Type /mute NAME or NAME MINUTES." */
int session_how(struct stage *s, const char *word)
{
	const struct verb *v = stage_find_word(s, word, strlen(word));

	return stage_tell(s, words_with(&s->model.mem, WORD_TYPE_HOW,
					arena_fmt(&s->model.mem, "/%s %s", v->word,
						  words_row(v->args)))) |
	       DID_KEEP;
}

static int act_hand(struct stage *s, const char *rest)
{
	return with_text(s, PL_ACT_RAISE, session_given(rest) ? rest : "");
}

static int act_lower(struct stage *s, const char *rest)
{
	(void)rest;
	return plain(s, PL_ACT_LOWER);
}

static int act_pass(struct stage *s, const char *rest)
{
	(void)rest;
	return plain(s, PL_ACT_PASS);
}

static int act_done(struct stage *s, const char *rest)
{
	(void)rest;
	return plain(s, PL_ACT_DONE);
}

static int act_more(struct stage *s, const char *rest)
{
	(void)rest;
	return plain(s, PL_ACT_MORE);
}

static int act_accept(struct stage *s, const char *rest)
{
	(void)rest;
	return plain(s, PL_ACT_ACCEPT);
}

static int act_come(struct stage *s, const char *rest)
{
	(void)rest;
	return plain(s, PL_ACT_COME);
}

/* One slip on a key must not take anybody out. */
static int act_leave(struct stage *s, const char *rest)
{
	return rest ? plain(s, PL_ACT_LEAVE) : session_how(s, "leave");
}

bool session_number(const char *text, int64_t *n)
{
	char *end;

	if (!text || *text < '0' || *text > '9' || strlen(text) > 6)
		return false;
	*n = strtoll(text, &end, 10);
	return utf8_blank(str_of(end));
}

static int act_rate(struct stage *s, const char *rest)
{
	int64_t n;

	if (!session_number(rest, &n) || n > 10)
		return session_how(s, "rate");
	return with_n(s, PL_ACT_RATE, n, "");
}

static const char *const stage_words[] = { "next", "back", "extend" };

static int go_to(struct stage *s, int64_t n)
{
	const struct pl_session *now = session_of_stage(s);

	if (n < 1 || n > (int64_t)now->stages_count)
		return stage_tell(s, words_failure(PL_FAIL_STATE)) | DID_KEEP;
	return with_n(s, PL_ACT_STAGE, n, model_text(&s->model, now->stages[n - 1].title));
}

static int extend(struct stage *s, const char *rest)
{
	int64_t n = 5;

	if (*rest && (!session_number(rest, &n) || n < 1 || n > 120))
		return session_how(s, "stage");
	return with_n(s, PL_ACT_EXTEND, n, words_span(&s->model.mem, n * 60000));
}

/* Without a word: how things stand, for everybody. */
static int act_stage(struct stage *s, const char *rest)
{
	const struct pl_session *now = session_of_stage(s);
	const size_t n = session_given(rest) ? strcspn(rest, " \n") : 0;
	const struct str word = { rest, n };
	int64_t to;

	if (!n)
		return stage_tell(s, words_stage(&s->model.mem, now, s->now_utc_ms));
	if (str_is(word, stage_words[0]))
		return go_to(s, now->stage + 1);
	if (str_is(word, stage_words[1]))
		return go_to(s, now->stage - 1);
	if (str_is(word, stage_words[2]))
		return extend(s, rest + n + strspn(rest + n, " \n"));
	return session_number(rest, &to) ? go_to(s, to) : session_how(s, "stage");
}

bool session_leads(const struct stage *s)
{
	const enum pl_role role = pl_client_self(s->client).role;

	return role == PL_FACILITATOR || role == PL_ADMIN;
}

/* Those who lead say at whose door: "Ana: I am here." */
static int side_of(struct stage *s, const char *rest)
{
	const size_t n = strcspn(rest, ":");
	const struct pl_person *who = session_find(s, rest, n);

	if (!rest[n] || !session_given(rest + n + 1))
		return session_how(s, "side");
	if (!who)
		return stage_tell(s, words_failure(PL_FAIL_WHO)) | DID_KEEP;
	return session_wish_for(
		s,
		&(struct pl_wish) { .act = PL_ACT_SIDE,
				    .member = who->id,
				    .text = rest + n + 1 + strspn(rest + n + 1, " ") },
		"");
}

static int act_side(struct stage *s, const char *rest)
{
	if (!session_given(rest))
		return session_how(s, "side");
	return session_leads(s) ? side_of(s, rest) : with_text(s, PL_ACT_SIDE, rest);
}

static int state_modality(struct stage *s, int64_t by, const char *name)
{
	const char *how = words_modality((enum pl_modality)by);
	const struct pl_person *who = NULL;
	struct pl_wish w = { .act = PL_ACT_MODALITY, .n = by };

	if (session_given(name)) {
		who = session_find(s, name, strlen(name));
		if (!who)
			return stage_tell(s, words_failure(PL_FAIL_WHO)) | DID_KEEP;
		w.member = who->id;
		how = arena_fmt(&s->model.mem, "%s, %s", model_text(&s->model, who->name), how);
	}
	return session_wish_for(s, &w, how);
}

/* "phone", or "phone Ana". */
static int act_modality(struct stage *s, const char *rest)
{
	static const char *const words[PL_MODALITIES] = { "none", "text", "phone", "both" };
	const size_t n = session_given(rest) ? strcspn(rest, " \n") : 0;

	for (int by = 0; n && by < PL_MODALITIES; by++)
		if (str_is((struct str) { rest, n }, words[by]))
			return state_modality(s, by, rest + n);
	return session_how(s, "modality");
}

const struct verb session_verbs[] = {
	{ "hand", KEY_ALT('H'), N_("WHY"), N_("Raise your hand. You need not say why."),
	  act_hand },
	{ "lower", KEY_ALT('G'), "", N_("Lower your hand."), act_lower },
	{ "pass", KEY_ALT('P'), "", N_("Pass: let your turn go by."), act_pass },
	{ "done", KEY_ALT('F'), "", N_("End your turn."), act_done },
	{ "more", KEY_ALT('.'), "", N_("Tell the others that you have more to say."),
	  act_more },
	{ "rate", KEY_ALT('#'), N_("NUMBER"), N_("Your number for the check-in, 0 to 10."),
	  act_rate },
	{ "stage", KEY_ALT('E'), N_("next, back, NUMBER, or extend MINUTES"),
	  N_("Tell the stage, the time, the floor and the hands. Facilitators: move on."),
	  act_stage },
	{ "accept", KEY_ALT('Y'), "", N_("Say yes to the norms."), act_accept },
	{ "side", KEY_ALT('Q'), N_("TEXT, or for facilitators NAME: TEXT"),
	  N_("Write to the facilitators alone."), act_side },
	{ "modality", KEY_CHORD('m'), N_("text, phone, both or none, then NAME"),
	  N_("State how you take part. Facilitators: how NAME does."), act_modality },
	{ "unsafe", KEY_CHORD('s'), "",
	  N_("Tell the facilitators that you are not safe. Nobody else is told."),
	  tools_unsafe },
	{ "vote", KEY_CHORD('n'), N_("NUMBER or WORD"),
	  N_("Tell how the vote goes, or vote. You may change it."), tools_vote },
	{ "leave", KEY_ALT('X'), "", N_("Leave the session."), act_leave },
	{ "come", KEY_ALT('J'), "", N_("Come back to the session after you left."), act_come },
	{ NULL, 0, NULL, NULL, NULL },
};
