/* SPDX-License-Identifier: MIT */
/*
 * A server for an hour: its folder, its process, and who clears up behind them.  A keeper
 * waits at the end of a pipe whose other end is held by us and by all that we start; when the
 * last of them is gone, be it by kill -9, it removes the folder.
 */
#ifndef DEMO_HOUSE_H
#define DEMO_HOUSE_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

enum { HOUSE_PATH = 512 };

struct house {
	char program[HOUSE_PATH]; /* porchlightd */
	char folder[HOUSE_PATH / 2];
	char data[HOUSE_PATH], log[HOUSE_PATH], secret[HOUSE_PATH]; /* what lies in it */
	pid_t keeper, server;                                       /* 0: not started */
	int life; /* the end that we hold; -1: closed */
	int port; /* of the server, on loopback */
};

/*
 * Makes the folder, and `secret` in it: a file with a passphrase that nobody needs to know.
 * Before anything starts a thread.  False: see `err`; house_close is to be called anyway.
 */
bool house_open(struct house *h, struct err *err);
/* Ends the server, and waits until the folder is gone. */
void house_close(struct house *h);

/* Runs porchlightd with these words, ended by NULL, and adds what it prints to `out`. */
bool house_run(struct house *h, const char *const *words, struct buf *out, struct err *err);
/* Starts the server; back when it listens. */
bool house_serve(struct house *h, struct err *err);

#endif
