/* SPDX-License-Identifier: MIT */
/*
 * libwebsockets does not free all SSL_CTXs of a process with many contexts (see pair.c): only
 * a test has more than one.  The person's own program is watched whole.
 */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libssl.so\nleak:libcrypto.so\n";
}
