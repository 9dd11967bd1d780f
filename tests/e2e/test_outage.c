/* SPDX-License-Identifier: MIT */
/*
 * The connection on a line as bad as real ones, packet by packet (support/lab.h): a path that
 * dies without a word, an outage, holes, a route that goes and comes.  Needs root and network
 * namespaces; where they are not to be had each test says so and is skipped.
 *
 * LAB_OUTAGE_S is how long the outage is, LAB_HOLES how many holes are lived through,
 * LAB_IDLE_S how long an idle time is measured (else it is not), and LAB_PROFILE the line.
 * Without them: 3 s, and one hole, the longest of real lines.  The times are printed only.
 */
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "porchlight/client.h"
#include "support/lab.h"
#include "support/town.h"

/* See crowd.c: libwebsockets, in a process with many contexts. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libssl.so\nleak:libcrypto.so\n";
}

enum who { PATIENT, PEER, PEOPLE };
enum { PATIENCE_MS = 120000, SEED = 7 };

struct scene {
	struct town *town;
	struct pl_client *clients[PEOPLE];
	int64_t group;
	int said, heard[PEOPLE];
	int quiet_ms; /* longer than there and back takes on the line */
	char dir[128], trace[128];
};

/*
 * One for all: libuv's threads stay in the namespace in which they were made, and so fetch
 * over the server's side, whoever asks.
 */
static struct lab *lab;

static int setting(const char *name, int otherwise)
{
	const char *value = getenv(name);

	return value && *value ? (int)strtol(value, NULL, 10) : otherwise;
}

/* A socket belongs to the namespace where it was made: each works in their own. */
static void move_to(enum who who)
{
	assert_int_equal(setns(lab_netns(lab, who == PATIENT ? LAB_AT_PATIENT : LAB_AT_SERVER),
			       CLONE_NEWNET),
			 0);
}

/* Shown as being at the server, each once; asked each turn: it shows the newest 500 only. */
static int heard(struct scene *s, enum who who)
{
	const struct pl_message *m;
	size_t count = pl_client_messages(s->clients[who], s->group, &m);

	for (size_t i = 0; i < count; i++)
		s->heard[who] += m[i].seq == s->heard[who] + 1;
	return s->heard[who];
}

static void turn(struct scene *s, int ms)
{
	struct pollfd fds[PEOPLE] = { { .fd = -1 }, { .fd = -1 } };

	for (int i = 0; i < PEOPLE; i++) {
		int theirs = s->clients[i] ? pl_client_timeout_ms(s->clients[i]) : -1;

		if (s->clients[i])
			fds[i] = (struct pollfd) { pl_client_fd(s->clients[i]), POLLIN, 0 };
		ms = theirs >= 0 && theirs < ms ? theirs : ms;
	}
	poll(fds, PEOPLE, ms);
	for (int i = 0; i < PEOPLE; i++) {
		move_to((enum who)i);
		if (s->clients[i] && pl_client_work(s->clients[i]) & PL_CHANGED_MESSAGES)
			heard(s, (enum who)i);
	}
}

static struct pl_link_info link_of(const struct scene *s, enum who who)
{
	struct pl_link_info i;

	pl_client_link(s->clients[who], &i);
	return i;
}

static bool both_have_all(struct scene *s)
{
	return heard(s, PATIENT) == s->said && heard(s, PEER) == s->said &&
	       link_of(s, PATIENT).kept == 0;
}

static bool patient_is_live(struct scene *s)
{
	return s->clients[PATIENT] && link_of(s, PATIENT).link == PL_LINK_LIVE &&
	       heard(s, PATIENT) == s->said;
}

/* How long it took, ms. */
static int64_t until(struct scene *s, bool (*is_so)(struct scene *s))
{
	int64_t from_ms = clock_ms();

	while (!is_so(s)) {
		if (clock_ms() - from_ms > PATIENCE_MS)
			fail_msg("waited too long; link %d, heard %d and %d of %d",
				 (int)link_of(s, PATIENT).link, heard(s, PATIENT),
				 heard(s, PEER), s->said);
		turn(s, 50);
	}
	return clock_ms() - from_ms;
}

static void pass(struct scene *s, int ms)
{
	int64_t until_ms = clock_ms() + ms;

	while (clock_ms() < until_ms)
		turn(s, 50);
}

static uint64_t bytes(void)
{
	struct lab_count c;

	lab_counts(lab, &c);
	return c.bytes_up + c.bytes_down;
}

/* Until nothing more goes over the line. */
static void until_quiet(struct scene *s)
{
	uint64_t before;

	do {
		before = bytes();
		pass(s, s->quiet_ms);
	} while (bytes() != before);
}

static void say(struct scene *s, enum who who)
{
	char text[64];

	snprintf(text, sizeof(text), "Line %d, about as long as what people say", ++s->said);
	move_to(who);
	assert_int_equal(pl_client_say(s->clients[who], s->group, text), PL_OK);
}

/* How often somebody's connection came about, by the server's log. */
static int count_in_log(const struct scene *s, const char *word)
{
	FILE *f = fopen(s->town->log, "r");
	char line[512];
	int n = 0;

	while (f && fgets(line, sizeof(line), f))
		n += strstr(line, word) != NULL;
	if (f)
		fclose(f);
	return n;
}

/* Coming and going */

static void open_client(struct scene *s, enum who who)
{
	struct pl_options o = { .guest = true };
	enum pl_failure why;

	if (who == PATIENT)
		o = (struct pl_options) { .dir = s->dir, .passphrase = TOWN_PASSPHRASE };
	move_to(who);
	s->clients[who] = pl_client_open(&o, &why);
	assert_int_equal(why, PL_OK);
}

static void join(struct scene *s, enum who who, const char *name)
{
	int64_t until_ms = clock_ms() + PATIENCE_MS;
	const struct pl_group *groups;
	char *invite;

	move_to(PEER);
	invite = town_invite(s->town, who == PATIENT ? "patient" : "facilitator");
	open_client(s, who);
	assert_int_equal(pl_client_join(s->clients[who], invite, name, TOWN_PASSPHRASE), PL_OK);
	free(invite);
	while (pl_client_busy(s->clients[who]) ||
	       pl_client_groups(s->clients[who], &groups) == 0) {
		assert_true(clock_ms() < until_ms);
		turn(s, 50);
	}
	assert_int_equal(pl_client_result(s->clients[who]), PL_OK);
	s->group = groups[0].id;
}

static void leave(struct scene *s, enum who who)
{
	move_to(who);
	pl_client_close(s->clients[who]);
	s->clients[who] = NULL;
	s->heard[who] = 0;
}

static int scene_open(void **state)
{
	struct scene *s = mem_get(sizeof(*s));

	*state = s;
	if (!lab)
		return 0;
	lab_set(lab, lab_profile("clean"));
	move_to(PEER);
	s->town = town_open_at(LAB_SERVER);
	snprintf(s->dir, sizeof(s->dir), "%s/ana", s->town->dir);
	snprintf(s->trace, sizeof(s->trace), "%s/trace", s->town->dir);
	join(s, PEER, "Ben");
	join(s, PATIENT, "Ana");
	until(s, both_have_all);
	return 0;
}

static int scene_close(void **state)
{
	struct scene *s = *state;
	void *town = s->town;
	int status = 0;

	if (lab) {
		for (int i = 0; i < PEOPLE; i++)
			leave(s, (enum who)i);
		status = town_close(&town);
	}
	free(s);
	return status;
}

static int lab_begin(void **state)
{
	struct err err = { 0 };

	(void)state;
	lab = lab_open(lab_profile("clean"), SEED, &err);
	if (!lab)
		print_message("no link laboratory: %s\n", err.text);
	return 0;
}

static int lab_end(void **state)
{
	(void)state;
	lab_close(lab);
	return 0;
}

static struct scene *scene_of(void **state)
{
	if (!lab)
		skip();
	return *state;
}

/* LAB_PROFILE, or where that is not given the line that shows the same sooner. */
static void use_line(struct scene *s, const char *otherwise)
{
	const char *name = getenv("LAB_PROFILE");
	const struct lab_profile *p = lab_profile(name && *name ? name : otherwise);

	assert_non_null(p);
	lab_set(lab, p);
	s->quiet_ms = 2 * (p->rtt_ms + p->jitter_ms) + 200;
}

/* The tests */

static void a_path_that_died_without_a_word_is_noticed_when_something_is_said(void **state)
{
	struct scene *s = scene_of(state);
	int joins;
	int64_t ms;

	use_line(s, "gprs");
	say(s, PATIENT);
	until(s, both_have_all);
	joins = count_in_log(s, "event=joined");
	lab_rebind(lab);
	say(s, PEER);
	say(s, PATIENT);
	ms = until(s, both_have_all);
	assert_int_equal(count_in_log(s, "event=joined"), joins + 1);
	assert_int_equal(count_in_log(s, "event=replaced"), 1);
	assert_int_equal(link_of(s, PATIENT).link, PL_LINK_LIVE);
	print_message("said after a rebind: both have all after %.1f s\n", (double)ms / 1000);
}

static void live_through_an_outage(struct scene *s, bool rebinds)
{
	enum { MISSED = 50 };
	int outage_ms = 1000 * setting("LAB_OUTAGE_S", 3);
	struct pl_link_info i;
	uint64_t before;
	int64_t from_ms = clock_ms(), ms;

	lab_outage(lab, true);
	before = bytes();
	if (rebinds)
		lab_rebind(lab);
	for (int n = 0; n < MISSED; n++) {
		say(s, PEER);
		if (n == 3)
			say(s, PATIENT);
		pass(s, (int)(from_ms - clock_ms()) + outage_ms * (n + 1) / MISSED);
	}
	i = link_of(s, PATIENT);
	assert_int_equal(i.kept, 1);
	assert_true(i.unacked_ms > 0 || i.link == PL_LINK_WAITING);
	print_message("at the end of an outage of %d s: link %d, nothing heard for %.1f s, "
		      "not acknowledged for %.1f s\n",
		      outage_ms / 1000, (int)i.link, (double)i.heard_ms / 1000,
		      (double)i.unacked_ms / 1000);
	if (outage_ms >= 60000)
		assert_true(i.link == PL_LINK_OPENING || i.link == PL_LINK_WAITING);
	lab_outage(lab, false);
	ms = until(s, both_have_all);
	print_message("%d missed, %s address: caught up %.1f s after the link was back, "
		      "%llu bytes\n",
		      MISSED, rebinds ? "new" : "same", (double)ms / 1000,
		      (unsigned long long)(bytes() - before));
}

static void an_outage_is_caught_up_with(void **state)
{
	struct scene *s = scene_of(state);

	use_line(s, "edge");
	say(s, PATIENT);
	until(s, both_have_all);
	live_through_an_outage(s, false);
	until_quiet(s);
	live_through_an_outage(s, true);
}

/* A second carries two packets, but for a hole of 3G now and then: LAB_TRACE_BYTES each. */
static int64_t write_trace(const char *path, int holes)
{
	FILE *f = fopen(path, "w");
	int64_t ms = 0;

	assert_non_null(f);
	for (int hole = 0; hole < holes; hole++) {
		for (int n = 0; n < 8; n++)
			fprintf(f, "%lld\n", (long long)(ms += 400));
		ms += hole % 2 ? 7000 : 11600;
	}
	fprintf(f, "%lld\n", (long long)(ms += 400));
	fclose(f);
	return ms;
}

static void holes_of_a_real_line_cost_no_connection(void **state)
{
	struct scene *s = scene_of(state);
	const struct lab_profile p = { "holes", 300, 0, 0, 0, 0, s->trace, 65536 };
	int64_t until_ms;
	int joins;

	until_ms = clock_ms() + write_trace(s->trace, setting("LAB_HOLES", 1));
	joins = count_in_log(s, "event=joined");
	lab_set(lab, &p);
	while (clock_ms() < until_ms) {
		say(s, PATIENT);
		pass(s, 700);
		say(s, PEER);
		pass(s, 700);
		assert_true(link_of(s, PATIENT).link == PL_LINK_LIVE ||
			    link_of(s, PATIENT).link == PL_LINK_QUIET);
	}
	lab_set(lab, lab_profile("clean")); /* the rest of it */
	until(s, both_have_all);
	assert_int_equal(count_in_log(s, "event=joined"), joins);
	print_message("%d lines, holes: %d, and no new connection\n", s->said,
		      setting("LAB_HOLES", 1));
}

/* What a connect costs: TLS in full brings certificates along, a resumed one does not. */
static uint64_t come_back(struct scene *s, const char *how)
{
	uint64_t before;
	int64_t ms;

	leave(s, PATIENT);
	until_quiet(s); /* what is still under way belongs to the last one */
	before = bytes();
	open_client(s, PATIENT);
	ms = until(s, patient_is_live);
	until_quiet(s);
	print_message("back %s: %.1f s, %d bytes\n", how, (double)ms / 1000,
		      (int)(bytes() - before));
	return bytes() - before;
}

static void tls_is_resumed_after_restarts_of_either_side(void **state)
{
	struct scene *s = scene_of(state);
	uint64_t resumed, restarted, full;
	char key[160];

	use_line(s, "rural-dsl");
	resumed = come_back(s, "after a restart of the client");
	town_kill(s->town);
	move_to(PEER);
	assert_true(town_serve(s->town));
	restarted = come_back(s, "after a restart of both");
	town_kill(s->town);
	snprintf(key, sizeof(key), "%s/tickets.key", s->town->data);
	assert_int_equal(unlink(key), 0);
	move_to(PEER);
	assert_true(town_serve(s->town));
	full = come_back(s, "with the server's ticket key gone");
	assert_true(resumed + 400 < full);
	assert_true(restarted + 400 < full);
}

static void an_idle_line_costs_little(void **state)
{
	struct scene *s = scene_of(state);
	int idle_s = setting("LAB_IDLE_S", 0);
	uint64_t before;

	if (!idle_s)
		skip();
	use_line(s, "gprs");
	pass(s, 3000); /* that somebody is here is told a little later */
	before = bytes();
	pass(s, idle_s * 1000);
	print_message("idle for %d s: %d bytes\n", idle_s, (int)(bytes() - before));
	assert_true(bytes() - before <= 3200 * (uint64_t)(idle_s + 3599) / 3600);
	assert_int_equal(link_of(s, PATIENT).link, PL_LINK_LIVE);
}

static bool waits_long(struct scene *s)
{
	return link_of(s, PATIENT).retry_in_ms > 1500;
}

static void a_route_that_comes_ends_a_long_wait(void **state)
{
	struct scene *s = scene_of(state);
	int64_t retry_in_ms, ms;

	leave(s, PATIENT);
	move_to(PATIENT);
	assert_true(lab_route(false));
	open_client(s, PATIENT);
	until(s, waits_long);
	assert_int_equal(link_of(s, PATIENT).failure, PL_FAIL_NETWORK);
	retry_in_ms = link_of(s, PATIENT).retry_in_ms;
	move_to(PATIENT);
	assert_true(lab_route(true));
	ms = until(s, patient_is_live);
	assert_true(ms < retry_in_ms);
	print_message("live %lld ms after the route came, not %lld\n", (long long)ms,
		      (long long)retry_in_ms);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_path_that_died_without_a_word_is_noticed_when_something_is_said),
		TEST(an_outage_is_caught_up_with),
		TEST(holes_of_a_real_line_cost_no_connection),
		TEST(tls_is_resumed_after_restarts_of_either_side),
		TEST(an_idle_line_costs_little),
		TEST(a_route_that_comes_ends_a_long_wait),
	};

	cmocka_set_test_filter(getenv("LAB_TEST"));
	return cmocka_run_group_tests(tests, lab_begin, lab_end);
}
