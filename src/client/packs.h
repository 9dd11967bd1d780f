/* SPDX-License-Identifier: MIT */
/*
 * The clinic's packs of forms on this device: fetched over HTTPS, only what has changed of them, on
 * from where a line was cut; looked through, signature and all, before one takes the place of
 * an older one; kept in the encrypted store.
 */
#ifndef CLIENT_PACKS_H
#define CLIENT_PACKS_H

#include "base/arena.h"
#include "net/loop.h"
#include "packs/pack.h"
#include "porchlight/worksheet.h"
#include "wire/limits.h"

struct pl_client;
struct packs_kept; /* one that is here */
struct packs_get;  /* the fetch that is under way */

/* A pack that is here, or that the server has. */
struct packs_row {
	char name[PACK_NAME_MAX + 1];
	char key[PACK_HASH]; /* whose packs of this name are taken: seen first, or agreed to */
	struct packs_kept *kept; /* NULL: it is not here */
	/* What the server said of it last; listed false: nothing yet since the program began. */
	bool listed;
	char listed_hash[PACK_HASH], listed_key[PACK_HASH];
	int listed_version;
	size_t listed_bytes;
	enum pl_pack_state state;
};

struct packs {
	struct packs_row rows[PACK_MOST];
	size_t count;
	struct packs_get *get;
	struct loop_timer *look;
	enum pl_failure failure; /* of the last fetch */
	bool newer;              /* the server says that there is something else now */
	int64_t asked_utc_ms;    /* the list was had last; 0: never */
	struct pl_pack list[PACK_MOST];
};

bool packs_open(struct pl_client *c, struct err *err);
void packs_finish(struct pl_client *c); /* after the loop: nothing is under way */
/* Another person's: nothing is known. */
void packs_forget(struct pl_client *c);
/* Connected: what is due is looked for, where that costs nothing. */
void packs_on_hello(struct pl_client *c);
/* The server's sum of its packs, as packs_sum there. */
void packs_told(struct pl_client *c, struct str sum);

/* A form "PACK/NAME"; NULL: it is not here.  Good until PL_CHANGED_SHEETS comes. */
const struct pack_form *packs_form(const struct pl_client *c, struct str name);
/* All of them, by number from 0; NULL: there are no more. */
const struct pack_form *packs_form_at(const struct pl_client *c, size_t at);

/* Files of cards, in English, by number from 0; `*pack` is whose.  NULL: there are no more. */
const struct pack_file *packs_cards_at(const struct pl_client *c, size_t at,
				       const struct pack **pack);

/* packs_kept.c: for packs.c and packs_get.c */
struct packs_kept {
	struct pack pack; /* its files' bytes are in `mem` */
	char hash[PACK_HASH];
	int64_t utc_ms; /* fetched */
	struct arena mem;
	char names[PACK_FILES_MAX][WIRE_CODE_MAX + 1];
	struct str sets[PACK_FILES_MAX];
	struct pack_form forms[PACK_FILES_MAX];
	size_t form_count;
};
void packs_hash(struct str bytes, char out[PACK_HASH]);
bool packs_signed(struct str text, const struct pack_sig *sig);
/* All from the store, into rows. */
bool packs_load(struct pl_client *c, struct err *err);
/* Once the bytes of the files are there: its forms. */
void packs_set_forms(struct packs_kept *k);
/* In the language of who reads it. */
const char *packs_title(const struct pl_client *c, const struct pack *p);
void packs_drop_kept(struct packs_kept *k); /* NULL is fine */
struct packs_row *packs_row(struct packs *p, struct str name, bool make);

/* packs_list.c: the server's list into the rows; what it has no more goes.  False: it is none. */
bool packs_take_list(struct pl_client *c, struct str text);
/* A list was had (p NULL: it is as it was): kept, as far as all of it is settled. */
void packs_keep_asked(struct pl_client *c, struct str list, const char *tag);

/* packs_get.c */
enum { PACKS_SUM = 16 }; /* digits of the sum of what the server has */
void packs_get_start(struct pl_client *c, bool wanted);
/* What is under way is for nobody any more. */
void packs_get_leave(struct pl_client *c);
bool packs_get_busy(const struct packs *p, const struct packs_row *row, uint64_t *have);

#endif
