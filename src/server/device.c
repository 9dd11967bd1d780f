/* SPDX-License-Identifier: MIT */
#include "server/device.h"

#include "base/clock.h"
#include "base/log.h"
#include "server/lapse.h"

bool device_is_staff(struct str role)
{
	return str_is(role, "facilitator") || str_is(role, "admin");
}

bool device_is_over(const struct conf *c, const struct store_reply *found, int64_t now_utc_ms)
{
	const bool staff = device_is_staff(found->users[0].role);
	const int64_t unused_ms = now_utc_ms - found->utc_ms, made_ms = now_utc_ms - found->seq;
	const int64_t most_ms = (staff ? c->staff_days : c->device_days) * INT64_C(86400000);

	if (most_ms == 0)
		return false;
	if (!staff)
		return unused_ms >= most_ms;
	return made_ms >= most_ms &&
	       (unused_ms >= DEVICE_GRACE_MS || made_ms >= most_ms + DEVICE_MOST_MS);
}

bool device_is_surely_over(const struct conf *c, const struct store_reply *found,
			   int64_t now_utc_ms)
{
	return device_is_over(c, found, now_utc_ms) &&
	       lapse_judge(lapse_last_ms(c), now_utc_ms) != LAPSE_WAITS;
}

bool device_wants_mark(int64_t used_utc_ms, int64_t now_utc_ms)
{
	const int64_t ago_ms = now_utc_ms - used_utc_ms;

	return ago_ms >= DEVICE_MARK_MS || ago_ms <= -DEVICE_MARK_MS;
}

bool device_ended(struct server *s, const struct store_reply *found)
{
	const struct store_req drop = { .op = STORE_DEVICE_DROP, .device = found->device };

	if (!device_is_surely_over(s->conf, found, clock_utc_ms()))
		return false;
	log_event(LOG_INFO_, "device_over", "member=%lld device=%lld",
		  (long long)found->users[0].id, (long long)found->device);
	store_submit(s->store, &drop);
	return true;
}

void device_mark(struct server *s, int64_t device, int64_t *used_utc_ms)
{
	const int64_t now = clock_utc_ms();
	const struct store_req used = { .op = STORE_DEVICE_USED,
					.device = device,
					.utc_ms = now };

	if (!device_wants_mark(*used_utc_ms, now))
		return;
	*used_utc_ms = now;
	store_submit(s->store, &used);
}
