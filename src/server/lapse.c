/* SPDX-License-Identifier: MIT */
#include "server/lapse.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "server/folder.h"

enum { TEXT_MAX = 32 };

/* The other way nothing goes that should not. */
enum lapse lapse_judge(int64_t last_utc_ms, int64_t now_utc_ms)
{
	if (!last_utc_ms)
		return LAPSE_FIRST;
	return now_utc_ms - last_utc_ms > LAPSE_DAYS * INT64_C(86400000) ? LAPSE_WAITS
									 : LAPSE_GOES;
}

int64_t lapse_last_ms(const struct conf *c)
{
	char *path = conf_path(c, LAPSE_FILE);
	struct buf text;
	int64_t last_ms = 0;

	if (folder_read(path, TEXT_MAX, &text, NULL))
		last_ms = strtoll(buf_text(&text), NULL, 10);
	buf_finish(&text);
	free(path);
	return last_ms > 0 ? last_ms : 0;
}

bool lapse_went(const struct conf *c, int64_t utc_ms, struct err *err)
{
	char *path = conf_path(c, LAPSE_FILE), text[TEXT_MAX];
	bool good;

	snprintf(text, sizeof(text), "%" PRId64 "\n", utc_ms);
	good = file_replace(path, str_of(text), 0600, err);
	free(path);
	return good;
}
