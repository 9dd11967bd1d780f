/* SPDX-License-Identifier: MIT */
#include "support/porch.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum {
	DAY_MS = 24 * 3600 * 1000,
};

#define MONDAY INT64_C(1795442700000) /* 23 November 2026, 14:05 in UTC */

const struct pl_group porch_groups[2] = {
	{ .id = 7, .name = "Evening group", .last_seq = 4, .read_seq = 2 },
	{ .id = 9, .name = "Morning group", .last_seq = 0, .read_seq = 0 },
};

static const struct pl_person people[] = {
	{ 1, "Ana", PL_PATIENT, PL_HERE },
	{ 2, "Ben", PL_FACILITATOR, PL_LINE_DOWN },
	{ 3, "Cy", PL_PATIENT, PL_HERE },
};

const struct pl_message porch_talk[5] = {
	{ 101,
	  1,
	  2,
	  "Ben",
	  "Welcome.",
	  MONDAY - DAY_MS,
	  PL_AT_SERVER,
	  0,
	  false,
	  "",
	  false,
	  { 0 },
	  false },
	{ 102, 2, 1, "Ana", "Hello.", MONDAY, PL_SHOWN, 2, true, "", false, { 0 }, false },
	{ 103,
	  3,
	  2,
	  "Ben",
	  "How are you, ANA?",
	  MONDAY + 60000,
	  PL_AT_SERVER,
	  0,
	  false,
	  "",
	  false,
	  { 0 },
	  false },
	{ 104,
	  4,
	  3,
	  "Cy",
	  "Banana\tbread.\033[31m",
	  MONDAY + 120000,
	  PL_AT_SERVER,
	  0,
	  false,
	  "",
	  false,
	  { 0 },
	  false },
	{ 105,
	  0,
	  1,
	  "Ana",
	  "Fine.",
	  MONDAY + 180000,
	  PL_KEPT_HERE,
	  0,
	  true,
	  "",
	  false,
	  { 0 },
	  false },
};

int porch_open(void **state)
{
	struct porch *p = mem_get(sizeof(*p));

	p->client = (struct pl_client) {
		.link = { .link = PL_LINK_LIVE },
		.self = { 1, "Ana", PL_PATIENT, PL_HERE },
		.enrolled = true,
		.groups = porch_groups,
		.group_count = 2,
		.people = people,
		.person_count = 3,
		.messages = porch_talk,
		.message_count = 5,
		.message_group = 7,
		.fd = -1,
		.timeout_ms = -1,
	};
	stage_init(&p->stage, &p->client);
	*state = p;
	return 0;
}

int porch_close(void **state)
{
	struct porch *p = *state;

	stage_finish(&p->stage);
	fake_client_finish(&p->client);
	free(p);
	return 0;
}

const struct item *porch_item(const struct model *m, uint64_t id)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].id == id)
			return &m->items[i];
	return NULL;
}

bool porch_holds(const struct model *m, const char *words)
{
	for (size_t i = 0; i < m->count; i++) {
		const char *all[] = { m->items[i].who, m->items[i].text, m->items[i].note };

		for (size_t k = 0; k < 3; k++)
			if (all[k] && strstr(all[k], words))
				return true;
	}
	return false;
}

const struct view *porch_view(const char *name)
{
	for (size_t i = 0; stage_views[i]; i++)
		if (strcmp(stage_views[i]->name, name) == 0)
			return stage_views[i];
	return NULL;
}
