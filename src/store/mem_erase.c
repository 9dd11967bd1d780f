/* SPDX-License-Identifier: MIT */
/* What a person said, in their own copy of it; and what goes when they are erased, in memory. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/mem_in.h"

static void put(struct str *text, struct str words)
{
	mem_drop(*text);
	*text = mem_text(words);
}

bool mem_said_by(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_group *g = mem_group(m, r->group);
	int left = r->limit;

	for (size_t i = g ? g->gone : 0; g && i < g->count && left > 0; i++) {
		const struct store_message *said = &g->messages[i];
		struct store_message *out;

		if (said->member != r->member || said->seq <= r->seq)
			continue;
		out = answer_message(a);
		*out = *said;
		out->text = answer_text(a, said->text);
		out->warning = answer_text(a, said->warning);
		left--;
	}
	return true;
}

static void note(struct mem *m, int64_t group, int64_t member, int64_t last)
{
	m->erased = mem_more(m->erased, m->erased_count, sizeof(*m->erased));
	m->erased[m->erased_count++] = (struct mem_erased) { group, member, last };
}

/* Answers how many. */
static int64_t erase_in(struct mem *m, int64_t group, int64_t member)
{
	const struct str none = { "", 0 };
	struct mem_group *g = mem_group(m, group);
	int64_t n = 0, last = 0;

	for (size_t i = g->gone; i < g->count; i++) {
		struct store_message *said = &g->messages[i];

		if (said->member != member)
			continue;
		put(&said->text, none);
		put(&said->warning, none);
		said->hidden = said->erased = true;
		last = (int64_t)g->count;
		n++;
	}
	for (size_t i = 0; i < g->reports_count; i++)
		if (g->reports[i].said.member == member)
			put(&g->reports[i].said.why, none);
	if (last)
		note(m, group, member, last);
	return n;
}

static void papers_drop(struct mem *m, int64_t member)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->papers_count; i++)
		if (m->papers[i].user == member)
			mem_drop(m->papers[i].sealed);
		else
			m->papers[kept++] = m->papers[i];
	m->papers_count = kept;
}

static void call_former(struct mem_member *who, struct str before)
{
	char name[80] = "";

	if (before.n)
		snprintf(name, sizeof(name), "%.*s%" PRId64, (int)before.n, before.p,
			 who->number);
	put(&who->called, str_of(name));
}

bool mem_erase(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_user *u = mem_user(m, r->member);
	const struct store_req none = { .member = r->member };

	if (!u || u->erased_utc_ms)
		return mem_not_found(a);
	for (size_t i = 0; i < m->users_count; i++)
		if (mem_same_name(m->users[i].name, r->a) && &m->users[i] != u)
			return err_set(&a->r.err, ERR_EXISTS, "store: the name is taken");
	put(&u->name, r->a);
	put(&u->pass_hash, (struct str) { "", 0 });
	u->disabled = true;
	u->erased_utc_ms = r->utc_ms;
	mem_devices_drop(m, r, a);
	mem_figures_set(m, &none, a);
	papers_drop(m, r->member);
	for (size_t i = 0; i < m->members_count; i++)
		if (m->members[i].user == r->member)
			call_former(&m->members[i], r->b);
	for (size_t i = 0; i < m->groups_count; i++)
		a->r.id += erase_in(m, (int64_t)i + 1, r->member);
	return true;
}

bool mem_erased(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	for (size_t i = 0; i < m->erased_count; i++)
		if (m->erased[i].group == r->group)
			*answer_message(a) =
				(struct store_message) { .member = m->erased[i].user,
							 .seq = m->erased[i].last_seq };
	return true;
}

bool mem_event_erase(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_group *g = mem_group(m, r->group);

	if (!g || r->seq < 1 || r->seq > (int64_t)g->events_count ||
	    !g->events[r->seq - 1].text.n)
		return mem_not_found(a);
	put(&g->events[r->seq - 1].text, r->a);
	return true;
}

void mem_erased_free(struct mem *m)
{
	free(m->erased);
}
