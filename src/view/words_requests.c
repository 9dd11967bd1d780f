/* SPDX-License-Identifier: MIT */
/* What is said of people's requests, and of their hours, to those who lead. */
#include <libintl.h>

#include "view/words_program.h"
#include "view/words_in.h"

#define _(s) gettext(s)

/* Who; how long or what in its place, where there is such; which session. */
static const struct {
	const char *text;
	bool minutes, to;
} asks[PL_ASKS] = {
	[PL_ASK_LATE] = { N_("%s comes %s late: %s."), true, false },
	[PL_ASK_LISTENING] = { N_("%s only listens: %s."), false, false },
	[PL_ASK_ABSENT] = { N_("%s cannot come: %s."), false, false },
	[PL_ASK_SWAP] = { N_("%s asks to come to %s, in place of %s."), false, true },
	[PL_ASK_SIGN_UP] = { N_("%s signs up: %s."), false, false },
};

static const char *what_is_asked(struct arena *a, const struct pl_request *r, const char *from,
				 const char *to)
{
	const enum pl_ask ask = r->what < PL_ASKS ? r->what : PL_ASK_SIGN_UP;
	const char *what[3] = { r->who ? r->who : "" };
	size_t n = 1;

	if (asks[ask].minutes)
		what[n++] = words_minutes(a, r->n);
	if (asks[ask].to)
		what[n++] = to;
	what[n++] = from;
	return words_fill(a, words_row(asks[ask].text), what, n);
}

const char *words_asks(struct arena *a, const struct pl_request *r, const char *from,
		       const char *to)
{
	const char *said = r->text && *r->text ? arena_fmt(a, _(" In their words: %s."),
							   words_unstopped(a, r->text))
					       : "";

	return arena_fmt(a, "%s%s", what_is_asked(a, r, from, to), said);
}

static const char *const states[PL_REQUEST_STATES] = {
	[PL_REQUEST_KEPT] = N_("Not sent yet."),
	[PL_REQUEST_ASKED] = N_("It waits for your answer."),
	[PL_REQUEST_GRANTED] = N_("It stands."),
	[PL_REQUEST_REFUSED] = N_("The answer was no."),
	[PL_REQUEST_WAITING] = N_("It waits for a seat."),
	[PL_REQUEST_WITHDRAWN] = N_("It was taken back."),
	[PL_REQUEST_FULL] = N_("There was no seat."),
	[PL_REQUEST_TOO_LATE] = N_("It came too late."),
	[PL_REQUEST_GONE] = N_("The session was cancelled."),
	[PL_REQUEST_ROLE] = N_("It is not for them to ask."),
};

const char *words_asked_state(struct arena *a, const struct pl_request *r)
{
	const char *state = words_row(states[r->state < PL_REQUEST_STATES ? r->state : 0]);

	if (r->changing)
		return _("You have answered; that is kept here until there is a connection.");
	if (r->state == PL_REQUEST_WAITING && r->n)
		return arena_fmt(a, _("It waits for a seat, at place %d."), r->n);
	if (r->state == PL_REQUEST_REFUSED && r->why && *r->why)
		return arena_fmt(a, _("%s Why: %s."), state, words_unstopped(a, r->why));
	return state;
}

const char *words_asked_count(struct arena *a, int n)
{
	if (n <= 0)
		return _("No request waits for an answer.");
	return arena_fmt(a,
			 ngettext("%d request waits for an answer.",
				  "%d requests wait for an answer.", (unsigned long)n),
			 n);
}

const char *words_asked_short(struct arena *a, const struct pl_request *r)
{
	if (r->what == PL_ASK_LATE)
		return words_program(a, PROGRAM_COMES_LATE, words_minutes(a, r->n), "");
	if (r->what == PL_ASK_LISTENING)
		return words_program(a, PROGRAM_LISTENS, "", "");
	return r->what == PL_ASK_ABSENT ? words_program(a, PROGRAM_CANNOT_COME, "", "") : "";
}

static const char *missed_of(struct arena *a, const struct pl_hours *h)
{
	if (h->missed && h->absent)
		return arena_fmt(a, _(" Missed %d, could not come %d."), h->missed, h->absent);
	if (h->missed)
		return arena_fmt(a, _(" Missed %d."), h->missed);
	return h->absent ? arena_fmt(a, _(" Could not come %d."), h->absent) : "";
}

const char *words_member_hours(struct arena *a, const struct pl_hours *h)
{
	const char *had = arena_fmt(a, _("%s of %s"), words_minutes(a, h->had),
				    words_minutes(a, h->target));
	const int under = h->target - h->had - h->planned;
	const char *rest = h->planned > 0 ? arena_fmt(a, _("; %s still to come"),
						      words_minutes(a, h->planned))
					  : _("; nothing more is to come");

	return arena_fmt(
		a, "%s%s.%s%s", had, rest,
		under > 0 ? arena_fmt(a, _(" Not planned yet: %s."), words_minutes(a, under))
			  : "",
		missed_of(a, h));
}

const char *words_under_count(struct arena *a, int n)
{
	if (n <= 0)
		return words_program(a, PROGRAM_HOURS_ALL_WELL, "", "");
	return arena_fmt(a,
			 ngettext("%d person is under the hours of this week.",
				  "%d people are under the hours of this week.",
				  (unsigned long)n),
			 n);
}
