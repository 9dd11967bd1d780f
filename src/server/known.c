/* SPDX-License-Identifier: MIT */
#include "server/known.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "server/seal.h"
#include "wire/limits.h"

enum { NUMBERS = 48 };

bool known_make(const struct conf *c, int64_t member, int64_t device, struct buf *out)
{
	char text[NUMBERS];
	struct err err = { 0 };

	snprintf(text, sizeof(text), "%" PRId64 " %" PRId64, member, device);
	if (seal_close(c, KNOWN_KEY, str_of(text), out, &err))
		return true;
	log_event(LOG_ERROR_, "no_known", "why=\"%s\"", err.text);
	return false;
}

bool known_is(const struct conf *c, const char *text, int64_t member, int64_t *device)
{
	int64_t said_member = 0, said_device = 0;
	struct buf said;

	*device = 0;
	if (!text || strlen(text) > WIRE_KNOWN_MAX)
		return false;
	buf_init(&said, NUMBERS);
	if (seal_open(c, KNOWN_KEY, str_of(text), &said))
		sscanf(buf_text(&said), "%" SCNd64 " %" SCNd64, &said_member, &said_device);
	buf_finish(&said);
	if (said_member != member)
		return false;
	*device = said_device;
	return true;
}
