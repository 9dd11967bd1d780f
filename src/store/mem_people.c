/* SPDX-License-Identifier: MIT */
/* Users, their devices, and the invites by which they came. */
#include "store/mem_in.h"

static int64_t id_of_name(const struct mem *m, struct str name)
{
	for (size_t i = 0; i < m->users_count; i++)
		if (mem_same_name(m->users[i].name, name))
			return (int64_t)i + 1;
	return 0;
}

static struct mem_device *find_device(const struct mem *m, struct str token_hash)
{
	for (size_t i = 0; i < m->devices_count; i++)
		if (str_eq(m->devices[i].token_hash, token_hash))
			return &m->devices[i];
	return NULL;
}

static struct mem_invite *find_invite(const struct mem *m, struct str code_hash)
{
	for (size_t i = 0; i < m->invites_count; i++)
		if (str_eq(m->invites[i].code_hash, code_hash))
			return &m->invites[i];
	return NULL;
}

/* Users. */

static struct store_user *put_user(const struct mem *m, int64_t id, struct store_answer *a)
{
	const struct mem_user *u = mem_user(m, id);
	struct store_user *out = answer_user(a);

	*out = (struct store_user) { .id = id,
				     .disabled = u->disabled,
				     .made_utc_ms = u->made_utc_ms,
				     .erased_utc_ms = u->erased_utc_ms,
				     .name = answer_text(a, u->name),
				     .role = answer_text(a, u->role),
				     .pass_hash = str_of(""),
				     .called = str_of("") };
	return out;
}

bool mem_members(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	for (size_t i = 0; i < m->users_count; i++) {
		int64_t id = (int64_t)i + 1;
		const struct mem_member *of = mem_member(m, r->group, id);

		struct store_user *u = of ? put_user(m, id, a) : NULL;

		if (!u)
			continue;
		u->seen_seq = of->seen_seq;
		u->called = answer_text(a, of->called);
		u->number = of->number;
	}
	return true;
}

bool mem_users(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	(void)r;
	for (size_t i = 0; i < m->users_count; i++)
		put_user(m, (int64_t)i + 1, a);
	return true;
}

bool mem_user_find(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	int64_t id = id_of_name(m, r->a);

	if (id)
		put_user(m, id, a)->pass_hash = answer_text(a, mem_user(m, id)->pass_hash);
	return true;
}

/* Devices. */

static void drop_devices(struct mem *m, int64_t user, int64_t device)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->devices_count; i++) {
		struct mem_device *d = &m->devices[i];

		if (d->user == user || d->id == device)
			mem_drop(d->token_hash);
		else
			m->devices[kept++] = *d;
	}
	m->devices_count = kept;
}

/* The number that it had, if nobody else has it; else the next. */
static int64_t number_device(struct mem *m, const struct store_req *r)
{
	for (size_t i = 0; i < m->devices_count; i++) {
		const struct mem_device *d = &m->devices[i];

		if (d->id == r->device && d->user != r->member)
			return ++m->last_device;
	}
	if (!r->device)
		return ++m->last_device;
	drop_devices(m, 0, r->device);
	if (m->last_device < r->device)
		m->last_device = r->device;
	return r->device;
}

bool mem_device_add(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_user *u = mem_user(m, r->member);

	if (!u)
		return mem_not_found(a);
	if (u->disabled)
		return err_set(&a->r.err, ERR_REFUSED, "store: the member is disabled");
	if (find_device(m, r->a))
		return err_set(&a->r.err, ERR_EXISTS, "store: the device exists");
	a->r.id = a->r.device = number_device(m, r);
	m->devices = mem_more(m->devices, m->devices_count, sizeof(*m->devices));
	m->devices[m->devices_count++] = (struct mem_device) { .id = a->r.id,
							       .user = r->member,
							       .made_utc_ms = r->utc_ms,
							       .used_utc_ms = r->utc_ms,
							       .token_hash = mem_text(r->a) };
	return true;
}

static int64_t higher(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t highest_ticket(const struct mem *m, const struct mem_device *d)
{
	int64_t top = 0;

	for (size_t i = 0; i < m->groups_count; i++)
		for (size_t k = 0; k < m->groups[i].count; k++) {
			const struct store_message *said = &m->groups[i].messages[k];

			if (said->member == d->user && said->device == d->id)
				top = higher(top, said->ticket);
		}
	for (size_t i = 0; i < m->puts_count; i++)
		if (m->puts[i].member == d->user && m->puts[i].device == d->id)
			top = higher(top, m->puts[i].ticket);
	return top;
}

bool mem_device_find(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_device *d = find_device(m, r->a);

	if (d) {
		put_user(m, d->user, a);
		a->r.device = d->id;
		a->r.utc_ms = d->used_utc_ms;
		a->r.seq = d->made_utc_ms;
		a->r.ticket = highest_ticket(m, d);
	}
	return true;
}

bool mem_device_used(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	(void)a;
	for (size_t i = 0; i < m->devices_count; i++)
		if (m->devices[i].id == r->device)
			m->devices[i].used_utc_ms = r->utc_ms;
	return true;
}

bool mem_device_drop(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	(void)a;
	drop_devices(m, 0, r->device);
	return true;
}

bool mem_devices_drop(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	(void)a;
	drop_devices(m, r->member, 0);
	return true;
}

bool mem_user_set(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_user *u = mem_user(m, r->member);

	if (!u)
		return mem_not_found(a);
	u->disabled = r->seq;
	return r->seq || mem_devices_drop(m, r, a);
}

bool mem_user_pass(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_user *u = mem_user(m, r->member);

	if (!u)
		return mem_not_found(a);
	mem_drop(u->pass_hash);
	u->pass_hash = mem_text(r->a);
	return mem_devices_drop(m, r, a);
}

/* Invites. */

bool mem_invite_add(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	if (r->group && !mem_group(m, r->group))
		return mem_not_found(a);
	if (find_invite(m, r->a))
		return err_set(&a->r.err, ERR_EXISTS, "store: the invite exists");
	m->invites = mem_more(m->invites, m->invites_count, sizeof(*m->invites));
	m->invites[m->invites_count++] = (struct mem_invite) { .code_hash = mem_text(r->a),
							       .role = mem_text(r->b),
							       .group = r->group,
							       .expires_utc_ms = r->utc_ms };
	return true;
}

static void enrol_user(struct mem *m, const struct store_req *r, struct mem_invite *i)
{
	m->users = mem_more(m->users, m->users_count, sizeof(*m->users));
	m->users[m->users_count++] = (struct mem_user) { .name = mem_text(r->b),
							 .role = mem_text(i->role),
							 .pass_hash = mem_text(r->c),
							 .made_utc_ms = r->utc_ms };
	i->used = true;
	for (int64_t g = 1; g <= (int64_t)m->groups_count; g++)
		if (!i->group || i->group == g)
			mem_member_put(m, g, (int64_t)m->users_count);
}

bool mem_invite_find(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_invite *i = find_invite(m, r->a);

	if (!i)
		return err_set(&a->r.err, ERR_NOT_FOUND, "store: no such invite");
	if (i->used)
		return err_set(&a->r.err, ERR_REFUSED, "store: the invite was used");
	return i->expires_utc_ms > r->utc_ms ||
	       err_set(&a->r.err, ERR_TOO_OLD, "store: the invite is too old");
}

bool mem_enrol(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_invite *i = find_invite(m, r->a);
	struct store_req device = { .a = r->d, .utc_ms = r->utc_ms };

	if (!mem_invite_find(m, r, a))
		return false;
	if (id_of_name(m, r->b) || find_device(m, r->d))
		return err_set(&a->r.err, ERR_EXISTS, "store: the name or token is taken");
	enrol_user(m, r, i);
	a->r.member = device.member = (int64_t)m->users_count;
	return mem_device_add(m, &device, a);
}
