/* SPDX-License-Identifier: MIT */
#include "support/storm.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"

enum { JOIN_MS = 300000 };

static const char plan[] = "stage work open 0 Talk\nstage closed open 0 Closed\n";

int storm_talkers(const struct storm *s)
{
	return s->groups * s->people;
}

/* ---- what they tell ---- */

static void take_said(struct storm_group *g, int64_t seq, int64_t utc_ms, const char *text)
{
	struct storm_said *said = &g->said[seq];

	if (said->text) {
		if (strcmp(said->text, text) != 0)
			fail_msg("number %lld of %s is \"%s\" and \"%s\"", (long long)seq,
				 g->name, said->text, text);
		return;
	}
	*said = (struct storm_said) { mem_dup(text, strlen(text)), utc_ms };
	g->count++;
	if (seq > g->last_seq)
		g->last_seq = seq;
}

static void take_line(struct storm *s, struct storm_talker *t, const char *line)
{
	long long seq, utc_ms;
	int n, text;

	if (sscanf(line, "S %d", &n) == 1) {
		t->said = n > t->said ? n : t->said;
		return;
	}
	if (sscanf(line, "H %lld %lld %n", &seq, &utc_ms, &text) != 2) {
		print_error("%s\n", line);
		return;
	}
	assert_in_range(seq, 1, STORM_SEQ_MAX - 1);
	take_said(&s->group[t->group], seq, utc_ms, line + text);
	if (!t->first_seq || seq < t->first_seq)
		t->first_seq = seq;
	t->heard_count += !t->heard[seq];
	t->heard[seq] = true;
}

/* Whole lines; what is behind the last waits for its end. */
static void take_lines(struct storm *s, struct storm_talker *t)
{
	struct buf *seen = &t->child.seen;
	char *line = seen->p, *end;

	while (seen->n && (end = memchr(line, '\n', seen->n - (size_t)(line - seen->p)))) {
		*end = '\0';
		take_line(s, t, line);
		line = end + 1;
	}
	if (line != seen->p) {
		seen->n -= (size_t)(line - seen->p);
		memmove(seen->p, line, seen->n);
	}
}

void storm_turn(struct storm *s, int ms)
{
	struct pollfd fds[STORM_GROUPS * STORM_PEOPLE];
	const int n = storm_talkers(s);
	char some[8192];

	for (int i = 0; i < n; i++)
		fds[i] = (struct pollfd) { .fd = s->talker[i].child.out, .events = POLLIN };
	if (poll(fds, (nfds_t)n, ms) <= 0)
		return;
	for (int i = 0; i < n; i++) {
		ssize_t got = fds[i].revents ? read(fds[i].fd, some, sizeof(some)) : -1;

		if (fds[i].revents && got <= 0)
			fail_msg("%s has ended by itself", s->talker[i].name);
		if (got <= 0)
			continue;
		assert_true(buf_add(&s->talker[i].child.seen, some, (size_t)got));
		take_lines(s, &s->talker[i]);
	}
}

/* ---- who they are ---- */

static void start(struct storm *s, struct storm_talker *t)
{
	const bool leads = (t - s->talker) % s->people == 0;
	char pause[16], seed[16];
	const char *argv[] = { getenv("TALKER"),     t->dir, t->name, t->invite,
			       leads ? "storm" : "", pause,  seed,    NULL };

	snprintf(pause, sizeof(pause), "%d", s->pause_ms);
	snprintf(seed, sizeof(seed), "%d", rand_r(&s->chance));
	assert_non_null(argv[0]);
	assert_true(child_open(&t->child, argv, NULL));
}

void storm_kill(struct storm *s, int talker)
{
	struct storm_talker *t = &s->talker[talker];

	child_kill(&t->child, SIGKILL);
	child_end(&t->child);
	take_lines(s, t); /* half a line is lost */
	child_finish(&t->child);
	start(s, t);
}

static char *invite(struct town *t, const char *group, bool leads)
{
	const char *words[] = {
		"invite", "--group", group, "--role", leads ? "facilitator" : "patient", NULL
	};
	struct buf out;
	const char *line;
	char *copy;

	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, words), 0);
	line = strstr(buf_text(&out), "porchlight join ");
	assert_non_null(line);
	copy = mem_dup(line, strcspn(line, "\n"));
	buf_finish(&out);
	return copy;
}

static void open_talker(struct storm *s, int group, int nth)
{
	struct storm_talker *t = &s->talker[group * s->people + nth];

	t->group = group;
	snprintf(t->name, sizeof(t->name), "%c%d", 'A' + nth, group);
	snprintf(t->dir, sizeof(t->dir), "%s/%c%d", s->town->dir, 'A' + nth, group);
	t->heard = mem_get(STORM_SEQ_MAX * sizeof(bool));
	t->invite = invite(s->town, s->group[group].name, nth == 0);
	start(s, t);
}

static void open_group(struct storm *s, int group)
{
	struct storm_group *g = &s->group[group];
	const char *words[] = { "group", "add", g->name, NULL };

	snprintf(g->name, sizeof(g->name), "Storm %d", group);
	g->said = mem_get(STORM_SEQ_MAX * sizeof(*g->said));
	assert_int_equal(town_admin(s->town, NULL, words), 0);
	for (int i = 0; i < s->people; i++)
		open_talker(s, group, i);
}

static void write_plan(const struct town *t)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/plans", t->data);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/plans/storm.txt", t->data);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(plan, f);
	assert_int_equal(fclose(f), 0);
}

static bool all_talk(const struct storm *s)
{
	for (int i = 0; i < storm_talkers(s); i++)
		if (!s->talker[i].said || !s->talker[i].heard_count)
			return false;
	return true;
}

void storm_open(struct storm *s, struct town *t)
{
	const int64_t until_ms = clock_ms() + JOIN_MS;

	s->town = t;
	write_plan(t);
	for (int i = 0; i < s->groups; i++)
		open_group(s, i);
	while (!all_talk(s)) {
		assert_true(clock_ms() < until_ms);
		storm_turn(s, 100);
	}
}

void storm_silence(struct storm *s)
{
	for (int i = 0; i < storm_talkers(s); i++)
		assert_true(child_say(&s->talker[i].child, "hush"));
}

void storm_close(struct storm *s)
{
	for (int i = 0; i < storm_talkers(s); i++) {
		child_end_input(&s->talker[i].child);
		assert_int_equal(child_end(&s->talker[i].child), 0);
		child_finish(&s->talker[i].child);
		free(s->talker[i].heard);
		free(s->talker[i].invite);
	}
	for (int i = 0; i < s->groups; i++) {
		for (int64_t n = 1; n <= s->group[i].last_seq; n++)
			free(s->group[i].said[n].text);
		free(s->group[i].said);
	}
}

/* ---- what has to be so ---- */

int64_t storm_count(const struct storm *s)
{
	int64_t n = 0;

	for (int i = 0; i < s->groups; i++)
		n += s->group[i].count;
	return n;
}

static int64_t said_in(const struct storm *s, int group)
{
	int64_t n = 0;

	for (int i = 0; i < storm_talkers(s); i++)
		n += s->talker[i].group == group ? s->talker[i].said : 0;
	return n;
}

bool storm_is_told(const struct storm *s)
{
	for (int i = 0; i < s->groups; i++)
		if (s->group[i].count < said_in(s, i))
			return false;
	for (int i = 0; i < storm_talkers(s); i++) {
		const struct storm_talker *t = &s->talker[i];

		if (t->heard_count + t->first_seq - 1 < s->group[t->group].last_seq)
			return false;
	}
	return true;
}

void storm_fail_untold(struct storm *s)
{
	for (int i = 0; i < storm_talkers(s); i++) {
		struct storm_talker *t = &s->talker[i];
		const struct storm_group *g = &s->group[t->group];

		print_error("%s: kept %d, heard %lld of %lld; its group kept %lld\n", t->name,
			    t->said, (long long)t->heard_count, (long long)g->last_seq,
			    (long long)said_in(s, t->group));
		for (int64_t seq = 1; seq <= g->last_seq; seq++)
			if (!t->heard[seq])
				print_error("%lld ", (long long)seq);
		if (child_say(&t->child, "?"))
			storm_turn(s, 1000);
	}
	fail_msg("not everybody was told");
}

void storm_check_each_once(const struct storm *s)
{
	for (int i = 0; i < s->groups; i++) {
		const struct storm_group *g = &s->group[i];
		int next[STORM_PEOPLE] = { 0 };

		assert_int_equal(g->count, g->last_seq);
		for (int64_t seq = 1; seq <= g->last_seq; seq++) {
			char who;
			int n, group;

			assert_int_equal(
				sscanf(g->said[seq].text, "line %d of %c%d", &n, &who, &group),
				3);
			assert_int_equal(group, i);
			assert_in_range(who, 'A', 'A' + s->people - 1);
			assert_int_equal(n, ++next[who - 'A']);
		}
		for (int k = 0; k < s->people; k++)
			assert_true(next[k] >= s->talker[i * s->people + k].said);
	}
}
