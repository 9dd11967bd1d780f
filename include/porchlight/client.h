/* SPDX-License-Identifier: MIT */
/*
 * libporchlight: the client of a porchlight session server.
 *
 * Loop-free: watch pl_client_fd() for reading, wait no longer than
 * pl_client_timeout_ms(), then call pl_client_work(), which never blocks and
 * answers with what changed, as bits.  Nothing calls back.  One thread only.
 *
 * Every pointer that a getter gives is borrowed until the next pl_client_work(),
 * act or close on the same client.  All text given out is valid UTF-8 without control
 * characters but '\n' and '\t'.  Moments on the wall are milliseconds since 1970
 * in UTC (_utc_ms).  On memory exhaustion the library ends the process; drafts
 * and the outbox are on disk by then.
 */
#ifndef PORCHLIGHT_CLIENT_H
#define PORCHLIGHT_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(default) /* what is below is all that the library shows */

/* Why something did not work.  The words for each are the front end's. */
enum pl_failure {
	PL_OK,
	PL_FAIL_PASSPHRASE,      /* does not open the local store, or the server's account */
	PL_FAIL_INVITE_FORM,     /* not an invite line */
	PL_FAIL_INVITE_UNKNOWN,  /* the server never gave it */
	PL_FAIL_INVITE_USED,     /* somebody has joined with it */
	PL_FAIL_INVITE_EXPIRED,  /* it is too old */
	PL_FAIL_NAME,            /* the name is taken or not allowed */
	PL_FAIL_PASSPHRASE_WEAK, /* shorter than 8 characters */
	PL_FAIL_TOKEN,           /* this device was signed out or its token expired */
	PL_FAIL_DISABLED,        /* the account is switched off */
	PL_FAIL_CERTIFICATE,     /* the server is not the one of the invite */
	PL_FAIL_CLOCK,           /* this device's clock makes the certificate invalid */
	PL_FAIL_DISK,            /* the disk is full or the store cannot be written */
	PL_FAIL_SERVER_DOWN,     /* found, but nothing answers there */
	PL_FAIL_DNS,             /* the server's name cannot be found */
	PL_FAIL_NETWORK,         /* no way to the server */
	PL_FAIL_TOO_LONG,        /* longer than a message may be */
	PL_FAIL_NOT_NOW,         /* not signed in, or not in that group */
	PL_FAIL_REFUSED,         /* the server says that this person may not */
	PL_FAIL_BUSY,            /* too many attempts: wait a minute */
	PL_FAIL_LOCKED,          /* another porchlight has this store open */
	PL_FAIL_ENCODING,        /* the name or the passphrase is not UTF-8 */
	/* In a session: see session.h. */
	PL_FAIL_STATE,   /* not as things stand now */
	PL_FAIL_WHO,     /* that person is not there */
	PL_FAIL_LATE,    /* the minute in which it could be undone is over */
	PL_FAIL_WAITING, /* this person waits to be admitted */
	PL_FAIL_OUT,     /* this person is not in the room */
	PL_FAIL_MUTED,   /* this person is muted for a while */
	PL_FAIL_NORMS,   /* the norms are to be accepted first */
	PL_FAIL_TURN,    /* somebody else has the floor, or nobody */
	PL_FAIL_QUIET,   /* only those who lead speak now */
	PL_FAIL_TEXT,    /* the server has no plan, exercise or lesson of that name */
	PL_FAIL_GONE,    /* it is not kept any more */
	PL_FAIL_TWICE,   /* that was said before, and stands */
	PL_FAIL_DANGER,  /* somebody is not safe: that is to be seen to first */
	PL_FAIL_NO_NOTE, /* the session is not over, or that person was not in it */
	PL_FAIL_FILE,    /* there is such a file already, or it cannot be made */
	/* Beside the passphrase this account wants the figures of a phone: pl_client_figures. */
	PL_FAIL_FIGURES,       /* none were given yet */
	PL_FAIL_FIGURES_WRONG, /* they do not fit, or were used */
	PL_FAIL_FIGURES_NEW,   /* the phone gets pl_client_secret first */
	PL_FAIL_FOLDER, /* what is in the folder is a link, or another user's: nothing was opened */
	PL_FAIL_NEWER,       /* a newer porchlight has used this store: it stays as it is */
	PL_FAIL_MEMORY,      /* there is not enough for the passphrase's hash */
	PL_FAIL_SERVER_FULL, /* the server cannot store just now; it is tried again */
	PL_FAIL_CONSENT,     /* it is not open, not this person's, or has another name in it */
	PL_FAILURES,
};

enum pl_role { PL_PATIENT, PL_FACILITATOR, PL_FAMILY, PL_ADMIN, PL_ROLES };

/* What the connection is waiting for. */
enum pl_link {
	PL_LINK_OFF,     /* not signed in: nothing to connect to */
	PL_LINK_OPENING, /* an attempt is under way */
	PL_LINK_LIVE,    /* connected */
	PL_LINK_QUIET,   /* connected, but nothing heard for a while */
	PL_LINK_WAITING, /* no connection; retry_in_ms until the next attempt */
	PL_LINK_REFUSED, /* the server refuses this device: sign in again */
	PL_LINKS,
};

/* Where a message is. */
enum pl_state {
	PL_KEPT_HERE,    /* on this device only */
	PL_AT_SERVER,    /* stored by the server */
	PL_SHOWN,        /* at the server, shown to `shown_to` others */
	PL_NOT_ACCEPTED, /* the server refused it; the text is kept */
	PL_HELD,         /* at the server, where it waits for those who lead */
	PL_STATES,
};

/* PL_FORMER: was erased; there are only a name that is not theirs and what they did. */
enum pl_presence { PL_HERE, PL_LINE_DOWN, PL_LEFT, PL_FORMER, PL_PRESENCES };

/* Bits of pl_client_work()'s answer. */
enum {
	PL_CHANGED_LINK = 1 << 0,
	PL_CHANGED_GROUPS = 1 << 1,
	PL_CHANGED_PEOPLE = 1 << 2,
	PL_CHANGED_MESSAGES = 1 << 3,
	PL_CHANGED_ACCOUNT = 1 << 4, /* an act ended (see pl_client_result), or who this is */
	PL_CHANGED_DATA = 1 << 5,    /* pl_client_notice, or whether the line is metered */
	PL_CHANGED_SESSION = 1 << 6, /* a group's session, or its notices: see session.h */
};

struct pl_client;

struct pl_group {
	int64_t id;
	const char *name;
	int64_t last_seq;  /* newest message known here */
	int64_t read_seq;  /* newest message shown to this person */
	int64_t away_seq;  /* up to this it was said before the last connection began; or 0 */
	int64_t first_seq; /* the first message that the server keeps still; 0: not told */
	bool keep_told;    /* the server has told the next two since the program began */
	int keep_days, keep_years; /* it keeps messages, attendance for so long; 0: no end */
};

struct pl_person {
	int64_t id;
	const char *name;
	enum pl_role role;
	enum pl_presence presence;
};

/* What others say to a message, in a word. */
enum pl_reaction { PL_ME_TOO, PL_THANK_YOU, PL_REACTIONS };

struct pl_message {
	uint64_t id;    /* the same message keeps its id, before and after it is sent */
	int64_t seq;    /* its number in the group, from 1 without gaps; 0 while kept here */
	int64_t member; /* who said it */
	const char *who;
	const char *text;
	int64_t utc_ms; /* the server's clock; ours while kept here */
	enum pl_state state;
	int shown_to; /* how many others have seen it; own messages only */
	bool mine;
	const char *warning;         /* what stands in front of it, to be read first; or "" */
	bool hidden;                 /* by a facilitator: its text is "" */
	int reactions[PL_REACTIONS]; /* how many have said so, in the session that runs */
	bool erased;                 /* at the wish of who wrote it; then it is hidden, too */
};

struct pl_link_info {
	enum pl_link link;
	enum pl_failure failure; /* why the last attempt ended, or PL_OK */
	/* Since anything was heard, be it TCP's acknowledgement; -1 before the first time. */
	int64_t heard_ms;
	int64_t unacked_ms;  /* how long sent lines have waited for an answer; 0 if none */
	int64_t retry_in_ms; /* PL_LINK_WAITING only */
	int kept;            /* lines kept here and not yet at the server */
	bool is_metered;     /* nothing is fetched that was not asked for */
};

struct pl_options {
	const char *dir;        /* the data folder, made 0700 if missing */
	bool guest;             /* keep nothing on disk; `dir` is ignored */
	const char *passphrase; /* opens the store; NULL only for a guest */
};

/* Could a passphrase, a key or a token not be kept out of swap space?  Of the whole program. */
bool pl_client_may_be_swapped(void);

/* Is there a store in `dir` already?  If so a passphrase opens it; if not, join. */
bool pl_client_exists(const char *dir);

/* NULL on failure, with `why` set.  Takes as long as Argon2id takes (about 0.05 s); waits for nothing else. */
struct pl_client *pl_client_open(const struct pl_options *o, enum pl_failure *why);
void pl_client_close(struct pl_client *c); /* NULL is fine */

/*
 * Is this the passphrase that opens the store, or, for a guest, the one that they joined with?
 * PL_OK or PL_FAIL_PASSPHRASE; PL_FAIL_NOT_NOW: nobody has joined here; PL_FAIL_DISK.  For who
 * locks the screen: the store stays open, and the connection too.  Takes as long as pl_client_open.
 */
enum pl_failure pl_client_check(const struct pl_client *c, const char *passphrase);

/*
 * From the folder: all that this library has in it goes, be it open to anybody or not.  The file
 * without which no passphrase opens the store goes first; each is overwritten before, which
 * helps on a disk that writes in place and nowhere else.  The folder goes if nothing else is in
 * it.  PL_FAIL_LOCKED: a program has it open.  PL_FAIL_DISK: something could not be removed.
 * PL_FAIL_NOT_NOW: there is nothing of ours there.  Needs no passphrase.
 */
enum pl_failure pl_client_wipe(const char *dir);
/* To be done when this one is closed, by whoever closes it.  PL_FAIL_NOT_NOW: it keeps nothing. */
enum pl_failure pl_client_wipe_at_end(struct pl_client *c);
bool pl_client_wipes_at_end(const struct pl_client *c);

int pl_client_fd(const struct pl_client *c);
int pl_client_timeout_ms(const struct pl_client *c); /* -1: no limit */
unsigned pl_client_work(struct pl_client *c);

/* Is this device enrolled, so that there is a server, a name and a token? */
bool pl_client_enrolled(const struct pl_client *c);

/*
 * The acts that ask the server over HTTP.  Each returns at once; PL_CHANGED_ACCOUNT
 * tells when it ended and pl_client_result how.  One at a time: else PL_FAIL_NOT_NOW.
 * `invite` is "porchlight join HOST:PORT/CODE#FINGERPRINT", with or without the
 * first two words.  One that this person used already, the answer lost, signs them in.
 * Lines kept here from before a sign-in go out after it, once: see libporchlight(3).
 */
enum pl_failure pl_client_join(struct pl_client *c, const char *invite, const char *name,
			       const char *passphrase);
/* Is it one, as far as that can be seen without the server? */
bool pl_invite_is_whole(const char *invite);
enum pl_failure pl_client_sign_in(struct pl_client *c, const char *passphrase);
/*
 * Joining or signing in goes on, after one of PL_FAIL_FIGURES...: what the phone shows, or a
 * recovery code.  NULL gives it up, and wipes the passphrase, which is kept in memory until
 * then.  PL_FAIL_NOT_NOW: nothing waits for figures.
 */
enum pl_failure pl_client_figures(struct pl_client *c, const char *figures);
/* PL_FAIL_FIGURES_NEW: what is to be typed into the phone's app, in groups of four; else "". */
const char *pl_client_secret(const struct pl_client *c);
/* Signed in with the first figures: codes with a blank between, each of them good once in place
 * of figures.  They are in memory alone, until the next act.  Else "". */
const char *pl_client_recovery(const struct pl_client *c);
enum pl_failure pl_client_sign_out(struct pl_client *c, bool everywhere);
/* Facilitators: sign out all devices of a person, by name. */
enum pl_failure pl_client_cut_off(struct pl_client *c, const char *name);
/* Facilitators: the skeleton of a note about a person, by name, in the group's newest session,
 * which must be over (PL_FAIL_NO_NOTE). */
enum pl_failure pl_client_note(struct pl_client *c, int64_t group, const char *name);
/* The one that came last; "" before.  It is in memory alone. */
const char *pl_client_note_text(const struct pl_client *c);
/* Into a new file that nobody else may read.  PL_FAIL_NOT_NOW: no note has come. */
enum pl_failure pl_client_note_save(const struct pl_client *c, const char *path);
/*
 * This person's consents by 42 CFR 2.31, asked of the server: all of them, or one of a number
 * signed, by the name that is in it, or taken back (PL_FAIL_CONSENT).  In the language of
 * pl_client_language, where the clinic's server has it; one that is signed, in that in which it was
 * read then, which is kept with the signature.  They are not kept on
 * disk, and nothing of it waits for the line: PL_FAIL_NOT_NOW, PL_FAIL_NETWORK.
 */
enum pl_failure pl_client_consents(struct pl_client *c);
enum pl_failure pl_client_consent_sign(struct pl_client *c, int64_t number, const char *name);
enum pl_failure pl_client_consent_revoke(struct pl_client *c, int64_t number);
/* As the server told them last, the newest first, each behind an empty line; "" there are
 * none, NULL it has not told.  The library's, until the next pl_client_work(). */
const char *pl_client_consents_text(const struct pl_client *c);
bool pl_client_busy(const struct pl_client *c);
enum pl_failure pl_client_result(const struct pl_client *c);
/* After PL_FAIL_BUSY: how many seconds to wait before the next try; 0: not told. */
int pl_client_wait_s(const struct pl_client *c);

void pl_client_connect_now(struct pl_client *c); /* do not wait out the back-off */
void pl_client_link(const struct pl_client *c, struct pl_link_info *out);

/* Who this is; name "" and id 0 before enrolling.  The name is the account's. */
struct pl_person pl_client_self(const struct pl_client *c);
/* What this person is called in that group, which may be something else (PL_ACT_NAME). */
const char *pl_client_called(const struct pl_client *c, int64_t group);
/* For those who lead: the account's name of a person who is called something else in that group;
 * "" where it is the same, or not for this person to know. */
const char *pl_client_account(const struct pl_client *c, int64_t group, int64_t member);

size_t pl_client_groups(const struct pl_client *c, const struct pl_group **out);
size_t pl_client_people(const struct pl_client *c, int64_t group, const struct pl_person **out);
/* Oldest first; what is kept here comes last.  At most the newest 500. */
size_t pl_client_messages(struct pl_client *c, int64_t group, const struct pl_message **out);

/* On disk before it returns PL_OK, and the group's draft gone.  At most 4000 bytes of UTF-8,
 * not blank (PL_FAIL_NOT_NOW). */
enum pl_failure pl_client_say(struct pl_client *c, int64_t group, const char *text);
/* The same, with a warning of at most 64 bytes in front, to be read first. */
enum pl_failure pl_client_warn(struct pl_client *c, int64_t group, const char *warning,
			       const char *text);
/* Forgets a line of ours that was not accepted; PL_FAIL_NOT_NOW for any other. */
enum pl_failure pl_client_drop(struct pl_client *c, int64_t group, uint64_t id);
/* What was typed and not said; survives a kill when it returns.  NULL or "" forgets. */
enum pl_failure pl_client_draft_set(struct pl_client *c, int64_t group, const char *text);
/* Never NULL.  Asked for again or set, of whichever group, what it gave before is gone. */
const char *pl_client_draft(const struct pl_client *c, int64_t group);
/* This person has been shown everything up to `seq`.  No change comes of it, and a kill within
 * the time that the server is not told either may take it back. */
void pl_client_seen(struct pl_client *c, int64_t group, int64_t seq);

/*
 * What the line carries, in bytes: whole IP packets, with their headers, of the WebSocket
 * and of HTTP, as this system's kernel counts them.  Not in it: looking up the server's
 * name, what was sent to us and got lost on the way, and what other programs send.
 * "Today" and "this month" are those of the local calendar.
 */
struct pl_bytes {
	uint64_t up, down;
};

/* How to treat the line.  PL_METERED_AUTO: as one that is paid for by the amount, if there
 * is an allowance. */
enum pl_metered { PL_METERED_AUTO, PL_METERED_YES, PL_METERED_NO, PL_METERED_WAYS };

struct pl_data {
	struct pl_bytes session; /* since pl_client_open */
	struct pl_bytes today, month;
	uint64_t reconnect; /* both ways: the last time that a connection was made, with all
			       its attempts and what was missed; 0: none was yet */
	uint64_t hour;      /* both ways: an hour of being connected costs so much, judged by
			       the last one; 0: too early to tell (10 minutes) */
	uint64_t allowance; /* a month, both ways; 0: none */
	enum pl_metered metered; /* as it was set */
	bool is_metered;         /* what that means now */
};

/* Counts up to now. */
void pl_client_data(struct pl_client *c, struct pl_data *out);
/* At first PL_METERED_AUTO.  Not kept: set it each time. */
void pl_client_meter(struct pl_client *c, enum pl_metered metered);
/* Bytes a month, both ways; 0, as at first: none.  Nothing is ever cut.  Not kept. */
void pl_client_allow(struct pl_client *c, uint64_t bytes);
/* 80 or 100: so many percent of the month's allowance are used, and the person was not told
 * yet.  Else 0.  When it was told, say so: it is not said again this month, nor in a later
 * session. */
int pl_client_notice(const struct pl_client *c);
void pl_client_told(struct pl_client *c);

/* Messages `first` to `first` + `n` - 1 of a group; n 0: none. */
struct pl_range {
	int64_t first, n;
};

/*
 * Asks for the newest 50, at most, of the messages that are not here: first of those that
 * are missing in between, then of those before the oldest.  `out` tells which.  They come
 * as messages do, when there is a connection.  n is 0 where all is here that can be shown
 * (the newest 500).  PL_FAIL_NOT_NOW: no such group, or a page is still on its way.
 */
enum pl_failure pl_client_older(struct pl_client *c, int64_t group, struct pl_range *out);

#pragma GCC visibility pop

#endif
