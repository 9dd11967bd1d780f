/* SPDX-License-Identifier: MIT */
#include "server/guard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 8, OTHERS = 077, OTHERS_WRITE = 022 };

/* The clinic's own texts are written by whoever looks after the machine, and are no secret. */
const struct guard_row guard_rows[] = {
	{ "lost+found", 0, true, true },
	{ "plans/", OTHERS_WRITE, true, false },
	{ "exercises/", OTHERS_WRITE, true, false },
	{ "lessons/", OTHERS_WRITE, true, false },
	{ "*.pem", OTHERS_WRITE, true, false },
	{ "", OTHERS, false, false },
};

struct look {
	struct buf *say;
	size_t found;
};

static bool is_of(const struct guard_row *r, const char *path)
{
	const size_t n = strlen(r->path), have = strlen(path);

	if (*r->path == '*')
		return have >= n - 1 && strcmp(path + have - (n - 1), r->path + 1) == 0;
	if (n && r->path[n - 1] == '/')
		return strncmp(path, r->path, n) == 0 ||
		       (have == n - 1 && strncmp(path, r->path, n - 1) == 0);
	return n == 0 || strcmp(path, r->path) == 0;
}

static const struct guard_row *row_of(const char *path)
{
	const struct guard_row *r = guard_rows;

	while (!is_of(r, path))
		r++;
	return r;
}

__attribute__((format(printf, 2, 3))) static void found(struct look *l, const char *fmt, ...)
{
	char line[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	buf_addf(l->say, "%s%s", l->say->n ? "\n" : "", line);
	l->found++;
}

static bool is_ours(const struct stat *st, bool roots)
{
	return st->st_uid == geteuid() || (roots && st->st_uid == 0);
}

static void judge(struct look *l, const char *path, const struct stat *st,
		  const struct guard_row *r)
{
	const bool folder = S_ISDIR(st->st_mode);

	if (S_ISLNK(st->st_mode))
		found(l, "%s is a link: rm %s, and put in its place what it leads to", path,
		      path);
	else if (!folder && !S_ISREG(st->st_mode))
		found(l, "%s is no file: rm %s", path, path);
	else if (!is_ours(st, r->roots))
		found(l, "%s is somebody else's: chown %ld %s", path, (long)geteuid(), path);
	else if (st->st_mode & r->never & OTHERS_WRITE && r->never == OTHERS_WRITE)
		found(l, "others than its owner can change %s: chmod go-w %s", path, path);
	else if (st->st_mode & r->never)
		found(l, "others than its owner can use %s: chmod %s %s", path,
		      folder ? "700" : "600", path);
}

/* ---- the data folder ---- */

static char *join(const char *folder, const char *name)
{
	struct buf path;

	buf_init(&path, strlen(folder) + strlen(name) + 1);
	buf_addf(&path, "%s/%s", folder, name);
	return path.p;
}

static void look_into(struct look *l, const char *data, const char *inside, int depth);

/* `inside`: the path in the data folder. */
static void look_at(struct look *l, const char *data, const char *inside, int depth)
{
	const struct guard_row *row = row_of(inside);
	char *path = join(data, inside);
	struct stat st;

	/* What has gone in the meantime is the journal of a database, say. */
	if (!row->skipped && lstat(path, &st) == 0) {
		judge(l, path, &st, row);
		if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
			look_into(l, data, inside, depth + 1);
	}
	free(path);
}

static void look_into(struct look *l, const char *data, const char *inside, int depth)
{
	char *path = *inside ? join(data, inside) : mem_dup(data, strlen(data));
	DIR *dir = opendir(path);

	if (!dir)
		found(l, "cannot look into %s: %s", path, strerror(errno));
	for (struct dirent *d; dir && (d = readdir(dir));) {
		char *next;

		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		next = *inside ? join(inside, d->d_name)
			       : mem_dup(d->d_name, strlen(d->d_name));
		look_at(l, data, next, depth);
		free(next);
	}
	if (dir)
		closedir(dir);
	free(path);
}

static void look_at_folder(struct look *l, const char *data)
{
	static const struct guard_row top = { "", OTHERS, false, false };
	struct stat st;

	/* The way to it is the administrator's; what is in it is ours alone. */
	if (stat(data, &st) != 0)
		found(l, "cannot see %s: %s", data, strerror(errno));
	else if (!S_ISDIR(st.st_mode))
		found(l, "%s is no folder", data);
	else
		judge(l, data, &st, &top);
	if (l->found == 0)
		look_into(l, data, "", 1);
}

/* ---- what lies elsewhere ---- */

/* Links are followed: those who renew certificates turn them. */
static void look_elsewhere(struct look *l, const char *path, mode_t never)
{
	const struct guard_row row = { path, never, true, false };
	struct stat st;

	if (!path || !*path)
		return;
	if (stat(path, &st) != 0)
		found(l, "cannot see %s: %s", path, strerror(errno));
	else
		judge(l, path, &st, &row);
}

size_t guard_look(const struct conf *c, const char *config, struct buf *say)
{
	struct look l = { .say = say };

	look_at_folder(&l, c->data);
	look_elsewhere(&l, config, OTHERS_WRITE);
	if (c->plain)
		return l.found;
	look_elsewhere(&l, c->key, OTHERS);
	look_elsewhere(&l, c->cert, OTHERS_WRITE);
	look_elsewhere(&l, c->ca, OTHERS_WRITE);
	return l.found;
}
