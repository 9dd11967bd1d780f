/* SPDX-License-Identifier: MIT */
#include "support/fake_packs.h"

#include <stdio.h>

#include "support/fake_client.h"

size_t pl_client_packs(struct pl_client *c, const struct pl_pack **out)
{
	*out = c->packs.all;
	return c->packs.count;
}

void pl_client_packs_state(const struct pl_client *c, struct pl_packs *out)
{
	*out = c->packs.state;
}

enum pl_failure pl_client_packs_fetch(struct pl_client *c)
{
	c->packs.fetches++;
	return c->answer;
}

enum pl_failure pl_client_pack_trust(struct pl_client *c, const char *name)
{
	snprintf(c->packs.trusted, sizeof(c->packs.trusted), "%s", name);
	return c->answer;
}
