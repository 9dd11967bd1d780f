/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench/wire_parts.h"

enum { ROWS = 24, COLS = 80, EXIT_MS = 20000 };

/* The program is the patient's; everybody else in this process is at the server. */
bool wire_sits(struct wire_bench *b, const char *folder, const char *invite)
{
	const char *const *words = town_words(b->town, WIRE_PATIENT, "--full", invite);
	const char *argv[16];
	char home[128];
	size_t n = 0;

	snprintf(home, sizeof(home), "%s/%s", b->town->dir, folder);
	for (; words[n]; n++)
		argv[n] = n && strcmp(words[n - 1], "--dir") == 0 ? home : words[n];
	argv[n] = NULL;
	setenv("TERM", "xterm-256color", 1);
	if (setns(lab_netns(b->lab, LAB_AT_PATIENT), CLONE_NEWNET) != 0)
		return false;
	b->screen = screen_open((char *const *)(uintptr_t)argv, NULL, ROWS, COLS);
	setenv("TERM", "dumb", 1);
	return setns(lab_netns(b->lab, LAB_AT_SERVER), CLONE_NEWNET) == 0;
}

static void gone(struct wire_bench *b)
{
	if (screen_wait_exit(b->screen, EXIT_MS) < 0)
		fprintf(stderr, "wire: the client does not end:\n%s", screen_text(b->screen));
	screen_close(b->screen);
	b->screen = NULL;
}

void wire_leaves(struct wire_bench *b)
{
	screen_keys(b->screen, "\021");
	gone(b);
}

void wire_dies(struct wire_bench *b)
{
	screen_signal(b->screen, SIGKILL);
	gone(b);
}

static void copy_file(const char *from, const char *to)
{
	char some[8192];
	size_t n;
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");

	while (in && out && (n = fread(some, 1, sizeof(some), in)) > 0)
		fwrite(some, 1, n, out);
	if (in)
		fclose(in);
	if (out)
		fclose(out);
	chmod(to, 0600);
}

void wire_copy(struct wire_bench *b, const char *from, const char *to)
{
	char old[128], new[128], a[400], z[400];
	const struct dirent *e;
	DIR *d;

	snprintf(old, sizeof(old), "%s/%s", b->town->dir, from);
	snprintf(new, sizeof(new), "%s/%s", b->town->dir, to);
	mkdir(new, 0700);
	for (d = opendir(new); d && (e = readdir(d)) != NULL;) {
		snprintf(z, sizeof(z), "%s/%s", new, e->d_name);
		unlink(z);
	}
	if (d)
		closedir(d);
	for (d = opendir(old); d && (e = readdir(d)) != NULL;) {
		snprintf(a, sizeof(a), "%s/%s", old, e->d_name);
		snprintf(z, sizeof(z), "%s/%s", new, e->d_name);
		if (e->d_name[0] != '.')
			copy_file(a, z);
	}
	if (d)
		closedir(d);
}

static void turn(struct wire_bench *b, int64_t until_ms)
{
	int64_t left = until_ms - clock_ms();

	cast_turn(&b->cast, b->screen ? screen_fd(b->screen) : -1,
		  left < 0      ? 0
		  : left > 1000 ? 1000
				: (int)left);
	if (b->screen)
		screen_work(b->screen);
}

void wire_passes(struct wire_bench *b, int ms)
{
	int64_t until_ms = clock_ms() + ms;

	do
		turn(b, until_ms);
	while (clock_ms() < until_ms);
}

bool wire_sees(struct wire_bench *b, const char *text, int ms)
{
	int64_t until_ms = clock_ms() + ms;

	while (screen_find(b->screen, text) < 0) {
		if (clock_ms() >= until_ms || screen_fd(b->screen) < 0) {
			fprintf(stderr, "wire: waited for \"%s\" in vain:\n%s", text,
				screen_text(b->screen));
			return false;
		}
		turn(b, until_ms);
	}
	return true;
}

void wire_marks(const struct wire_bench *b, const char *what)
{
	if (b->packets)
		fprintf(b->packets, "# %s\n", what);
}

uint64_t wire_bytes(struct wire_bench *b)
{
	struct lab_count c;

	lab_counts(b->lab, &c);
	return c.bytes_up + c.bytes_down;
}

void wire_settles(struct wire_bench *b, int quiet_ms)
{
	uint64_t before;

	do {
		before = wire_bytes(b);
		wire_passes(b, quiet_ms);
	} while (wire_bytes(b) != before);
}

void wire_says(struct wire_bench *b, const char *who, const char *text)
{
	talk_add(&b->said, who, text);
	if (!cast_says(&b->cast, who, text))
		fprintf(stderr, "wire: %s cannot say \"%s\"\n", who, text);
}

double wire_cpu_s(const struct wire_bench *b)
{
	unsigned long user = 0, system = 0;
	char path[64], line[1024] = "";
	const char *at;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)screen_pid(b->screen));
	f = fopen(path, "r");
	if (f && fgets(line, sizeof(line), f) && (at = strrchr(line, ')')) != NULL)
		sscanf(at, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		       &system);
	if (f)
		fclose(f);
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}
