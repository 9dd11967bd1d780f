/* SPDX-License-Identifier: MIT */
/* What people ask for: the table of what may be asked, and when.  By whom is in rights.c. */
#include <stdlib.h>

#include "server/program_in.h"
#include "server/rights.h"

/* What is asked, while it is looked at. */
struct ask {
	const struct program *p;
	const struct program_act *act;
	struct request r; /* as it would be */
	const struct series *s;
	struct occur at;
};

static enum wire_request granted(const struct ask *a)
{
	(void)a;
	return WIRE_REQUEST_GRANTED;
}

static enum wire_request swap(const struct ask *a)
{
	const struct series *to = program_series(a->p, a->r.to_series);
	struct occur at;

	if (!to || !program_find(to, a->r.to_original_utc_ms, &at) || at.cancelled)
		return WIRE_REQUEST_GONE;
	if (at.start_utc_ms <= a->act->now_utc_ms)
		return WIRE_REQUEST_TOO_LATE;
	return program_has_seat(a->p, to, a->r.to_original_utc_ms) ? WIRE_REQUEST_ASKED
								   : WIRE_REQUEST_FULL;
}

static enum wire_request sign_up(const struct ask *a)
{
	return program_has_seat(a->p, a->s, a->r.original_utc_ms) ? WIRE_REQUEST_GRANTED
								  : WIRE_REQUEST_WAITING;
}

static bool read_late(struct ask *a)
{
	int64_t n = 0;
	const struct str x = a->act->m->x;

	for (size_t i = 0; i < x.n && x.n < 4; i++)
		n = x.p[i] >= '0' && x.p[i] <= '9' ? 10 * n + (x.p[i] - '0')
						   : PROGRAM_LATE_MAX + 1;
	a->r.x = n;
	return n >= 1 && n <= PROGRAM_LATE_MAX;
}

static bool read_target(struct ask *a)
{
	return program_occurrence(a->act->m->x, &a->r.to_series, &a->r.to_original_utc_ms) &&
	       (a->r.to_series != a->r.series ||
		a->r.to_original_utc_ms != a->r.original_utc_ms);
}

static bool read_nothing(struct ask *a)
{
	(void)a;
	return true;
}

/* One row for each thing that can be asked for. */
static const struct row {
	bool (*read)(struct ask *a); /* x */
	bool expected;               /* for who is expected there, or for who is not */
	bool begins;                 /* until it begins, or until it is over */
	enum wire_request (*judge)(const struct ask *a);
} rows[ASKS] = {
	[ASK_LATE] = { read_late, true, false, granted },
	[ASK_LISTENING] = { read_nothing, true, false, granted },
	[ASK_ABSENT] = { read_nothing, true, false, granted },
	[ASK_SWAP] = { read_target, true, true, swap },
	[ASK_SIGN_UP] = { read_nothing, false, true, sign_up },
};

/* The same is asked already, or was granted; or there are too many. */
static const char *stands(const struct ask *a)
{
	size_t open = 0;

	for (size_t i = 0; i < a->p->requests_count; i++) {
		const struct request *r = a->p->requests[i];

		if (r->member != a->r.member || !program_stands(r))
			continue;
		open += program_open(r);
		if (r->what == a->r.what && r->series == a->r.series &&
		    r->original_utc_ms == a->r.original_utc_ms)
			return WIRE_E_TWICE;
	}
	return open < PROGRAM_OPEN_MAX ? NULL : WIRE_E_STATE;
}

/* A swap goes into another section, at which one is not expected. */
static const char *may_swap(const struct ask *a)
{
	const struct series *to = program_any_series(a->p, a->r.to_series);

	if (!to || !program_sees(a->p, to, a->r.member))
		return WIRE_E_GONE;
	if (to->gone)
		return NULL; /* that is a state of what is asked */
	if (!*a->s->track || !str_is(str_of(to->track), a->s->track) || to->kind == KIND_AWAY)
		return WIRE_E_ROLE;
	/* Whoever belongs there signs up: a swap would make a guest of them. */
	return program_belongs(a->p, &a->r) ||
			       program_expected(a->p, to, a->r.to_original_utc_ms, a->r.member)
		       ? WIRE_E_TWICE
		       : NULL;
}

/* For whom it is. */
static const char *may(const struct ask *a)
{
	const struct person *who = program_person(a->p, a->s->group, a->r.member);
	const bool there = program_expected(a->p, a->s, a->r.original_utc_ms, a->r.member);

	if (!right_may(right_of(RIGHT_SCHEDULE, a->act->m->r),
		       program_is(a->p, a->s->group, a->r.member)) ||
	    a->s->kind == KIND_AWAY)
		return WIRE_E_ROLE;
	if (there && !rows[a->r.what].expected)
		return WIRE_E_TWICE;
	if (a->r.what == ASK_SIGN_UP && who->family && a->s->kind != KIND_FAMILY)
		return WIRE_E_ROLE;
	if (a->r.what == ASK_SIGN_UP &&
	    program_is_absent(a->p, a->r.member, a->r.series, a->r.original_utc_ms))
		return WIRE_E_STATE; /* that is to be taken back first */
	return a->r.what == ASK_SWAP ? may_swap(a) : NULL;
}

/* Whoever cannot come may make up for it in another section. */
static bool is_expected(const struct ask *a)
{
	return program_expected(a->p, a->s, a->r.original_utc_ms, a->r.member) ||
	       (a->r.what == ASK_SWAP &&
		program_is_absent(a->p, a->r.member, a->r.series, a->r.original_utc_ms));
}

/* As it stands when it arrives. */
static enum wire_request judge(const struct ask *a)
{
	const struct row *row = &rows[a->r.what];
	const int64_t until = row->begins ? a->at.start_utc_ms : a->at.end_utc_ms;

	if (!a->at.end_utc_ms || a->at.cancelled)
		return WIRE_REQUEST_GONE;
	if (until <= a->act->now_utc_ms)
		return WIRE_REQUEST_TOO_LATE;
	if (row->expected != is_expected(a))
		return WIRE_REQUEST_ROLE;
	return row->judge(a);
}

static const char *read_ask(struct ask *a, int what)
{
	const struct wire_msg *m = a->act->m;

	a->r = (struct request) { .member = a->act->member,
				  .device = a->act->device,
				  .ticket = m->k,
				  .what = (enum what)what,
				  .utc_ms = a->act->now_utc_ms };
	if (!program_occurrence(m->c, &a->r.series, &a->r.original_utc_ms) ||
	    !rows[what].read(a))
		return WIRE_E_FORM;
	return m->b.n > PROGRAM_WORDS_MAX ? WIRE_E_LARGE : NULL;
}

static const char *ask(struct program *p, const struct program_act *act, int what,
		       struct program_put *out)
{
	struct ask a = { .p = p, .act = act };
	const char *no = read_ask(&a, what);

	if (no)
		return no;
	a.s = program_any_series(p, a.r.series);
	/* Of what one is not told, there is nothing. */
	if (!a.s || !program_sees(p, a.s, a.r.member))
		return WIRE_E_GONE;
	if (!program_find(a.s, a.r.original_utc_ms, &a.at))
		a.at = (struct occur) { .cancelled = true };
	no = may(&a);
	no = no ? no : stands(&a);
	if (no)
		return no;
	a.r.state = judge(&a);
	if (a.r.state == WIRE_REQUEST_WAITING) {
		a.r.number = INT64_MAX;
		a.r.x = program_before(p, &a.r) + 1;
		a.r.number = 0;
	}
	a.r.words = mem_dup(act->m->b.n ? act->m->b.p : "", act->m->b.n);
	program_put_request(&a.r, out);
	free(a.r.words);
	return NULL;
}

void program_put_request(const struct request *r, struct program_put *out)
{
	struct program_words w;
	struct wire_msg m;

	*out = (struct program_put) { .kind = PROGRAM_REQUEST,
				      .number = r->number,
				      .member = r->member,
				      .device = r->device,
				      .ticket = r->ticket };
	program_request_msg(r, &w, &m);
	program_text(&out->text, &m, 0, 0);
}

/* It came before. */
static bool repeated(const struct program *p, const struct program_act *a,
		     struct program_put *out)
{
	for (size_t i = 0; i < p->requests_count; i++) {
		const struct request *r = p->requests[i];

		if (r->member != a->member || r->device != a->device || r->ticket != a->m->k)
			continue;
		*out = (struct program_put) { .kind = PROGRAM_REQUEST, .number = r->number };
		return true;
	}
	return false;
}

const char *program_ask(struct program *p, const struct program_act *a, struct program_put *out)
{
	const int what = program_word(program_asks, ASKS, a->m->r);

	*out = (struct program_put) { .kind = PROGRAM_REQUEST };
	if (what < 0)
		return program_answer(p, a, out);
	return repeated(p, a, out) ? NULL : ask(p, a, what, out);
}
