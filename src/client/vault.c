/* SPDX-License-Identifier: MIT */
#include "client/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "client/vault_own.h"

/* What is in DIR/salt.  The costs are kept with it, so that new stores can be given higher ones. */
enum {
	SALT_VERSION = 1,
	SALT_OPS_MAX = 64,
	SALT_KIB_MAX = 4 * 1024 * 1024,
};

struct salt {
	unsigned char version;
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char ops[4], kib[4]; /* the lowest byte first */
};

void vault_path(const char *dir, const char *name, char out[1024])
{
	snprintf(out, 1024, "%s/%s", dir, name);
}

static bool is_there(const char *dir, const char *name)
{
	char path[1024];

	vault_path(dir, name, path);
	return access(path, F_OK) == 0;
}

bool vault_exists(const char *dir)
{
	return is_there(dir, "store.db");
}

static bool make_dir(const char *dir, struct err *err)
{
	if (strlen(dir) > 960)
		return err_set(err, ERR_DISK, "the folder's name is too long");
	return file_folder(dir, err);
}

int vault_lock(const char *dir, struct err *err)
{
	char path[1024];
	int fd;

	if (!make_dir(dir, err) || !vault_own(dir, err))
		return -1;
	vault_path(dir, "lock", path);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		err_set(err, ERR_DISK, "cannot open '%s': %s", path, strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	err_set(err, errno == EWOULDBLOCK ? ERR_NOT_NOW : ERR_DISK, "cannot lock '%s': %s",
		path, strerror(errno));
	close(fd);
	return -1;
}

void vault_remove(const char *dir)
{
	static const char *const names[] = { "store.db", "store.db-wal", "store.db-shm", "salt",
					     "salt.new", "unlocked",     "unlocked.new" };
	char path[1024];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		vault_path(dir, names[i], path);
		unlink(path);
	}
}

static void put_number(unsigned char out[4], unsigned n)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(n >> 8 * i);
}

static unsigned get_number(const unsigned char in[4])
{
	return (unsigned)in[0] | (unsigned)in[1] << 8 | (unsigned)in[2] << 16 |
	       (unsigned)in[3] << 24;
}

static bool sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

static bool write_new(const char *path, const struct salt *s)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, s, sizeof(*s)) == (ssize_t)sizeof(*s) && fsync(fd) == 0;

	if (fd >= 0 && close(fd) != 0)
		ok = false;
	return ok;
}

/* Whole or not at all: half a salt would lock the store for ever. */
static bool make_salt(const char *dir, struct salt *s, struct err *err)
{
	char path[1024], part[1024];

	s->version = SALT_VERSION;
	randombytes_buf(s->salt, sizeof(s->salt));
	put_number(s->ops, VAULT_OPS);
	put_number(s->kib, VAULT_KIB);
	vault_path(dir, "salt", path);
	vault_path(dir, "salt.new", part);
	if (write_new(part, s) && rename(part, path) == 0 && sync_dir(dir))
		return true;
	err_set(err, ERR_DISK, "cannot make '%s': %s", path, strerror(errno));
	unlink(part);
	return false;
}

static bool read_salt(const char *dir, struct salt *s, struct err *err)
{
	char path[1024];
	ssize_t n;
	int fd;

	vault_path(dir, "salt", path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, ERR_DISK, "cannot read '%s': %s", path, strerror(errno));
	n = read(fd, s, sizeof(*s));
	close(fd);
	if (n != (ssize_t)sizeof(*s) || s->version != SALT_VERSION || get_number(s->ops) < 1 ||
	    get_number(s->ops) > SALT_OPS_MAX || get_number(s->kib) < 8 ||
	    get_number(s->kib) > SALT_KIB_MAX)
		return err_set(err, ERR_DISK, "'%s' is damaged, or of a later version", path);
	return true;
}

bool vault_key(const char *dir, const char *passphrase, unsigned char key[SQL_KEY_BYTES],
	       struct err *err)
{
	bool fresh = !vault_exists(dir) && !is_there(dir, "salt");
	struct salt s = { 0 };

	if (!(fresh ? make_salt(dir, &s, err) : read_salt(dir, &s, err)))
		return false;
	if (crypto_pwhash(key, SQL_KEY_BYTES, passphrase, strlen(passphrase), s.salt,
			  get_number(s.ops), (size_t)get_number(s.kib) * 1024,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(err, ERR_MEMORY, "not enough memory to open '%s'", dir);
	return true;
}
