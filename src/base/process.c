/* SPDX-License-Identifier: MIT */
#include "base/process.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { WIPED_WITH = 0x5a };

void process_keep_private(void)
{
	const struct rlimit none = { 0 };

	umask(077);
	setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) /* it looks for leaks from another process */
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

void process_wipe_freed(void)
{
#ifdef M_PERTURB
	mallopt(M_PERTURB, WIPED_WITH);
#endif
}
