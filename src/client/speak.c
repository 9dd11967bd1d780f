/* SPDX-License-Identifier: MIT */
/* What the person does: says, types, reads. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "client/core.h"
#include "text/utf8.h"

enum { DRAFT_MAX = 65536 };

enum pl_failure pl_client_say(struct pl_client *c, int64_t group, const char *text)
{
	return pl_client_warn(c, group, "", text);
}

enum pl_failure pl_client_warn(struct pl_client *c, int64_t group, const char *warning,
			       const char *text)
{
	struct state_group *g = state_find_group(&c->state, group);
	struct wire_msg line = { .type = WIRE_SAY, .d = clock_utc_ms() };

	if (!g || utf8_blank(str_of(text)))
		return PL_FAIL_NOT_NOW;
	if (strlen(text) > WIRE_TEXT_MAX || strlen(warning) > WIRE_NAME_MAX)
		return PL_FAIL_TOO_LONG;
	if (session_may_say(&g->session, line.d) != PL_OK)
		return session_may_say(&g->session, line.d);
	arena_reset(&c->frame);
	line.b = str_of(utf8_clean(&c->frame, str_of(text)));
	line.x = str_of(utf8_clean_name(&c->frame, str_of(warning), WIRE_NAME_MAX));
	if (line.b.n > WIRE_TEXT_MAX)
		return PL_FAIL_TOO_LONG;
	if (!cache_outbox_add(c->cache, g, &line))
		return PL_FAIL_DISK;
	core_forget_draft(c);
	state_put_kept(&c->state, g, &line, PL_KEPT_HERE);
	c->changed |= PL_CHANGED_MESSAGES | PL_CHANGED_LINK;
	ws_want_write(c->ws);
	core_touch(c);
	return PL_OK;
}

enum pl_failure pl_client_drop(struct pl_client *c, int64_t group, uint64_t id)
{
	struct state_group *g = state_find_group(&c->state, group);
	int64_t ticket = g ? state_refused_ticket(g, id) : 0;

	if (!ticket)
		return PL_FAIL_NOT_NOW;
	if (!cache_outbox_drop(c->cache, ticket))
		return PL_FAIL_DISK;
	state_drop(g, ticket);
	c->changed |= PL_CHANGED_MESSAGES;
	return PL_OK;
}

void core_forget_draft(struct pl_client *c)
{
	free(c->draft);
	c->draft = NULL;
}

static void hold_draft(struct pl_client *c, int64_t group, char *text)
{
	core_forget_draft(c);
	c->draft = text;
	c->draft_group = group;
}

enum pl_failure pl_client_draft_set(struct pl_client *c, int64_t group, const char *text)
{
	if (!text)
		text = "";
	if (strlen(text) > DRAFT_MAX)
		return PL_FAIL_TOO_LONG;
	core_touch(c);
	if (!utf8_valid(str_of(text))) {
		arena_reset(&c->frame);
		text = utf8_clean(&c->frame, str_of(text));
	}
	if (!cache_draft_set(c->cache, group, text))
		return PL_FAIL_DISK;
	hold_draft(c, group, mem_dup(text, strlen(text)));
	return PL_OK;
}

const char *pl_client_draft(const struct pl_client *c, int64_t group)
{
	/* What it gave out last is the client's own, whatever the caller may not change. */
	struct pl_client *own = (struct pl_client *)(uintptr_t)c;

	if (!c->draft || c->draft_group != group)
		hold_draft(own, group, cache_draft(c->cache, group));
	return c->draft ? c->draft : "";
}

void core_keep_seen(struct pl_client *c)
{
	for (size_t i = 0; i < c->state.groups_count; i++) {
		struct state_group *g = c->state.groups[i];

		if (g->seen_kept == g->pub.read_seq)
			continue;
		if (cache_seen(c->cache, g->pub.id, g->pub.read_seq))
			g->seen_kept = g->pub.read_seq;
	}
}

void pl_client_seen(struct pl_client *c, int64_t group, int64_t seq)
{
	struct state_group *g = state_find_group(&c->state, group);

	if (g && seq > g->pub.last_seq)
		seq = g->pub.last_seq;
	if (!g || seq <= g->pub.read_seq)
		return;
	state_read(g, seq);
	if (c->seen_waits)
		return;
	c->seen_waits = true;
	c->seen_since_ms = clock_ms();
	loop_timer_set(c->seen, data_seen_ms(c));
}
