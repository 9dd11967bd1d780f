/* SPDX-License-Identifier: MIT */
/*
 * Packs in folders, and the keys by which they are signed.  In the data folder lie
 * packs/NAME.VERSION, of which the one with the highest version counts; pack.key, this
 * clinic's own secret key; pack.trust, the keys of others that it takes packs from.
 */
#ifndef SERVER_PACK_DISK_H
#define SERVER_PACK_DISK_H

#include "base/arena.h"
#include "packs/check.h"
#include "server/conf.h"

#define PACK_FOLDER "packs"
#define PACK_KEY    "pack.key"
#define PACK_TRUST  "pack.trust"

/* A pack that is read. */
struct pack_here {
	struct pack pack;
	struct pack_sig sig;
	struct str text, sig_text;
	char hash[PACK_HASH]; /* of `text` */
	struct arena mem;     /* where all bytes are */
};

/* BLAKE2b-256, in hex. */
void pack_hash(struct str bytes, char out[PACK_HASH]);
/* What pack.txt names, as far as it is there, with its hashes; only plain files.  False: there is no pack.txt,
 * or it is wrong.  A pack.sig that is wrong or not there leaves `sig` empty. */
bool pack_open(const char *folder, struct pack_here *out, struct err *err);
void pack_close(struct pack_here *p);
/* A plain file of the folder, in `mem`; p NULL: none of at most `max` bytes. */
struct str pack_file_read(struct arena *mem, const char *folder, const char *name, size_t max);
/* Is it signed by the key that it names? */
bool pack_signed(const struct pack_here *p);

/* ERR_EXISTS: there is one. */
bool pack_key_make(const struct conf *c, struct err *err);
/* The public half.  ERR_NOT_FOUND: there is none. */
bool pack_key_public(const struct conf *c, char out[PACK_HASH], struct err *err);
bool pack_sign(const struct conf *c, struct str text, struct pack_sig *out, struct err *err);
/* This clinic's own key, or one of pack.trust? */
bool pack_trusted(const struct conf *c, const char *key);
/* One more line of pack.trust. */
bool pack_trust(const struct conf *c, const char *key, const char *words, struct err *err);

/* The folder of this pack that counts; "": it is not there.  The caller's. */
char *pack_installed(const struct conf *c, const char *name);
/* The names of all, sorted: each the caller's, as is the list; answers how many. */
size_t pack_names(const struct conf *c, char **out, size_t size);
/* All of it, on disk when it answers, or nothing of it; older versions of it go.  It was checked. */
bool pack_install(const struct conf *c, const struct pack_here *p, struct err *err);
/* All versions. */
bool pack_remove(const struct conf *c, const char *name, struct err *err);

#endif
