/* SPDX-License-Identifier: MIT */
/*
 * What a program may still do, kept by the kernel: Landlock for files, seccomp for system
 * calls (landlock(7), seccomp(2)).  It cannot be taken back, and threads and programs
 * started later are inside as well.
 */
#ifndef FENCE_FENCE_H
#define FENCE_FENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct fence_path {
	const char *
		path; /* a file, or a folder and all that is in it; one that is not there is skipped */
	bool write; /* files may be made, changed and removed; else they are read alone */
};

/*
 * From here on the calling thread has the files of `paths` and no others, and runs no program.
 * Threads that are there already go on as before: call it first.  False: ERR_NOT_FOUND where
 * the kernel has no Landlock, ERR_REFUSED where it would not.
 */
bool fence_files(const struct fence_path *paths, size_t count, struct err *err);

enum fence_calls {
	FENCE_PROGRAM, /* no other program is run, looked into or made privileged */
	FENCE_SERVER,  /* nor a process or a socket made, nor memory made to run */
};

/* The same of system calls, for all threads; they fail with EPERM.  Errors as above. */
bool fence_calls(enum fence_calls which, struct err *err);

#endif
