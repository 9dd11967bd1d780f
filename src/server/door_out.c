/* SPDX-License-Identifier: MIT */
/* The two requests that end tokens. */
#include <string.h>

#include "base/log.h"
#include "server/door.h"
#include "server/rights.h"

static void on_dropped(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (call_store_failed(c, r))
		return;
	conn_recheck(c->server, c->member);
	call_answer(c, NULL, 0);
}

void door_signout(struct call *c)
{
	const bool all = c->body[CALL_ALL].number != 0;

	call_next(c,
		  (struct store_req) { .op = all ? STORE_DEVICES_DROP : STORE_DEVICE_DROP,
				       .member = c->member,
				       .device = c->device },
		  on_dropped);
}

/* Of somebody in none of the groups that one leads one is not to learn that they are there. */
static bool may_cut(const struct call *c, int64_t member)
{
	const struct right *right = right_of(RIGHT_HTTP, str_of("/v1/cutoff"));

	return right && (!(right->when & RIGHT_LED) || strcmp(c->role, "admin") == 0 ||
			 hub_leads_person(c->server->hub, c->member, member));
}

static void on_lost(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (call_store_failed(c, r))
		return;
	if (r->count == 0 || !may_cut(c, r->users[0].id)) {
		call_fail(c, "name");
		return;
	}
	log_event(LOG_INFO_, "cutoff", "by=%lld member=%lld", (long long)c->member,
		  (long long)r->users[0].id);
	c->member = r->users[0].id;
	call_next(c, (struct store_req) { .op = STORE_DEVICES_DROP, .member = c->member },
		  on_dropped);
}

void door_cutoff(struct call *c)
{
	const char *no = call_take_name(c);

	if (no)
		call_fail(c, no);
	else
		call_next(c, (struct store_req) { .op = STORE_USER_FIND, .a = str_of(c->name) },
			  on_lost);
}
