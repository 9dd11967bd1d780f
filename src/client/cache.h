/* SPDX-License-Identifier: MIT */
/*
 * What the device keeps, in one encrypted database: account, groups, people,
 * messages, the lines that are not at the server yet (the outbox), drafts.
 *
 * What returns bool has been written when it returns true; false is a full disk or a
 * broken one.  Written means: there after this program is killed.  Lines and the account
 * are also there after a power cut; the rest the server can give again, and a draft is
 * written at every pause of typing, too often to wait for the disk each time.
 */
#ifndef CLIENT_CACHE_H
#define CLIENT_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "client/state.h"

struct cache;

/* `dir` NULL keeps all in memory.  ERR_KEY: wrong passphrase; ERR_NOT_NOW: open elsewhere;
 * ERR_TOO_OLD: a newer program has used it, and no byte of it is changed. */
struct cache *cache_open(const char *dir, const char *passphrase, struct err *err);
bool cache_is_on_disk(const struct cache *c);
void cache_close(struct cache *c); /* NULL is fine */
/* Certain that nothing was ever kept in it: no account, no words. */
bool cache_unused(struct cache *c);
/* Closes it and removes its files. */
void cache_discard(struct cache *c);
bool cache_exists(const char *dir);
/* PL_OK: it is this store's passphrase; PL_FAIL_NOT_NOW: it has none. */
enum pl_failure cache_check(const struct cache *c, const char *passphrase);
/* One that is in memory alone has this one from now on.  False: there is not enough memory. */
bool cache_promise(struct cache *c, const char *passphrase);

/* The account, a word and a value each ("host", "token", ...).  NULL where there is none. */
/* A word that is there until the server has said which numbers people have in the groups. */
#define CACHE_ACCOUNTS "accounts"

char *cache_get(struct cache *c, const char *word); /* the caller's */

struct cache_word {
	const char *word, *value; /* a NULL value forgets the word */
};

/* What new words mean for the rest. */
enum cache_rest {
	CACHE_SAME,   /* nothing: the server knows the tickets still */
	CACHE_DEVICE, /* a new device of the same person: see cache_doubt */
	CACHE_OTHER,  /* another person, or another server: all that was kept goes */
};

/* All or none. */
bool cache_set(struct cache *c, const struct cache_word *words, size_t n, enum cache_rest rest);

/* Everything that was known when it was written, into an empty state. */
bool cache_load(struct cache *c, struct state *s, struct err *err);
/* The messages of one frame, clean, before they are applied; one transaction. */
bool cache_keep(struct cache *c, const struct wire_msg *msgs, size_t n, int64_t self,
		struct err *err);

/*
 * The outbox.  No ticket is ever given twice by this store, whichever device it speaks as:
 * so a line keeps its ticket, and its id, when the person signs in anew.
 */
/* A line of the group's: d, b, x; its ticket goes into k, and the group's draft away. */
bool cache_outbox_add(struct cache *c, const struct state_group *g, struct wire_msg *line);
/* It waits at the server, and is not sent. */
bool cache_outbox_hold(struct cache *c, int64_t ticket);
bool cache_outbox_refuse(struct cache *c, int64_t ticket); /* stays, not to be sent again */
bool cache_outbox_drop(struct cache *c, int64_t ticket);   /* one that was refused goes */
/* How many of a group's lines up to this ticket are not at the server yet, of those that may be
 * sent. */
int cache_outbox_waiting(struct cache *c, int64_t group, int64_t upto);

/*
 * A store may be put back from an old copy: then it does not know which tickets it has given
 * since, and the server has words under them.  So it keeps up to which ticket it is sure: those
 * were given by this store, as it is, or while the server said that it has no higher one.
 */
int64_t cache_sure(struct cache *c);
/* The server has none that is higher: it is sure of all it has given, and of those that it
 * gives until cache_unsure. */
bool cache_be_sure(struct cache *c);
void cache_unsure(struct cache *c);
/*
 * The server has one that is higher, `top`: all that was given behind the sure ones, and is not
 * answered, has another ticket from now on, higher by what comes back.  Lines may have been said
 * before this copy was put back: see cache_doubt.  0: the disk.
 */
int64_t cache_put_back(struct cache *c, int64_t top);

struct cache_line {
	int64_t ticket, group;
	struct str text, warning;
};

/* The next line of the group to send behind this ticket, its text in `mem`.  None overtakes a
 * doubtful one. */
bool cache_outbox_next(struct cache *c, int64_t group, int64_t after, struct arena *mem,
		       struct cache_line *out);

/*
 * Lines that were kept when the device changed may be at the server: sent, and the answer
 * lost.  The server knows a ticket by its device, so sending such a line as the new device
 * could say it twice.  It waits until all that was said since it was typed is here.  If
 * the person said the same words there, that was this line; if not, it is sent.  If it can
 * not be told (too much was said since), it is not sent, and its text is kept.
 *
 * Of a store that was put back the server knows the device, and gives with the message the
 * ticket that the line had; what was said there before the line was typed is another's.
 */
enum cache_verdict { CACHE_WAITS, CACHE_FOUND, CACHE_TO_SEND, CACHE_UNKNOWN };

struct cache_doubt {
	enum cache_verdict verdict;
	int64_t ticket;
	int64_t seq, utc_ms; /* CACHE_FOUND */
};

/* Is there such a line in this group? */
bool cache_is_doubtful(struct cache *c, int64_t group);
/* Decides the group's oldest doubtful line, if it can be: call again until CACHE_WAITS.
 * `ahead_ms`: the server's clock of ours. */
struct cache_doubt cache_doubt(struct cache *c, const struct state_group *g, int64_t self,
			       int64_t ahead_ms);

bool cache_draft_set(struct cache *c, int64_t group, const char *text);
char *cache_draft(struct cache *c, int64_t group); /* the caller's; NULL: none */
bool cache_seen(struct cache *c, int64_t group, int64_t seq);

/*
 * The newest page that is missing between two numbers we have: false if none is.  Only
 * where its messages would be shown: older ones wait until somebody asks for them.
 */
bool cache_hole(struct cache *c, int64_t group, int64_t *seq, int64_t *n);
int64_t cache_last_seq(struct cache *c, int64_t group);
/* The same, asked for: then also what is older than all we have. */
bool cache_older(struct cache *c, int64_t group, int64_t *seq, int64_t *n);

#endif
