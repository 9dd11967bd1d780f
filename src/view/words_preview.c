/* SPDX-License-Identifier: MIT */
/* What is said of a session that a change makes another one. */
#include <libintl.h>
#include <string.h>

#include "view/words_program.h"

#define _(s) gettext(s)

static const char *session_of(struct arena *a, const struct pl_occurrence *o)
{
	return arena_fmt(a, "%s, %s", o->title,
			 words_session_times(a, o->start_utc_ms, o->end_utc_ms));
}

static bool same_time(const struct pl_occurrence *a, const struct pl_occurrence *b)
{
	return a->start_utc_ms == b->start_utc_ms && a->end_utc_ms == b->end_utc_ms;
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

enum difference {
	DIFF_NONE,
	DIFF_GONE,
	DIFF_CANCELLED,
	DIFF_NEW,
	DIFF_BACK,
	DIFF_MOVED,
	DIFF_LEADER,
	DIFF_TITLE,
	DIFF_SEATS,
	DIFF_PLACE,
	DIFF_OTHER,
	DIFFERENCES,
};

static enum difference difference_of(const struct pl_preview *p)
{
	const struct pl_occurrence *was = p->before, *is = p->after;

	if (!is)
		return was ? DIFF_GONE : DIFF_NONE;
	if (is->cancelled && !(was && was->cancelled))
		return DIFF_CANCELLED;
	if (!was)
		return DIFF_NEW;
	if (was->cancelled && !is->cancelled)
		return DIFF_BACK;
	if (!same_time(was, is))
		return DIFF_MOVED;
	if (!same_text(was->leader, is->leader))
		return DIFF_LEADER;
	if (!same_text(was->title, is->title))
		return DIFF_TITLE;
	if (was->cap != is->cap)
		return DIFF_SEATS;
	return same_text(was->place, is->place) ? DIFF_OTHER : DIFF_PLACE;
}

static const char *none_of(struct arena *a, const struct pl_preview *p)
{
	(void)a;
	(void)p;
	return "";
}

static const char *gone_of(struct arena *a, const struct pl_preview *p)
{
	return arena_fmt(a, _("Gone: %s."), session_of(a, p->before));
}

static const char *cancelled_of(struct arena *a, const struct pl_preview *p)
{
	return arena_fmt(a, _("Cancelled: %s.%s"), session_of(a, p->after),
			 words_why(a, p->after->why));
}

static const char *one_more_of(struct arena *a, const struct pl_preview *p)
{
	return arena_fmt(a, _("New: %s."), session_of(a, p->after));
}

static const char *back_of(struct arena *a, const struct pl_preview *p)
{
	return arena_fmt(a, _("Takes place again: %s."), session_of(a, p->after));
}

static const char *moved_of(struct arena *a, const struct pl_preview *p)
{
	return arena_fmt(
		a, _("Moved: %s. It was %s."), session_of(a, p->after),
		words_session_times(a, p->before->start_utc_ms, p->before->end_utc_ms));
}

static const char *leader_of(struct arena *a, const struct pl_preview *p)
{
	const char *leader = p->after->leader;

	return arena_fmt(a, _("Led by %s: %s."), leader && *leader ? leader : _("nobody"),
			 session_of(a, p->after));
}

static const char *title_of(struct arena *a, const struct pl_preview *p)
{
	return arena_fmt(a, _("A new title: %s. It was %s."), session_of(a, p->after),
			 p->before->title);
}

static const char *seats_of(struct arena *a, const struct pl_preview *p)
{
	if (!p->after->cap)
		return arena_fmt(a, _("Seats have no limit: %s."), session_of(a, p->after));
	return arena_fmt(a, _("Seats are %d: %s."), p->after->cap, session_of(a, p->after));
}

static const char *room_of(struct arena *a, const struct pl_preview *p)
{
	if (!*p->after->place)
		return arena_fmt(a, _("In no room: %s."), session_of(a, p->after));
	return arena_fmt(a, _("In the room %s: %s."), p->after->place, session_of(a, p->after));
}

static const char *other_of(struct arena *a, const struct pl_preview *p)
{
	return arena_fmt(a, _("Changed: %s."), session_of(a, p->after));
}

static const char *row_of(struct arena *a, const struct pl_preview *p)
{
	static const char *(*const all[DIFFERENCES])(struct arena *,
						     const struct pl_preview *) = {
		[DIFF_NONE] = none_of,           [DIFF_GONE] = gone_of,
		[DIFF_CANCELLED] = cancelled_of, [DIFF_NEW] = one_more_of,
		[DIFF_BACK] = back_of,           [DIFF_MOVED] = moved_of,
		[DIFF_LEADER] = leader_of,       [DIFF_TITLE] = title_of,
		[DIFF_SEATS] = seats_of,         [DIFF_PLACE] = room_of,
		[DIFF_OTHER] = other_of,
	};

	return all[difference_of(p)](a, p);
}

static const char *leader_busy(struct arena *a, const struct pl_preview *p)
{
	const char *who = p->after && p->after->leader ? p->after->leader : "";

	if (!p->leader_busy)
		return "";
	return arena_fmt(a, _(" Clash: %s is not free then: %s."), who, p->leader_busy);
}

static const char *place_busy(struct arena *a, const struct pl_preview *p)
{
	const char *place = p->after && p->after->place ? p->after->place : "";

	if (!p->place_busy)
		return "";
	return arena_fmt(a, _(" Clash: %s is in the room %s then."), p->place_busy, place);
}

const char *words_preview(struct arena *a, const struct pl_preview *p)
{
	return arena_fmt(a, "%s%s%s", row_of(a, p), leader_busy(a, p), place_busy(a, p));
}

bool words_preview_same(const struct pl_preview *a, const struct pl_preview *b)
{
	const struct pl_occurrence *x = a->after ? a->after : a->before;
	const struct pl_occurrence *y = b->after ? b->after : b->before;

	return difference_of(a) == difference_of(b) && difference_of(a) != DIFF_MOVED &&
	       x->series == y->series && same_text(x->title, y->title) &&
	       same_text(x->leader, y->leader) && same_text(x->place, y->place) &&
	       same_text(x->why, y->why) && x->cap == y->cap &&
	       same_text(a->leader_busy, b->leader_busy) &&
	       same_text(a->place_busy, b->place_busy);
}

const char *words_preview_more(struct arena *a, const struct pl_preview *last, size_t n)
{
	const struct pl_occurrence *o = last->after ? last->after : last->before;

	return arena_fmt(a,
			 ngettext(" The same for %lu more, on %s.",
				  " The same for %lu more, the last on %s.", n),
			 (unsigned long)n, words_date(a, o->start_utc_ms));
}
