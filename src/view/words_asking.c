/* SPDX-License-Identifier: MIT */
/* What a person has asked of the schedule, and where it stands. */
#include <libintl.h>

#include "view/words_schedule.h"

#define _(s) gettext(s)

/* ---- what ---- */

static const char *late(struct arena *a, int n, int64_t to_utc_ms)
{
	(void)to_utc_ms;
	return arena_fmt(a,
			 ngettext("You will be %d minute late", "You will be %d minutes late",
				  (unsigned long)n),
			 n);
}

static const char *listening(struct arena *a, int n, int64_t to_utc_ms)
{
	(void)a;
	(void)n;
	(void)to_utc_ms;
	return _("You will come, and only listen");
}

static const char *absent(struct arena *a, int n, int64_t to_utc_ms)
{
	(void)a;
	(void)n;
	(void)to_utc_ms;
	return _("You cannot come");
}

static const char *swap(struct arena *a, int n, int64_t to_utc_ms)
{
	(void)n;
	return arena_fmt(a, _("You asked to come on %s instead"), words_moment(a, to_utc_ms));
}

static const char *sign_up(struct arena *a, int n, int64_t to_utc_ms)
{
	(void)a;
	(void)n;
	(void)to_utc_ms;
	return _("You asked for a seat");
}

static const char *(*const asks[PL_ASKS])(struct arena *a, int n, int64_t to_utc_ms) = {
	[PL_ASK_LATE] = late, [PL_ASK_LISTENING] = listening, [PL_ASK_ABSENT] = absent,
	[PL_ASK_SWAP] = swap, [PL_ASK_SIGN_UP] = sign_up,
};

static const char *what_of(struct arena *a, enum pl_ask what, int n, int64_t to_utc_ms)
{
	return what < PL_ASKS ? asks[what](a, n, to_utc_ms) : "";
}

/* ---- where it stands ---- */

static const char *const states[PL_REQUEST_STATES] = {
	[PL_REQUEST_KEPT] = N_("kept here until there is a connection"),
	[PL_REQUEST_ASKED] = N_("waits for a facilitator"),
	[PL_REQUEST_GRANTED] = N_("at the clinic"),
	[PL_REQUEST_REFUSED] = N_("a facilitator said no"),
	[PL_REQUEST_WITHDRAWN] = N_("taken back"),
	[PL_REQUEST_FULL] = N_("there was no seat any more when this reached the clinic"),
	[PL_REQUEST_TOO_LATE] =
		N_("too late: the session had begun, or was over, when this reached the "
		   "clinic"),
	[PL_REQUEST_GONE] =
		N_("that session was cancelled, or is gone, when this reached the clinic"),
	[PL_REQUEST_ROLE] = N_("this is not for you to ask"),
};

/* What of these is granted is more than that the clinic knows. */
static const char *const granted[PL_ASKS] = {
	[PL_ASK_SWAP] = N_("a facilitator said yes"),
	[PL_ASK_SIGN_UP] = N_("you have one"),
};

/* A swap that comes to nothing leaves this person where they were. */
static const bool stays[PL_REQUEST_STATES] = {
	[PL_REQUEST_REFUSED] = true, [PL_REQUEST_FULL] = true, [PL_REQUEST_TOO_LATE] = true,
	[PL_REQUEST_GONE] = true,    [PL_REQUEST_ROLE] = true,
};

static const char *state_of(struct arena *a, const struct pl_request *r, const char *leader)
{
	if (r->changing)
		return _("you take this back; kept here until there is a connection");
	if (r->state == PL_REQUEST_WAITING && r->n > 0)
		return arena_fmt(a, _("place %d in the waiting list"), r->n);
	if (r->state == PL_REQUEST_WAITING)
		return _("you are in the waiting list");
	if (r->state == PL_REQUEST_ASKED && *leader)
		return arena_fmt(a, _("waits for %s"), leader);
	if (r->state == PL_REQUEST_GRANTED && r->what < PL_ASKS && granted[r->what])
		return _(granted[r->what]);
	return r->state < PL_REQUEST_STATES && states[r->state] ? _(states[r->state]) : "";
}

static const char *why_of(struct arena *a, const struct pl_request *r)
{
	if (r->state != PL_REQUEST_REFUSED || !r->why || !*r->why)
		return "";
	return arena_fmt(a, _(" Why: %s."), words_unstopped(a, r->why));
}

const char *words_request(struct arena *a, const struct pl_request *r, const char *leader)
{
	const char *what = what_of(a, r->what, r->n, r->to_original_utc_ms);
	const bool swaps = r->what == PL_ASK_SWAP && r->state < PL_REQUEST_STATES;

	return arena_fmt(
		a, "%s: %s.%s%s", what, state_of(a, r, leader ? leader : ""), why_of(a, r),
		swaps && stays[r->state] ? _(" You stay in the session that you had.") : "");
}

/* ---- at the moment of asking ---- */

const char *words_asking(struct arena *a, const struct pl_asked *asked)
{
	return what_of(a, asked->what, asked->n, asked->to_original_utc_ms);
}

const char *words_asked_for(struct arena *a, const struct pl_asked *asked, bool live)
{
	return arena_fmt(a,
			 live ? _("%s. It goes to the clinic now.")
			      : _("%s. It is kept here, and goes to the clinic when there "
				  "is a connection."),
			 words_asking(a, asked));
}

static const char *const failures[PL_FAILURES] = {
	[PL_FAIL_GONE] = N_("That session is cancelled, or is gone. Type /week to see what "
			    "there is."),
	[PL_FAIL_LATE] = N_("That session is over."),
	[PL_FAIL_TWICE] = N_("That stands already: there is nothing more to ask."),
	[PL_FAIL_REFUSED] = N_("That cannot be asked of this session. Your facilitator may be "
			       "able to help."),
	[PL_FAIL_BUSY] = N_("Too much is kept here already. It goes out when there is a "
			    "connection; then try again."),
	[PL_FAIL_STATE] = N_("It has been settled already, so it cannot be taken back. Type "
			     "/today to see it."),
	[PL_FAIL_TOO_LONG] = N_("That is too long. Please say it in fewer words."),
};

const char *words_failure_of_asking(enum pl_failure f)
{
	return f < PL_FAILURES && failures[f] ? _(failures[f]) : words_failure_of_act(f);
}
