/* SPDX-License-Identifier: MIT */
#include "full/hand.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "full/ask.h"
#include "full/cover.h"
#include "text/keys.h"
#include "view/words.h"

static bool is_print(int32_t key)
{
	return key >= ' ' && key != 0x7f && key < KEYS_NONE;
}

/* ---- what the stage did that must be followed ---- */

static void did_view(struct desk *d)
{
	d->found = d->older_than = 0;
	d->stale = true;
	if (d->greets) /* that there is something to look at is found out */
		desk_say(d, "");
	desk_build(d); /* whether one talks there decides where to begin */
	desk_go_home(d);
}

static void did_say(struct desk *d)
{
	desk_say(d, d->stage.answer);
}

static void did_quit(struct desk *d)
{
	d->quit = true;
}

/* What is sought: what the verb was given, or what was sought before. */
static void what_to_seek(struct desk *d)
{
	const char *what = d->stage.search;

	if (!*what || strcmp(what, d->sought) == 0)
		return;
	memcpy(d->sought, what, strlen(what) + 1);
	d->found = 0;
}

static void did_search(struct desk *d)
{
	_Static_assert(sizeof(d->sought) >= sizeof(d->stage.search), "what is sought fits");
	what_to_seek(d);
	if (!d->sought[0]) {
		if (!d->edit.text.n)
			edit_set(&d->edit, "/search ");
		desk_typed(d);
		desk_say(d, words_of(WORD_SEARCH_HOW));
		return;
	}
	desk_build(d);
	d->found = layout_search(&d->stage.model, d->found, d->sought);
	d->dirty = true;
	if (d->found)
		d->pos = layout_to(&d->body, d->found, d->screen.body / 3);
	else
		desk_say(d, words_of(WORD_NOTHING_FOUND));
}

static void did_unread(struct desk *d)
{
	desk_build(d);
	desk_say(d, "");              /* that there is something to go to */
	if (d->stage.model.unread_id) /* the mark above it is a row */
		d->pos = layout_to(&d->body, d->stage.model.unread_id, 1);
	d->dirty = true;
}

static void did_ring(struct desk *d)
{
	if (d->rings)
		paint_ring(d->paint);
}

/* What waited for who sees the screen is taken with the next news. */
static void did_resume(struct desk *d)
{
	d->stale = true;
}

static void did_redraw(struct desk *d)
{
	paint_all_again(d->paint);
	d->dirty = true;
}

/* On disk as the draft before the line that it was goes. */
static void did_edit(struct desk *d)
{
	edit_set(&d->edit, d->stage.answer);
	desk_typed(d);
	desk_draft_keep(d, true);
	if (!d->draft.unsaved)
		stage_taken(&d->stage);
}

static const struct {
	int bit;
	void (*follow)(struct desk *d);
} follows[] = {
	{ DID_VIEW, did_view },     { DID_SAY, did_say },         { DID_QUIT, did_quit },
	{ DID_SEARCH, did_search }, { DID_UNREAD, did_unread },   { DID_SIGNIN, ask_secret },
	{ DID_REDRAW, did_redraw }, { DID_BACK, desk_back },      { DID_EDIT, did_edit },
	{ DID_RING, did_ring },     { DID_FIGURES, ask_figures }, { DID_SHADE, cover_follow },
	{ DID_RESUME, did_resume }, { DID_UNHEARD, did_resume },
};

void hand_follow(struct desk *d, int bits)
{
	d->stale = true; /* whatever it was, it may show */
	for (size_t i = 0; i < sizeof(follows) / sizeof(*follows); i++)
		if (bits & follows[i].bit && !(d->hear && hear_follow(d, follows[i].bit)))
			follows[i].follow(d);
}

/* ---- the keys of this face ---- */

/* A pasted text is a message, whatever it begins with. */
static char *line_to_say(const struct desk *d)
{
	const char *text = buf_text(&d->edit.text);
	size_t slash = d->paste_asks && text[0] == '/' ? 1 : 0;
	char *line = mem_get(d->edit.text.n + slash + 1);

	line[0] = '/';
	memcpy(line + slash, text, d->edit.text.n + 1);
	return line;
}

static void enter_line(struct desk *d)
{
	char *line = line_to_say(d);
	int bits;

	stage_clock(&d->stage, clock_utc_ms());
	bits = stage_line(&d->stage, line);
	explicit_bzero(line, strlen(line));
	free(line);
	desk_say(d, "");
	if (!(bits & DID_KEEP)) {
		ask_paste_end(d);
		free(edit_take(&d->edit));
		desk_typed(d);
		desk_draft_keep(d, true); /* said is said: it may not come back */
	} else {
		edit_tried(&d->edit);
	}
	if (bits == DID_NOTHING) {
		d->found = 0;
		desk_go_home(d);
	}
	hand_follow(d, bits);
}

static bool act_enter(struct desk *d)
{
	if (d->edit.text.n || stage_takes_empty(&d->stage)) {
		enter_line(d);
		return true;
	}
	d->dirty = d->dirty || d->found;
	d->found = 0;
	desk_say(d, "");
	return true;
}

static bool act_leave(struct desk *d)
{
	d->quit = d->leave_asked;
	d->leave_asked = true;
	desk_say(d, words_of(WORD_LEAVE_ASK));
	return true;
}

/* Takes away what asks or answers, one thing a key; at last the view. */
static bool act_cancel(struct desk *d)
{
	if (d->paste_asks || d->said.n || d->found) {
		if (d->paste_asks)
			ask_paste_undo(d);
		d->found = 0;
		d->dirty = true;
		desk_say(d, "");
	} else if (d->stage.view != stage_views[0]) {
		hand_follow(d, stage_leave(&d->stage));
	}
	return true;
}

static bool act_page_up(struct desk *d)
{
	desk_back(d);
	return true;
}

static bool act_page_down(struct desk *d)
{
	desk_scroll(d, desk_page(d));
	return true;
}

/* Where nothing is typed and nobody talks, there is no line to move in. */
static bool reads_only(const struct desk *d)
{
	return !d->stage.model.is_talk && !d->edit.text.n;
}

static bool act_up(struct desk *d)
{
	if (reads_only(d))
		desk_scroll(d, -1);
	return reads_only(d);
}

static bool act_down(struct desk *d)
{
	if (reads_only(d))
		desk_scroll(d, 1);
	return reads_only(d);
}

/* Elsewhere these keys are the editor's. */
static bool step(struct desk *d, int by)
{
	stage_clock(&d->stage, clock_utc_ms());
	const int bits = reads_only(d) ? stage_step(&d->stage, by) : DID_NOTHING;

	if (bits)
		hand_follow(d, bits);
	return bits;
}

static bool act_left(struct desk *d)
{
	return step(d, -1);
}

static bool act_right(struct desk *d)
{
	return step(d, 1);
}

static bool act_first(struct desk *d)
{
	d->pos = (struct layout_pos) { 0 };
	d->dirty = true;
	return true;
}

static bool act_last(struct desk *d)
{
	d->pos = (struct layout_pos) { .follow = true };
	d->dirty = true;
	return true;
}

const struct hand_row hand_rows[] = {
	{ KEYS_ENTER, 0, N_("Send the line."), act_enter },
	{ KEYS_PAGE_UP, 0, N_("Read what was said before."), act_page_up },
	{ KEYS_PAGE_DOWN, 0, N_("Read on, down to the newest."), act_page_down },
	{ KEY_ALT('<'), 0, N_("Go to the oldest message here."), act_first },
	{ KEY_ALT('>'), 0, N_("Go to the newest message."), act_last },
	{ KEY_CTRL('g'), KEY_CTRL('['),
	  N_("Take an answer or a paste away, or go back to the "
	     "meeting."),
	  act_cancel },
	{ KEY_CTRL('c'), 0, N_("Leave Porchlight, when pressed twice."), act_leave },
	{ KEYS_UP, 0, N_("Outside the meeting: go one line up."), act_up },
	{ KEYS_DOWN, 0, N_("Outside the meeting: go one line down."), act_down },
	{ KEYS_LEFT, 0, N_("In the week, the month and a worksheet: go one back."), act_left },
	{ KEYS_RIGHT, 0, N_("In the week, the month and a worksheet: go one further."),
	  act_right },
	{ 0, 0, NULL, NULL },
};

static const char *key_name(struct model *m, int32_t key)
{
	char name[24];

	keys_word(key, name, sizeof(name));
	return model_text(m, name);
}

void hand_help(struct model *m)
{
	for (const struct hand_row *r = hand_rows; r->act; r++) {
		/* Help's own ids begin with 0xfe. */
		struct item *it = model_add(m, (uint64_t)0xfd << 56 | (uint64_t)(r - hand_rows),
					    ITEM_HELP);
		const char *key = key_name(m, r->key);

		it->who = r->other ? words_keys(&m->mem, key, key_name(m, r->other)) : key;
		it->text = words_row(r->help);
	}
}

static bool own_key(struct desk *d, int32_t key)
{
	if (d->hear && hear_key(d, key))
		return true;
	for (const struct hand_row *r = hand_rows; r->act; r++)
		if (r->key == key || (r->other && r->other == key))
			return r->act(d);
	return false;
}

/* A verb's key.  Where a line is begun, printable ones belong to the line. */
static bool verb_key(struct desk *d, int32_t key)
{
	bool known = false;

	if (is_print(key) && d->edit.text.n)
		return false;
	stage_clock(&d->stage, clock_utc_ms());
	int bits = stage_key(&d->stage, key, &known);

	if (known)
		hand_follow(d, bits);
	return known;
}

static void line_key(struct desk *d, int32_t key)
{
	if (edit_key(&d->edit, key))
		desk_typed(d);
	if (!d->edit.text.n && d->paste_asks) {
		ask_paste_end(d);
		desk_say(d, "");
	}
}

static void one_key(struct desk *d, int32_t key)
{
	if (cover_key(d, key))
		return;
	if (d->secret_asks && ask_secret_key(d, key))
		return;
	if (d->leave_asked && key != KEY_CTRL('c')) {
		d->leave_asked = false;
		desk_say(d, "");
	}
	if (key == KEYS_PASTE_END)
		ask_paste(d);
	else if (!own_key(d, key) && !verb_key(d, key))
		line_key(d, key);
}

void hand_take(struct desk *d)
{
	int32_t key;

	while (!d->quit && typed_next(&d->input, d->now_ms, &key)) {
		one_key(d, key);
		if (d->hear)
			hear_pressed(d);
		if (d->stale)
			desk_build(d); /* the next key may be about what this one changed */
	}
}
