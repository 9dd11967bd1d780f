/* SPDX-License-Identifier: MIT */
/* What the device keeps of coping cards: how often each helped this person, and did not. */
#ifndef CLIENT_CACHE_KIT_H
#define CLIENT_CACHE_KIT_H

#include "client/cache.h"

struct cache_helped {
	int helped, did_not;
};

/* All 0 where nothing was said of it. */
struct cache_helped cache_card(struct cache *c, const char *name);
/* Once more. */
bool cache_card_said(struct cache *c, const char *name, bool helped);
/* The folder of the store; NULL: it is in memory alone. */
const char *cache_folder(const struct cache *c);

#endif
