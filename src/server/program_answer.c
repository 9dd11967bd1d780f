/* SPDX-License-Identifier: MIT */
/* What is done with a request: by its member, by those who lead, and by itself. */
#include <stdlib.h>

#include "server/program_in.h"
#include "server/rights.h"

static enum wire_request judge_one(const struct program *p, int64_t series,
				   int64_t original_utc_ms, int64_t now_utc_ms)
{
	struct occur at;

	if (!program_find(program_series(p, series), original_utc_ms, &at) || at.cancelled)
		return WIRE_REQUEST_GONE;
	return at.start_utc_ms <= now_utc_ms ? WIRE_REQUEST_TOO_LATE : WIRE_REQUEST_GRANTED;
}

enum wire_request program_judge(const struct program *p, const struct request *r,
				int64_t now_utc_ms)
{
	const enum wire_request here = judge_one(p, r->series, r->original_utc_ms, now_utc_ms);

	if (here != WIRE_REQUEST_GRANTED || r->what != ASK_SWAP)
		return here;
	return judge_one(p, r->to_series, r->to_original_utc_ms, now_utc_ms);
}

/* Which seat a request takes when it is granted. */
static bool seat_for(const struct program *p, const struct request *r)
{
	const bool swaps = r->what == ASK_SWAP;
	const struct series *s = program_series(p, swaps ? r->to_series : r->series);

	return s && program_has_seat(p, s, swaps ? r->to_original_utc_ms : r->original_utc_ms);
}

/* Is it over, as far as this request goes? */
static bool is_over(const struct program *p, const struct request *r, int64_t now_utc_ms)
{
	struct occur at;
	const bool swaps = r->what == ASK_SWAP && r->state == WIRE_REQUEST_GRANTED;
	const int64_t series = swaps ? r->to_series : r->series;
	const int64_t original = swaps ? r->to_original_utc_ms : r->original_utc_ms;

	return program_find(program_series(p, series), original, &at) &&
	       at.end_utc_ms <= now_utc_ms;
}

/* Who takes back that they do not come needs the seat that they gave. */
static bool seat_is_back(const struct program *p, const struct request *r)
{
	const struct series *s = program_series(p, r->series);

	if (r->state != WIRE_REQUEST_GRANTED || !s ||
	    (r->what != ASK_ABSENT && r->what != ASK_SWAP))
		return true;
	return !program_expected_without(p, s, r) || program_has_seat(p, s, r->original_utc_ms);
}

static const char *withdraw(const struct program *p, const struct request *r,
			    const struct program_act *a, struct request *as)
{
	if (r->state == WIRE_REQUEST_WITHDRAWN)
		return NULL;
	if (!program_stands(r))
		return WIRE_E_STATE;
	if (is_over(p, r, a->now_utc_ms))
		return WIRE_E_LATE;
	if (!seat_is_back(p, r))
		return WIRE_E_FULL;
	as->state = WIRE_REQUEST_WITHDRAWN;
	as->x = 0;
	if (r->state != WIRE_REQUEST_GRANTED)
		as->to_series = 0; /* see program.h: it makes no guest */
	return NULL;
}

static const char *grant(const struct program *p, const struct request *r,
			 const struct program_act *a, struct request *as)
{
	enum wire_request now;

	if (r->state == WIRE_REQUEST_GRANTED)
		return NULL;
	if (!program_open(r))
		return WIRE_E_STATE;
	now = program_judge(p, r, a->now_utc_ms);
	if (now != WIRE_REQUEST_GRANTED)
		return now == WIRE_REQUEST_GONE ? WIRE_E_GONE : WIRE_E_LATE;
	if (!seat_for(p, r))
		return WIRE_E_FULL;
	if (r->what == ASK_SWAP &&
	    (program_belongs(p, r) || program_expected(p, program_series(p, r->to_series),
						       r->to_original_utc_ms, r->member)))
		return WIRE_E_TWICE;
	as->state = WIRE_REQUEST_GRANTED;
	as->x = 0;
	return NULL;
}

static const char *refuse(const struct program *p, const struct request *r,
			  const struct program_act *a, struct request *as)
{
	(void)p;
	if (r->state == WIRE_REQUEST_REFUSED)
		return NULL;
	if (!program_open(r))
		return WIRE_E_STATE;
	as->state = WIRE_REQUEST_REFUSED;
	as->x = 0;
	as->words = mem_dup(a->m->b.n ? a->m->b.p : "", a->m->b.n);
	return NULL;
}

/* NULL with as->state as it was: it is so already. */
static const struct row {
	const char *word;
	const char *(*run)(const struct program *p, const struct request *r,
			   const struct program_act *a, struct request *as);
} rows[] = {
	{ "withdraw", withdraw },
	{ "grant", grant },
	{ "refuse", refuse },
};

static const struct row *row_of(struct str word)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_is(word, rows[i].word))
			return &rows[i];
	return NULL;
}

/* Of a request that one is not told of, there is nothing. */
static const char *may(const struct program *p, const struct request *r,
		       const struct program_act *a)
{
	unsigned is = 0;

	if (r && !r->gone)
		is = (r->member == a->member ? RIGHT_OWN : 0u) |
		     (program_answers(p, r, a->member) ? RIGHT_LEADS : 0u);
	if (!is)
		return WIRE_E_GONE;
	return right_may(right_of(RIGHT_SCHEDULE, a->m->r), is) ? NULL : WIRE_E_ROLE;
}

const char *program_answer(struct program *p, const struct program_act *a,
			   struct program_put *out)
{
	const struct row *row = row_of(a->m->r);
	const struct request *r = program_request(p, a->m->s);
	struct request as;
	const char *no;

	if (!row || !(a->m->has & WIRE_S))
		return WIRE_E_FORM;
	if (a->m->b.n > PROGRAM_WORDS_MAX)
		return WIRE_E_LARGE;
	no = may(p, r, a);
	if (no)
		return no;
	as = *r;
	no = row->run(p, r, a, &as);
	if (no)
		return no;
	*out = (struct program_put) { .kind = PROGRAM_REQUEST, .number = r->number };
	if (as.state != r->state)
		program_put_request(&as, out);
	if (as.words != r->words)
		free(as.words);
	return NULL;
}
