/* SPDX-License-Identifier: MIT */
/* A client of ours and a fake server, turned in turn by one thread. */
#ifndef SUPPORT_PAIR_H
#define SUPPORT_PAIR_H

#include "porchlight/client.h"
#include "support/fake_server.h"
#include "support/tmpdir.h"

struct pair {
	char base[TMPDIR_PATH], dir[80];
	struct fake_server server;
	struct pl_client *client;
	unsigned changed; /* all that pl_client_work told since pair_turn began */
};

#define PAIR_PASSPHRASE "correct horse"

/* cmocka's setup and teardown; *state is a struct pair with a server and no client. */
int pair_open(void **state);
int pair_close(void **state);

/* Opens a guest, or the store in `dir`. */
void pair_guest(struct pair *p);
void pair_member(struct pair *p);
void pair_join(struct pair *p); /* and waits until it is live, and has what there is */
void pair_quit(struct pair *p); /* closes the client */
const char *pair_invite(struct pair *p);

/* Turns both until it is so; fails the test if it takes too long. */
void pair_until(struct pair *p, bool (*is_so)(struct pair *p));
/* Turns both until nothing more happens on this machine. */
void pair_settle(struct pair *p);
/* An act has begun with this; waits for its end. */
enum pl_failure pair_end(struct pair *p, enum pl_failure begun);

bool pair_is_live(struct pair *p);
bool pair_is_waiting(struct pair *p);
bool pair_has_none_kept(struct pair *p);
enum pl_link pair_link(struct pair *p, enum pl_failure *why);

/* "Mara:a Ana:b -c !d" where '-' is kept here and '!' not accepted. */
const char *pair_talk(struct pair *p);

#endif
