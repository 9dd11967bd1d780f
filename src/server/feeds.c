/* SPDX-License-Identifier: MIT */
#include "server/feeds.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "schedule/write.h"
#include "wire/body.h"

enum { HASH, COVER, ALARM, MADE, FIELDS };

static const struct body_field form[FIELDS] = {
	[HASH] = { .key = "hash" },
	[COVER] = { .key = "cover" },
	[ALARM] = { .key = "alarm", .kind = BODY_NUMBER },
	[MADE] = { .key = "made", .kind = BODY_NUMBER },
};

static bool take_text(const struct body_field *field, char *out, size_t size)
{
	if (!field->text || strlen(field->text) >= size)
		return false;
	memcpy(out, field->text, strlen(field->text) + 1);
	return true;
}

bool feeds_read(struct feeds *f, const struct store_message *row)
{
	struct feed feed = { .member = row->member, .row = row->seq, .version = row->utc_ms };
	struct body_field fields[FIELDS];
	bool good;

	memcpy(fields, form, sizeof(fields));
	good = body_read(row->text, fields, FIELDS) &&
	       take_text(&fields[HASH], feed.hash, sizeof(feed.hash)) &&
	       take_text(&fields[COVER], feed.cover, sizeof(feed.cover));
	feed.alarm_minutes = (int)fields[ALARM].number;
	feed.made_utc_ms = fields[MADE].number;
	body_finish(fields, FIELDS);
	if (good)
		feeds_put(f, &feed);
	return good;
}

bool feeds_write(const struct feed *feed, struct buf *out)
{
	struct body_field fields[FIELDS];
	char hash[SECRET_HASH], cover[WIRE_NAME_MAX + 1];

	memcpy(fields, form, sizeof(fields));
	memcpy(hash, feed->hash, sizeof(hash));
	memcpy(cover, feed->cover, sizeof(cover));
	fields[HASH].text = hash;
	fields[COVER].text = cover;
	fields[ALARM].number = feed->alarm_minutes;
	fields[MADE].number = feed->made_utc_ms;
	for (int i = 0; i < FIELDS; i++)
		fields[i].there = true;
	return body_write(out, fields, FIELDS);
}

struct feed *feeds_of(const struct feeds *f, int64_t member)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->all[i].member == member)
			return &f->all[i];
	return NULL;
}

struct feed *feeds_by_hash(const struct feeds *f, const char *hash)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->all[i].hash, hash) == 0)
			return &f->all[i];
	return NULL;
}

struct feed *feeds_put(struct feeds *f, const struct feed *feed)
{
	struct feed *at = feeds_of(f, feed->member);

	if (!at) {
		f->all = mem_grow(f->all, (f->count + 1) * sizeof(*f->all));
		at = &f->all[f->count++];
	}
	*at = *feed;
	return at;
}

void feeds_drop(struct feeds *f, int64_t member)
{
	struct feed *at = feeds_of(f, member);

	if (at)
		*at = f->all[--f->count];
}

void feeds_finish(struct feeds *f)
{
	free(f->all);
	*f = (struct feeds) { 0 };
}

/* When the newest of it was changed is not known, only in which order: a moment that is later with
 * each change, from when the feed was made. */
static int64_t stamp_of(const struct feed *feed, const struct program_plan *plans, size_t n)
{
	int64_t version = feed->version;

	for (size_t i = 0; i < n; i++)
		if (plans[i].version > version)
			version = plans[i].version;
	return feed->made_utc_ms + (version - feed->version) * 1000;
}

static size_t events_of(const struct program_plan *plans, size_t n, struct write_event *out)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		const struct program_plan *p = &plans[i];

		if (p->single && !p->only_count)
			continue;
		out[count++] = (struct write_event) { .calendar = p->calendar,
						      .number = p->series,
						      .absent = p->absent,
						      .absent_count = p->absent_count,
						      .only = p->single ? p->only : NULL,
						      .only_count = p->only_count };
	}
	return count;
}

bool feeds_calendar(const struct feed *feed, const struct program_plan *plans, size_t n,
		    struct buf *out)
{
	struct write_event *events = mem_get((n + 1) * sizeof(*events));
	const size_t count = events_of(plans, n, events);
	char stem[SECRET_HASH];
	bool good;

	/* What is the same as long as the feed is, and tells nothing of its secret. */
	secret_hash(feed->hash, stem);
	stem[16] = '\0';
	good = write_calendar(
		events, count,
		&(struct write_cover) { .title = feed->cover,
					.alarm_minutes = feed->alarm_minutes,
					.uid_stem = stem,
					.stamp_utc_ms = stamp_of(feed, plans, n) },
		out);
	free(events);
	return good;
}
