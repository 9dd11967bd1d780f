/* SPDX-License-Identifier: MIT */
#include "full/hear_in.h"

#include <stdlib.h>
#include <string.h>

#include "full/desk.h"
#include "view/words.h"

enum { LOG_MAX = 1000, LOG_KEPT = 200 };

void hear_open(struct desk *d, const struct hear_options *o)
{
	struct hear *h = mem_get(sizeof(*h));

	*h = (struct hear) { .o = *o, .group = -1, .began_ms = d->now_ms };
	hold_init(&h->hold, o->hold_ms, HOLD_GAP_MS);
	h->hold.hush = &d->stage.wants.hush;
	model_init(&h->log);
	d->stage.times = o->times;
	d->stage.by_ear = true;
	d->hear = h;
}

void hear_close(struct desk *d)
{
	if (!d->hear)
		return;
	model_finish(&d->hear->log);
	tell_finish(&d->hear->told);
	hold_finish(&d->hear->hold);
	free(d->hear);
	d->hear = NULL;
}

struct tell_how hear_how(const struct desk *d)
{
	return (struct tell_how) { .times = d->stage.times, .own = true };
}

/* ---- what is told ---- */

static void add_lines(struct hear *h, const char *words, enum item_about about, bool rings)
{
	struct arena a = { 0 };

	for (size_t n; *words; words += n + (words[n] == '\n')) {
		n = strcspn(words, "\n");
		hold_add(&h->hold, arena_dup(&a, words, n), about, rings);
		rings = false;
	}
	arena_finish(&a);
}

void hear_say(struct desk *d, const char *words)
{
	add_lines(d->hear, words, ABOUT_ASKED, false);
}

void hear_news(struct desk *d, size_t most)
{
	const int bits = stage_news(&d->stage, most);

	if (bits & DID_SAY)
		add_lines(d->hear, d->stage.answer, stage_news_about(bits), bits & DID_RING);
}

void hear_link(struct desk *d)
{
	struct pl_link_info info;

	pl_client_link(d->client, &info);
	tell_link(&d->hear->link, &info, d->now_ms, &d->hear->hold);
}

/* A device that has just joined may not know its groups for so long. */
static int64_t patience_ms(const struct desk *d)
{
	const int64_t left_ms = d->hear->began_ms + TELL_FIRST_DOWN_MS - d->now_ms;
	struct pl_link_info info;

	pl_client_link(d->client, &info);
	const bool may_come = info.link == PL_LINK_OPENING || info.link == PL_LINK_LIVE;
	const bool waits = d->hear->group < 0 && !d->stage.group && may_come;

	return waits && left_ms > 0 ? left_ms : 0;
}

static void tell_group(struct desk *d)
{
	struct hear *h = d->hear;

	h->group = d->stage.group;
	h->seen_seq = 0;
	hold_forget_talk(&h->hold); /* unread there, and told when that group is up again */
	h->fresh = true;
	tell_meeting(&h->told, &d->stage.model, hear_how(d), &h->hold);
	if (h->o.is_new)
		hear_say(d, stage_greeting(&d->stage));
	h->o.is_new = false;
}

bool hear_meeting(struct desk *d)
{
	const struct view *up = d->stage.view;
	struct hear *h = d->hear;

	d->stage.view = stage_views[0];
	stage_build(&d->stage);
	d->stage.view = up;
	h->fresh = false;
	if (patience_ms(d))
		return up == stage_views[0];
	if (d->stage.group != h->group)
		tell_group(d);
	else
		tell_news(&h->told, &d->stage.model, hear_how(d), &h->hold);
	h->told_seq = stage_newest(&d->stage);
	return up == stage_views[0];
}

/* ---- what is written ---- */

static void put(struct model *log, uint64_t id, const char *text)
{
	model_add(log, id, ITEM_HELP)->text = model_text(log, text);
}

/* What has long been scrolled away goes. */
static void forget(struct hear *h)
{
	struct model kept;

	if (h->log.count < LOG_MAX)
		return;
	model_init(&kept);
	for (size_t i = h->log.count - LOG_KEPT; i < h->log.count; i++)
		put(&kept, h->log.items[i].id, h->log.items[i].text);
	model_finish(&h->log);
	h->log = kept;
}

bool hear_next(struct desk *d)
{
	struct hear *h = d->hear;
	struct hold_row row;

	if (!hold_take(&h->hold, d->now_ms, &row))
		return false;
	forget(h);
	put(&h->log, ++h->last_id, row.text);
	if (row.rings && d->rings)
		paint_ring(d->paint);
	free(row.text);
	return true;
}

void hear_seen(struct desk *d)
{
	struct hear *h = d->hear;

	if (!hold_is_empty(&h->hold) || h->group <= 0 || h->told_seq <= h->seen_seq)
		return;
	h->seen_seq = h->told_seq;
	pl_client_seen(d->client, h->group, h->told_seq);
}

const struct model *hear_shown(const struct desk *d)
{
	return &d->hear->log;
}

/* ---- when, and where ---- */

void hear_pressed(struct desk *d)
{
	hold_key(&d->hear->hold, d->edit.text.n > 0, d->now_ms);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

int64_t hear_due_ms(const struct desk *d)
{
	const int64_t waits_ms = patience_ms(d);
	struct pl_link_info info;
	int64_t ms = hold_due_ms(&d->hear->hold, d->now_ms);

	pl_client_link(d->client, &info);
	ms = sooner(ms, tell_link_due_ms(&d->hear->link, &info, d->now_ms));
	return waits_ms ? sooner(ms, waits_ms) : ms;
}

int hear_cursor(const struct desk *d)
{
	const struct hear *h = d->hear;

	if (d->edit.text.n || d->secret_asks || (!h->at && !h->o.braille))
		return 0;
	for (size_t i = 0; i < d->body.count; i++)
		if (d->body.rows[i].id == h->last_id)
			return (int)i + 1;
	return 0;
}
