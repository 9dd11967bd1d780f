/* SPDX-License-Identifier: MIT */
/* What people ask for, to those who lead: who, what, and what it would mean. */
#include <stdlib.h>
#include <string.h>

#include "text/keys.h"
#include "view/plan.h"

enum { DONE_SHOWN = 20, SPAN_DAYS = 100, SOON_MS = 30 * 60 * 1000 };

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

static bool is_open(const struct pl_request *r)
{
	return !r->mine && !r->changing &&
	       (r->state == PL_REQUEST_ASKED || r->state == PL_REQUEST_WAITING);
}

/* The session, wherever it is now; false: there is none, or it is cancelled. */
static bool session_of(struct stage *s, int64_t series, int64_t original,
		       struct pl_occurrence *out)
{
	const struct pl_occurrence *all;
	const size_t n = pl_client_schedule(s->client, original - SPAN_DAYS * day_ms,
					    original + SPAN_DAYS * day_ms, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].source == PL_OF_THE_PROGRAM && all[i].series == series &&
		    all[i].original_utc_ms == original) {
			*out = all[i];
			return true;
		}
	return false;
}

static const char *title_of(struct stage *s, int64_t series)
{
	const struct pl_series *row = plan_series_of(s, series);

	return row ? row->title : "";
}

static const char *session_words(struct stage *s, struct arena *a, int64_t series,
				 int64_t original)
{
	struct pl_occurrence o;

	if (session_of(s, series, original, &o))
		return arena_fmt(a, "%s, %s", o.title, words_moment(a, o.start_utc_ms));
	return arena_fmt(a, "%s, %s", title_of(s, series), words_moment(a, original));
}

/* What it would mean */

static bool is_in(struct stage *s, int64_t group, int64_t member)
{
	const struct pl_person *people;
	const size_t n = pl_client_people(s->client, group, &people);

	for (size_t i = 0; i < n; i++)
		if (people[i].id == member)
			return true;
	return false;
}

/* What else this member is expected at then; not the session that is given up for it. */
static const char *clash_of(struct stage *s, struct arena *a, const struct pl_request *r,
			    const struct pl_occurrence *to)
{
	const struct pl_occurrence *all;
	const size_t n = pl_client_schedule(s->client, to->start_utc_ms, to->end_utc_ms, &all);

	for (size_t i = 0; i < n; i++) {
		const struct pl_occurrence *o = &all[i];

		if (o->source != PL_OF_THE_PROGRAM || o->cancelled || o->optional ||
		    o->kind == PL_AWAY || o->series == to->series || o->series == r->series ||
		    !is_in(s, o->group, r->member))
			continue;
		return arena_fmt(a, " %s",
				 words_program(a, PROGRAM_HAS_THEN, r->who, o->title));
	}
	return "";
}

static const char *seat_words(struct arena *a, const struct pl_occurrence *o)
{
	if (!o->cap)
		return "";
	return arena_fmt(
		a, " %s",
		words_program(a, o->taken < o->cap ? PROGRAM_SEAT_THERE : PROGRAM_SEAT_NOT,
			      words_count(a, o->taken), words_count(a, o->cap)));
}

/* Of the session that is asked for: a swap's other one, a sign-up's own. */
static const char *meaning_of(struct stage *s, struct arena *a, const struct pl_request *r)
{
	const bool swap = r->what == PL_ASK_SWAP;
	struct pl_occurrence o;

	if (!is_open(r) || (!swap && r->what != PL_ASK_SIGN_UP))
		return "";
	if (!session_of(s, swap ? r->to_series : r->series,
			swap ? r->to_original_utc_ms : r->original_utc_ms, &o) ||
	    o.cancelled)
		return arena_fmt(a, " %s", words_program(a, PROGRAM_TARGET_GONE, "", ""));
	return arena_fmt(a, "%s%s", seat_words(a, &o), clash_of(s, a, r, &o));
}

/* The view */

static void tell(struct stage *s, struct model *out, const struct pl_request *r, size_t number)
{
	struct item *it = model_add(out, view_id(ID_REQUEST, r->id), ITEM_CHOICE);
	struct arena *a = &out->mem;
	const char *from = session_words(s, a, r->series, r->original_utc_ms);
	const char *to = r->what == PL_ASK_SWAP
				 ? session_words(s, a, r->to_series, r->to_original_utc_ms)
				 : "";

	it->who = number ? arena_fmt(a, "%zu", number) : NULL;
	it->text = model_text(out, arena_fmt(a, "%s%s %s", words_asks(a, r, from, to),
					     meaning_of(s, a, r), words_asked_state(a, r)));
	it->voice = VOICE_POLITE;
}

/* Those that wait first, the oldest of them first, with numbers; then the newest of the rest. */
static int tell_open(struct stage *s, struct model *out, const struct pl_request *all, size_t n)
{
	struct plan *p = plan_of(s);

	p->requests_count = 0;
	for (size_t i = n; i > 0 && p->requests_count < PLAN_SHOWN_MAX; i--) {
		if (!is_open(&all[i - 1]))
			continue;
		p->requests[p->requests_count++] = all[i - 1].id;
		tell(s, out, &all[i - 1], p->requests_count);
	}
	return (int)p->requests_count;
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_request *all;
	const size_t n = pl_client_requests(s->client, &all);
	size_t done = 0;

	out->title = words_program(&out->mem, PROGRAM_REQUESTS, "", "");
	out->status = words_asked_count(&out->mem, tell_open(s, out, all, n));
	if (!session_leads(s)) {
		out->count = 0;
		out->status = words_program(&out->mem, PROGRAM_LEADERS_ONLY, "", "");
	} else if (plan_of(s)->requests_count) {
		model_add(out, view_id(ID_REQUEST, 1), ITEM_NOTICE)->text =
			words_program(&out->mem, PROGRAM_STATUS_ASKED, "", "");
	}
	for (size_t i = 0; session_leads(s) && i < n && done < DONE_SHOWN; i++)
		if (!is_open(&all[i]) && !all[i].mine) {
			tell(s, out, &all[i], 0);
			done++;
		}
	if (!out->count)
		model_add(out, view_id(ID_REQUEST, 0), ITEM_NOTICE)->text =
			session_leads(s) ? words_program(&out->mem, PROGRAM_NO_REQUEST, "", "")
					 : out->status;
}

const struct view view_requests = {
	"requests",
	KEY_CHORD('R'),
	N_("For facilitators: what people ask for, and what it would mean."),
	build,
	NULL,
};

/* Answers */

/* By its number as it was shown last; NULL: it is not there, or waits no more. */
static const struct pl_request *find(struct stage *s, int64_t number)
{
	struct plan *p = plan_of(s);
	const struct pl_request *all;
	const size_t n = pl_client_requests(s->client, &all);

	if (number < 1 || number > (int64_t)p->requests_count)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (all[i].id == p->requests[number - 1] && is_open(&all[i]))
			return &all[i];
	return NULL;
}

/* Not shown yet they have the numbers that they would be shown with. */
static void number(struct stage *s)
{
	struct plan *p = plan_of(s);
	const struct pl_request *all;
	size_t n = p->requests_count ? 0 : pl_client_requests(s->client, &all);

	for (; n > 0 && p->requests_count < PLAN_SHOWN_MAX; n--)
		if (is_open(&all[n - 1]))
			p->requests[p->requests_count++] = all[n - 1].id;
}

static int respond(struct stage *s, const char *rest, bool granted, const char *verb)
{
	struct arena *mem = &s->model.mem;
	const struct pl_request *r;
	enum pl_failure f;
	const char *who;
	char *end;
	int64_t n;

	if (!session_leads(s))
		return stage_tell(s, words_program(mem, PROGRAM_LEADERS_ONLY, "", "")) |
		       DID_KEEP;
	if (!session_given(rest) || *rest < '0' || *rest > '9')
		return session_how(s, verb);
	n = strtoll(rest, &end, 10);
	if ((*end && *end != ' ') || (granted && session_given(end)))
		return session_how(s, verb);
	number(s);
	r = find(s, n);
	if (!r)
		return stage_tell(s, words_program(mem, PROGRAM_NO_SUCH_REQUEST, "", "")) |
		       DID_KEEP;
	who = model_text(&s->model, r->who);
	f = pl_client_answer(s->client, r->id, granted, end + strspn(end, " "));
	if (f != PL_OK)
		return stage_tell(s, words_answer_failure(f)) | DID_KEEP;
	return stage_tell(s, words_program(mem, granted ? PROGRAM_GRANTED : PROGRAM_DENIED, who,
					   plan_goes(s)));
}

int requests_grant(struct stage *s, const char *rest)
{
	return respond(s, rest, true, "grant");
}

int requests_deny(struct stage *s, const char *rest)
{
	return respond(s, rest, false, "deny");
}

/* In the console: of the session that runs, or is about to begin */

static bool is_of(const struct pl_request *r, const struct pl_occurrence *o)
{
	return r->series == o->series && r->original_utc_ms == o->original_utc_ms &&
	       (r->state == PL_REQUEST_GRANTED || r->state == PL_REQUEST_ASKED);
}

/* The newest that this member has said of it. */
static const struct pl_request *said_of(struct stage *s, int64_t member,
					const struct pl_occurrence *o)
{
	const struct pl_request *all;
	const size_t n = pl_client_requests(s->client, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].member == member && is_of(&all[i], o))
			return &all[i];
	return NULL;
}

const char *requests_short(struct stage *s, struct arena *a, int64_t member)
{
	const struct pl_occurrence *all;
	const size_t n =
		pl_client_schedule(s->client, stage_now(s), stage_now(s) + SOON_MS, &all);

	for (size_t i = 0; i < n; i++) {
		const struct pl_request *r;

		if (all[i].group != s->group || all[i].cancelled || all[i].kind == PL_AWAY)
			continue;
		r = said_of(s, member, &all[i]);
		return r ? words_asked_short(a, r) : "";
	}
	return "";
}
