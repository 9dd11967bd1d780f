/* SPDX-License-Identifier: MIT */
/* What the server says it has, and what need not be asked for again. */
#include <stdlib.h>
#include <string.h>

#include "client/cache_packs.h"
#include "client/core.h"
#include "guide/read.h"

/* "NAME VERSION HASH BYTES KEY" */
static bool take_line(struct packs *p, struct str line)
{
	const struct str name = guide_word(&line), version = guide_word(&line);
	const struct str hash = guide_word(&line), bytes = guide_word(&line);
	const int n = guide_number(version, PACK_VERSION_MAX);
	const int size = guide_number(bytes, PACK_BYTES_MAX);
	struct packs_row *row;

	if (!pack_is_name(name) || n <= 0 || size < 0 || !pack_is_hex(hash, PACK_HASH - 1) ||
	    !pack_is_hex(line, PACK_HASH - 1))
		return false;
	row = packs_row(p, name, true);
	if (!row)
		return false;
	row->listed = true;
	row->listed_version = n;
	row->listed_bytes = (size_t)size;
	memcpy(row->listed_hash, hash.p, hash.n);
	memcpy(row->listed_key, line.p, line.n);
	return true;
}

static bool take_lines(struct packs *p, struct str text)
{
	bool good = true;

	while (good && text.n) {
		const char *at = memchr(text.p, '\n', text.n);
		const size_t n = at ? (size_t)(at - text.p) : text.n;

		good = take_line(p, (struct str) { text.p, n });
		text.p += n + (at != NULL);
		text.n -= n + (at != NULL);
	}
	return good;
}

/* The clinic has it no more. */
static void drop_unlisted(struct pl_client *c)
{
	struct packs *p = &c->packs;
	size_t kept = 0;

	for (size_t i = 0; i < p->count; i++) {
		if (!p->rows[i].listed && cache_pack_drop(c->cache, p->rows[i].name))
			packs_drop_kept(p->rows[i].kept);
		else
			p->rows[kept++] = p->rows[i];
	}
	if (kept == p->count)
		return;
	p->count = kept;
	filling_forms_changed(c);
	kit_cards_forget(c);
}

bool packs_take_list(struct pl_client *c, struct str text)
{
	struct packs *p = &c->packs;

	for (size_t i = 0; i < p->count; i++)
		p->rows[i].listed = false;
	if (!take_lines(p, text))
		return false;
	drop_unlisted(c);
	return true;
}

static bool is_settled(const struct packs *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->rows[i].state == PL_PACK_CUT || p->rows[i].state == PL_PACK_WAITS)
			return false;
	return true;
}

static bool is_all_here(const struct packs *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->rows[i].state != PL_PACK_HERE)
			return false;
	return true;
}

/* What need not be asked for again.  One that is refused is told anew each time. */
void packs_keep_asked(struct pl_client *c, struct str list, const char *tag)
{
	struct packs *p = &c->packs;
	char sum[PACK_HASH], when[24];
	struct cache_word words[] = { { "packs_asked", when },
				      { "packs_tag", is_all_here(p) ? tag : NULL },
				      { "packs", sum } };
	struct buf text;

	if (!is_settled(p) || !c->host)
		return;
	buf_init(&text, sizeof(when) - 1);
	buf_addf(&text, "%lld", (long long)p->asked_utc_ms);
	memcpy(when, buf_text(&text), text.n + 1);
	buf_finish(&text);
	packs_hash(list, sum);
	sum[PACKS_SUM] = '\0';
	/* No list: it is as it was, and so is what is known of it. */
	cache_set(c->cache, words, list.p ? 3 : 1, CACHE_SAME);
	p->newer = false;
}
