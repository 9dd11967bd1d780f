/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "client/vault.h"

/*
 * In their order.  Without the salt no passphrase makes the key any more, so from its end on what
 * is in the store is noise, wherever the disk has put copies of it.
 */
static const char *const names[] = {
	"salt",     "salt.new",         "unlocked",     "unlocked.new", "store.db-wal",
	"store.db", "store.db-journal", "store.db-shm", "lock"
};
enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* What cannot be overwritten is no reason to leave the file. */
static bool wipe_file(const char *path, struct err *err)
{
	file_overwrite(file_hold(path));
	return unlink(path) == 0 || errno == ENOENT ||
	       err_set(err, ERR_DISK, "cannot remove '%s': %s", path, strerror(errno));
}

static bool has_anything(const char *dir)
{
	char path[1024];
	struct stat st;

	for (size_t i = 0; i < NAMES; i++) {
		vault_path(dir, names[i], path);
		if (lstat(path, &st) == 0)
			return true;
	}
	return false;
}

static void sync_folder(const char *dir)
{
	const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

bool vault_wipe(const char *dir, struct err *err)
{
	char path[1024];
	bool good = true;
	int lock;

	if (!has_anything(dir))
		return err_set(err, ERR_NOT_FOUND, "nothing is in '%s'", dir);
	lock = vault_lock(dir, err);
	if (lock < 0)
		return false;
	for (size_t i = 0; i < NAMES; i++) {
		vault_path(dir, names[i], path);
		good = wipe_file(path, good ? err : NULL) && good;
		if (i == 0)
			sync_folder(dir);
	}
	sync_folder(dir);
	close(lock);
	rmdir(dir); /* what is not ours stays, and the folder then */
	return good;
}
