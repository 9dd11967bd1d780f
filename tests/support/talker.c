/* SPDX-License-Identifier: MIT */
/*
 * One person of a group as a program that may be killed at any moment: says numbered lines and
 * writes down, a line each, what it has said, what it sees acknowledged and what it hears.
 *
 *   talker DIR NAME INVITE PLAN PAUSE_MS SEED
 *
 *   S N               line N is kept on disk
 *   H SEQ UTC_MS TEXT what was said in the group, once
 *
 * PLAN: what it opens a session with where none runs; "": it does not.  A line of input makes it
 * silent, each further one makes it tell how it is, and the end of input ends it.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "porchlight/session.h"
#include "support/town.h"

enum { SEQ_MAX = 1 << 20, UNDER_WAY_MAX = 8, ASK_AGAIN_MS = 2000 };

struct talker {
	struct pl_client *client;
	const char *name, *invite, *plan;
	int64_t group;
	bool *heard; /* by seq */
	int said;    /* the highest number of ours */
	int unseen;  /* of ours, not at the server yet */
	int64_t say_ms, open_ms;
	int pause_ms;
	unsigned chance;
	bool silent, ends;
};

static void tell(const char *line)
{
	/* one write: whole, or not at all, whenever we are killed */
	if (write(STDOUT_FILENO, line, strlen(line)) < 0)
		_exit(1);
}

static int number_of(const char *text)
{
	int n = 0;

	return sscanf(text, "line %d of", &n) == 1 ? n : 0;
}

static void hear(struct talker *t, const struct pl_message *m)
{
	char line[4200];

	if (m->mine && number_of(m->text) > t->said)
		t->said = number_of(m->text);
	t->unseen += m->mine && m->seq == 0;
	if (m->seq <= 0 || m->seq >= SEQ_MAX || t->heard[m->seq])
		return;
	t->heard[m->seq] = true;
	snprintf(line, sizeof(line), "H %lld %lld %s\n", (long long)m->seq,
		 (long long)m->utc_ms, m->text);
	tell(line);
}

static void listen_to(struct talker *t)
{
	const struct pl_message *messages;
	const struct pl_group *groups;
	size_t n;

	if (!t->group && pl_client_groups(t->client, &groups) > 0)
		t->group = groups[0].id;
	n = pl_client_messages(t->client, t->group, &messages);
	t->unseen = 0;
	for (size_t i = 0; i < n; i++)
		hear(t, &messages[i]);
}

static bool is_live(const struct talker *t)
{
	struct pl_link_info link;

	pl_client_link(t->client, &link);
	if (link.link == PL_LINK_WAITING)
		pl_client_connect_now(t->client);
	return link.link == PL_LINK_LIVE;
}

static void lead(struct talker *t, int64_t now_ms)
{
	const struct pl_wish open = { .act = PL_ACT_OPEN, .text = t->plan };

	if (!*t->plan || !t->group || now_ms < t->open_ms || !is_live(t) ||
	    pl_client_session(t->client, t->group)->stage)
		return;
	t->open_ms = now_ms + ASK_AGAIN_MS;
	(void)pl_client_wish(t->client, t->group, &open);
}

static void talk(struct talker *t, int64_t now_ms)
{
	char text[64], line[32];

	if (t->silent || !t->group || t->unseen >= UNDER_WAY_MAX || now_ms < t->say_ms ||
	    !pl_client_session(t->client, t->group)->stage)
		return;
	t->say_ms = now_ms + rand_r(&t->chance) % (2 * t->pause_ms);
	snprintf(text, sizeof(text), "line %d of %s", t->said + 1, t->name);
	if (pl_client_say(t->client, t->group, text) != PL_OK)
		return;
	t->said++;
	t->unseen++;
	snprintf(line, sizeof(line), "S %d\n", t->said);
	tell(line);
}

static void join(struct talker *t)
{
	if (!pl_client_enrolled(t->client) && !pl_client_busy(t->client))
		(void)pl_client_join(t->client, t->invite, t->name, TOWN_PASSPHRASE);
}

static void tell_how_it_is(const struct talker *t)
{
	struct pl_link_info link;
	char line[256];

	pl_client_link(t->client, &link);
	snprintf(line, sizeof(line),
		 "%s: link %d, failure %d, %d unseen, enrolled %d, stage %d\n", t->name,
		 (int)link.link, (int)link.failure, t->unseen, pl_client_enrolled(t->client),
		 t->group ? pl_client_session(t->client, t->group)->stage : 0);
	tell(line);
}

/* Waits for the line, the time of the next word, or what is typed. */
static void wait_for_more(struct talker *t)
{
	int ms = pl_client_timeout_ms(t->client);
	struct pollfd fds[] = {
		{ .fd = pl_client_fd(t->client), .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};
	char some[16];
	ssize_t n;

	if (ms < 0 || ms > t->pause_ms)
		ms = t->pause_ms;
	if (poll(fds, 2, ms) <= 0 || !fds[1].revents)
		return;
	n = read(STDIN_FILENO, some, sizeof(some));
	if (t->silent && n > 0)
		tell_how_it_is(t);
	t->ends = n <= 0;
	t->silent = true;
}

int main(int argc, char **argv)
{
	struct talker t = { .heard = mem_get(SEQ_MAX * sizeof(bool)) };
	const struct pl_options options = { .dir = argc == 7 ? argv[1] : "",
					    .passphrase = TOWN_PASSPHRASE };
	enum pl_failure why;

	if (argc != 7)
		return 2;
	t.name = argv[2];
	t.invite = argv[3];
	t.plan = argv[4];
	t.pause_ms = (int)strtol(argv[5], NULL, 10);
	t.chance = (unsigned)strtoul(argv[6], NULL, 10);
	t.client = pl_client_open(&options, &why);
	if (!t.client) {
		fprintf(stderr, "%s: the store does not open: %d\n", t.name, (int)why);
		return 1;
	}
	while (!t.ends) {
		const int64_t now_ms = clock_ms();

		if (pl_client_work(t.client) || !t.group)
			listen_to(&t);
		join(&t);
		(void)is_live(&t);
		lead(&t, now_ms);
		talk(&t, now_ms);
		wait_for_more(&t);
	}
	pl_client_close(t.client);
	free(t.heard);
	return 0;
}
