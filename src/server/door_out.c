/* SPDX-License-Identifier: MIT */
/* The two requests that end tokens. */
#include "base/log.h"
#include "server/door.h"

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

static void on_lost(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (call_store_failed(c, r))
		return;
	if (r->count == 0) {
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
