/* SPDX-License-Identifier: MIT */
/* Rows that stand in the order of a whole number of theirs. */
#ifndef BASE_SORTED_H
#define BASE_SORTED_H

#include <stddef.h>
#include <stdint.h>

struct sorted {
	size_t size, at; /* of a row; and where its number is, an int64_t */
};
#define SORTED_BY(type, field) ((struct sorted) { sizeof(type), offsetof(type, field) })

/* How many rows have a smaller number: where the first with it is, or would be. */
size_t sorted_place(const void *rows, size_t count, struct sorted by, int64_t number);

#endif
