/* SPDX-License-Identifier: MIT */
/* bench: what a server on one core bears: memory, deliveries, delay, a reader that stalls */
/*
 * hub [--json FILE] [--only PART] [--stall SECONDS]; a PART is idle, fan or stall.
 *
 * The server is a real one, with TLS, a store on disk and every acknowledgement after it is
 * durable; the clients are in this process, on another core.  Exit status 1: a target was
 * missed; 2: something could not be measured.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench/hub_parts.h"

enum { SERVER_CORE = 0, CLIENTS_CORE = 1 };

static const struct part {
	const char *name;
	bool (*run)(struct bench *b);
	int groups;
} parts[] = {
	{ "idle", part_idle, 1000 },
	{ "fan", part_fan, 50 },
	{ "stall", part_stall, 50 },
};

/* The names are those of `--json`. */
static const struct row {
	const char *name, *unit, *what;
	double target;
	bool at_least;
} rows[FIGURES] = {
	[IDLE_KB] = { "idle_kb_per_conn", "KB", "PSS growth a TLS connection, 5,000 idle", 18,
		      false },
	[HELD] = { "held", "", "connections held, each reached by a message", 10000, true },
	[DELIVERIES] = { "deliveries_per_s", "/s", "500 in groups of ten, overloaded", 100000,
			 true },
	[DELIVERIES_CPU] = { "deliveries_per_cpu_s", "/s", "... a second of the server's time",
			     0, true },
	[P99] = { "p99_ms_at_5000", "ms", "99 of 100 deliveries, at 5,000 a second", 20,
		  false },
	[P50] = { "p50_ms_at_5000", "ms", "the median of the same", 0, false },
	[STALLED_KB] = { "stalled_kb", "KB", "a reader that stalls, kernel's part included", 64,
			 false },
	[STALLED_LOST] = { "stalled_lost", "", "messages it lost, or had twice", 0, false },
	[LOST] = { "lost", "", "of all others: lost, doubled, dropped", 0, false },
};

static bool met(const struct row *r, double got)
{
	return r->at_least ? got >= r->target : got <= r->target;
}

static bool has_target(int i)
{
	return i != P50 && i != DELIVERIES_CPU;
}

static bool print_table(const struct bench *b)
{
	bool good = true;

	printf("%-22s %12s %12s   %s\n", "", "measured", "target", "");
	for (int i = 0; i < FIGURES; i++) {
		const struct row *r = &rows[i];
		char target[32] = "";

		if (!b->has[i])
			continue;
		if (has_target(i))
			snprintf(target, sizeof(target), "%s %.6g",
				 r->at_least ? ">=" : "<=", r->target);
		good = good && (!has_target(i) || met(r, b->got[i]));
		printf("%-22s %12.6g %12s   %s %s%s\n", r->name, b->got[i], target, r->unit,
		       r->what, has_target(i) && !met(r, b->got[i]) ? "  MISSED" : "");
	}
	return good;
}

static bool write_json(const struct bench *b, const char *path)
{
	FILE *f = fopen(path, "w");
	const char *comma = "";

	if (!f) {
		perror(path);
		return false;
	}
	fputs("{", f);
	for (int i = 0; i < FIGURES; i++) {
		if (!b->has[i])
			continue;
		fprintf(f, "%s\n  \"%s\": %.6g", comma, rows[i].name, b->got[i]);
		comma = ",";
	}
	fputs("\n}\n", f);
	return fclose(f) == 0;
}

/* One file for each client, and some. */
static void raise_files(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) != 0)
		return;
	l.rlim_cur = l.rlim_max;
	setrlimit(RLIMIT_NOFILE, &l);
}

/* The most that a part wants. */
static int groups_for(const char *only)
{
	int most = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if ((!only || strcmp(only, parts[i].name) == 0) && parts[i].groups > most)
			most = parts[i].groups;
	return most;
}

static bool run_parts(struct bench *b, const char *only)
{
	bool good = true;

	for (size_t i = 0; good && i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (only && strcmp(only, parts[i].name) != 0)
			continue;
		fprintf(stderr, "hub: %s\n", parts[i].name);
		good = hall_serve(&b->hall, b->porchlightd, b->cores > 1 ? SERVER_CORE : -1) &&
		       parts[i].run(b);
		hall_stop(&b->hall);
	}
	return good;
}

static const char *option(int argc, char **argv, const char *name)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return argv[i + 1];
	return NULL;
}

int main(int argc, char **argv)
{
	const char *json = option(argc, argv, "--json"), *stall = option(argc, argv, "--stall"),
		   *only = option(argc, argv, "--only");
	struct bench b = { .porchlightd = getenv("PORCHLIGHTD"), .stall_s = 60 };
	cpu_set_t cores;
	bool good;

	if (!b.porchlightd) {
		fputs("hub: PORCHLIGHTD is not set: run this by ./run bench hub\n", stderr);
		return 2;
	}
	if (only && !groups_for(only)) {
		fprintf(stderr, "hub: there is no part '%s'\n", only);
		return 2;
	}
	if (stall)
		b.stall_s = (int)strtol(stall, NULL, 10);
	raise_files();
	sched_getaffinity(0, sizeof(cores), &cores);
	b.cores = CPU_COUNT(&cores);
	if (b.cores > 1) {
		CPU_ZERO(&cores);
		CPU_SET(CLIENTS_CORE, &cores);
	}
	good = hall_open(&b.hall, b.porchlightd, groups_for(only));
	if (good && b.cores > 1)
		sched_setaffinity(0, sizeof(cores), &cores);
	good = good && run_parts(&b, only);
	hall_close(&b.hall);
	if (!good)
		return 2;
	good = print_table(&b);
	return (!json || write_json(&b, json)) && good ? 0 : 1;
}
