/* SPDX-License-Identifier: MIT */
/*
 * Calls go to the kernel directly, so that there is no order of loading to mind.  The names
 * are given to the linker alone: the headers make two names one.
 */
#include "support/faults.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { PATH_ROOM = 512 };

static struct faults own;
static struct faults *shared;
static int log_fd = -1;
static char log_path[FAULTS_PATH]; /* what it is open on */

static struct faults *map_file(int fd)
{
	long at = fd < 0 ? -1
			 : syscall(SYS_mmap, NULL, sizeof(struct faults),
				   PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	return at == -1 ? NULL : (struct faults *)at;
}

__attribute__((constructor)) static void look_for_file(void)
{
	const char *path = getenv("FAULTS");

	if (path)
		shared = map_file((int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC));
}

struct faults *faults_here(void)
{
	return shared ? shared : &own;
}

struct faults *faults_share(const char *path)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd >= 0)
		syscall(SYS_ftruncate, fd, sizeof(struct faults));
	return map_file(fd);
}

void faults_unshare(struct faults *f)
{
	munmap(f, sizeof(*f));
}

void faults_arm(struct faults *f, unsigned kinds, int error, int64_t from, int64_t count)
{
	f->kinds = 0;
	f->calls = 0;
	f->failed = 0;
	f->error = error;
	f->from = from;
	f->count = count;
	f->kinds = kinds;
}

void faults_disarm(struct faults *f)
{
	f->kinds = 0;
}

/* ---- does it fail? ---- */

static bool is_under(const struct faults *f, const char *path)
{
	const size_t n = strnlen(f->under, sizeof(f->under));

	return n && strncmp(path, f->under, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* One of a thousand numbers, the same each time (splitmix64). */
static unsigned die(uint64_t seed, int64_t call)
{
	uint64_t z = seed + (uint64_t)call * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((z ^ (z >> 31)) % 1000);
}

/* 0: it goes to the kernel. */
static int error_of(unsigned kind, const char *path)
{
	struct faults *f = faults_here();
	int64_t call;
	bool fails;

	if (!(f->kinds & kind) || !is_under(f, path))
		return 0;
	call = ++f->calls;
	fails = f->chance ? die(f->seed, call) < f->chance
			  : f->from && call >= f->from && call < f->from + f->count;
	if (!fails || (f->error == FAULT_SHORT && kind != FAULT_WRITE))
		return 0;
	f->failed++;
	return f->error;
}

static bool fails(unsigned kind, const char *path)
{
	const int error = error_of(kind, path);

	if (error)
		errno = error;
	return error != 0;
}

/* ---- what is written down ---- */

static bool is_logged(const char *path)
{
	const struct faults *f = faults_here();
	const char *end = strrchr(path, '-');

	/* What the programs share of a database is not on disk to them. */
	return f->log[0] && is_under(f, path) && !(end && strcmp(end, "-shm") == 0);
}

static void write_down(enum fault_kind kind, const char *path, int64_t at, struct iovec data)
{
	struct faults *f = faults_here();
	struct fault_op op = { .kind = kind,
			       .path_n = (uint32_t)strlen(path),
			       .data_n = (uint32_t)data.iov_len,
			       .at = at };
	struct iovec parts[] = { { &op, sizeof(op) },
				 { (void *)(uintptr_t)path, op.path_n },
				 data };

	if (strcmp(log_path, f->log) != 0 && log_fd >= 0) {
		syscall(SYS_close, log_fd);
		log_fd = -1;
	}
	memcpy(log_path, f->log, sizeof(log_path));
	if (log_fd < 0)
		log_fd = (int)syscall(SYS_openat, AT_FDCWD, f->log,
				      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	syscall(SYS_writev, log_fd, parts, 3);
	f->logged++;
}

static void note(enum fault_kind kind, const char *path, int64_t at)
{
	const int why = errno;

	if (is_logged(path))
		write_down(kind, path, at, (struct iovec) { NULL, 0 });
	errno = why;
}

void faults_mark(struct faults *f, int64_t number)
{
	if (f->log[0])
		write_down(FAULT_OP_MARK, "", number, (struct iovec) { NULL, 0 });
}

/* "" when it is no file, or has no name any more. */
static const char *name_of(int fd, char out[PATH_ROOM])
{
	static const char gone[] = " (deleted)";
	char link[32];
	long n;

	out[0] = '\0';
	if (!faults_here()->under[0])
		return out;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = syscall(SYS_readlinkat, AT_FDCWD, link, out, PATH_ROOM - 1);
	out[n > 0 ? n : 0] = '\0';
	if (n > (long)sizeof(gone) && strcmp(out + n - (long)sizeof(gone) + 1, gone) == 0)
		out[0] = '\0';
	return out;
}

/* ---- the calls ---- */

#define CALL(name) __asm__(name) __attribute__((visibility("default")))
#define SAME(name) __attribute__((alias(name), visibility("default")))

static int open_it(int dir, const char *path, int flags, mode_t mode)
{
	const bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_DIRECTORY);
	struct stat st;
	bool was = true;
	int fd;

	if (writes && fails(FAULT_OPEN, path))
		return -1;
	if ((flags & O_CREAT) && is_logged(path))
		was = syscall(SYS_newfstatat, dir, path, &st, 0) == 0;
	fd = (int)syscall(SYS_openat, dir, path, flags, mode);
	if (fd >= 0 && !was)
		note(FAULT_OP_MAKE, path, 0);
	if (fd >= 0 && was && (flags & O_TRUNC))
		note(FAULT_OP_TRUNCATE, path, 0);
	return fd;
}

int fault_open(const char *path, int flags, ...) CALL("open");
int fault_open(const char *path, int flags, ...)
{
	mode_t mode;
	va_list ap;

	va_start(ap, flags);
	mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	return open_it(AT_FDCWD, path, flags, mode);
}
int fault_open64(const char *path, int flags, ...) CALL("open64") SAME("open");

ssize_t fault_pwrite(int fd, const void *p, size_t n, off_t at) CALL("pwrite");
ssize_t fault_pwrite(int fd, const void *p, size_t n, off_t at)
{
	char path[PATH_ROOM];
	const int error = error_of(FAULT_WRITE, name_of(fd, path));
	ssize_t did;

	if (error > 0) {
		errno = error;
		return -1;
	}
	did = syscall(SYS_pwrite64, fd, p, n - (error == FAULT_SHORT && n > 1), at);
	if (did > 0 && is_logged(path))
		write_down(FAULT_OP_WRITE, path, at,
			   (struct iovec) { (void *)(uintptr_t)p, (size_t)did });
	return did;
}
ssize_t fault_pwrite64(int fd, const void *p, size_t n, off_t at) CALL("pwrite64")
	SAME("pwrite");

ssize_t fault_write(int fd, const void *p, size_t n) CALL("write");
ssize_t fault_write(int fd, const void *p, size_t n)
{
	char path[PATH_ROOM];
	const int error = error_of(FAULT_WRITE, name_of(fd, path));
	off_t at = path[0] ? syscall(SYS_lseek, fd, 0, SEEK_CUR) : 0;
	ssize_t did;

	if (error > 0) {
		errno = error;
		return -1;
	}
	did = syscall(SYS_write, fd, p, n - (error == FAULT_SHORT && n > 1));
	if (did > 0 && is_logged(path))
		write_down(FAULT_OP_WRITE, path, at,
			   (struct iovec) { (void *)(uintptr_t)p, (size_t)did });
	return did;
}

int fault_fsync(int fd) CALL("fsync");
int fault_fsync(int fd)
{
	char path[PATH_ROOM];

	if (fails(FAULT_SYNC, name_of(fd, path))) {
		note(FAULT_OP_UNSYNCED, path, 0);
		return -1;
	}
	if (!faults_here()->quick && syscall(SYS_fsync, fd) != 0)
		return -1;
	note(FAULT_OP_SYNC, path, 0);
	return 0;
}
int fault_fdatasync(int fd) CALL("fdatasync") SAME("fsync");

int fault_ftruncate(int fd, off_t size) CALL("ftruncate");
int fault_ftruncate(int fd, off_t size)
{
	char path[PATH_ROOM];

	if (fails(FAULT_TRUNCATE, name_of(fd, path)) || syscall(SYS_ftruncate, fd, size) != 0)
		return -1;
	note(FAULT_OP_TRUNCATE, path, size);
	return 0;
}
int fault_ftruncate64(int fd, off_t size) CALL("ftruncate64") SAME("ftruncate");

int fault_rename(const char *from, const char *to) CALL("rename");
int fault_rename(const char *from, const char *to)
{
	if (fails(FAULT_RENAME, from) ||
	    syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0) != 0)
		return -1;
	if (is_logged(from))
		write_down(FAULT_OP_RENAME, from, 0,
			   (struct iovec) { (void *)(uintptr_t)to, strlen(to) });
	return 0;
}

int fault_unlink(const char *path) CALL("unlink");
int fault_unlink(const char *path)
{
	if (fails(FAULT_UNLINK, path) || syscall(SYS_unlinkat, AT_FDCWD, path, 0) != 0)
		return -1;
	note(FAULT_OP_UNLINK, path, 0);
	return 0;
}

int fault_mkdir(const char *path, mode_t mode) CALL("mkdir");
int fault_mkdir(const char *path, mode_t mode)
{
	if (fails(FAULT_OPEN, path) || syscall(SYS_mkdirat, AT_FDCWD, path, mode) != 0)
		return -1;
	note(FAULT_OP_FOLDER, path, 0);
	return 0;
}

/* Six parameters, of which four come as those of a call with dots: they lie where those do. */
void *fault_mmap(void *at, size_t n, ...) CALL("mmap");
void *fault_mmap(void *at, size_t n, ...)
{
	char path[PATH_ROOM];
	int prot, flags, fd;
	off_t from;
	va_list ap;

	va_start(ap, n);
	prot = va_arg(ap, int);
	flags = va_arg(ap, int);
	fd = va_arg(ap, int);
	from = va_arg(ap, off_t);
	va_end(ap);
	if (fd >= 0 && (flags & MAP_SHARED) && fails(FAULT_MAP, name_of(fd, path)))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, n, prot, flags, fd, from);
}
void *fault_mmap64(void *at, size_t n, ...) CALL("mmap64") SAME("mmap");

/* ---- the clock ---- */

int fault_gettime(clockid_t id, struct timespec *t) CALL("clock_gettime");
int fault_gettime(clockid_t id, struct timespec *t)
{
	const int64_t ahead_ms = faults_here()->ahead_ms;

	if (syscall(SYS_clock_gettime, id, t) != 0)
		return -1;
	if (id == CLOCK_REALTIME)
		t->tv_sec += ahead_ms / 1000;
	if (id == CLOCK_BOOTTIME)
		t->tv_sec += faults_here()->slept_ms / 1000;
	return 0;
}

time_t fault_time(time_t *out) CALL("time");
time_t fault_time(time_t *out)
{
	struct timespec t = { 0 };

	fault_gettime(CLOCK_REALTIME, &t);
	if (out)
		*out = t.tv_sec;
	return t.tv_sec;
}

int fault_timeofday(struct timeval *t, void *zone) CALL("gettimeofday");
int fault_timeofday(struct timeval *t, void *zone)
{
	struct timespec now = { 0 };

	(void)zone;
	fault_gettime(CLOCK_REALTIME, &now);
	*t = (struct timeval) { now.tv_sec, now.tv_nsec / 1000 };
	return 0;
}
