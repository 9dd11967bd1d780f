/* SPDX-License-Identifier: MIT */
/* A person's whole record at a client: part after part into one file, and anew where it changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "porchlight/reads.h"
#include "support/pair.h"
#include "wire/limits.h"

#define HASH "0123456789abcdef0123456789abcdef"

/* The clinic's answers, one after the other; asked for more, it has changed again. */
static struct {
	const char *parts; /* 'f' a first or middle part, 'l' the last, 'c' it changed */
	size_t at;
	char fill; /* what the next part is full of */
	char paths[400];
} clinic;

static bool give(struct serve_request *r, const char *path)
{
	static char body[WIRE_RECORD_PART];
	struct serve_file f = { .type = "application/fhir+json", .tag = "7n" HASH };
	char what;

	if (strncmp(path, "/v1/record", 10) != 0)
		return false;
	snprintf(clinic.paths + strlen(clinic.paths),
		 sizeof(clinic.paths) - strlen(clinic.paths), "%s ", path + 10);
	what = clinic.parts[clinic.at] ? clinic.parts[clinic.at++] : 'c';
	if (what == 'l')
		f.tag = "7e";
	memset(body, clinic.fill, sizeof(body));
	clinic.fill += what != 'c';
	f.body = (struct str) { body, what == 'l' ? 3 : sizeof(body) };
	if (what == 'c')
		serve_answer(r, 409, str_of("{\"error\":\"changed\"}"));
	else
		serve_answer_file(r, &f);
	return true;
}

static bool has_ended(struct pair *p)
{
	struct pl_record r;

	pl_client_record_state(p->client, &r);
	return !r.busy;
}

/* Asks for it, with these answers; how it ended. */
static struct pl_record fetch(struct pair *p, const char *parts, const char *path)
{
	struct pl_record r;

	memset(&clinic, 0, sizeof(clinic));
	clinic.parts = parts;
	clinic.fill = 'a';
	assert_int_equal(pl_client_record(p->client, path), PL_OK);
	pair_until(p, has_ended);
	pl_client_record_state(p->client, &r);
	return r;
}

/* The first byte and the last, and how many there are. */
static void holds(const char *path, char first, char last, long bytes)
{
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	assert_int_equal(fgetc(f), first);
	fseek(f, -1, SEEK_END);
	assert_int_equal(fgetc(f), last);
	assert_int_equal(ftell(f), bytes);
	fclose(f);
}

static int open_clinic(void **state)
{
	struct pair *p;

	if (pair_open(state))
		return -1;
	p = *state;
	p->server.give = give;
	pair_guest(p);
	pair_join(p);
	return 0;
}

/* Each test has a file of its own. */
#define PATH(p, path) snprintf(path, sizeof(path), "%s/%s.json", (p)->base, __func__)

static void part_after_part_is_one_file(void **state)
{
	struct pair *p = *state;
	char path[200];

	PATH(p, path);
	assert_int_equal(fetch(p, "ffl", path).failure, PL_OK);
	holds(path, 'a', 'c', 2 * WIRE_RECORD_PART + 3);
	assert_string_equal(clinic.paths, " /7.500000." HASH " /7.1000000." HASH " ");
}

/* What was fetched before it is thrown away, and none of it is in the file. */
static void what_changed_on_the_way_is_fetched_anew(void **state)
{
	struct pair *p = *state;
	char path[200];

	PATH(p, path);
	assert_int_equal(fetch(p, "ffcfl", path).failure, PL_OK);
	holds(path, 'c', 'd', WIRE_RECORD_PART + 3);
	assert_string_equal(clinic.paths,
			    " /7.500000." HASH " /7.1000000." HASH "  /7.500000." HASH " ");
}

/* Who reads it meanwhile changes it: so many times it is tried, and then there is no file. */
static void what_changes_each_time_is_no_file(void **state)
{
	struct pair *p = *state;
	char path[200];

	PATH(p, path);
	assert_int_equal(fetch(p, "fcfcfcfcfcfcfcfcfc", path).failure, PL_FAIL_NOT_NOW);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(fetch(p, "l", path).failure, PL_OK);
	holds(path, 'a', 'a', 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(part_after_part_is_one_file),
		cmocka_unit_test(what_changed_on_the_way_is_fetched_anew),
		cmocka_unit_test(what_changes_each_time_is_no_file),
	};

	return cmocka_run_group_tests(tests, open_clinic, pair_close);
}
