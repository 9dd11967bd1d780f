/* SPDX-License-Identifier: MIT */
#include "support/fake_reads.h"

#include <stdio.h>

#include "support/fake_client.h"

size_t pl_client_reads(struct pl_client *c, const struct pl_was_read **out)
{
	*out = c->reads.all;
	return c->reads.count;
}

void pl_client_reads_state(const struct pl_client *c, struct pl_reads *out)
{
	*out = c->reads.state;
}

enum pl_failure pl_client_reads_fetch(struct pl_client *c)
{
	c->reads.fetches++;
	return c->answer;
}

enum pl_failure pl_client_reads_older(struct pl_client *c)
{
	c->reads.olders++;
	return c->answer;
}

enum pl_failure pl_client_record(struct pl_client *c, const char *path)
{
	snprintf(c->reads.record_path, sizeof(c->reads.record_path), "%s", path);
	return c->answer;
}

void pl_client_record_state(const struct pl_client *c, struct pl_record *out)
{
	*out = c->reads.record;
}
