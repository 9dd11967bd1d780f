/* SPDX-License-Identifier: MIT */
#include "support/attend.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "full/hand.h"
#include "net/loop.h"

enum { TOLD_MAX = 4 << 20, NEWS_AT_ONCE = 4 };

void attend_time(struct buf *out)
{
	const int s = (int)(bottle_ms() / 1000);

	buf_addf(out, "%02d:%02d", s / 60, s % 60);
}

/* ---- the line face, as line/run.c turns it ---- */

static void write_rows(struct attend *a)
{
	struct line *l = &a->line;
	struct hold_row row;

	while (hold_take(&l->hold, l->now_ms, &row)) {
		attend_time(&a->told);
		buf_addf(&a->told, "%s %s\n", row.rings ? " *" : "  ", row.text);
		free(row.text);
	}
	if (!hold_is_empty(&l->hold) || l->group <= 0 || l->told_seq <= l->seen_seq)
		return;
	l->seen_seq = l->told_seq;
	pl_client_seen(l->client, l->group, l->told_seq);
}

static void line_turn(struct attend *a)
{
	struct line *l = &a->line;
	const unsigned bits = pl_client_work(a->client);
	struct pl_link_info info;

	l->now_ms = clock_ms();
	stage_clock(&l->stage, clock_utc_ms());
	l->stale = l->stale || bits;
	if ((bits & PL_CHANGED_ACCOUNT) && (stage_ended(&l->stage) & DID_SAY))
		line_say(l, l->stage.answer);
	if (bits && (stage_notice(&l->stage) & DID_SAY))
		line_say(l, l->stage.answer);
	if (stage_news(&l->stage, NEWS_AT_ONCE) & DID_SAY)
		line_say(l, l->stage.answer);
	pl_client_link(a->client, &info);
	tell_link(&l->link_told, &info, l->now_ms, &l->hold);
	line_tell_changes(l);
	write_rows(a);
}

static int sooner(int64_t a, int64_t b)
{
	return (int)(a < 0 || (b >= 0 && b < a) ? b : a);
}

static int line_due_ms(const struct attend *a)
{
	const struct line *l = &a->line;
	struct pl_link_info info;
	int ms;

	pl_client_link(a->client, &info);
	ms = sooner(hold_due_ms(&l->hold, l->now_ms),
		    tell_link_due_ms(&l->link_told, &info, l->now_ms));
	return l->stale && line_patience_ms(l) ? sooner(ms, line_patience_ms(l)) : ms;
}

static void line_open(struct attend *a)
{
	struct line *l = &a->line;

	*l = (struct line) { .client = a->client, .group = -1, .stale = true };
	l->somebody = true;
	l->now_ms = l->began_ms = clock_ms();
	hold_init(&l->hold, 0, HOLD_GAP_MS);
	l->hold.begun = true;
	stage_init(&l->stage, a->client);
	l->stage.by_ear = true;
}

/* ---- the full one, as full/full.c turns it ---- */

static void write_heard(struct attend *a)
{
	const struct model *m = hear_shown(&a->desk);

	for (size_t i = 0; i < m->count; i++) {
		if (m->items[i].id <= a->told_id)
			continue;
		a->told_id = m->items[i].id;
		attend_time(&a->told);
		buf_addf(&a->told, "   %s\n", m->items[i].text);
	}
}

static void take_news(struct desk *d)
{
	if (d->hear)
		hear_news(d, NEWS_AT_ONCE);
	else if (!d->said.n)
		hand_follow(d, stage_news(&d->stage, NEWS_AT_ONCE));
}

static void full_turn(struct attend *a)
{
	struct desk *d = &a->desk;
	unsigned bits;

	d->now_ms = clock_ms();
	stage_clock(&d->stage, clock_utc_ms());
	hand_take(d);
	bits = pl_client_work(a->client);
	d->stale = d->stale || bits;
	if (d->hear)
		hear_link(d);
	else if (bits & PL_CHANGED_LINK)
		hand_follow(d, stage_link(&d->stage));
	if (bits & PL_CHANGED_ACCOUNT)
		hand_follow(d, stage_ended(&d->stage));
	if (bits)
		hand_follow(d, stage_notice(&d->stage));
	take_news(d);
	desk_build(d);
	desk_show(d);
	if (d->hear)
		write_heard(a);
	desk_draft_keep(d, false);
}

static void full_open(struct attend *a)
{
	bottle_screen(a->rows, a->cols);
	desk_open(&a->desk, a->client, paint_open());
	a->glass = bottle_glass();
	if (a->by_ear)
		hear_open(&a->desk, &(struct hear_options) { .hold_ms = HOLD_PAUSE_MS,
							     .braille = true,
							     .is_new = true });
}

/* ---- both ---- */

/* The face comes up when the server has answered; false: not yet. */
static bool join(struct attend *a)
{
	pl_client_work(a->client);
	if (pl_client_busy(a->client))
		return false;
	if (pl_client_result(a->client) != PL_OK)
		abort();
	a->joined = true;
	if (a->full)
		full_open(a);
	else
		line_open(a);
	return true;
}

static void turn(void *user)
{
	struct attend *a = user;
	int ms;

	loop_work_once(a->clock);
	if (!a->joined && !join(a))
		return;
	bottle_seat(a->line_kind, turn, a); /* what is fetched now goes over this line */
	do {
		if (a->full)
			full_turn(a);
		else
			line_turn(a);
	} while (pl_client_timeout_ms(a->client) == 0);
	bottle_seat(NULL, NULL, NULL);
	ms = a->full ? desk_timeout_ms(&a->desk) : line_due_ms(a);
	if (ms >= 0)
		loop_timer_set(a->wake, ms > 0 ? ms : 1);
	else
		loop_timer_stop(a->wake);
}

static void on_wake(void *user)
{
	(void)user; /* the turn is what it is for */
}

void attend_open(struct attend *a, const char *invite)
{
	const struct pl_options guest = { .guest = true };
	enum pl_failure why = PL_OK;

	bottle_seat(a->line_kind, turn, a);
	buf_init(&a->told, TOLD_MAX);
	a->clock = loop_create();
	a->wake = loop_timer_create(a->clock, on_wake, a);
	a->client = pl_client_open(&guest, &why);
	if (!a->client || pl_client_join(a->client, invite, a->name, "a long passphrase"))
		abort();
	bottle_seat(NULL, NULL, NULL);
}

void attend_close(struct attend *a)
{
	if (!a->client)
		return;
	if (a->full) {
		desk_close(&a->desk);
		paint_close(a->desk.paint);
	} else {
		stage_finish(&a->line.stage);
		tell_finish(&a->line.told);
		hold_finish(&a->line.hold);
	}
	pl_client_close(a->client);
	loop_timer_destroy(a->wake);
	loop_destroy(a->clock);
	buf_finish(&a->told);
	a->client = NULL;
	a->joined = false;
}

void attend_keys(struct attend *a, const char *bytes)
{
	typed_add(&a->desk.input, bytes, strlen(bytes), clock_ms());
	turn(a);
}

void attend_type(struct attend *a, const char *text)
{
	if (!a->full || a->by_ear) {
		attend_time(&a->told);
		buf_addf(&a->told, " > %s\n", text);
	}
	if (a->full) {
		attend_keys(a, text);
		attend_keys(a, "\r");
		return;
	}
	a->line.now_ms = clock_ms();
	hold_let(&a->line.hold);
	bottle_seat(a->line_kind, turn, a);
	line_do(&a->line, text);
	turn(a);
}
