/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <sys/random.h>

#include "store/backend.h"

static uint32_t (*given)(uint32_t n);

void store_chance(uint32_t (*below)(uint32_t n))
{
	given = below;
}

uint32_t chance_below(uint32_t n)
{
	uint64_t any;

	if (given)
		return given(n);
	if (getrandom(&any, sizeof(any), 0) != (ssize_t)sizeof(any))
		abort(); /* no such kernel: as libsodium does */
	return (uint32_t)(any % n);
}
