/* SPDX-License-Identifier: MIT */
/*
 * What a target offers to libFuzzer, and to replay.c.  To look for new finds: hunt.sh.  A find goes
 * into corpus/X, where it stays found.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#endif
