/* SPDX-License-Identifier: MIT */
#include "schedule/zone_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum {
	HEADER = 44,
	KIND = 6 /* bytes: an offset of 4, and two that are not looked at */
};

/* The numbers of a header, in their order. */
enum { IS_UTC, IS_STANDARD, LEAPS, TIMES, KINDS, LETTERS, NUMBERS };

static int64_t number(const unsigned char *p, size_t bytes)
{
	uint64_t n = p[0] & 0x80 ? UINT64_MAX : 0;

	while (bytes--)
		n = n << 8 | *p++;
	return (int64_t)n;
}

static bool read_header(const struct zone_file *f, size_t at, size_t numbers[NUMBERS])
{
	if (at + HEADER > f->n || memcmp(f->all + at, "TZif", 4) != 0)
		return false;
	for (size_t i = 0; i < NUMBERS; i++) {
		int64_t n = number(f->all + at + 20 + 4 * i, 4);

		if (n < 0 || n > ZONE_FILE_MAX)
			return false;
		numbers[i] = (size_t)n;
	}
	return true;
}

/* The block of 64 bits stands behind one of 32. */
static bool find_lists(struct zone_file *f)
{
	size_t n[NUMBERS], at;

	if (!read_header(f, 0, n) || f->all[4] < '2')
		return false;
	at = HEADER + n[TIMES] * 5 + n[KINDS] * KIND + n[LETTERS] + n[LEAPS] * 8 +
	     n[IS_STANDARD] + n[IS_UTC];
	if (!read_header(f, at, n))
		return false;
	f->count = n[TIMES];
	f->kind_count = n[KINDS];
	f->times = at + HEADER;
	f->kinds = f->times + 8 * f->count;
	f->offsets = f->kinds + f->count;
	return f->kind_count > 0 && f->offsets + KIND * f->kind_count <= f->n;
}

bool zone_file_open(struct zone_file *f, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	*f = (struct zone_file) { .all = mem_get(ZONE_FILE_MAX) };
	f->n = fread(f->all, 1, ZONE_FILE_MAX, file);
	fclose(file);
	if (find_lists(f))
		return true;
	zone_file_close(f);
	return false;
}

void zone_file_close(struct zone_file *f)
{
	free(f->all);
	f->all = NULL;
}

static int32_t offset_of(const struct zone_file *f, size_t kind)
{
	return (int32_t)number(f->all + f->offsets + KIND * kind, 4);
}

bool zone_file_change(const struct zone_file *f, size_t i, struct zone_change *out)
{
	size_t kind = f->all[f->kinds + i];

	if (kind >= f->kind_count)
		return false;
	*out = (struct zone_change) { .utc_s = number(f->all + f->times + 8 * i, 8),
				      .offset = offset_of(f, kind) };
	return true;
}

int32_t zone_file_before(const struct zone_file *f)
{
	return offset_of(f, 0);
}
