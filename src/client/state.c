/* SPDX-License-Identifier: MIT */
#include "client/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/*
 * Own lines are known by ticket before they have a number: that is their id throughout.
 * Others are known by group and number, so that no two in the whole client share an id.
 */
static const uint64_t OWN_ID = (uint64_t)1 << 62;
enum { SEQ_BITS = 36, GROUP_BITS = 62 - SEQ_BITS };

static uint64_t id_of(int64_t group, int64_t seq)
{
	return ((uint64_t)group & (((uint64_t)1 << GROUP_BITS) - 1)) << SEQ_BITS |
	       ((uint64_t)seq & (((uint64_t)1 << SEQ_BITS) - 1));
}

static char *copy(const char *s)
{
	return mem_dup(s, strlen(s));
}

static void drop(const char *s)
{
	free((char *)(uintptr_t)s);
}

void state_init(struct state *s)
{
	*s = (struct state) { .self = { .name = copy("") } };
}

static void message_drop(struct pl_message *m)
{
	drop(m->who);
	drop(m->text);
	drop(m->warning);
}

static void group_finish(struct state_group *g)
{
	for (size_t i = 0; i < g->people_count; i++) {
		drop(g->people[i].name);
		drop(g->accounts[i]);
	}
	for (size_t i = 0; i < g->messages_count; i++)
		message_drop(&g->messages[i]);
	free(g->people);
	free(g->accounts);
	free(g->messages);
	session_finish(&g->session);
	drop(g->pub.name);
}

void state_finish(struct state *s)
{
	for (size_t i = 0; i < s->groups_count; i++) {
		group_finish(s->groups[i]);
		free(s->groups[i]);
	}
	free(s->groups);
	free(s->group_list);
	drop(s->self.name);
	*s = (struct state) { 0 };
}

void state_reset(struct state *s)
{
	char language[sizeof(s->language)];

	memcpy(language, s->language, sizeof(language));
	state_finish(s);
	state_init(s);
	memcpy(s->language, language, sizeof(language));
}

void state_set_self(struct state *s, int64_t id, const char *name, enum pl_role role)
{
	s->self.id = id;
	s->self.role = role;
	state_replace(&s->self.name, name);
}

struct state_group *state_find_group(const struct state *s, int64_t id)
{
	for (size_t i = 0; i < s->groups_count; i++)
		if (s->groups[i]->pub.id == id)
			return s->groups[i];
	return NULL;
}

struct state_group *state_get_group(struct state *s, int64_t id)
{
	struct state_group *g = state_find_group(s, id);

	if (g)
		return g;
	s->groups = mem_grow(s->groups, (s->groups_count + 1) * sizeof(struct state_group *));
	s->group_list = mem_grow(s->group_list, (s->groups_count + 1) * sizeof(*s->group_list));
	g = s->groups[s->groups_count++] = mem_get(sizeof(*g));
	*g = (struct state_group) { .pub = { .id = id, .name = copy("") } };
	session_init(&g->session);
	memcpy(g->session.language, s->language, sizeof(s->language));
	return g;
}

void state_name_group(struct state_group *g, const char *name)
{
	state_replace(&g->pub.name, name);
}

/* Where a message with this number belongs: before the first that is later, or kept. */
static size_t place_of(const struct state_group *g, int64_t seq)
{
	size_t at = g->messages_count;

	while (at > 0 && (g->messages[at - 1].seq == 0 || g->messages[at - 1].seq > seq))
		at--;
	return at;
}

static void insert(struct state_group *g, size_t at, const struct pl_message *m)
{
	if (g->messages_count >= STATE_MESSAGES_MAX) {
		if (at == 0) {
			struct pl_message old = *m;

			message_drop(&old);
			return;
		}
		message_drop(&g->messages[0]);
		memmove(g->messages, g->messages + 1,
			--g->messages_count * sizeof(*g->messages));
		at--;
	} else {
		g->messages =
			mem_grow(g->messages, (g->messages_count + 1) * sizeof(*g->messages));
	}
	memmove(g->messages + at + 1, g->messages + at,
		(g->messages_count - at) * sizeof(*g->messages));
	g->messages[at] = *m;
	g->messages_count++;
}

static void remove_at(struct state_group *g, size_t at)
{
	g->messages_count--;
	memmove(g->messages + at, g->messages + at + 1,
		(g->messages_count - at) * sizeof(*g->messages));
}

struct pl_message *state_find_ticket(struct state_group *g, int64_t ticket)
{
	for (size_t i = g->messages_count; ticket && i-- > 0;)
		if (g->messages[i].id == (OWN_ID | (uint64_t)ticket))
			return &g->messages[i];
	return NULL;
}

static void note_seq(struct state_group *g, int64_t seq)
{
	if (seq > g->pub.last_seq)
		g->pub.last_seq = seq;
	if (seq > g->top)
		g->top = seq;
}

static const char *text_of(struct str s)
{
	return s.n ? s.p : "";
}

struct pl_message *state_find_seq(const struct state_group *g, int64_t seq)
{
	size_t at = place_of(g, seq);

	return at > 0 && g->messages[at - 1].seq == seq ? &g->messages[at - 1] : NULL;
}

void state_hide(struct state_group *g, const struct wire_msg *m)
{
	struct pl_message *p = state_find_seq(g, m->s);

	if (!p)
		return;
	p->hidden = m->n == 1;
	state_replace(&p->text, p->hidden ? "" : text_of(m->b));
	state_replace(&p->warning, p->hidden ? "" : text_of(m->x));
}

void state_put_message(struct state *s, struct state_group *g, const struct wire_msg *m,
		       int shown_to)
{
	const struct pl_message *line = state_find_ticket(g, m->k);
	struct pl_message put = { .id = m->k && !line ? OWN_ID | (uint64_t)m->k
						      : id_of(g->pub.id, m->s),
				  .seq = m->s,
				  .member = m->u,
				  .utc_ms = m->d,
				  .state = shown_to > 0 ? PL_SHOWN : PL_AT_SERVER,
				  .shown_to = shown_to,
				  .mine = m->u == s->self.id,
				  .hidden = m->n == 1 };

	note_seq(g, m->s);
	if (line && (m->n || strcmp(line->text, m->b.p) == 0)) {
		state_settle(g, m->k, m->s, m->d);
		if (m->n)
			state_hide(g, m);
		return;
	}
	if (state_find_seq(g, m->s))
		return;
	put.who = copy(state_name_of(s, g, m->u));
	put.text = copy(m->b.p);
	put.warning = copy(text_of(m->x));
	insert(g, place_of(g, m->s), &put);
}

void state_put_kept(struct state *s, struct state_group *g, const struct wire_msg *m,
		    enum pl_state where)
{
	const struct pl_message put = { .id = OWN_ID | (uint64_t)m->k,
					.member = s->self.id,
					.who = copy(state_name_of(s, g, s->self.id)),
					.text = copy(m->b.p),
					.warning = copy(text_of(m->x)),
					.utc_ms = m->d,
					.state = where,
					.mine = true };

	insert(g, g->messages_count, &put);
}

void state_read(struct state_group *g, int64_t seq)
{
	if (seq > g->pub.read_seq)
		g->pub.read_seq = seq;
}

unsigned state_settle(struct state_group *g, int64_t ticket, int64_t seq, int64_t utc_ms)
{
	struct pl_message *m = state_find_ticket(g, ticket), line;

	note_seq(g, seq);
	if (!m || m->seq)
		return 0;
	line = *m;
	line.seq = seq;
	line.utc_ms = utc_ms;
	line.state = PL_AT_SERVER;
	remove_at(g, (size_t)(m - g->messages));
	if (state_find_seq(g, seq)) {
		size_t at = place_of(g, seq) - 1;

		line.shown_to = g->messages[at].shown_to;
		line.state = g->messages[at].state;
		message_drop(&g->messages[at]);
		remove_at(g, at);
	}
	insert(g, place_of(g, seq), &line);
	return PL_CHANGED_MESSAGES;
}

int64_t state_ticket(const struct pl_message *m)
{
	return (int64_t)(m->id & ~OWN_ID);
}

int64_t state_refused_ticket(const struct state_group *g, uint64_t id)
{
	for (size_t i = g->messages_count; i-- > 0;)
		if (g->messages[i].id == id && g->messages[i].state == PL_NOT_ACCEPTED)
			return state_ticket(&g->messages[i]);
	return 0;
}

void state_drop(struct state_group *g, int64_t ticket)
{
	struct pl_message *m = state_find_ticket(g, ticket);

	if (!m || m->seq)
		return;
	message_drop(m);
	remove_at(g, (size_t)(m - g->messages));
}

bool state_is_behind(const struct state_group *g)
{
	return g->is_current && g->pub.last_seq < g->top && session_hears(&g->session);
}

void state_renew(struct state *s)
{
	for (size_t i = 0; i < s->groups_count; i++)
		s->groups[i]->is_current = false;
}

void state_disconnect(struct state *s)
{
	for (size_t i = 0; i < s->groups_count; i++) {
		s->groups[i]->is_current = false;
		session_disconnect(&s->groups[i]->session);
		for (size_t k = 0; k < s->groups[i]->people_count; k++)
			if (s->groups[i]->people[k].presence == PL_HERE)
				s->groups[i]->people[k].presence = PL_LINE_DOWN;
	}
}

/* What each message does.  `g` is there for all but hello. */

static unsigned on_hello(struct state *s, struct state_group *g, const struct wire_msg *m)
{
	(void)g;
	state_set_self(s, m->u, m->x.p, state_role(m->r.p));
	return PL_CHANGED_ACCOUNT;
}

/*
 * A server that was restored from a copy gives numbers out anew: what we have of the old
 * ones would hide what is said under them now.  What it does not keep any more goes here, too.
 */
static unsigned forget_others(struct state_group *g, int64_t first, int64_t last)
{
	unsigned changed = 0;

	for (size_t i = g->messages_count; i-- > 0;) {
		const int64_t seq = g->messages[i].seq;

		if (seq == 0 || (seq >= first && seq <= last))
			continue;
		message_drop(&g->messages[i]);
		remove_at(g, i);
		changed = PL_CHANGED_MESSAGES;
	}
	g->pub.first_seq = first;
	if (g->pub.last_seq > last)
		g->pub.last_seq = last;
	if (g->pub.read_seq > last)
		g->pub.read_seq = last;
	return changed;
}

static int small(int64_t n)
{
	return n < 0 || n > 99999 ? 0 : (int)n;
}

static unsigned on_group(struct state *s, struct state_group *g, const struct wire_msg *m)
{
	unsigned changed = PL_CHANGED_GROUPS | forget_others(g, m->k ? m->k : 1, m->s);

	(void)s;
	state_name_group(g, m->x.p);
	state_read(g, m->n);
	g->seen_told = m->n;
	g->top = g->pub.away_seq = m->s;
	g->is_current = true;
	reports_again(&g->session.reports);
	g->pub.keep_told = true;
	g->pub.keep_days = small(m->d);
	g->pub.keep_years = small(m->u);
	return changed;
}

static unsigned on_person(struct state *s, struct state_group *g, const struct wire_msg *m)
{
	(void)s;
	state_put_person(g, m->u, m->x.p, state_role(m->r.p),
			 m->n < PL_PRESENCES ? (enum pl_presence)m->n : PL_LEFT);
	state_put_account(g, m->u, text_of(m->b));
	return PL_CHANGED_PEOPLE;
}

/* Whoever speaks now is here: the server tells who came in a while later, to save a frame. */
static unsigned hear(struct state_group *g, const struct wire_msg *m)
{
	struct pl_person *p = state_find_person(g, m->u);

	if (!p || p->presence == PL_HERE || !g->is_current || m->s <= g->top)
		return 0;
	p->presence = PL_HERE;
	return PL_CHANGED_PEOPLE;
}

static unsigned on_message(struct state *s, struct state_group *g, const struct wire_msg *m)
{
	struct wire_msg ours = *m;
	unsigned heard = hear(g, m);

	if (m->u != s->self.id)
		ours.k = 0; /* a ticket says something about our own lines alone */
	state_put_message(s, g, &ours, 0);
	return heard | PL_CHANGED_MESSAGES | PL_CHANGED_GROUPS;
}

static unsigned on_stored(struct state *s, struct state_group *g, const struct wire_msg *m)
{
	(void)s;
	return state_settle(g, m->k, m->s, m->d) | PL_CHANGED_GROUPS;
}

static unsigned on_shown(struct state *s, struct state_group *g, const struct wire_msg *m)
{
	(void)s;
	for (size_t i = g->messages_count; i-- > 0;) {
		struct pl_message *p = &g->messages[i];

		if (!p->mine || p->seq == 0 || p->seq > m->s || m->n <= p->shown_to)
			continue;
		p->shown_to = m->n > 9999 ? 9999 : (int)m->n;
		p->state = PL_SHOWN;
	}
	return PL_CHANGED_MESSAGES;
}

static unsigned on_hidden(struct state *s, struct state_group *g, const struct wire_msg *m)
{
	(void)s;
	state_hide(g, m);
	return PL_CHANGED_MESSAGES;
}

static unsigned (*const apply[WIRE_TYPES])(struct state *s, struct state_group *g,
					   const struct wire_msg *m) = {
	[WIRE_HELLO] = on_hello,     [WIRE_GROUP] = on_group,      [WIRE_PERSON] = on_person,
	[WIRE_MESSAGE] = on_message, [WIRE_STORED] = on_stored,    [WIRE_SHOWN] = on_shown,
	[WIRE_HIDDEN] = on_hidden,   [WIRE_ERASED] = state_erased,
};

unsigned state_apply(struct state *s, const struct wire_msg *m)
{
	if (m->g && session_apply(&state_get_group(s, m->g)->session, m))
		return PL_CHANGED_SESSION;
	if (!apply[m->type])
		return 0;
	return apply[m->type](s, m->type == WIRE_HELLO ? NULL : state_get_group(s, m->g), m);
}
