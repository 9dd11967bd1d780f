/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/log.h"
#include "client/core.h"
#include "text/utf8.h"

/* What the server's errors ask for; `k` is the line's ticket, 0: it is about no line. */

static void err_token(struct pl_client *c, int64_t k)
{
	(void)k;
	core_refused(c, PL_FAIL_TOKEN);
}

static void err_disabled(struct pl_client *c, int64_t k)
{
	(void)k;
	core_refused(c, PL_FAIL_DISABLED);
}

static void later(struct pl_client *c, int64_t k, enum outbound_why why)
{
	if (k) {
		outbound_later(c, k, why);
		return;
	}
	c->out.hole_group = 0; /* asked for again after the pause */
	outbound_pause(c);
}

static void err_rate(struct pl_client *c, int64_t k)
{
	later(c, k, OUTBOUND_FAST);
}

static void err_store(struct pl_client *c, int64_t k)
{
	later(c, k, OUTBOUND_FULL);
	if (c->failure == PL_OK)
		c->failure = PL_FAIL_SERVER_FULL;
	c->changed |= PL_CHANGED_LINK;
}

static void err_never(struct pl_client *c, int64_t k)
{
	if (k)
		outbound_refuse(c, k);
	else
		outbound_refuse_some(c);
}

static void err_group(struct pl_client *c, int64_t k)
{
	if (k) {
		outbound_refuse(c, k);
		return;
	}
	c->out.hole_due = false; /* the page that was asked for never comes */
	c->out.hole_group = c->older.n = 0;
}

static const struct {
	const char *code;
	void (*on)(struct pl_client *c, int64_t k);
} errors[] = {
	{ WIRE_E_TOKEN, err_token }, { WIRE_E_DISABLED, err_disabled },
	{ WIRE_E_RATE, err_rate },   { WIRE_E_STORE, err_store },
	{ WIRE_E_FORM, err_never },  { WIRE_E_LARGE, err_never },
	{ WIRE_E_GROUP, err_group },
};

static void on_error(struct pl_client *c, const struct wire_msg *m)
{
	if (schedule_on_error(c, m) || worksheets_on_error(c, m) || meet_error(c, m))
		return;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		if (!str_is(m->c, errors[i].code))
			continue;
		log_event(LOG_WARN_, "server_error", "code=%s", errors[i].code);
		errors[i].on(c, m->k);
	}
}

/* What we do beside what the state keeps. */

static void on_hello(struct pl_client *c, const struct wire_msg *m)
{
	(void)m;
	c->out.greeted = true;
	core_keep_session(c); /* its ticket came before any of this */
	meet_hello(c);
	schedule_on_hello(c);
	packs_on_hello(c);
	worksheets_on_hello(c);
}

static void on_group(struct pl_client *c, const struct wire_msg *m)
{
	const struct state_group *g = state_find_group(&c->state, m->g);

	c->out.hole_due = true;
	if (g && g->pub.read_seq > m->n)
		c->out.seen_due = true; /* read while we were away */
}

static void look_for_hole(struct pl_client *c, const struct wire_msg *m)
{
	const struct state_group *g = state_find_group(&c->state, m->g);

	if (g && g->pub.last_seq && m->s != g->pub.last_seq + 1)
		c->out.hole_due = true;
}

static void on_message(struct pl_client *c, const struct wire_msg *m)
{
	look_for_hole(c, m);
	if (m->has & WIRE_K)
		outbound_taken(c, m->g);
	if (m->g == c->older_group && m->s == c->older.first + c->older.n - 1)
		c->older.n = 0;
	if (m->g == c->out.hole_group && m->s == c->out.hole_last)
		c->out.hole_group = 0; /* the page is whole: the next one */
}

static void on_stored(struct pl_client *c, const struct wire_msg *m)
{
	look_for_hole(c, m);
	outbound_taken(c, m->g);
	c->again_ms = 0;
	c->failure = c->failure == PL_FAIL_SERVER_FULL ? PL_OK : c->failure;
	c->changed |= PL_CHANGED_LINK;
}

/* Tickets of both are of one row. */
static void on_settled(struct pl_client *c, const struct wire_msg *m)
{
	schedule_on_settled(c, m);
	worksheets_on_settled(c, m);
}

static void (*const rows[WIRE_TYPES])(struct pl_client *c, const struct wire_msg *m) = {
	[WIRE_HELLO] = on_hello,           [WIRE_GROUP] = on_group,
	[WIRE_PERSON] = meet_person,       [WIRE_MESSAGE] = on_message,
	[WIRE_STORED] = on_stored,         [WIRE_ERROR] = on_error,
	[WIRE_GRANTED] = meet_granted,     [WIRE_GUIDE] = meet_keep_text,
	[WIRE_HIDDEN] = meet_hidden,       [WIRE_HELD] = meet_held,
	[WIRE_SESSION] = meet_session,     [WIRE_ATTENDED] = meet_attended,
	[WIRE_REACTED] = meet_reacted,     [WIRE_SERIES] = schedule_on_row,
	[WIRE_REQUEST] = schedule_on_row,  [WIRE_PROGRAM] = schedule_on_program,
	[WIRE_SETTLED] = on_settled,       [WIRE_FEED_AT] = schedule_on_feed,
	[WIRE_HOURS] = schedule_on_hours,  [WIRE_ASSIGNED] = worksheets_on_row,
	[WIRE_FILED] = worksheets_on_row,  [WIRE_NOTED] = worksheets_on_row,
	[WIRE_CLINIC] = worksheets_on_row, [WIRE_CASE] = worksheets_on_case,
};

/* Whose c is no word of the wire. */
static bool has_names(enum wire_type type)
{
	return type == WIRE_SERIES || (type >= WIRE_ASSIGNED && type <= WIRE_NOTED);
}

static struct str clean_text(struct arena *mem, const struct wire_msg *m)
{
	if (m->type == WIRE_FILED)
		return worksheets_clean_answers(mem, m->b);
	return str_of(m->type == WIRE_PERSON ? utf8_clean_name(mem, m->b, WIRE_NAME_MAX)
					     : utf8_clean(mem, m->b));
}

/* Every text is cleaned here, once. */
static void clean(struct arena *mem, struct wire_msg *m)
{
	if (m->has & WIRE_X)
		m->x = str_of(utf8_clean_name(mem, m->x, WIRE_NAME_MAX));
	if (m->has & WIRE_B)
		m->b = clean_text(mem, m);
	if (has_names(m->type) && m->has & WIRE_C)
		m->c = str_of(utf8_clean_name(mem, m->c, WIRE_NAME_MAX));
}

static bool read_frame(struct pl_client *c, struct str frame, struct wire_msg **out, size_t *n,
		       struct err *err)
{
	struct wire_frame got;
	struct buf json;
	bool ok;

	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	ok = wire_unpack(frame, &json, err) &&
	     wire_decode((struct str) { json.p, json.n }, WIRE_SERVER, &c->frame, &got, err);
	buf_finish(&json);
	if (!ok)
		return false;
	*n = got.n;
	*out = arena_get(&c->frame, got.n * sizeof(**out));
	for (size_t i = 0; i < got.n; i++) {
		(*out)[i] = got.msgs[i];
		c->out.adrift = !wire_chain_read(&c->chain, &(*out)[i], err);
		if (c->out.adrift)
			return false;
		clean(&c->frame, &(*out)[i]);
	}
	return true;
}

static void keep_all(struct pl_client *c, const struct wire_msg *m, size_t n)
{
	struct err err = { 0 };

	if (cache_keep(c->cache, m, n, c->state.self.id, &err)) {
		c->failure = c->failure == PL_FAIL_DISK ? PL_OK : c->failure;
		return;
	}
	/* It is shown all the same; the server gives it again when we come back. */
	log_event(LOG_ERROR_, "cache", "why=\"%s\"", err.text);
	c->failure = PL_FAIL_DISK;
	c->out.hole_due = false;
	c->changed |= PL_CHANGED_LINK;
}

/* Lines of another device: see cache_doubt. */
static void decide_doubts(struct pl_client *c)
{
	for (size_t i = 0; i < c->state.groups_count; i++) {
		struct state_group *g = c->state.groups[i];
		struct cache_doubt d = cache_doubt(c->cache, g, c->state.self.id, c->ahead_ms);

		for (; d.verdict != CACHE_WAITS;
		     d = cache_doubt(c->cache, g, c->state.self.id, c->ahead_ms)) {
			if (d.verdict == CACHE_FOUND)
				c->changed |= state_settle(g, d.ticket, d.seq, d.utc_ms);
			else if (d.verdict == CACHE_UNKNOWN)
				outbound_refuse(c, d.ticket);
		}
	}
}

/* Which may speak of a group that this person is not in: of the schedule, and of worksheets. */
static bool is_of_clinic(enum wire_type type)
{
	return type >= WIRE_SERIES && type <= WIRE_CASE;
}

void client_on_frame(void *user, struct str frame, bool binary)
{
	struct pl_client *c = user;
	struct wire_msg *m;
	struct err err = { 0 };
	size_t n;

	arena_reset(&c->frame);
	if (!binary || !read_frame(c, frame, &m, &n, &err)) {
		log_event(LOG_ERROR_, "bad_frame", "why=\"%s\"", err.text);
		wire_chain_forget(&c->chain); /* there may have been messages in it */
		if (c->out.adrift)
			core_lost(c);
		return;
	}
	if (!put_back_look(c, m, n)) {
		c->failure = PL_FAIL_DISK;
		c->changed |= PL_CHANGED_LINK;
		core_lost(c);
		return;
	}
	keep_all(c, m, n);
	for (size_t i = 0; i < n; i++) {
		meet_clock(c, &m[i]);
		if (rows[m[i].type])
			rows[m[i].type](c, &m[i]);
		if (!is_of_clinic(m[i].type))
			c->changed |= state_apply(&c->state, &m[i]);
	}
	if (c->changed & (PL_CHANGED_PEOPLE | PL_CHANGED_GROUPS))
		c->schedule.diary.is_listed = false; /* names, and who is where */
	meet_after_frame(c);
	decide_doubts(c);
	if (c->link.state == LINK_REFUSED)
		return;
	outbound_ride(c);
	outbound_progress(c);
}
