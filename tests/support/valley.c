/* SPDX-License-Identifier: MIT */
#include "support/valley.h"

#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"

enum { PATIENCE_MS = 120000 };

/*
 * One for all: libuv's threads stay in the namespace in which they were made, and so fetch
 * over the server's side, whoever asks.
 */
struct lab *valley_lab;

int valley_setting(const char *name, int otherwise)
{
	const char *value = getenv(name);

	return value && *value ? (int)strtol(value, NULL, 10) : otherwise;
}

/* A socket belongs to the namespace where it was made: each works in their own. */
void valley_move_to(enum valley_who who)
{
	assert_int_equal(
		setns(lab_netns(valley_lab, who == PATIENT ? LAB_AT_PATIENT : LAB_AT_SERVER),
		      CLONE_NEWNET),
		0);
}

/* Shown as being at the server, each once; asked each turn: it shows the newest 500 only. */
int valley_heard(struct valley *v, enum valley_who who)
{
	const struct pl_message *m;
	size_t count = pl_client_messages(v->clients[who], v->group, &m);

	for (size_t i = 0; i < count; i++)
		v->heard[who] += m[i].seq == v->heard[who] + 1;
	return v->heard[who];
}

static void turn(struct valley *v, int ms)
{
	struct pollfd fds[PEOPLE] = { { .fd = -1 }, { .fd = -1 } };

	for (int i = 0; i < PEOPLE; i++) {
		int theirs = v->clients[i] ? pl_client_timeout_ms(v->clients[i]) : -1;

		if (v->clients[i])
			fds[i] = (struct pollfd) { pl_client_fd(v->clients[i]), POLLIN, 0 };
		ms = theirs >= 0 && theirs < ms ? theirs : ms;
	}
	poll(fds, PEOPLE, ms);
	for (int i = 0; i < PEOPLE; i++) {
		valley_move_to((enum valley_who)i);
		if (v->clients[i] && pl_client_work(v->clients[i]) & PL_CHANGED_MESSAGES)
			valley_heard(v, (enum valley_who)i);
	}
}

struct pl_link_info valley_link(const struct valley *v, enum valley_who who)
{
	struct pl_link_info i;

	pl_client_link(v->clients[who], &i);
	return i;
}

/* How long it was silent before anything was heard on it again. */
static void watch_silence(struct valley *v)
{
	int64_t ms = v->clients[PATIENT] ? valley_link(v, PATIENT).heard_ms : 0;

	if (ms < v->silent_ms && v->silent_ms > v->broken_ms)
		v->broken_ms = v->silent_ms;
	v->silent_ms = ms;
}

bool valley_both_have_all(struct valley *v)
{
	return valley_heard(v, PATIENT) == v->said && valley_heard(v, PEER) == v->said &&
	       valley_link(v, PATIENT).kept == 0;
}

bool valley_patient_is_live(struct valley *v)
{
	return v->clients[PATIENT] && valley_link(v, PATIENT).link == PL_LINK_LIVE &&
	       valley_heard(v, PATIENT) == v->said;
}

/* How long it took, ms. */
int64_t valley_until(struct valley *v, bool (*is_so)(struct valley *v))
{
	int64_t from_ms = clock_ms();

	while (!is_so(v)) {
		if (clock_ms() - from_ms > PATIENCE_MS)
			fail_msg("waited too long; link %d, heard %d and %d of %d",
				 (int)valley_link(v, PATIENT).link, valley_heard(v, PATIENT),
				 valley_heard(v, PEER), v->said);
		turn(v, 50);
	}
	return clock_ms() - from_ms;
}

void valley_pass(struct valley *v, int ms)
{
	int64_t until_ms = clock_ms() + ms;

	while (clock_ms() < until_ms) {
		turn(v, 50);
		watch_silence(v);
	}
}

uint64_t valley_bytes(void)
{
	struct lab_count c;

	lab_counts(valley_lab, &c);
	return c.bytes_up + c.bytes_down;
}

/* Until nothing more goes over the line. */
void valley_until_quiet(struct valley *v)
{
	uint64_t before;

	do {
		before = valley_bytes();
		valley_pass(v, v->quiet_ms);
	} while (valley_bytes() != before);
}

void valley_say(struct valley *v, enum valley_who who)
{
	char text[64];

	snprintf(text, sizeof(text), "Line %d, about as long as what people say", ++v->said);
	valley_move_to(who);
	assert_int_equal(pl_client_say(v->clients[who], v->group, text), PL_OK);
}

/* How often somebody's connection came about, by the server's log. */
int valley_in_log(const struct valley *v, const char *word)
{
	FILE *f = fopen(v->town->log, "r");
	char line[512];
	int n = 0;

	while (f && fgets(line, sizeof(line), f))
		n += strstr(line, word) != NULL;
	if (f)
		fclose(f);
	return n;
}

/* Coming and going */

void valley_enter(struct valley *v, enum valley_who who)
{
	struct pl_options o = { .guest = true };
	enum pl_failure why;

	if (who == PATIENT)
		o = (struct pl_options) { .dir = v->dir, .passphrase = TOWN_PASSPHRASE };
	valley_move_to(who);
	v->clients[who] = pl_client_open(&o, &why);
	assert_int_equal(why, PL_OK);
}

static void join(struct valley *v, enum valley_who who, const char *name)
{
	int64_t until_ms = clock_ms() + PATIENCE_MS;
	const struct pl_group *groups;
	char *invite;

	valley_move_to(PEER);
	invite = town_invite(v->town, who == PATIENT ? "patient" : "facilitator");
	valley_enter(v, who);
	assert_int_equal(pl_client_join(v->clients[who], invite, name, TOWN_PASSPHRASE), PL_OK);
	free(invite);
	while (pl_client_busy(v->clients[who]) ||
	       pl_client_groups(v->clients[who], &groups) == 0) {
		assert_true(clock_ms() < until_ms);
		turn(v, 50);
	}
	assert_int_equal(pl_client_result(v->clients[who]), PL_OK);
	v->group = groups[0].id;
}

void valley_leave(struct valley *v, enum valley_who who)
{
	valley_move_to(who);
	pl_client_close(v->clients[who]);
	v->clients[who] = NULL;
	v->heard[who] = 0;
}

int valley_open(void **state)
{
	struct valley *v = mem_get(sizeof(*v));

	*state = v;
	if (!valley_lab)
		return 0;
	lab_set(valley_lab, lab_profile("clean"));
	valley_move_to(PEER);
	v->town = town_open_at(LAB_SERVER);
	snprintf(v->dir, sizeof(v->dir), "%s/ana", v->town->dir);
	snprintf(v->trace, sizeof(v->trace), "%s/trace", v->town->dir);
	join(v, PEER, "Ben");
	join(v, PATIENT, "Ana");
	valley_until(v, valley_both_have_all);
	return 0;
}

int valley_close(void **state)
{
	struct valley *v = *state;
	void *town = v->town;
	int status = 0;

	if (valley_lab) {
		for (int i = 0; i < PEOPLE; i++)
			valley_leave(v, (enum valley_who)i);
		status = town_close(&town);
	}
	free(v);
	return status;
}

int valley_begin(void **state)
{
	struct err err = { 0 };

	(void)state;
	valley_lab = lab_open(lab_profile("clean"), VALLEY_SEED, &err);
	if (!valley_lab)
		print_message("no link laboratory: %s\n", err.text);
	return 0;
}

int valley_end(void **state)
{
	(void)state;
	lab_close(valley_lab);
	return 0;
}

struct valley *valley_of(void **state)
{
	if (!valley_lab)
		skip();
	return *state;
}

/* LAB_PROFILE, or where that is not given the line that shows the same sooner. */
void valley_use(struct valley *v, const char *otherwise)
{
	const char *name = getenv("LAB_PROFILE");
	const struct lab_profile *p = lab_profile(name && *name ? name : otherwise);

	assert_non_null(p);
	lab_set(valley_lab, p);
	v->quiet_ms = 2 * (p->rtt_ms + p->jitter_ms) + 200;
}
