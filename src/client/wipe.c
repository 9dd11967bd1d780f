/* SPDX-License-Identifier: MIT */
/* Nothing that was kept here is to stay. */
#include "base/log.h"
#include "client/core.h"
#include "client/vault.h"

enum pl_failure pl_client_wipe_at_end(struct pl_client *c)
{
	if (!cache_is_on_disk(c->cache))
		return PL_FAIL_NOT_NOW;
	c->wipes = true;
	return PL_OK;
}

bool pl_client_wipes_at_end(const struct pl_client *c)
{
	return c->wipes;
}

enum pl_failure pl_client_wipe(const char *dir)
{
	static const enum pl_failure rows[ERR_CODES] = {
		[ERR_NOT_NOW] = PL_FAIL_LOCKED,
		[ERR_REFUSED] = PL_FAIL_FOLDER,
		[ERR_NOT_FOUND] = PL_FAIL_NOT_NOW,
	};
	struct err err = { 0 };

	if (vault_wipe(dir, &err))
		return PL_OK;
	log_event(LOG_ERROR_, "wipe", "why=\"%s\"", err.text);
	return rows[err.code] ? rows[err.code] : PL_FAIL_DISK;
}
