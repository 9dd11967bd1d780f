/* SPDX-License-Identifier: MIT */
/* replay DIR: every file of the folder through the target it is linked with, by any compiler. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "fuzz/fuzz.h"

enum { FILE_MAX = 1 << 20 };

static int replay(const char *dir, const char *name)
{
	char path[4096];
	uint8_t *data = mem_get(FILE_MAX);
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "rb");
	if (!f) {
		perror(path);
		free(data);
		return -1;
	}
	n = fread(data, 1, FILE_MAX, f);
	fclose(f);
	/* room of its own size: reading beyond it is seen */
	data = mem_grow(data, n);
	fprintf(stderr, "%s\n", name); /* the last one named is the one that failed */
	LLVMFuzzerTestOneInput(data, n);
	free(data);
	return 0;
}

int main(int argc, char **argv)
{
	DIR *d = argc == 2 ? opendir(argv[1]) : NULL;
	int failed = 0, count = 0;

	if (!d) {
		fprintf(stderr, "usage: replay DIR\n");
		return 2;
	}
	for (const struct dirent *e; (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		failed |= replay(argv[1], e->d_name);
		count++;
	}
	closedir(d);
	return failed || count == 0;
}
