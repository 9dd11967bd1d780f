/* SPDX-License-Identifier: MIT */
#include "support/seat.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "client/cache.h"

enum { FIRST_GROUP = 1 };

static struct screen *open_at(struct town *t, const struct seat *who, const char *invite)
{
	const char *const *words = town_words(t, who->name, who->face, invite);
	struct screen *s;

	setenv("TERM", "xterm-256color", 1);
	s = screen_open((char *const *)(uintptr_t)words, NULL, who->rows, who->cols);
	setenv("TERM", "dumb", 1);
	return s;
}

struct screen *seat_join(struct town *t, const struct seat *who, const char *role)
{
	char *invite = town_invite(t, role);
	struct screen *s = open_at(t, who, invite);

	free(invite);
	return s;
}

struct screen *seat_return(struct town *t, const struct seat *who)
{
	return open_at(t, who, NULL);
}

void seat_see(struct screen *s, const char *text)
{
	assert_true(screen_wait_for(s, text, SEAT_WAIT_MS));
}

int seat_count(struct screen *s, const char *text)
{
	const char *at = screen_text(s);
	int n = 0;

	for (; (at = strstr(at, text)) != NULL; at += strlen(text))
		n++;
	return n;
}

void seat_kill(struct screen *s)
{
	screen_signal(s, SIGKILL);
	assert_int_equal(screen_wait_exit(s, SEAT_WAIT_MS), 128 + SIGKILL);
	screen_close(s);
}

int seat_leave(struct screen *s)
{
	screen_keys(s, "\021"); /* Ctrl-Q */
	int status = screen_wait_exit(s, SEAT_WAIT_MS);

	if (status != 0)
		print_error("left with %d:\n%s", status, screen_text(s));
	screen_close(s);
	return status;
}

/* ---- the draft on disk ---- */

static void copy_file(const char *from_dir, const char *to_dir, const char *name)
{
	char from[256], to[256], some[4096];
	size_t n;

	snprintf(from, sizeof(from), "%s/%s", from_dir, name);
	snprintf(to, sizeof(to), "%s/%s", to_dir, name);
	FILE *in = fopen(from, "r"), *out = in ? fopen(to, "w") : NULL;

	while (out && (n = fread(some, 1, sizeof(some), in)) > 0)
		fwrite(some, 1, n, out);
	if (out)
		fclose(out);
	if (in)
		fclose(in);
}

/* What would be there if it were killed now. */
static bool copy_holds(const char *dir, const char *copy, const char *text)
{
	static const char *const names[] = { "salt", "store.db", "store.db-wal" };
	char shm[256];

	mkdir(copy, 0700);
	snprintf(shm, sizeof(shm), "%s/store.db-shm", copy);
	unlink(shm);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		copy_file(dir, copy, names[i]);
	struct err err = { 0 };
	struct cache *c = cache_open(copy, TOWN_PASSPHRASE, &err);
	char *draft = c ? cache_draft(c, FIRST_GROUP) : NULL;
	bool same = draft && strcmp(draft, text) == 0;

	free(draft);
	cache_close(c);
	return same;
}

/* Something in the folder was written; false: not in time. */
static bool was_written(int fd, int64_t until_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t left = until_ms - clock_ms();
	char some[4096];

	return left > 0 && poll(&p, 1, (int)left) > 0 && read(fd, some, sizeof(some)) > 0;
}

bool seat_wait_draft(struct town *t, const char *name, const char *text)
{
	int64_t until_ms = clock_ms() + SEAT_WAIT_MS;
	int fd = inotify_init1(IN_CLOEXEC);
	char dir[128], copy[128];
	bool there;

	snprintf(dir, sizeof(dir), "%s/%s", t->dir, name);
	snprintf(copy, sizeof(copy), "%s/copy", t->dir);
	if (inotify_add_watch(fd, dir, IN_MODIFY) < 0)
		fail_msg("cannot watch %s", dir);
	do
		there = copy_holds(dir, copy, text);
	while (!there && was_written(fd, until_ms));
	close(fd);
	if (!there)
		fprintf(stderr, "the draft \"%s\" did not get on disk\n", text);
	return there;
}
