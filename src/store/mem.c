/* SPDX-License-Identifier: MIT */
/*
 * The store in memory: for tests, and for a server that shall keep nothing.  Every
 * operation checks all before it changes anything, so nothing has to be undone.
 */
#include "store/mem_in.h"

#include <stdlib.h>
#include <strings.h>

/* Room for one more; grows when the count is a power of two. */
void *mem_more(void *rows, size_t count, size_t size)
{
	return count & (count - 1) ? rows : mem_grow(rows, (count ? 2 * count : 1) * size);
}

struct str mem_text(struct str text)
{
	return (struct str) { mem_dup(text.p, text.n), text.n };
}

void mem_drop(struct str text)
{
	free((char *)(uintptr_t)text.p);
}

bool mem_same_name(struct str a, struct str b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

struct mem_group *mem_group(const struct mem *m, int64_t id)
{
	return id > 0 && (size_t)id <= m->groups_count ? &m->groups[id - 1] : NULL;
}

struct mem_user *mem_user(const struct mem *m, int64_t id)
{
	return id > 0 && (size_t)id <= m->users_count ? &m->users[id - 1] : NULL;
}

struct mem_member *mem_member(const struct mem *m, int64_t group, int64_t user)
{
	for (size_t i = 0; i < m->members_count; i++)
		if (m->members[i].group == group && m->members[i].user == user)
			return &m->members[i];
	return NULL;
}

void mem_member_put(struct mem *m, int64_t group, int64_t user)
{
	if (mem_member(m, group, user))
		return;
	m->members = mem_more(m->members, m->members_count, sizeof(*m->members));
	m->members[m->members_count++] = (struct mem_member) { .group = group, .user = user };
	mem_name_newcomer(m, &m->members[m->members_count - 1]);
	mem_number_newcomer(m, &m->members[m->members_count - 1]);
}

bool mem_not_found(struct store_answer *a)
{
	return err_set(&a->r.err, ERR_NOT_FOUND, "store: no such group or member");
}

/* Messages. */

static struct store_message *find_said(const struct mem *m, const struct store_req *r,
				       int64_t *group)
{
	for (size_t g = 0; g < m->groups_count; g++) {
		for (size_t i = m->groups[g].gone; i < m->groups[g].count; i++) {
			struct store_message *said = &m->groups[g].messages[i];

			*group = (int64_t)g + 1;
			if (said->member == r->member && said->device == r->device &&
			    said->ticket == r->ticket)
				return said;
		}
	}
	return NULL;
}

static struct store_message *say_new(struct mem_group *g, const struct store_req *r)
{
	g->messages = mem_more(g->messages, g->count, sizeof(*g->messages));
	g->messages[g->count] = (struct store_message) { .seq = (int64_t)g->count + 1,
							 .member = r->member,
							 .device = r->device,
							 .ticket = r->ticket,
							 .utc_ms = r->utc_ms,
							 .text = mem_text(r->a),
							 .warning = mem_text(r->b) };
	return &g->messages[g->count++];
}

bool mem_said(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	int64_t group = 0;
	const struct store_message *said = find_said(m, r, &group);

	if (said && (group != r->group || !str_eq(said->text, r->a)))
		return err_set(&a->r.err, ERR_REFUSED, "store: the ticket is another line's");
	a->r.repeated = said;
	a->r.seq = said ? said->seq : 0;
	a->r.utc_ms = said ? said->utc_ms : 0;
	return true;
}

bool mem_say(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	if (!mem_said(m, r, a) || a->r.repeated)
		return a->r.repeated;
	if (!mem_member(m, r->group, r->member))
		return err_set(&a->r.err, ERR_REFUSED, "store: not a member of the group");
	a->r.seq = say_new(mem_group(m, r->group), r)->seq;
	a->r.utc_ms = r->utc_ms;
	return true;
}

void mem_answer_message(struct store_answer *a, const struct store_message *said)
{
	const struct str none = { "", 0 };
	struct store_message *out = answer_message(a);

	*out = *said;
	out->text = answer_text(a, said->hidden ? none : said->text);
	out->warning = answer_text(a, said->hidden ? none : said->warning);
}

static bool read_from(const struct mem_group *g, size_t at, int limit, struct store_answer *a)
{
	if (g && at < g->gone)
		at = g->gone;
	for (; g && at < g->count && limit > 0; at++, limit--)
		mem_answer_message(a, &g->messages[at]);
	return true;
}

static bool read_on(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	return read_from(mem_group(m, r->group), (size_t)r->seq, r->limit, a);
}

static bool read_newest(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_group *g = mem_group(m, r->group);
	size_t at = (size_t)r->seq, limit = (size_t)r->limit;

	if (g && at < g->count && g->count - at > limit)
		at = g->count - limit;
	return read_from(g, at, r->limit, a);
}

static bool seen(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_member *member = mem_member(m, r->group, r->member);
	int64_t last, seq = r->seq;

	if (!member)
		return err_set(&a->r.err, ERR_REFUSED, "store: not a member of the group");
	last = (int64_t)mem_group(m, r->group)->count;
	seq = seq < last ? seq : last;
	if (seq > member->seen_seq)
		member->seen_seq = seq;
	a->r.seq = member->seen_seq;
	return true;
}

/* Groups. */

static bool group_add(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	for (size_t i = 0; i < m->groups_count; i++)
		if (mem_same_name(m->groups[i].name, r->a))
			return err_set(&a->r.err, ERR_EXISTS, "store: the group exists");
	m->groups = mem_more(m->groups, m->groups_count, sizeof(*m->groups));
	m->groups[m->groups_count++] = (struct mem_group) { .name = mem_text(r->a) };
	a->r.id = (int64_t)m->groups_count;
	return true;
}

static bool groups(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	for (size_t i = 0; i < m->groups_count; i++) {
		const struct mem_member *of = mem_member(m, (int64_t)i + 1, r->member);
		const struct mem_group *g = &m->groups[i];

		if (r->member && !of)
			continue;
		*answer_group(a) = (struct store_group) {
			.id = (int64_t)i + 1,
			.last_seq = (int64_t)g->count,
			.first_seq = (int64_t)g->gone + 1,
			.last_utc_ms =
				g->count > g->gone ? g->messages[g->count - 1].utc_ms : 0,
			.seen_seq = of ? of->seen_seq : 0,
			.name = answer_text(a, g->name),
			.called = answer_text(a, of ? of->called : (struct str) { "", 0 }),
			.number = of ? of->number : 0,
		};
	}
	return true;
}

static bool member_add(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	if (!mem_group(m, r->group) || !mem_user(m, r->member))
		return mem_not_found(a);
	mem_member_put(m, r->group, r->member);
	return true;
}

static mem_op *const rows[STORE_OPS] = {
	[STORE_SAY] = mem_say,
	[STORE_SAID] = mem_said,
	[STORE_LET] = mem_let,
	[STORE_HIDE] = mem_hide,
	[STORE_HIDDEN] = mem_hidden,
	[STORE_READ] = read_on,
	[STORE_READ_NEWEST] = read_newest,
	[STORE_SEEN] = seen,
	[STORE_GROUP_ADD] = group_add,
	[STORE_GROUPS] = groups,
	[STORE_MEMBER_ADD] = member_add,
	[STORE_MEMBERS] = mem_members,
	[STORE_NAME] = mem_name,
	[STORE_INVITE_ADD] = mem_invite_add,
	[STORE_ENROL] = mem_enrol,
	[STORE_INVITE_FIND] = mem_invite_find,
	[STORE_USER_FIND] = mem_user_find,
	[STORE_USERS] = mem_users,
	[STORE_USER_SET] = mem_user_set,
	[STORE_USER_PASS] = mem_user_pass,
	[STORE_DEVICE_ADD] = mem_device_add,
	[STORE_DEVICE_FIND] = mem_device_find,
	[STORE_DEVICE_DROP] = mem_device_drop,
	[STORE_DEVICES_DROP] = mem_devices_drop,
	[STORE_DEVICE_USED] = mem_device_used,
	[STORE_FIGURES_SET] = mem_figures_set,
	[STORE_FIGURES] = mem_figures,
	[STORE_FIGURES_USE] = mem_figures_use,
	[STORE_EVENT] = mem_event,
	[STORE_EVENTS] = mem_events,
	[STORE_SESSION] = mem_session,
	[STORE_MESSAGES_DROP] = mem_messages_drop,
	[STORE_EVENTS_DROP] = mem_events_drop,
	[STORE_REPORTS_DROP] = mem_reports_drop,
	[STORE_WIPE] = mem_wipe,
	[STORE_REPORT] = mem_report,
	[STORE_RESOLVE] = mem_resolve,
	[STORE_REPORT_HEARD] = mem_report_heard,
	[STORE_REPORTS] = mem_reports,
	[STORE_REPLY] = mem_reply,
	[STORE_REPLIES_DROP] = mem_replies_drop,
	[STORE_LEGAL] = mem_legal,
	[STORE_LEGAL_OF] = mem_legal_of,
	[STORE_LOOK] = mem_look,
	[STORE_LOOKS] = mem_looks,
	[STORE_PUT] = mem_put,
	[STORE_ROWS] = mem_rows,
	[STORE_ROWS_DROP] = mem_rows_drop,
	[STORE_CONSENT] = mem_consent,
	[STORE_CONSENTS] = mem_consents,
	[STORE_CONSENTS_END] = mem_consents_end,
	[STORE_ACCESS] = mem_access,
	[STORE_ACCESSES] = mem_accesses,
	[STORE_ACCESSES_OF] = mem_accesses_of,
	[STORE_GIVEN] = mem_given,
	[STORE_ACCESS_DROP] = mem_access_drop,
	[STORE_SAID_BY] = mem_said_by,
	[STORE_ERASE] = mem_erase,
	[STORE_ERASED] = mem_erased,
	[STORE_EVENT_ERASE] = mem_event_erase,
};

/* What a batch does. */

static void *mem_open(const char *path, struct err *err)
{
	(void)path;
	(void)err;
	return mem_get(sizeof(struct mem));
}

static void groups_free(struct mem *m)
{
	for (size_t i = 0; i < m->groups_count; i++) {
		mem_drop(m->groups[i].name);
		for (size_t k = 0; k < m->groups[i].count; k++) {
			mem_drop(m->groups[i].messages[k].text);
			mem_drop(m->groups[i].messages[k].warning);
		}
		free(m->groups[i].messages);
		for (size_t k = 0; k < m->groups[i].events_count; k++) {
			mem_drop(m->groups[i].events[k].text);
			mem_drop(m->groups[i].events[k].mark);
		}
		free(m->groups[i].events);
		mem_reports_free(&m->groups[i]);
	}
	free(m->groups);
}

static void mem_close(void *at)
{
	struct mem *m = at;

	groups_free(m);
	mem_papers_free(m);
	mem_figures_free(m);
	mem_rows_free(m);
	mem_consents_free(m);
	mem_access_free(m);
	mem_erased_free(m);
	for (size_t i = 0; i < m->users_count; i++) {
		mem_drop(m->users[i].name);
		mem_drop(m->users[i].role);
		mem_drop(m->users[i].pass_hash);
	}
	for (size_t i = 0; i < m->devices_count; i++)
		mem_drop(m->devices[i].token_hash);
	for (size_t i = 0; i < m->invites_count; i++) {
		mem_drop(m->invites[i].code_hash);
		mem_drop(m->invites[i].role);
	}
	for (size_t i = 0; i < m->members_count; i++)
		mem_drop(m->members[i].called);
	free(m->users);
	free(m->members);
	free(m->devices);
	free(m->invites);
	free(m);
}

static bool mem_begin(void *at, struct err *err)
{
	(void)at;
	(void)err;
	return true;
}

static bool mem_run(void *at, const struct store_req *r, struct store_answer *a)
{
	rows[r->op](at, r, a);
	return true;
}

static void mem_rollback(void *at)
{
	(void)at;
}

const struct store_backend mem_backend = {
	.kind = "mem",
	.open = mem_open,
	.close = mem_close,
	.begin = mem_begin,
	.run = mem_run,
	.commit = mem_begin, /* as little to do */
	.rollback = mem_rollback,
};
