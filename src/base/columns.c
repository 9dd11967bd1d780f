/* SPDX-License-Identifier: MIT */
#include "base/columns.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

int columns_of(int fd)
{
	const char *term = getenv("TERM");
	struct winsize w = { 0 };

	if (!term || !*term || strcmp(term, "dumb") == 0)
		return INT_MAX;
	return ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col > 3 ? w.ws_col - 1 : INT_MAX;
}
