/* SPDX-License-Identifier: MIT */
#include "support/tmpdir.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

static int drop_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

bool tmpdir_make(char out[TMPDIR_PATH])
{
	snprintf(out, TMPDIR_PATH, "/tmp/porchlight-test-XXXXXX");
	return mkdtemp(out) != NULL;
}

void tmpdir_drop(const char *path)
{
	nftw(path, drop_one, 16, FTW_DEPTH | FTW_PHYS);
}
