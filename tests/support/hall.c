/* SPDX-License-Identifier: MIT */
#include "support/hall.h"

#include <ftw.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "server/secret.h"
#include "store/store.h"

/* No passphrase has this hash: these people come with tokens alone. */
#define NO_PASSPHRASE "none"

void hall_token(int p, char *out, size_t size)
{
	snprintf(out, size, "a-token-of-the-hall-%d", p);
}

static void on_id(void *user, const struct store_reply *r)
{
	*(int64_t *)user = r->err.code == ERR_NONE ? r->id : 0;
}

static void on_enrolled(void *user, const struct store_reply *r)
{
	*(int *)user += r->err.code == ERR_NONE;
}

static void enrol(struct store *s, int64_t group, int p, int *enrolled)
{
	char token[64], hash[SECRET_HASH], name[32];
	const int64_t now_ms = (int64_t)time(NULL) * 1000;

	snprintf(name, sizeof(name), "Person %d", p);
	hall_token(p, token, sizeof(token));
	secret_hash(token, hash);
	store_submit(s, &(struct store_req) { .op = STORE_INVITE_ADD,
					      .group = group,
					      .utc_ms = now_ms + 60000,
					      .a = str_of(hash),
					      .b = str_of("patient") });
	store_submit(s, &(struct store_req) { .op = STORE_ENROL,
					      .utc_ms = now_ms,
					      .a = str_of(hash),
					      .b = str_of(name),
					      .c = str_of(NO_PASSPHRASE),
					      .d = str_of(hash),
					      .done = on_enrolled,
					      .user = enrolled });
}

static bool put_people(struct hall *h, struct store *s)
{
	int enrolled = 0;

	for (int g = 0; g < h->groups_count; g++) {
		char name[32];

		snprintf(name, sizeof(name), "Group %d", g);
		store_ask(s, &(struct store_req) { .op = STORE_GROUP_ADD,
						   .a = str_of(name),
						   .done = on_id,
						   .user = &h->groups[g] });
		if (!h->groups[g])
			return false;
		for (int p = 0; p < HALL_GROUP; p++)
			enrol(s, h->groups[g], HALL_GROUP * g + p, &enrolled);
	}
	store_ask(s, &(struct store_req) { .op = STORE_GROUPS });
	return enrolled == HALL_GROUP * h->groups_count;
}

static bool fill(struct hall *h)
{
	struct err err = { 0 };
	char path[128];
	struct store *s;
	bool good;

	snprintf(path, sizeof(path), "%s/porchlight.db", h->data);
	s = store_open("sqlite", path, &err);
	good = s && put_people(h, s);
	store_close(s);
	if (!good)
		fprintf(stderr, "cannot put people into %s: %s\n", path, err.text);
	return good;
}

static bool init(struct hall *h, const char *porchlightd)
{
	const char *argv[] = { porchlightd, "--data",    h->data,     "--host",
			       "127.0.0.1", "--address", "127.0.0.1", "--port",
			       "0",         "init",      NULL };
	struct child c;
	bool good = child_open(&c, argv, NULL);

	child_end_input(&c);
	good = good && child_end(&c) == 0;
	if (!good)
		fprintf(stderr, "porchlightd init failed: %s\n", buf_text(&c.seen));
	child_finish(&c);
	return good;
}

bool hall_open(struct hall *h, const char *porchlightd, int groups)
{
	*h = (struct hall) { .groups_count = groups, .server = { .in = -1, .out = -1 } };
	h->groups = mem_get((size_t)groups * sizeof(*h->groups));
	snprintf(h->dir, sizeof(h->dir), "%s/porchlight-hall-XXXXXX",
		 getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(h->dir)) {
		perror("a temporary folder");
		return false;
	}
	snprintf(h->data, sizeof(h->data), "%s/data", h->dir);
	snprintf(h->log, sizeof(h->log), "%s/log", h->dir);
	return init(h, porchlightd) && fill(h);
}

bool hall_serve(struct hall *h, const char *porchlightd, int core)
{
	const char *argv[] = { porchlightd,
			       "--data",
			       h->data,
			       "--host",
			       "127.0.0.1",
			       "--address",
			       "127.0.0.1",
			       "--port",
			       "0",
			       "--log",
			       h->tells ? "info" : "warn",
			       "serve",
			       NULL };
	cpu_set_t before, only;
	bool good;

	sched_getaffinity(0, sizeof(before), &before);
	CPU_ZERO(&only);
	if (core >= 0) {
		CPU_SET((size_t)core, &only);
		sched_setaffinity(0, sizeof(only), &only);
	}
	good = child_open(&h->server, argv, h->log);
	sched_setaffinity(0, sizeof(before), &before);
	good = good && child_wait_for(&h->server, "listening on ") &&
	       child_wait_for(&h->server, "\n");
	if (!good) {
		fprintf(stderr, "porchlightd does not serve; its log is %s\n", h->log);
		return false;
	}
	h->port =
		(int)strtol(strstr(buf_text(&h->server.seen), "listening on ") + 13, NULL, 10);
	return h->port > 0;
}

void hall_stop(struct hall *h)
{
	if (h->server.pid <= 0)
		return;
	child_kill(&h->server, SIGTERM);
	child_end(&h->server);
	child_finish(&h->server);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

void hall_close(struct hall *h)
{
	hall_stop(h);
	nftw(h->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(h->groups);
}

/* Measures */

long hall_pss_kb(const struct hall *h)
{
	char path[64], line[128];
	long kb = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)h->server.pid);
	f = fopen(path, "r");
	while (f && kb < 0 && fgets(line, sizeof(line), f))
		if (strncmp(line, "Pss:", 4) == 0)
			kb = strtol(line + 4, NULL, 10);
	if (f)
		fclose(f);
	return kb;
}

double hall_cpu_s(const struct hall *h)
{
	char path[64], line[1024] = "";
	unsigned long user = 0, system = 0;
	const char *at;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)h->server.pid);
	f = fopen(path, "r");
	if (!f)
		return -1;
	at = fgets(line, sizeof(line), f) ? strrchr(line, ')') : NULL;
	fclose(f);
	if (!at || sscanf(at + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
			  &system) != 2)
		return -1;
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}
