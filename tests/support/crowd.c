/* SPDX-License-Identifier: MIT */
#include "support/crowd.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

enum { UNDER_WAY_MAX = 8, OPEN_MS = 60000 };

static void write_down(struct fan *f, const struct pl_message *m)
{
	char line[4200];

	if (m->seq <= 0 || m->seq >= CROWD_SEQ_MAX)
		return;
	snprintf(line, sizeof(line), "%s: %s", m->who, m->text);
	if (!f->heard[m->seq]) {
		f->heard[m->seq] = mem_dup(line, strlen(line));
		f->acknowledged += m->mine;
	} else if (strcmp(f->heard[m->seq], line) != 0) {
		print_error("%s: number %lld was \"%s\" and is \"%s\"\n", f->name,
			    (long long)m->seq, f->heard[m->seq], line);
		f->broken = true;
	}
	if (m->seq > f->last_seq)
		f->last_seq = m->seq;
}

static void listen_to(struct fan *f)
{
	const struct pl_message *messages;
	const struct pl_group *groups;
	size_t n;

	if (!f->group && pl_client_groups(f->client, &groups) > 0)
		f->group = groups[0].id;
	n = pl_client_messages(f->client, f->group, &messages);
	for (size_t i = 0; i < n; i++)
		write_down(f, &messages[i]);
}

static void talk(struct fan *f)
{
	char text[64];

	while (f->group && f->said < f->wanted && f->said - f->acknowledged < UNDER_WAY_MAX) {
		snprintf(text, sizeof(text), "line %d of %s", f->said + 1, f->name);
		assert_int_equal(pl_client_say(f->client, f->group, text), PL_OK);
		f->said++;
	}
}

static void work(struct crowd *c, struct fan *f)
{
	struct pl_link_info link;

	if (pl_client_work(f->client))
		listen_to(f);
	talk(f);
	pl_client_link(f->client, &link);
	if (c->hurry && link.link == PL_LINK_WAITING)
		pl_client_connect_now(f->client);
}

void crowd_turn(struct crowd *c, int ms)
{
	struct pollfd fds[CROWD_MAX];

	for (int i = 0; i < c->count; i++) {
		int theirs = pl_client_timeout_ms(c->fans[i].client);

		fds[i] = (struct pollfd) { .fd = pl_client_fd(c->fans[i].client),
					   .events = POLLIN };
		ms = theirs >= 0 && theirs < ms ? theirs : ms;
	}
	poll(fds, (nfds_t)c->count, ms);
	for (int i = 0; i < c->count; i++)
		work(c, &c->fans[i]);
}

static void open_one(struct crowd *c, struct town *t, int lines)
{
	const struct pl_options options = { .guest = true };
	struct fan *f = &c->fans[c->count++];
	char *invite = town_invite(t, "patient");
	enum pl_failure why;

	snprintf(f->name, sizeof(f->name), "Fan %c", 'A' + c->count - 1);
	f->client = pl_client_open(&options, &why);
	assert_non_null(f->client);
	assert_int_equal(pl_client_join(f->client, invite, f->name, TOWN_PASSPHRASE), PL_OK);
	free(invite);
	while (pl_client_busy(f->client))
		crowd_turn(c, 100);
	assert_int_equal(pl_client_result(f->client), PL_OK);
	f->wanted = lines;
}

static bool all_have_a_group(const struct crowd *c)
{
	for (int i = 0; i < c->count; i++)
		if (!c->fans[i].group)
			return false;
	return true;
}

void crowd_open(struct crowd *c, struct town *t, int count, int lines_each)
{
	int64_t until_ms = clock_ms() + OPEN_MS;

	memset(c, 0, sizeof(*c));
	for (int i = 0; i < count; i++)
		open_one(c, t, 0);
	while (!all_have_a_group(c) && clock_ms() < until_ms)
		crowd_turn(c, 100);
	assert_true(all_have_a_group(c));
	for (int i = 0; i < count; i++)
		c->fans[i].wanted = lines_each;
}

void crowd_close(struct crowd *c)
{
	for (int i = 0; i < c->count; i++) {
		pl_client_close(c->fans[i].client);
		for (int64_t s = 0; s < CROWD_SEQ_MAX; s++)
			free(c->fans[i].heard[s]);
	}
}

int crowd_acknowledged(const struct crowd *c)
{
	int n = 0;

	for (int i = 0; i < c->count; i++)
		n += c->fans[i].acknowledged;
	return n;
}

bool crowd_has_heard(const struct crowd *c, int64_t last)
{
	for (int i = 0; i < c->count; i++)
		for (int64_t s = 1; s <= last; s++)
			if (!c->fans[i].heard[s])
				return false;
	return true;
}
