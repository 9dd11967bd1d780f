/* SPDX-License-Identifier: MIT */
/* What a person can ask for, of a session by its number, or of the next one. */
#include <stdlib.h>
#include <string.h>

#include "text/keys.h"
#include "view/schedule.h"

enum { LATE_MINUTES = 10, LATE_MAX = 120, FIND_BACK = -8, FIND_AHEAD = 62 };

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

static int say(struct stage *s, enum schedule_word w, const char *what)
{
	return stage_tell(s, words_schedule(mem(s), w, what, ""));
}

/* ---- which session ---- */

static bool find_between(struct stage *s, const struct stage_numbered *key,
			 const int64_t span[2], struct pl_occurrence *out)
{
	const struct pl_occurrence *all;
	const size_t n = pl_client_schedule(s->client, span[0], span[1], &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].series == key->series &&
		    all[i].original_utc_ms == key->original_utc_ms) {
			*out = all[i];
			return true;
		}
	return false;
}

/* At its hour; or it was moved. */
static bool find(struct stage *s, const struct stage_numbered *key, struct pl_occurrence *out)
{
	const int64_t now = stage_now(s);
	const int64_t there[2] = { key->original_utc_ms, key->original_utc_ms + 1 };
	const int64_t around[2] = { pl_day(now, FIND_BACK), pl_day(now, FIND_AHEAD) };

	return find_between(s, key, there, out) || find_between(s, key, around, out);
}

/* A number that stands alone; *rest moves behind it and its blanks. */
static bool take_number(const char **rest, long *n)
{
	char *end;
	const char *at = *rest + strspn(*rest, " \t");

	if (*at < '0' || *at > '9')
		return false;
	*n = strtol(at, &end, 10);
	if (*end == '.')
		end++;
	if (*end && !strchr(" \t\n", *end))
		return false;
	*rest = end + strspn(end, " \t\n");
	return true;
}

static bool take_next(struct stage *s, struct pl_occurrence *out, int *bits)
{
	const struct pl_occurrence *next = pl_client_next(s->client);

	if (next)
		*out = *next;
	else
		*bits = say(s, SCHEDULE_NONE_NEXT, "") | DID_KEEP;
	return next;
}

static bool take_numbered(struct stage *s, long n, struct pl_occurrence *out, int *bits)
{
	if (n >= 1 && n <= (long)s->schedule.count &&
	    find(s, &s->schedule.numbered[n - 1], out))
		return true;
	*bits = say(s, SCHEDULE_NO_NUMBER, words_count(mem(s), (int)n)) | DID_KEEP;
	return false;
}

bool schedule_take(struct stage *s, const char **rest, struct pl_occurrence *out, int *bits)
{
	long n;

	return take_number(rest, &n) ? take_numbered(s, n, out, bits) : take_next(s, out, bits);
}

/* ---- asking ---- */

static bool is_live(const struct stage *s)
{
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	return info.link == PL_LINK_LIVE || info.link == PL_LINK_QUIET;
}

/* Its name is told with each answer: a number may be misheard. */
static int ask(struct stage *s, const struct pl_occurrence *o, struct pl_asked *asked)
{
	const char *name = model_line(&s->model, words_named(mem(s), o));
	enum pl_failure f;

	asked->series = o->series;
	asked->original_utc_ms = o->original_utc_ms;
	f = pl_client_ask(s->client, asked);
	if (f != PL_OK)
		return stage_tell(s, arena_fmt(mem(s), "%s. %s", name,
					       words_failure_of_asking(f))) |
		       DID_KEEP;
	s->schedule.asked = (struct stage_numbered) { o->series, o->original_utc_ms };
	s->schedule.asked_utc_ms = stage_now(s);
	return stage_tell(s, arena_fmt(mem(s), "%s. %s", name,
				       words_asked_for(mem(s), asked, is_live(s))));
}

/* One slip on a key asks for nothing: it tells what a second one does. */
static int ask_by_key(struct stage *s, enum pl_ask what, int n, const char *word)
{
	struct pl_asked asked = { .what = what, .n = n };
	struct pl_occurrence o;
	struct pl_wish w;
	int bits;

	if (!take_next(s, &o, &bits))
		return bits;
	w = (struct pl_wish) { .act = (enum pl_act)(PL_ACTS + what),
			       .member = o.series,
			       .n = o.original_utc_ms };
	if (stage_asked(s, &w))
		return ask(s, &o, &asked);
	return stage_tell(s, arena_fmt(mem(s), "%s. %s",
				       model_line(&s->model, words_named(mem(s), &o)),
				       words_schedule(mem(s), SCHEDULE_AGAIN,
						      words_asking(mem(s), &asked), word)));
}

/* "15" alone is a session where there is one of that number, else minutes. */
static int act_late(struct stage *s, const char *rest)
{
	struct pl_asked asked = { .what = PL_ASK_LATE, .n = LATE_MINUTES };
	struct pl_occurrence o;
	long first = 0, minutes = LATE_MINUTES;
	int bits;

	if (!rest)
		return ask_by_key(s, PL_ASK_LATE, LATE_MINUTES, "late");
	const bool one = take_number(&rest, &first), two = one && take_number(&rest, &minutes);
	const bool is_minutes =
		one && !two && (*rest == 'm' || first > (long)s->schedule.count);

	if (is_minutes)
		minutes = first;
	if ((*rest && *rest != 'm') || minutes < 1 || minutes > LATE_MAX)
		return session_how(s, "late");
	if (one && !is_minutes ? !take_numbered(s, first, &o, &bits) : !take_next(s, &o, &bits))
		return bits;
	asked.n = (int)minutes;
	return ask(s, &o, &asked);
}

static int act_listening(struct stage *s, const char *rest)
{
	struct pl_asked asked = { .what = PL_ASK_LISTENING };
	struct pl_occurrence o;
	int bits;

	if (!rest)
		return ask_by_key(s, PL_ASK_LISTENING, 0, "listening");
	return schedule_take(s, &rest, &o, &bits) ? ask(s, &o, &asked) : bits;
}

static int act_absent(struct stage *s, const char *rest)
{
	struct pl_asked asked = { .what = PL_ASK_ABSENT };
	struct pl_occurrence o;
	int bits;

	if (!rest)
		return ask_by_key(s, PL_ASK_ABSENT, 0, "absent");
	if (!schedule_take(s, &rest, &o, &bits))
		return bits;
	asked.text = rest;
	return ask(s, &o, &asked);
}

static int act_swap(struct stage *s, const char *rest)
{
	struct pl_asked asked = { .what = PL_ASK_SWAP };
	struct pl_occurrence from, to;
	long n, m;
	int bits;

	if (!session_given(rest) || !take_number(&rest, &n) || !take_number(&rest, &m))
		return session_how(s, "swap");
	if (!take_numbered(s, m, &to, &bits))
		return bits;
	asked.to_series = to.series;
	asked.to_original_utc_ms = to.original_utc_ms;
	asked.text = rest;
	return take_numbered(s, n, &from, &bits) ? ask(s, &from, &asked) : bits;
}

static int act_signup(struct stage *s, const char *rest)
{
	struct pl_asked asked = { .what = PL_ASK_SIGN_UP };
	struct pl_occurrence o;
	long n;
	int bits;

	if (!session_given(rest) || !take_number(&rest, &n))
		return session_how(s, "signup");
	return take_numbered(s, n, &o, &bits) ? ask(s, &o, &asked) : bits;
}

/* ---- taking back ---- */

/* The newest of this person's that is not settled. */
static const struct pl_request *newest(struct stage *s)
{
	const struct pl_request *all;
	const size_t n = pl_client_requests(s->client, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].mine && all[i].original_utc_ms > stage_now(s) &&
		    all[i].state <= PL_REQUEST_GRANTED)
			return &all[i];
	return NULL;
}

/* One that has not gone out is forgotten: of that nobody needs to be told. */
static int withdraw(struct stage *s, const struct pl_request *r, const char *name)
{
	const bool kept = r->state == PL_REQUEST_KEPT;
	const enum pl_failure f = pl_client_withdraw(s->client, r->id);

	if (f != PL_OK)
		return stage_tell(s, words_failure_of_asking(f)) | DID_KEEP;
	return say(s, kept || is_live(s) ? SCHEDULE_WITHDRAWN : SCHEDULE_WITHDRAWN_LATER, name);
}

static int act_withdraw(struct stage *s, const char *rest)
{
	const struct pl_request *r;
	struct pl_occurrence o;
	int bits;

	if (!rest)
		return session_how(s, "withdraw");
	if (session_given(rest)) {
		if (!schedule_take(s, &rest, &o, &bits))
			return bits;
		if (!o.request)
			return say(s, SCHEDULE_NO_REQUEST, "") | DID_KEEP;
		return withdraw(s, o.request, model_line(&s->model, words_named(mem(s), &o)));
	}
	r = newest(s);
	if (!r)
		return say(s, SCHEDULE_NO_REQUEST, "") | DID_KEEP;
	return withdraw(s, r, words_moment(mem(s), r->original_utc_ms));
}

/* ---- going there ---- */

static int act_join(struct stage *s, const char *rest)
{
	struct pl_occurrence o;
	int bits;

	(void)rest;
	if (!take_next(s, &o, &bits))
		return bits;
	if (!schedule_group_number(s, o.group))
		return stage_tell(s, words_of(WORD_NO_GROUP));
	return stage_go_to(s, o.group);
}

const struct verb schedule_verbs[] = {
	{ "join", KEY_CHORD('c'), "", N_("Go to the group of your next session."), act_join },
	{ "late", KEY_CHORD('K'), N_("NUMBER MINUTES"),
	  N_("Tell that you come late: to the session with that number in /today or /week, "
	     "or without one to the next. The key asks first."),
	  act_late },
	{ "listening", KEY_CHORD('E'), N_("NUMBER"),
	  N_("Tell that you come to a session and only listen. The key asks first."),
	  act_listening },
	{ "absent", KEY_CHORD('N'), N_("NUMBER WHY"),
	  N_("Tell that you cannot come to a session. The key asks first."), act_absent },
	{ "swap", KEY_CHORD('X'), N_("NUMBER and NUMBER of the other"),
	  N_("Ask to come to another session in place of one. A facilitator answers."),
	  act_swap },
	{ "signup", KEY_CHORD('Y'), N_("NUMBER"), N_("Ask for a seat in a session."),
	  act_signup },
	{ "withdraw", KEY_CHORD('U'), N_("NUMBER"),
	  N_("Take back what you asked of a session, or without a number the newest."),
	  act_withdraw },
	{ NULL, 0, NULL, NULL, NULL },
};
