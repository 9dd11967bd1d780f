/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t did = write(fd, s.p, s.n);

		if (did < 0 && errno != EINTR)
			return false;
		s.p += did > 0 ? did : 0;
		s.n -= did > 0 ? (size_t)did : 0;
	}
	return true;
}

static bool write_new(const char *path, struct str bytes, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode), why;
	bool good = fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;

	if (fd < 0)
		return false;
	why = errno;
	if (close(fd) != 0)
		return false;
	errno = why;
	return good;
}

static bool sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC), why;
	bool good = fd >= 0 && fsync(fd) == 0;

	why = errno;
	if (fd >= 0)
		close(fd);
	errno = why;
	return good;
}

static bool sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? mem_dup(path, (size_t)(slash - path) + 1) : mem_dup(".", 1);
	const bool good = sync_path(dir, O_RDONLY | O_DIRECTORY);

	free(dir);
	return good;
}

bool file_sync(const char *path, struct err *err)
{
	const bool good = sync_path(path, O_RDONLY) && sync_folder(path);

	if (!good)
		err_set(err, ERR_DISK, "cannot sync %s: %s", path, strerror(errno));
	return good;
}

bool file_folder(const char *path, struct err *err)
{
	size_t n = strlen(path);
	char *name;
	bool good;

	while (n > 1 && path[n - 1] == '/')
		n--;
	name = mem_dup(path, n);
	good = mkdir(name, 0700) == 0 ? sync_folder(name) || errno == EACCES : errno == EEXIST;
	if (!good)
		err_set(err, ERR_DISK, "cannot make %s: %s", path, strerror(errno));
	free(name);
	return good;
}

static char *beside(const char *path)
{
	const size_t size = strlen(path) + sizeof(".new");
	char *part = mem_get(size);

	snprintf(part, size, "%s.new", path);
	return part;
}

bool file_replace(const char *path, struct str bytes, mode_t mode, struct err *err)
{
	char *part = beside(path);
	bool good;

	unlink(part); /* of one that was killed */
	good = write_new(part, bytes, mode) && rename(part, path) == 0;
	if (!good) {
		err_set(err, ERR_DISK, "cannot make %s: %s", path, strerror(errno));
		unlink(part);
	}
	free(part);
	return good && file_sync(path, err);
}

bool file_make(const char *path, struct str bytes, mode_t mode, struct err *err)
{
	if (access(path, F_OK) == 0)
		return err_set(err, ERR_EXISTS, "cannot make %s: it is there", path);
	return file_replace(path, bytes, mode, err);
}

static bool is_gone(const char *path)
{
	return unlink(path) == 0 || errno == ENOENT;
}

bool file_remove(const char *path, struct err *err)
{
	char *part = beside(path);
	const bool good = is_gone(part) && is_gone(path) && sync_folder(path);

	if (!good)
		err_set(err, ERR_DISK, "cannot remove %s: %s", path, strerror(errno));
	free(part);
	return good;
}

int file_hold(const char *path)
{
	const int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1))
		return fd;
	close(fd);
	return -1;
}

void file_overwrite(int fd)
{
	static const char nothing[4096];
	struct stat st;
	off_t at = 0;

	if (fd < 0)
		return;
	while (fstat(fd, &st) == 0 && at < st.st_size) {
		const off_t left = st.st_size - at, all = sizeof(nothing);
		const ssize_t did = pwrite(fd, nothing, (size_t)(left < all ? left : all), at);

		if (did <= 0)
			break;
		at += did;
	}
	fsync(fd);
	close(fd);
}

void file_let_go(int fd)
{
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_nlink == 0)
		file_overwrite(fd);
	else if (fd >= 0)
		close(fd);
}

bool file_parts_begin(struct file_parts *f, const char *path, mode_t mode, struct err *err)
{
	if (access(path, F_OK) == 0)
		return err_set(err, ERR_EXISTS, "cannot make %s: it is there", path);
	*f = (struct file_parts) { .path = mem_dup(path, strlen(path)), .part = beside(path) };
	unlink(f->part); /* of one that was killed */
	f->fd = open(f->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (f->fd >= 0)
		return true;
	err_set(err, ERR_DISK, "cannot make %s: %s", path, strerror(errno));
	free(f->path);
	free(f->part);
	return false;
}

void file_parts_add(struct file_parts *f, struct str bytes)
{
	f->failed = f->failed || !write_all(f->fd, bytes);
}

void file_parts_anew(struct file_parts *f)
{
	f->failed = ftruncate(f->fd, 0) != 0 || lseek(f->fd, 0, SEEK_SET) != 0;
}

bool file_parts_end(struct file_parts *f, bool good, struct err *err)
{
	good = good && !f->failed && fsync(f->fd) == 0;
	good = close(f->fd) == 0 && good && access(f->path, F_OK) != 0 &&
	       rename(f->part, f->path) == 0 && file_sync(f->path, NULL);
	if (!good) {
		err_set(err, ERR_DISK, "cannot make %s", f->path);
		unlink(f->part);
	}
	free(f->path);
	free(f->part);
	return good;
}
