/* SPDX-License-Identifier: MIT */
#include "client/data.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "client/core.h"

static struct meter_now now(void)
{
	return (struct meter_now) { clock_ms(), clock_utc_ms() };
}

/* In a store that nobody has joined with nothing is kept: it may be for nobody. */
static void save(struct pl_client *c, struct meter_now at)
{
	struct cache_word word = { .word = "data" };
	struct buf text;

	if (!c->host)
		return;
	buf_init(&text, METER_TEXT_MAX);
	meter_write(&c->data.meter, &text);
	word.value = buf_text(&text);
	meter_saved(&c->data.meter, cache_set(c->cache, &word, 1, CACHE_SAME), at);
	buf_finish(&text);
}

static void count(struct pl_client *c, struct meter_now at, bool ending)
{
	struct toll all = ws_bytes(c->ws, ending);

	toll_add(&all, &c->data.fetched);
	meter_feed(&c->data.meter, (struct pl_bytes) { all.up, all.down }, at);
}

/* Once for each: the front end asks what it is. */
static void notice(struct pl_client *c, struct meter_now at)
{
	int percent = meter_notice(&c->data.meter, at);

	if (percent > c->data.notice)
		c->changed |= PL_CHANGED_DATA;
	c->data.notice = percent;
}

void data_open(struct pl_client *c)
{
	char *text = cache_get(c->cache, "data");

	meter_init(&c->data.meter, now());
	if (text && !meter_read(&c->data.meter, text))
		log_event(LOG_WARN_, "data", "why=\"not understood\"");
	free(text);
}

void data_close(struct pl_client *c)
{
	struct meter_now at = now();

	count(c, at, true);
	if (c->data.meter.unsaved || c->data.meter.is_changed)
		save(c, at);
}

static void enter(struct pl_client *c, enum link_input in)
{
	enum link_state s = c->link.state;

	if (s == LINK_OPENING || s == LINK_DOUBTED || s == LINK_QUIET)
		meter_opening(&c->data.meter);
	else if ((s == LINK_LIVE || s == LINK_RESTING) && in == LINK_ANSWERED)
		meter_live(&c->data.meter);
	else if (s == LINK_WAITING || s == LINK_OFF || s == LINK_REFUSED)
		meter_down(&c->data.meter);
}

void data_turn(struct pl_client *c, enum link_input in)
{
	struct meter_now at = now();

	count(c, at, false);
	enter(c, in);
	notice(c, at);
	if (meter_is_due(&c->data.meter, at))
		save(c, at);
}

void data_fetched(struct pl_client *c, const struct toll *t)
{
	toll_add(&c->data.fetched, t);
}

/* ---- a line that is to cost little ---- */

bool data_is_metered(const struct pl_client *c)
{
	if (c->data.metered == PL_METERED_AUTO)
		return c->data.meter.allowance > 0;
	return c->data.metered == PL_METERED_YES;
}

/* A line that may be at the server already waits for what was said since: see cache_doubt. */
bool data_may_fill(const struct pl_client *c, int64_t group)
{
	return !data_is_metered(c) || cache_is_doubtful(c->cache, group);
}

int64_t data_seen_ms(const struct pl_client *c)
{
	bool is_first =
		!c->seen_told_ms || c->seen_since_ms - c->seen_told_ms > DATA_SEEN_PAUSE_MS;

	if (data_is_metered(c))
		return DATA_SEEN_METERED_MS;
	return is_first ? DATA_SEEN_MS : DATA_SEEN_NEXT_MS;
}

/* ---- the public face ---- */

/* Nothing is asked for again that a moment ago was not to be: what is missing is now. */
static void follow(struct pl_client *c, bool was)
{
	bool is = data_is_metered(c);

	link_metered(&c->link, is);
	if (is == was)
		return;
	c->changed |= PL_CHANGED_LINK | PL_CHANGED_DATA;
	c->out.hole_due = true;
	ws_want_write(c->ws);
}

void pl_client_meter(struct pl_client *c, enum pl_metered metered)
{
	bool was = data_is_metered(c);

	if (metered < PL_METERED_WAYS)
		c->data.metered = metered;
	follow(c, was);
}

void pl_client_allow(struct pl_client *c, uint64_t bytes)
{
	bool was = data_is_metered(c);

	meter_allow(&c->data.meter, bytes);
	c->data.notice = 0;
	notice(c, now());
	follow(c, was);
}

void pl_client_data(struct pl_client *c, struct pl_data *out)
{
	struct meter_now at = now();
	const struct meter *m = &c->data.meter;

	count(c, at, false);
	*out = (struct pl_data) { .session = m->session,
				  .today = meter_today(m, at),
				  .month = meter_month(m, at),
				  .reconnect = m->reconnect,
				  .hour = meter_hour(m),
				  .allowance = m->allowance,
				  .metered = c->data.metered,
				  .is_metered = data_is_metered(c) };
}

int pl_client_notice(const struct pl_client *c)
{
	return c->data.notice;
}

void pl_client_told(struct pl_client *c)
{
	struct meter_now at = now();

	meter_told(&c->data.meter, at);
	c->data.notice = 0;
	save(c, at);
}

enum pl_failure pl_client_older(struct pl_client *c, int64_t group, struct pl_range *out)
{
	const struct state_group *g = state_find_group(&c->state, group);

	*out = (struct pl_range) { 0 };
	if (!g || c->older.n || c->out.hole_group)
		return PL_FAIL_NOT_NOW;
	if (!cache_older(c->cache, group, &out->first, &out->n) ||
	    out->first + out->n <= g->pub.first_seq) {
		*out = (struct pl_range) { 0 };
		return PL_OK;
	}
	if (out->first < g->pub.first_seq) {
		out->n -= g->pub.first_seq - out->first;
		out->first = g->pub.first_seq;
	}
	c->older_group = group;
	c->older = *out;
	ws_want_write(c->ws);
	return PL_OK;
}
