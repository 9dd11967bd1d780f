/* SPDX-License-Identifier: MIT */
#include "server/known.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "server/seal.h"
#include "wire/limits.h"

enum { NUMBER = 24 };

static void number(int64_t member, char out[NUMBER])
{
	snprintf(out, NUMBER, "%" PRId64, member);
}

bool known_make(const struct conf *c, int64_t member, struct buf *out)
{
	char text[NUMBER];
	struct err err = { 0 };

	number(member, text);
	if (seal_close(c, KNOWN_KEY, str_of(text), out, &err))
		return true;
	log_event(LOG_ERROR_, "no_known", "why=\"%s\"", err.text);
	return false;
}

bool known_is(const struct conf *c, const char *text, int64_t member)
{
	char want[NUMBER];
	struct buf said;
	bool good;

	if (!text || strlen(text) > WIRE_KNOWN_MAX)
		return false;
	number(member, want);
	buf_init(&said, NUMBER);
	good = seal_open(c, KNOWN_KEY, str_of(text), &said) &&
	       strcmp(buf_text(&said), want) == 0;
	buf_finish(&said);
	return good;
}
