/* SPDX-License-Identifier: MIT */
/*
 * The server's store.  A request goes in, its reply comes back by callback,
 * always later and always on the caller's loop thread, from store_drain().  The
 * sqlite backend runs all requests that wait in one transaction on its one writer
 * thread (group commit): a reply means durable.
 *
 * One thread calls all of this.  Replies come in the order of the requests.  A request
 * without what its operation needs gets ERR_BAD_INPUT; a group, member or invite that is
 * not there ERR_NOT_FOUND; what must be unique and is not ERR_EXISTS.  ERR_DISK: nothing
 * of it was kept; what was asked beside it and only reads may still be answered.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum { STORE_KINDS = 3 }; /* questions of the door's */
enum { STORE_ROW_KINDS = 8, STORE_ROWS_MAX = 1000 };
enum { STORE_MARK = 65 }; /* bytes of a mark, with its NUL */

/* What each reads of a request -> what it gives in the reply. */
enum store_op {
	/* group member device ticket utc_ms a=text b=warning -> seq, utc_ms (as first stored).
	 * ERR_REFUSED: not a member, or the ticket stands for other words, or in another group. */
	STORE_SAY,
	/* group member device ticket a=text -> seq, utc_ms, of the message with this ticket; seq 0:
	 * there is none.  ERR_REFUSED: it stands for other words, or in another group. */
	STORE_SAID,
	/* group seq(after) limit -> messages, oldest first; a hidden one without its words */
	STORE_READ,
	/* group seq(after) limit -> the newest `limit` above seq, oldest first */
	STORE_READ_NEWEST,
	/* group member seq -> seq; never goes back, nor beyond the last.
	 * ERR_REFUSED: not a member. */
	STORE_SEEN,
	/* a=name -> id; unique without regard to ASCII case */
	STORE_GROUP_ADD,
	/* member (0: all) -> groups */
	STORE_GROUPS,
	/* group member -> ; the pair may exist */
	STORE_MEMBER_ADD,
	/* group -> users */
	STORE_MEMBERS,
	/*
	 * group member a=what they are called in this group; none: as their account is -> ;
	 * ERR_NOT_FOUND: not a member.  ERR_EXISTS: another of the group is called so, without
	 * regard to ASCII case.  Whoever comes into a group in which another is called as their
	 * account is has a number behind the name there, from 2 on.
	 */
	STORE_NAME,
	/* a=hash of the code, b=role, group (0: all), utc_ms(expires) -> */
	STORE_INVITE_ADD,
	/* a=code hash, b=name, c=passphrase hash, d=token hash, utc_ms(now) -> member, device;
	 * one step: the invite is used, the user made (unique without regard to ASCII case),
	 * put into the invite's group (or into all groups), a first device added.
	 * ERR_NOT_FOUND: no such invite; ERR_REFUSED: it was used; ERR_TOO_OLD: its time is over;
	 * ERR_EXISTS: name taken. */
	STORE_ENROL,
	/* a=code hash, utc_ms(now) -> ; what STORE_ENROL would say of the invite */
	STORE_INVITE_FIND,
	/* a=name, without regard to ASCII case -> users (0 or 1), with pass_hash */
	STORE_USER_FIND,
	/* -> users */
	STORE_USERS,
	/* member, disabled (seq: 0/1) -> ; a device of a disabled one is still found, so that
	 * it can be told why it may do nothing; enabling drops them all */
	STORE_USER_SET,
	/* member, a=new passphrase hash -> ; drops the devices */
	STORE_USER_PASS,
	/* member a=token hash utc_ms(now) device(that it was before; 0: none) -> id (device): the one
	 * that it was, with this token in place of its own, so that its tickets are good still; a
	 * new one where there was none, or another's has that number.  ERR_REFUSED: disabled. */
	STORE_DEVICE_ADD,
	/* a=token hash -> users (0 or 1; disabled ones too), device, utc_ms(used last), seq(made,
	 * as a moment), ticket: the highest of what is kept of that device's; 0: nothing is */
	STORE_DEVICE_FIND,
	/* device utc_ms(now) -> ; it is used */
	STORE_DEVICE_USED,
	/* device -> */
	STORE_DEVICE_DROP,
	/* member -> ; all of its devices are gone */
	STORE_DEVICES_DROP,
	/*
	 * The figures of a phone.  member seq(1: confirmed) c=sealed secret d=hashes of recovery
	 * codes, each ended by '\n' -> ; in place of those there were; no c: there are none.
	 */
	STORE_FIGURES_SET,
	/* member -> messages (0 or 1): text=sealed, seq=the last step used, hidden: not confirmed;
	 * id: how many recovery codes are left */
	STORE_FIGURES,
	/* member, seq=step; or a=hash of a recovery code -> ; used, and confirmed; d=as in
	 * STORE_FIGURES_SET, in place of those there were, if it is there.  ERR_REFUSED: this
	 * step or a later one was used, or there is no such code (any more). */
	STORE_FIGURES_USE,
	/*
	 * The log of a group's sessions, append-only.  group seq utc_ms a=event b=mark
	 * ticket(1: it begins a session) -> seq.  ERR_EXISTS: seq is not the log's next
	 * number, which begins with 1.
	 */
	STORE_EVENT,
	/* group seq(after) limit -> messages (seq, utc_ms, text, mark), oldest first */
	STORE_EVENTS,
	/* group -> seq: the event that began the newest session; with utc_ms, the first that
	 * began no sooner; 0: there was none */
	STORE_SESSION,
	/*
	 * What is kept no longer.  It is gone from the file, too.
	 *
	 * group utc_ms limit -> seq: the first message that is kept still, id: how many went.
	 * At most `limit`, from the oldest on, none behind one that is not older than utc_ms.
	 */
	STORE_MESSAGES_DROP,
	/*
	 * group utc_ms seq(1: the newest session is over) -> id: how many events went.  The
	 * oldest session, whole, if it ended before utc_ms.  Its last event stays without its
	 * text: by its mark the chain goes on.
	 */
	STORE_EVENTS_DROP,
	/* group utc_ms -> ; what was done about a report before utc_ms loses its words */
	STORE_REPORTS_DROP,
	/* -> ; what was dropped is not in the database's log any more either, if nobody else
	 * reads just now; else it is gone with the next one */
	STORE_WIPE,
	/* group member device ticket seq=message utc_ms a=why -> id: the report's number,
	 * utc_ms.  ERR_REFUSED: as STORE_SAY; ERR_NOT_FOUND: the message is not kept. */
	STORE_REPORT,
	/* group member=by seq=report utc_ms a=what was done ->
	 * ERR_EXISTS: something else was done about it. */
	STORE_RESOLVE,
	/* group member seq=report -> ; the member, whose it is, has been told what was done */
	STORE_REPORT_HEARD,
	/* group seq(after) limit -> reports, oldest first */
	STORE_REPORTS,
	/*
	 * An event, as in STORE_EVENT, and in the same step a message, as in STORE_SAY: group
	 * seq utc_ms a b, member device ticket c=text d=warning -> seq, utc_ms of the message.
	 */
	STORE_LET,
	/* The same, and a message is hidden (ticket 1) or shown again (0): group seq utc_ms a b
	 * message -> messages: that one, as it is now.  ERR_NOT_FOUND: it is not kept. */
	STORE_HIDE,
	/* group limit -> messages: the newest that are hidden, newest first */
	STORE_HIDDEN,
	/*
	 * An event, as in STORE_EVENT, and in the same step a reply to a question of the
	 * door's: group seq utc_ms a b, member ticket(1 .. STORE_KINDS: which) c=sealed text,
	 * which takes the place of the one before; no c: none.  -> seq
	 */
	STORE_REPLY,
	/* group -> ; all of its replies go */
	STORE_REPLIES_DROP,
	/* member c=sealed legal name; no c: none -> */
	STORE_LEGAL,
	/* member -> messages (0 or 1; text=sealed legal name), for the person's own record: no look */
	STORE_LEGAL_OF,
	/* group member seq=who looks ticket(0: the legal name, 1: the replies) utc_ms ->
	 * messages (seq=which, text=sealed); that it was looked at is durable before, and with a
	 * and chain so is a row of the access log, as in STORE_ACCESS.
	 * ERR_NOT_FOUND: there is none, and it was no look. */
	STORE_LOOK,
	/* member(0: all) limit -> messages, newest first: member whose, device=who looked,
	 * ticket as in STORE_LOOK, utc_ms */
	STORE_LOOKS,
	/*
	 * The program: rows of a kind, which the server alone can read.  Each change of any has
	 * the next version, over all kinds.
	 *
	 * ticket member device seq(0: a new row) limit(kind) a=row; no a: the row is no more, but
	 * keeps its number -> seq, utc_ms=version.  A ticket above 0 is good for one change, be
	 * it of a new row or of one there is; repeated: (member, device, ticket) made a change
	 * before; seq and utc_ms are those of then, and nothing was changed.  A change of
	 * the server's own has ticket 0.  Numbers are those of the kind, from 1 on, and none is
	 * given twice.  ERR_NOT_FOUND: no such row of this kind, or it is no more.  ERR_REFUSED:
	 * the ticket stands for a row of another kind.
	 */
	STORE_PUT,
	/* limit(kind) seq(after) -> messages (seq, utc_ms=version, member, device, ticket, text),
	 * by seq; those three are of who made the row; hidden: no more.  At most
	 * STORE_ROWS_MAX at once. */
	STORE_ROWS,
	/* limit(kind) utc_ms=version -> id: rows of a kind that are no more, and were changed last
	 * before that version, are forgotten */
	STORE_ROWS_DROP,
	/*
	 * Consents, and what was given out by them: append-only, one log of all people, chained
	 * by marks as the log of sessions is.  member seq utc_ms a=row b=mark -> seq.
	 * ERR_EXISTS: seq is not the log's next number, which begins with 1; ERR_NOT_FOUND: no
	 * such member.
	 */
	STORE_CONSENT,
	/* member(0: of all) seq(after) limit -> messages (seq, utc_ms, member, text, mark),
	 * oldest first */
	STORE_CONSENTS,
	/* -> messages (0 or 1; seq, utc_ms, mark): the newest row of that log, whoever's it is */
	STORE_CONSENTS_END,
	/*
	 * The access log: who has read what of whose record.  Append-only over all people; each
	 * mark is made of the one before it and of the row, by `chain`.  What is read is given
	 * when the reply is here, and not before.
	 *
	 * member(0: no one person's) message=who reads(0: not one of the users) utc_ms a=row
	 * chain -> seq, from 1 on without a gap.  With device and c=[VERSION,...]: these versions of
	 * rows of the program are given to that device now (STORE_GIVEN).
	 */
	STORE_ACCESS,
	/* seq(after) limit -> messages (seq, member, device=who reads, utc_ms, text, mark),
	 * oldest first, over all people */
	STORE_ACCESSES,
	/* member seq(before; 0: all) limit -> messages as above, of this person, newest first */
	STORE_ACCESSES_OF,
	/* device a=[VERSION,...] -> messages (seq=version): those of them that it was given */
	STORE_GIVEN,
	/*
	 * utc_ms limit -> id: how many rows of the access log went; at most `limit`, from the
	 * oldest on, none behind one that is not older than utc_ms.  The last of them stays
	 * without its text: by its mark the chain goes on.  What was given of rows of the
	 * program that are forgotten goes, too.
	 */
	STORE_ACCESS_DROP,
	/* group member seq(after) limit -> messages of that member, oldest first, for their own copy: a
	 * hidden one with its words */
	STORE_SAID_BY,
	/*
	 * member utc_ms a=name that stays b=what they are called in each group, with their number there
	 * behind it (none: as the account) -> id: how many messages lost their words.  In one step what is
	 * the person's alone goes: the words of their messages, which stay hidden for good, and of
	 * their reports; devices, figures, legal name and replies, the invite by which they came, name and
	 * passphrase.  The account is off.  ERR_NOT_FOUND: there is none, or it was done before.
	 */
	STORE_ERASE,
	/* group -> messages (member, seq): whose words in it were erased, up to which message */
	STORE_ERASED,
	/* group seq a=row -> ; an event stands there without its words: see server/chain.h */
	STORE_EVENT_ERASE,
	STORE_OPS,
};

struct store_message {
	int64_t seq, member, device, ticket, utc_ms;
	struct str text;    /* "" where it is hidden */
	struct str warning; /* what stands in front of it, or "" */
	bool hidden;
	bool erased; /* at the wish of who wrote it: it is hidden, too, and never has words again */
	struct str mark; /* STORE_EVENTS, STORE_ACCESSES */
};

struct store_group {
	int64_t id, last_seq, seen_seq; /* seen_seq: of the member asked for */
	int64_t first_seq;              /* the first message that is kept; last_seq + 1: none */
	int64_t last_utc_ms;            /* of the message last_seq; 0: it is not kept */
	struct str name;
	struct str called; /* what the member asked for is called in it; "": as their account */
	int64_t number;    /* theirs in it */
};

struct store_report {
	int64_t number, message, member, utc_ms;
	int64_t done_by, done_utc_ms; /* 0: nothing was done yet */
	bool heard;                   /* the member knows what was done */
	struct str why, done;
};

struct store_user {
	int64_t id, seen_seq; /* seen_seq: in the group asked for */
	struct str name, role, pass_hash;
	struct str called; /* in the group asked for; "": as the account */
	int64_t number;    /* there: above 0, of nobody else there, and of no account, ever */
	bool known;        /* they were there before there were such numbers */
	bool disabled;
	int64_t made_utc_ms, erased_utc_ms; /* 0: not known; is not erased */
};

struct store_reply {
	struct err err; /* code ERR_NONE when it worked */
	int64_t id, seq, utc_ms, member, device, ticket;
	bool repeated; /* STORE_SAY: (member, device, ticket) was there already */
	struct store_message *messages;
	struct store_group *groups;
	struct store_user *users;
	struct store_report *reports;
	size_t count; /* of whichever array the operation gives */
};

struct store_req {
	enum store_op op;
	int limit;
	int64_t group, member, device, ticket, seq, utc_ms, message;
	struct str a, b, c, d; /* copied by store_submit */
	/* STORE_ACCESS: the mark of row `r` (seq utc_ms a), of the mark before it, "" of the first.
	 * Runs on the store's own thread, and looks at nothing else. */
	void (*chain)(const char *before, const struct store_req *r, char mark[STORE_MARK]);
	/* The reply is borrowed for the call. `done` may be NULL. */
	void (*done)(void *user, const struct store_reply *r);
	void *user;
};

struct store;

/* Behind the database's name, and then its version: a copy of how it was before a newer program
 * changed its tables. */
#define STORE_BEFORE ".v"

/* `path` is the database's file; its folder must exist.  "mem" as kind keeps all in memory.
 * A database of an earlier version is copied first, and then changed to today's; ERR_TOO_OLD
 * for one of a later version, of which no byte is changed. */
struct store *store_open(const char *kind, const char *path, struct err *err);
/* Finishes what waits (callbacks run), then closes. NULL is fine. */
void store_close(struct store *s);

/* Where all stores have their chance from: a number below n.  NULL, as at first: the kernel's. */
void store_chance(uint32_t (*below)(uint32_t n));

/* Writes are done in their order: when the disk fails one, those that were submitted before its
 * callback fail with it (ERR_DISK). */
void store_submit(struct store *s, const struct store_req *r);
/* Becomes readable when replies wait (an eventfd). */
int store_fd(const struct store *s);
/* Runs the callbacks of all finished requests; answers how many. */
size_t store_drain(struct store *s);
/* Why what was to be written last was not, as the disk says; NULL: it was.  Until the next
 * store_drain. */
const char *store_trouble(const struct store *s);
/* For programs without a loop: submits, waits, runs the callback before it returns. */
void store_ask(struct store *s, const struct store_req *r);

/* A copy of a database, also of one in use, into a file that must not exist (ERR_EXISTS);
 * read back and checked before it answers.  None is left when it fails. */
bool store_backup(const char *path, const char *to, struct err *err);
/* Is the database sound: is one (ERR_NOT_FOUND, ERR_BAD_INPUT), version known (ERR_TOO_OLD), whole, no
 * message missing, WAL, synchronous=FULL?  The first thing that is not, in `err`. */
bool store_check(const char *path, struct err *err);

#endif
