/* SPDX-License-Identifier: MIT */
/* What the connection costs, and a line on which it must cost little. */
#ifndef CLIENT_DATA_H
#define CLIENT_DATA_H

#include "client/link.h"
#include "client/meter.h"
#include "net/toll.h"

enum {
	/*
	 * Several messages are read as one.  The first after a pause is told soon, for who only
	 * looks in; then a mark waits for company: a frame of its own costs 145 bytes, and one
	 * that rides with a line of ours nearly nothing.
	 */
	DATA_SEEN_MS = 3000,
	DATA_SEEN_NEXT_MS = 30000,
	DATA_SEEN_PAUSE_MS = 60000,
	DATA_SEEN_METERED_MS = 60000, /* it most often finds company by then */
};

struct data {
	struct meter meter;
	struct toll fetched; /* by HTTP */
	enum pl_metered metered;
	int notice; /* that was told of by PL_CHANGED_DATA */
};

/* What is kept of earlier sessions. */
void data_open(struct pl_client *c);
/* Counts up to now, and keeps it if there is nothing more to come. */
void data_close(struct pl_client *c);
/* The link was fed: what went before it belongs to the state before. */
void data_turn(struct pl_client *c, enum link_input in);
void data_fetched(struct pl_client *c, const struct toll *t);

bool data_is_metered(const struct pl_client *c);
/* May what is missing in this group be asked for, though nobody asked? */
bool data_may_fill(const struct pl_client *c, int64_t group);
/* How long what was shown waits for company. */
int64_t data_seen_ms(const struct pl_client *c);

#endif
