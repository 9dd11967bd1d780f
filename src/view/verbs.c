/* SPDX-License-Identifier: MIT */
/* What a person can do from anywhere. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/keys.h"
#include "text/utf8.h"
#include "view/reread.h"
#include "view/work.h"

/* A key brings no text with it, a word may bring none. */
static bool given(const char *rest)
{
	return rest && !utf8_blank(str_of(rest));
}

/* For sentences with something in them; the model's memory goes at its next build. */
static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

/* A name, without what is blank behind it. */
static const char *trimmed(struct stage *s, const char *rest)
{
	size_t n = strlen(rest);

	while (n && strchr(" \t\r\n", rest[n - 1]))
		n--;
	return model_text(&s->model, arena_dup(mem(s), rest, n));
}

static int tell_failure(struct stage *s, enum pl_failure f)
{
	return stage_tell(s, words_failure_of_act(f));
}

static int act_quit(struct stage *s, const char *rest)
{
	(void)s;
	(void)rest;
	return DID_QUIT;
}

static int act_redraw(struct stage *s, const char *rest)
{
	(void)s;
	(void)rest;
	return DID_REDRAW;
}

static int act_say(struct stage *s, const char *rest)
{
	if (!given(rest))
		return stage_tell(s, words_of(WORD_SAY_HOW));
	return stage_say(s, rest);
}

static int act_who(struct stage *s, const char *rest)
{
	const struct pl_person *people;
	size_t n = pl_client_people(s->client, s->group, &people);
	struct buf names;
	int here = 0;

	(void)rest;
	buf_init(&names, 4096);
	for (size_t i = 0; i < n; i++)
		if (people[i].presence == PL_HERE)
			buf_addf(&names, "%s%s", here++ ? ", " : "", people[i].name);
	int bits = stage_tell(s, here ? words_with(mem(s), WORD_HERE_ARE, buf_text(&names))
				      : words_of(WORD_NOBODY));

	buf_finish(&names);
	return bits;
}

static int act_unread(struct stage *s, const char *rest)
{
	int bits = s->view == &view_meeting ? 0 : stage_show(s, &view_meeting);

	(void)rest;
	const struct pl_message *first = meeting_first_unread(s);

	if (first) {
		reread_from(s, first);
		return bits | DID_UNREAD;
	}
	return bits | stage_tell(s, words_of(WORD_NO_UNREAD));
}

static int act_search(struct stage *s, const char *rest)
{
	s->search[0] = '\0';
	if (!given(rest))
		return DID_SEARCH;
	size_t n = strcspn(rest, "\n");

	if (n >= sizeof(s->search))
		for (n = sizeof(s->search) - 1; n && ((unsigned char)rest[n] & 0xc0) == 0x80;)
			n--;
	memcpy(s->search, rest, n);
	s->search[n] = '\0';
	return DID_SEARCH;
}

static int act_times(struct stage *s, const char *rest)
{
	(void)rest;
	s->times = !s->times;
	return DID_TIMES | stage_tell(s, words_of(s->times ? WORD_TIMES_ON : WORD_TIMES_OFF));
}

static int act_retry(struct stage *s, const char *rest)
{
	struct pl_link_info info;

	(void)rest;
	pl_client_link(s->client, &info);
	if (info.link == PL_LINK_OFF || info.link == PL_LINK_REFUSED ||
	    info.link == PL_LINK_LIVE)
		return stage_tell(s, words_link(mem(s), &info));
	pl_client_connect_now(s->client);
	return stage_tell(s, words_of(WORD_TRYING));
}

/* ---- what was not accepted ---- */

/* The newest line of the group's that the server did not accept; NULL: none. */
static const struct pl_message *refused(const struct stage *s)
{
	const struct pl_message *msgs;
	size_t n = s->group ? pl_client_messages(s->client, s->group, &msgs) : 0;

	while (n && msgs[n - 1].state != PL_NOT_ACCEPTED)
		n--;
	return n ? &msgs[n - 1] : NULL;
}

/* By its key alone nothing is thrown away, and no line that is begun gives way. */
static int act_drop(struct stage *s, const char *rest)
{
	const struct pl_message *m = refused(s);

	if (!m)
		return stage_tell(s, words_of(WORD_NOTHING_REFUSED));
	if (!rest)
		return stage_tell(s, words_of(WORD_DROP_HOW));
	enum pl_failure f = pl_client_drop(s->client, s->group, m->id);

	return f == PL_OK ? stage_tell(s, words_of(WORD_DRAFT_DROPPED)) : tell_failure(s, f);
}

static int act_edit(struct stage *s, const char *rest)
{
	const struct pl_message *m = refused(s);

	if (!m)
		return stage_tell(s, words_of(WORD_NOTHING_REFUSED));
	if (!rest)
		return stage_tell(s, words_of(WORD_EDIT_HOW));
	s->taken = m->id;
	stage_tell(s, m->text);
	return DID_EDIT;
}

void stage_taken(struct stage *s)
{
	pl_client_drop(s->client, s->group, s->taken);
}

static int no_older(struct stage *s)
{
	const struct pl_group *g = stage_group(s);

	if (!g || g->first_seq <= 1)
		return stage_tell(s, words_of(WORD_NO_OLDER));
	return stage_tell(s, arena_fmt(mem(s), "%s %s", words_of(WORD_NOT_KEPT),
				       words_keeping(mem(s), g)));
}

static int act_older(struct stage *s, const char *rest)
{
	struct pl_range asked;
	enum pl_failure f = pl_client_older(s->client, s->group, &asked);

	(void)rest;
	if (f != PL_OK) /* those that were asked for before may be on their way */
		return tell_failure(s, f);
	if (!asked.n)
		return no_older(s);
	s->asked = asked;
	s->asked_group = s->group;
	return stage_tell(s, words_getting(mem(s), asked.n));
}

/* Who pays for each byte asks for older messages by their own word. */
int stage_older(struct stage *s)
{
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	return info.is_metered ? stage_tell(s, words_of(WORD_OLDER_METERED))
			       : act_older(s, NULL);
}

/* From the plan that came up in the middle of a worksheet it leads into that again. */
static int act_back(struct stage *s, const char *rest)
{
	(void)rest;
	if (s->view != &view_meeting && stage_home(s) != &view_meeting)
		return stage_leave(s);
	return DID_BACK | (s->view == &view_meeting ? 0 : stage_show(s, &view_meeting));
}

/* The key, and the word alone, tell how it is. */
static int act_metered(struct stage *s, const char *rest)
{
	enum pl_metered metered;
	struct pl_data data;

	if (given(rest)) {
		if (!words_read_metered(trimmed(s, rest), &metered))
			return stage_tell(s, words_of(WORD_METERED_HOW));
		pl_client_meter(s->client, metered);
	}
	pl_client_data(s->client, &data);
	if (given(rest))
		return stage_tell(s, words_metered(&data));
	return stage_tell(s, arena_fmt(mem(s), "%s %s", words_metered(&data),
				       words_of(WORD_METERED_HOW)));
}

/* ---- groups ---- */

int stage_go_to(struct stage *s, int64_t group)
{
	if (group != s->group)
		s->unread_from = -1;
	s->group = group;
	return stage_show(s, &view_meeting);
}

/* By the number that the view of groups shows, from 1. */
static const struct pl_group *by_number(const struct pl_group *groups, size_t n, const char *s)
{
	char *end;
	unsigned long nth = strtoul(s, &end, 10);

	if (*s < '0' || *s > '9' || *end || nth < 1 || nth > n)
		return NULL;
	return &groups[nth - 1];
}

/* A whole name wins, then a part of only one; *many when a part of several. */
static const struct pl_group *by_name(const struct pl_group *groups, size_t n, const char *s,
				      bool *many)
{
	const struct pl_group *part = NULL;

	*many = false;
	for (size_t i = 0; i < n; i++)
		if (mention_same(groups[i].name, s))
			return &groups[i];
	for (size_t i = 0; i < n; i++) {
		if (!utf8_contains(str_of(groups[i].name), str_of(s)))
			continue;
		*many = *many || part;
		part = &groups[i];
	}
	return part;
}

static int act_group(struct stage *s, const char *rest)
{
	const struct pl_group *groups, *g;
	size_t n = pl_client_groups(s->client, &groups);
	bool many;

	if (!given(rest))
		return stage_show(s, &view_groups);
	rest = trimmed(s, rest);
	g = by_name(groups, n, rest, &many);
	if (!g || !mention_same(g->name, rest)) {
		const struct pl_group *numbered = by_number(groups, n, rest);

		if (numbered)
			return stage_go_to(s, numbered->id);
	}
	if (g && !many)
		return stage_go_to(s, g->id);
	return stage_tell(
		s, words_with(mem(s), many ? WORD_MANY_GROUPS : WORD_NO_SUCH_GROUP, rest));
}

/* ---- the account ---- */

/* It has begun, or it cannot. */
static int began(struct stage *s, enum pl_failure f, const char *now, enum word done)
{
	if (f != PL_OK)
		return tell_failure(s, f);
	s->done = words_of(done);
	return stage_tell(s, now);
}

int stage_sign_in(struct stage *s, const char *passphrase)
{
	return began(s, pl_client_sign_in(s->client, passphrase), words_of(WORD_SIGNING_IN),
		     WORD_SIGNED_IN);
}

int stage_figures(struct stage *s, const char *figures)
{
	if (figures && *figures)
		return began(s, pl_client_figures(s->client, figures),
			     words_of(WORD_FIGURES_SENT), WORD_SIGNED_IN);
	pl_client_figures(s->client, NULL);
	return stage_tell(s, words_of(WORD_NOT_SIGNED_IN));
}

/* What came of signing in, where it is not over, or brought something. */
static int figures_came(struct stage *s, enum pl_failure f, const char *done)
{
	const char *codes = pl_client_recovery(s->client);

	if (f == PL_FAIL_FIGURES_NEW)
		return stage_tell(s, words_figures_new(mem(s), pl_client_secret(s->client))) |
		       DID_FIGURES;
	if (f == PL_FAIL_FIGURES || f == PL_FAIL_FIGURES_WRONG)
		return tell_failure(s, f) | DID_FIGURES;
	if (f != PL_OK)
		return stage_tell(s, words_busy_or(mem(s), f, pl_client_wait_s(s->client)));
	return stage_tell(
		s, *codes ? arena_fmt(mem(s), "%s %s", done, words_recovery(mem(s), codes))
			  : done);
}

int stage_ended(struct stage *s)
{
	enum pl_failure f = pl_client_result(s->client);
	const char *done = s->done;
	const int came = attendance_came(s) | packs_came(s) | calendar_came(s) | hours_came(s) |
			 caseload_came(s) | consents_came(s) | reads_came(s) | record_came(s);

	if (came)
		return came;
	if (!done || pl_client_busy(s->client))
		return DID_NOTHING;
	s->done = NULL;
	return figures_came(s, f, done);
}

static int act_signin(struct stage *s, const char *rest)
{
	(void)rest;
	if (!pl_client_self(s->client).id) /* signed out one is still somebody */
		return stage_tell(s, words_of(WORD_NOT_JOINED));
	if (stage_signed_out(s))
		return DID_SIGNIN;
	return stage_tell(s, words_of(WORD_SIGNED_IN));
}

static int sign_out(struct stage *s, bool everywhere)
{
	return began(s, pl_client_sign_out(s->client, everywhere), words_of(WORD_SIGNING_OUT),
		     everywhere ? WORD_SIGNED_OUT_ALL : WORD_SIGNED_OUT);
}

/* One slip on a key must not sign anybody out: the key says what to type. */
static int act_signout(struct stage *s, const char *rest)
{
	return rest ? sign_out(s, false) : stage_tell(s, words_of(WORD_SIGNOUT_HOW));
}

static int act_signout_everywhere(struct stage *s, const char *rest)
{
	return rest ? sign_out(s, true) : stage_tell(s, words_of(WORD_SIGNOUT_ALL_HOW));
}

/* Who is called so in this group, or else an account. */
static const char *account_of(const struct stage *s, const char *name)
{
	const struct pl_person *people;
	const size_t n = s->group ? pl_client_people(s->client, s->group, &people) : 0;

	for (size_t i = 0; i < n; i++) {
		const char *account = pl_client_account(s->client, s->group, people[i].id);

		if (*account && mention_same(people[i].name, name))
			return account;
	}
	return name;
}

static int act_cutoff(struct stage *s, const char *rest)
{
	enum pl_role role = pl_client_self(s->client).role;

	if (role != PL_FACILITATOR && role != PL_ADMIN)
		return tell_failure(s, PL_FAIL_REFUSED);
	if (!given(rest))
		return stage_tell(s, words_of(WORD_CUTOFF_HOW));
	rest = trimmed(s, rest);
	return began(s, pl_client_cut_off(s->client, account_of(s, rest)),
		     words_with(mem(s), WORD_CUTTING_OFF, rest), WORD_CUT_OFF);
}

const struct verb stage_verbs[] = {
	{ "say", KEY_ALT('h'), N_("TEXT"), N_("Say the text to the group, from any view."),
	  act_say },
	{ "unread", KEY_ALT('v'), "", N_("Go to the first message you have not read."),
	  act_unread },
	{ "search", KEY_ALT('/'), N_("TEXT"), N_("Find the text in what is shown."),
	  act_search },
	{ "who", KEY_ALT('w'), "", N_("Tell who is here now."), act_who },
	{ "edit", KEY_ALT('c'), "",
	  N_("Put your last line that was not accepted back where you type."), act_edit },
	{ "drop", KEY_ALT('z'), "", N_("Throw your last line that was not accepted away."),
	  act_drop },
	{ "group", KEY_ALT('j'), N_("NAME or NUMBER"), N_("Go to another group."), act_group },
	{ "back", KEY_ALT('l'), "", N_("Go back to what was said before, step by step."),
	  act_back },
	{ "older", KEY_ALT('u'), "", N_("Get older messages, 50 at a time."), act_older },
	{ "metered", KEY_ALT('y'), N_("yes, no or auto"),
	  N_("Fetch nothing that you did not ask for, where data costs money."), act_metered },
	{ "attendance", KEY_CHORD('M'), "",
	  N_("Tell how long you were in your sessions, and in this week."), attendance_act },
	{ "times", KEY_ALT('k'), "", N_("Turn the times of messages on or off."), act_times },
	{ "retry", KEY_ALT('r'), "", N_("Try to connect now."), act_retry },
	{ "signin", KEY_ALT('i'), "", N_("Sign in again with your passphrase."), act_signin },
	{ "signout", KEY_ALT('o'), "", N_("Sign out on this device."), act_signout },
	{ "signout-everywhere", KEY_ALT('e'), "", N_("Sign out on all your devices."),
	  act_signout_everywhere },
	{ "cutoff", KEY_ALT('x'), N_("NAME"),
	  N_("For facilitators: sign out all devices of a person."), act_cutoff },
	{ "redraw", KEY_CTRL('l'), "", N_("Draw the whole screen again."), act_redraw },
	{ "quit", KEY_CTRL('q'), "", N_("Leave Porchlight."), act_quit },
	{ NULL, 0, NULL, NULL, NULL },
};
