/* SPDX-License-Identifier: MIT */
#include "base/sorted.h"

#include <string.h>

size_t sorted_place(const void *rows, size_t count, struct sorted by, int64_t number)
{
	size_t from = 0, to = count;

	while (from < to) {
		const size_t half = from + (to - from) / 2;
		int64_t here;

		memcpy(&here, (const char *)rows + half * by.size + by.at, sizeof(here));
		if (here < number)
			from = half + 1;
		else
			to = half;
	}
	return from;
}
