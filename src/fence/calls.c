/* SPDX-License-Identifier: MIT */
#include "fence/fence.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include <linux/sched.h>
#include <seccomp.h>

/* A sanitizer looks for leaks from another process, and runs a program that names functions. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* What nothing here has any business with.  A name that a machine does not have is skipped. */
static const struct row {
	const char *name;
	enum fence_calls from;   /* with which fence it is refused: this one, and later ones */
	bool sanitizer;          /* a sanitizer needs it */
	int number;              /* what it fails with; 0: EPERM */
	struct scmp_arg_cmp if_; /* and only if; op 0: always */
} rows[] = {
	{ "execve", FENCE_PROGRAM, true, 0, { 0 } },
	{ "execveat", FENCE_PROGRAM, true, 0, { 0 } },
	{ "ptrace", FENCE_PROGRAM, true, 0, { 0 } },
	{ "process_vm_readv", FENCE_PROGRAM, true, 0, { 0 } },
	{ "process_vm_writev", FENCE_PROGRAM, false, 0, { 0 } },
	{ "process_madvise", FENCE_PROGRAM, false, 0, { 0 } },
	{ "pidfd_getfd", FENCE_PROGRAM, false, 0, { 0 } },
	{ "kcmp", FENCE_PROGRAM, false, 0, { 0 } },
	{ "mount", FENCE_PROGRAM, false, 0, { 0 } },
	{ "umount2", FENCE_PROGRAM, false, 0, { 0 } },
	{ "move_mount", FENCE_PROGRAM, false, 0, { 0 } },
	{ "open_tree", FENCE_PROGRAM, false, 0, { 0 } },
	{ "fsopen", FENCE_PROGRAM, false, 0, { 0 } },
	{ "fsconfig", FENCE_PROGRAM, false, 0, { 0 } },
	{ "fsmount", FENCE_PROGRAM, false, 0, { 0 } },
	{ "mount_setattr", FENCE_PROGRAM, false, 0, { 0 } },
	{ "pivot_root", FENCE_PROGRAM, false, 0, { 0 } },
	{ "chroot", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setns", FENCE_PROGRAM, false, 0, { 0 } },
	{ "unshare", FENCE_PROGRAM, false, 0, { 0 } },
	{ "bpf", FENCE_PROGRAM, false, 0, { 0 } },
	{ "perf_event_open", FENCE_PROGRAM, false, 0, { 0 } },
	{ "userfaultfd", FENCE_PROGRAM, false, 0, { 0 } },
	{ "io_uring_setup", FENCE_PROGRAM, false, ENOSYS, { 0 } },
	{ "io_uring_enter", FENCE_PROGRAM, false, ENOSYS, { 0 } },
	{ "io_uring_register", FENCE_PROGRAM, false, ENOSYS, { 0 } },
	{ "add_key", FENCE_PROGRAM, false, 0, { 0 } },
	{ "request_key", FENCE_PROGRAM, false, 0, { 0 } },
	{ "keyctl", FENCE_PROGRAM, false, 0, { 0 } },
	{ "kexec_load", FENCE_PROGRAM, false, 0, { 0 } },
	{ "kexec_file_load", FENCE_PROGRAM, false, 0, { 0 } },
	{ "init_module", FENCE_PROGRAM, false, 0, { 0 } },
	{ "finit_module", FENCE_PROGRAM, false, 0, { 0 } },
	{ "delete_module", FENCE_PROGRAM, false, 0, { 0 } },
	{ "reboot", FENCE_PROGRAM, false, 0, { 0 } },
	{ "swapon", FENCE_PROGRAM, false, 0, { 0 } },
	{ "swapoff", FENCE_PROGRAM, false, 0, { 0 } },
	{ "acct", FENCE_PROGRAM, false, 0, { 0 } },
	{ "quotactl", FENCE_PROGRAM, false, 0, { 0 } },
	{ "syslog", FENCE_PROGRAM, false, 0, { 0 } },
	{ "settimeofday", FENCE_PROGRAM, false, 0, { 0 } },
	{ "clock_settime", FENCE_PROGRAM, false, 0, { 0 } },
	{ "clock_adjtime", FENCE_PROGRAM, false, 0, { 0 } },
	{ "adjtimex", FENCE_PROGRAM, false, 0, { 0 } },
	{ "sethostname", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setdomainname", FENCE_PROGRAM, false, 0, { 0 } },
	{ "open_by_handle_at", FENCE_PROGRAM, false, 0, { 0 } },
	{ "name_to_handle_at", FENCE_PROGRAM, false, 0, { 0 } },
	{ "fanotify_init", FENCE_PROGRAM, false, 0, { 0 } },
	{ "iopl", FENCE_PROGRAM, false, 0, { 0 } },
	{ "ioperm", FENCE_PROGRAM, false, 0, { 0 } },
	{ "mknod", FENCE_PROGRAM, false, 0, { 0 } },
	{ "mknodat", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setuid", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setgid", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setreuid", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setregid", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setresuid", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setresgid", FENCE_PROGRAM, false, 0, { 0 } },
	{ "setgroups", FENCE_PROGRAM, false, 0, { 0 } },
	{ "capset", FENCE_PROGRAM, false, 0, { 0 } },
	/* It listens already: who comes is taken by accept4, and it asks nobody itself. */
	{ "socket", FENCE_SERVER, false, 0, { 0 } },
	{ "socketpair", FENCE_SERVER, false, 0, { 0 } },
	{ "connect", FENCE_SERVER, false, 0, { 0 } },
	{ "bind", FENCE_SERVER, false, 0, { 0 } },
	{ "listen", FENCE_SERVER, false, 0, { 0 } },
	{ "personality", FENCE_SERVER, true, 0, { 0 } },
	{ "memfd_create", FENCE_SERVER, false, 0, { 0 } },
	{ "fork", FENCE_SERVER, true, 0, { 0 } },
	{ "vfork", FENCE_SERVER, true, 0, { 0 } },
	/* Threads are made.  What cannot be looked into is said not to be there, and clone is taken. */
	{ "clone3", FENCE_SERVER, false, ENOSYS, { 0 } },
	{ "clone", FENCE_SERVER, true, 0, { 0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0 } },
	{ "mmap", FENCE_SERVER, true, 0, { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC } },
	{ "mprotect", FENCE_SERVER, true, 0, { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC } },
	{ "pkey_mprotect",
	  FENCE_SERVER,
	  true,
	  0,
	  { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC } },
};

static int add_row(scmp_filter_ctx f, const struct row *r)
{
	const int call = seccomp_syscall_resolve_name(r->name);
	const uint32_t act = SCMP_ACT_ERRNO((uint32_t)(r->number ? r->number : EPERM));

	if (call == __NR_SCMP_ERROR)
		return 0;
	return seccomp_rule_add_array(f, act, call, r->if_.op ? 1 : 0, &r->if_);
}

static int add_rows(scmp_filter_ctx f, enum fence_calls which)
{
	int no = 0;

	for (size_t i = 0; !no && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].from <= which && !(SANITIZED && rows[i].sanitizer))
			no = add_row(f, &rows[i]);
	return no;
}

bool fence_calls(enum fence_calls which, struct err *err)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	int no = f ? 0 : -ENOMEM;

	if (!no)
		no = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1);
	if (!no)
		no = add_rows(f, which);
	if (!no)
		no = seccomp_load(f);
	if (f)
		seccomp_release(f);
	if (!no)
		return true;
	return err_set(err, no == -ENOSYS || no == -EINVAL ? ERR_NOT_FOUND : ERR_REFUSED,
		       "seccomp refuses: %s", strerror(-no));
}
