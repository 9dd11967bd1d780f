/* SPDX-License-Identifier: MIT */
/* What a person's line or key does, and what the client's changes make to tell. */
#include "line/run.h"

#include <string.h>

#include "base/clock.h"
#include "base/locked.h"
#include "line/ask.h"
#include "view/kit.h"

const struct line_verb line_verbs[] = {
	{ "wait", N_("WHAT"),
	  N_("Wait for connected, sent, a number of seconds, or words in quotes."),
	  script_wait },
	{ "draft", N_("send or drop"),
	  N_("Tell, send or drop what you typed and did not send, where Porchlight does not "
	     "edit your line."),
	  script_draft },
	{ NULL, NULL, NULL, NULL },
};

static struct tell_how how(const struct line *l)
{
	return (struct tell_how) { .times = l->stage.times };
}

void line_say(struct line *l, const char *words)
{
	struct arena a = { 0 };

	hold_add(&l->hold, tell_one_line(&a, words), ABOUT_ASKED, false);
	arena_finish(&a);
}

/* At a terminal nobody waits long; a script has its lines delivered if that can be. */
void line_leave(struct line *l)
{
	if (l->leaving)
		return;
	l->leaving = true;
	l->leave_by_ms = l->now_ms + (l->somebody ? RUN_LEAVE_MS : l->o.wait_ms);
}

/* ---- models ---- */

/* Help has the verbs of this face too. */
static void add_own_verbs(struct model *m)
{
	model_add(m, UINT64_MAX - m->count, ITEM_HEADING)->text = words_of(WORD_HELP_SCRIPT);
	for (const struct line_verb *v = line_verbs; v->word; v++) {
		struct item *it = model_add(m, UINT64_MAX - m->count, ITEM_HELP);

		it->who = arena_fmt(&m->mem, "/%s %s", v->word, words_row(v->args));
		it->text = words_row(v->help);
	}
}

static void build(struct line *l)
{
	stage_clock(&l->stage, clock_utc_ms());
	stage_build(&l->stage);
	if (strcmp(l->stage.view->name, "help") == 0 && l->stage.help_part == STAGE_HELP_ALL)
		add_own_verbs(&l->stage.model);
}

static void tell_kept_draft(struct line *l)
{
	const char *draft = l->group > 0 ? pl_client_draft(l->client, l->group) : "";

	if (!*draft)
		return;
	line_say(l, words_of(WORD_DRAFT_BACK));
	line_say(l, draft);
}

static void change_group(struct line *l)
{
	l->group = l->stage.group;
	l->seen_seq = 0;
	hold_forget_talk(&l->hold); /* unread there, and told when that group is up again */
	tell_meeting(&l->told, &l->stage.model, how(l), &l->hold);
	if (l->o.is_new && l->somebody)
		line_say(l, words_of(WORD_FIRST_TYPE));
	l->o.is_new = false;
	if (l->edits)
		typing_change_field(l);
	else
		tell_kept_draft(l);
}

int64_t line_patience_ms(const struct line *l)
{
	int64_t left_ms = l->began_ms + TELL_FIRST_DOWN_MS - l->now_ms;
	struct pl_link_info info;

	pl_client_link(l->client, &info);
	bool may_come = info.link == PL_LINK_OPENING || info.link == PL_LINK_LIVE;

	return l->group < 0 && !l->stage.group && may_come && left_ms > 0 ? left_ms : 0;
}

int64_t line_script_waits_ms(const struct line *l)
{
	int64_t left_ms = l->began_ms + l->o.wait_ms - l->now_ms;
	struct pl_link_info info;

	pl_client_link(l->client, &info);
	bool may_come = info.link != PL_LINK_OFF && info.link != PL_LINK_REFUSED;

	return !l->somebody && l->stage.group <= 0 && may_come && left_ms > 0 ? left_ms : 0;
}

/* What is said in the meeting is told while a sheet is filled in, too. */
static void build_meeting(struct line *l)
{
	const struct view *up = l->stage.view;

	l->stage.view = stage_views[0];
	build(l);
	l->stage.view = up;
}

void line_tell_changes(struct line *l)
{
	if (!l->stale || line_cover_is_on(l))
		return;
	build_meeting(l);
	if (line_patience_ms(l))
		return;
	l->stale = false;
	if (l->stage.group != l->group)
		change_group(l);
	else
		tell_news(&l->told, &l->stage.model, how(l), &l->hold);
	l->told_seq = stage_newest(&l->stage);
}

/* ---- what the stage did that must be followed ---- */

/*
 * Nobody can hear which view is up, and what is typed must not be lost in one: another
 * view than the meeting, or a sheet that is filled in, is told, and then that is up again.
 */
static void did_view(struct line *l)
{
	if (l->stage.view == stage_views[0] && l->stage.group == l->group) {
		build(l);
		line_say(l, l->stage.model.title);
	} else if (l->stage.view != stage_views[0]) {
		build(l);
		tell_view(&l->stage.model, how(l), &l->hold);
		l->stage.view = stage_home(&l->stage); /* as it was left: not stage_show */
	}
	l->stale = true; /* a group that comes up is told whole, with the other changes */
}

static void did_say(struct line *l)
{
	line_say(l, l->stage.answer);
}

static void did_search(struct line *l)
{
	build(l);
	if (!l->stage.search[0])
		line_say(l, words_of(WORD_SEARCH_HOW));
	else if (!tell_found(&l->stage.model, l->stage.search, how(l), &l->hold))
		line_say(l, words_of(WORD_NOTHING_FOUND));
}

static void did_unread(struct line *l)
{
	build(l);
	hold_forget_talk(&l->hold);
	if (!tell_from(&l->stage.model, l->stage.model.unread_id, how(l), &l->hold))
		line_say(l, words_of(WORD_NO_UNREAD));
}

static void tell_plan(struct ask *a, void *user)
{
	struct line *l = user;
	struct model m;

	model_init(&m);
	stage_clock(&l->stage, clock_utc_ms());
	view_plan.build(&l->stage, &m);
	aid_tell(a, &m);
	model_finish(&m);
}

/* Signed out there is no connection: it may wait meanwhile. */
static enum ask_end ask_secret(struct line *l, const char *told, enum word question,
			       char secret[ASK_MAX])
{
	struct ask ask;

	if (l->edits)
		tty_leave(&l->tty);
	ask_init(&ask, l->o.in, l->signals, l->stage.wants.keys);
	ask.tell_aid = tell_plan;
	ask.user = l;
	if (*told)
		ask_tell(&ask, told);
	enum ask_end end = ask_for(&ask, words_of(question), true, secret);

	ask_finish(&ask);
	if (l->edits)
		tty_return(&l->tty);
	l->left = l->left || end == ASK_LEFT;
	return end;
}

static void did_signin(struct line *l)
{
	char secret[ASK_MAX] = "";

	locked_hold(secret, sizeof(secret));
	enum ask_end end = ask_secret(l, "", WORD_ASK_PASSPHRASE, secret);

	if (end == ASK_GIVEN && secret[0] && (stage_sign_in(&l->stage, secret) & DID_SAY))
		did_say(l);
	explicit_bzero(secret, sizeof(secret));
}

/* Why they are wanted is told before. */
static void ask_figures(struct line *l)
{
	char secret[ASK_MAX] = "";

	locked_hold(secret, sizeof(secret));
	enum ask_end end = ask_secret(l, l->stage.answer, WORD_ASK_FIGURES, secret);

	if (stage_figures(&l->stage, end == ASK_GIVEN ? secret : NULL) & DID_SAY)
		did_say(l);
	explicit_bzero(secret, sizeof(secret));
}

void line_ended(struct line *l)
{
	const int bits = stage_ended(&l->stage);

	if (bits & DID_FIGURES)
		ask_figures(l);
	else
		line_follow(l, bits);
}

static void did_redraw(struct line *l)
{
	if (l->edits)
		tty_enter(&l->tty); /* the line is shown again, below */
}

/* From what is here; what the server has is told when it comes, as all that is asked for. */
static void did_back(struct line *l)
{
	build(l);
	if (tell_back(&l->told, &l->stage.model, how(l), &l->hold))
		return;
	stage_older(&l->stage);
	did_say(l);
}

/* Where we do not edit it is the draft, which a script may send or drop. */
static void did_edit(struct line *l)
{
	bool kept = l->edits ? typing_set(l, l->stage.answer) : script_put(l, l->stage.answer);

	if (kept)
		stage_taken(&l->stage);
	if (l->edits)
		line_say(l, words_of(WORD_DRAFT_IN_LINE));
	else
		tell_kept_draft(l);
}

static void did_resume(struct line *l)
{
	hold_resume(&l->hold, false);
}

static void did_unheard(struct line *l)
{
	hold_resume(&l->hold, true);
}

static const struct {
	int bit;
	void (*follow)(struct line *l);
} follows[] = {
	{ DID_VIEW, did_view },     { DID_SAY, did_say },
	{ DID_QUIT, line_leave },   { DID_SEARCH, did_search },
	{ DID_UNREAD, did_unread }, { DID_SIGNIN, did_signin },
	{ DID_REDRAW, did_redraw }, { DID_BACK, did_back },
	{ DID_EDIT, did_edit },     { DID_SHADE, line_cover_follow },
	{ DID_RESUME, did_resume }, { DID_UNHEARD, did_unheard },
};

void line_follow(struct line *l, int bits)
{
	l->stale = true;
	for (size_t i = 0; i < sizeof(follows) / sizeof(*follows); i++)
		if (bits & follows[i].bit)
			follows[i].follow(l);
}

void line_tick(struct line *l)
{
	int bits;

	stage_clock(&l->stage, clock_utc_ms());
	bits = l->somebody ? shade_tick(&l->stage, l->now_ms) : DID_NOTHING;
	if (!bits && !line_cover_is_on(l))
		bits = stage_tick(&l->stage);
	if (bits)
		line_follow(l, bits);
	if (l->edits)
		typing_change_sheet(l);
}

static const struct line_verb *own_verb(const char *text)
{
	size_t n = strcspn(text + (*text == '/'), " ");

	for (const struct line_verb *v = line_verbs; *text == '/' && v->word; v++)
		if (strlen(v->word) == n && strncasecmp(v->word, text + 1, n) == 0)
			return v;
	return NULL;
}

int line_do(struct line *l, const char *text)
{
	const struct line_verb *own = own_verb(text);

	l->leave_asked = false;
	if (own) {
		size_t n = strcspn(text, " ");

		own->act(l, text + n + strspn(text + n, " "));
		return DID_NOTHING;
	}
	stage_clock(&l->stage, clock_utc_ms());
	int bits = stage_line(&l->stage, text);

	line_follow(l, bits);
	return bits;
}

bool line_key(struct line *l, int key)
{
	bool known = false;

	stage_clock(&l->stage, clock_utc_ms());
	int bits = stage_key(&l->stage, key, &known);

	if (known)
		line_follow(l, bits);
	return known;
}
