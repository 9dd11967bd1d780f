/* SPDX-License-Identifier: MIT */
#include "server/program.h"

#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"
#include "server/program_in.h"

const char *const program_kinds[KINDS] = { "group", "individual", "workshop", "family",
					   "away" };
const char *const program_asks[ASKS] = { "late", "listening", "absent", "swap", "sign-up" };

int program_word(const char *const *words, int n, struct str word)
{
	for (int i = 0; i < n; i++)
		if (str_is(word, words[i]))
			return i;
	return -1;
}

struct program *program_create(void)
{
	return mem_get(sizeof(struct program));
}

static void series_empty(const struct series *s)
{
	calendar_free(s->calendar);
	free(s->title);
	free(s->track);
	free(s->lines);
}

void program_destroy(struct program *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->series_count; i++) {
		series_empty(p->series[i]);
		free(p->series[i]);
	}
	for (size_t i = 0; i < p->requests_count; i++) {
		free(p->requests[i]->words);
		free(p->requests[i]);
	}
	for (size_t i = 0; i < p->people_count; i++)
		free(p->people[i]);
	free(p->series);
	free(p->requests);
	free(p->people);
	free(p->entries);
	free(p);
}

int64_t program_version(const struct program *p)
{
	return p->version;
}

/* Series and requests are arrays of pointers to what begins with its number, in that order. */

static int compare(const void *number, const void *slot)
{
	const int64_t a = *(const int64_t *)number, b = **(int64_t *const *)slot;

	return a < b ? -1 : a > b;
}

static void *find(void *rows, size_t n, int64_t number)
{
	void **at = n ? bsearch(&number, rows, n, sizeof(void *), compare) : NULL;

	return at ? *at : NULL;
}

/* Room for one more, at its place. */
static void *insert(void *rows, size_t n, void *row)
{
	void **all = mem_grow(rows, (n + 1) * sizeof(void *));
	size_t at = n;

	for (; at > 0 && compare(row, &all[at - 1]) < 0; at--)
		all[at] = all[at - 1];
	all[at] = row;
	return all;
}

struct series *program_any_series(const struct program *p, int64_t number)
{
	return find(p->series, p->series_count, number);
}

struct series *program_series(const struct program *p, int64_t number)
{
	struct series *s = program_any_series(p, number);

	return s && !s->gone ? s : NULL;
}

struct request *program_request(const struct program *p, int64_t number)
{
	return find(p->requests, p->requests_count, number);
}

/* People are in the order of their groups, and then of their numbers. */
static size_t person_at(const struct program *p, int64_t group, int64_t member)
{
	size_t from = 0, to = p->people_count;

	while (from < to) {
		const size_t half = from + (to - from) / 2;
		const struct person *who = p->people[half];

		if (who->group < group || (who->group == group && who->member < member))
			from = half + 1;
		else
			to = half;
	}
	return from;
}

struct person *program_person(const struct program *p, int64_t group, int64_t member)
{
	const size_t at = person_at(p, group, member);
	struct person *who = at < p->people_count ? p->people[at] : NULL;

	return who && who->group == group && who->member == member ? who : NULL;
}

void program_dirty(struct program *p, int64_t series)
{
	struct series *s = program_any_series(p, series);

	if (s)
		s->dirty = true;
	p->dirty = true;
}

/* Entries */

static size_t entry_at(const struct program *p, int64_t version)
{
	return sorted_place(p->entries, p->entries_count, SORTED_BY(struct entry, version),
			    version);
}

static void entry_forget(struct program *p, int64_t version)
{
	const size_t at = entry_at(p, version);

	if (at == p->entries_count || p->entries[at].version != version)
		return;
	p->entries_count--;
	memmove(&p->entries[at], &p->entries[at + 1],
		(p->entries_count - at) * sizeof(p->entries[0]));
}

static void entry_put(struct program *p, const struct entry *e, int64_t before)
{
	size_t at;

	if (before > 0)
		entry_forget(p, before);
	at = entry_at(p, e->version);
	p->entries = mem_grow(p->entries, (p->entries_count + 1) * sizeof(*e));
	memmove(&p->entries[at + 1], &p->entries[at],
		(p->entries_count - at) * sizeof(p->entries[0]));
	p->entries[at] = *e;
	p->entries_count++;
}

/* People */

/* By the requests that are known. */
static bool is_guest(const struct program *p, const struct person *who)
{
	for (size_t i = 0; i < p->requests_count; i++) {
		const struct request *r = p->requests[i];
		const struct series *from, *to;

		if (!r->had || r->member != who->member)
			continue;
		from = program_any_series(p, r->series);
		to = program_any_series(p, r->to_series);
		if (to && to->group == who->group && from && from->group != who->group &&
		    program_person(p, from->group, who->member))
			return true;
	}
	return false;
}

void program_guests(struct program *p)
{
	for (size_t i = 0; i < p->people_count; i++)
		p->people[i]->guest = is_guest(p, p->people[i]);
}

static struct person *get_person(struct program *p, int64_t group, int64_t member)
{
	struct person *who = program_person(p, group, member);
	const size_t at = person_at(p, group, member);

	if (who)
		return who;
	who = mem_get(sizeof(*who));
	*who = (struct person) { .group = group, .member = member };
	p->people = mem_grow(p->people, (p->people_count + 1) * sizeof(*p->people));
	memmove(&p->people[at + 1], &p->people[at],
		(p->people_count - at) * sizeof(p->people[0]));
	p->people[at] = who;
	p->people_count++;
	return who;
}

/* Seats are free, or taken, by who is in the group. */
static void group_dirty(struct program *p, int64_t group)
{
	for (size_t i = 0; i < p->series_count; i++)
		if (p->series[i]->group == group)
			p->series[i]->dirty = true;
	p->dirty = true;
}

void program_put_person(struct program *p, const struct program_somebody *who)
{
	struct person *known = get_person(p, who->group, who->member);

	if (known->turn && known->leads == who->leads && known->family == who->family &&
	    known->disabled == who->disabled)
		return;
	p->shifts++;
	if (!known->turn)
		known->turn = ++p->turn;
	known->leads = who->leads;
	known->family = who->family;
	known->disabled = who->disabled;
	known->guest = is_guest(p, known);
	group_dirty(p, who->group);
}

static bool take_member(struct program *p, const struct program_row *r)
{
	struct person *who = get_person(p, r->ticket, r->member);
	const int64_t before = who->since;

	who->row = r->number;
	who->since = r->version;
	entry_put(p, &(struct entry) { r->version, PROGRAM_MEMBER, who }, before);
	return true;
}

/* Series */

static char *copy(struct str s)
{
	return mem_dup(s.p ? s.p : "", s.n);
}

static struct series *get_series(struct program *p, int64_t number)
{
	struct series *s = program_any_series(p, number);

	if (s)
		return s;
	s = mem_get(sizeof(*s));
	*s = (struct series) { .number = number };
	p->series = insert(p->series, p->series_count++, s);
	return s;
}

/* Who has it now, and since when nobody else had. */
static void changed_by(struct series *s, const struct program_row *r, const struct wire_msg *by)
{
	const int64_t device = by ? by->s : 0;

	if (s->version == 0 || device != s->by_device)
		s->base = s->version ? s->version : r->version;
	s->by_device = device;
	s->by_ticket = by ? by->k : 0;
}

static void fill_series(struct program *p, struct series *s, const struct wire_msg *m,
			int64_t version)
{
	const int kind = program_word(program_kinds, KINDS, m->r);
	const bool same = s->title && s->group == m->g && str_is(m->c, s->track);

	series_empty(s);
	s->group = m->g;
	s->gone = !(m->has & WIRE_B);
	s->kind = kind < 0 ? KIND_AWAY : (enum kind)kind;
	s->leader = m->u;
	s->cap = m->n;
	s->flags = m->k;
	s->title = copy(m->x);
	s->track = copy(m->c);
	s->lines = copy(m->b);
	s->calendar = s->gone ? NULL : calendar_of_lines(m->b, s->title);
	p->shifts += !same;
	if (!p->live)
		return;
	if (same && !s->track_version)
		s->track_version = s->version; /* no later than that */
	if (same)
		return;
	s->track_version = version;
	s->track_turn = ++p->turn;
}

static bool take_series(struct program *p, const struct program_row *r,
			const struct wire_frame *f)
{
	struct series *s = get_series(p, r->number);
	const int64_t before = s->version;

	changed_by(s, r, f->n > 1 ? &f->msgs[1] : NULL);
	if (before == 0) {
		s->member = r->member;
		s->device = r->device;
		s->ticket = r->ticket;
	}
	fill_series(p, s, &f->msgs[0], r->version);
	s->version = r->version;
	entry_put(p, &(struct entry) { r->version, PROGRAM_SERIES, s }, before);
	program_dirty(p, s->number);
	return true;
}

/* Requests */

static struct request *get_request(struct program *p, int64_t number)
{
	struct request *r = program_request(p, number);

	if (r)
		return r;
	r = mem_get(sizeof(*r));
	*r = (struct request) { .number = number };
	p->requests = insert(p->requests, p->requests_count++, r);
	return r;
}

static void request_gone(struct program *p, const struct program_row *row)
{
	struct request *r = program_request(p, row->number);

	if (!r)
		return;
	entry_forget(p, r->version);
	r->gone = true;
	r->state = WIRE_REQUEST_WITHDRAWN;
	r->version = row->version;
	r->had = r->pending = false;
	free(r->words);
	r->words = NULL;
}

static bool fill_request(struct request *r, const struct wire_msg *m)
{
	const int what = program_word(program_asks, ASKS, m->r);
	bool has_x = false;

	if (what < 0 || !program_occurrence(m->c, &r->series, &r->original_utc_ms))
		return false;
	r->what = (enum what)what;
	r->state = (enum wire_request)m->n;
	r->utc_ms = m->d;
	r->x = r->to_series = r->to_original_utc_ms = 0;
	if (what == ASK_SWAP)
		has_x = program_occurrence(m->x, &r->to_series, &r->to_original_utc_ms);
	else if (m->x.n)
		r->x = strtoll(m->x.p, NULL, 10);
	r->had = has_x &&
		 (r->state == WIRE_REQUEST_GRANTED || r->state == WIRE_REQUEST_WITHDRAWN);
	free(r->words);
	r->words = copy(m->b);
	return true;
}

static bool take_request(struct program *p, const struct program_row *row,
			 const struct wire_msg *m)
{
	struct request *r = get_request(p, row->number);
	const int64_t before = r->version;

	r->member = m->u;
	r->device = row->device;
	r->ticket = row->ticket;
	r->pending = false;
	r->begins_utc_ms = 0;
	r->version = row->version;
	entry_put(p, &(struct entry) { row->version, PROGRAM_REQUEST, r }, before);
	if (!fill_request(r, m)) {
		r->state = WIRE_REQUEST_GONE;
		return false;
	}
	program_dirty(p, r->series);
	program_dirty(p, r->to_series);
	return true;
}

/* Rows */

static bool take_text(struct program *p, const struct program_row *r)
{
	const enum wire_type type = r->kind == PROGRAM_SERIES ? WIRE_SERIES : WIRE_REQUEST;
	struct arena mem = { 0 };
	struct wire_frame f;
	bool good = wire_decode(r->text, WIRE_SERVER, &mem, &f, NULL) && f.n > 0 &&
		    f.msgs[0].type == type;

	if (good && type == WIRE_SERIES)
		good = take_series(p, r, &f);
	else if (good)
		good = take_request(p, r, &f.msgs[0]);
	arena_finish(&mem);
	return good;
}

/* Version of what is known of it; 0: nothing. */
static int64_t known(const struct program *p, const struct program_row *r)
{
	const struct series *s;
	const struct request *q;

	if (r->kind == PROGRAM_SERIES) {
		s = program_any_series(p, r->number);
		return s ? s->version : 0;
	}
	if (r->kind != PROGRAM_REQUEST)
		return 0;
	q = program_request(p, r->number);
	return q ? q->version : 0;
}

bool program_take(struct program *p, const struct program_row *r)
{
	bool good = true;

	if (r->version <= known(p, r))
		return true;
	if (r->kind == PROGRAM_MEMBER)
		good = take_member(p, r);
	else if (r->kind == PROGRAM_REQUEST && !r->text.n)
		request_gone(p, r);
	else if (r->kind <= PROGRAM_REQUEST)
		good = r->text.n && take_text(p, r);
	if (r->version > p->version)
		p->version = r->version;
	return good;
}

bool program_took(struct program *p, const struct program_put *put, int64_t number,
		  int64_t version)
{
	const struct program_row r = { .kind = put->kind,
				       .number = number,
				       .version = version,
				       .member = put->member,
				       .device = put->device,
				       .ticket = put->ticket,
				       .text = { buf_text(&put->text), put->text.n } };

	return program_take(p, &r);
}
