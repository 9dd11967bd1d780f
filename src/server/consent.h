/* SPDX-License-Identifier: MIT */
/*
 * Consents by 42 CFR 2.31, and what was given out by them or on another ground: one log of rows,
 * each with a mark that is made of it and of the one before.  Pure: rows and time come in.
 * A row is a flat object of JSON (wire/body.h); names are those of FHIR R4's Consent where it
 * has one.
 */
#ifndef SERVER_CONSENT_H
#define SERVER_CONSENT_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "server/secret.h"
#include "store/store.h"
#include "wire/body.h"

enum {
	CONSENT_WORDS_MAX = 300,  /* bytes of each thing that is said in one */
	CONSENT_TEXT_MAX = 3900,  /* of all of it in one language, as it is read and signed */
	CONSENT_ROW_MAX = 16384,  /* of a row */
	CONSENT_WHATS_MAX = 1000, /* of kinds of information, as words */
};

/* Kinds of information. */
enum consent_what {
	CONSENT_ATTENDANCE = 1 << 0,
	CONSENT_MEASURES = 1 << 1,
	CONSENT_WORKSHEETS = 1 << 2,
	CONSENT_NOTES = 1 << 3,
	CONSENT_MESSAGES = 1 << 4,
	CONSENT_REQUESTS = 1 << 5,
	CONSENT_REPORTS = 1 << 6,
	CONSENT_COUNSELLING = 1 << 7, /* notes kept apart: a consent of their own */
	CONSENT_RECORD = (1 << 7) - 1,
};
struct consent_what_row {
	unsigned bit;
	const char *word;
};
extern const struct consent_what_row consent_whats[]; /* ended by a row without a word */

/* "attendance,measures", or "record".  False: a word is none of these. */
bool consent_read_what(const char *text, unsigned *out);
/* "attendance and measures" */
void consent_say_what(unsigned what, struct buf *out);

/* Kinds of consents: 2.31(a), and those that may not be joined with another, 2.31(b) and (d). */
struct consent_kind {
	const char *word;
	unsigned most; /* what it may be about */
	/* For treatment, payment and operations: a class of recipients, and a purpose, of their own. */
	bool everybody;
};
extern const struct consent_kind consent_kinds[]; /* ended by a row without a word */
const struct consent_kind *consent_find_kind(const char *word); /* or NULL */

/* In what it can be read; a row has its words in each of them that there was when it was offered. */
enum consent_language { CONSENT_EN, CONSENT_ES, CONSENT_LANGUAGES };
const char *consent_language_code(enum consent_language l); /* "es": ISO 639 */
const char *consent_language_name(enum consent_language l); /* "Spanish" */
bool consent_find_language(const char *code, enum consent_language *out);

enum consent_state { CONSENT_PROPOSED, CONSENT_ACTIVE, CONSENT_INACTIVE };
const char *consent_state_word(enum consent_state s); /* as FHIR has it */

/* Texts are never NULL, and last as long as the log that it is in. */
struct consent {
	int64_t number, member; /* number: from 1, over all people */
	const struct consent_kind *kind;
	unsigned what;
	bool paper;
	int64_t offered_ms, signed_ms, ended_ms; /* 0: not yet */
	int64_t until_ms;                        /* 0: it ends by an event or condition */
	const char *patient, *discloser, *recipient, *purpose, *until;
	const char *signer; /* "" nobody yet */
	const char
		*language; /* of the words that were signed; "": that is not known, English */
	const char *why;   /* why it ended */
	const char
		*texts[CONSENT_LANGUAGES]; /* as it is read and signed; "": not in that one */
};

/* Something was given out: the accounting of it. */
struct consent_use {
	int64_t seq, utc_ms, member, consent; /* consent 0: on another ground */
	const char *ground, *what, *recipient, *why, *by, *command;
};

struct consents {
	struct arena mem;
	struct consent *all;
	size_t count;
	struct consent_use *uses;
	size_t uses_count;
	int64_t seq, utc_ms; /* of the newest row */
	char mark[SECRET_HASH];
	/* Set before the first: rows of one person alone come, and the chain, which is of all, is not looked
	 * at; its end is told with consents_end, before any row is added. */
	bool own;
};

/* What a row may have; the texts of those that are written are borrowed. */
enum consent_field {
	CONSENT_F_ACT, /* "offer", "sign", "revoke" or "use" */
	CONSENT_F_NUMBER,
	CONSENT_F_KIND,
	CONSENT_F_WHAT,
	CONSENT_F_PATIENT,
	CONSENT_F_DISCLOSER,
	CONSENT_F_RECIPIENT,
	CONSENT_F_PURPOSE,
	CONSENT_F_UNTIL,
	CONSENT_F_TEXT, /* in English, and in the order of consent_language */
	CONSENT_F_TEXT_ES,
	CONSENT_F_SIGNER,
	CONSENT_F_LANGUAGE, /* of what was signed */
	CONSENT_F_PAPER,    /* the day on which it was signed on paper, in ms */
	CONSENT_F_WHY,
	CONSENT_F_GROUND,
	CONSENT_F_BY,
	CONSENT_F_COMMAND,
	CONSENT_FIELDS,
};
void consent_fields(struct body_field f[CONSENT_FIELDS], const char *act, int64_t number);
void consent_field(struct body_field f[CONSENT_FIELDS], enum consent_field which,
		   const char *text);

/* Zeroed it is empty. */
void consents_finish(struct consents *c);
/* The next row of the log, in order.  False: `err` says at which row the chain is broken, or
 * which cannot be read, and nothing of it was taken. */
bool consents_take(struct consents *c, const struct store_message *row, struct err *err);
/* Of a log that is `own`: the newest row of all people's (STORE_CONSENTS_END). */
void consents_end(struct consents *c, const struct store_message *row);
/* A row as it is to be stored: what STORE_CONSENT needs, and the memory of it. */
struct consents_row {
	struct store_req req;
	struct buf text;
	char mark[SECRET_HASH];
};
/* The next one.  False: it is too large.  The caller ends out->text. */
bool consents_next(const struct consents *c, int64_t member, int64_t utc_ms,
		   const struct body_field f[CONSENT_FIELDS], struct consents_row *out);

const struct consent *consents_find(const struct consents *c, int64_t number); /* or NULL */
/* What a consent is at a moment: one whose day is over is not active. */
enum consent_state consent_state(const struct consent *c, int64_t now_utc_ms);
/* May this name be under it?  NULL: yes; else why not, as a WIRE_E_ word. */
const char *consent_may_sign(const struct consent *c, int64_t member, const char *name,
			     int64_t now_utc_ms);

/* A day as 2026-11-26: its beginning in UTC. */
bool consent_read_day(const char *text, int64_t *utc_ms);
/* All words of it, for the patient to read; `c` has no texts yet. */
void consent_write_text(const struct consent *c, enum consent_language l, struct buf *out);
/* In which of its texts who has this language reads it: the one that was signed, for good; until
 * then theirs, or English where it has none. */
enum consent_language consent_read_in(const struct consent *c, enum consent_language wanted);
/* "Signed by Ana on 2026-11-02, here. Read in Spanish."; "Not signed."  With what became of it. */
void consent_write_state(const struct consent *c, int64_t now_utc_ms, enum consent_language l,
			 struct buf *out);
/* "2026-11-02: given out: attendance. To: ...", and the end of the line. */
void consent_write_use(const struct consent_use *u, enum consent_language l, struct buf *out);
/* A Consent of FHIR R4. */
void consent_fhir(const struct consent *c, int64_t now_utc_ms, FILE *out);

#endif
