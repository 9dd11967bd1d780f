/* SPDX-License-Identifier: MIT */
/* The packs that are here, and their forms. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/log.h"
#include "client/cache_packs.h"
#include "client/core.h"
#include "packs/check.h"

/* ---- hashes and signatures ---- */

void packs_hash(struct str bytes, char out[PACK_HASH])
{
	unsigned char hash[32];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)bytes.p, bytes.n, NULL,
			   0);
	sodium_bin2hex(out, PACK_HASH, hash, sizeof(hash));
}

static bool from_hex(const char *hex, unsigned char *out, size_t n)
{
	size_t got = 0;

	return sodium_hex2bin(out, n, hex, strlen(hex), NULL, &got, NULL) == 0 && got == n;
}

bool packs_signed(struct str text, const struct pack_sig *sig)
{
	unsigned char by[crypto_sign_PUBLICKEYBYTES], mark[crypto_sign_BYTES];

	return from_hex(sig->key, by, sizeof(by)) && from_hex(sig->sig, mark, sizeof(mark)) &&
	       crypto_sign_verify_detached(mark, (const unsigned char *)text.p, text.n, by) ==
		       0;
}

/* ---- rows ---- */

struct packs_row *packs_row(struct packs *p, struct str name, bool make)
{
	struct packs_row *row;
	size_t at = 0;

	while (at < p->count && strncmp(p->rows[at].name, name.p, name.n) < 0)
		at++;
	if (at < p->count && str_is(name, p->rows[at].name))
		return &p->rows[at];
	if (!make || p->count == PACK_MOST || name.n > PACK_NAME_MAX)
		return NULL;
	row = &p->rows[at];
	memmove(row + 1, row, (p->count++ - at) * sizeof(*row));
	memset(row, 0, sizeof(*row));
	memcpy(row->name, name.p, name.n);
	return row;
}

void packs_drop_kept(struct packs_kept *k)
{
	if (!k)
		return;
	arena_finish(&k->mem);
	free(k);
}

void packs_set_forms(struct packs_kept *k)
{
	const size_t set_count = pack_sets(&k->pack, k->sets);

	k->form_count = 0;
	for (size_t i = 0; i < k->pack.count; i++) {
		char *name = k->names[k->form_count];

		if (k->pack.files[i].kind != PACK_FORM)
			continue;
		pack_form_name(&k->pack, &k->pack.files[i], name);
		k->forms[k->form_count++] =
			(struct pack_form) { name, k->pack.files[i].bytes, k->sets, set_count };
	}
}

/* ---- from the store ---- */

static struct packs_kept *load_kept(struct cache *cache, const struct cache_pack *row)
{
	struct packs_kept *k = mem_get(sizeof(*k));
	bool good = pack_read(row->text, &k->pack, NULL);

	packs_hash(row->text, k->hash);
	k->utc_ms = row->utc_ms;
	for (size_t i = 0; good && i < k->pack.count; i++) {
		struct pack_file *f = &k->pack.files[i];

		f->bytes = cache_pack_file(cache, k->pack.name, f->path, &k->mem);
		good = f->bytes.p != NULL;
	}
	if (good) {
		packs_set_forms(k);
		return k;
	}
	packs_drop_kept(k);
	return NULL;
}

static void take_row(void *user, const struct cache_pack *kept)
{
	struct pl_client *c = user;
	struct packs_row *row = packs_row(&c->packs, kept->name, true);

	if (!row || kept->key.n >= sizeof(row->key))
		return;
	memcpy(row->key, kept->key.p, kept->key.n);
	row->state = PL_PACK_WAITS;
	if (!kept->text.n)
		return;
	row->kept = load_kept(c->cache, kept);
	if (row->kept)
		row->state = PL_PACK_HERE;
	else
		log_event(LOG_WARN_, "pack", "why=\"not as it was kept\"");
}

bool packs_load(struct pl_client *c, struct err *err)
{
	return cache_packs_each(c->cache, take_row, c, err);
}
