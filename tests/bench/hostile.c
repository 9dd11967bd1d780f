/* SPDX-License-Identifier: MIT */
/* bench: how late lines come in a meeting while somebody attacks the server */
/*
 * hostile [--only ATTACK] [--seconds N] [--json FILE]
 *
 * Five groups of ten talk, fifty lines a second in all.  For each of the floods of
 * tests/e2e/hostile_client.py there are N seconds (20) of quiet, and N of the flood right behind
 * them, for what a disk takes to be sure of a line is not the same an hour long.  It comes from
 * the least of processes on the clients' core: the other one is the server's.  Exit status 1: the
 * latest of 99 in 100 came later than twice what they take in quiet; 2: it could not be measured.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "bench/hub_talk.h"

enum {
	GROUPS = 6, /* the last is the hostile one's */
	PEOPLE = (GROUPS - 1) * HALL_GROUP,
	STEP_US = 20000,
	LATE_MAX = 1000000,
	PATIENCE_MS = 60000,
};

struct siege {
	struct bench b;
	struct talk t;
	const char *only, *seconds, *json;
	FILE *file; /* of --json */
	bool all_good;
};

static int compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static double part_ms(const struct talk *t, size_t percent)
{
	const size_t at = t->late_count * percent / 100;

	return t->late_count ? (double)t->late_us[at] / 1000 : 0;
}

/* Everybody in turn, at an even pace. */
static void talk_for(struct siege *s, int64_t us)
{
	const int64_t from_us = bench_now_us();

	s->t.late_count = 0;
	for (int64_t due_us = from_us, n = 0; due_us < from_us + us; due_us += STEP_US, n++) {
		for (int64_t now_us; (now_us = bench_now_us()) < due_us;)
			talk_turn(&s->t, (int)((due_us - now_us) / 1000));
		talk_say_at(&s->t, (int)(n * 37 % PEOPLE), due_us);
	}
	talk_settle(&s->t, 500, PATIENCE_MS);
	qsort(s->t.late_us, s->t.late_count, sizeof(*s->t.late_us), compare);
}

static void attack(struct siege *s, const char *name)
{
	char path[256], port[16], token[64], group[32];
	const char *argv[] = { "/usr/bin/chrt", "-i",  "0",  "/usr/bin/python3", path, port,
			       token,           group, name, s->seconds,         NULL };
	const int64_t us = strtoll(s->seconds, NULL, 10) * 1000000;
	struct child c;
	double cpu_s, quiet_ms, ratio;
	long kb;

	snprintf(path, sizeof(path), "%s/tests/e2e/hostile_client.py", getenv("SOURCE"));
	snprintf(port, sizeof(port), "%d", s->b.hall.port);
	snprintf(group, sizeof(group), "%lld", (long long)s->b.hall.groups[GROUPS - 1]);
	hall_token(PEOPLE, token, sizeof(token));
	talk_for(s, us);
	quiet_ms = part_ms(&s->t, 99);
	cpu_s = hall_cpu_s(&s->b.hall);
	kb = hall_pss_kb(&s->b.hall);
	if (!child_open(&c, argv, NULL))
		return;
	talk_for(s, us);
	s->all_good &= child_end(&c) == 0;
	ratio = part_ms(&s->t, 99) / quiet_ms;
	s->all_good &= ratio < 2;
	printf("%-15s %8.2f %7.2f %7.2f %6.2f %7.2f %7ld   %s", name, quiet_ms,
	       part_ms(&s->t, 50), part_ms(&s->t, 99), ratio, hall_cpu_s(&s->b.hall) - cpu_s,
	       hall_pss_kb(&s->b.hall) - kb, strchr(buf_text(&c.seen), ':') + 2);
	fflush(stdout);
	if (s->file)
		fprintf(s->file, ",\n  \"%s\": %.6g", name, ratio);
	child_finish(&c);
}

/* Those behind the empty line of its list. */
static bool attack_all(struct siege *s)
{
	char path[256], *text, *line;
	const char *argv[] = { "/usr/bin/python3", path, "list", NULL };
	struct child c;
	bool lasts = false;

	snprintf(path, sizeof(path), "%s/tests/e2e/hostile_client.py", getenv("SOURCE"));
	if (!child_open(&c, argv, NULL) || child_end(&c) != 0)
		return false;
	text = mem_dup(buf_text(&c.seen), c.seen.n);
	for (char *at = text; (line = strsep(&at, "\n"));) {
		if (lasts && *line && (!s->only || strcmp(s->only, line) == 0))
			attack(s, line);
		lasts |= !*line;
	}
	free(text);
	child_finish(&c);
	return true;
}

static bool measure(struct siege *s)
{
	bool good;

	s->t.late_us = mem_get(LATE_MAX * sizeof(*s->t.late_us));
	s->t.late_max = LATE_MAX;
	if (!talk_connect(&s->t, PEOPLE, PATIENCE_MS))
		return false;
	talk_for(s, 2000000);
	printf("%-15s %8s %7s %7s %6s %7s %7s\n", "", "quiet 99", "p50 ms", "p99 ms", "ratio",
	       "cpu s", "KB more");
	if (s->json && !(s->file = fopen(s->json, "we"))) {
		perror(s->json);
		return false;
	}
	if (s->file)
		fprintf(s->file, "{\n  \"seconds\": %s", s->seconds);
	good = attack_all(s);
	if (s->file)
		fputs("\n}\n", s->file);
	return (!s->file || fclose(s->file) == 0) && good;
}

static void pin(int core)
{
	cpu_set_t only;

	CPU_ZERO(&only);
	CPU_SET((size_t)core, &only);
	sched_setaffinity(0, sizeof(only), &only);
}

int main(int argc, char **argv)
{
	struct siege s = { .seconds = "20", .all_good = true };
	bool good;

	s.b.porchlightd = getenv("PORCHLIGHTD");
	for (int i = 1; i + 1 < argc; i += 2)
		*(strcmp(argv[i], "--only") == 0   ? &s.only
		  : strcmp(argv[i], "--json") == 0 ? &s.json
						   : &s.seconds) = argv[i + 1];
	if (!s.b.porchlightd || !getenv("SOURCE")) {
		fputs("hostile: run this by ./run bench hostile\n", stderr);
		return 2;
	}
	good = hall_open(&s.b.hall, s.b.porchlightd, GROUPS) &&
	       hall_serve(&s.b.hall, s.b.porchlightd, 0);
	pin(1);
	good = good && talk_begin(&s.t, &s.b, PEOPLE);
	good = good && measure(&s);
	if (s.t.many) {
		s.all_good &= s.t.wrong + s.t.errors + many_lost(s.t.many) == 0;
		free(s.t.late_us);
		talk_end(&s.t, &s.b);
	}
	hall_close(&s.b.hall);
	return good ? !s.all_good : 2;
}
