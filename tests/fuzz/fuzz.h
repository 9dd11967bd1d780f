/* SPDX-License-Identifier: MIT */
/*
 * What a target offers to libFuzzer, and to replay.c.  To look for new finds (clang):
 * clang -g -fsanitize=fuzzer,address,undefined -Isrc -Itests fuzz_X.c <the library's files>,
 * then run it on a copy of corpus/X.  A find goes into corpus/X, where it stays found.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#endif
