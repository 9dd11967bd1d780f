/* SPDX-License-Identifier: MIT */
/* A store of a test's own, in a folder of its own. */
#ifndef SUPPORT_SHELF_H
#define SUPPORT_SHELF_H

#include "base/arena.h"
#include "store/store.h"

struct shelf {
	const char *kind;
	char dir[64], path[96], copy[96];
	struct store *s;
	struct store_reply r; /* the last, copied whole; its texts end in NUL */
	struct arena mem;     /* what the replies hold */
	size_t replies;
	int64_t order[64]; /* the seq of each of the first replies, as they came */
};

struct shelf *shelf_create(const char *kind);
void shelf_destroy(struct shelf *sh);
void shelf_reopen(struct shelf *sh);
/* A reply for the shelf: copied, counted. */
void shelf_on_reply(void *user, const struct store_reply *r);
/* Submits with shelf_on_reply; the reply is not waited for. */
void shelf_submit(struct shelf *sh, struct store_req r);
/* Until `n` replies have come in all. */
void shelf_wait(struct shelf *sh, size_t n);
const struct store_reply *shelf_ask(struct shelf *sh, struct store_req r);
/* Asks, and the reply has this code. */
const struct store_reply *shelf_must(struct shelf *sh, enum err_code code, struct store_req r);

int64_t shelf_group(struct shelf *sh, const char *name);
/* Enrolled by an invite for `group` (0: all); the reply has member and device. */
int64_t shelf_person(struct shelf *sh, const char *name, int64_t group);
struct store_req shelf_enrol(const char *code, const char *name, const char *token,
			     int64_t now);
/* A facilitator's. */
struct store_req shelf_invite(const char *code, int64_t group, int64_t expires);
struct store_req shelf_say(int64_t group, int64_t member, int64_t ticket, const char *text);

/* How often the words are in the files of a store that is kept in some. */
int shelf_count(const struct shelf *sh, const char *words);

struct CMUnitTest;

/* Runs the tests on every kind of store; a test's state is a shelf. */
int shelf_run(const struct CMUnitTest *rows, size_t n);

#endif
