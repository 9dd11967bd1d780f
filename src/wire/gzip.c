/* SPDX-License-Identifier: MIT */
/* What goes over HTTP, as HTTP's clients take it. */
#include "wire/wire.h"

#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

enum { GZIP = 15 + 16, LEVEL = 9, MEM_LEVEL = 8 }; /* a 32 KB window, with gzip's header */

bool wire_gzip(struct str text, struct buf *out)
{
	unsigned char *packed = mem_get(text.n + 1);
	z_stream z = { .next_in = (const unsigned char *)text.p, .avail_in = (uInt)text.n };
	bool good;

	if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP, MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		abort(); /* out of memory: nothing else fails here */
	z.next_out = packed;
	z.avail_out = (uInt)text.n;
	good = deflate(&z, Z_FINISH) == Z_STREAM_END && buf_add(out, packed, z.total_out);
	deflateEnd(&z);
	free(packed);
	return good;
}
