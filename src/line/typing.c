/* SPDX-License-Identifier: MIT */
/* The line being typed, where this face edits it itself. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "line/run.h"
#include "text/keys.h"
#include "view/words.h"

/* What was typed while the server was asked to let one in. */
static void take_rest(struct line *l)
{
	char bytes[TYPED_READ_MAX];
	const size_t n = lines_rest(l->o.in, bytes, sizeof(bytes));

	if (n)
		typed_add(&l->typing.typed, bytes, n, l->now_ms);
	explicit_bzero(bytes, sizeof(bytes));
}

void typing_open(struct line *l)
{
	typed_init(&l->typing.typed);
	edit_init(&l->typing.edit, RUN_TEXT_MAX);
	take_rest(l);
}

void typing_close(struct line *l)
{
	typing_keep_draft(l, true);
	lines_wipe(l->typing.paste_before);
	edit_finish(&l->typing.edit);
	typed_finish(&l->typing.typed);
}

void typing_read(struct line *l)
{
	char bytes[TYPED_READ_MAX];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (n > 0)
		typed_add(&l->typing.typed, bytes, (size_t)n, l->now_ms);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		l->left = true; /* the terminal is gone */
	explicit_bzero(bytes, sizeof(bytes));
}

static struct str text(const struct line *l)
{
	return (struct str) { buf_text(&l->typing.edit.text), l->typing.edit.text.n };
}

/* ---- the draft ---- */

static void changed(struct line *l)
{
	l->typing.unsaved = true;
}

static void keep(struct line *l)
{
	l->typing.unsaved = false;
	l->typing.saved_ms = l->now_ms;
	if (stage_field_keep(&l->stage, l->typing.field, text(l).p) == PL_FAIL_DISK)
		line_say(l, words_failure(PL_FAIL_DISK));
}

void typing_keep_draft(struct line *l, bool at_once)
{
	bool due = at_once || l->now_ms - l->typing.saved_ms >= RUN_DRAFT_MS;

	if (l->typing.unsaved && stage_field_is(l->typing.field) && due)
		keep(l);
}

void typing_change_field(struct line *l)
{
	const struct stage_field before = l->typing.field, now = stage_field(&l->stage);

	if (stage_field_same(before, now))
		return;
	typing_keep_draft(l, true);
	l->typing.field = now;
	if (!stage_field_is(before) && text(l).n) {
		changed(l); /* typed before there was a group: that is its draft now */
		return;
	}
	edit_set(&l->typing.edit, stage_field_text(&l->stage, now));
	if (text(l).n)
		line_say(l, words_of(WORD_DRAFT_BACK));
}

void typing_change_sheet(struct line *l)
{
	if (stage_field(&l->stage).sheet != l->typing.field.sheet)
		typing_change_field(l);
}

bool typing_set(struct line *l, const char *text)
{
	edit_set(&l->typing.edit, text);
	changed(l);
	if (stage_field_is(l->typing.field))
		keep(l);
	return stage_field_is(l->typing.field) &&
	       !strcmp(stage_field_text(&l->stage, l->typing.field), text);
}

/* ---- a paste ---- */

static void paste_end(struct line *l)
{
	lines_wipe(l->typing.paste_before);
	l->typing.paste_before = NULL;
	l->typing.paste_asks = false;
}

static int lines_of(struct str s)
{
	int n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

/* Several lines are one message, and none is sent before Enter. */
static void take_paste(struct line *l)
{
	struct typed *in = &l->typing.typed;
	struct str s = { buf_text(&in->paste), in->paste.n };
	char *before = mem_dup(text(l).p, text(l).n);
	struct arena a = { 0 };

	while (s.n && s.p[s.n - 1] == '\n')
		s.n--;
	if (in->full || !edit_insert(&l->typing.edit, s)) {
		line_say(l, words_of(WORD_TOO_LONG));
	} else {
		changed(l);
		if (lines_of(s) > 1 && !l->typing.paste_asks) {
			l->typing.paste_asks = true;
			l->typing.paste_before = before;
			before = NULL;
			line_say(l, words_with_count(&a, WORD_PASTE, lines_of(s)));
		}
	}
	lines_wipe(before);
	arena_finish(&a);
}

static bool act_undo_paste(struct line *l)
{
	if (!l->typing.paste_asks)
		return false;
	edit_set(&l->typing.edit, l->typing.paste_before);
	changed(l);
	paste_end(l);
	return true;
}

/* ---- keys ---- */

/* A pasted text is a message, whatever it begins with. */
static char *line_to_do(const struct line *l)
{
	struct str s = text(l);
	size_t slash = l->typing.paste_asks && s.n && s.p[0] == '/' ? 1 : 0;
	char *line = mem_get(s.n + slash + 1);

	if (slash)
		line[0] = '/';
	if (s.n)
		memcpy(line + slash, s.p, s.n);
	return line;
}

/* What was said is said: it may not come back as a draft. */
static bool act_enter(struct line *l)
{
	char *line = line_to_do(l);

	if (*line || stage_takes_empty(&l->stage)) {
		paste_end(l);
		tty_enter(&l->tty);
		int bits = line_do(l, line);

		if (!(bits & (DID_KEEP | DID_EDIT))) {
			lines_wipe(edit_take(&l->typing.edit));
			changed(l);
			typing_keep_draft(l, true);
		} else if (bits & DID_KEEP) {
			edit_tried(&l->typing.edit);
		}
		typing_change_sheet(l); /* the line is gone: it is nobody's draft */
	}
	lines_wipe(line);
	return true;
}

static bool act_end(struct line *l)
{
	if (text(l).n)
		return false; /* then it deletes a letter */
	line_leave(l);
	return true;
}

static bool act_paste(struct line *l)
{
	take_paste(l);
	return true;
}

static const struct {
	int32_t key;
	bool (*act)(struct line *l); /* false: not now, let others have the key */
} rows[] = {
	{ KEYS_ENTER, act_enter },         { KEYS_PASTE_END, act_paste },
	{ KEY_CTRL('d'), act_end },        { KEY_CTRL('g'), act_undo_paste },
	{ KEY_CTRL('['), act_undo_paste },
};

static bool own_key(struct line *l, int32_t key)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].key == key)
			return rows[i].act(l);
	return false;
}

/* Where a line is begun, letters and signs belong to it. */
static bool verb_key(struct line *l, int32_t key)
{
	if (key >= ' ' && key < KEYS_NONE && text(l).n)
		return false;
	if (!line_key(l, key))
		return false;
	typing_change_sheet(l);
	return true;
}

static void one_key(struct line *l, int32_t key)
{
	l->leave_asked = false;
	if (line_cover_key(l, key))
		return;
	if (!own_key(l, key) && !verb_key(l, key)) {
		if (edit_key(&l->typing.edit, key))
			changed(l);
		if (l->typing.paste_asks && !text(l).n)
			paste_end(l);
	}
	hold_key(&l->hold, text(l).n > 0, l->now_ms);
}

void typing_take(struct line *l)
{
	int32_t key;

	while (!l->leaving && !l->left && !l->wait.is_over &&
	       typed_next(&l->typing.typed, l->now_ms, &key))
		one_key(l, key);
}

/* ---- the screen ---- */

void typing_show(struct line *l)
{
	struct arena a = { 0 };
	const char *prompt = stage_prompt(&l->stage, &a);
	struct buf all;

	buf_init(&all, AREA_MAX);
	buf_adds(&all, prompt);
	if (!line_cover_is_on(l))
		buf_add(&all, text(l).p, text(l).n);
	tty_show(&l->tty, (struct str) { buf_text(&all), all.n },
		 strlen(prompt) + (line_cover_is_on(l) ? 0 : l->typing.edit.at));
	if (all.p)
		explicit_bzero(all.p, all.n);
	buf_finish(&all);
	arena_finish(&a);
}

int64_t typing_due_ms(const struct line *l)
{
	int64_t keys = typed_timeout_ms(&l->typing.typed, l->now_ms), draft = -1;

	if (l->typing.unsaved && stage_field_is(l->typing.field)) {
		draft = l->typing.saved_ms + RUN_DRAFT_MS - l->now_ms;
		draft = draft > 0 ? draft : 0;
	}
	if (keys < 0 || (draft >= 0 && draft < keys))
		return draft;
	return keys;
}
