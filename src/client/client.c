/* SPDX-License-Identifier: MIT */
#include "porchlight/client.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/locked.h"
#include "client/account.h"
#include "client/cache.h"
#include "client/core.h"
#include "wire/have.h"

static void do_open(struct pl_client *c)
{
	struct ws_ask ask = { .host = c->host,
			      .port = c->port,
			      .token = c->token,
			      .protocol = WIRE_D2,
			      .ca_pem = c->ca,
			      .session = { (const char *)c->session, c->session_n } };
	char *accounts = cache_get(c->cache, CACHE_ACCOUNTS);
	struct wire_have have = { .program = c->schedule.diary.version + 1,
				  .cases = c->worksheets.rows.version + 1,
				  .accounts = accounts != NULL,
				  .tickets = cache_sure(c->cache) + 1 };
	struct buf path;

	while (have.count < c->state.groups_count && have.count < WIRE_GROUPS_MAX) {
		const int64_t group = c->state.groups[have.count]->pub.id;

		have.cursors[have.count++] =
			(struct wire_cursor) { group, cache_last_seq(c->cache, group) };
	}
	buf_init(&path, 2048);
	buf_adds(&path, "/w");
	wire_have_write(&have, &path);
	ask.path = buf_text(&path);
	ws_connect(c->ws, &ask);
	buf_finish(&path);
	free(accounts);
}

static void do_close(struct pl_client *c)
{
	ws_close(c->ws);
	state_disconnect(&c->state);
	outbound_reset(c);
}

static void set_due(struct pl_client *c)
{
	int64_t due_ms = link_due(&c->link);

	if (due_ms == INT64_MAX)
		loop_timer_stop(c->due);
	else
		loop_timer_set(c->due, due_ms - clock_ms());
}

static void feed_at(struct pl_client *c, enum link_input in, int64_t at_ms)
{
	enum link_state before = c->link.state;
	bool doubted = link_doubts(&c->link);
	unsigned todo = link_feed(&c->link, in, at_ms, (int)randombytes_uniform(1024));

	data_turn(c, in);
	if (todo & LINK_DO_CLOSE)
		do_close(c);
	if (todo & LINK_DO_DROP)
		ws_drop(c->ws);
	if (todo & LINK_DO_KEEP_ALIVE)
		ws_keep_alive(c->ws);
	if (c->link.state != before)
		c->changed |= PL_CHANGED_LINK | PL_CHANGED_PEOPLE;
	if (todo & LINK_DO_OPEN)
		do_open(c);
	if (doubted && !link_doubts(&c->link))
		ws_want_write(c->ws);
	set_due(c);
}

void core_feed(struct pl_client *c, enum link_input in)
{
	struct pulse pulse;

	if (in == LINK_SENT && ws_pulse(c->ws, &pulse))
		link_measure(&c->link, pulse.rtt_ms, pulse.vary_ms);
	feed_at(c, in, clock_ms());
}

/* How what was sent goes, by what the kernel knows of it; LINK_TICK: nothing new. */
static enum link_input look_up(const struct pl_client *c, int64_t *at_ms)
{
	struct pulse pulse;

	if (!link_awaits(&c->link) || !ws_pulse(c->ws, &pulse))
		return LINK_TICK;
	if (!pulse.unacked && !outbound_is_awaited(c))
		return LINK_ANSWERED;
	if (c->link.state == LINK_TAKEN || c->link.state == LINK_QUIET)
		return LINK_TICK; /* the kernel's word is not enough any more */
	if (!pulse.unacked)
		return LINK_TOOK;
	if (*at_ms - pulse.heard_ms <= c->link.since_ms)
		return LINK_TICK;
	*at_ms -= pulse.heard_ms; /* it takes what we send, a part at a time */
	return LINK_HEARD;
}

static void on_due(void *user)
{
	struct pl_client *c = user;
	int64_t at_ms = clock_ms();
	enum link_input in = look_up(c, &at_ms);

	feed_at(c, in, at_ms);
}

/* The WebSocket's side. */

/* Before an attempt goes on: is it needed still? */
static void on_reached(void *user)
{
	struct pl_client *c = user;
	int64_t at_ms = clock_ms();
	enum link_input in = look_up(c, &at_ms);
	struct pulse pulse;

	if (ws_pulse(c->ws, &pulse))
		link_allow(&c->link, pulse.again_ms);
	feed_at(c, in == LINK_TICK ? LINK_REACHED : in, at_ms);
}

static void on_open(void *user)
{
	struct pl_client *c = user;

	c->failure = PL_OK;
	state_renew(&c->state);
	outbound_reset(c);
	core_feed(c, LINK_OPENED);
	core_feed(c, LINK_SENT); /* the upgrade asks for a hello */
}

static void on_heard(void *user)
{
	core_feed(user, LINK_HEARD);
}

static void on_moved(void *user)
{
	core_feed(user, LINK_MOVED);
}

static void on_lost(struct pl_client *c)
{
	state_disconnect(&c->state);
	outbound_reset(c);
	core_feed(c, LINK_LOST);
	c->changed |= PL_CHANGED_LINK | PL_CHANGED_PEOPLE;
}

static void on_end(void *user, enum ws_end why)
{
	struct pl_client *c = user;

	c->failure = account_failure_of_end(why);
	if (why == WS_LOST)
		on_lost(c);
	else
		core_feed(c, LINK_FAILED);
	c->changed |= PL_CHANGED_LINK;
}

static const struct ws_ops ws_ops = { on_reached,        on_open, on_heard, client_on_frame,
				      client_next_frame, on_end,  on_moved };

void core_lost(struct pl_client *c)
{
	ws_close(c->ws);
	on_end(c, WS_LOST);
}

void core_refused(struct pl_client *c, enum pl_failure why)
{
	c->failure = why;
	core_feed(c, LINK_REFUSAL);
}

/* Life. */

static bool make_edges(struct pl_client *c)
{
	c->loop = loop_create();
	c->ws = ws_create(c->loop, &ws_ops, c, NULL);
	c->due = loop_timer_create(c->loop, on_due, c);
	c->again = loop_timer_create(c->loop, outbound_on_again, c);
	c->seen = loop_timer_create(c->loop, outbound_on_seen, c);
	c->beat = loop_timer_create(c->loop, meet_on_beat, c);
	return c->ws != NULL;
}

/* TLS's, so that the first handshake of the next start is as short as a later one. */
static void load_session(struct pl_client *c)
{
	char *text = cache_get(c->cache, "session");

	if (text && sodium_base642bin(c->session, sizeof(c->session), text, strlen(text), NULL,
				      &c->session_n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		c->session_n = 0;
	free(text);
}

void core_keep_session(struct pl_client *c)
{
	char text[sodium_base64_ENCODED_LEN(SESSION_MAX, sodium_base64_VARIANT_ORIGINAL)];
	const struct cache_word word = { "session", text };
	struct str s = ws_session(c->ws);

	if (!c->token || s.n == 0 || s.n > SESSION_MAX)
		return;
	sodium_bin2base64(text, sizeof(text), (const unsigned char *)s.p, s.n,
			  sodium_base64_VARIANT_ORIGINAL);
	cache_set(c->cache, &word, 1, CACHE_SAME);
	sodium_memzero(text, sizeof(text));
}

static void forget_account(struct pl_client *c)
{
	if (c->token)
		sodium_memzero(c->token, strlen(c->token));
	free(c->token);
	free(c->host);
	free(c->ca);
	free(c->note);
	free(c->consents);
	c->host = c->token = c->ca = c->note = c->consents = NULL;
	core_forget_draft(c);
}

void core_load_account(struct pl_client *c)
{
	char *port = cache_get(c->cache, "port"), *name = cache_get(c->cache, "name");
	char *role = cache_get(c->cache, "role"), *member = cache_get(c->cache, "member");

	forget_account(c);
	c->host = cache_get(c->cache, "host");
	c->token = cache_get(c->cache, "token");
	locked_hold(c->token, c->token ? strlen(c->token) : 0);
	c->ca = cache_get(c->cache, "ca");
	c->port = port ? (int)strtol(port, NULL, 10) : 0;
	if (name && role && member)
		state_set_self(&c->state, strtoll(member, NULL, 10), name, state_role(role));
	free(port);
	free(name);
	free(role);
	free(member);
}

static enum pl_failure failure_of(const struct err *e)
{
	static const enum pl_failure rows[ERR_CODES] = {
		[ERR_NONE] = PL_OK,
		[ERR_BAD_INPUT] = PL_FAIL_DISK,
		[ERR_TOO_LARGE] = PL_FAIL_DISK,
		[ERR_NOT_FOUND] = PL_FAIL_DISK,
		[ERR_EXISTS] = PL_FAIL_DISK,
		[ERR_REFUSED] = PL_FAIL_FOLDER,
		[ERR_DISK] = PL_FAIL_DISK,
		[ERR_KEY] = PL_FAIL_PASSPHRASE,
		[ERR_NETWORK] = PL_FAIL_NETWORK,
		[ERR_NOT_NOW] = PL_FAIL_LOCKED,
		[ERR_TOO_OLD] = PL_FAIL_NEWER,
		[ERR_MEMORY] = PL_FAIL_MEMORY,
	};

	return rows[e->code];
}

bool pl_client_may_be_swapped(void)
{
	return locked_failed();
}

bool pl_client_exists(const char *dir)
{
	return cache_exists(dir);
}

struct pl_client *pl_client_open(const struct pl_options *o, enum pl_failure *why)
{
	struct pl_client *c = mem_get(sizeof(*c));
	struct err err = { 0 };

	state_init(&c->state);
	link_init(&c->link);
	c->out.unacked_ms = c->sent_ms = -1;
	if (sodium_init() < 0)
		abort();
	c->cache = cache_open(o->guest ? NULL : o->dir, o->passphrase, &err);
	if (c->cache) {
		core_load_account(c);
		load_session(c);
		data_open(c);
		cache_load(c->cache, &c->state, &err);
		meet_load_first(c);
	}
	if (!c->cache || err.code != ERR_NONE || !make_edges(c) || !schedule_open(c, &err) ||
	    !filling_open(c, &err) || !packs_open(c, &err) || !worksheets_open(c, &err)) {
		*why = err.code == ERR_NONE ? PL_FAIL_NETWORK : failure_of(&err);
		pl_client_close(c);
		return NULL;
	}
	kit_open(c);
	reads_open(c);
	*why = PL_OK;
	if (pl_client_enrolled(c))
		core_feed(c, LINK_WANT);
	return c;
}

/* A store that nobody joined with would hold its owner to a passphrase for nothing. */
static void close_cache(struct pl_client *c)
{
	if (c->cache && cache_unused(c->cache))
		cache_discard(c->cache);
	else
		cache_close(c->cache);
}

void pl_client_close(struct pl_client *c)
{
	if (!c)
		return;
	c->is_closing = true;
	if (c->cache && c->ws) {
		core_keep_session(c);
		core_keep_seen(c);
		data_close(c);
	}
	ws_destroy(c->ws);
	loop_timer_destroy(c->due);
	loop_timer_destroy(c->again);
	loop_timer_destroy(c->seen);
	loop_timer_destroy(c->beat);
	packs_finish(c);
	schedule_finish(c);
	filling_finish(c);
	worksheets_finish(c);
	kit_finish(c);
	loop_destroy(c->loop);
	reads_finish(c);
	act_forget(&c->act);
	close_cache(c);
	state_finish(&c->state);
	wishes_finish(&c->wishes);
	attended_finish(&c->attended);
	arena_finish(&c->frame);
	wire_chain_forget(&c->chain);
	forget_account(c);
	sodium_memzero(c->session, sizeof(c->session));
	free(c);
}

int pl_client_fd(const struct pl_client *c)
{
	return loop_fd(c->loop);
}

int pl_client_timeout_ms(const struct pl_client *c)
{
	return c->changed ? 0 : loop_timeout_ms(c->loop);
}

unsigned pl_client_work(struct pl_client *c)
{
	unsigned changed;

	loop_work_once(c->loop);
	changed = c->changed;
	c->changed = 0;
	return changed;
}

/* What is known. */

bool pl_client_enrolled(const struct pl_client *c)
{
	return c->host && c->port && c->token && c->ca;
}

/* Each key counts, but one attempt at a time is enough. */
void core_touch(struct pl_client *c)
{
	if (clock_ms() - c->link.tried_ms >= LINK_AGAIN_MS)
		core_feed(c, LINK_NUDGE);
}

void pl_client_connect_now(struct pl_client *c)
{
	core_feed(c, LINK_NUDGE);
}

static const enum pl_link links[LINK_STATES] = {
	[LINK_NONE] = PL_LINK_OFF,        [LINK_OFF] = PL_LINK_OFF,
	[LINK_OPENING] = PL_LINK_OPENING, [LINK_GREETED] = PL_LINK_OPENING,
	[LINK_LIVE] = PL_LINK_LIVE,       [LINK_ASKED] = PL_LINK_LIVE,
	[LINK_PROBED] = PL_LINK_LIVE,     [LINK_RESTING] = PL_LINK_LIVE,
	[LINK_HUSHED] = PL_LINK_LIVE,     [LINK_TAKEN] = PL_LINK_LIVE,
	[LINK_DOUBTED] = PL_LINK_LIVE,    [LINK_QUIET] = PL_LINK_QUIET,
	[LINK_WAITING] = PL_LINK_WAITING, [LINK_REFUSED] = PL_LINK_REFUSED,
};

static int count_kept(const struct pl_client *c)
{
	int n = 0;

	for (size_t i = 0; i < c->state.groups_count; i++)
		for (size_t k = 0; k < c->state.groups[i]->messages_count; k++)
			n += c->state.groups[i]->messages[k].state == PL_KEPT_HERE;
	return n;
}

/* An acknowledgement by the other end's kernel has been heard too. */
static int64_t heard_ms(const struct pl_client *c, int64_t now_ms)
{
	int64_t ms = c->link.heard_ms < 0 ? -1 : now_ms - c->link.heard_ms;
	struct pulse pulse;

	return ws_pulse(c->ws, &pulse) && (ms < 0 || pulse.heard_ms < ms) ? pulse.heard_ms : ms;
}

void pl_client_link(const struct pl_client *c, struct pl_link_info *out)
{
	int64_t now = clock_ms();

	*out = (struct pl_link_info) { .link = links[c->link.state],
				       .failure = c->failure,
				       .heard_ms = heard_ms(c, now),
				       .kept = count_kept(c),
				       .is_metered = data_is_metered(c) };
	if (c->sent_ms >= 0 && out->kept)
		out->unacked_ms = now - c->sent_ms;
	if (c->link.state == LINK_WAITING && c->link.due_ms > now)
		out->retry_in_ms = c->link.due_ms - now;
}

struct pl_person pl_client_self(const struct pl_client *c)
{
	return c->state.self;
}

size_t pl_client_groups(const struct pl_client *c, const struct pl_group **out)
{
	const struct state *s = &c->state;

	for (size_t i = 0; i < s->groups_count; i++)
		s->group_list[i] = s->groups[i]->pub;
	*out = s->group_list;
	return s->groups_count;
}

size_t pl_client_people(const struct pl_client *c, int64_t group, const struct pl_person **out)
{
	const struct state_group *g = state_find_group(&c->state, group);

	*out = g ? g->people : NULL;
	return g ? g->people_count : 0;
}

size_t pl_client_messages(struct pl_client *c, int64_t group, const struct pl_message **out)
{
	const struct state_group *g = state_find_group(&c->state, group);

	*out = g ? g->messages : NULL;
	return g ? g->messages_count : 0;
}
