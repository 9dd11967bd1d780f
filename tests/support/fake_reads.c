/* SPDX-License-Identifier: MIT */
#include "support/fake_reads.h"

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
