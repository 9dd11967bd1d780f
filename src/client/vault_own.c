/* SPDX-License-Identifier: MIT */
#include "client/vault_own.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/vault.h"

enum { OTHERS = 077, ALL_BITS = 07777 };

const char *const vault_names[] = { "store.db",     "store.db-wal", "store.db-shm",
				    "salt",         "salt.new",     "unlocked",
				    "unlocked.new", "lock",         NULL };

static bool mend(const char *path, const struct stat *st, struct err *err)
{
	if (!(st->st_mode & OTHERS))
		return true;
	return chmod(path, st->st_mode & ALL_BITS & ~(mode_t)OTHERS) == 0 ||
	       err_set(err, ERR_DISK, "cannot make '%s' ours alone: %s", path, strerror(errno));
}

static bool is_ours(const char *path, const struct stat *st, struct err *err)
{
	if (st->st_uid != geteuid())
		return err_set(err, ERR_REFUSED, "'%s' is another user's", path);
	return S_ISDIR(st->st_mode) || S_ISREG(st->st_mode) ||
	       err_set(err, ERR_REFUSED, "'%s' is a link, or no file", path);
}

static bool own_folder(const char *dir, struct err *err)
{
	struct stat st;

	if (stat(dir, &st) != 0)
		return err_set(err, ERR_DISK, "cannot see '%s': %s", dir, strerror(errno));
	return is_ours(dir, &st, err) && mend(dir, &st, err);
}

static bool own_file(const char *dir, const char *name, struct err *err)
{
	char path[1024];
	struct stat st;

	vault_path(dir, name, path);
	if (lstat(path, &st) != 0)
		return true; /* it is not there, yet */
	return is_ours(path, &st, err) && mend(path, &st, err);
}

bool vault_own(const char *dir, struct err *err)
{
	bool good = own_folder(dir, err);

	for (const char *const *name = vault_names; good && *name; name++)
		good = own_file(dir, *name, err);
	return good;
}
