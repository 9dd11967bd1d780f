/* SPDX-License-Identifier: MIT */
/*
 * The server and the people of several groups are killed (SIGKILL), again and again, while all
 * of them talk: what anybody had on disk is there, once, in one order for everybody, and no
 * interval of attendance is lost.
 *
 * By hand, with STORM_GROUPS, STORM_PEOPLE, STORM_SECONDS (0: four deaths of the server),
 * STORM_PAUSE_MS and STORM_SEED; ten groups of ten for an hour:
 *
 *   STORM_GROUPS=10 STORM_PEOPLE=10 STORM_SECONDS=3600 STORM_PAUSE_MS=10000 meson test storm -t 10
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/storm.h"

enum {
	PATIENCE_MS = 300000,
	STARTS = 6, /* so many times child_wait_for's patience */
	SERVER_KILLS = 4,
	TALKER_KILLS = 8,
	KILLS_BETWEEN = 8, /* talkers die behind each other, then the server */
	INTERVALS_MAX = 8 << 20,
};

static int setting(const char *name, int otherwise)
{
	const char *value = getenv(name);

	return value ? (int)strtol(value, NULL, 10) : otherwise;
}

struct night {
	struct storm storm;
	struct buf intervals[STORM_GROUPS]; /* attendance, as it was asked for last */
	int server_kills, talker_kills;
	int64_t intervals_seen;
};

/* ---- attendance ---- */

/* The line at `*at`, which goes behind it; NULL: there is none. */
static char *next_row(char **at)
{
	char *row = *at, *end = strstr(row, "\r\n");

	if (!end)
		return NULL;
	*end = '\0';
	*at = end + 2;
	return row;
}

/* What somebody did from one moment to another: both are in it. */
static bool has_ended(const char *row)
{
	const char *first = strstr(row, "Z,");

	return strncmp(row, "present,", 8) == 0 && first && strstr(first + 2, "Z,");
}

/* Each interval that had ended is there as it was. */
static void check_kept(struct night *n, int group, const char *now)
{
	for (char *at = n->intervals[group].p, *row; at && (row = next_row(&at));) {
		if (!has_ended(row))
			continue;
		n->intervals_seen++;
		if (!strstr(now, row))
			fail_msg("of %s's attendance this is lost: %s\nIt is\n%s",
				 n->storm.group[group].name, row, now);
	}
}

static void look_at_attendance(struct night *n)
{
	struct buf now;

	n->intervals_seen = 0;
	for (int i = 0; i < n->storm.groups; i++) {
		const char *words[] = { "attendance", n->storm.group[i].name, "--for=internal",
					NULL };

		buf_init(&now, INTERVALS_MAX);
		assert_int_equal(town_admin(n->storm.town, &now, words), 0);
		check_kept(n, i, buf_text(&now));
		buf_finish(&n->intervals[i]);
		n->intervals[i] = now;
	}
}

/* ---- deaths ---- */

/* Kills come behind a few more lines, and then at a moment that nothing leads up to. */
static void go_on_a_while(struct night *n, int64_t lines)
{
	const int64_t until = storm_count(&n->storm) + lines,
		      until_ms = clock_ms() + PATIENCE_MS;

	while (storm_count(&n->storm) < until) {
		assert_true(clock_ms() < until_ms);
		storm_turn(&n->storm, 100);
	}
	storm_turn(&n->storm, rand_r(&n->storm.chance) % 50);
}

static void kill_one(struct night *n)
{
	storm_kill(&n->storm, rand_r(&n->storm.chance) % storm_talkers(&n->storm));
	n->talker_kills++;
}

static void kill_server(struct night *n)
{
	bool up = false;

	town_kill(n->storm.town);
	assert_true(town_start(n->storm.town));
	for (int i = 0; i < STARTS && !up; i++) /* the machine may be busy */
		up = town_is_up(n->storm.town);
	assert_true(up);
	n->server_kills++;
	look_at_attendance(n);
}

static bool is_over(const struct night *n, int64_t until_ms)
{
	if (until_ms)
		return clock_ms() >= until_ms;
	return n->server_kills >= SERVER_KILLS && n->talker_kills >= TALKER_KILLS;
}

static void rage(struct night *n, int64_t until_ms)
{
	const int between = until_ms ? KILLS_BETWEEN : TALKER_KILLS / SERVER_KILLS;

	while (!is_over(n, until_ms)) {
		for (int i = 0; i < between; i++) {
			go_on_a_while(n,
				      1 + rand_r(&n->storm.chance) % storm_talkers(&n->storm));
			kill_one(n);
		}
		go_on_a_while(n, 1 + rand_r(&n->storm.chance) % storm_talkers(&n->storm));
		kill_server(n);
	}
}

static void calm(struct night *n)
{
	const int64_t until_ms = clock_ms() + PATIENCE_MS;

	storm_silence(&n->storm);
	while (!storm_is_told(&n->storm)) {
		if (clock_ms() >= until_ms)
			storm_fail_untold(&n->storm);
		storm_turn(&n->storm, 100);
	}
}

/* ---- who talked was there ---- */

enum { MOMENT = 19 }; /* characters of 2026-11-26T18:00:00 */

static void put_moment(int64_t utc_ms, char *out)
{
	const time_t at = (time_t)(utc_ms / 1000);
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(out, MOMENT + 1, "%Y-%m-%dT%H:%M:%S", &tm);
}

/* An interval of this row, of whom it says; seconds are whole: one more each way. */
static bool covers(const char *row, const char *who, int64_t utc_ms)
{
	const char *name = strchr(row, '"'), *from, *to;
	char first[MOMENT + 1], last[MOMENT + 1];

	if (strncmp(row, "present,", 8) != 0 || !name ||
	    strncmp(name + 1, who, strlen(who)) != 0 || name[1 + strlen(who)] != '"')
		return false;
	put_moment(utc_ms - 1000, first);
	put_moment(utc_ms + 1000, last);
	from = name + strlen(who) + 3;
	to = strchr(from, ',') + 1;
	return strncmp(from, last, MOMENT) <= 0 &&
	       (*to == ',' || strncmp(to, first, MOMENT) >= 0);
}

static bool was_there(const struct buf *intervals, const char *who, int64_t utc_ms)
{
	for (const char *row = buf_text(intervals); row; row = strstr(row, "\r\n")) {
		row += *row == '\r' ? 2 : 0;
		if (covers(row, who, utc_ms))
			return true;
	}
	return false;
}

static void print_rows_of(const struct buf *intervals, const char *who)
{
	char name[32];

	snprintf(name, sizeof(name), "\"%s\"", who);
	for (const char *row = buf_text(intervals), *end; (end = strstr(row, "\r\n"));
	     row = end + 2) {
		const char *at = strstr(row, name);

		if (at && at < end)
			print_error("%.*s\n", (int)(end - row), row);
	}
}

/* At the moment at which the server took a line, its talker is recorded as present. */
static void check_who_talked_was_there(const struct night *n)
{
	for (int i = 0; i < n->storm.groups; i++)
		for (int64_t seq = 1; seq <= n->storm.group[i].last_seq; seq++) {
			const struct storm_said *said = &n->storm.group[i].said[seq];
			const char *who = strstr(said->text, " of ") + 4;

			if (was_there(&n->intervals[i], who, said->utc_ms))
				continue;
			print_rows_of(&n->intervals[i], who);
			fail_msg("%s said \"%s\" at %lld and was not there", who, said->text,
				 (long long)said->utc_ms);
		}
}

static struct night *night_open(struct town *t)
{
	struct night *n = mem_get(sizeof(*n));

	n->storm.groups = setting("STORM_GROUPS", 2);
	n->storm.people = setting("STORM_PEOPLE", 4);
	n->storm.pause_ms = setting("STORM_PAUSE_MS", 200);
	n->storm.chance = (unsigned)setting("STORM_SEED", 20261126);
	assert_in_range(n->storm.groups, 1, STORM_GROUPS);
	assert_in_range(n->storm.people, 1, STORM_PEOPLE);
	assert_true(n->storm.pause_ms > 0);
	for (int i = 0; i < n->storm.groups; i++)
		buf_init(&n->intervals[i], INTERVALS_MAX);
	storm_open(&n->storm, t);
	return n;
}

static void night_close(struct night *n)
{
	storm_close(&n->storm);
	for (int i = 0; i < n->storm.groups; i++)
		buf_finish(&n->intervals[i]);
	free(n);
}

static void nothing_is_lost_when_anybody_dies(void **state)
{
	struct night *n = night_open(*state);
	const int seconds = setting("STORM_SECONDS", 0);
	const int64_t from_ms = clock_ms();

	rage(n, seconds ? from_ms + (int64_t)seconds * 1000 : 0);
	calm(n);
	storm_check_each_once(&n->storm);
	look_at_attendance(n);
	look_at_attendance(n); /* what the first saw has been counted, and is still there */
	check_who_talked_was_there(n);
	print_message(
		"%d people in %d groups, %lld lines in %lld s; killed: the server %d times, "
		"people %d times: no line lost, none doubled, one order for all; "
		"%lld intervals of attendance, none lost\n",
		storm_talkers(&n->storm), n->storm.groups, (long long)storm_count(&n->storm),
		(long long)(clock_ms() - from_ms) / 1000, n->server_kills, n->talker_kills,
		(long long)n->intervals_seen);
	night_close(n);
}

enum { SKIPPED = 77 };

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_lost_when_anybody_dies, town_open,
						town_close),
	};

	if (!getenv("STORM_SECONDS")) {
		print_message("by hand: set STORM_SECONDS\n");
		return SKIPPED;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
