/* SPDX-License-Identifier: MIT */
#include "full/cover.h"

#include "base/clock.h"
#include "full/ask.h"
#include "full/desk.h"
#include "full/hand.h"
#include "text/keys.h"

/* ---- what stands on the terminal ---- */

static void hide(struct desk *d)
{
	struct arena a = { 0 };

	paint_hide(d->paint, shade_dull(&d->stage, &a));
	d->cover.hidden = true;
	arena_finish(&a);
}

static void unhide(struct desk *d)
{
	if (d->cover.hidden)
		paint_return(d->paint);
	d->cover.hidden = false;
}

/* Where one read comes back as it was, and what one typed too. */
static void begin(struct desk *d)
{
	desk_draft_keep(d, true);
	d->cover.pos = d->pos;
	d->pos = (struct layout_pos) { 0 };
	d->cover.on = true;
}

static void end(struct desk *d)
{
	d->cover.on = false;
	d->pos = d->cover.pos;
}

void cover_follow(struct desk *d)
{
	const bool covers = shade_covers(&d->stage);

	stage_clock(&d->stage, clock_utc_ms());
	ask_secret_begin(d, covers);
	if (covers && !d->cover.on)
		begin(d);
	else if (!covers && d->cover.on)
		end(d);
	if (d->stage.shade.blank)
		hide(d);
	else
		unhide(d);
	paint_all_again(d->paint);
	d->stale = d->dirty = true;
}

/* ---- keys ---- */

/* All else is a passphrase, or a word in its place; on a hidden screen too, unseen. */
bool cover_key(struct desk *d, int32_t key)
{
	int bits = DID_NOTHING;

	shade_touch(&d->stage, d->now_ms);
	if (!shade_covers(&d->stage))
		return false;
	if (shade_key(&d->stage, key, &bits))
		hand_follow(d, bits);
	else
		ask_secret_key(d, key);
	d->secret_asks = shade_covers(&d->stage);
	return true;
}

/* ---- turns ---- */

bool cover_build(struct desk *d)
{
	if (!d->cover.on)
		return false;
	stage_build(&d->stage);
	model_reset(&d->people);
	d->tick_ms = 0;
	d->stale = false;
	d->dirty = !d->cover.hidden;
	return true;
}

int cover_due_ms(const struct desk *d)
{
	const int64_t ms = shade_due_ms(&d->stage, d->now_ms);

	return ms > 60000 ? 60000 : (int)ms;
}
