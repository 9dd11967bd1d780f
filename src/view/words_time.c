/* SPDX-License-Identifier: MIT */
/* Times, amounts, and the line's state, in words. */
#include <libintl.h>
#include <string.h>
#include <time.h>

#include "view/words.h"

#define _(s) gettext(s)

enum {
	/* An answer that takes this long is worth a word; less is the line's nature. */
	UNACKED_TOLD_MS = 3000,
	MINUTES_FROM_S = 120,
	/* Silence of a minute may be anything; that of a hole of 3G is no news. */
	HUSH_TOLD_MS = 60000,
	GONE_TOLD_MS = 12000,
};

static bool local(int64_t utc_ms, struct tm *tm)
{
	time_t t = (time_t)(utc_ms / 1000);

	return localtime_r(&t, tm) != NULL;
}

const char *words_when(struct arena *a, int64_t utc_ms)
{
	char text[16] = "";
	struct tm tm;

	if (local(utc_ms, &tm))
		strftime(text, sizeof(text), "%H:%M", &tm);
	return arena_text(a, text);
}

const char *words_bytes(struct arena *a, uint64_t n)
{
	if (n < 1000)
		return arena_fmt(a, ngettext("%u byte", "%u bytes", (unsigned long)n),
				 (unsigned)n);
	if (n < 999950)
		return arena_fmt(a, _("%.1f KB"), (double)n / 1e3);
	return arena_fmt(a, _("%.1f MB"), (double)n / 1e6);
}

const char *words_span(struct arena *a, int64_t ms)
{
	unsigned long s = ms > 0 ? (unsigned long)(ms / 1000) : 0, min = s / 60;

	if (s < MINUTES_FROM_S)
		return arena_fmt(a, ngettext("%lu second", "%lu seconds", s), s);
	return arena_fmt(a, ngettext("%lu minute", "%lu minutes", min), min);
}

const char *words_busy_or(struct arena *a, enum pl_failure f, int wait_s)
{
	if (f != PL_FAIL_BUSY || wait_s <= 0)
		return words_failure_of_act(f);
	return arena_fmt(a,
			 _("That was tried too many times. Please wait %s, then try again. "
			   "Your safety plan works all the while."),
			 words_span(a, (int64_t)wait_s * 1000));
}

/* ---- the line's state: the first sentence, and what may follow it ---- */

static const char *unacked(struct arena *a, const struct pl_link_info *i)
{
	return arena_fmt(a, _("Not acknowledged for %s."), words_span(a, i->unacked_ms));
}

static const char *first_off(struct arena *a, const struct pl_link_info *i)
{
	(void)a;
	(void)i;
	return _("Signed out. Type /signin.");
}

static const char *first_opening(struct arena *a, const struct pl_link_info *i)
{
	(void)a;
	return i->heard_ms >= GONE_TOLD_MS ? _("No connection. Trying.") : _("Connecting.");
}

/* In whole minutes: what nobody waits for need not be told by the second. */
static const char *hushed(struct arena *a, const struct pl_link_info *i)
{
	unsigned long min = (unsigned long)(i->heard_ms / 60000);

	return arena_fmt(a,
			 ngettext("Connected, but nothing heard for %lu minute.",
				  "Connected, but nothing heard for %lu minutes.", min),
			 min);
}

static const char *first_live(struct arena *a, const struct pl_link_info *i)
{
	if (i->unacked_ms >= UNACKED_TOLD_MS)
		return unacked(a, i);
	return i->heard_ms >= HUSH_TOLD_MS ? hushed(a, i) : _("Connected.");
}

static const char *first_quiet(struct arena *a, const struct pl_link_info *i)
{
	if (i->heard_ms < 0)
		return _("Connected, but nothing heard yet.");
	return arena_fmt(a, _("Connected, but nothing heard for %s."),
			 words_span(a, i->heard_ms));
}

static const char *first_waiting(struct arena *a, const struct pl_link_info *i)
{
	(void)a;
	(void)i;
	return _("No connection.");
}

static const char *first_refused(struct arena *a, const struct pl_link_info *i)
{
	(void)a;
	(void)i;
	return _("The server does not know this device any more. Type /signin.");
}

static const char *more_quiet(struct arena *a, const struct pl_link_info *i)
{
	return i->unacked_ms >= UNACKED_TOLD_MS ? unacked(a, i) : NULL;
}

static const char *more_opening(struct arena *a, const struct pl_link_info *i)
{
	if (i->heard_ms < GONE_TOLD_MS)
		return NULL;
	return arena_fmt(a, _("Nothing heard for %s."), words_span(a, i->heard_ms));
}

static const char *more_live(struct arena *a, const struct pl_link_info *i)
{
	if (i->unacked_ms < UNACKED_TOLD_MS || i->heard_ms < UNACKED_TOLD_MS)
		return NULL;
	return arena_fmt(a, _("Nothing heard for %s."), words_span(a, i->heard_ms));
}

static const char *more_waiting(struct arena *a, const struct pl_link_info *i)
{
	int64_t up = i->retry_in_ms + 999; /* never "in 0 seconds" while there is time left */

	if (i->retry_in_ms <= 0)
		return _("Next try now.");
	return arena_fmt(a, _("Next try in %s."), words_span(a, up));
}

static const struct {
	const char *(*first)(struct arena *a, const struct pl_link_info *i);
	const char *(*more)(struct arena *a,
			    const struct pl_link_info *i); /* may answer NULL */
	bool tells_kept;
} links[PL_LINKS] = {
	[PL_LINK_OFF] = { first_off, NULL, true },
	[PL_LINK_OPENING] = { first_opening, more_opening, true },
	[PL_LINK_LIVE] = { first_live, more_live, false },
	[PL_LINK_QUIET] = { first_quiet, more_quiet, true },
	[PL_LINK_WAITING] = { first_waiting, more_waiting, true },
	[PL_LINK_REFUSED] = { first_refused, NULL, true },
};

const char *words_link_first(struct arena *a, const struct pl_link_info *i)
{
	return links[i->link < PL_LINKS ? i->link : PL_LINK_OFF].first(a, i);
}

const char *words_link(struct arena *a, const struct pl_link_info *i)
{
	unsigned at = i->link < PL_LINKS ? i->link : PL_LINK_OFF;
	const char *first = links[at].first(a, i);
	const char *more = links[at].more ? links[at].more(a, i) : NULL;
	bool kept = i->kept > 0 && (links[at].tells_kept || i->unacked_ms >= UNACKED_TOLD_MS);

	return arena_fmt(a, "%s%s%s%s%s", first, more ? " " : "", more ? more : "",
			 kept ? " " : "", kept ? words_kept(a, i->kept) : "");
}
