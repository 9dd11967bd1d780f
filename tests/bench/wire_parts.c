/* SPDX-License-Identifier: MIT */
#include "bench/wire_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache.h"

/* The patient's folders: as it is now; and as it was when the group was empty, once without
 * and once with what makes the next handshake short. */
#define NOW   WIRE_PATIENT
#define BARE  "bare"
#define TAKEN "taken"

enum {
	LONG_MS = 120000, /* whatever does not come by then does not come */
	JOIN_QUIET_MS = 3000,
	LAST_WORDS_MS = 30000, /* marks of what was shown, and the counts of them */
	SHOWN_MAX = 500,       /* messages that a client shows */
	KEY_MS = 250,          /* a person types four characters a second */
	OUTAGE_MS = 60000,
	MISSED = 50,
	COLDS = 5,
	HOUR_MS = 3600000,
};

/* What the screen shows of a line: its beginning, which fits into a row. */
static const char *shown(const struct talk_line *l)
{
	static char row[80];

	snprintf(row, sizeof(row), "%s: %.50s", l->who, l->text);
	return row;
}

static const struct talk_line *newest(const struct wire_bench *b)
{
	return &b->said.lines[b->said.n - 1];
}

static bool is_in(struct wire_bench *b, int quiet_ms)
{
	if (!wire_sees(b, "Connected.", LONG_MS))
		return false;
	wire_settles(b, quiet_ms);
	return true;
}

/* Without the TLS session, which its first connection has left there. */
static bool make_bare(struct wire_bench *b)
{
	const struct cache_word session = { "session", NULL };
	char dir[128];

	wire_copy(b, NOW, BARE);
	snprintf(dir, sizeof(dir), "%s/" BARE, b->town->dir);
	struct cache *c = cache_open(dir, TOWN_PASSPHRASE, NULL);
	char *had = c ? cache_get(c, session.word) : NULL;
	bool good = had && cache_set(c, &session, 1, CACHE_SAME);

	if (!good)
		fprintf(stderr, "wire: no TLS session to take out of the copy\n");
	free(had);
	cache_close(c);
	return good;
}

bool part_enrol(struct wire_bench *b)
{
	char *invite = town_invite(b->town, "patient");
	uint64_t before = wire_bytes(b);
	bool good = wire_sits(b, NOW, invite) && is_in(b, JOIN_QUIET_MS);

	free(invite);
	if (!good)
		return false;
	figure_set(&b->figures[ENROL_BYTES], (double)(wire_bytes(b) - before));
	wire_dies(b);
	if (!make_bare(b) || !wire_sits(b, NOW, NULL) || !is_in(b, JOIN_QUIET_MS))
		return false;
	wire_leaves(b);
	wire_copy(b, NOW, TAKEN);
	return true;
}

/* The meeting */

static bool is_patient(const struct talk_line *l)
{
	return strcmp(l->who, WIRE_PATIENT) == 0;
}

static int64_t due_ms(const struct wire_bench *b, int64_t start_ms, int64_t at_ms)
{
	return start_ms + (int64_t)((double)at_ms / b->speed);
}

static void wait_until(struct wire_bench *b, int64_t due)
{
	int64_t left = due - clock_ms();

	if (left > 0)
		wire_passes(b, (int)left);
}

/* The patient types while others talk: the last key is struck when the line is to be said. */
struct typist {
	size_t line; /* of the meeting; its n: nothing is left */
	size_t key;
	int64_t free_ms; /* two keys are never struck at once: that would be a paste */
};

static void next_line(const struct wire_bench *b, struct typist *t)
{
	t->key = 0;
	while (t->line < b->meeting.n && !is_patient(&b->meeting.lines[t->line]))
		t->line++;
}

static int64_t key_due_ms(const struct wire_bench *b, const struct typist *t)
{
	const struct talk_line *l;
	int64_t at_ms;

	if (t->line >= b->meeting.n)
		return INT64_MAX;
	l = &b->meeting.lines[t->line];
	at_ms = l->at_ms - (int64_t)(strlen(l->text) - t->key) * KEY_MS;
	return at_ms > t->free_ms ? at_ms : t->free_ms;
}

static void strike(struct wire_bench *b, struct typist *t)
{
	const struct talk_line *l = &b->meeting.lines[t->line];
	const char key[2] = { l->text[t->key] ? l->text[t->key] : '\r' };

	t->free_ms = key_due_ms(b, t) + KEY_MS;
	screen_keys(b->screen, key);
	if (l->text[t->key++])
		return;
	talk_add(&b->said, l->who, l->text);
	t->line++;
	next_line(b, t);
}

static void play(struct wire_bench *b)
{
	struct typist t = { 0 };
	int64_t start_ms = clock_ms() + 1000;

	next_line(b, &t);
	for (size_t i = 0; i < b->meeting.n || t.line < b->meeting.n;) {
		const struct talk_line *l = i < b->meeting.n ? &b->meeting.lines[i] : NULL;

		if (key_due_ms(b, &t) < (l ? l->at_ms : INT64_MAX) ||
		    (l && is_patient(l) && t.line == i)) {
			wait_until(b, due_ms(b, start_ms, key_due_ms(b, &t)));
			strike(b, &t);
			continue;
		}
		wait_until(b, due_ms(b, start_ms, l->at_ms));
		if (!is_patient(l))
			wire_says(b, l->who, l->text);
		i++;
	}
}

static bool cast_has_it(struct wire_bench *b)
{
	int64_t until_ms = clock_ms() + LONG_MS;

	while (!cast_has_all(&b->cast, &b->said)) {
		if (clock_ms() >= until_ms) {
			fprintf(stderr, "wire: not all have the %zu that were said\n",
				b->said.n);
			cast_check(&b->cast, b->cast.clients[0], &b->said,
				   &(struct cast_truth) { 0 }); /* says which */
			if (b->screen)
				fputs(screen_text(b->screen), stderr);
			return false;
		}
		wire_passes(b, 10);
	}
	return true;
}

static bool all_have_it(struct wire_bench *b)
{
	return cast_has_it(b) && wire_sees(b, shown(newest(b)), LONG_MS);
}

/* Truth */

/* What is on the patient's disk, as the next start would show it. */
static bool check_patient(struct wire_bench *b, const struct talk *said)
{
	char dir[128];
	const struct pl_options options = { .dir = dir, .passphrase = TOWN_PASSPHRASE };
	enum pl_failure why;
	struct pl_client *client;

	snprintf(dir, sizeof(dir), "%s/" NOW, b->town->dir);
	client = pl_client_open(&options, &why);
	if (!client) {
		fprintf(stderr, "wire: the patient's store does not open: %d\n", (int)why);
		return false;
	}
	cast_check(&b->cast, client, said, &b->truth);
	pl_client_close(client);
	return true;
}

/* By what clients show, which is the newest SHOWN_MAX: so it is asked now and then. */
static bool check_all(struct wire_bench *b)
{
	const size_t before = b->said.n > SHOWN_MAX ? b->said.n - SHOWN_MAX : 0;
	const struct talk last = { b->said.lines + before, b->said.n - before };

	for (int i = 0; i < b->cast.count; i++)
		cast_check(&b->cast, b->cast.clients[i], &last, &b->truth);
	return check_patient(b, &last);
}

/* The meeting, whole */

bool part_meeting(struct wire_bench *b)
{
	struct lab_count before, after;
	double cpu_s, pty;

	if (!wire_sits(b, NOW, NULL) || !is_in(b, 5000))
		return false;
	wire_passes(b, 16000); /* those who were here are told that she came, and she of them */
	wire_settles(b, 2000);
	wire_marks(b, "the meeting begins");
	lab_counts(b->lab, &before);
	cpu_s = wire_cpu_s(b);
	pty = (double)screen_bytes(b->screen);
	play(b);
	if (!all_have_it(b))
		return false;
	wire_passes(b, LAST_WORDS_MS);
	lab_counts(b->lab, &after);
	wire_marks(b, "the meeting is over");
	figure_set(&b->figures[MEETING_DOWN], (double)(after.bytes_down - before.bytes_down));
	figure_set(&b->figures[MEETING_UP], (double)(after.bytes_up - before.bytes_up));
	figure_set(&b->figures[MEETING_BYTES],
		   b->figures[MEETING_DOWN].value + b->figures[MEETING_UP].value);
	figure_set(&b->figures[MEETING_PACKETS],
		   (double)(after.packets_down - before.packets_down + after.packets_up -
			    before.packets_up));
	figure_set(&b->figures[PTY_BYTES], (double)screen_bytes(b->screen) - pty);
	figure_set(&b->figures[CLIENT_CPU_S], wire_cpu_s(b) - cpu_s);
	wire_leaves(b);
	return check_all(b);
}

/* Coming in */

static bool cold(struct wire_bench *b, const char *from, double *bytes, double *s)
{
	uint64_t before = wire_bytes(b);
	int64_t start_ms = clock_ms();

	wire_copy(b, from, "cold");
	if (!wire_sits(b, "cold", NULL) || !wire_sees(b, shown(newest(b)), LONG_MS))
		return false;
	*s = (double)(clock_ms() - start_ms) / 1000;
	wire_passes(b, 1500); /* the last acknowledgement */
	*bytes = (double)(wire_bytes(b) - before);
	wire_leaves(b);
	wire_settles(b, 3000);
	return true;
}

bool part_cold(struct wire_bench *b)
{
	double first[COLDS], bytes[COLDS], s[COLDS], unused;

	for (size_t i = 0; b->said.n < MISSED; i++) {
		wire_says(b, b->cast.names[i % (size_t)b->cast.count],
			  b->meeting.lines[i].text);
		if (!cast_has_it(b))
			return false;
	}
	for (int i = 0; i < COLDS; i++)
		if (!cold(b, BARE, &first[i], &unused) || !cold(b, TAKEN, &bytes[i], &s[i]))
			return false;
	figure_set(&b->figures[COLD_BYTES_FIRST], figure_median(first, COLDS));
	figure_set(&b->figures[COLD_BYTES_RESUMED], figure_median(bytes, COLDS));
	figure_set(&b->figures[COLD_S], figure_median(s, COLDS));
	return true;
}

bool part_idle(struct wire_bench *b)
{
	uint64_t before;

	if (!wire_sits(b, NOW, NULL) || !is_in(b, 5000))
		return false;
	wire_passes(b, LAST_WORDS_MS);
	before = wire_bytes(b);
	wire_passes(b, b->idle_ms);
	figure_set(&b->figures[IDLE_HOUR_BYTES],
		   (double)(wire_bytes(b) - before) * HOUR_MS / b->idle_ms);
	wire_leaves(b);
	return true;
}

/* An outage in which 50 messages are missed, and one is typed. */

static bool outage(struct wire_bench *b, bool rebind, double *s, double *bytes)
{
	char text[80];
	uint64_t before = wire_bytes(b);
	int64_t back_ms;

	lab_outage(b->lab, true);
	if (rebind)
		lab_rebind(b->lab);
	for (int i = 0; i < MISSED; i++) {
		snprintf(text, sizeof(text), "Missed number %d of outage at %zu, %s", i,
			 b->said.n, b->meeting.lines[(size_t)i * 3].text);
		wire_says(b, b->cast.names[i % b->cast.count], text);
		if (i == MISSED / 5) {
			snprintf(text, sizeof(text), "Typed into a dead line, %zu", b->said.n);
			screen_keys(b->screen, text);
			screen_keys(b->screen, "\r");
			talk_add(&b->said, WIRE_PATIENT, text);
		}
		wire_passes(b, OUTAGE_MS / MISSED);
	}
	lab_outage(b->lab, false);
	back_ms = clock_ms();
	if (!wire_sees(b, shown(newest(b)), 6 * LONG_MS))
		return false;
	*s = (double)(clock_ms() - back_ms) / 1000;
	*bytes = (double)(wire_bytes(b) - before);
	return true;
}

static bool outages(struct wire_bench *b, bool rebind, struct figure *s, struct figure *bytes)
{
	double seconds[WIRE_REPEATS_MAX], sums[WIRE_REPEATS_MAX];

	for (int i = 0; i < b->repeats; i++) {
		if (!wire_sits(b, NOW, NULL) || !is_in(b, 5000) ||
		    !outage(b, rebind, &seconds[i], &sums[i]))
			return false;
		all_have_it(b); /* what was typed too: else it counts as lost */
		wire_leaves(b);
	}
	figure_set(s, figure_median(seconds, (size_t)b->repeats));
	figure_set(bytes, figure_median(sums, (size_t)b->repeats));
	return true;
}

bool part_outage(struct wire_bench *b)
{
	return outages(b, false, &b->figures[OUTAGE_S], &b->figures[OUTAGE_BYTES]);
}

bool part_rebind(struct wire_bench *b)
{
	return outages(b, true, &b->figures[REBIND_S], &b->figures[REBIND_BYTES]);
}

bool part_truth(struct wire_bench *b)
{
	if (!wire_sits(b, NOW, NULL) || !is_in(b, JOIN_QUIET_MS))
		return false;
	wire_leaves(b);
	if (!check_all(b))
		return false;
	figure_set(&b->figures[LOST], b->truth.lost);
	figure_set(&b->figures[DOUBLED], b->truth.doubled);
	return true;
}
