/* SPDX-License-Identifier: MIT */
#include "base/locked.h"

#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static bool failed;

void locked_hold(const void *p, size_t n)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE),
			from = (uintptr_t)p / page * page;

	if (!p || !n)
		return;
	failed = mlock(p, n) != 0 || failed;
	madvise((void *)from, (uintptr_t)p + n - from, MADV_DONTDUMP);
}

bool locked_failed(void)
{
	return failed;
}

bool locked_all(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return true; /* its shadow is larger than any memory */
#else
	const struct rlimit any = { RLIM_INFINITY, RLIM_INFINITY };

	return setrlimit(RLIMIT_MEMLOCK, &any) == 0 &&
	       mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
#endif
}
