/* SPDX-License-Identifier: MIT */
/* Today: what comes next, and how to go there; the rest; what was asked for; the week's hours. */
#include "text/keys.h"
#include "view/schedule.h"

/* A session runs in its group, or is about to: then one can go there. */
static bool is_open(const struct stage *s, const struct pl_occurrence *o)
{
	return pl_client_session(s->client, o->group)->stage || o->start_utc_ms <= stage_now(s);
}

static void tell_door(struct stage *s, struct model *m, const struct pl_occurrence *o)
{
	const int own = stage_key_of(s, "join", KEY_CHORD('c'));
	char key[24];

	if (pl_day(stage_now(s), 1) <= o->start_utc_ms || !schedule_group_number(s, o->group))
		return;
	if (!own) {
		schedule_say(m, ITEM_NOTICE, words_with(&m->mem, WORD_TYPE_HOW, "/join"));
		return;
	}
	keys_word(own, key, sizeof(key));
	schedule_say(m, ITEM_NOTICE,
		     words_schedule(&m->mem,
				    is_open(s, o) ? SCHEDULE_JOIN : SCHEDULE_JOIN_LATER,
				    words_row(key), ""));
}

/* Its id; 0: there is none. */
static uint64_t tell_next(struct stage *s, struct model *m)
{
	const struct pl_occurrence *next = pl_client_next(s->client);
	const int64_t now = stage_now(s);
	struct arena *a = &m->mem;
	struct pl_occurrence o;

	if (!next) {
		schedule_say(m, ITEM_NOTICE, words_schedule(a, SCHEDULE_NONE_NEXT, "", ""));
		return 0;
	}
	o = *next; /* borrowed until the client is asked again */
	schedule_tell_zone(m, &o, 1);
	schedule_say(m, ITEM_HEADING,
		     o.start_utc_ms <= now
			     ? words_schedule(a, SCHEDULE_UNDER_WAY,
					      words_clock(a, o.start_utc_ms), "")
			     : words_schedule(a, SCHEDULE_NEXT,
					      words_until(a, o.start_utc_ms, now), ""));
	schedule_add(s, m, &o,
		     pl_day(o.start_utc_ms, 0) != pl_day(now, 0) ? WITH_DAY : WITH_HOURS);
	schedule_say(m, ITEM_NOTICE, words_bring(a, &o));
	tell_door(s, m, &o);
	return o.id;
}

static void tell_rest(struct stage *s, struct model *m, uint64_t next)
{
	const int64_t now = stage_now(s);
	const struct pl_occurrence *all;
	const size_t n = pl_client_schedule(s->client, now, pl_day(now, 1), &all);
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (all[i].id == next)
			continue;
		if (!any)
			schedule_say(m, ITEM_HEADING,
				     words_schedule(&m->mem, SCHEDULE_LATER_TODAY, "", ""));
		any = true;
		schedule_add(s, m, &all[i], WITH_HOURS);
		schedule_say(m, ITEM_NOTICE, words_bring(&m->mem, &all[i]));
	}
	if (!any)
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(&m->mem, SCHEDULE_NOTHING_TODAY, "", ""));
}

/* What is granted shows with its session; what is not is told until that is over. */
static bool is_open_request(const struct pl_request *r, int64_t now_utc_ms)
{
	static const bool rows[PL_REQUEST_STATES] = {
		[PL_REQUEST_KEPT] = true,    [PL_REQUEST_ASKED] = true,
		[PL_REQUEST_WAITING] = true, [PL_REQUEST_REFUSED] = true,
		[PL_REQUEST_FULL] = true,    [PL_REQUEST_TOO_LATE] = true,
		[PL_REQUEST_GONE] = true,
	};

	return r->mine && r->state < PL_REQUEST_STATES && (r->changing || rows[r->state]) &&
	       r->original_utc_ms > now_utc_ms;
}

/* They are newest first: is there a newer one of the same session? */
static bool is_outdone(const struct pl_request *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (all[k].mine && all[k].series == all[i].series &&
		    all[k].original_utc_ms == all[i].original_utc_ms)
			return all[i].state > PL_REQUEST_WAITING ||
			       all[i].state == PL_REQUEST_REFUSED;
	return false;
}

static void tell_requests(struct stage *s, struct model *m)
{
	const struct pl_request *all;
	const size_t n = pl_client_requests(s->client, &all);
	struct arena *a = &m->mem;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (!is_open_request(&all[i], stage_now(s)) || is_outdone(all, i))
			continue;
		if (!any)
			schedule_say(m, ITEM_HEADING,
				     words_schedule(a, SCHEDULE_MY_REQUESTS, "", ""));
		any = true;
		schedule_say(m, ITEM_NOTICE,
			     arena_fmt(a, "%s. %s", words_moment(a, all[i].original_utc_ms),
				       words_request(a, &all[i], "")));
	}
}

static void build(struct stage *s, struct model *out)
{
	uint64_t next;

	out->title = words_schedule(&out->mem, SCHEDULE_TODAY,
				    words_day(&out->mem, stage_now(s)), "");
	schedule_begin(s, out);
	next = tell_next(s, out);
	if (next)
		tell_rest(s, out, next);
	tell_requests(s, out);
	schedule_tell_tally(s, out, false);
}

const struct view view_today = {
	"today",
	KEY_CHORD('T'),
	N_("Your next session and how to go there, the rest of the day, and this week's "
	   "hours."),
	build,
	NULL,
};
