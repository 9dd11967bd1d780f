/* SPDX-License-Identifier: MIT */
#include "wire/have.h"

#include <stdlib.h>
#include <string.h>

/* A number from 0 on, up to `end` or the end of its part. */
static bool read_number(const char **at, char end, int64_t *out)
{
	char *after;

	*out = strtoll(*at, &after, 10);
	if (after == *at || **at < '0' || **at > '9' || *out == INT64_MAX ||
	    (*after != end && *after != '&' && *after != '\0'))
		return false;
	*at = after + (*after == end);
	return true;
}

static void read_cursors(const char *at, struct wire_have *out)
{
	struct wire_cursor c;

	while (out->count < WIRE_GROUPS_MAX && read_number(&at, '.', &c.group) &&
	       read_number(&at, ',', &c.seq))
		out->cursors[out->count++] = c;
}

static void read_version(const char *at, int64_t *out)
{
	int64_t version;

	if (!*out && read_number(&at, '&', &version))
		*out = version + 1;
}

static void read_program(const char *at, struct wire_have *out)
{
	read_version(at, &out->program);
}

static void read_cases(const char *at, struct wire_have *out)
{
	read_version(at, &out->cases);
}

static void read_accounts(const char *at, struct wire_have *out)
{
	read_version(at, &out->accounts);
}

static void read_tickets(const char *at, struct wire_have *out)
{
	read_version(at, &out->tickets);
}

static const struct {
	const char *key;
	void (*read)(const char *at, struct wire_have *out);
} parts[] = {
	{ "c=", read_cursors },  { "w=", read_program }, { "v=", read_cases },
	{ "u=", read_accounts }, { "k=", read_tickets },
};

void wire_have_read(const char *query, struct wire_have *out)
{
	*out = (struct wire_have) { .count = 0 };
	for (const char *at = query; at; at = strchr(at, '&')) {
		at += *at == '&';
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			if (strncmp(at, parts[i].key, 2) == 0)
				parts[i].read(at + 2, out);
	}
}

bool wire_have_write(const struct wire_have *h, struct buf *out)
{
	const struct {
		char key;
		int64_t version;
	} versions[] = { { 'w', h->program },
			 { 'v', h->cases },
			 { 'u', h->accounts },
			 { 'k', h->tickets } };
	bool good = true;
	char next = '?';

	for (size_t i = 0; i < h->count; i++) {
		good = good && buf_addf(out, "%s%lld.%lld",
					i ? "," : "?c=", (long long)h->cursors[i].group,
					(long long)h->cursors[i].seq);
		next = '&';
	}
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		if (!versions[i].version)
			continue;
		good = good && buf_addf(out, "%c%c=%lld", next, versions[i].key,
					(long long)versions[i].version - 1);
		next = '&';
	}
	return good;
}
