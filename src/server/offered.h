/* SPDX-License-Identifier: MIT */
/* The clinic's packs of forms in a running server: who asks for a form, and who fetches them. */
#ifndef SERVER_OFFERED_H
#define SERVER_OFFERED_H

#include "server/door.h"
#include "server/pack_disk.h"

struct offered;

/* Those of the data folder; what is not sound is left out, and the log says why. */
struct offered *offered_read(const struct conf *c);
void offered_free(struct offered *p); /* NULL is fine */
/* A form "PACK/NAME"; NULL: there is none, or `p` is NULL. */
const struct pack_form *offered_find(const struct offered *p, struct str name);

/* The same in a server. */
/* Those of the data folder, read anew; what is not sound is left out, and the log says why. */
void offered_load(struct server *s);
void offered_finish(struct server *s);
/* A form "PACK/NAME"; NULL: there is none.  Good until the packs are loaded again. */
const struct pack_form *offered_form(const struct server *s, struct str name);
/* Tells one set of packs from another: 16 digits in hex, or "" where there are none. */
const char *offered_sum(const struct server *s);
/* GET /packs, /packs/NAME/FILE */
void offered_door_list(struct call *c);
void offered_door(struct call *c);

#endif
