/* SPDX-License-Identifier: MIT */
/* What the server's answers mean: HTTP's, the codes of errors, the ends of connections. */
#ifndef CLIENT_ACCOUNT_H
#define CLIENT_ACCOUNT_H

#include "net/fetch.h"
#include "porchlight/client.h"

struct account_reply {
	int64_t member, device;
	char *name, *role, *token, *ca, *note,
		*consents; /* the caller's, by account_reply_finish */
	char *known;       /* or NULL: an older server */
	char *recovery;    /* new codes, or NULL */
	char *secret;      /* PL_FAIL_FIGURES_NEW, or NULL */
	int wait_s;        /* PL_FAIL_BUSY: to be waited for; 0: not told */
};

/* PL_OK with `out` filled where the answer brings a token.  `out` is to be finished always. */
enum pl_failure account_read(const struct fetch_reply *r, bool wants_token,
			     struct account_reply *out);
void account_reply_finish(struct account_reply *r);
enum pl_failure account_failure_of_end(enum ws_end end);

#endif
