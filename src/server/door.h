/* SPDX-License-Identifier: MIT */
/* One HTTP request on its way: door.c (the requests) and proof.c (the slow hash). */
#ifndef SERVER_DOOR_H
#define SERVER_DOOR_H

#include "server/figures.h"
#include "server/server_in.h"
#include "wire/body.h"

enum call_field {
	CALL_CODE,
	CALL_NAME,
	CALL_PASSPHRASE,
	CALL_ALL,
	CALL_GROUP,
	CALL_KNOWN,
	CALL_FIGURES,
	CALL_CONSENT,
	CALL_FIELDS
};

enum { CALL_MORE = 4 }; /* what may go with an error's code */

struct call {
	struct server *server;
	struct serve_request *request;
	const struct route *route;
	struct body_field body[CALL_FIELDS];
	char address[64];
	char rest[128];         /* of the path, behind a route that is the beginning of one */
	char *name;             /* cleaned */
	char hash[SECRET_PASS]; /* of the passphrase: made, or to be compared */
	char token[SECRET_TOKEN], token_hash[SECRET_HASH];
	int64_t member, device;
	char *role;
	/* The slow part: on another thread it sees the passphrase and `hash` alone. */
	bool makes_hash, hash_good;
	void (*then)(struct call *c);
	struct proof_wait waits;
	bool is_known;      /* no stranger: see throttle.h */
	int64_t was_device; /* which it was before; 0: none that is known */
	bool is_invited;    /* nor is who has a good invite */
	/* What was counted last, for proof_undo. */
	enum throttle_what tried;
	const char *tried_name;
	char code_hash[SECRET_HASH]; /* of the invite */
	char secret[FIGURES_SECRET]; /* a new one, for a phone */
	struct buf recovery;         /* new codes; p NULL: none */
};

/* Ends the call: with an error's code, or with 200 and these. */
void call_fail(struct call *c, const char *code);
/* The first, with more than the code. */
void call_fail_with(struct call *c, const char *code, const struct body_field *more, size_t n);
void call_answer(struct call *c, const struct body_field *fields, size_t n);
void call_answer_file(struct call *c, const struct serve_file *f);

/* Asks the store, with `user` as what the answer is given to: the call, or what has it. */
void call_ask(struct call *c, struct store_req r, void *user,
	      void (*done)(void *user, const struct store_reply *r));
/* The same with the call itself, unless the server ends: then the call does. */
void call_next(struct call *c, struct store_req r,
	       void (*done)(void *user, const struct store_reply *r));
/* It answers that, then. */
bool call_store_failed(struct call *c, const struct store_reply *r);
/* Cleans the name that was given, into c->name.  NULL when it will do, else the code. */
const char *call_take_name(struct call *c);

/* One more of these, for this network or, once the call has a member, this account?
 * Else it is answered so. */
bool call_may(struct call *c, enum budget_what what);

/* door_in.c */
void door_fail_wait(struct call *c, int64_t seconds); /* "rate", and for how long */
bool door_may_try(struct call *c, enum throttle_what what, const char *name);
void door_let_in(struct call *c); /* who has proven who they are: makes a device */
/* door_figures.c: who has given the right passphrase goes this way to door_let_in. */
void door_figures(struct call *c);
bool door_demands_figures(const struct call *c);
void door_give_secret(struct call *c); /* instead: the answer is a new secret */
void door_enrol(struct call *c);
void door_signin(struct call *c);
/* door_consent.c */
void door_consents(struct call *c);
void door_consent_sign(struct call *c);
void door_consent_revoke(struct call *c);
/* door_record.c */
void door_record(struct call *c);
/* door_note.c, door_out.c */
void door_note(struct call *c);
void door_signout(struct call *c);
void door_cutoff(struct call *c);

/* Makes or compares the hash, then calls `then`.  False: too many wait. */
bool proof_start(struct call *c, void (*then)(struct call *c));
/* One that waits for it still, and will not get it; NULL: none. */
struct call *proof_give_up(struct server *s);
/* Counts a try under this name, which stays there: how long is to be waited before; 0: go on. */
int64_t proof_take(struct call *c, enum throttle_what what, const char *name);
/* It was right, or not looked at. */
void proof_undo(struct call *c);

#endif
