/* SPDX-License-Identifier: MIT */
#include "support/lane.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

enum { LANES_MAX = 64, OPEN_MS = 60000, TEXT_MAX = 160 };

static const char filler[] = "I went for the walk that we spoke about last time and it helped";

void lane_invites(struct town *t, const char *group, char **out, int n)
{
	char number[12];
	const char *words[] = { "invite", "--count", number, group ? "--group" : NULL,
				group,    NULL };
	const char *at;
	struct buf said;

	snprintf(number, sizeof(number), "%d", n);
	buf_init(&said, 1 << 20);
	assert_int_equal(town_admin(t, &said, words), 0);
	at = buf_text(&said);
	for (int i = 0; i < n; i++) {
		at = strstr(at, "porchlight join ");
		assert_non_null(at);
		out[i] = mem_dup(at, strcspn(at, "\n"));
		at += strlen(out[i]);
	}
	buf_finish(&said);
}

char *lane_invite(const char *invite, int port)
{
	const char *colon = strchr(invite, ':'), *slash = strchr(invite, '/');
	struct buf out;

	assert_true(colon && slash && colon < slash);
	buf_init(&out, 1024);
	buf_addf(&out, "%.*s:%d%s", (int)(colon - invite), invite, port, slash);
	return out.p;
}

/* What a face would show */

static void wrong(struct lane_end *e, int *tally, const struct pl_message *m, const char *why)
{
	++*tally;
	print_error("%s was shown \"%.24s\" of %s as number %lld: %s\n", e->name, m->text,
		    m->who, (long long)m->seq, why);
}

/* Which of its speaker's lines it is. */
static int nth_of(const struct pl_message *m)
{
	return (int)strtol(m->text, NULL, 10);
}

static void look_at(struct lane *l, struct lane_end *e, const struct pl_message *m)
{
	bool own = strcmp(m->who, e->name) == 0;
	enum lane_who self = (enum lane_who)(e - l->ends);
	int *heard = &e->heard[own ? self : LANE_PEOPLE - 1 - self], nth = nth_of(m);

	if (m->seq == 0) {
		if (nth <= *heard)
			wrong(e, &e->doubled, m, "it is kept here, and at the server too");
		return;
	}
	if (m->seq <= e->seen_seq)
		return;
	if (e->seen_seq && m->seq != e->seen_seq + 1)
		wrong(e, &e->early, m, "one before it is missing");
	e->seen_seq = m->seq;
	if (nth <= *heard)
		wrong(e, &e->doubled, m, "it was said already");
	else if (nth != *heard + 1)
		wrong(e, &e->early, m, "lines before it were not said");
	*heard = nth;
}

static void look(struct lane *l, struct lane_end *e)
{
	const struct pl_message *messages;
	const struct pl_group *groups;
	size_t n;

	if (!e->group && pl_client_groups(e->client, &groups) > 0)
		e->group = groups[0].id;
	n = pl_client_messages(e->client, e->group, &messages);
	for (size_t i = 0; i < n; i++)
		look_at(l, e, &messages[i]);
	if (n)
		pl_client_seen(e->client, e->group, e->seen_seq);
}

static bool may_talk(const struct lane *l, const struct lane_end *e)
{
	int self = (int)(e - l->ends), other = LANE_PEOPLE - 1 - self;

	return e->group && e->said < e->wanted && e->said - e->heard[self] < l->under_way &&
	       (!l->ahead || e->said - l->ends[other].heard[self] < l->ahead);
}

static void talk(const struct lane *l, struct lane_end *e)
{
	char text[TEXT_MAX];

	while (may_talk(l, e)) {
		int nth = ++e->said;

		snprintf(text, sizeof(text), "%d %.*s", nth, 20 + nth * 7 % 40, filler);
		assert_int_equal(pl_client_say(e->client, e->group, text), PL_OK);
	}
}

/* A person who sees no connection presses a key. */
static void work(struct lane *l, struct lane_end *e)
{
	struct pl_link_info link;

	if (pl_client_work(e->client))
		look(l, e);
	talk(l, e);
	pl_client_link(e->client, &link);
	if (link.link == PL_LINK_WAITING || link.link == PL_LINK_QUIET)
		pl_client_connect_now(e->client);
}

/* The loop */

static int sooner(int ms, int theirs)
{
	return theirs >= 0 && theirs < ms ? theirs : ms;
}

void lane_turn(struct lane *lanes, size_t n, int ms)
{
	struct pollfd fds[LANES_MAX * (LANE_PEOPLE + SLOWLINE_FDS)];
	int64_t now_ms = clock_ms();
	size_t count = 0;

	assert_true(n <= LANES_MAX);
	for (size_t i = 0; i < n; i++) {
		for (int k = 0; k < LANE_PEOPLE; k++) {
			const struct pl_client *c = lanes[i].ends[k].client;

			if (!c)
				continue;
			fds[count++] =
				(struct pollfd) { .fd = pl_client_fd(c), .events = POLLIN };
			ms = sooner(ms, pl_client_timeout_ms(c));
		}
		count += slowline_fds(lanes[i].line, &fds[count]);
		ms = sooner(ms, slowline_timeout_ms(lanes[i].line, now_ms));
	}
	poll(fds, (nfds_t)count, ms);
	for (size_t i = 0; i < n; i++) {
		slowline_work(lanes[i].line, clock_ms());
		for (int k = 0; k < LANE_PEOPLE; k++)
			if (lanes[i].ends[k].client)
				work(&lanes[i], &lanes[i].ends[k]);
	}
}

bool lane_is_live(const struct lane *l)
{
	struct pl_link_info link;

	if (!l->ends[LANE_PATIENT].client)
		return false;
	pl_client_link(l->ends[LANE_PATIENT].client, &link);
	return link.link == PL_LINK_LIVE;
}

int lane_missing(const struct lane *l)
{
	int n = 0;

	for (int e = 0; e < LANE_PEOPLE; e++)
		for (int who = 0; who < LANE_PEOPLE; who++)
			n += l->ends[who].said - l->ends[e].heard[who];
	return n;
}

int lane_wrong(const struct lane *l)
{
	int n = 0;

	for (int e = 0; e < LANE_PEOPLE; e++)
		n += l->ends[e].doubled + l->ends[e].early;
	return n;
}

bool lane_is_done(const struct lane *l)
{
	for (int e = 0; e < LANE_PEOPLE; e++) {
		struct pl_link_info link;

		if (l->ends[e].said < l->ends[e].wanted || !l->ends[e].client)
			return false;
		pl_client_link(l->ends[e].client, &link);
		if (link.kept)
			return false;
	}
	return lane_missing(l) == 0;
}

void lane_tell(const struct lane *l)
{
	for (int i = 0; i < LANE_PEOPLE; i++) {
		const struct lane_end *e = &l->ends[i];
		struct pl_link_info link = { 0 };

		if (e->client)
			pl_client_link(e->client, &link);
		print_error(
			"%s: link %d, kept %d, said %d of %d, heard %d and %d, up to %lld\n",
			e->name, (int)link.link, link.kept, e->said, e->wanted,
			e->heard[LANE_PATIENT], e->heard[LANE_PEER], (long long)e->seen_seq);
	}
}

/* Life */

static void open_client(struct lane_end *e)
{
	const struct pl_options options = { .dir = e->dir,
					    .guest = !*e->dir,
					    .passphrase = TOWN_PASSPHRASE };
	enum pl_failure why;

	e->client = pl_client_open(&options, &why);
	assert_int_equal(why, PL_OK);
	assert_non_null(e->client);
}

static void join(struct lane *l, enum lane_who who, const char *invite)
{
	struct lane_end *e = &l->ends[who];
	int64_t until_ms = clock_ms() + OPEN_MS;

	open_client(e);
	assert_int_equal(pl_client_join(e->client, invite, e->name, TOWN_PASSPHRASE), PL_OK);
	while (pl_client_busy(e->client) || !e->group) {
		assert_true(clock_ms() < until_ms);
		lane_turn(l, 1, 100);
	}
	assert_int_equal(pl_client_result(e->client), PL_OK);
}

void lane_init(struct lane *l, const struct town *t, int nth)
{
	*l = (struct lane) { .under_way = 1, .line = slowline_open(t->port, (uint64_t)nth) };
	snprintf(l->ends[LANE_PATIENT].name, sizeof(l->ends->name), "Ana %d", nth);
	snprintf(l->ends[LANE_PEER].name, sizeof(l->ends->name), "Ben %d", nth);
	snprintf(l->ends[LANE_PATIENT].dir, sizeof(l->ends->dir), "%s/ana-%d", t->dir, nth);
}

void lane_open(struct lane *l, const struct town *t, int nth, char *const *invites)
{
	char *behind;

	lane_init(l, t, nth);
	behind = lane_invite(invites[LANE_PATIENT], slowline_port(l->line));
	join(l, LANE_PATIENT, behind);
	join(l, LANE_PEER, invites[LANE_PEER]);
	free(behind);
}

void lane_leave(struct lane *l)
{
	pl_client_close(l->ends[LANE_PATIENT].client);
	l->ends[LANE_PATIENT].client = NULL;
}

void lane_return(struct lane *l)
{
	open_client(&l->ends[LANE_PATIENT]);
}

void lane_close(struct lane *l)
{
	for (int i = 0; i < LANE_PEOPLE; i++)
		pl_client_close(l->ends[i].client);
	slowline_close(l->line);
}
