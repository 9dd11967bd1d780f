/* SPDX-License-Identifier: MIT */
#include "support/cast.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

enum { OPEN_MS = 60000 };

/* The members */

static int find(const struct cast *c, const char *name)
{
	for (int i = 0; i < c->count; i++)
		if (strcmp(c->names[i], name) == 0)
			return i;
	return -1;
}

/* What a face would do: what has come is shown. */
static void work(struct cast *c, struct pl_client *client)
{
	const struct pl_message *messages;
	const struct pl_group *groups;
	size_t n;

	if (!(pl_client_work(client) & PL_CHANGED_MESSAGES))
		return;
	if (!c->group && pl_client_groups(client, &groups) > 0)
		c->group = groups[0].id;
	n = pl_client_messages(client, c->group, &messages);
	while (n > 0 && messages[n - 1].seq == 0)
		n--;
	if (n)
		pl_client_seen(client, c->group, messages[n - 1].seq);
}

void cast_turn(struct cast *c, int fd, int ms)
{
	struct pollfd fds[CAST_MAX + 1];

	for (int i = 0; i < c->count; i++) {
		int theirs = pl_client_timeout_ms(c->clients[i]);

		fds[i] =
			(struct pollfd) { .fd = pl_client_fd(c->clients[i]), .events = POLLIN };
		ms = theirs >= 0 && theirs < ms ? theirs : ms;
	}
	fds[c->count] = (struct pollfd) { .fd = fd, .events = POLLIN };
	poll(fds, (nfds_t)c->count + 1, ms);
	for (int i = 0; i < c->count; i++)
		work(c, c->clients[i]);
}

static void open_one(struct cast *c, struct town *town, const char *name)
{
	const struct pl_options options = { .guest = true };
	int64_t until_ms = clock_ms() + OPEN_MS;
	const struct pl_group *groups;
	struct pl_client *client;
	enum pl_failure why;
	char *invite = town_invite(town, "patient");

	client = pl_client_open(&options, &why);
	assert_non_null(client);
	snprintf(c->names[c->count], sizeof(c->names[0]), "%s", name);
	c->clients[c->count++] = client;
	assert_int_equal(pl_client_join(client, invite, name, TOWN_PASSPHRASE), PL_OK);
	free(invite);
	while (pl_client_busy(client) || pl_client_groups(client, &groups) == 0) {
		assert_true(clock_ms() < until_ms);
		cast_turn(c, -1, 100);
	}
	assert_int_equal(pl_client_result(client), PL_OK);
	c->group = groups[0].id;
}

void cast_open(struct cast *c, struct town *town, const struct talk *t, const char *not_this)
{
	*c = (struct cast) { 0 };
	for (size_t i = 0; i < t->n; i++) {
		const char *name = t->lines[i].who;

		if (strcmp(name, not_this) == 0 || find(c, name) >= 0)
			continue;
		assert_true(c->count < CAST_MAX);
		open_one(c, town, name);
	}
}

void cast_close(struct cast *c)
{
	for (int i = 0; i < c->count; i++)
		pl_client_close(c->clients[i]);
	c->count = 0;
}

bool cast_says(struct cast *c, const char *who, const char *text)
{
	int i = find(c, who);

	return i >= 0 && pl_client_say(c->clients[i], c->group, text) == PL_OK;
}

bool cast_has_all(const struct cast *c, const struct talk *said)
{
	for (int i = 0; i < c->count; i++) {
		const struct pl_group *groups;
		struct pl_link_info link;

		pl_client_link(c->clients[i], &link);
		if (link.kept || pl_client_groups(c->clients[i], &groups) == 0 ||
		    groups[0].last_seq < (int64_t)said->n)
			return false;
	}
	return true;
}

/* Truth */

static int count_said(const struct talk *said, const char *who, const char *text)
{
	int n = 0;

	for (size_t i = 0; i < said->n; i++)
		n += strcmp(said->lines[i].who, who) == 0 &&
		     strcmp(said->lines[i].text, text) == 0;
	return n;
}

static int count_heard(const struct pl_message *m, size_t n, const struct talk_line *l)
{
	int heard = 0;

	for (size_t i = 0; i < n; i++)
		heard += strcmp(m[i].who, l->who) == 0 && strcmp(m[i].text, l->text) == 0;
	return heard;
}

void cast_check(const struct cast *c, struct pl_client *client, const struct talk *said,
		struct cast_truth *out)
{
	const struct pl_message *m;
	size_t n = pl_client_messages(client, c->group, &m);

	for (size_t i = 0; i < said->n; i++)
		if (count_heard(m, n, &said->lines[i]) <
		    count_said(said, said->lines[i].who, said->lines[i].text)) {
			fprintf(stderr, "lost: %s: %.40s\n", said->lines[i].who,
				said->lines[i].text);
			out->lost++;
		}
	for (size_t i = 0; i < n; i++) {
		const struct talk_line l = { 0, (char *)(uintptr_t)m[i].who,
					     (char *)(uintptr_t)m[i].text };

		if (count_heard(m, n, &l) > count_said(said, m[i].who, m[i].text)) {
			fprintf(stderr, "doubled: %s: %.40s\n", m[i].who, m[i].text);
			out->doubled++;
		}
	}
}
