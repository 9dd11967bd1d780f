/* SPDX-License-Identifier: MIT */
/* The act under way: joining, signing in or out, cutting off.  One at a time. */
#ifndef CLIENT_ACTS_H
#define CLIENT_ACTS_H

#include "client/invite.h"
#include "porchlight/client.h"

enum act_kind {
	ACT_NONE,
	ACT_ENROL,
	ACT_REJOIN,
	ACT_SIGN_IN,
	ACT_SIGN_OUT,
	ACT_CUT_OFF,
	ACT_NOTE,
	ACT_CONSENTS,
	ACT_CONSENT_SIGN,
	ACT_CONSENT_REVOKE,
	ACT_KINDS
};

struct act {
	enum act_kind kind;     /* ACT_NONE: nothing is under way */
	enum pl_failure result; /* of the last one */
	int wait_s;             /* PL_FAIL_BUSY: before the next; 0: not told */
	/* Joining: what it needs if it turns out to have happened already. */
	struct invite invite;
	char *name, *passphrase;
	enum act_kind asks;      /* what waits for figures, with these; ACT_NONE: nothing */
	char *secret, *recovery; /* as pl_client_secret and pl_client_recovery have them */
};

/* Wipes what it holds, but for the recovery codes, which stay until the next one. */
void act_finish(struct act *a);
/* The codes, too. */
void act_forget(struct act *a);

#endif
