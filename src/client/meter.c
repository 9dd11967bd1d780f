/* SPDX-License-Identifier: MIT */
#include "client/meter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DATE_MAX = 99991231, PERCENT_EARLY = 80, PERCENT_ALL = 100 };

static uint64_t sum(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static void add(struct pl_bytes *to, struct pl_bytes b)
{
	to->up = sum(to->up, b.up);
	to->down = sum(to->down, b.down);
}

static uint64_t both(struct pl_bytes b)
{
	return sum(b.up, b.down);
}

/* A moment that is on no calendar is on the first day of all. */
static int64_t date_of(int64_t utc_ms)
{
	time_t t = (time_t)(utc_ms / 1000);
	struct tm tm;

	if (utc_ms < 0 || !localtime_r(&t, &tm) || tm.tm_year > 9999 - 1900)
		return 19700101;
	return (tm.tm_year + 1900) * INT64_C(10000) + (tm.tm_mon + 1) * INT64_C(100) +
	       tm.tm_mday;
}

/* ---- the days ---- */

static void drop_oldest(struct meter *m)
{
	memmove(m->days, m->days + 1, --m->days_count * sizeof(*m->days));
}

/* A day that is older than all that are kept, and has no room, is added to none. */
static void add_to_day(struct meter *m, int64_t date, struct pl_bytes b)
{
	size_t at = m->days_count;

	while (at > 0 && m->days[at - 1].date > date)
		at--;
	if (at > 0 && m->days[at - 1].date == date) {
		add(&m->days[at - 1].bytes, b);
		return;
	}
	if (m->days_count == METER_DAYS) {
		if (at == 0)
			return;
		drop_oldest(m);
		at--;
	}
	memmove(m->days + at + 1, m->days + at, (m->days_count - at) * sizeof(*m->days));
	m->days[at] = (struct meter_day) { date, b };
	m->days_count++;
}

/* What stands under days to come was spent before now: it is today's. */
static void fold(struct meter *m, int64_t today)
{
	struct pl_bytes b = { 0 };

	while (m->days_count && m->days[m->days_count - 1].date > today)
		add(&b, m->days[--m->days_count].bytes);
	if (both(b))
		add_to_day(m, today, b);
}

/* Of all days with the same `date / by` as today; those to come count as today. */
static struct pl_bytes sum_of(const struct meter *m, int64_t today, int64_t by)
{
	struct pl_bytes b = { 0 };

	for (size_t i = 0; i < m->days_count; i++)
		if (m->days[i].date > today || m->days[i].date / by == today / by)
			add(&b, m->days[i].bytes);
	return b;
}

struct pl_bytes meter_today(const struct meter *m, struct meter_now now)
{
	return sum_of(m, date_of(now.utc_ms), 1);
}

struct pl_bytes meter_month(const struct meter *m, struct meter_now now)
{
	return sum_of(m, date_of(now.utc_ms), 100);
}

/* ---- counting ---- */

void meter_init(struct meter *m, struct meter_now now)
{
	*m = (struct meter) { .saved_ms = now.ms, .fed_ms = (uint64_t)now.ms };
}

static uint64_t since(uint64_t before, uint64_t now)
{
	return now >= before ? now - before : now;
}

/* The last hour weighs; what was before it fades. */
static void add_live(struct meter *m, uint64_t bytes, uint64_t ms)
{
	m->live_bytes = sum(m->live_bytes, bytes);
	m->live_ms = sum(m->live_ms, ms);
	if (m->live_ms <= METER_HOUR_MS)
		return;
	m->live_bytes = (uint64_t)((double)m->live_bytes * METER_HOUR_MS / (double)m->live_ms);
	m->live_ms = METER_HOUR_MS;
}

void meter_feed(struct meter *m, struct pl_bytes total, struct meter_now now)
{
	struct pl_bytes b = { since(m->seen.up, total.up), since(m->seen.down, total.down) };
	uint64_t ms = (uint64_t)now.ms > m->fed_ms ? (uint64_t)now.ms - m->fed_ms : 0;
	int64_t today = date_of(now.utc_ms);

	m->seen = total;
	m->fed_ms = (uint64_t)now.ms;
	if (m->is_live)
		add_live(m, both(b), ms);
	if (m->is_opening)
		m->opening = sum(m->opening, both(b));
	if (!both(b))
		return;
	add(&m->session, b);
	fold(m, today);
	add_to_day(m, today, b);
	m->unsaved = sum(m->unsaved, both(b));
}

void meter_opening(struct meter *m)
{
	m->is_live = false;
	if (m->is_opening)
		return;
	m->is_opening = true;
	m->opening = 0;
}

void meter_live(struct meter *m)
{
	if (m->is_opening)
		m->reconnect = m->opening;
	m->is_opening = false;
	m->is_live = true;
}

void meter_down(struct meter *m)
{
	m->is_live = false;
}

uint64_t meter_hour(const struct meter *m)
{
	if (m->live_ms < METER_EARLY_MS)
		return 0;
	return (uint64_t)((double)m->live_bytes * METER_HOUR_MS / (double)m->live_ms);
}

/* ---- the allowance ---- */

void meter_allow(struct meter *m, uint64_t bytes)
{
	m->allowance = bytes;
}

static int percent(const struct meter *m, struct meter_now now)
{
	uint64_t used = m->allowance ? both(meter_month(m, now)) : 0;

	if (!m->allowance)
		return 0;
	if (used >= m->allowance)
		return PERCENT_ALL;
	return used >= m->allowance - m->allowance / 5 ? PERCENT_EARLY : 0;
}

static int64_t month_of(struct meter_now now)
{
	return date_of(now.utc_ms) / 100;
}

/* A new month, and a new allowance, begin anew. */
static int told(const struct meter *m, struct meter_now now)
{
	return m->told_month == month_of(now) && m->told_allowance == m->allowance ? m->told
										   : 0;
}

int meter_notice(const struct meter *m, struct meter_now now)
{
	int at = percent(m, now);

	return at > told(m, now) ? at : 0;
}

void meter_told(struct meter *m, struct meter_now now)
{
	m->told = percent(m, now);
	m->told_month = month_of(now);
	m->told_allowance = m->allowance;
	m->is_changed = true;
}

/* ---- keeping it ---- */

bool meter_is_due(const struct meter *m, struct meter_now now)
{
	int64_t ms = now.ms - m->saved_ms;
	bool much = m->unsaved >= METER_SAVE_BYTES || m->is_changed;

	return (m->unsaved && ms >= METER_SAVE_MS) || (much && ms >= METER_SAVE_SOON_MS);
}

/* A disk that is full is not tried with each packet. */
void meter_saved(struct meter *m, bool ok, struct meter_now now)
{
	m->saved_ms = now.ms;
	if (!ok)
		return;
	m->unsaved = 0;
	m->is_changed = false;
}

/* "1 MONTH PERCENT ALLOWANCE", then "DATE UP DOWN" for each day, all with a ';' behind. */
void meter_write(const struct meter *m, struct buf *out)
{
	buf_addf(out, "1 %lld %d %llu;", (long long)m->told_month, m->told,
		 (unsigned long long)m->told_allowance);
	for (size_t i = 0; i < m->days_count; i++)
		buf_addf(out, "%lld %llu %llu;", (long long)m->days[i].date,
			 (unsigned long long)m->days[i].bytes.up,
			 (unsigned long long)m->days[i].bytes.down);
}

/* Decimal digits with this sign behind them. */
static bool take(const char **p, char end, uint64_t most, uint64_t *out)
{
	char *stop;

	if (**p < '0' || **p > '9')
		return false;
	errno = 0;
	*out = strtoull(*p, &stop, 10);
	if (errno || *stop != end || *out > most)
		return false;
	*p = stop + 1;
	return true;
}

static bool take_day(struct meter *m, const char **p)
{
	struct pl_bytes b;
	uint64_t date;

	if (!take(p, ' ', DATE_MAX, &date) || !take(p, ' ', UINT64_MAX, &b.up) ||
	    !take(p, ';', UINT64_MAX, &b.down))
		return false;
	add_to_day(m, (int64_t)date, b);
	return true;
}

bool meter_read(struct meter *m, const char *text)
{
	struct meter got = *m;
	uint64_t version, month, done, allowance;

	if (!take(&text, ' ', 1, &version) || version != 1 ||
	    !take(&text, ' ', DATE_MAX / 100, &month) ||
	    !take(&text, ' ', PERCENT_ALL, &done) || !take(&text, ';', UINT64_MAX, &allowance))
		return false;
	got.told_month = (int64_t)month;
	got.told = (int)done;
	got.told_allowance = allowance;
	while (*text)
		if (!take_day(&got, &text))
			return false;
	*m = got;
	return true;
}
