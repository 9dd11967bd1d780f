/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/invite.h"

#define PRINT "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef"

static void reads(const char *line, const char *host, int port)
{
	struct invite i;

	if (!invite_parse(line, &i))
		fail_msg("not read: %s", line);
	assert_string_equal(i.host, host);
	assert_int_equal(i.port, port);
	assert_string_equal(i.code, "c0de-X");
	assert_string_equal(i.fingerprint, PRINT);
}

static void an_invite_is_read_with_its_words_and_without(void **state)
{
	(void)state;
	reads("porchlight join example.org:4430/c0de-X#" PRINT, "example.org", 4430);
	reads("join example.org:4430/c0de-X#" PRINT, "example.org", 4430);
	reads("example.org:4430/c0de-X#" PRINT, "example.org", 4430);
	reads("\t porchlight\tjoin   127.0.0.1:1/c0de-X#" PRINT " \r\n", "127.0.0.1", 1);
}

static void a_host_may_be_ipv6_in_brackets(void **state)
{
	(void)state;
	reads("[2001:db8::7]:65535/c0de-X#" PRINT, "2001:db8::7", 65535);
}

static void a_host_may_be_called_join(void **state)
{
	(void)state;
	reads("join:4430/c0de-X#" PRINT, "join", 4430);
}

static void what_is_not_whole_is_refused(void **state)
{
	static const char *const lines[] = {
		"",
		"porchlight join",
		"hello there",
		"host/c0de#" PRINT,
		"host:/c0de#" PRINT,
		"host:0/c0de#" PRINT,
		"host:65536/c0de#" PRINT,
		"host:99999999999999999999/c0de#" PRINT,
		"host:-1/c0de#" PRINT,
		"host:+1/c0de#" PRINT,
		"host:44x/c0de#" PRINT,
		":44/c0de#" PRINT,
		"host:44/#" PRINT,
		"host:44/c0de",
		"host:44/c0de#",
		"host:44/c0de#abc",
		"host:44/c0de#" PRINT "0",
		"host:44/c0de#" PRINT " x",
		"host:44/c0 de#" PRINT,
		"ho st:44/c0de#" PRINT,
		"[::1:44/c0de#" PRINT,
		"[]:44/c0de#" PRINT,
		"host:44/c\x1b[2Jde#" PRINT,
		"h\xc3\xb6st:44/c0de#" PRINT,
		"https://host:44/c0de#" PRINT,
	};
	struct invite i;

	(void)state;
	for (size_t k = 0; k < sizeof(lines) / sizeof(lines[0]); k++)
		if (invite_parse(lines[k], &i))
			fail_msg("taken: %s", lines[k]);
}

static void the_longest_parts_fit_and_one_more_does_not(void **state)
{
	char host[257], code[66], line[512];
	struct invite i;

	(void)state;
	memset(host, 'h', sizeof(host));
	memset(code, 'c', sizeof(code));
	snprintf(line, sizeof(line), "%.255s:1/%.64s#" PRINT, host, code);
	assert_true(invite_parse(line, &i));
	assert_int_equal(strlen(i.host), 255);
	assert_int_equal(strlen(i.code), 64);
	snprintf(line, sizeof(line), "%.256s:1/%.64s#" PRINT, host, code);
	assert_false(invite_parse(line, &i));
	snprintf(line, sizeof(line), "%.255s:1/%.65s#" PRINT, host, code);
	assert_false(invite_parse(line, &i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_invite_is_read_with_its_words_and_without),
		cmocka_unit_test(a_host_may_be_ipv6_in_brackets),
		cmocka_unit_test(a_host_may_be_called_join),
		cmocka_unit_test(what_is_not_whole_is_refused),
		cmocka_unit_test(the_longest_parts_fit_and_one_more_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
