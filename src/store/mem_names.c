/* SPDX-License-Identifier: MIT */
/* What people are called in a group: their own choice there, or else as their account is; and the
 * numbers that they have there. */
#include <stdio.h>

#include "store/mem_in.h"

enum { LONG = 60, SHORT = 15, MOST = 64 + 8 }; /* SHORT: letters */
enum { NUMBERS = 1000000 };                    /* theirs begin with it */

static struct str called(const struct mem *m, const struct mem_member *of)
{
	return of->called.n ? of->called : mem_user(m, of->user)->name;
}

static bool taken(const struct mem *m, const struct mem_member *by, struct str name)
{
	for (size_t i = 0; i < m->members_count; i++) {
		const struct mem_member *of = &m->members[i];

		if (of->group == by->group && of->user != by->user &&
		    mem_same_name(called(m, of), name))
			return true;
	}
	return false;
}

bool mem_name(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_member *who = mem_member(m, r->group, r->member);

	if (!who)
		return mem_not_found(a);
	if (taken(m, who, r->a.n ? r->a : mem_user(m, r->member)->name))
		return err_set(&a->r.err, ERR_EXISTS, "store: somebody there is called so");
	mem_drop(who->called);
	who->called = mem_text(r->a);
	return true;
}

static size_t letters(struct str name, size_t most)
{
	size_t n = 0;

	for (; n < name.n; n++)
		if (((unsigned char)name.p[n] & 0xc0) != 0x80 && most-- == 0)
			break;
	return n;
}

void mem_name_newcomer(struct mem *m, struct mem_member *who)
{
	const struct str name = mem_user(m, who->user)->name;
	const int n = (int)(name.n > LONG ? letters(name, SHORT) : name.n);
	char other[MOST];
	int i = 1;

	if (!taken(m, who, name))
		return;
	do
		snprintf(other, sizeof(other), "%.*s %d", n, name.p, ++i);
	while (taken(m, who, str_of(other)));
	who->called = mem_text(str_of(other));
}

static bool has_number(const struct mem *m, int64_t group, int64_t number)
{
	for (size_t i = 0; i < m->members_count; i++)
		if (m->members[i].group == group && m->members[i].number == number)
			return true;
	return false;
}

void mem_number_newcomer(struct mem *m, struct mem_member *who)
{
	int64_t number;

	do
		number = NUMBERS + chance_below(INT32_MAX);
	while (has_number(m, who->group, number));
	who->number = number;
}
