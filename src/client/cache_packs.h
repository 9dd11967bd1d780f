/* SPDX-License-Identifier: MIT */
/* What the device keeps of packs of forms: whole ones, whose key each has, and files that have come in part.
 * As cache.h says of writing; the server can give all of it again. */
#ifndef CLIENT_CACHE_PACKS_H
#define CLIENT_CACHE_PACKS_H

#include "client/cache.h"
#include "packs/pack.h"

struct cache_pack {
	struct str name, key;
	struct str text; /* pack.txt; empty: it is not here, only its key is known */
	int64_t utc_ms;
};
/* Each of them, borrowed for the call, by name. */
bool cache_packs_each(struct cache *c, void (*take)(void *user, const struct cache_pack *p),
		      void *user, struct err *err);
/* A file of a whole one, in `mem`; p NULL: there is none. */
struct str cache_pack_file(struct cache *c, const char *pack, const char *path,
			   struct arena *mem);
bool cache_pack_key(struct cache *c, const char *name, const char *key);
/* In the place of the one before, all or nothing; what had come in part goes. */
bool cache_pack_put(struct cache *c, const struct pack *p, const struct cache_pack *row);
bool cache_pack_drop(struct cache *c, const char *name);

/* What has come of a file with this hash, in `mem`. */
struct str cache_part(struct cache *c, const char *hash, struct arena *mem);
bool cache_part_set(struct cache *c, const char *hash, struct str bytes); /* n 0: it goes */

#endif
