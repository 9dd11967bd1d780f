/* SPDX-License-Identifier: MIT */
/* What is said of reports and notes, and of what is kept for how long. */
#include <libintl.h>
#include <string.h>

#include "view/words.h"

#define _(s) gettext(s)

static const char *messages_kept(struct arena *a, int days)
{
	if (!days)
		return _("Messages are not deleted.");
	return arena_fmt(a,
			 ngettext("Messages are kept for %d day.",
				  "Messages are kept for %d days.", (unsigned long)days),
			 days);
}

static const char *attendance_kept(struct arena *a, int years)
{
	if (!years)
		return _("Attendance is not deleted.");
	return arena_fmt(a,
			 ngettext("Attendance is kept for %d year.",
				  "Attendance is kept for %d years.", (unsigned long)years),
			 years);
}

const char *words_keeping(struct arena *a, const struct pl_group *g)
{
	if (!g->keep_told)
		return _("How long things are kept is told once you are connected.");
	return arena_fmt(a, "%s %s", messages_kept(a, g->keep_days),
			 attendance_kept(a, g->keep_years));
}

const char *words_about(struct arena *a, const struct pl_group *g)
{
	const char *how, *goes;

	if (!g->keep_told)
		return words_keeping(a, g);
	how = _("What you write to the facilitators alone is kept as long as attendance. So is "
		"why you raise a hand.");
	goes = _("What is kept no longer goes from the server by itself. It goes from your "
		 "device when it connects. Old copies that your program has made for safety "
		 "may hold it for longer.");
	return arena_fmt(a, "%s %s%s%s", words_keeping(a, g), how,
			 g->keep_days || g->keep_years ? " " : "",
			 g->keep_days || g->keep_years ? goes : "");
}

/* Reports */

/* The full stop behind it is the sentence's. */
const char *words_unstopped(struct arena *a, const char *text)
{
	size_t n = strlen(text);

	while (n && text[n - 1] == '.')
		n--;
	return arena_dup(a, text, n);
}

const char *words_reported(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("Report %d, by %s: %s. Type /reports to see the message."),
			 (int)n->n, n->who, words_unstopped(a, n->text));
}

const char *words_resolved(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("About your report %d, %s says: %s"), (int)n->n, n->who, n->text);
}

static const char *done(struct arena *a, const struct pl_report *r, bool own)
{
	if (r->done_by)
		return arena_fmt(a, _("%s, %s: %s"), r->done_who, words_when(a, r->done_utc_ms),
				 r->done);
	if (own)
		return _("The facilitators have it, and nobody else.");
	return arena_fmt(a, _("To settle it, type /resolve %d and what was done."),
			 (int)r->number);
}

static const char *about(struct arena *a, const struct pl_report *r, const char *message)
{
	if (message)
		return arena_fmt(a, _("The message: \"%s\""), message);
	return arena_fmt(a, _("Message %d is not here."), (int)r->message_seq);
}

const char *words_report(struct arena *a, const struct pl_report *r, bool own,
			 const char *message)
{
	const char *when = words_when(a, r->utc_ms), *why = words_unstopped(a, r->why);
	const char *head =
		own ? arena_fmt(a, _("Your report %d, %s: %s."), (int)r->number, when, why)
		    : arena_fmt(a, _("Report %d, by %s, %s: %s."), (int)r->number, r->who, when,
				why);

	return arena_fmt(a, "%s %s %s", head, about(a, r, message), done(a, r, own));
}

const char *words_reports(struct arena *a, int n)
{
	if (n <= 0)
		return _("No report is open.");
	return arena_fmt(
		a, ngettext("%d report is open.", "%d reports are open.", (unsigned long)n), n);
}
