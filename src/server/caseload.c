/* SPDX-License-Identifier: MIT */
#include "server/caseload.h"

#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"
#include "server/caseload_in.h"

enum { TICKETS_FIRST = 64 };

struct caseload *caseload_create(void)
{
	return mem_get(sizeof(struct caseload));
}

void caseload_destroy(struct caseload *c)
{
	if (!c)
		return;
	for (size_t k = 0; k < CASELOAD_KINDS; k++) {
		for (size_t i = 0; i < c->rows[k].count; i++) {
			caseload_forget(c, c->rows[k].all[i]);
			free(c->rows[k].all[i]);
		}
		free(c->rows[k].all);
	}
	for (size_t i = 0; i < c->people_count; i++)
		free(c->people[i]);
	free(c->people);
	free(c->entries);
	free(c->tickets);
	free(c->plans);
	for (int i = 0; i < CLINIC_WORDS; i++)
		free(c->clinic[i].text);
	free(c);
}

int64_t caseload_version(const struct caseload *c)
{
	return c->version;
}

size_t caseload_bytes(const struct caseload *c)
{
	return c->bytes;
}

void caseload_forms(struct caseload *c, caseload_form_fn *find, void *user)
{
	c->find = find;
	c->find_user = user;
}

/* Room for one more; the sizes are doubled. */
static void *room(struct caseload *c, void *all, size_t count, size_t *size, size_t one)
{
	if (count < *size)
		return all;
	c->bytes += (*size ? *size : 16) * one;
	*size = *size ? 2 * *size : 16;
	return mem_grow(all, *size * one);
}

/* Rows */

struct rows *caseload_rows(const struct caseload *c, enum caseload_kind kind)
{
	return (struct rows *)(uintptr_t)&c->rows[kind - CASELOAD_ASSIGNED];
}

/* Where it is, or would be: nearly always at the end. */
static size_t place_of(const struct rows *rows, int64_t number)
{
	size_t from = 0, to = rows->count;

	if (to && rows->all[to - 1]->number < number)
		return to;
	while (from < to) {
		const size_t half = from + (to - from) / 2;

		if (rows->all[half]->number < number)
			from = half + 1;
		else
			to = half;
	}
	return from;
}

struct row *caseload_row(const struct caseload *c, enum caseload_kind kind, int64_t number)
{
	const struct rows *rows = caseload_rows(c, kind);
	const size_t at = place_of(rows, number);

	return at < rows->count && rows->all[at]->number == number ? rows->all[at] : NULL;
}

static struct row *add_row(struct caseload *c, const struct caseload_row *r)
{
	struct rows *rows = caseload_rows(c, r->kind);
	const size_t at = place_of(rows, r->number);
	struct row *row = mem_get(sizeof(*row));

	*row = (struct row) { .kind = r->kind,
			      .number = r->number,
			      .by = r->member,
			      .device = r->device,
			      .ticket = r->ticket,
			      .made_by = r->member,
			      .made_device = r->device,
			      .made_ticket = r->ticket };
	c->bytes += sizeof(*row);
	rows->all = room(c, rows->all, rows->count, &rows->size, sizeof(struct row *));
	memmove(&rows->all[at + 1], &rows->all[at], (rows->count - at) * sizeof(struct row *));
	rows->all[at] = row;
	rows->count++;
	return row;
}

/* Tickets: a table of chains. */

static size_t chain_of(const struct caseload *c, int64_t by, int64_t device, int64_t ticket)
{
	uint64_t h = (uint64_t)by * 0x9e3779b97f4a7c15u;

	h = (h ^ (uint64_t)device) * 0x9e3779b97f4a7c15u;
	h = (h ^ (uint64_t)ticket) * 0x9e3779b97f4a7c15u;
	return (size_t)(h >> 32) & (c->tickets_size - 1);
}

static void chain(struct caseload *c, struct row *r)
{
	struct row **at = &c->tickets[chain_of(c, r->made_by, r->made_device, r->made_ticket)];

	r->same = *at;
	*at = r;
}

static void add_ticket(struct caseload *c, struct row *r)
{
	struct row **before = c->tickets;
	const size_t size = c->tickets_size;

	if (!r->made_ticket)
		return;
	if (c->tickets_count++ >= size) {
		c->tickets_size = size ? 2 * size : TICKETS_FIRST;
		c->tickets = mem_get(c->tickets_size * sizeof(*c->tickets));
		c->bytes += (c->tickets_size - size) * sizeof(*c->tickets);
		for (size_t i = 0; i < size; i++) {
			for (struct row *at = before[i], *next; at; at = next) {
				next = at->same;
				chain(c, at);
			}
		}
		free(before);
	}
	chain(c, r);
}

static struct row *same_ticket(struct row *r, int64_t by, int64_t device, int64_t ticket)
{
	while (r && (r->made_by != by || r->made_device != device || r->made_ticket != ticket))
		r = r->same;
	return r;
}

struct row *caseload_ticket(const struct caseload *c, int64_t by, int64_t device,
			    int64_t ticket)
{
	if (!c->tickets_size || !ticket)
		return NULL;
	return same_ticket(c->tickets[chain_of(c, by, device, ticket)], by, device, ticket);
}

/* Entries */

static int by_version(const void *a, const void *b)
{
	const int64_t x = ((const struct entry *)a)->version;
	const int64_t y = ((const struct entry *)b)->version;

	return x < y ? -1 : x > y;
}

void caseload_go_live(struct caseload *c)
{
	if (c->live)
		return;
	c->live = true;
	if (c->entries_count)
		qsort(c->entries, c->entries_count, sizeof(c->entries[0]), by_version);
}

size_t caseload_above(const struct caseload *c, int64_t version)
{
	return sorted_place(c->entries, c->entries_count, SORTED_BY(struct entry, version),
			    version + 1);
}

static void add_entry(struct caseload *c, const struct entry *e)
{
	size_t at = c->entries_count;

	c->entries = room(c, c->entries, at, &c->entries_size, sizeof(*e));
	if (c->live)
		at = caseload_above(c, e->version);
	memmove(&c->entries[at + 1], &c->entries[at],
		(c->entries_count - at) * sizeof(c->entries[0]));
	c->entries[at] = *e;
	c->entries_count++;
	if (e->version > c->version)
		c->version = e->version;
}

/* People */

static int compare_people(const struct person *who, int64_t group, int64_t member)
{
	if (who->group != group)
		return who->group < group ? -1 : 1;
	return who->member < member ? -1 : who->member > member;
}

static size_t person_at(const struct caseload *c, int64_t group, int64_t member)
{
	size_t least = 0, count = c->people_count;

	while (count) {
		const size_t step = count / 2;

		if (compare_people(c->people[least + step], group, member) < 0) {
			least += step + 1;
			count -= step + 1;
		} else {
			count = step;
		}
	}
	return least;
}

static struct person *any_person(const struct caseload *c, int64_t group, int64_t member)
{
	const size_t at = person_at(c, group, member);

	if (at == c->people_count || compare_people(c->people[at], group, member) != 0)
		return NULL;
	return c->people[at];
}

struct person *caseload_person(const struct caseload *c, int64_t group, int64_t member)
{
	struct person *who = any_person(c, group, member);

	return who && who->known ? who : NULL;
}

static struct person *get_person(struct caseload *c, int64_t group, int64_t member)
{
	struct person *who = any_person(c, group, member);
	size_t at = c->people_count;

	if (who)
		return who;
	who = mem_get(sizeof(*who));
	who->group = group;
	who->member = member;
	c->people = mem_grow(c->people, (at + 1) * sizeof(*c->people));
	for (; at > 0 && compare_people(c->people[at - 1], group, member) > 0; at--)
		c->people[at] = c->people[at - 1];
	c->people[at] = who;
	c->people_count++;
	return who;
}

void caseload_put_person(struct caseload *c, const struct caseload_somebody *is)
{
	struct person *who = get_person(c, is->group, is->member);

	if (!who->known)
		who->turn = ++c->turn;
	c->shifts += !who->known || who->leads != is->leads || who->disabled != is->disabled;
	who->known = true;
	who->leads = is->leads;
	who->patient = is->patient;
	who->disabled = is->disabled;
}

void caseload_joined(struct caseload *c, int64_t group, int64_t member, int64_t version)
{
	struct person *who = get_person(c, group, member);

	if (version <= who->since)
		return;
	who->since = version;
	add_entry(c, &(struct entry) { .version = version, .who = who });
}

bool caseload_leads(const struct caseload *c, int64_t group, int64_t member)
{
	const struct person *who = caseload_person(c, group, member);

	return who && who->leads && !who->disabled;
}

bool caseload_sees(const struct caseload *c, const struct row *r, int64_t member)
{
	const struct row *of = r->kind == CASELOAD_NOTED ? r->of : r;

	if (r->kind == CASELOAD_CLINIC)
		return true;
	return of && (of->member == member || caseload_leads(c, of->group, member));
}

/* What is taken */

/* A filed row never changes, so it comes here once. */
static void add_plan(struct caseload *c, struct row *r)
{
	c->plans = mem_grow(c->plans, (c->plans_count + 1) * sizeof(*c->plans));
	c->plans[c->plans_count++] = r;
	c->dirty = true;
}

/* What follows of a row by itself. */
static void did(struct caseload *c, struct row *r)
{
	for (int i = 0; r->kind == CASELOAD_CLINIC && i < CLINIC_WORDS; i++)
		c->clinic[i].pending = false;
	if (r->kind == CASELOAD_FILED && r->gone)
		c->dirty = true;
	if (r->kind == CASELOAD_FILED && !r->gone && str_is(r->m.c, CASELOAD_PLAN))
		add_plan(c, r);
	if (r->kind != CASELOAD_NOTED || r->gone || !r->of)
		return;
	r->of->notes++;
	if (str_is(r->m.r, caseload_notes[NOTE_REVIEWED]))
		r->of->reviewed = true;
	if (r->of->gone)
		c->dirty = true;
}

bool caseload_take(struct caseload *c, const struct caseload_row *r)
{
	struct row *row = caseload_row(c, r->kind, r->number);
	const bool is_new = !row;
	bool good;

	if (row && r->version <= row->version)
		return true;
	if (!row)
		row = add_row(c, r);
	row->version = r->version;
	row->pending = false;
	good = caseload_read(c, row, r->text);
	if (is_new)
		add_ticket(c, row);
	add_entry(c, &(struct entry) { .version = r->version, .row = row });
	did(c, row);
	return good;
}

bool caseload_took(struct caseload *c, const struct caseload_put *put, int64_t number,
		   int64_t version)
{
	const struct caseload_row r = { .kind = put->kind,
					.number = number,
					.version = version,
					.member = put->member,
					.device = put->device,
					.ticket = put->ticket,
					.text = { buf_text(&put->text), put->text.n } };

	return caseload_take(c, &r);
}

bool caseload_is_danger(const struct caseload *c, enum caseload_kind kind, int64_t number)
{
	const struct row *r = caseload_row(c, kind, number);

	return r && r->kind == CASELOAD_FILED && !r->gone && r->m.n;
}
