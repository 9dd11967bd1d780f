/* SPDX-License-Identifier: MIT */
/* A session server of the test's own, in a temporary folder, and the people who join it. */
#ifndef SUPPORT_TOWN_H
#define SUPPORT_TOWN_H

#include <stdbool.h>

#include "support/child.h"

#define TOWN_PASSPHRASE "a long passphrase"

struct town {
	char dir[64];     /* all of it, removed at the end */
	char data[96];    /* the server's */
	char log[96];     /* the server's */
	char pass[96];    /* a file with TOWN_PASSPHRASE */
	char address[40]; /* where it listens */
	char host[64];    /* what invites name: the address, if a test does not say otherwise */
	int port;         /* stays the same over restarts */
	struct child server;
};

/* For cmocka: a town with one group, "Evening", and its server; *state is the town. */
int town_open(void **state);
int town_close(void **state);
/* The same at another address than 127.0.0.1. */
struct town *town_open_at(const char *host);

bool town_serve(struct town *t);
/* The two halves of it: begun, and waited for. */
bool town_start(struct town *t);
bool town_is_up(struct town *t);
/*
 * From its next start it has this certificate and key, NULL: its own; and knows no tickets, for
 * who has one needs to be shown no certificate.  False: it had no ticket key.
 */
bool town_set_cert(const struct town *t, const char *cert_file, const char *key_file);
void town_kill(struct town *t); /* as if the power went */
/* Runs porchlightd with these words, ended by NULL; its exit status.  `out` may be NULL. */
int town_admin(struct town *t, struct buf *out, const char *const *words);
/* One invite line; the caller's. */
char *town_invite(struct town *t, const char *role);
/* The client in line mode on pipes: joins as NAME (whose folder is dir/NAME), or comes back. */
void town_join(struct town *t, struct child *c, const char *name, const char *role);
void town_return(struct town *t, struct child *c, const char *name);
/* Words for the client's command line, ended by NULL, valid until the next call. */
const char *const *town_words(struct town *t, const char *name, const char *face,
			      const char *invite);
/* The same with the program in Spanish; NULL: that is not here. */
const char *const *town_in_spanish(const char *const *words);
/* The same for one of several devices of a person: its folder is dir/DEVICE. */
const char *const *town_device(struct town *t, const char *device, const char *name,
			       const char *invite);

#endif
