/* SPDX-License-Identifier: MIT */
/* Who is in a group, and what they are called there. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "client/state.h"

static const char *const role_words[PL_ROLES] = { "patient", "facilitator", "family", "admin" };

enum pl_role state_role(const char *word)
{
	for (int i = 0; i < PL_ROLES; i++)
		if (strcmp(word, role_words[i]) == 0)
			return (enum pl_role)i;
	return PL_PATIENT;
}

void state_replace(const char **slot, const char *s)
{
	char *old = (char *)(uintptr_t)*slot;

	*slot = mem_dup(s, strlen(s));
	free(old);
}

struct pl_person *state_find_person(const struct state_group *g, int64_t id)
{
	for (size_t i = 0; i < g->people_count; i++)
		if (g->people[i].id == id)
			return &g->people[i];
	return NULL;
}

/* A name that came after what was said, or changed, is put right everywhere. */
static void rename_messages(struct state_group *g, int64_t member, const char *name)
{
	for (size_t i = 0; i < g->messages_count; i++)
		if (g->messages[i].member == member && strcmp(g->messages[i].who, name) != 0)
			state_replace(&g->messages[i].who, name);
}

static void remove_person(struct state_group *g, size_t at)
{
	free((char *)(uintptr_t)g->people[at].name);
	free((char *)(uintptr_t)g->accounts[at]);
	g->people_count--;
	memmove(g->people + at, g->people + at + 1,
		(g->people_count - at) * sizeof(*g->people));
	memmove(g->accounts + at, g->accounts + at + 1,
		(g->people_count - at) * sizeof(*g->accounts));
}

void state_renumber_person(struct state_group *g, int64_t was, int64_t is)
{
	struct pl_person *p = state_find_person(g, was);

	if (p && state_find_person(g, is))
		remove_person(g, (size_t)(p - g->people));
	else if (p)
		p->id = is;
	for (size_t i = 0; i < g->messages_count; i++)
		if (g->messages[i].member == was)
			g->messages[i].member = is;
}

void state_put_person(struct state_group *g, int64_t id, const char *name, enum pl_role role,
		      enum pl_presence presence)
{
	struct pl_person *p = state_find_person(g, id);

	if (!p) {
		g->people = mem_grow(g->people, (g->people_count + 1) * sizeof(*g->people));
		g->accounts =
			mem_grow(g->accounts, (g->people_count + 1) * sizeof(*g->accounts));
		g->accounts[g->people_count] = NULL;
		p = &g->people[g->people_count++];
		*p = (struct pl_person) { .id = id, .name = mem_dup(name, strlen(name)) };
		rename_messages(g, id, name);
	} else if (strcmp(p->name, name) != 0) {
		state_replace(&p->name, name);
		rename_messages(g, id, name);
	}
	p->role = role;
	p->presence = presence;
}

const char *state_name_of(const struct state *s, const struct state_group *g, int64_t member)
{
	const struct pl_person *p = state_find_person(g, member);

	if (p)
		return p->name;
	return member == s->self.id ? s->self.name : "";
}

void state_put_account(struct state_group *g, int64_t id, const char *account)
{
	const struct pl_person *p = state_find_person(g, id);
	const char **slot = p ? &g->accounts[p - g->people] : NULL;

	if (!slot)
		return;
	free((char *)(uintptr_t)*slot);
	*slot = *account ? mem_dup(account, strlen(account)) : NULL;
}

const char *state_account_of(const struct state_group *g, int64_t id)
{
	const struct pl_person *p = state_find_person(g, id);

	return p && g->accounts[p - g->people] ? g->accounts[p - g->people] : "";
}
