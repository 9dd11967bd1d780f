/* SPDX-License-Identifier: MIT */
/* The groups' sessions: their news, and what time makes of them. */
#include "client/state.h"

/* What a session needs to know beside, to tell its news. */
struct known {
	const struct state *state;
	const struct state_group *group;
};

static const char *known_name(const void *user, int64_t member)
{
	const struct known *k = user;

	return state_name_of(k->state, k->group, member);
}

static struct session_view view_of(const struct known *k, struct state_clocks at)
{
	return (struct session_view) { .self = k->state->self.id,
				       .after_seq = k->group->pub.last_seq,
				       .utc_ms = at.utc_ms,
				       .now_ms = at.now_ms,
				       .name = known_name,
				       .user = k };
}

bool state_news(struct state *s, struct state_clocks at)
{
	bool any = false;

	for (size_t i = 0; i < s->groups_count; i++) {
		const struct known k = { s, s->groups[i] };
		const struct session_view v = view_of(&k, at);

		any = any || s->groups[i]->session.is_new;
		session_settle(&s->groups[i]->session, &v);
	}
	return any;
}

void state_note(struct state *s, struct state_group *g, const struct pl_notice *n, int64_t who,
		struct state_clocks at)
{
	const struct known k = { s, g };
	const struct session_view v = view_of(&k, at);

	session_note(&g->session, &v, n, who);
}

int64_t state_due_ms(const struct state *s, struct state_clocks at)
{
	int64_t due = -1;

	for (size_t i = 0; i < s->groups_count; i++) {
		const int64_t ms = session_due_ms(&s->groups[i]->session, at.utc_ms, at.now_ms);

		due = due < 0 || (ms >= 0 && ms < due) ? ms : due;
	}
	return due;
}

void state_tick(struct state *s, struct state_clocks at)
{
	for (size_t i = 0; i < s->groups_count; i++) {
		const struct known k = { s, s->groups[i] };
		const struct session_view v = view_of(&k, at);

		session_tick(&s->groups[i]->session, &v);
	}
}

enum { COUNT_MAX = 9999 };

bool state_react(struct state_group *g, const struct wire_msg *m)
{
	struct pl_message *p = m->k < PL_REACTIONS ? state_find_seq(g, m->s) : NULL;
	const int n = !(m->has & WIRE_N) ? 1 : m->n > COUNT_MAX ? COUNT_MAX : (int)m->n;

	if (!p || n <= p->reactions[m->k])
		return false;
	p->reactions[m->k] = n;
	return true;
}
