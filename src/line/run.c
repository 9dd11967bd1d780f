/* SPDX-License-Identifier: MIT */
/* The loop: input, client and signals in; sentences out, each one write. */
#include "line/run.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "line/signals.h"
#include "speech/speech.h"
#include "text/keys.h"
#include "text/utf8.h"
#include "view/words_start.h"

enum { NEWS_AT_ONCE = 32 };
enum { FD_INPUT, FD_CLIENT, FD_SIGNALS, FDS };

/* ---- out ---- */

/* What calls for this person, unasked. */
static bool is_urgent(const struct hold_row *row)
{
	return row->rings ||
	       (row->about != ABOUT_ASKED && hush_worth(HUSH_NORMAL, row->about) == VOICE_NOW);
}

static void write_row(struct line *l, const struct hold_row *row)
{
	size_t n = strlen(row->text);

	if (l->o.speech)
		speech_say(l->o.speech, row->text, is_urgent(row));
	if (l->edits) {
		tty_tell(&l->tty, row->text, row->rings && l->o.bell);
		return;
	}
	row->text[n] = '\n'; /* in place of its NUL, for one write */
	if (!tty_write(STDOUT_FILENO, row->text, n + 1))
		l->tty.lost = true;
}

static void tell_seen(struct line *l)
{
	if (line_cover_is_on(l) || !hold_is_empty(&l->hold) || l->group <= 0 ||
	    l->told_seq <= l->seen_seq)
		return;
	l->seen_seq = l->told_seq;
	pl_client_seen(l->client, l->group, l->told_seq);
}

static void write_due(struct line *l)
{
	struct hold_row row;

	if (l->paused)
		return;
	while (!l->tty.lost && !line_cover_is_on(l) && hold_take(&l->hold, l->now_ms, &row)) {
		write_row(l, &row);
		free(row.text);
	}
	if (l->edits && !l->left)
		typing_show(l);
	tell_seen(l);
	if (l->tty.lost) {
		l->failed = true;
		l->left = true;
	}
}

/* ---- in ---- */

static void on_break(struct line *l)
{
	if (l->wait.is_over) {
		l->wait.is_over = NULL;
	} else if (!l->somebody || l->leave_asked || l->leaving) {
		l->left = true;
	} else {
		l->leave_asked = true;
		if (!line_cover_key(l, KEY_CTRL('c')))
			line_say(l, words_of(WORD_LEAVE_ASK));
	}
}

static void on_stop(struct line *l)
{
	const bool aids = l->aid.on;

	if (l->edits)
		tty_leave(&l->tty);
	aid_end(&l->aid);
	l->paused = true; /* until SIGCONT is read: nothing goes to a terminal not ours */
	signals_stop();
	if (aids)
		aid_begin(&l->aid, l->o.in->fd, l->o.wants.keys);
}

static void on_again(struct line *l)
{
	l->paused = false;
	if (!l->edits)
		return;
	tty_leave(&l->tty);
	tty_return(&l->tty);
}

static void on_size(struct line *l)
{
	if (l->edits)
		tty_resize(&l->tty);
}

static void on_leave(struct line *l)
{
	l->left = true;
}

static void take_signals(struct line *l)
{
	static const struct {
		int bit;
		void (*act)(struct line *l);
	} rows[] = {
		{ SIGNALS_LEAVE, on_leave }, { SIGNALS_BREAK, on_break },
		{ SIGNALS_STOP, on_stop },   { SIGNALS_AGAIN, on_again },
		{ SIGNALS_SIZE, on_size },   { SIGNALS_HIDE, line_cover_quit },
	};
	int bits = signals_take(l->signals);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (bits & rows[i].bit)
			rows[i].act(l);
}

static bool reads(const struct line *l)
{
	return !l->leaving && !l->left && !l->paused && !l->wait.is_over &&
	       !line_script_waits_ms(l);
}

/* A terminal that edits the line gives any other key behind its Enter. */
static bool is_key(struct line *l, const char *raw)
{
	int32_t key;

	return l->aid.on && aid_is_key(raw, &key) && line_key(l, key);
}

static void one_line(struct line *l, char *raw)
{
	struct arena a = { 0 };
	const char *text = utf8_clean(&a, str_of(raw));

	if (line_cover_line(l, raw)) {
		lines_wipe(raw);
		arena_finish(&a);
		return;
	}
	hold_let(&l->hold);
	if (!is_key(l, raw) && (line_do(l, text) & DID_KEEP))
		script_keep(l, text);
	arena_finish(&a);
	lines_wipe(raw);
}

/* A line that was begun is not lost: it becomes the draft. */
static bool take_aid(struct line *l)
{
	int32_t key;
	char *typed = aid_take(&l->aid, l->o.in, &key);
	struct arena a = { 0 };

	if (!typed)
		return l->aid.typed; /* the rest of the chord is to come */
	if (line_cover_key(l, key)) {
		lines_wipe(typed);
		return true;
	}
	hold_let(&l->hold);
	tty_write(STDOUT_FILENO, "\n", 1); /* behind the key, which the terminal has shown */
	line_key(l, key);
	if (*typed && script_put(l, utf8_clean(&a, str_of(typed))))
		line_say(l, words_of(WORD_DRAFT_HOW));
	arena_finish(&a);
	lines_wipe(typed);
	return true;
}

/* One line a turn: what it changed is told before the next is read. */
static void take_line(struct line *l)
{
	if (take_aid(l))
		return;
	char *raw = reads(l) ? lines_take(l->o.in) : NULL;

	if (raw)
		one_line(l, raw);
	else if (reads(l) && l->o.in->ended)
		line_leave(l);
}

/* A sentence each; it waits for a pause, as all that comes by itself but danger. */
static void take_news(struct line *l)
{
	const int bits = stage_news(&l->stage, NEWS_AT_ONCE);
	struct arena a = { 0 };
	const enum item_about about = stage_news_about(bits);
	bool rings = bits & DID_RING;

	for (const char *at = bits & DID_SAY ? l->stage.answer : ""; *at;) {
		const size_t n = strcspn(at, "\n");

		hold_add(&l->hold, arena_dup(&a, at, n), about, rings);
		rings = false;
		at += n + (at[n] == '\n');
	}
	arena_finish(&a);
}

static void take_changes(struct line *l)
{
	unsigned bits = pl_client_work(l->client);
	struct pl_link_info info;

	l->stale = l->stale || bits;
	l->cover.missed |= bits;
	if (line_cover_is_on(l))
		return;
	bits = l->cover.missed;
	l->cover.missed = 0;
	if (bits & PL_CHANGED_ACCOUNT)
		line_ended(l);
	if (bits && (stage_notice(&l->stage) & DID_SAY))
		hold_add(&l->hold, l->stage.answer, ABOUT_NEWS, false);
	take_news(l);
	pl_client_link(l->client, &info);
	tell_link(&l->link_told, &info, l->now_ms, &l->hold);
}

/* ---- the turn ---- */

static int64_t sooner(int64_t a, int64_t b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

static int64_t left_ms(int64_t at_ms, int64_t now_ms)
{
	return at_ms > now_ms ? at_ms - now_ms : 0;
}

/* What waits for time alone until it is told. */
static int64_t told_due_ms(const struct line *l)
{
	int64_t ms = sooner(hold_due_ms(&l->hold, l->now_ms), stage_due_ms(&l->stage));
	struct pl_link_info info;

	pl_client_link(l->client, &info);
	ms = sooner(ms, tell_link_due_ms(&l->link_told, &info, l->now_ms));
	return l->stale ? sooner(ms, line_patience_ms(l)) : ms;
}

static int wait_ms(const struct line *l)
{
	int64_t ms = pl_client_timeout_ms(l->client);

	if (!line_cover_is_on(l))
		ms = sooner(ms, told_due_ms(l));
	if (l->somebody)
		ms = sooner(ms, shade_due_ms(&l->stage, l->now_ms));
	if (l->edits)
		ms = sooner(ms, typing_due_ms(l));
	if (l->wait.is_over)
		ms = sooner(ms, left_ms(l->wait.until_ms, l->now_ms));
	if (l->leaving)
		ms = sooner(ms, left_ms(l->leave_by_ms, l->now_ms));
	if (line_script_waits_ms(l))
		ms = sooner(ms, line_script_waits_ms(l));
	return (int)(ms > 60000 ? 60000 : ms);
}

static void wait_for_something(struct line *l)
{
	/* A line that came with the one before it waits for no input. */
	bool at_once = !l->edits && reads(l) && lines_ready(l->o.in);
	struct pollfd fds[FDS] = {
		[FD_INPUT] = { .fd = reads(l) && !l->o.in->ended ? l->o.in->fd : -1,
			       .events = POLLIN },
		[FD_CLIENT] = { .fd = pl_client_fd(l->client), .events = POLLIN },
		[FD_SIGNALS] = { .fd = l->signals, .events = POLLIN },
	};
	int n = poll(fds, FDS, at_once ? 0 : wait_ms(l));

	l->now_ms = clock_asleep_too_ms();
	if (n > 0 && fds[FD_INPUT].revents && l->edits)
		typing_read(l);
	else if (n > 0 && fds[FD_INPUT].revents)
		lines_read(l->o.in);
}

static void look_whether_to_leave(struct line *l)
{
	struct pl_link_info info;

	if (!l->leaving)
		return;
	pl_client_link(l->client, &info);
	bool busy = pl_client_busy(l->client), out = stage_signed_out(&l->stage);
	bool may_come = busy || (!out && (info.link == PL_LINK_LIVE || !l->somebody));
	bool sent = info.kept == 0 && !busy;

	l->left = l->left || sent || !may_come || l->now_ms >= l->leave_by_ms;
}

static void turn(struct line *l)
{
	line_tick(l); /* a key behind a long sleep finds the screen locked */
	if (l->edits)
		typing_take(l);
	else
		take_line(l);
	take_signals(l); /* behind the keys: Ctrl-C comes after what was typed before it */
	take_changes(l);
	line_tick(l);
	line_tell_changes(l);
	script_look(l);
	look_whether_to_leave(l);
	write_due(l);
	if (l->edits)
		typing_keep_draft(l, false);
	if (!l->left)
		wait_for_something(l);
}

static size_t count_refused(const struct line *l)
{
	const struct pl_group *groups;
	size_t n = pl_client_groups(l->client, &groups), refused = 0;

	for (size_t i = 0; i < n; i++) {
		const struct pl_message *msgs;
		size_t count = pl_client_messages(l->client, groups[i].id, &msgs);

		for (size_t k = 0; k < count; k++)
			refused += msgs[k].state == PL_NOT_ACCEPTED;
	}
	return refused;
}

/* A terminal that edits for us tells of no key: there is no pause to wait for. */
static void open_hold(struct line *l)
{
	bool until_enter = l->o.hold_ms == HOLD_UNTIL_ENTER && l->somebody;

	if (l->edits)
		hold_init(&l->hold, l->o.hold_ms, HOLD_GAP_MS);
	else
		hold_init(&l->hold, until_enter ? HOLD_UNTIL_ENTER : 0,
			  l->somebody ? HOLD_GAP_MS : 0);
	l->hold.begun = !l->edits;
}

static void tell_no_speech(struct line *l)
{
	struct arena a = { 0 };

	line_say(l, words_start(&a, START_NO_SPEECH, "", ""));
	arena_finish(&a);
}

static void open_line(struct line *l, struct pl_client *client, const struct line_options *o)
{
	*l = (struct line) { .client = client, .o = *o, .group = -1, .stale = true };
	l->now_ms = l->began_ms = clock_asleep_too_ms();
	l->somebody = isatty(o->in->fd);
	l->edits = tty_open(&l->tty);
	l->signals = signals_open();
	l->refused = count_refused(l);
	if (l->somebody && !l->edits)
		aid_begin(&l->aid, o->in->fd, o->wants.keys);
	open_hold(l);
	stage_init(&l->stage, client);
	l->stage.by_ear = true;
	l->stage.in_parts = true;
	l->stage.times = o->times;
	l->stage.wants = o->wants;
	l->hold.hush = &l->stage.wants.hush;
	line_cover_open(l);
	if (l->edits)
		typing_open(l);
	if (o->speech_lost)
		tell_no_speech(l);
	line_tell_changes(l); /* before the first line: it needs a group to be said in */
}

/* The last sentences; a terminal that has gone is told nothing. */
static void say_goodbye(const struct line *l, int kept)
{
	struct arena a = { 0 };
	const char *words = kept > 0 ? words_kept(&a, kept) : NULL;
	const char *text =
		arena_fmt(&a, "%s%s%s%s", words ? words : "", words ? "\n" : "",
			  l->somebody ? words_of(WORD_BYE) : "", l->somebody ? "\n" : "");

	if (l->leaving && !l->tty.lost)
		tty_write(STDOUT_FILENO, text, strlen(text));
	arena_finish(&a);
}

static void close_line(struct line *l)
{
	line_cover_close(l);
	if (l->edits) {
		typing_close(l);
		tty_close(&l->tty);
	}
	aid_end(&l->aid);
	if (l->signals >= 0)
		close(l->signals);
	stage_finish(&l->stage);
	tell_finish(&l->told);
	hold_finish(&l->hold);
}

int line_run(struct pl_client *client, const struct line_options *o)
{
	struct pl_link_info info;
	struct line l;

	open_line(&l, client, o);
	while (!l.left)
		turn(&l);
	pl_client_link(client, &info);
	bool failed = l.failed || count_refused(&l) > l.refused;

	if (l.edits)
		tty_leave(&l.tty);
	say_goodbye(&l, info.kept);
	close_line(&l);
	return failed ? LINE_FAILED : info.kept > 0 ? LINE_KEPT : LINE_OK;
}
