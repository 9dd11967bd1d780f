/* SPDX-License-Identifier: MIT */
/* The picture of a desk: what is laid out where, and when it is painted. */
#include <string.h>

#include "full/desk.h"
#include "text/width.h"
#include "view/words.h"

static void lay_text(struct layout *l, const char *text, int cols, int rows)
{
	struct item item = { .id = 1, .role = ITEM_HELP, .text = text };
	struct model one = { .items = &item, .count = *text ? 1 : 0 };
	struct layout_look look = { .cols = cols, .rows = rows };

	layout_build(l, &one, &look, &(struct layout_pos) { 0 });
	l->model = NULL; /* it goes, the rows stay */
}

/* How many messages have come that were not on the screen's last row. */
static int new_since(const struct desk *d)
{
	const struct pl_group *g = desk_group(d);
	int64_t read = d->newest_read || !g ? d->newest_read : g->read_seq;

	if (!g || g->last_seq <= read)
		return 0;
	return (int)(g->last_seq - read);
}

static void lay_status(struct desk *d)
{
	const struct model *m = &d->stage.model;
	int n = m->is_talk && d->pos.follow ? 0 : new_since(d);
	const char *words = m->status;
	struct arena a = { 0 };

	if (n && m->is_talk)
		words = arena_fmt(&a, "%s  %s", words_with_count(&a, WORD_NEW_BELOW, n), words);
	else if (n)
		words = arena_fmt(&a, "%s  %s", words, words_unread(&a, n));
	lay_text(&d->status, words, d->cols, DESK_STATUS_ROWS);
	arena_finish(&a);
}

static void lay_body(struct desk *d)
{
	const struct layout_screen *s = &d->screen;
	struct layout_look look = { s->cols,  s->body,         d->stage.times,
				    d->found, d->hear != NULL, d->gaps && !d->hear };
	struct layout_look side = { .cols = desk_side_cols(d), .rows = s->body };

	layout_build(&d->body, desk_shown(d), &look, &d->pos);
	if (d->body.at_end && d->stage.model.is_talk)
		d->pos.follow = true;
	layout_build(&d->side, &d->people, &side, &(struct layout_pos) { 0 });
}

/* What has been on the screen's last row has been read. */
static void tell_seen(struct desk *d)
{
	const struct pl_group *g = desk_group(d);

	if (!g || !d->stage.model.is_talk || !d->screen.body || !d->body.at_end)
		return;
	/* What came since the model was built is not on the screen yet. */
	d->newest_read = d->newest;
	if (d->newest > g->read_seq)
		pl_client_seen(d->client, g->id, d->newest);
}

/* How many are above the first row, from the first that was not read on; 0: it is below. */
static int missed_above(const struct desk *d)
{
	const struct model *m = &d->stage.model;
	uint64_t top = d->body.count ? d->body.rows[0].id : 0;
	bool unread = false;
	int n = 0;

	for (size_t i = 0; i < m->count && m->items[i].id != top; i++) {
		unread = unread || m->items[i].id == m->unread_id;
		n += unread && m->items[i].role == ITEM_MESSAGE && !m->items[i].mine;
	}
	return n;
}

/* A mark that nobody can see is told of, once: true if it was now. */
static bool tell_missed(struct desk *d)
{
	uint64_t first = d->stage.model.unread_id;
	struct arena a = { 0 };

	if (!first || first == d->marked || !d->pos.follow)
		return false;
	d->marked = first;
	int n = missed_above(d);

	if (n && d->greets)
		desk_say(d, arena_fmt(&a, "%s %s", stage_greeting(&d->stage),
				      words_missed(&a, n)));
	else if (n)
		desk_say(d, words_missed(&a, n));
	arena_finish(&a);
	return n > 0;
}

static bool is_prompt(const struct desk *d, const char *prompt)
{
	return width_of(str_of(prompt)) < d->cols - 1;
}

/* A passphrase is asked for where it is typed, if that fits there. */
static const char *prompt_of(const struct desk *d)
{
	const char *ask = words_of(d->secret_word), *prompt = words_of(WORD_INPUT_PROMPT);

	if (d->secret_asks && is_prompt(d, ask))
		return ask;
	if (!d->secret_asks && width_of(str_of(d->prompt)) <= d->cols / 2)
		prompt = d->prompt; /* room for what is typed stays */
	return is_prompt(d, prompt) ? prompt : "";
}

static void lay_answer(struct desk *d)
{
	const char *ask = words_of(d->secret_word);
	bool asks = d->secret_asks && !is_prompt(d, ask);

	lay_text(&d->answer,
		 asks          ? ask
		 : d->cover.on ? ""
			       : buf_text(&d->said),
		 d->cols, DESK_ANSWER_ROWS);
}

static void lay_input(const struct desk *d, struct layout_input *in, int rows)
{
	struct layout_look look = { .cols = d->cols, .rows = rows };
	struct str text = { buf_text(&d->edit.text), d->edit.text.n };
	size_t at = d->edit.at;

	if (d->secret_asks)
		text.n = at = 0;
	layout_input(in, text, at, &look, width_of(str_of(prompt_of(d))));
}

/* Shares the screen out; true if the parts are where they were. */
static bool share(struct desk *d, struct layout_input *in)
{
	struct layout_wish wish = { .side = desk_side_cols(d), .plain = d->hear != NULL };
	struct layout_screen before = d->screen;

	/* A line that grew would move what stands above it. */
	lay_input(d, in, d->hear ? 1 : LAYOUT_INPUT_ROWS);
	wish.input = in->count;
	wish.answer = (int)d->answer.count;
	wish.status = (int)d->status.count;
	d->screen = layout_share(d->rows, d->cols, &wish);
	if (d->screen.input < in->count)
		lay_input(d, in, d->screen.input);
	return memcmp(&before, &d->screen, sizeof(before)) == 0;
}

/* All that has to be laid out again; true if it was no more than the line. */
static bool lay(struct desk *d, struct layout_input *in)
{
	bool reads_back = !d->pos.follow;

	if (d->dirty && !d->hear) {
		lay_answer(d);
		lay_status(d);
	}
	if (share(d, in) && !d->dirty)
		return true;
	lay_body(d);
	if (reads_back && d->pos.follow) { /* the end has come into sight: nothing is below */
		lay_status(d);
		share(d, in);
		lay_body(d);
	}
	return false;
}

static void show(struct desk *d)
{
	struct pl_link_info info;
	struct layout_input in;
	bool line_only = lay(d, &in);

	if (!line_only && !d->hear && !d->cover.on && tell_missed(d))
		lay(d, &in);
	pl_client_link(d->client, &info);
	paint_show(d->paint, &(struct picture) {
				     .screen = d->screen,
				     .title = d->stage.model.title,
				     .body = &d->body,
				     .people = &d->side,
				     .answer = &d->answer,
				     .status = &d->status,
				     .prompt = prompt_of(d),
				     .input = &in,
				     .line_only = line_only,
				     .trouble = info.link != PL_LINK_LIVE,
				     .plain = d->hear != NULL,
				     .rests = d->hear ? hear_cursor(d) : 0,
			     });
	if (d->cover.on)
		return;
	if (d->hear)
		hear_seen(d);
	else if (!line_only)
		tell_seen(d);
}

void desk_show(struct desk *d)
{
	if (d->cover.hidden)
		d->dirty = d->typed = false;
	if (d->hear && !d->cover.on && d->now_ms - d->painted_ms >= DESK_PAINT_MS &&
	    hear_next(d))
		d->dirty = true;
	if ((!d->dirty && !d->typed) || d->now_ms - d->painted_ms < DESK_PAINT_MS)
		return;
	show(d);
	d->painted_ms = d->now_ms;
	d->dirty = d->typed = false;
}
