/* SPDX-License-Identifier: MIT */
#include "support/fake_kit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "support/fake_client.h"

#define COPY(to, text) snprintf(to, sizeof(to), "%s", (text) ? (text) : "")

const struct pl_unlocked *fake_kit_unlocked;

static const char *const signs[] = { "I stop sleeping", "I pace\033[31m at night" };
static const char *const people[] = { "Maria, 555-0199" };
static const struct pl_plan_part parts[] = {
	{ "Warning signs", signs, 2 },
	{ "What I can do by myself", NULL, 0 },
	{ "Whom can I ask?", people, 1 },
};
const struct pl_plan fake_kit_plan = {
	.parts = parts, .count = 3, .utc_ms = 1, .shared = PL_SHEET_KEPT, .reader = ""
};

static const char *const lines[] = { "Clinic, day and night: 555-0100", "Text 555-0101" };
const struct pl_crisis fake_kit_crisis = { lines, 2, INT64_C(1795392000000) };

void pl_client_plan(struct pl_client *c, struct pl_plan *out)
{
	*out = (struct pl_plan) { .is_empty = true, .shared = PL_SHEET_KEPT, .reader = "" };
	if (c->kit.plan)
		*out = *c->kit.plan;
}

enum pl_failure pl_client_plan_edit(struct pl_client *c)
{
	c->kit.edits++;
	return c->answer;
}

enum pl_failure pl_client_plan_share(struct pl_client *c, bool on, int64_t group)
{
	c->kit.shares += on;
	c->kit.unshares += !on;
	c->kit.share_group = group;
	return c->answer;
}

enum pl_failure pl_client_plan_open_set(struct pl_client *c, bool on)
{
	c->kit.opens += on;
	c->kit.closes += !on;
	return c->answer;
}

enum pl_failure pl_client_plan_save(struct pl_client *c, const char *path)
{
	COPY(c->kit.plan_path, path);
	return c->answer;
}

void pl_client_crisis(struct pl_client *c, struct pl_crisis *out)
{
	*out = c->kit.crisis;
}

struct pl_unlocked *pl_unlocked_read(const char *dir)
{
	struct pl_unlocked *u;

	(void)dir;
	if (!fake_kit_unlocked)
		return NULL;
	u = mem_get(sizeof(*u));
	*u = *fake_kit_unlocked;
	return u;
}

void pl_unlocked_free(struct pl_unlocked *u)
{
	free(u);
}

size_t pl_client_situations(struct pl_client *c, const struct pl_situation **out)
{
	*out = c->kit.situations;
	return c->kit.situation_count;
}

size_t pl_client_cards(struct pl_client *c, const char *situation, const struct pl_card **out)
{
	(void)situation;
	*out = c->kit.cards;
	return c->kit.card_count;
}

void pl_client_card_used(struct pl_client *c, const char *name)
{
	COPY(c->kit.used, name);
}

const struct pl_card *pl_client_card_asks(struct pl_client *c)
{
	return c->kit.asks;
}

enum pl_failure pl_client_card_helped(struct pl_client *c, const char *name, bool helped)
{
	COPY(c->kit.helped, name);
	c->kit.did_help = helped;
	return c->answer;
}

void pl_client_card_skip(struct pl_client *c, const char *name)
{
	(void)name;
	c->kit.skips++;
	c->kit.asks = NULL;
}
