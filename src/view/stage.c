/* SPDX-License-Identifier: MIT */
#include "view/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "view/go.h"
#include "view/kit.h"
#include "view/plan.h"
#include "view/reread.h"
#include "view/schedule.h"
#include "view/sheets.h"
#include "view/tools.h"
#include "view/views.h"
#include "view/work.h"

const struct view *const stage_views[] = {
	&view_meeting,  &view_people,   &view_groups,   &view_status,     &view_help,
	&view_crisis,   &view_mentions, &view_data,     &view_console,    &view_reports,
	&view_protocol, &view_notes,    &view_today,    &view_week,       &view_month,
	&view_program,  &view_requests, &view_hours,    &view_worksheets, &view_sheet,
	&view_trend,    &view_caseload, &view_work,     &view_reading,    &view_plan,
	&view_cards,    &view_packs,    &view_consents, &view_reads,      NULL,
};

const struct verb_table stage_tables[] = {
	{ stage_verbs, WORD_HELP_VERBS },       { session_verbs, WORD_HELP_SESSION },
	{ leader_verbs, WORD_HELP_LEADER },     { order_verbs, WORD_HELP_ORDER },
	{ reread_verbs, WORD_HELP_REREAD },     { message_verbs, WORD_HELP_MESSAGES },
	{ hold_verbs, WORD_HELP_HOLD },         { guide_verbs, WORD_HELP_GUIDE },
	{ notes_verbs, WORD_HELP_NOTES },       { door_verbs, WORD_HELP_DOOR },
	{ schedule_verbs, WORD_HELP_SCHEDULE }, { calendar_verbs, WORD_HELP_CALENDAR },
	{ program_verbs, WORD_HELP_PROGRAM },   { sheets_verbs, WORD_HELP_SHEETS },
	{ caseload_verbs, WORD_HELP_CASELOAD }, { consents_verbs, WORD_CONSENTS },
	{ kit_verbs, WORD_HELP_KIT },           { shade_verbs, WORD_HELP_SHADE },
	{ people_verbs, WORD_PEOPLE },          { NULL, (enum word)0 },
};

uint64_t view_id(enum id_kind kind, uint64_t n)
{
	return (uint64_t)0xfe << 56 | (uint64_t)kind << 48 | (n & 0xffffffffffff);
}

void stage_init(struct stage *s, struct pl_client *client)
{
	*s = (struct stage) { .client = client, .view = &view_meeting, .unread_from = -1 };
	s->wants = (struct stage_wants) { .week_start = 1 };
	model_init(&s->model);
}

void stage_finish(struct stage *s)
{
	model_finish(&s->model);
	told_finish(&s->told);
	plan_free(s->plan);
	free(s->work);
	explicit_bzero(s->answer, sizeof(s->answer));
}

void stage_clock(struct stage *s, int64_t utc_ms)
{
	s->now_utc_ms = utc_ms;
	words_days_told(s->by_ear ? stage_now(s) : 0);
}

const struct pl_group *stage_group(const struct stage *s)
{
	const struct pl_group *groups;
	size_t n = pl_client_groups(s->client, &groups);

	for (size_t i = 0; i < n; i++)
		if (groups[i].id == s->group)
			return &groups[i];
	return NULL;
}

int64_t stage_newest(const struct stage *s)
{
	const struct pl_message *msgs;
	size_t n = s->group ? pl_client_messages(s->client, s->group, &msgs) : 0;

	while (n && !msgs[n - 1].seq)
		n--;
	return n ? msgs[n - 1].seq : 0;
}

/* Up to this it came while nobody looked.  A mark that was read makes room for it. */
static void miss(struct stage *s, const struct pl_group *g, int64_t seq)
{
	if (seq <= g->read_seq || seq <= s->unread_to)
		return;
	if (s->unread_to <= g->read_seq)
		s->unread_from = g->read_seq;
	s->unread_to = seq;
}

/* A server that was restored from a copy takes numbers back. */
static void look(struct stage *s, const struct pl_group *g)
{
	bool comes_up = s->unread_from < 0;

	if (comes_up || s->unread_from > g->read_seq)
		s->unread_from = s->unread_to = g->read_seq;
	const bool unheard = hush_is_unheard(&s->wants.hush);

	miss(s, g, comes_up || s->away || unheard ? g->last_seq : g->away_seq);
}

/* In each view, before all else, until somebody sees to it. */
static void tell_alerts(struct stage *s, struct model *out)
{
	const struct pl_alert *all;
	const size_t n = pl_client_alerts(s->client, s->group, &all);
	const char *words = model_text(out, words_alerts(&out->mem, all, n));
	const char *answers = model_text(out, work_alerts(s, &out->mem));

	if (*words || *answers)
		out->status = arena_fmt(&out->mem, "%s%s%s", words, answers, out->status);
}

/* A group that went away is not replaced by another: words could end up in the wrong one. */
void stage_build(struct stage *s)
{
	const struct pl_group *groups;

	if (!s->group && pl_client_groups(s->client, &groups) > 0)
		s->group = groups[0].id;
	const struct pl_group *g = stage_group(s);

	if (g && s->view == &view_meeting && !shade_covers(s))
		look(s, g);
	model_reset(&s->model);
	if (shade_covers(s)) {
		shade_build(s, &s->model);
		return;
	}
	s->view->build(s, &s->model);
	sheets_on_top(s, &s->model);
	tell_alerts(s, &s->model);
}

int stage_show(struct stage *s, const struct view *view)
{
	if (view == &view_meeting && s->view != view)
		s->unread_from = -1;
	if (view == &view_console)
		tools_watch(s);
	if (view == &view_consents)
		consents_watch(s);
	if (view == &view_hours)
		hours_watch(s);
	if (view == &view_caseload)
		caseload_watch(s);
	if (view == &view_meeting || view == &view_sheet)
		s->fills = view == &view_sheet;
	if (view != &view_sheet) {
		s->sheets.runs = false;
		s->sheets.due_utc_ms = 0;
	}
	s->sheets.plan_up = false;
	s->view = view;
	return DID_VIEW;
}

const struct view *stage_home(const struct stage *s)
{
	return s->fills && sheet_is_filled(s) ? &view_sheet : &view_meeting;
}

int stage_leave(struct stage *s)
{
	const struct view *home = stage_home(s);

	return stage_show(s, s->view == home ? &view_meeting : home);
}

int stage_tell(struct stage *s, const char *words)
{
	size_t n = strlen(words);

	if (n >= sizeof(s->answer)) {
		n = sizeof(s->answer) - 1;
		while (n && ((unsigned char)words[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(s->answer, words, n);
	s->answer[n] = '\0';
	return DID_SAY;
}

int stage_say(struct stage *s, const char *text)
{
	return stage_warn(s, "", text);
}

int stage_warn(struct stage *s, const char *warning, const char *text)
{
	const struct pl_group *g = stage_group(s);

	if (!g)
		return stage_tell(s, words_of(WORD_NO_GROUP)) | DID_KEEP;
	enum pl_failure f = pl_client_warn(s->client, s->group, warning, text);

	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	if (s->view == &view_meeting)
		return DID_NOTHING;
	g = stage_group(s); /* what it was before pl_client_say has gone */
	return stage_tell(s, words_with(&s->model.mem, WORD_SAID_TO,
					g ? model_text(&s->model, g->name) : ""));
}

const struct view *stage_side(const struct stage *s, bool *is_wide)
{
	const struct pl_session *now = session_of_stage(s);

	*is_wide = now->stage && now->self && now->self->leads;
	return *is_wide ? &view_console : &view_people;
}

/* ---- the connection ---- */

bool stage_failure_counts(enum pl_failure f, bool was_up)
{
	static const bool rows[PL_FAILURES] = {
		[PL_FAIL_TOKEN] = true, [PL_FAIL_DISABLED] = true, [PL_FAIL_CERTIFICATE] = true,
		[PL_FAIL_CLOCK] = true, [PL_FAIL_DISK] = true,
	};

	return f != PL_OK && f < PL_FAILURES && (rows[f] || !was_up);
}

bool stage_signed_out(const struct stage *s)
{
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	return info.link == PL_LINK_OFF || info.link == PL_LINK_REFUSED;
}

uint64_t stage_failure_up(enum pl_failure f)
{
	return f == PL_FAIL_DISK || f == PL_FAIL_SERVER_FULL ? UINT64_C(1) << f : 0;
}

/* Connected, all the same: what comes is shown and cannot be kept, here or at the server. */
static int tell_up(struct stage *s, const struct pl_link_info *info)
{
	const uint64_t full = stage_failure_up(PL_FAIL_DISK) |
			      stage_failure_up(PL_FAIL_SERVER_FULL),
		       told = s->failures_told;

	s->was_up = true;
	s->failures_told = stage_failure_up(info->failure);
	if (s->failures_told & ~told)
		return stage_tell(s, words_failure(info->failure));
	return told & ~full ? stage_tell(s, words_of(WORD_LINE_BACK)) : DID_NOTHING;
}

int stage_link(struct stage *s)
{
	const uint64_t told = s->failures_told;
	struct pl_link_info info;
	uint64_t failure;

	pl_client_link(s->client, &info);
	if (info.link == PL_LINK_LIVE || info.link == PL_LINK_QUIET)
		return tell_up(s, &info);
	failure = UINT64_C(1) << info.failure;
	if (!stage_failure_counts(info.failure, s->was_up) || told & failure)
		return DID_NOTHING;
	s->failures_told |= failure;
	return stage_tell(s, words_failure(info.failure));
}

/* ---- finding ---- */

static bool word_is(const char *word, const char *p, size_t n)
{
	return strlen(word) == n && strncasecmp(word, p, n) == 0;
}

static const struct verb *row_of_word(const struct verb *v, const char *word, size_t n)
{
	for (; v && v->word; v++)
		if (word_is(v->word, word, n))
			return v;
	return NULL;
}

/* Screen readers on a terminal keep some keys to themselves: yasr has Ctrl-X. */
static const struct {
	int key, other;
} others[] = {
	{ KEY_CTRL('x'), KEY_CHORD(' ') },
	{ KEY_CTRL('\\'), KEY_CTRL('s') }, /* behind AltGr on many keyboards */
};

int stage_other_key(int key)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (others[i].key == key)
			return others[i].other;
	return 0;
}

int stage_key_of(const struct stage *s, const char *word, int key)
{
	return rebind_key(s->wants.keys, word, key);
}

bool stage_key_is(const struct stage *s, const char *word, int table, int key)
{
	const int own = stage_key_of(s, word, table);

	if (own != table && !rebind_keeps(word))
		return own == key;
	return own == key || table == key || stage_other_key(table) == key;
}

static const struct verb *row_of_key(const struct stage *s, const struct verb *v, int key)
{
	for (; v && v->word; v++)
		if (stage_key_is(s, v->word, v->key, key))
			return v;
	return NULL;
}

const struct verb *stage_find_word(const struct stage *s, const char *word, size_t n)
{
	const struct verb *v = row_of_word(s->view->verbs, word, n);

	for (size_t i = 0; !v && stage_tables[i].verbs; i++)
		v = row_of_word(stage_tables[i].verbs, word, n);
	return v;
}

const struct verb *stage_find_key(const struct stage *s, int key)
{
	const struct verb *v = row_of_key(s, s->view->verbs, key);

	for (size_t i = 0; !v && stage_tables[i].verbs; i++)
		v = row_of_key(s, stage_tables[i].verbs, key);
	return v;
}

static const struct view *view_of_word(const char *word, size_t n)
{
	for (size_t i = 0; stage_views[i]; i++)
		if (word_is(stage_views[i]->name, word, n))
			return stage_views[i];
	return NULL;
}

static const struct view *view_of_key(const struct stage *s, int key)
{
	for (size_t i = 0; stage_views[i]; i++)
		if (stage_key_is(s, stage_views[i]->name, stage_views[i]->key, key))
			return stage_views[i];
	return NULL;
}

/* ---- doing ---- */

/* Those that take lines without a slash, but for the meeting; *line may be empty. */
static const struct {
	const struct view *view;
	int (*take)(struct stage *s, const char *line);
} takes[] = { { &view_sheet, sheet_take }, { &view_worksheets, worksheets_take } };

static int do_word(struct stage *s, const char *word)
{
	size_t n = strcspn(word, " \n");
	const char *rest = word + n + strspn(word + n, " \n");
	const struct verb *verb = stage_find_word(s, word, n);
	const struct view *view = view_of_word(word, n);

	if (verb)
		return go_act(s, verb, rest);
	if (view)
		return go_view(s, view, rest);
	const char *shown = model_text(&s->model, arena_dup(&s->model.mem, word, n));

	return stage_tell(s, words_with(&s->model.mem, WORD_NO_VERB, shown));
}

/* A question stands until the next thing that the person does. */
static int done(struct stage *s, int bits)
{
	s->question.waits = s->question.is_new;
	s->question.is_new = false;
	return bits;
}

bool stage_asked(struct stage *s, const struct pl_wish *w)
{
	const struct stage_question was = s->question;

	s->question = (struct stage_question) { true, true, w->act, w->member, w->n };
	if (!was.waits || was.act != w->act || was.member != w->member || was.n != w->n)
		return false;
	s->question.is_new = false;
	return true;
}

static int do_line(struct stage *s, const char *line)
{
	if (line[0] == '/' && line[1] != '/')
		return do_word(s, line + 1);
	for (size_t i = 0; i < sizeof(takes) / sizeof(*takes); i++)
		if (takes[i].view == s->view)
			return takes[i].take(s, line[0] == '/' ? line + 1 : line);
	if (utf8_blank(str_of(line)))
		return DID_NOTHING;
	if (s->view != &view_meeting) /* the model may still be of the view before */
		return stage_tell(s, words_of(WORD_NOT_SAID)) | DID_KEEP;
	return stage_say(s, line[0] == '/' ? line + 1 : line);
}

int stage_line(struct stage *s, const char *line)
{
	return done(s, do_line(s, line));
}

int stage_key(struct stage *s, int key, bool *known)
{
	const struct verb *verb = stage_find_key(s, key);
	const struct view *view = view_of_key(s, key);
	int bits = DID_NOTHING;

	*known = s->single_keys && s->view == &view_sheet && sheet_take_key(s, key, &bits);
	if (*known)
		return done(s, bits);
	*known = verb || view;
	if (verb)
		return done(s, go_act(s, verb, NULL));
	if (!view && s->view == &view_cards && key >= '0' && key <= '9') {
		*known = true;
		return done(s, cards_digit(s, key - '0'));
	}
	return done(s, view ? go_view(s, view, NULL) : DID_NOTHING);
}
