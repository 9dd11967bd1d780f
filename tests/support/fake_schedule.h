/* SPDX-License-Identifier: MIT */
/*
 * The schedule of the fake client: what is set here is what the getters give, and what the
 * acts were asked is kept here.  They answer what the client's `answer` says.
 */
#ifndef SUPPORT_FAKE_SCHEDULE_H
#define SUPPORT_FAKE_SCHEDULE_H

#include "porchlight/schedule.h"

enum { FAKE_CHANGES = 16, FAKE_OCCURRENCES = 512 };

struct fake_schedule {
	/* By start; pl_client_schedule gives those that are in its span. */
	const struct pl_occurrence *occurrences;
	size_t occurrence_count;
	const struct pl_occurrence *next;
	int64_t told_utc_ms, ahead_ms;
	struct pl_tally tally;
	const struct pl_request *requests;
	size_t request_count;
	const struct pl_series *series;
	size_t series_count;
	struct pl_previewed preview;
	const struct pl_previewed *alone; /* of one change; NULL: as of all */
	int kept, refused; /* pl_client_change_news; `refused` is 0 once it was asked for */
	struct pl_import import;
	struct pl_overlay overlay; /* `from` NULL is "" */
	const char *cover, *feed;  /* NULL is "" */
	const struct pl_hours *hours;
	size_t hours_count;
	const struct pl_schedule_note *news; /* those that were said are taken off */
	size_t news_count;

	/* What was asked of it. */
	struct pl_asked asked; /* the last pl_client_ask, its text in asked_text */
	char asked_text[512];
	int asks;
	uint64_t withdrawn, answered; /* ids, of the last of each */
	bool granted;
	char why[512];
	/* The last pl_client_preview or pl_client_change; texts are borrowed, but for the last
	 * series' title and lines, which are copied. */
	struct pl_changed changes[FAKE_CHANGES];
	size_t change_count;
	char change_why[512], place[128], title[128], lines[4096];
	int previews_asked, changes_made;
	char import_path[256];
	int64_t import_group;
	char overlay_from[256], cover_set[128], export_path[256];
	bool overlay_anyway, feed_on;
	int overlays, exports, alarm_minutes, feeds, hours_asks, remind_minutes;
	int64_t hours_group;
};

#endif
