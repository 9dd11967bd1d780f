/* SPDX-License-Identifier: MIT */
/* What the tests of the client's cache share: a folder for each test, and short words. */
#ifndef SUPPORT_CACHED_H
#define SUPPORT_CACHED_H

#include "client/cache.h"
#include "support/tmpdir.h"

enum { ME = 7, GROUP = 1 };

#define PASSPHRASE "correct horse"

extern const struct cache_word account[5]; /* Ana's, with the token T-1 */

struct folder {
	char base[TMPDIR_PATH], dir[80]; /* `dir` is not there at first */
	struct cache *cache;
};

/* cmocka's setup and teardown; *state is a struct folder with no cache. */
int make_folder(void **state);
int drop_folder(void **state);

struct cache *reopen(struct folder *f); /* from its folder, after closing it */
struct cache *
guest(struct folder *f); /* in memory: quicker where the disk is not asked about */
void load(struct cache *c, struct state *s);

struct wire_msg message(int64_t seq, int64_t member, const char *text);
struct wire_msg group_with(int64_t last, int64_t seen);
void keep(struct cache *c, struct wire_msg m);
void keep_range(struct cache *c, int64_t from, int64_t to);
int64_t say_after(struct cache *c, int64_t top, const char *text); /* the ticket */
/* The texts that would be sent, in order: "one,two". */
void outbox_is(struct cache *c, const char *want);

#endif
