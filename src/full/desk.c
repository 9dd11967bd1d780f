/* SPDX-License-Identifier: MIT */
#include "full/desk.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/locked.h"
#include "full/cover.h"
#include "full/hand.h"
#include "full/weeks.h"
#include "view/words.h"

void desk_open(struct desk *d, struct pl_client *client, struct paint *paint)
{
	memset(d, 0, sizeof(*d));
	d->client = client;
	d->paint = paint;
	d->now_ms = clock_asleep_too_ms();
	d->painted_ms = d->now_ms - DESK_PAINT_MS;
	stage_init(&d->stage, client);
	typed_init(&d->input);
	edit_init(&d->edit, DESK_TEXT_MAX);
	layout_init(&d->body);
	layout_init(&d->side);
	layout_init(&d->answer);
	layout_init(&d->status);
	model_init(&d->people);
	model_init(&d->weeks);
	buf_init(&d->said, sizeof(d->stage.answer) + 256);
	/* All at once: a buf that grows leaves copies behind. */
	buf_init(&d->secret, DESK_SECRET_MAX);
	d->secret.size = DESK_SECRET_MAX + 1;
	d->secret.p = mem_get(d->secret.size);
	locked_hold(d->secret.p, d->secret.size);
	d->stage.single_keys = true;
	d->stage.blocks = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	d->stale = true;
	d->pos.follow = true;
	shade_touch(&d->stage, d->now_ms);
}

void desk_close(struct desk *d)
{
	desk_draft_keep(d, true);
	hear_close(d);
	explicit_bzero(d->secret.p, d->secret.size);
	buf_finish(&d->secret);
	buf_finish(&d->said);
	free(d->paste_before);
	model_finish(&d->weeks);
	model_finish(&d->people);
	layout_finish(&d->status);
	layout_finish(&d->answer);
	layout_finish(&d->side);
	layout_finish(&d->body);
	edit_finish(&d->edit);
	typed_finish(&d->input);
	stage_finish(&d->stage);
}

const struct pl_group *desk_group(const struct desk *d)
{
	const struct pl_group *groups;
	size_t n = pl_client_groups(d->client, &groups);

	for (size_t i = 0; i < n; i++)
		if (groups[i].id == d->stage.group)
			return &groups[i];
	return NULL;
}

/* ---- the model ---- */

int desk_side_cols(const struct desk *d)
{
	bool is_wide;

	if (d->hear || d->cover.on || !d->stage.model.is_talk || d->cols < LAYOUT_WIDE)
		return 0;
	stage_side(&d->stage, &is_wide);
	return is_wide ? d->cols * LAYOUT_CONSOLE_HAS / LAYOUT_CONSOLE_OF : LAYOUT_PEOPLE_COLS;
}

static void build_side(struct desk *d)
{
	bool is_wide;

	model_reset(&d->people);
	if (desk_side_cols(d))
		stage_side(&d->stage, &is_wide)->build(&d->stage, &d->people);
}

static bool has_grid(const struct desk *d)
{
	return d->grid && !d->hear && d->stage.model.grid.across && d->cols >= LAYOUT_WIDE;
}

const struct model *desk_shown(const struct desk *d)
{
	if (d->cover.on)
		return &d->stage.model;
	return d->hear ? hear_shown(d) : has_grid(d) ? &d->weeks : &d->stage.model;
}

int desk_page(const struct desk *d)
{
	return d->screen.body > 2 ? d->screen.body - 1 : 1; /* one row stays in sight */
}

static uint64_t first_message(const struct model *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].role == ITEM_MESSAGE)
			return m->items[i].id;
	return 0;
}

/* What was asked for has come: it is shown as if one had paged up to it. */
static void show_older(struct desk *d)
{
	const struct model *m = &d->stage.model;

	if (!d->older_than || !m->is_talk || first_message(m) == d->older_than)
		return;
	d->pos = layout_to(&d->body, d->older_than, desk_page(d));
	d->older_than = 0;
	desk_say(d, "");
}

void desk_back(struct desk *d)
{
	struct layout_pos before = d->pos;

	desk_scroll(d, -desk_page(d));
	bool moved = before.follow != d->pos.follow || before.off != d->pos.off ||
		     (before.id && before.id != d->pos.id);

	if (moved || !d->stage.model.is_talk)
		return;
	d->older_than = first_message(&d->stage.model);
	if (stage_older(&d->stage) & DID_SAY)
		desk_say(d, d->stage.answer);
	d->stale = true;
}

/* Another group is up, or a sheet: what was typed there comes into the editor, the rest is kept. */
static void change_field(struct desk *d)
{
	const struct stage_field field = stage_field(&d->stage), before = d->draft.field;

	if (stage_field_same(before, field))
		return;
	const bool first = !stage_field_is(before);

	desk_draft_keep(d, true);
	d->draft.field = field;
	if (before.group != field.group)
		d->newest_read = 0;
	if (first && d->edit.text.n) {
		desk_typed(d); /* typed before there was a group: that is its draft now */
		return;
	}
	edit_set(&d->edit, stage_field_text(&d->stage, field));
	if (d->edit.text.n)
		desk_say(d, words_of(WORD_DRAFT_BACK));
}

enum { HUSH_MS = 60000 }; /* the status speaks of silence from then on */

/* Time goes on in the status, but is told again now and then only, and ever less often. */
static bool time_goes_on(const struct desk *d)
{
	struct pl_link_info info;

	pl_client_link(d->client, &info);
	return info.unacked_ms > 0 || info.link == PL_LINK_QUIET ||
	       info.link == PL_LINK_WAITING || info.link == PL_LINK_OPENING ||
	       info.heard_ms >= HUSH_MS;
}

static void set_tick(struct desk *d)
{
	if (d->hear || !time_goes_on(d)) {
		d->tick_ms = 0;
		return;
	}
	if (d->tick_ms && d->now_ms < d->tick_at_ms)
		return;
	if (!d->tick_ms)
		d->tick_ms = DESK_TICK_MS;
	else
		d->tick_ms =
			d->tick_ms * 2 < DESK_TICK_MAX_MS ? d->tick_ms * 2 : DESK_TICK_MAX_MS;
	d->tick_at_ms = d->now_ms + d->tick_ms;
}

static bool has_changed(struct desk *d)
{
	int rows = d->rows, cols = d->cols;

	paint_size(d->paint, &d->rows, &d->cols);
	/* What came below while one scrolled away was not seen: the stage marks it. */
	return d->stale || d->stage.away == d->pos.follow || rows != d->rows ||
	       cols != d->cols || (d->tick_ms && d->now_ms >= d->tick_at_ms);
}

static void set_prompt(struct desk *d)
{
	struct arena a = { 0 };

	snprintf(d->prompt, sizeof(d->prompt), "%s", stage_prompt(&d->stage, &a));
	arena_finish(&a);
}

void desk_build(struct desk *d)
{
	if (!has_changed(d))
		return;
	stage_clock(&d->stage, clock_utc_ms());
	d->stage.away = !d->pos.follow;
	if (cover_build(d))
		return;
	if (!d->hear || !hear_meeting(d))
		stage_build(&d->stage);
	d->newest = stage_newest(&d->stage);
	show_older(d);
	if (strcmp(d->stage.view->name, "help") == 0)
		hand_help(&d->stage.model);
	build_side(d);
	if (has_grid(d))
		weeks_lay(&d->weeks, &d->stage.model, d->cols);
	set_tick(d);
	set_prompt(d);
	d->stale = false;
	d->dirty = true;
	change_field(d);
}

/* ---- what is said, and where one reads ---- */

void desk_say(struct desk *d, const char *words)
{
	if (d->hear) {
		hear_say(d, words);
		return;
	}
	d->dirty = d->dirty || *words || d->said.n;
	buf_reset(&d->said);
	buf_adds(&d->said, words);
	d->greets = false;
}

void desk_greet(struct desk *d)
{
	desk_say(d, stage_greeting(&d->stage));
	d->greets = true;
}

void desk_go_home(struct desk *d)
{
	const uint64_t at = d->stage.model.at_id;

	if (d->hear)
		return; /* it is at its end always */
	d->pos = (struct layout_pos) { .follow = d->stage.model.is_talk };
	if (at) /* what is laid out may still be of the view before */
		d->pos.id = at;
	d->dirty = true;
}

void desk_scroll(struct desk *d, int by)
{
	d->pos = layout_scroll(&d->body, &d->pos, by);
	d->dirty = true;
}

/* ---- what was typed ---- */

void desk_typed(struct desk *d)
{
	d->draft.unsaved = d->typed = true;
}

void desk_draft_keep(struct desk *d, bool at_once)
{
	const char *text = buf_text(&d->edit.text);

	if (!d->draft.unsaved || !stage_field_is(d->draft.field))
		return;
	if (!at_once && d->now_ms - d->draft.saved_ms < DESK_DRAFT_MS)
		return;
	d->draft.unsaved = false;
	if (strcmp(stage_field_text(&d->stage, d->draft.field), text) == 0)
		return; /* the cursor moved, no more */
	d->draft.saved_ms = d->now_ms;
	if (stage_field_keep(&d->stage, d->draft.field, text) != PL_FAIL_DISK)
		return;
	d->draft.unsaved = true;
	d->draft.saved_ms += DESK_DISK_MS;
	desk_say(d, words_failure(PL_FAIL_DISK));
}

/* ---- time ---- */

static int sooner(int a, int64_t at_ms, int64_t now_ms)
{
	int64_t left = at_ms > now_ms ? at_ms - now_ms : 0;

	return a < 0 || left < a ? (int)left : a;
}

bool desk_reads(const struct desk *d)
{
	const bool waits = d->typed && d->now_ms - d->painted_ms < DESK_PAINT_MS;

	/* A key that is there in part may be whole in a moment. */
	return !waits || typed_timeout_ms(&d->input, d->now_ms) >= 0;
}

int desk_timeout_ms(const struct desk *d)
{
	int ms = typed_timeout_ms(&d->input, d->now_ms);

	if (d->dirty || d->typed)
		ms = sooner(ms, d->painted_ms + DESK_PAINT_MS, d->now_ms);
	if (d->stale)
		ms = 0;
	if (d->draft.unsaved && stage_field_is(d->draft.field))
		ms = sooner(ms, d->draft.saved_ms + DESK_DRAFT_MS, d->now_ms);
	if (d->tick_ms)
		ms = sooner(ms, d->tick_at_ms, d->now_ms);
	if (cover_due_ms(d) >= 0)
		ms = sooner(ms, d->now_ms + cover_due_ms(d), d->now_ms);
	if (d->cover.on)
		return ms; /* what else is due waits until it is open */
	if (d->hear && hear_due_ms(d) >= 0)
		ms = sooner(ms, d->now_ms + hear_due_ms(d), d->now_ms);
	if (stage_due_ms(&d->stage) >= 0)
		ms = sooner(ms, d->now_ms + stage_due_ms(&d->stage), d->now_ms);
	return ms;
}
