/* SPDX-License-Identifier: MIT */
/* A server's configuration that is taken can be written down, and is then taken as the same; what is
 * refused is refused in words. */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "server/conf.h"

enum { ROOM = 1 << 20 };

static void set_again(const struct conf *c, struct conf *again, const struct conf_row *row)
{
	struct buf was, is;
	struct err err = { 0 };

	buf_init(&was, ROOM);
	buf_init(&is, ROOM);
	conf_get(c, row, &was);
	assert(conf_set(again, row->key, buf_text(&was), &err));
	conf_get(again, row, &is);
	assert(strcmp(buf_text(&was), buf_text(&is)) == 0);
	buf_finish(&was);
	buf_finish(&is);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const int fd = memfd_create("conf", MFD_CLOEXEC);
	struct conf c, again;
	struct err err = { 0 };
	char path[32];

	assert(fd >= 0 && write(fd, data, n) == (ssize_t)n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	conf_init(&c);
	conf_init(&again);
	if (!conf_read(&c, path, &err))
		assert(err.code != ERR_NONE && strstr(err.text, " line "));
	for (const struct conf_row *row = conf_rows; row->key; row++)
		set_again(&c, &again, row);
	conf_finish(&c);
	conf_finish(&again);
	close(fd);
	return 0;
}
