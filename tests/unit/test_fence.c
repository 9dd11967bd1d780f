/* SPDX-License-Identifier: MIT */
/* What a process behind the fence cannot do, and what it still can: each in a child of its own. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sched.h>
#include <sys/syscall.h>

#include "fence/fence.h"
#include "support/tmpdir.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

enum { PATH = 128, NO_FENCE = 250 };

static char folder[TMPDIR_PATH], outside[TMPDIR_PATH];

/* ---- what is tried: 0, or the error ---- */

static int result(long r)
{
	return r < 0 ? errno : 0;
}

static int run_a_program(void)
{
	char *const argv[] = { (char[]) { "true" }, NULL };

	return result(execv("/bin/true", argv));
}

static int make_a_process(void)
{
	const pid_t p = fork();

	if (p == 0)
		_exit(0);
	return result(p < 0 ? -1 : waitpid(p, NULL, 0));
}

static int make_a_socket(void)
{
	return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int make_a_pair(void)
{
	int two[2];

	return result(socketpair(AF_UNIX, SOCK_STREAM, 0, two));
}

static int look_into_another(void)
{
	return result(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int make_memory_run(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int turn_memory_to_run(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return result(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

static int leave_the_namespace(void)
{
	return result(unshare(CLONE_NEWUTS));
}

static int mount_something(void)
{
	return result(mount("none", folder, "tmpfs", 0, NULL));
}

static int turn_to_root_of_another(void)
{
	return result(chroot(folder));
}

static int become_another(void)
{
	return result(setuid(geteuid()));
}

static int open_in(const char *where, const char *name, int flags)
{
	char path[PATH];

	snprintf(path, sizeof(path), "%s/%s", where, name);
	return result(open(path, flags | O_CLOEXEC, 0600));
}

static int read_elsewhere(void)
{
	return open_in("/etc", "passwd", O_RDONLY);
}

static int make_elsewhere(void)
{
	return open_in(outside, "new", O_RDWR | O_CREAT);
}

static int change_elsewhere(void)
{
	return open_in(outside, "old", O_WRONLY | O_TRUNC);
}

static int read_what_may_be_read(void)
{
	return open_in("/usr", ".", O_RDONLY | O_DIRECTORY);
}

static int make_here(void)
{
	return open_in(folder, "new", O_RDWR | O_CREAT);
}

static int link_here(void)
{
	char path[PATH];

	snprintf(path, sizeof(path), "%s/link", folder);
	unlink(path); /* that of the try before */
	return result(symlink("/etc/passwd", path));
}

static void *nothing(void *arg)
{
	return arg;
}

static int make_a_thread(void)
{
	pthread_t t;
	const int no = pthread_create(&t, NULL, nothing, NULL);

	return no ? no : pthread_join(t, NULL);
}

static int tell_the_time(void)
{
	struct timespec t;

	return result(clock_gettime(CLOCK_REALTIME, &t));
}

/* ---- the table ---- */

static const struct row {
	const char *what;
	int (*try)(void);
	int program, server; /* what comes of it behind each fence */
	bool root;           /* without a fence it works for root alone */
	bool sanitizer;      /* a sanitizer needs it: its builds allow it */
} rows[] = {
	{ "a program is run", run_a_program, EPERM, EPERM, false, true },
	{ "a process is made", make_a_process, 0, EPERM, false, true },
	{ "a thread is made", make_a_thread, 0, 0, false, false },
	{ "a socket is made", make_a_socket, 0, EPERM, false, false },
	{ "a pair of sockets is made", make_a_pair, 0, EPERM, false, false },
	{ "a process is looked into", look_into_another, EPERM, EPERM, false, true },
	{ "memory is made that runs", make_memory_run, 0, EPERM, false, true },
	{ "memory is turned to run", turn_memory_to_run, 0, EPERM, false, true },
	{ "a namespace is left", leave_the_namespace, EPERM, EPERM, true, false },
	{ "something is mounted", mount_something, EPERM, EPERM, true, false },
	{ "the root is changed", turn_to_root_of_another, EPERM, EPERM, true, false },
	{ "another user is become", become_another, EPERM, EPERM, false, false },
	{ "the time is told", tell_the_time, 0, 0, false, false },
};

static const struct file_row {
	const char *what;
	int (*try)(void);
	int want;
} file_rows[] = {
	{ "a file elsewhere is read", read_elsewhere, EACCES },
	{ "a file elsewhere is made", make_elsewhere, EACCES },
	{ "a file elsewhere is changed", change_elsewhere, EACCES },
	{ "a link is made", link_here, EACCES },
	{ "a program is run", run_a_program, EACCES },
	{ "what may be read is read", read_what_may_be_read, 0 },
	{ "a file is made here", make_here, 0 },
};

typedef bool set_up(struct err *err);

static bool nothing_set(struct err *err)
{
	(void)err;
	return true;
}

static bool set_program(struct err *err)
{
	return fence_calls(FENCE_PROGRAM, err);
}

static bool set_server(struct err *err)
{
	return fence_calls(FENCE_SERVER, err);
}

static bool set_files(struct err *err)
{
	const struct fence_path paths[] = { { folder, true },
					    { "/usr", false },
					    { "/no/such/folder", true } };

	return fence_files(paths, sizeof(paths) / sizeof(paths[0]), err);
}

/* Its errno, or NO_FENCE where the kernel has none. */
static int in_a_child(set_up *set, int (*try)(void))
{
	struct err err = { 0 };
	int status = 0;
	pid_t p = fork();

	if (p == 0) {
		if (!set(&err))
			_exit(err.code == ERR_NOT_FOUND ? NO_FENCE : NO_FENCE + 1);
		_exit(try());
	}
	assert_true(p > 0 && waitpid(p, &status, 0) == p);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void is_as_wanted(const char *what, const char *where, int got, int want)
{
	if (got == NO_FENCE)
		skip();
	if (got != want)
		fail_msg("%s %s: error %d, not %d", what, where, got, want);
}

static void calls__that_are_fenced_off__fail(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		const bool exempt = SANITIZED && r->sanitizer;

		if (!r->root || geteuid() == 0)
			is_as_wanted(r->what, "without a fence",
				     in_a_child(nothing_set, r->try), 0);
		is_as_wanted(r->what, "in a program", in_a_child(set_program, r->try),
			     exempt ? 0 : r->program);
		is_as_wanted(r->what, "in the server", in_a_child(set_server, r->try),
			     exempt ? 0 : r->server);
	}
}

static void files__outside__are_not_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(file_rows) / sizeof(file_rows[0]); i++) {
		const struct file_row *r = &file_rows[i];

		is_as_wanted(r->what, "without a fence", in_a_child(nothing_set, r->try), 0);
		is_as_wanted(r->what, "with one", in_a_child(set_files, r->try), r->want);
	}
}

static int make_folders(void **state)
{
	char path[PATH];
	int fd;

	(void)state;
	if (!tmpdir_make(folder) || !tmpdir_make(outside))
		return 1;
	snprintf(path, sizeof(path), "%s/old", outside);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	return fd < 0 || close(fd) != 0;
}

static int drop_folders(void **state)
{
	(void)state;
	tmpdir_drop(folder);
	tmpdir_drop(outside);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls__that_are_fenced_off__fail),
		cmocka_unit_test(files__outside__are_not_there),
	};

	return cmocka_run_group_tests(tests, make_folders, drop_folders);
}
