/* SPDX-License-Identifier: MIT */
#include "client/diary_in.h"

#include <stdlib.h>
#include <string.h>

static void drop_text(const char *s)
{
	free((char *)(uintptr_t)s);
}

static char *copy(const char *s)
{
	return s ? mem_dup(s, strlen(s)) : mem_dup("", 0);
}

/* Words of the wire. */

static const char *const ask_words[PL_ASKS] = {
	[PL_ASK_LATE] = "late", [PL_ASK_LISTENING] = "listening", [PL_ASK_ABSENT] = "absent",
	[PL_ASK_SWAP] = "swap", [PL_ASK_SIGN_UP] = "sign-up",
};

static const char *const kind_words[PL_KINDS] = {
	[PL_GROUP_SESSION] = "group", [PL_INDIVIDUAL] = "individual",
	[PL_WORKSHOP] = "workshop",   [PL_FAMILY_SESSION] = "family",
	[PL_AWAY] = "away",
};

const char *diary_ask_word(enum pl_ask what)
{
	return ask_words[what];
}

const char *diary_kind_word(enum pl_kind kind)
{
	return kind_words[kind];
}

static bool find_word(struct str word, const char *const *words, int n, int *out)
{
	for (int i = 0; i < n; i++)
		if (str_is(word, words[i])) {
			*out = i;
			return true;
		}
	return false;
}

bool diary_ask_read(struct str word, enum pl_ask *out)
{
	int i;

	if (!find_word(word, ask_words, PL_ASKS, &i))
		return false;
	*out = (enum pl_ask)i;
	return true;
}

bool diary_kind_read(struct str word, enum pl_kind *out)
{
	int i;

	if (!find_word(word, kind_words, PL_KINDS, &i))
		return false;
	*out = (enum pl_kind)i;
	return true;
}

/* Digits up to `end`; false: it is not all digits, or too many. */
static bool read_number(const char *p, const char *end, int64_t *out)
{
	int64_t n = 0;

	if (p == end || end - p > 16)
		return false;
	for (; p < end; p++) {
		if (*p < '0' || *p > '9')
			return false;
		n = n * 10 + (*p - '0');
	}
	*out = n;
	return true;
}

bool diary_occurrence_read(struct str text, int64_t *series, int64_t *utc_ms)
{
	const char *dot = text.n ? memchr(text.p, '.', text.n) : NULL;

	return dot && read_number(text.p, dot, series) && *series > 0 &&
	       read_number(dot + 1, text.p + text.n, utc_ms);
}

/* Life */

void diary_init(struct diary *p)
{
	*p = (struct diary) { 0 };
}

void diary_drop_series(struct diary_series *s)
{
	drop_text(s->pub.title);
	drop_text(s->pub.track);
	drop_text(s->pub.bring);
	drop_text(s->pub.lines);
	calendar_free(s->when);
	*s = (struct diary_series) { 0 };
}

static void drop_request(struct diary_request *r)
{
	drop_text(r->pub.text);
	drop_text(r->pub.why);
}

void diary_finish(struct diary *p)
{
	for (size_t i = 0; i < p->series_count; i++)
		diary_drop_series(&p->series[i]);
	for (size_t i = 0; i < p->requests_count; i++)
		drop_request(&p->requests[i]);
	for (size_t i = 0; i < p->asks_count; i++)
		arena_finish(&p->asks[i].mem);
	calendar_free(p->overlay);
	free(p->series);
	free(p->requests);
	free(p->asks);
	free(p->request_list);
	free(p->guests);
	free(p->scratch);
	diary_init(p);
}

/* Series */

struct diary_series *diary_find(const struct diary *p, int64_t id)
{
	for (size_t i = 0; i < p->series_count; i++)
		if (p->series[i].pub.id == id)
			return &p->series[i];
	return NULL;
}

void diary_set_series(struct diary_series *s, const struct pl_series *from)
{
	const struct diary_series before = *s;

	s->pub = *from;
	s->pub.title = copy(from->title);
	s->pub.track = copy(from->track);
	s->pub.lines = copy(from->lines);
	s->when = calendar_of_lines(str_of(s->pub.lines), s->pub.title);
	s->pub.bring = copy(s->when ? calendar_event(s->when, 0)->text : "");
	drop_text(before.pub.title);
	drop_text(before.pub.track);
	drop_text(before.pub.bring);
	drop_text(before.pub.lines);
	calendar_free(before.when);
}

static void forget_series(struct diary *p, int64_t id)
{
	struct diary_series *s = diary_find(p, id);

	if (!s)
		return;
	diary_drop_series(s);
	p->series_count--;
	memmove(s, s + 1, (size_t)(p->series + p->series_count - s) * sizeof(*s));
}

/* A cap, or minutes, that no front end has to widen for. */
static int small(int64_t n)
{
	return n > 1000000 ? 1000000 : (int)n;
}

static bool take_series(struct diary *p, const struct wire_msg *m)
{
	struct diary_series *s;
	struct pl_series row = { .id = m->s,
				 .group = m->g,
				 .title = m->x.p,
				 .leader = m->u,
				 .cap = small(m->n),
				 .optional = m->k & WIRE_SERIES_OPTIONAL,
				 .counts = m->k & WIRE_SERIES_COUNTS,
				 .track = m->c.p,
				 .lines = m->b.p };

	if (!(m->has & WIRE_G)) {
		forget_series(p, m->s);
		return true;
	}
	if (!diary_kind_read(m->r, &row.kind))
		return false;
	s = diary_find(p, m->s);
	if (!s) {
		p->series = mem_grow(p->series, (p->series_count + 1) * sizeof(*p->series));
		s = &p->series[p->series_count++];
		*s = (struct diary_series) { 0 };
	}
	diary_set_series(s, &row);
	s->is_fresh = true;
	return true;
}

/* Requests */

struct diary_request *diary_find_request(const struct diary *p, int64_t number)
{
	for (size_t i = 0; i < p->requests_count; i++)
		if (p->requests[i].pub.number == number)
			return &p->requests[i];
	return NULL;
}

/* Of this device's own it is made of the ticket, which is there before the number is. */
static uint64_t id_of(int64_t ticket, int64_t number)
{
	return ticket ? (uint64_t)ticket << 1 | 1 : (uint64_t)number << 1;
}

struct diary_request *diary_request_of(const struct diary *p, uint64_t id)
{
	for (size_t i = 0; i < p->requests_count; i++)
		if (p->requests[i].pub.id == id)
			return &p->requests[i];
	return NULL;
}

struct diary_ask *diary_ask_of(const struct diary *p, uint64_t id)
{
	return id & 1 ? diary_kept(p, (int64_t)(id >> 1)) : NULL;
}

/* What x says, by what is asked for and where it is. */
static bool read_argument(struct pl_request *r, struct str x)
{
	int64_t n = 0;

	if (r->what == PL_ASK_SWAP && !x.n)
		return true; /* taken back before it was granted */
	if (r->what == PL_ASK_SWAP)
		return diary_occurrence_read(x, &r->to_series, &r->to_original_utc_ms);
	if (x.n && !read_number(x.p, x.p + x.n, &n))
		return false;
	r->n = small(n);
	return true;
}

bool diary_read_request(const struct wire_msg *m, struct pl_request *r)
{
	*r = (struct pl_request) { .id = id_of(m->k, m->s),
				   .number = m->s,
				   .member = m->u,
				   .state = (enum pl_request_state)m->n,
				   .utc_ms = m->d };
	return m->n > 0 && m->n < PL_REQUEST_STATES && diary_ask_read(m->r, &r->what) &&
	       diary_occurrence_read(m->c, &r->series, &r->original_utc_ms) &&
	       read_argument(r, m->x);
}

/* The words of who asked are here still when those of who refused come in their place. */
static void set_request(struct diary_request *r, const struct pl_request *row, struct str b)
{
	const bool refused = row->state == PL_REQUEST_REFUSED;
	const struct diary_request before = *r;

	r->pub = *row;
	r->pub.text = refused ? copy(before.pub.text) : mem_dup(b.p, b.n);
	r->pub.why = refused ? mem_dup(b.p, b.n) : copy("");
	drop_text(before.pub.text);
	drop_text(before.pub.why);
}

static bool take_request(struct diary *p, const struct wire_msg *m)
{
	struct diary_request *r = diary_find_request(p, m->s);
	const int64_t ticket = m->k ? m->k : r ? r->ticket : 0;
	struct pl_request row;

	if (!diary_read_request(m, &row))
		return false;
	if (!r) {
		p->requests =
			mem_grow(p->requests, (p->requests_count + 1) * sizeof(*p->requests));
		r = &p->requests[p->requests_count++];
		*r = (struct diary_request) { 0 };
	}
	row.id = id_of(ticket, m->s);
	set_request(r, &row, m->b);
	r->is_fresh = true;
	r->ticket = ticket;
	if (ticket)
		diary_forget(p, ticket);
	return true;
}

static void forget_request(struct diary *p, int64_t number)
{
	struct diary_request *r = diary_find_request(p, number);

	if (!r)
		return;
	drop_request(r);
	p->requests_count--;
	memmove(r, r + 1, (size_t)(p->requests + p->requests_count - r) * sizeof(*r));
}

void diary_connected(struct diary *p)
{
	for (size_t i = 0; i < p->series_count; i++)
		p->series[i].is_fresh = false;
	for (size_t i = 0; i < p->requests_count; i++)
		p->requests[i].is_fresh = false;
}

int64_t diary_next_stale(const struct diary *p, bool series)
{
	for (size_t i = 0; series && i < p->series_count; i++)
		if (!p->series[i].is_fresh)
			return p->series[i].pub.id;
	for (size_t i = 0; !series && i < p->requests_count; i++)
		if (!p->requests[i].is_fresh)
			return p->requests[i].pub.number;
	return 0;
}

void diary_drop(struct diary *p, bool series, int64_t number)
{
	if (series)
		forget_series(p, number);
	else
		forget_request(p, number);
	p->is_listed = false;
}

void diary_set_words(struct diary *p, int64_t number, struct str words)
{
	struct diary_request *r = diary_find_request(p, number);

	if (!r || r->pub.state != PL_REQUEST_REFUSED)
		return;
	drop_text(r->pub.text);
	r->pub.text = mem_dup(words.p, words.n);
}

bool diary_take(struct diary *p, const struct wire_msg *m)
{
	p->is_listed = false;
	return m->type == WIRE_SERIES ? take_series(p, m) : take_request(p, m);
}
