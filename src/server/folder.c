/* SPDX-License-Identifier: MIT */
#include "server/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static int open_lock(const struct conf *c, int flags)
{
	char *path = conf_path(c, "lock");
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

	free(path);
	return fd;
}

int folder_hold(const struct conf *c, struct err *err)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open_lock(c, O_RDWR | O_CREAT);

	if (fd < 0) {
		err_set(err, ERR_DISK, "cannot use the data folder %s: %s", c->data,
			strerror(errno));
		return -1;
	}
	if (fcntl(fd, F_SETLK, &lock) == 0)
		return fd;
	err_set(err, ERR_REFUSED, "a server is running on %s already (process %d)", c->data,
		(int)folder_holder(c));
	close(fd);
	return -1;
}

void folder_leave(int held)
{
	if (held >= 0)
		close(held);
}

pid_t folder_holder(const struct conf *c)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open_lock(c, O_RDWR);
	pid_t pid = 0;

	if (fd < 0)
		return 0;
	if (fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
		pid = lock.l_pid;
	close(fd);
	return pid;
}

bool folder_is_private(const char *path, struct err *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_set(err, ERR_DISK, "cannot see %s: %s", path, strerror(errno));
	if (st.st_mode & 077)
		return err_set(err, ERR_REFUSED,
			       "others than its owner can use %s: chmod %s %s", path,
			       S_ISDIR(st.st_mode) ? "700" : "600", path);
	return true;
}

bool folder_read(const char *path, size_t max, struct buf *out, struct err *err)
{
	FILE *f = fopen(path, "re");
	char some[1024];
	size_t n;
	bool good = f != NULL;

	buf_init(out, max);
	while (good && (n = fread(some, 1, sizeof(some), f)) > 0)
		good = buf_add(out, some, n);
	if (f) {
		good = good && !ferror(f);
		fclose(f);
	}
	explicit_bzero(some, sizeof(some));
	return good || err_set(err, ERR_DISK, "cannot read %s", path);
}

int folder_port(const struct conf *c)
{
	char *path = conf_path(c, FOLDER_PORT);
	struct buf text;
	int port = 0;

	if (folder_read(path, 16, &text, NULL))
		port = (int)strtol(buf_text(&text), NULL, 10);
	buf_finish(&text);
	free(path);
	return port > 0 && port <= 65535 ? port : 0;
}

bool folder_set_port(const struct conf *c, int port, struct err *err)
{
	char *path = conf_path(c, FOLDER_PORT), text[16];
	bool good;

	unlink(path);
	snprintf(text, sizeof(text), "%d\n", port);
	good = port == 0 || file_make(path, str_of(text), 0600, err);
	free(path);
	return good;
}
