/* SPDX-License-Identifier: MIT */
#include "support/far.h"

#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

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

char *far_invite(struct town *t, const char *role)
{
	char *line = town_invite(t, role), *far;
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

bool far_is_live(const struct far *f)
{
	const struct pl_group *g;
	struct pl_link_info info;

	pl_client_link(f->client, &info);
	return info.link == PL_LINK_LIVE && pl_client_groups(f->client, &g) > 0;
}

void far_until(struct far *f, bool (*is_so)(const struct far *f))
{
	int64_t end = clock_ms() + FAR_PATIENCE_MS;

	while (!is_so(f)) {
		struct pollfd p = { pl_client_fd(f->client), POLLIN, 0 };
		int ms = pl_client_timeout_ms(f->client);

		assert_true(clock_ms() < end);
		poll(&p, 1, ms < 0 || ms > 1000 ? 1000 : ms);
		pl_client_work(f->client);
	}
}

void far_settle(struct far *f, int rtt_ms)
{
	struct lab_count before = { 0 }, now;
	int64_t since = clock_ms(), end = since + FAR_PATIENCE_MS;

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

void far_join(struct far *f, const struct pl_options *options)
{
	char *invite = far_invite(f->town, "patient");
	const struct pl_group *g;
	enum pl_failure why;

	snprintf(f->name, sizeof(f->name), "Ana %d", ++f->nth);
	f->client = pl_client_open(options, &why);
	assert_non_null(f->client);
	assert_int_equal(pl_client_join(f->client, invite, f->name, TOWN_PASSPHRASE), PL_OK);
	free(invite);
	far_until(f, is_joined);
	assert_int_equal(pl_client_result(f->client), PL_OK);
	far_until(f, far_is_live);
	pl_client_groups(f->client, &g);
	f->group = g->id;
}

int far_open(void **state)
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

int far_close(void **state)
{
	struct far *f = *state;
	void *town = f->town;
	int status = town_close(&town);

	lab_close(f->lab);
	free(f);
	return status;
}
