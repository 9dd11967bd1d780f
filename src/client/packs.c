/* SPDX-License-Identifier: MIT */
#include "client/packs.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache_packs.h"
#include "client/core.h"
#include "packs/cards.h"

enum { LOOK_EVERY_MS = 3600000, ASK_AGAIN_MS = 86400000 };

/* ---- when ---- */

/* The person did not ask: only where there is something to look for, and it costs nothing. */
static bool is_due(const struct pl_client *c)
{
	const struct packs *p = &c->packs;

	if (p->get || !c->out.greeted || data_is_metered(c))
		return false;
	return p->newer || (p->count && schedule_now(c) - p->asked_utc_ms >= ASK_AGAIN_MS);
}

static void look(struct pl_client *c)
{
	if (is_due(c))
		packs_get_start(c, false);
	loop_timer_set(c->packs.look, LOOK_EVERY_MS);
}

static void on_look(void *user)
{
	look(user);
}

void packs_on_hello(struct pl_client *c)
{
	look(c);
}

/* Is what the server said last what was fetched last? */
static void compare(struct pl_client *c)
{
	char *known = cache_get(c->cache, "packs"), *told = cache_get(c->cache, "packs_told");

	c->packs.newer = told && *told && (!known || strcmp(told, known) != 0);
	free(known);
	free(told);
}

void packs_told(struct pl_client *c, struct str sum)
{
	char told[PACKS_SUM + 1] = "";

	memcpy(told, sum.p, sum.n < PACKS_SUM ? sum.n : PACKS_SUM);
	schedule_keep_word(c, "packs_told", told);
	compare(c);
	c->changed |= PL_CHANGED_SHEETS;
	look(c);
}

/* ---- life ---- */

bool packs_open(struct pl_client *c, struct err *err)
{
	char *asked = cache_get(c->cache, "packs_asked");

	c->packs.look = loop_timer_create(c->loop, on_look, c);
	c->packs.asked_utc_ms = asked ? strtoll(asked, NULL, 10) : 0;
	free(asked);
	compare(c);
	return packs_load(c, err);
}

static void drop_all(struct packs *p)
{
	for (size_t i = 0; i < p->count; i++)
		packs_drop_kept(p->rows[i].kept);
	p->count = 0;
}

void packs_finish(struct pl_client *c)
{
	drop_all(&c->packs);
	loop_timer_destroy(c->packs.look);
	c->packs.look = NULL;
}

void packs_forget(struct pl_client *c)
{
	struct loop_timer *timer = c->packs.look;

	packs_get_leave(c);
	drop_all(&c->packs);
	c->packs = (struct packs) { .look = timer };
	loop_timer_stop(timer);
}

/* ---- forms ---- */

const struct pack_form *packs_form_at(const struct pl_client *c, size_t at)
{
	for (size_t i = 0; i < c->packs.count; i++) {
		const struct packs_kept *k = c->packs.rows[i].kept;

		if (k && at < k->form_count)
			return &k->forms[at];
		at -= k ? k->form_count : 0;
	}
	return NULL;
}

const struct pack_form *packs_form(const struct pl_client *c, struct str name)
{
	const struct pack_form *form;

	for (size_t i = 0; (form = packs_form_at(c, i)); i++)
		if (str_is(name, form->name))
			return form;
	return NULL;
}

const struct pack_file *packs_cards_at(const struct pl_client *c, size_t at,
				       const struct pack **pack)
{
	char situation[PACK_PATH_MAX + 1];

	for (size_t i = 0; i < c->packs.count; i++) {
		const struct packs_kept *k = c->packs.rows[i].kept;

		for (size_t n = 0; k && n < k->pack.count; n++) {
			if (k->pack.files[n].kind != PACK_CARDS ||
			    *pack_cards_of(&k->pack.files[n], situation) || at--)
				continue;
			*pack = &k->pack;
			return &k->pack.files[n];
		}
	}
	return NULL;
}

/* ---- the public face ---- */

const char *packs_title(const struct pl_client *c, const struct pack *p)
{
	const char *language = c->filling.language;

	return language && strcmp(language, "es") == 0 && *p->title_es ? p->title_es : p->title;
}

size_t pl_client_packs(struct pl_client *c, const struct pl_pack **out)
{
	struct packs *p = &c->packs;

	for (size_t i = 0; i < p->count; i++) {
		const struct packs_row *row = &p->rows[i];
		const struct packs_kept *k = row->kept;
		struct pl_pack *to = &p->list[i];

		*to = (struct pl_pack) { .name = row->name,
					 .title = k ? packs_title(c, &k->pack) : "",
					 .licence = k ? k->pack.licence : "",
					 .version = k ? k->pack.version : 0,
					 .forms = k ? k->form_count : 0,
					 .bytes = k ? k->pack.bytes : row->listed_bytes,
					 .utc_ms = k ? k->utc_ms : 0,
					 .newer = row->listed ? row->listed_version : 0,
					 .state = row->state };
		if (packs_get_busy(p, row, &to->have))
			to->state = PL_PACK_COMING;
	}
	*out = p->list;
	return p->count;
}

void pl_client_packs_state(const struct pl_client *c, struct pl_packs *out)
{
	*out = (struct pl_packs) { .busy = c->packs.get != NULL,
				   .newer = c->packs.newer,
				   .failure = c->packs.failure,
				   .asked_utc_ms = c->packs.asked_utc_ms };
}

enum pl_failure pl_client_packs_fetch(struct pl_client *c)
{
	if (!pl_client_enrolled(c))
		return PL_FAIL_REFUSED;
	if (c->packs.get)
		return PL_FAIL_NOT_NOW;
	packs_get_start(c, true);
	return PL_OK;
}

enum pl_failure pl_client_pack_trust(struct pl_client *c, const char *name)
{
	struct packs_row *row = packs_row(&c->packs, str_of(name), false);

	if (!row)
		return PL_FAIL_GONE;
	if (row->state != PL_PACK_KEY)
		return PL_FAIL_STATE;
	if (!cache_pack_key(c->cache, row->name, row->listed_key))
		return PL_FAIL_DISK;
	memcpy(row->key, row->listed_key, sizeof(row->key));
	row->state = PL_PACK_WAITS;
	c->changed |= PL_CHANGED_SHEETS;
	return pl_client_packs_fetch(c);
}
