/* SPDX-License-Identifier: MIT */
/* What joining or signing in gives: this store speaks as a device of a person from then on. */
#ifndef CLIENT_DEVICE_H
#define CLIENT_DEVICE_H

#include "client/account.h"
#include "client/core.h"

/* The one whose words are kept here? */
bool device_is_same_person(const struct pl_client *c, const struct account_reply *r);
/* All of it is kept, and the link made anew.  As the same device, everything goes again under the
 * ticket that the server may know; as another one, see cache_rest.  PL_FAIL_DISK: nothing was. */
enum pl_failure device_keep(struct pl_client *c, const struct account_reply *r,
			    const char *host, int port);

#endif
