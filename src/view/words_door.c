/* SPDX-License-Identifier: MIT */
/* What is said at the door: its questions, and what is kept sealed of a person. */
#include <libintl.h>

#include "view/words.h"

#define _(s) gettext(s)

static const char *const questions[] = {
	[PL_DOOR_WHERE] = N_("Before you come in, there are three questions, so that help can "
			     "find you if you need it. Only the facilitators can read what you "
			     "say. It is kept locked, and deleted when the session is over. "
			     "Where are you now? Type /reply and your words. You need not say: "
			     "/reply skip goes on, and they may ask you themselves."),
	[PL_DOOR_NEAR] = N_("Who is near you? Type /reply and your words, or /reply skip."),
	[PL_DOOR_NUMBER] = N_("What number can we call you back on? Type /reply and the "
			      "number, or /reply skip."),
	[PL_DOOR_DONE] =
		N_("That was all. Thank you. Until you are let in you can change what you "
		   "said: type /reply where: and your words, or near: or number: in its "
		   "place."),
};

const char *words_door(struct arena *a, int n)
{
	(void)a;
	return _(questions[n >= PL_DOOR_WHERE && n <= PL_DOOR_DONE ? n : PL_DOOR_DONE]);
}

const char *words_reply(struct arena *a, const struct pl_notice *n)
{
	if (!*n->text)
		return arena_fmt(a, _("No replies of %s are kept."), n->who);
	if (n->n == PL_DOOR_NEAR)
		return arena_fmt(a, _("Near %s: %s"), n->who, n->text);
	if (n->n == PL_DOOR_NUMBER)
		return arena_fmt(a, _("The number of %s: %s"), n->who, n->text);
	return arena_fmt(a, _("%s is here: %s"), n->who, n->text);
}

const char *words_legal(struct arena *a, const struct pl_notice *n)
{
	if (!*n->text)
		return arena_fmt(a, _("No legal name is kept for %s."), n->who);
	return arena_fmt(a, _("The legal name of %s: %s"), n->who, n->text);
}

const char *words_looked(struct arena *a, const struct pl_notice *n)
{
	if (!n->n)
		return _("Nobody has looked at your legal name or at your replies.");
	return arena_fmt(a,
			 n->kind == PL_NOTE_LOOKED_LEGAL
				 ? _("%s looked at your legal name: %s, %s.")
				 : _("%s looked at your replies: %s, %s."),
			 n->who, words_day(a, n->n), words_when(a, n->n));
}

const char *words_figures_new(struct arena *a, const char *secret)
{
	return arena_fmt(
		a,
		_("Your clinic wants 6 figures from a phone app when you sign in. Add an "
		  "account to the app by hand, with this key: %s. It is shown once. "
		  "Then type the figures that the app shows."),
		secret);
}

const char *words_recovery(struct arena *a, const char *codes)
{
	return arena_fmt(
		a,
		_("For the day when your phone is lost: write these recovery codes down, "
		  "away from the phone. Each is good once. They are shown only now: %s"),
		codes);
}

static int count(unsigned bits)
{
	return (int)((bits & 1) + (bits >> 1 & 1) + (bits >> 2 & 1));
}

const char *words_replied(struct arena *a, const struct pl_seat *t)
{
	const int replied = count(t->replied), skipped = count(t->skipped);

	if (skipped)
		return arena_fmt(a, _("replied to %d of 3, skipped %d"), replied, skipped);
	return replied ? arena_fmt(a, _("replied to %d of 3"), replied) : _("has not replied");
}

/* "You are number 2 in the waiting room." */
static const char *waiting_place(struct arena *a, int place)
{
	return place == 1 ? _("You are first in the waiting room.")
			  : arena_fmt(a, _("You are number %d in the waiting room."), place);
}

const char *words_place(struct arena *a, const struct pl_notice *n)
{
	return waiting_place(a, (int)n->n);
}

const char *words_door_asks(struct arena *a, const struct pl_notice *n)
{
	return words_door(a, (int)n->n);
}

/* Where somebody is who is not in the room. */
const char *words_outside(struct arena *a, const struct pl_session *s)
{
	if (s->self && s->self->waits)
		return waiting_place(a, s->self->waits);
	return arena_fmt(a, _("You: %s."), words_where(s->self ? s->self->where : PL_NOWHERE));
}

const char *words_waited(struct arena *a, const struct pl_session *s, int64_t now_utc_ms)
{
	const struct pl_seat *t = s->self;

	if (!t || !t->waits || !t->since_utc_ms || now_utc_ms <= t->since_utc_ms)
		return "";
	return arena_fmt(a, _(" You have waited %s."),
			 words_span(a, now_utc_ms - t->since_utc_ms));
}
