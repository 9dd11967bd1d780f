/* SPDX-License-Identifier: MIT */
/*
 * What of an HTTP request we read ourselves: the query of an upgrade, and a body.  What is read is
 * within its limits, and what is written of it is read as the same.  The first byte says which.
 */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "wire/body.h"
#include "wire/have.h"

enum { FIELDS = 4, ROOM = 1 << 20 };

static void query(const char *text)
{
	struct wire_have *have = mem_get(sizeof(*have)), *again = mem_get(sizeof(*again));
	struct buf out;

	buf_init(&out, ROOM);
	wire_have_read(text, have);
	assert(have->count <= WIRE_GROUPS_MAX && have->program >= 0 && have->cases >= 0);
	for (size_t i = 0; i < have->count; i++)
		assert(have->cursors[i].group >= 0 && have->cursors[i].seq >= 0);
	assert(wire_have_write(have, &out));
	wire_have_read(out.n ? buf_text(&out) + 1 : "", again);
	assert(again->count == have->count && again->program == have->program &&
	       again->cases == have->cases);
	assert(memcmp(again->cursors, have->cursors, have->count * sizeof(have->cursors[0])) ==
	       0);
	buf_finish(&out);
	free(have);
	free(again);
}

static void fields_begin(struct body_field *f)
{
	static const struct body_field all[FIELDS] = {
		{ .key = "name", .kind = BODY_TEXT },
		{ .key = "passphrase", .kind = BODY_TEXT },
		{ .key = "group", .kind = BODY_NUMBER },
		{ .key = "all", .kind = BODY_BOOL },
	};

	memcpy(f, all, sizeof(all));
}

static void same(const struct body_field *a, const struct body_field *b)
{
	assert(a->there == b->there);
	if (!a->there)
		return;
	assert(a->kind == BODY_TEXT ? strcmp(a->text, b->text) == 0 : a->number == b->number);
	assert(a->kind != BODY_TEXT || utf8_valid(str_of(a->text)));
	assert(a->kind != BODY_BOOL || a->number == 0 || a->number == 1);
}

static void body(struct str json)
{
	struct body_field got[FIELDS], back[FIELDS];
	struct buf out;

	fields_begin(got);
	fields_begin(back);
	buf_init(&out, ROOM);
	if (body_read(json, got, FIELDS)) {
		assert(body_write(&out, got, FIELDS));
		assert(body_read((struct str) { buf_text(&out), out.n }, back, FIELDS));
		for (size_t i = 0; i < FIELDS; i++)
			same(&got[i], &back[i]);
	}
	body_finish(got, FIELDS);
	body_finish(back, FIELDS);
	buf_finish(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *text = mem_dup((const char *)data + (n > 0), n - (n > 0));

	if (n && data[0] & 1)
		query(text);
	else
		body((struct str) { text, n - (n > 0) });
	free(text);
	return 0;
}
