/* SPDX-License-Identifier: MIT */
#include "demo/company.h"

#include "base/err.h"

bool company_open(struct company *c, FILE *invites, struct err *err)
{
	c->acts_ms = INT64_MAX;
	return seats_open(&c->seats, &c->script, invites, err);
}

void company_close(struct company *c)
{
	player_destroy(c->player);
	seats_close(&c->seats);
	script_finish(&c->script);
}

/* Words for the person go to the player once they are news. */
static void hear(struct company *c, int64_t now_ms)
{
	const struct pl_message *m;
	size_t n = seats_messages(&c->seats, &m);

	for (size_t i = 0; i < n; i++) {
		if (m[i].seq <= c->heard_seq)
			continue;
		c->heard_seq = m[i].seq;
		player_hear(c->player, m[i].who, m[i].text, now_ms);
	}
}

static void meet(struct company *c, int64_t now_ms)
{
	const char *person = c->arrived ? NULL : seats_person(&c->seats, &c->script);

	if (!person)
		return;
	c->arrived = true;
	player_arrive(c->player, person, now_ms);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

bool company_turn(struct company *c, int64_t now_ms, struct err *err)
{
	struct player_say say;

	if (!seats_work(&c->seats, err))
		return false;
	if (!c->player && seats_are_taken(&c->seats))
		c->player = player_create(&c->script, &c->plan);
	if (!c->player)
		return true;
	hear(c, now_ms);
	meet(c, now_ms);
	c->acts_ms = sooner(seats_take_turns(&c->seats, &c->script, now_ms),
			    seats_act(&c->seats, &c->script, now_ms));
	if (c->leads && c->arrived)
		c->acts_ms =
			sooner(c->acts_ms, seats_lead(&c->seats, &c->script, c->leads, now_ms));
	return !seats_are_free(&c->seats) || !player_next(c->player, now_ms, &say) ||
	       seats_say(&c->seats, say.who, say.text, err);
}

bool company_is_ready(const struct company *c)
{
	return c->player && player_is_warm(c->player);
}

size_t company_fds(const struct company *c, struct pollfd *out)
{
	for (size_t i = 0; i < c->seats.count; i++)
		out[i] = (struct pollfd) { .fd = pl_client_fd(c->seats.all[i].client),
					   .events = POLLIN };
	return c->seats.count;
}

int company_timeout_ms(const struct company *c, int64_t now_ms)
{
	const bool plays = c->player && seats_are_free(&c->seats);
	const int64_t due_ms = sooner(c->acts_ms, plays ? player_due_ms(c->player) : INT64_MAX);
	int64_t ms = due_ms == INT64_MAX ? -1 : due_ms > now_ms ? due_ms - now_ms : 0;

	for (size_t i = 0; i < c->seats.count; i++) {
		int t = pl_client_timeout_ms(c->seats.all[i].client);

		if (t >= 0 && (ms < 0 || t < ms))
			ms = t;
	}
	return ms > INT32_MAX ? INT32_MAX : (int)ms;
}
