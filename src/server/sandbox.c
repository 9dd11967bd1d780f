/* SPDX-License-Identifier: MIT */
#include "server/sandbox.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "fence/fence.h"

enum { PATHS_MAX = 24 };

/* What the C library, OpenSSL and libical read, and where libraries are. */
static const struct fence_path always[] = {
	{ "/usr", false },          { "/lib", false },
	{ "/lib64", false },        { "/etc/ld.so.cache", false },
	{ "/etc/ssl", false },      { "/etc/localtime", false },
	{ "/etc/timezone", false }, { "/proc/self", false },
	{ "/proc/meminfo", false }, { "/dev/null", true },
	{ "/dev/urandom", false },
};

struct paths {
	struct fence_path all[PATHS_MAX];
	char *mine[PATHS_MAX]; /* those to be freed */
	size_t count, mine_count;
};

static void add(struct paths *p, const char *path, bool write)
{
	if (p->count < PATHS_MAX)
		p->all[p->count++] = (struct fence_path) { path, write };
}

/* Its folder: what is put in its place under the same name is to be read as well. */
static void add_folder_of(struct paths *p, const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	char *folder;

	if (!slash || p->mine_count == PATHS_MAX)
		return;
	folder = mem_dup(file, slash > file ? (size_t)(slash - file) : strlen(file));
	p->mine[p->mine_count++] = folder;
	add(p, folder, false);
}

/* As it is named, and where a link leads. */
static void add_file(struct paths *p, const char *file)
{
	char *real = realpath(file, NULL);

	if (*file == '/' || real)
		add_folder_of(p, *file == '/' ? file : real);
	if (real && strcmp(real, file) != 0)
		add_folder_of(p, real);
	free(real);
}

static bool is_on(const struct conf *c)
{
	return strcmp(c->sandbox, "no") != 0;
}

/* Said once for each part. */
static bool told(const struct conf *c, const char *part, bool held, struct err *err)
{
	struct err why = *err;

	if (held) {
		log_event(LOG_INFO_, "sandbox", "part=%s held=yes", part);
		return true;
	}
	log_event(LOG_WARN_, "sandbox", "part=%s held=no why=\"%s\"", part, why.text);
	if (strcmp(c->sandbox, "must") != 0) {
		*err = (struct err) { 0 };
		return true;
	}
	return err_set(err, ERR_REFUSED, "sandbox = must, and %s", why.text);
}

bool sandbox_files(const struct conf *c, struct err *err)
{
	struct paths p = { .count = 0 };
	bool held;

	if (!is_on(c))
		return true;
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		add(&p, always[i].path, always[i].write);
	add(&p, c->data, true);
	if (*c->cert)
		add_file(&p, c->cert);
	if (*c->key)
		add_file(&p, c->key);
	if (*c->ca)
		add_file(&p, c->ca);
	if (*c->crisis_lines == '/')
		add_file(&p, c->crisis_lines);
	held = fence_files(p.all, p.count, err);
	while (p.mine_count)
		free(p.mine[--p.mine_count]);
	return told(c, "files", held, err);
}

bool sandbox_calls(const struct conf *c, struct err *err)
{
	return !is_on(c) || told(c, "calls", fence_calls(FENCE_SERVER, err), err);
}
