/* SPDX-License-Identifier: MIT */
/*
 * A face, the full one if not said otherwise, on a screen, in a child, with a client of
 * the test's own: Ana, in the "Evening group" (7), with Ben and Cy.  The parent orders
 * what happens to the client.
 */
#ifndef SUPPORT_PUPPET_H
#define SUPPORT_PUPPET_H

#include <stdbool.h>

#include "porchlight/client.h"
#include "support/screen.h"

enum { PUPPET_WAIT_MS = 20000 };

struct puppet_start {
	const char *term; /* NULL: xterm-256color */
	bool no_color, is_new, no_grid;
	int rows, cols;
	const char *draft;                /* kept from before, or NULL */
	int messages;                     /* "Ben: line 1" and so on are there, and read */
	int unread;                       /* so many of them are not */
	int coming;                       /* so many more are known of, and not here */
	int older;                        /* so many come when what is older is asked for */
	enum pl_link link;                /* 0: PL_LINK_OFF */
	const struct pl_session *session; /* NULL: none runs */
	void (*schedule)(struct pl_client *client); /* fills it; NULL: there is none */
	int (*face)(struct pl_client *client);      /* NULL: full_run */
};

/* What was asked of the client; memory that both processes see. */
struct puppet_seen {
	int orders; /* that were carried out */
	int says, drafts, sign_ins, connects;
	int64_t seen_seq;
	char said[4096], draft[4096], passphrase[64];
	double cpu_ms; /* when it has ended */
};

struct puppet {
	struct screen *screen;
	int orders;
	struct puppet_seen *seen;
};

#define PUPPET_STATUS "Evening group. 2 people here. Connected."

void puppet_open(struct puppet *p, const struct puppet_start *how);
int puppet_close(struct puppet *p); /* the exit status of full_run; hangs up if it still runs */

void puppet_message(struct puppet *p, const char *who, const char *text);
void puppet_link(struct puppet *p, enum pl_link link);
/* The newest message of Ana's own is in this state; `shown_to` so many. */
void puppet_own(struct puppet *p, enum pl_state state, int shown_to);
/* What Ana asked of the server has ended so. */
void puppet_result(struct puppet *p, enum pl_failure result);

/* The same with cmocka's asserts: it begins, and the line is there to type in. */
void puppet_begin(struct puppet *p, const struct puppet_start *how);
void puppet_plain(struct puppet *p, int messages); /* 24 by 80, connected */
void puppet_keys(struct puppet *p, const char *bytes);
void puppet_see(struct puppet *p, const char *text);
void puppet_gone(struct puppet *p, const char *text);
void puppet_row(struct puppet *p, int row, const char *want);
/* From the second one on, blanks behind them left out. */
void puppet_rows(struct puppet *p, const char *const *want, int n);
/* Leaves by Ctrl-C; the terminal must be as it was before, and its title untouched. */
void puppet_leave(struct puppet *p);

#endif
