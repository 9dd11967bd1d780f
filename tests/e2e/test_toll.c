/* SPDX-License-Identifier: MIT */
/*
 * The data meter against packets that somebody else counts: the laboratory's line between
 * two network namespaces.  The client is in this process, and this process on the
 * patient's side.
 */
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "porchlight/client.h"
#include "support/lab.h"
#include "support/town.h"

enum {
	PATIENCE_MS = 60000,
	LINES = 12,
	PACKET = 52,     /* one of TCP's, with nothing in it */
	SACK_BYTES = 36, /* what a loss adds to a packet: TCP_INFO does not tell */
};

/* The town's, moved to the far side of the line. */
struct far {
	struct town *town;
	struct lab *lab;
	struct pl_client *client;
	int64_t group;
	int nth;
	char name[16];
};

static void serve_far(struct far *f)
{
	const char *argv[] = { getenv("PORCHLIGHTD"),
			       "--data",
			       f->town->data,
			       "--host",
			       LAB_SERVER,
			       "--address",
			       LAB_SERVER,
			       "--port",
			       "7700",
			       "serve",
			       NULL };

	town_kill(f->town);
	assert_true(child_open_in(&f->town->server, argv, f->town->log,
				  lab_netns(f->lab, LAB_AT_SERVER)));
	assert_true(child_wait_for(&f->town->server, "listening on "));
}

/* A town's certificate is for 127.0.0.1: this one is made for the far address. */
static void make_far(struct town *t)
{
	const char *words[] = { getenv("PORCHLIGHTD"),
				"--data",
				t->data,
				"--host",
				LAB_SERVER,
				"--address",
				LAB_SERVER,
				"--port",
				"7700",
				"init",
				"--group",
				"Evening",
				NULL };
	struct child c;

	snprintf(t->data, sizeof(t->data), "%s/far", t->dir);
	assert_true(child_open(&c, words, NULL));
	child_end_input(&c);
	assert_int_equal(child_end(&c), 0);
	child_finish(&c);
}

static char *invite_far(struct town *t)
{
	char *line = town_invite(t, "patient"), *far;
	const char *slash = strchr(line, '/');
	size_t n = strlen(slash) + 64;

	far = mem_get(n);
	snprintf(far, n, "porchlight join %s:7700%s", LAB_SERVER, slash);
	free(line);
	return far;
}

static bool is_joined(const struct far *f)
{
	return !pl_client_busy(f->client);
}

static bool is_live(const struct far *f)
{
	const struct pl_group *g;
	struct pl_link_info info;

	pl_client_link(f->client, &info);
	return info.link == PL_LINK_LIVE && pl_client_groups(f->client, &g) > 0;
}

static bool is_sent(const struct far *f)
{
	struct pl_link_info info;

	pl_client_link(f->client, &info);
	return info.kept == 0;
}

static void until(struct far *f, bool (*is_so)(const struct far *f))
{
	int64_t end = clock_ms() + PATIENCE_MS;

	while (!is_so(f)) {
		struct pollfd p = { pl_client_fd(f->client), POLLIN, 0 };
		int ms = pl_client_timeout_ms(f->client);

		assert_true(clock_ms() < end);
		poll(&p, 1, ms < 0 || ms > 1000 ? 1000 : ms);
		pl_client_work(f->client);
	}
}

/* Until nothing has gone over the line for three times the way there and back. */
static void settle(struct far *f, int rtt_ms)
{
	struct lab_count before = { 0 }, now;
	int64_t since = clock_ms(), end = since + PATIENCE_MS;

	while (clock_ms() - since < 3 * rtt_ms + 500 && clock_ms() < end) {
		struct pollfd p = { f->client ? pl_client_fd(f->client) : -1, POLLIN, 0 };

		poll(&p, 1, 50);
		if (f->client)
			pl_client_work(f->client);
		lab_counts(f->lab, &now);
		if (now.packets_up != before.packets_up ||
		    now.packets_down != before.packets_down)
			since = clock_ms();
		before = now;
	}
}

static void talk(struct far *f, const struct lab_profile *p)
{
	const struct pl_options guest = { .guest = true };
	const struct pl_group *g;
	enum pl_failure why;
	char *invite = invite_far(f->town), text[64];

	snprintf(f->name, sizeof(f->name), "Ana %d", ++f->nth);
	f->client = pl_client_open(&guest, &why);
	assert_non_null(f->client);
	assert_int_equal(pl_client_join(f->client, invite, f->name, TOWN_PASSPHRASE), PL_OK);
	free(invite);
	until(f, is_joined);
	assert_int_equal(pl_client_result(f->client), PL_OK);
	until(f, is_live);
	pl_client_groups(f->client, &g);
	f->group = g->id;
	for (int i = 0; i < LINES; i++) {
		snprintf(text, sizeof(text), "Line %d of what I have to say.", i);
		assert_int_equal(pl_client_say(f->client, f->group, text), PL_OK);
		until(f, is_sent);
	}
	settle(f, p->rtt_ms);
}

/* What this process's threads see of the network cannot be changed again: one lab for all. */
static int far_open(void **state)
{
	struct far *f = mem_get(sizeof(*f));
	struct err err = { 0 };
	void *town;

	*state = f;
	town_open(&town);
	f->town = town;
	f->lab = lab_open(lab_profile("clean"), 7, &err);
	if (!f->lab) {
		print_message("%s\n", err.text);
		return 0;
	}
	make_far(f->town);
	serve_far(f);
	return setns(lab_netns(f->lab, LAB_AT_PATIENT), CLONE_NEWNET);
}

static int far_close(void **state)
{
	struct far *f = *state;
	void *town = f->town;
	int status = town_close(&town);

	lab_close(f->lab);
	free(f);
	return status;
}

static void measure(struct far *f, const char *profile, struct pl_data *d, struct lab_count *n)
{
	const struct lab_profile *p = lab_profile(profile);
	struct lab_count before;

	if (!f->lab)
		skip();
	lab_set(f->lab, p);
	lab_counts(f->lab, &before);
	talk(f, p);
	pl_client_data(f->client, d);
	lab_counts(f->lab, n);
	n->bytes_up -= before.bytes_up;
	n->bytes_down -= before.bytes_down;
	n->packets_up -= before.packets_up;
	n->lost -= before.lost;
	pl_client_close(f->client);
	f->client = NULL;
	settle(f, p->rtt_ms);
	print_message("%s: meter %llu up, %llu down; line %llu up, %llu down, %llu lost\n",
		      profile, (unsigned long long)d->session.up,
		      (unsigned long long)d->session.down, (unsigned long long)n->bytes_up,
		      (unsigned long long)n->bytes_down, (unsigned long long)n->lost);
}

static void on_a_clean_line_both_counts_are_the_same(void **state)
{
	struct lab_count n;
	struct pl_data d;

	measure(*state, "clean", &d, &n);
	/* How the connection of HTTP ended is a guess: a packet more, a packet less. */
	assert_in_range(d.session.up, n.bytes_up - 2 * PACKET, n.bytes_up + 2 * PACKET);
	assert_in_range(d.session.down, n.bytes_down - 2 * PACKET, n.bytes_down + 4 * PACKET);
}

/* What we send is counted, lost or not; what was lost on its way to us cannot be. */
static void on_a_bad_line_all_that_we_sent_is_counted(void **state)
{
	struct lab_count n;
	struct pl_data d;

	measure(*state, "edge", &d, &n);
	assert_in_range(d.session.up, n.bytes_up - 4 * PACKET - n.packets_up * SACK_BYTES / 4,
			n.bytes_up + 4 * PACKET);
	assert_in_range(d.session.down, n.bytes_down / 2, n.bytes_down + 4 * PACKET);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_a_clean_line_both_counts_are_the_same),
		cmocka_unit_test(on_a_bad_line_all_that_we_sent_is_counted),
	};

	return cmocka_run_group_tests(tests, far_open, far_close);
}
