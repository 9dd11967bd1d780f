/* SPDX-License-Identifier: MIT */
/*
 * Packs: a clinic's own forms, or forms that it has a licence for, in a folder of files.
 * pack.txt says what they are, lines as guide/read.h has them:
 *
 *	format 1
 *	name sleep
 *	version 3
 *	title Sleep forms
 *	title.es Formularios del sueño
 *	date 2026-11-26
 *	licence Of the clinic; not to be given on.
 *	file HASH SIZE form sleep-diary.json
 *	file HASH SIZE valueset drinks.set.json
 *	file HASH SIZE cards craving.txt
 *
 * HASH is BLAKE2b-256 in hex.  pack.sig is signed over the bytes of pack.txt (Ed25519):
 *
 *	key HEX
 *	sig HEX
 *
 * So the signature stands for all of it, and a file that is the same in two versions has the
 * same hash.  Hashes and signatures are made by whoever has libsodium: the client and the server.
 */
#ifndef PACKS_PACK_H
#define PACKS_PACK_H

#include "base/buf.h"
#include "base/err.h"

#define PACK_TEXT "pack.txt"
#define PACK_SIG  "pack.sig"

enum {
	PACK_NAME_MAX = 24,  /* bytes of a pack's name */
	PACK_PATH_MAX = 48,  /* of a file's */
	PACK_TITLE_MAX = 64, /* of a title */
	PACK_LICENCE_MAX = 1000,
	PACK_VERSION_MAX = 1000000,
	PACK_TEXT_MAX = 16000, /* bytes of pack.txt */
	PACK_SIG_MAX = 300,    /* of pack.sig */
	PACK_FILES_MAX = 64,
	PACK_FILE_MAX = 1000000,  /* bytes of one file */
	PACK_BYTES_MAX = 4000000, /* of all files of a pack */
	PACK_MOST = 16,           /* packs of one clinic */
	PACK_HASH = 65,           /* 32 bytes in hex, and a NUL: of a file, and a public key */
	PACK_SIGNED = 129,        /* 64 bytes in hex, and a NUL */
};

enum pack_kind { PACK_FORM, PACK_CARDS, PACK_VALUE_SET, PACK_KINDS };

struct pack_file {
	char path[PACK_PATH_MAX + 1];
	enum pack_kind kind;
	char hash[PACK_HASH]; /* as pack.txt has it */
	size_t size;
	/* What is there: for the caller to fill in; p NULL: nothing. */
	struct str bytes;
	char seen[PACK_HASH]; /* the hash of that */
};

struct pack {
	char name[PACK_NAME_MAX + 1];
	int version; /* 1 .. PACK_VERSION_MAX; a newer one has more */
	char title[PACK_TITLE_MAX + 1], title_es[PACK_TITLE_MAX + 1]; /* title_es: or "" */
	char date[11];
	char licence[PACK_LICENCE_MAX + 1]; /* lines; or "" */
	struct pack_file files[PACK_FILES_MAX];
	size_t count, bytes; /* bytes: of all files together */
	bool formatted;
};

struct pack_sig {
	char key[PACK_HASH];
	char sig[PACK_SIGNED];
};

/* pack.txt.  What people read is clean.  ERR_BAD_INPUT, ERR_TOO_LARGE. */
bool pack_read(struct str text, struct pack *out, struct err *err);
/* Its lines without those of files, each ended; false: `out` is full. */
bool pack_head(struct str text, struct buf *out);
bool pack_row(const struct pack_file *f, struct buf *out);
bool pack_sig_read(struct str text, struct pack_sig *out, struct err *err);
bool pack_sig_write(const struct pack_sig *s, struct buf *out);

/* NULL: there is none. */
struct pack_file *pack_find(struct pack *p, struct str path);
/* Of the letters a to z, digits and hyphens, at most PACK_NAME_MAX. */
bool pack_is_name(struct str name);
bool pack_is_hex(struct str text, size_t n); /* n digits, small letters */
/* A file is what its name says: NAME.json a form, NAME.set.json a value set, NAME.txt or
 * NAME.es.txt cards.  False: it is none of these. */
bool pack_kind_of(struct str path, enum pack_kind *out);
/* What a form's file is called in the program: "PACK/NAME".  Into FORMS_NAME_MAX + 1 bytes. */
void pack_form_name(const struct pack *p, const struct pack_file *f, char *out);

/* One form of a pack as the rest of the program takes it; borrowed from whoever gives it. */
struct pack_form {
	const char *name; /* "PACK/NAME" */
	struct str json;
	const struct str *sets; /* for questionnaire_options: the pack's value sets */
	size_t set_count;
};

#endif
