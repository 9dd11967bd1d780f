/* SPDX-License-Identifier: MIT */
/* An invite line that is taken names what it says, and comes back when it is written again. */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "client/invite.h"

static void is_printable(const char *text, size_t least, size_t most)
{
	assert(strlen(text) >= least && strlen(text) <= most);
	for (; *text; text++)
		assert((unsigned char)*text > ' ' && (unsigned char)*text < 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *line = mem_dup((const char *)data, n), again[512];
	struct invite in, back;

	if (invite_parse(line, &in)) {
		const bool v6 = strchr(in.host, ':') != NULL;

		is_printable(in.host, 1, sizeof(in.host) - 1);
		is_printable(in.code, 1, sizeof(in.code) - 1);
		is_printable(in.fingerprint, 64, 64);
		assert(strspn(in.fingerprint, "0123456789abcdefABCDEF") == 64);
		assert(in.port >= 1 && in.port <= 65535);
		snprintf(again, sizeof(again), "porchlight join %s%s%s:%d/%s#%s", v6 ? "[" : "",
			 in.host, v6 ? "]" : "", in.port, in.code, in.fingerprint);
		assert(invite_parse(again, &back) &&
		       memcmp(&in.port, &back.port, sizeof(int)) == 0);
		assert(strcmp(in.host, back.host) == 0 && strcmp(in.code, back.code) == 0);
		assert(strcmp(in.fingerprint, back.fingerprint) == 0);
	}
	free(line);
	return 0;
}
