/* SPDX-License-Identifier: MIT */
/* What the console says of a seat. */
#include <libintl.h>

#include "view/words.h"

#define _(s) gettext(s)

static const char *where_of_seat(struct arena *a, const struct pl_seat *s)
{
	if (s->where == PL_IN && s->down)
		return _("line down");
	if (s->waits)
		return arena_fmt(a, _("number %d, waits to be let in"), s->waits);
	return words_where(s->where);
}

static const char *where_below(struct arena *a, const struct pl_seat *s)
{
	if (s->waits)
		return arena_fmt(a, _("number %d"), s->waits);
	/* With a hand up they are in another part: 'for 5 minutes' is not of the hand. */
	return s->where == PL_IN && !s->down && !s->place ? "" : where_of_seat(a, s);
}

static const char *muted_of(struct arena *a, const struct pl_seat *s, int64_t now_utc_ms)
{
	return s->muted_until_utc_ms > now_utc_ms
		       ? arena_fmt(a, _(", muted until %s"),
				   words_when(a, s->muted_until_utc_ms))
		       : "";
}

static const char *since_of(struct arena *a, const struct pl_seat *s, int64_t now_utc_ms)
{
	return s->since_utc_ms && now_utc_ms > s->since_utc_ms
		       ? arena_fmt(a, _(", for %s"),
				   words_span(a, now_utc_ms - s->since_utc_ms))
		       : "";
}

/* What there is to say of a seat but where it is; each part with a comma before it. */
static const char *rest_of_seat(struct arena *a, const struct pl_seat *s, int64_t now_utc_ms)
{
	const char *late = s->late_minutes
				   ? arena_fmt(a, _(", late by %s"),
					       words_span(a, s->late_minutes * INT64_C(60000)))
				   : "";
	const char *rating = s->rating >= 0 ? arena_fmt(a, _(", check-in %d"), s->rating) : "";
	const char *by = s->modality ? arena_fmt(a, ", %s", words_modality(s->modality)) : "";

	return arena_fmt(a, "%s%s%s%s%s%s%s", since_of(a, s, now_utc_ms), late,
			 s->waits && s->down ? _(", line down") : "", by, rating,
			 muted_of(a, s, now_utc_ms), s->invited ? _(", invited to speak") : "");
}

/* A seat of the console: "line down, for 3 minutes, check-in 7" */
const char *words_seat(struct arena *a, const struct pl_seat *s, int64_t now_utc_ms)
{
	return arena_fmt(a, "%s%s", where_of_seat(a, s), rest_of_seat(a, s, now_utc_ms));
}

const char *words_seat_below(struct arena *a, const struct pl_seat *s, int64_t now_utc_ms)
{
	return arena_fmt(a, "%s%s", where_below(a, s), rest_of_seat(a, s, now_utc_ms));
}

const char *words_hand(struct arena *a, const struct pl_seat *s)
{
	if (!*s->why)
		return arena_fmt(a, _("hand up, number %d"), s->place);
	return arena_fmt(a, _("hand up, number %d: %s"), s->place, s->why);
}
