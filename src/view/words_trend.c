/* SPDX-License-Identifier: MIT */
/* Scores, what they say and what not, and how they go over time. */
#include <libintl.h>
#include <string.h>

#include "base/buf.h"
#include "view/words_in.h"
#include "view/words_schedule.h"
#include "view/words_sheets.h"

#define _(s) gettext(s)

enum { LEVELS = 8, POINTS_SHOWN = 20, TREND_MAX = 512 };

static const char *const bands[PL_BANDS] = {
	[PL_BAND_MINIMAL] = N_("minimal"),
	[PL_BAND_MILD] = N_("mild"),
	[PL_BAND_MODERATE] = N_("moderate"),
	[PL_BAND_MODERATELY_SEVERE] = N_("moderately severe"),
	[PL_BAND_SEVERE] = N_("severe"),
	[PL_BAND_NEGATIVE] = N_("below the mark for a closer look"),
	[PL_BAND_POSITIVE] = N_("at the mark for a closer look, or above"),
};

const char *words_band(enum pl_band b)
{
	return words_row(bands[b < PL_BANDS ? b : PL_BAND_MINIMAL]);
}

const char *words_score_short(struct arena *a, const struct pl_score *s)
{
	return arena_fmt(a, _("%s: %d of %d, %s"), s->measure, s->sum, s->most,
			 words_band(s->band));
}

const char *words_score(struct arena *a, const struct pl_score *s)
{
	if (s->missing)
		return arena_fmt(a,
				 ngettext("%s: %d answer is missing, so there is no score yet.",
					  "%s: %d answers are missing, so there is no score "
					  "yet.",
					  (unsigned long)s->missing),
				 s->measure, s->missing);
	return arena_fmt(a, "%s.", words_score_short(a, s));
}

const char *words_score_means(void)
{
	return _(
		"The number shows how things have been for you of late. Lower is better. It is "
		"not a diagnosis, and it does not say who you are.");
}

/* " Down by 4."; "" where nothing is to be compared. */
static const char *change(struct arena *a, int by)
{
	if (!by)
		return _("The same as then.");
	return by < 0 ? arena_fmt(a, _("Down by %d."), -by) : arena_fmt(a, _("Up by %d."), by);
}

const char *words_score_before(struct arena *a, const struct pl_score *s)
{
	if (s->before < 0 || s->missing)
		return "";
	return arena_fmt(a, _("On %s it was %d. %s"), words_date(a, s->before_utc_ms),
			 s->before, change(a, s->sum - s->before));
}

/* ---- over time ---- */

static size_t first_shown(const struct pl_trend *t)
{
	return t->count > POINTS_SHOWN ? t->count - POINTS_SHOWN : 0;
}

const char *words_trend(struct arena *a, const struct pl_trend *t)
{
	const size_t first = first_shown(t);
	const struct pl_point *last;
	const char *out = "";

	if (!t->count)
		return "";
	for (size_t i = first; i < t->count; i++)
		out = arena_fmt(a, "%s%s%d", out, i > first ? ", " : "", t->points[i].value);
	last = &t->points[t->count - 1];
	return arena_fmt(a, _("%s: %s. Since %s: %s %s"), t->title, out,
			 words_date(a, t->points[first].utc_ms),
			 change(a, last->value - t->points[first].value),
			 t->less_is_better ? _("Lower is better.") : _("Higher is better."));
}

/* A block a point, from one eighth to a whole one: U+2581 to U+2588. */
const char *words_bars(struct arena *a, const struct pl_trend *t)
{
	const int span = t->most > t->least ? t->most - t->least : 1;
	struct buf out;
	const char *words;

	buf_init(&out, TREND_MAX);
	for (size_t i = first_shown(t); i < t->count; i++) {
		int level = (t->points[i].value - t->least) * (LEVELS - 1) / span;

		level = level < 0 ? 0 : level >= LEVELS ? LEVELS - 1 : level;
		buf_addf(&out, "%s\xe2\x96%c", out.n ? " " : "", 0x81 + level);
	}
	words = arena_dup(a, buf_text(&out), out.n);
	buf_finish(&out);
	return words;
}
