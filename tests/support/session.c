/* SPDX-License-Identifier: MIT */
#include "support/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char session_plan[] = "waiting\n"
			    "norms What is said here stays here. One speaks at a time. You may "
			    "always pass.\n"
			    "stage welcome quiet 5 Welcome\n"
			    "stage round turns 15 Check-in\n"
			    "stage agenda open 5 Agenda\n"
			    "stage work turns 40 Work\n"
			    "stage round turns 15 Check-out\n"
			    "stage closed open 0 Closed\n";

static const char *const names[SESSION_PEOPLE + 1] = {
	"", "Ana", "Jo", "Sam", "Lee", "Rosa", "Kim", "Omar", "Tess", "Will", "Nina", "Grace",
};

static void note(struct session *s)
{
	struct meeting_event e;

	while (hub_notice(s->hub, SESSION_GROUP, s->now, &e))
		hub_happen(s->hub, SESSION_GROUP, &e);
}

void session_join(struct session *s, int64_t member)
{
	const struct wire_cursor c = { SESSION_GROUP, 0 };
	const struct hub_newcomer who = {
		.user = s,
		.member = member,
		.device = member,
		.name = str_of(names[member]),
		.role = str_of(member == SESSION_LEADER ? "facilitator" : "patient"),
		.cursors = &c,
		.cursors_count = 1,
		.compressed = s->compressed,
		.now_ms = s->now,
		.utc_ms = s->now
	};

	s->conns[member] = hub_join(s->hub, &who);
	note(s);
}

void session_drop(struct session *s, int64_t member)
{
	hub_leave(s->hub, s->conns[member], s->now);
	s->conns[member] = NULL;
	note(s);
}

void session_begin(struct session *s, const char *plan, bool compressed)
{
	*s = (struct session) { .hub = hub_create(),
				.compressed = compressed,
				.now = INT64_C(1764111600000) };
	buf_init(&s->frame, 16 * WIRE_FRAME_MAX);
	hub_put_group(s->hub, SESSION_GROUP, str_of("Tuesday"), 0);
	for (int64_t i = 1; i <= SESSION_PEOPLE; i++)
		hub_put_person(s->hub, SESSION_GROUP,
			       &(struct hub_somebody) { .id = i,
							.name = str_of(names[i]),
							.role = str_of(i == SESSION_LEADER
									       ? "facilitator"
									       : "patient") });
	session_join(s, SESSION_LEADER);
	if (plan)
		session_tell(s, SESSION_LEADER, "open", 0, plan);
}

void session_end(struct session *s)
{
	hub_destroy(s->hub);
	buf_finish(&s->frame);
}

static void grant(struct session *s, struct meeting_wish *w)
{
	struct meeting_event e;
	bool repeated;
	const char *no;

	w->device = w->by;
	w->ticket = ++s->ticket;
	w->leads = hub_leads(s->hub, SESSION_GROUP, w->by);
	w->utc_ms = s->now;
	w->newest = s->said;
	no = meeting_ask(hub_meeting(s->hub, SESSION_GROUP), w, &e, &repeated);
	if (no || !hub_happen(s->hub, SESSION_GROUP, &e)) {
		fprintf(stderr, "%s by %d: %s\n", w->word.p, (int)w->by,
			no ? no : "out of turn");
		abort();
	}
	if (s->conns[w->by])
		hub_granted(s->hub, s->conns[w->by], SESSION_GROUP, w->ticket);
	note(s);
}

void session_wish(struct session *s, int64_t by, const char *word, int64_t member, int64_t n)
{
	struct meeting_wish w = { .word = str_of(word), .by = by, .member = member, .n = n };

	grant(s, &w);
}

void session_tell(struct session *s, int64_t by, const char *word, int64_t member,
		  const char *text)
{
	struct meeting_wish w = {
		.word = str_of(word), .by = by, .member = member, .text = str_of(text)
	};

	grant(s, &w);
}

void session_reply(struct session *s, int64_t by, int64_t n, const char *text)
{
	struct meeting_wish w = {
		.word = str_of("reply"), .by = by, .n = n, .text = str_of(text)
	};

	grant(s, &w);
}

void session_say(struct session *s, int64_t by, const char *text)
{
	const struct hub_said m = { .group = SESSION_GROUP,
				    .seq = ++s->said,
				    .member = by,
				    .device = by,
				    .ticket = s->said,
				    .utc_ms = s->now,
				    .text = str_of(text),
				    .warning = str_of(s->warning) };

	hub_say(s->hub, s->conns[by], &m, false);
}

const char *session_hear(struct session *s, int64_t member)
{
	bool more = true;
	size_t before;

	buf_reset(&s->frame);
	s->bytes = 0;
	do {
		before = s->frame.n;
		hub_next(s->hub, s->conns[member], &s->frame, &more);
		s->bytes += s->frame.n - before;
	} while (more && s->frame.n != before);
	return buf_text(&s->frame);
}

void session_hear_all(struct session *s)
{
	for (int64_t i = 1; i <= SESSION_PEOPLE; i++)
		if (s->conns[i])
			session_hear(s, i);
}

void session_settle(struct session *s, int64_t stage)
{
	for (int64_t i = 1; i < SESSION_LEADER; i++) {
		session_join(s, i);
		session_wish(s, SESSION_LEADER, "admit", i, 0);
		session_wish(s, i, "accept", 0, 0);
		s->now += 1000;
	}
	if (stage > 1)
		session_wish(s, SESSION_LEADER, "stage", 0, stage);
	session_hear_all(s);
}
