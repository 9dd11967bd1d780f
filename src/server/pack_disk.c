/* SPDX-License-Identifier: MIT */
#include "server/pack_disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"

void pack_hash(struct str bytes, char out[PACK_HASH])
{
	unsigned char raw[32];

	crypto_generichash(raw, sizeof(raw), (const unsigned char *)bytes.p, bytes.n, NULL, 0);
	sodium_bin2hex(out, PACK_HASH, raw, sizeof(raw));
}

/* ---- reading ---- */

static char *join(const char *folder, const char *name)
{
	struct buf path;

	buf_init(&path, strlen(folder) + strlen(name) + 1);
	buf_addf(&path, "%s/%s", folder, name);
	return path.p;
}

/* Of a plain file: a link could lead to what is nobody's business. */
static bool read_plain(int fd, struct arena *mem, size_t max, struct str *out)
{
	struct stat st;
	size_t did = 0;
	char *bytes;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (size_t)st.st_size > max)
		return false;
	bytes = arena_get(mem, (size_t)st.st_size + 1);
	while (did < (size_t)st.st_size) {
		const ssize_t n = read(fd, bytes + did, (size_t)st.st_size - did);

		if (n <= 0)
			return false;
		did += (size_t)n;
	}
	*out = (struct str) { bytes, did };
	return true;
}

struct str pack_file_read(struct arena *mem, const char *folder, const char *name, size_t max)
{
	char *path = join(folder, name);
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct str out = { NULL, 0 };

	if (fd >= 0 && !read_plain(fd, mem, max, &out))
		out = (struct str) { NULL, 0 };
	if (fd >= 0)
		close(fd);
	free(path);
	return out;
}

bool pack_open(const char *folder, struct pack_here *out, struct err *err)
{
	memset(out, 0, sizeof(*out));
	out->text = pack_file_read(&out->mem, folder, PACK_TEXT, PACK_TEXT_MAX);
	out->sig_text = pack_file_read(&out->mem, folder, PACK_SIG, PACK_SIG_MAX);
	if (!out->text.p)
		return err_set(err, ERR_NOT_FOUND, "there is no %s of at most %d bytes",
			       PACK_TEXT, PACK_TEXT_MAX);
	pack_hash(out->text, out->hash);
	if (!out->sig_text.p || !pack_sig_read(out->sig_text, &out->sig, NULL))
		memset(&out->sig, 0, sizeof(out->sig));
	if (!pack_read(out->text, &out->pack, err))
		return false;
	for (size_t i = 0; i < out->pack.count; i++) {
		struct pack_file *f = &out->pack.files[i];

		f->bytes = pack_file_read(&out->mem, folder, f->path, PACK_FILE_MAX);
		if (f->bytes.p)
			pack_hash(f->bytes, f->seen);
	}
	return true;
}

void pack_close(struct pack_here *p)
{
	arena_finish(&p->mem);
}

bool pack_signed(const struct pack_here *p)
{
	unsigned char key[crypto_sign_PUBLICKEYBYTES], sig[crypto_sign_BYTES];

	return sodium_hex2bin(key, sizeof(key), p->sig.key, strlen(p->sig.key), NULL, NULL,
			      NULL) == 0 &&
	       sodium_hex2bin(sig, sizeof(sig), p->sig.sig, strlen(p->sig.sig), NULL, NULL,
			      NULL) == 0 &&
	       *p->sig.sig &&
	       crypto_sign_verify_detached(sig, (const unsigned char *)p->text.p, p->text.n,
					   key) == 0;
}

/* ---- the packs of the data folder ---- */

/* "NAME.VERSION"; 0: it is no such name. */
static int version_of(const char *entry, size_t *name_n)
{
	const char *dot = strrchr(entry, '.');
	long n;
	char *end;

	if (!dot || !pack_is_name((struct str) { entry, (size_t)(dot - entry) }))
		return 0;
	*name_n = (size_t)(dot - entry);
	n = dot[1] >= '1' && dot[1] <= '9' ? strtol(dot + 1, &end, 10) : 0;
	return n > 0 && n <= PACK_VERSION_MAX && *end == '\0' ? (int)n : 0;
}

/* Calls back with each folder of a pack. */
static void each(const struct conf *c,
		 void (*take)(void *user, struct str name, int version, const char *path),
		 void *user)
{
	char *folder = conf_path(c, PACK_FOLDER);
	DIR *dir = opendir(folder);
	size_t n = 0;

	for (struct dirent *d; dir && (d = readdir(dir));) {
		const int version = version_of(d->d_name, &n);
		char *path = version ? join(folder, d->d_name) : NULL;

		if (path)
			take(user, (struct str) { d->d_name, n }, version, path);
		free(path);
	}
	if (dir)
		closedir(dir);
	free(folder);
}

struct finding {
	const char *name;
	int version;
	char *path;
};

static void take_newest(void *user, struct str name, int version, const char *path)
{
	struct finding *f = user;

	if (!str_is(name, f->name) || version < f->version)
		return;
	free(f->path);
	f->version = version;
	f->path = mem_dup(path, strlen(path));
}

char *pack_installed(const struct conf *c, const char *name)
{
	struct finding f = { .name = name };

	each(c, take_newest, &f);
	return f.path ? f.path : mem_dup("", 0);
}

struct naming {
	char **out;
	size_t n, size;
};

static void take_name(void *user, struct str name, int version, const char *path)
{
	struct naming *m = user;

	(void)version;
	(void)path;
	for (size_t i = 0; i < m->n; i++)
		if (str_is(name, m->out[i]))
			return;
	if (m->n < m->size)
		m->out[m->n++] = mem_dup(name.p, name.n);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

size_t pack_names(const struct conf *c, char **out, size_t size)
{
	struct naming m = { out, 0, size };

	each(c, take_name, &m);
	if (m.n)
		qsort(out, m.n, sizeof(*out), by_name);
	return m.n;
}

/* ---- writing ---- */

static void drop_folder(const char *path)
{
	DIR *dir = opendir(path);

	for (struct dirent *d; dir && (d = readdir(dir));) {
		char *file = join(path, d->d_name);

		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			unlink(file);
		free(file);
	}
	if (dir)
		closedir(dir);
	rmdir(path);
}

static bool put(const char *folder, const char *name, struct str bytes, struct err *err)
{
	char *path = join(folder, name);
	const bool good = file_make(path, bytes, 0600, err);

	free(path);
	return good;
}

static bool put_all(const char *folder, const struct pack_here *p, struct err *err)
{
	bool good =
		put(folder, PACK_TEXT, p->text, err) && put(folder, PACK_SIG, p->sig_text, err);

	for (size_t i = 0; good && i < p->pack.count; i++)
		good = put(folder, p->pack.files[i].path, p->pack.files[i].bytes, err);
	return good;
}

struct dropping {
	const char *name;
	int before; /* versions below this */
};

static void take_old(void *user, struct str name, int version, const char *path)
{
	const struct dropping *d = user;

	if (str_is(name, d->name) && version < d->before)
		drop_folder(path);
}

/*
 * Its name makes it count: before that nobody looks at it.  Where the same version is, this one
 * was signed as that was, and mends what may have become of it.
 */
static bool settle(const char *new, const char *path, struct err *err)
{
	bool good = rename(new, path) == 0;

	if (!good && (errno == EEXIST || errno == ENOTEMPTY)) {
		drop_folder(path);
		good = rename(new, path) == 0;
	}
	if (!good)
		return err_set(err, ERR_DISK, "cannot rename %s: %s", new, strerror(errno));
	return file_sync(path, err);
}

bool pack_install(const struct conf *c, const struct pack_here *p, struct err *err)
{
	char *folder = conf_path(c, PACK_FOLDER), name[PACK_NAME_MAX + 16];
	char *new, *path;
	bool good;

	snprintf(name, sizeof(name), "%s.%d", p->pack.name, p->pack.version);
	new = join(folder, ".new");
	path = join(folder, name);
	drop_folder(new); /* of one that was killed */
	good = file_folder(folder, err) && file_folder(new, err) && put_all(new, p, err) &&
	       settle(new, path, err);
	if (good)
		each(c, take_old, &(struct dropping) { p->pack.name, p->pack.version });
	else
		drop_folder(new);
	free(path);
	free(new);
	free(folder);
	return good;
}

bool pack_remove(const struct conf *c, const char *name, struct err *err)
{
	char *before = pack_installed(c, name), *left;
	bool good;

	each(c, take_old, &(struct dropping) { name, PACK_VERSION_MAX + 1 });
	left = pack_installed(c, name);
	if (!*before)
		good = err_set(err, ERR_NOT_FOUND, "there is no pack %s", name);
	else
		good = !*left || err_set(err, ERR_DISK, "cannot remove %s", left);
	free(before);
	free(left);
	return good;
}
