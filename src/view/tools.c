/* SPDX-License-Identifier: MIT */
#include "view/tools.h"

#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"

/* What was seen to is told for so long. */
enum { OVER_MS = 12 * 3600 * 1000 };

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

const char *tools_trimmed(struct stage *s, const char *rest)
{
	size_t n = strlen(rest);

	while (n && strchr(" \t\r\n", rest[n - 1]))
		n--;
	return arena_dup(mem(s), rest, n);
}

static int no_such(struct stage *s)
{
	return stage_tell(s, words_failure(PL_FAIL_WHO)) | DID_KEEP;
}

static bool leads(enum pl_role role)
{
	return role == PL_FACILITATOR || role == PL_ADMIN;
}

/* Not safe */

static bool is_live(const struct stage *s)
{
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	return info.link == PL_LINK_LIVE || info.link == PL_LINK_QUIET;
}

static bool a_leader_is_here(const struct stage *s)
{
	const struct pl_person *people;
	const size_t n = pl_client_people(s->client, s->group, &people);
	const int64_t self = pl_client_self(s->client).id;

	for (size_t i = 0; i < n; i++)
		if (leads(people[i].role) && people[i].presence == PL_HERE &&
		    people[i].id != self)
			return true;
	return false;
}

/* By key and by word at once: a slip costs a question, to wait may cost more. */
int tools_unsafe(struct stage *s, const char *rest)
{
	const struct pl_wish w = { .act = PL_ACT_DANGER };
	const enum pl_failure f = pl_client_wish(s->client, s->group, &w);

	(void)rest;
	if (f != PL_OK)
		return stage_tell(
			s, arena_fmt(mem(s), "%s %s", words_failure(f), words_of(WORD_CRISIS)));
	return stage_tell(s, words_unsafe(is_live(s), a_leader_is_here(s)));
}

static const struct pl_alert *alert_of(const struct stage *s, int64_t member)
{
	const struct pl_alert *all;
	const size_t n = pl_client_alerts(s->client, s->group, &all);

	for (size_t i = 0; i < n; i++)
		if (!*all[i].taker && !all[i].mine && (!member || all[i].member == member))
			return &all[i];
	return NULL;
}

static int take_alert(struct stage *s, int64_t member)
{
	const struct pl_alert *a = alert_of(s, member);
	const char *name;
	int bits;

	if (!a)
		return stage_tell(s, words_failure(PL_FAIL_STATE)) | DID_KEEP;
	name = model_text(&s->model, a->name);
	bits = session_wish_for(
		s, &(struct pl_wish) { .act = PL_ACT_TAKE, .member = a->member }, name);
	return bits & DID_KEEP ? bits : bits | stage_show(s, &view_protocol);
}

/* "lead" is the lead; a name, or nothing, who is not safe: that goes first. */
int tools_take(struct stage *s, const char *rest)
{
	const struct pl_session *now = session_of_stage(s);
	const bool given = session_given(rest);
	const bool is_offered = now->self && now->offered == now->self->member;
	const struct pl_person *who;

	if (given ? mention_same(tools_trimmed(s, rest), "lead")
		  : is_offered && !alert_of(s, 0))
		return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_LEAD }, "");
	if (!given)
		return take_alert(s, 0);
	who = session_find(s, rest, strlen(rest));
	return who ? take_alert(s, who->id) : no_such(s);
}

/* The lead: what is open, for who hands it over and who takes it */

static void add_name(struct buf *b, const char *name)
{
	buf_addf(b, "%s%s", b->n ? ", " : "", name);
}

static bool is_muted(const struct stage *s, const struct pl_seat *t)
{
	return t->muted_until_utc_ms > s->now_utc_ms;
}

static bool is_waiting(const struct stage *s, const struct pl_seat *t)
{
	(void)s;
	return t->where == PL_WAITING;
}

/* The newest line at their side door is their own. */
static bool is_unanswered(const struct stage *s, const struct pl_seat *t)
{
	const struct pl_notice *all;
	size_t n = pl_client_session_notices(s->client, s->group, &all);

	while (n && (all[n - 1].kind != PL_NOTE_ASIDE || all[n - 1].n != t->member))
		n--;
	return n && strcmp(all[n - 1].who, t->name) == 0;
}

static const struct {
	enum word words; /* "%s": the names */
	bool (*is)(const struct stage *s, const struct pl_seat *t);
} open_things[] = {
	{ WORD_OFFER_WAITING, is_waiting },
	{ WORD_OFFER_SIDE, is_unanswered },
	{ WORD_OFFER_MUTED, is_muted },
};

static const char *names_of(struct stage *s,
			    bool (*is)(const struct stage *s, const struct pl_seat *t))
{
	const struct pl_session *now = session_of_stage(s);
	const char *out;
	struct buf b;

	buf_init(&b, 8192);
	for (size_t i = 0; i < now->seats_count; i++)
		if (is(s, &now->seats[i]))
			add_name(&b, now->seats[i].name);
	out = arena_dup(mem(s), buf_text(&b), b.n);
	buf_finish(&b);
	return out;
}

static const char *what_is_open(struct stage *s)
{
	const struct pl_session *now = session_of_stage(s);
	const struct pl_alert *alerts;
	const size_t n = pl_client_alerts(s->client, s->group, &alerts);
	const char *out = arena_fmt(mem(s), "%s%s", words_alerts(mem(s), alerts, n),
				    words_stage(mem(s), now, s->now_utc_ms));

	for (size_t i = 0; i < sizeof(open_things) / sizeof(open_things[0]); i++) {
		const char *names = names_of(s, open_things[i].is);

		if (*names)
			out = arena_fmt(mem(s), "%s %s", out,
					words_with(mem(s), open_things[i].words, names));
	}
	if (now->held_count)
		out = arena_fmt(
			mem(s), "%s %s", out,
			words_with_count(mem(s), WORD_OFFER_HELD, (int)now->held_count));
	if (now->poll.id && !now->poll.over)
		out = arena_fmt(mem(s), "%s %s", out, words_of(WORD_OFFER_OPEN));
	return model_text(&s->model, out);
}

int tools_baton(struct stage *s, const char *rest)
{
	const char *open = what_is_open(s);
	const struct pl_person *who;
	int bits;

	if (!session_given(rest))
		return stage_tell(s, open);
	who = session_find(s, rest, strlen(rest));
	if (!who)
		return no_such(s);
	bits = session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_BATON, .member = who->id },
				model_text(&s->model, who->name));
	if (bits & DID_KEEP)
		return bits;
	return stage_tell(s, arena_fmt(mem(s), "%s %s", arena_text(mem(s), s->answer), open));
}

/* Who has it */

/* One's own lines that go out now have no numbers yet: at least so many more are to come. */
static int64_t newest_said(const struct stage *s)
{
	const struct pl_message *msgs;
	const size_t n = pl_client_messages(s->client, s->group, &msgs);
	int64_t seq = stage_newest(s);

	for (size_t i = 0; i < n; i++)
		seq += !msgs[i].seq && msgs[i].state == PL_KEPT_HERE;
	return seq;
}

int tools_barrier(struct stage *s, const char *rest)
{
	const struct pl_wish w = { .act = PL_ACT_WATCH, .n = newest_said(s) };

	(void)rest;
	if (!w.n)
		return stage_tell(s, words_failure(PL_FAIL_STATE)) | DID_KEEP;
	return session_wish_for(s, &w, "");
}

/* Nothing comes of it where no session runs, and for who does not lead. */
void tools_watch(struct stage *s)
{
	if (session_of_stage(s)->stage && leads(pl_client_self(s->client).role))
		pl_client_wish(s->client, s->group, &(struct pl_wish) { .act = PL_ACT_WATCH });
}

/* The console shows it, and asks for what it needs. */
int tools_see(struct stage *s, const char *rest)
{
	const struct pl_person *who;

	s->see = 0;
	if (!session_given(rest))
		return session_how(s, "see");
	who = session_find(s, rest, strlen(rest));
	if (!who)
		return no_such(s);
	s->see = who->id;
	return stage_show(s, &view_console);
}

/* Items */

void tools_tell_alerts(struct stage *s, struct model *out)
{
	const struct pl_alert *all;
	const size_t n = pl_client_alerts(s->client, s->group, &all);

	for (size_t i = 0; i < n; i++) {
		struct item *it;

		if (*all[i].taker && s->now_utc_ms - all[i].utc_ms > OVER_MS)
			continue;
		it = model_add(out, view_id(ID_ALERT, (uint64_t)all[i].member), ITEM_PERSON);
		it->who = model_text(out, all[i].name);
		it->mine = all[i].mine;
		it->text = model_text(out, words_alert(&out->mem, &all[i], s->now_utc_ms));
		it->amiss = !*all[i].taker;
		it->voice = it->amiss ? VOICE_NOW : VOICE_POLITE;
	}
}

const char *tools_behind(struct stage *s, struct arena *a, int64_t member)
{
	return words_behind(a, pl_client_reach(s->client, s->group, member), stage_newest(s));
}

/* The lines that have not reached them. */
static void tell_lines(struct stage *s, struct model *out, int64_t reach)
{
	struct item *head = model_add(out, view_id(ID_SIGHT, 0), ITEM_NOTICE);
	const size_t at = (size_t)(head - out->items);
	const struct pl_message *msgs;
	const size_t n = pl_client_messages(s->client, s->group, &msgs);
	int64_t oldest = 0;
	int lines = 0;

	for (size_t i = 0; i < n; i++) {
		struct item *it;

		if (msgs[i].seq <= reach)
			continue;
		if (!lines++)
			oldest = msgs[i].utc_ms;
		it = model_add(out, view_id(ID_SIGHT, (uint64_t)msgs[i].seq), ITEM_MESSAGE);
		it->who = model_text(out, msgs[i].who);
		it->text = model_text(out, stage_words_of(s, &out->mem, &msgs[i]));
	}
	out->items[at].text = words_sight(&out->mem, lines, s->now_utc_ms - oldest);
}

void tools_tell_sight(struct stage *s, struct model *out)
{
	const struct pl_session *now = session_of_stage(s);
	const int64_t reach = pl_client_reach(s->client, s->group, s->see);

	for (size_t i = 0; s->see && i < now->seats_count; i++) {
		const struct pl_seat *t = &now->seats[i];
		struct item *it;

		if (t->member != s->see)
			continue;
		it = model_add(out, view_id(ID_SIGHT, UINT64_C(1) << 40), ITEM_PERSON);
		it->who = model_text(out, t->name);
		it->text = words_seat(&out->mem, t, s->now_utc_ms);
		it->note = t->place ? model_text(out, words_hand(&out->mem, t)) : NULL;
		if (reach >= 0 && t->where == PL_IN)
			tell_lines(s, out, reach);
	}
}
