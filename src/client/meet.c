/* SPDX-License-Identifier: MIT */
/* The public side of sessions, and what the server says to a wish. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/core.h"
#include "porchlight/schedule.h"
#include "text/utf8.h"

const struct pl_session *pl_client_session(const struct pl_client *c, int64_t group)
{
	static const struct pl_session none = { .norms = "",
						.topic = "",
						.exercise = { .title = "" },
						.lesson = { .title = "", .counts = "" } };
	const struct state_group *g = state_find_group(&c->state, group);

	return g && g->session.pub.stage ? &g->session.pub : &none;
}

size_t pl_client_session_notices(const struct pl_client *c, int64_t group,
				 const struct pl_notice **out)
{
	const struct state_group *g = state_find_group(&c->state, group);

	*out = g ? g->session.notices : NULL;
	return g ? g->session.notices_count : 0;
}

static struct state_clocks clocks(void)
{
	return (struct state_clocks) { clock_utc_ms(), clock_ms() };
}

static void set_beat(struct pl_client *c)
{
	const int64_t due_ms = state_due_ms(&c->state, clocks());

	if (due_ms < 0)
		loop_timer_stop(c->beat);
	else
		loop_timer_set(c->beat, due_ms);
}

void meet_on_beat(void *user)
{
	struct pl_client *c = user;

	state_tick(&c->state, clocks());
	c->changed |= PL_CHANGED_SESSION;
	set_beat(c);
}

enum pl_failure pl_client_skip(struct pl_client *c, int64_t group, bool skip)
{
	struct state_group *g = state_find_group(&c->state, group);

	if (!g || !session_skip(&g->session, skip))
		return PL_FAIL_STATE;
	c->changed |= PL_CHANGED_SESSION;
	return PL_OK;
}

size_t pl_client_reports(const struct pl_client *c, int64_t group, const struct pl_report **out)
{
	const struct state_group *g = state_find_group(&c->state, group);

	*out = g ? g->session.reports.list : NULL;
	return g ? g->session.reports.list_count : 0;
}

void pl_client_language(struct pl_client *c, const char *language)
{
	struct state *s = &c->state;

	snprintf(s->language, sizeof(s->language), "%s", language);
	for (size_t i = 0; i < s->groups_count; i++)
		memcpy(s->groups[i]->session.language, s->language, sizeof(s->language));
	filling_language(c, language);
	kit_language_changed(c);
}

static bool leads(const struct pl_client *c)
{
	return c->state.self.role == PL_FACILITATOR || c->state.self.role == PL_ADMIN;
}

/* A name is cleaned as one, and measured then: half of one is another. */
static const char *clean_text(struct pl_client *c, const struct pl_wish *w)
{
	const struct str text = str_of(w->text);

	return w->act == PL_ACT_NAME ? utf8_clean_name(&c->frame, text, WIRE_TEXT_MAX)
				     : utf8_clean(&c->frame, text);
}

enum pl_failure pl_client_wish(struct pl_client *c, int64_t group, const struct pl_wish *w)
{
	struct state_group *g = state_find_group(&c->state, group);
	struct pl_wish clean = *w;
	struct pl_link_info link;
	enum pl_failure f;

	if (!g)
		return PL_FAIL_NOT_NOW;
	if (w->act >= PL_ACT_RESOLVE && !leads(c))
		return PL_FAIL_REFUSED;
	if (!g->session.pub.stage && !wish_is_anytime(w->act))
		return PL_FAIL_STATE;
	if (w->act == PL_ACT_ANSWER && !session_answer(&g->session, &clean.n))
		return PL_FAIL_STATE;
	if (w->act == PL_ACT_WATCH && !w->n && session_is_watching(&g->session, clock_ms()))
		return PL_OK;
	arena_reset(&c->frame);
	clean.text = w->text ? clean_text(c, w) : "";
	if (w->act == PL_ACT_NAME && strlen(clean.text) > WIRE_NAME_MAX)
		return PL_FAIL_TOO_LONG;
	pl_client_link(c, &link);
	f = wishes_add(&c->wishes, group, &clean, link.link == PL_LINK_LIVE);
	if (f != PL_OK)
		return f;
	wishes_stamp(&c->wishes, clock_utc_ms(), clock_ms());
	danger_did_wish(c, g, w);
	c->changed |= PL_CHANGED_LINK;
	ws_want_write(c->ws);
	return PL_OK;
}

/* The codes that speak of a session: nothing is wrong with the line, nor with the frame. */
static const struct {
	const char *code;
	enum pl_failure why;
} codes[] = {
	{ WIRE_E_ROLE, PL_FAIL_REFUSED }, { WIRE_E_STATE, PL_FAIL_STATE },
	{ WIRE_E_WHO, PL_FAIL_WHO },      { WIRE_E_LATE, PL_FAIL_LATE },
	{ WIRE_E_WAIT, PL_FAIL_WAITING }, { WIRE_E_OUT, PL_FAIL_OUT },
	{ WIRE_E_MUTED, PL_FAIL_MUTED },  { WIRE_E_NORMS, PL_FAIL_NORMS },
	{ WIRE_E_TURN, PL_FAIL_TURN },    { WIRE_E_QUIET, PL_FAIL_QUIET },
	{ WIRE_E_SLOW, PL_FAIL_BUSY },    { WIRE_E_TEXT, PL_FAIL_TEXT },
	{ WIRE_E_GONE, PL_FAIL_GONE },    { WIRE_E_DANGER, PL_FAIL_DANGER },
	{ WIRE_E_HELD, PL_FAIL_REFUSED }, { WIRE_E_TWICE, PL_FAIL_TWICE },
	{ WIRE_E_NAME, PL_FAIL_NAME },
};
enum { CODES = sizeof(codes) / sizeof(codes[0]) };

void meet_note(struct pl_client *c, struct state_group *g, const struct pl_notice *n)
{
	if (g)
		state_note(&c->state, g, n, 0, clocks());
	c->changed |= PL_CHANGED_SESSION;
}

static void note(struct pl_client *c, int64_t group, enum pl_failure why)
{
	meet_note(c, state_find_group(&c->state, group),
		  &(struct pl_notice) { .kind = PL_NOTE_REFUSED, .n = why });
}

void meet_write(struct pl_client *c, struct buf *json)
{
	int64_t group;

	while ((group = wishes_stale(&c->wishes, clock_ms())))
		note(c, group, PL_FAIL_NOT_NOW);
	wishes_write(&c->wishes, clock_ms(), json);
	meet_ask_texts(c, json);
}

static bool answered(struct pl_client *c, int64_t ticket)
{
	if (!wishes_answered(&c->wishes, ticket))
		return false;
	meet_keep_first(c);
	return true;
}

/* A line that may not be said now is kept, and does not go out by itself later. */
static void refuse(struct pl_client *c, const struct wire_msg *m, enum pl_failure why)
{
	if (!m->k)
		meet_no_page(c);
	if (!m->k && why != PL_FAIL_GONE)
		return;
	if (m->k && !answered(c, m->k))
		outbound_refuse(c, m->k);
	note(c, m->g, why);
}

/*
 * Too soon after one's last line, or said when the server had no seat for this person yet: it
 * goes again, as it does when the server is busy.
 */
static bool comes_again(const struct pl_client *c, const struct wire_msg *m)
{
	return m->k && !wishes_has(&c->wishes, m->k) &&
	       (str_is(m->c, WIRE_E_SLOW) || str_is(m->c, WIRE_E_WAIT));
}

bool meet_error(struct pl_client *c, const struct wire_msg *m)
{
	if (comes_again(c, m)) {
		outbound_later(c, m->k, OUTBOUND_DOOR);
		return true;
	}
	for (size_t i = 0; i < CODES; i++) {
		if (!str_is(m->c, codes[i].code))
			continue;
		refuse(c, m, codes[i].why);
		return true;
	}
	if (str_is(m->c, WIRE_E_RATE) || str_is(m->c, WIRE_E_STORE)) {
		if (m->k && wishes_later(&c->wishes, m->k)) {
			outbound_pause(c);
			return true;
		}
		return false;
	}
	if (!m->k || !answered(c, m->k))
		return false;
	note(c, m->g, str_is(m->c, WIRE_E_LARGE) ? PL_FAIL_TOO_LONG : PL_FAIL_STATE);
	return true;
}

/* Told once: a new connection is told of it again. */
void meet_hidden(struct pl_client *c, const struct wire_msg *m)
{
	struct state_group *g = state_find_group(&c->state, m->g);
	const struct pl_message *p = g ? state_find_seq(g, m->s) : NULL;
	const bool hidden = m->n == 1;

	if (!p || p->hidden == hidden)
		return;
	state_note(&c->state, g,
		   &(struct pl_notice) { .kind = hidden ? PL_NOTE_HIDDEN : PL_NOTE_SHOWN },
		   p->member, clocks());
	c->changed |= PL_CHANGED_SESSION;
}

void meet_clock(struct pl_client *c, struct wire_msg *m)
{
	if (m->type == WIRE_HELLO)
		c->ahead_ms = m->d - clock_utc_ms();
	if ((m->type == WIRE_SESSION || m->type == WIRE_SEAT || m->type == WIRE_HAND ||
	     m->type == WIRE_GUIDE || m->type == WIRE_REPORT || m->type == WIRE_PAPER ||
	     m->type == WIRE_ALERT) &&
	    m->has & WIRE_D)
		m->d -= c->ahead_ms;
	if (m->type == WIRE_SEAT && m->has & WIRE_K && m->k > c->ahead_ms)
		m->k -= c->ahead_ms;
}

int64_t pl_client_server_ms(const struct pl_client *c, int64_t utc_ms)
{
	return utc_ms + c->ahead_ms;
}

void meet_granted(struct pl_client *c, const struct wire_msg *m)
{
	if (answered(c, m->k))
		c->changed |= PL_CHANGED_LINK;
}

/* The server need not tell the end of a report again. */
static void hear_reports(struct pl_client *c, struct state_group *g)
{
	int64_t n;

	while ((n = reports_next_heard(&g->session.reports)) &&
	       wishes_add(&c->wishes, g->pub.id,
			  &(struct pl_wish) { .act = PL_ACT_HEARD, .n = n }, true) == PL_OK)
		wishes_stamp(&c->wishes, clock_utc_ms(), clock_ms());
}

/* The server tells it to the connection that asked. */
static void watch_again(struct pl_client *c, struct state_group *g)
{
	const struct pl_wish watch = { .act = PL_ACT_WATCH,
				       .n = session_watch_again(&g->session) };

	if (!watch.n || wishes_add(&c->wishes, g->pub.id, &watch, true) != PL_OK)
		return;
	wishes_stamp(&c->wishes, clock_utc_ms(), clock_ms());
	ws_want_write(c->ws);
}

/* Whoever was let in may ask for what was said before. */
void meet_after_frame(struct pl_client *c)
{
	meet_find_texts(c);
	if (!state_news(&c->state, clocks()))
		return;
	c->changed |= PL_CHANGED_SESSION;
	set_beat(c);
	ws_want_write(c->ws); /* a text may be asked for */
	for (size_t i = 0; i < c->state.groups_count; i++) {
		const struct session *s = &c->state.groups[i]->session;

		hear_reports(c, c->state.groups[i]);
		watch_again(c, c->state.groups[i]);
		if (s->pub.self && s->pub.self->where == PL_IN)
			c->out.hole_due = true;
	}
}

void meet_no_page(struct pl_client *c)
{
	c->out.hole_due = false;
	c->out.hole_group = c->older.n = 0;
}

/* Attendance */

enum pl_failure pl_client_attendance_ask(struct pl_client *c)
{
	if (c->link.state != LINK_LIVE && c->link.state != LINK_ASKED)
		return PL_FAIL_NOT_NOW;
	c->attended.due = true;
	ws_want_write(c->ws);
	return PL_OK;
}

const struct pl_attendance *pl_client_attendance(const struct pl_client *c)
{
	return &c->attended.pub;
}

void meet_attended(struct pl_client *c, const struct wire_msg *m)
{
	if (!attended_take(&c->attended, m, clock_utc_ms()))
		return;
	c->changed |= PL_CHANGED_ACCOUNT;
	schedule_on_attended(c);
}
