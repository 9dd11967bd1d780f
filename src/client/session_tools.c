/* SPDX-License-Identifier: MIT */
/* Who is not safe, who has the lead, votes, what stays up, and who was shown what. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "client/session.h"

static char *copy(const char *s)
{
	return mem_dup(s, strlen(s));
}

static const char *name_of(const struct session_view *v, int64_t member)
{
	return member ? v->name(v->user, member) : "";
}

static void drop_list(struct session_tools *t)
{
	for (size_t i = 0; i < t->list_count; i++) {
		free((char *)(uintptr_t)t->alert_list[i].name);
		free((char *)(uintptr_t)t->alert_list[i].taker);
	}
	free(t->alert_list);
	t->alert_list = NULL;
	t->list_count = 0;
}

void session_tools_finish(struct session *s)
{
	struct session_tools *t = &s->tools;

	drop_list(t);
	free(t->alerts);
	free(t->poll_text);
	free(t->reach);
	for (size_t i = 0; i < SESSION_PINS; i++) {
		free(t->pins[i]);
		free(t->told_pins[i]);
	}
	*t = (struct session_tools) { 0 };
}

void session_tools_begin(struct session *s)
{
	session_tools_finish(s);
	s->pub.poll = (struct pl_poll) { 0 };
	s->pub.lead = s->pub.offered = 0;
	s->pub.pins_count = 0;
}

/* Not safe */

static struct session_alert *get_alert(struct session_tools *t, int64_t member)
{
	for (size_t i = 0; i < t->alerts_count; i++)
		if (t->alerts[i].member == member)
			return &t->alerts[i];
	t->alerts = mem_grow(t->alerts, (t->alerts_count + 1) * sizeof(*t->alerts));
	t->alerts[t->alerts_count] = (struct session_alert) { .member = member };
	return &t->alerts[t->alerts_count++];
}

void session_on_alert(struct session *s, const struct wire_msg *m)
{
	struct session_alert *a = get_alert(&s->tools, m->u);

	a->seq = m->s;
	a->utc_ms = m->d;
	a->taken_by = m->k;
}

/* The words that answer the person say that nobody has seen it yet. */
void session_ask_help(struct session *s, int64_t self, int64_t utc_ms)
{
	struct session_alert *a = get_alert(&s->tools, self);

	if (!a->utc_ms || a->taken_by)
		a->utc_ms = utc_ms;
	a->taken_by = 0;
	a->told_utc_ms = utc_ms;
	a->told_taken_by = 0;
	s->is_new = true;
}

static int by_need(const void *a, const void *b)
{
	const struct session_alert *x = a, *y = b;

	if (!x->taken_by != !y->taken_by)
		return x->taken_by ? 1 : -1;
	return x->utc_ms < y->utc_ms ? -1 : x->utc_ms > y->utc_ms;
}

static void publish_alerts(struct session_tools *t, const struct session_view *v)
{
	drop_list(t);
	if (!t->alerts_count)
		return;
	qsort(t->alerts, t->alerts_count, sizeof(*t->alerts), by_need);
	t->alert_list = mem_get(t->alerts_count * sizeof(*t->alert_list));
	t->list_count = t->alerts_count;
	for (size_t i = 0; i < t->alerts_count; i++) {
		const struct session_alert *a = &t->alerts[i];

		t->alert_list[i] = (struct pl_alert) { .member = a->member,
						       .name = copy(name_of(v, a->member)),
						       .mine = a->member == v->self,
						       .utc_ms = a->utc_ms,
						       .taker = copy(name_of(v, a->taken_by)) };
	}
}

/* What others say of themselves is told to nobody but those who lead: so this one does. */
static void tell_alert(struct session *s, const struct session_view *v, struct session_alert *a)
{
	const bool mine = a->member == v->self;
	const enum pl_notice_kind asked = mine ? PL_NOTE_UNSEEN : PL_NOTE_DANGER;
	const enum pl_notice_kind taken = mine ? PL_NOTE_SEEN : PL_NOTE_TAKEN;

	if (!a->taken_by && (!a->told_utc_ms || a->told_taken_by))
		session_note(s, v, &(struct pl_notice) { .kind = asked }, a->member);
	if (a->taken_by && a->taken_by != a->told_taken_by && a->taken_by != v->self &&
	    (mine || a->told_utc_ms))
		session_note(
			s, v,
			&(struct pl_notice) { .kind = taken, .text = name_of(v, a->taken_by) },
			mine ? a->taken_by : a->member);
	a->told_utc_ms = a->utc_ms;
	a->told_taken_by = a->taken_by;
}

/* The lead, and what stays up */

static void on_pin(struct session *s, const struct wire_msg *m)
{
	char **slot = &s->tools.pins[m->k - 1];

	free(*slot);
	*slot = m->b.n ? copy(m->b.p) : NULL;
}

bool session_on_line(struct session *s, const struct wire_msg *m)
{
	if (str_is(m->r, "lead"))
		s->pub.lead = m->k;
	else if (str_is(m->r, "baton"))
		s->pub.offered = m->k;
	else if (str_is(m->r, "pin") && m->k >= 1 && m->k <= SESSION_PINS && m->has & WIRE_B)
		on_pin(s, m);
	else
		return false;
	return true;
}

static void tell_lead(struct session *s, const struct session_view *v)
{
	struct session_tools *t = &s->tools;

	if (t->told_lead && s->pub.lead != t->told_lead)
		session_note(s, v, &(struct pl_notice) { .kind = PL_NOTE_LEAD }, s->pub.lead);
	if (s->pub.offered == v->self && t->told_offered != v->self)
		session_note(s, v, &(struct pl_notice) { .kind = PL_NOTE_BATON }, s->pub.lead);
	if (t->told_offered == v->self && s->pub.offered != v->self && s->pub.lead != v->self)
		session_note(s, v, &(struct pl_notice) { .kind = PL_NOTE_NO_BATON }, 0);
	t->told_lead = s->pub.lead;
	t->told_offered = s->pub.offered;
}

static bool was_told(const struct session_tools *t, const char *pin)
{
	for (size_t i = 0; i < SESSION_PINS; i++)
		if (t->told_pins[i] && strcmp(t->told_pins[i], pin) == 0)
			return true;
	return false;
}

/* One that moves up a place is no news. */
static void tell_pins(struct session *s, const struct session_view *v)
{
	struct session_tools *t = &s->tools;

	for (size_t i = 0; i < SESSION_PINS; i++)
		if (t->pins[i] && !was_told(t, t->pins[i]))
			session_note(s, v,
				     &(struct pl_notice) { .kind = PL_NOTE_PINNED,
							   .text = t->pins[i] },
				     0);
	for (size_t i = 0; i < SESSION_PINS; i++) {
		free(t->told_pins[i]);
		t->told_pins[i] = t->pins[i] ? copy(t->pins[i]) : NULL;
	}
}

static void publish_pins(struct session *s)
{
	struct session_tools *t = &s->tools;

	s->pub.pins_count = 0;
	for (size_t i = 0; i < SESSION_PINS; i++)
		if (t->pins[i])
			t->pin_list[s->pub.pins_count++] = t->pins[i];
	s->pub.pins = t->pin_list;
}

/* Votes */

static void put_poll(struct session *s, const struct wire_msg *m)
{
	struct session_tools *t = &s->tools;
	struct pl_poll *p = &s->pub.poll;

	free(t->poll_text);
	t->poll_text = copy(m->b.p);
	*p = (struct pl_poll) { .id = m->s, .question = t->poll_text, .choices = t->choices };
	for (char *end = t->poll_text; (end = strchr(end, '\n'));) {
		*end++ = '\0';
		if (p->choices_count < SESSION_CHOICES)
			t->choices[p->choices_count++] = end;
	}
}

static void put_counts(struct session *s, const char *text)
{
	struct session_tools *t = &s->tools;
	size_t n = 0;
	char *end;

	for (; n < SESSION_CHOICES; n++, text = end) {
		t->counts[n] = (int)strtol(text, &end, 10);
		if (end == text)
			break;
	}
	s->pub.poll.counts = n ? t->counts : NULL;
	s->pub.poll.counts_count = n;
}

void session_on_poll(struct session *s, const struct wire_msg *m)
{
	struct pl_poll *p = &s->pub.poll;

	if (m->has & WIRE_B)
		put_poll(s, m);
	if (m->s != p->id)
		return; /* of one whose question is not known here */
	p->over = m->n == 1;
	p->own = m->k > SESSION_CHOICES ? 0 : (int)m->k;
	put_counts(s, m->has & WIRE_C ? m->c.p : "");
}

/* The text as it came, with the counts in front where it is over. */
static void note_poll(struct session *s, const struct session_view *v)
{
	const struct pl_poll *p = &s->pub.poll;
	struct buf text;

	buf_init(&text, 4096);
	for (size_t i = 0; p->over && i < p->counts_count; i++)
		buf_addf(&text, "%d%s", p->counts[i], i + 1 < p->counts_count ? " " : "\n");
	buf_addf(&text, "%s", p->question);
	for (size_t i = 0; i < p->choices_count; i++)
		buf_addf(&text, "\n%s", p->choices[i]);
	session_note(s, v,
		     &(struct pl_notice) { .kind = p->over ? PL_NOTE_COUNTED : PL_NOTE_POLL,
					   .text = buf_text(&text) },
		     0);
	buf_finish(&text);
}

static void tell_poll(struct session *s, const struct session_view *v)
{
	struct session_tools *t = &s->tools;
	const struct pl_poll *p = &s->pub.poll;

	if (p->id && (p->id != t->told_poll || (p->over && !t->told_over)))
		note_poll(s, v);
	t->told_poll = p->id;
	t->told_over = p->over;
}

/* Who was shown what */

void session_on_reach(struct session *s, const struct wire_msg *m)
{
	struct session_tools *t = &s->tools;
	size_t i = 0;

	while (i < t->reach_count && t->reach[i].member != m->u)
		i++;
	if (i == t->reach_count)
		t->reach = mem_grow(t->reach, ++t->reach_count * sizeof(*t->reach));
	t->reach[i] = (struct session_reach) { m->u, m->s };
}

int64_t session_reach(const struct session *s, int64_t member)
{
	for (size_t i = 0; i < s->tools.reach_count; i++)
		if (s->tools.reach[i].member == member)
			return s->tools.reach[i].seq;
	return -1;
}

void session_watch(struct session *s, int64_t seq, int64_t now_ms)
{
	struct session_tools *t = &s->tools;

	if (now_ms - t->reach_ms >= SESSION_REACH_FOR_MS)
		t->reach_count = 0;
	t->reach_ms = now_ms;
	t->is_watching = true;
	if (!seq)
		return;
	t->watched = seq;
	t->watched_stage = s->pub.stage;
	t->told_missing = -1;
	s->is_new = s->is_new || t->reach_count;
}

bool session_is_watching(const struct session *s, int64_t now_ms)
{
	return s->tools.is_watching && now_ms - s->tools.reach_ms < SESSION_REACH_FOR_MS / 2;
}

int64_t session_watch_again(struct session *s)
{
	if (!s->tools.watch_again || !s->is_current)
		return 0;
	s->tools.watch_again = false;
	return s->tools.watched;
}

static bool counts(const struct pl_seat *t, const struct session_view *v)
{
	return t->where == PL_IN && t->member != v->self;
}

static size_t add_missing(const struct session *s, const struct session_view *v, struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < s->pub.seats_count; i++) {
		const struct pl_seat *t = &s->pub.seats[i];

		if (counts(t, v) && session_reach(s, t->member) < s->tools.watched)
			buf_addf(b, "%s%s", n++ ? ", " : "", t->name);
	}
	return n;
}

/* Told when it changes, until all have it. */
static void tell_reach(struct session *s, const struct session_view *v)
{
	struct session_tools *t = &s->tools;
	struct buf names;
	int64_t all = 0, missing;

	if (!t->watched || !t->reach_count)
		return;
	buf_init(&names, 8192);
	missing = (int64_t)add_missing(s, v, &names);
	for (size_t i = 0; i < s->pub.seats_count; i++)
		all += counts(&s->pub.seats[i], v);
	if (t->watched_stage == s->pub.stage && missing != t->told_missing)
		session_note(s, v,
			     &(struct pl_notice) { .kind = PL_NOTE_REACH,
						   .n = all - missing,
						   .text = buf_text(&names) },
			     0);
	t->told_missing = missing;
	if (!missing || t->watched_stage != s->pub.stage)
		t->watched = 0;
	buf_finish(&names);
}

void session_tools_publish(struct session *s, const struct session_view *v)
{
	publish_alerts(&s->tools, v);
	publish_pins(s);
}

void session_tools_tell(struct session *s, const struct session_view *v)
{
	for (size_t i = 0; i < s->tools.alerts_count; i++)
		tell_alert(s, v, &s->tools.alerts[i]);
	if (!s->pub.stage)
		return;
	tell_lead(s, v);
	tell_pins(s, v);
	tell_poll(s, v);
	tell_reach(s, v);
}
