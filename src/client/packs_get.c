/* SPDX-License-Identifier: MIT */
/* Packs on their way: the list, then of each that is not as it is here pack.txt, pack.sig and the
 * files that have changed, one after the other over one connection. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "client/account.h"
#include "client/cache_packs.h"
#include "client/core.h"
#include "net/fetch.h"
#include "packs/check.h"

enum { LIST_MAX = 16384, TRIES = 2, RESUMES = 100, TAG_MAX = 128 };

enum step { STEP_LIST, STEP_TEXT, STEP_SIG, STEP_FILE, STEPS };

struct packs_get {
	struct pl_client *client;
	struct fetch_line *line;
	bool wanted; /* the person has said so */
	bool listed; /* the list has come, and is not as it was */
	bool stale;  /* the rows are another person's now */
	enum step step;
	size_t row, file;
	int tries, resumes;
	struct packs_kept *new; /* what is being put together, of the row */
	struct buf text;        /* its pack.txt */
	struct buf list, tag;
	struct arena mem; /* of one step */
};

static void go_on(struct packs_get *g);
static void next_row(struct packs_get *g);

/* ---- the end ---- */

static void end(struct packs_get *g, enum pl_failure failure)
{
	struct pl_client *c = g->client;
	const struct str list = { g->listed ? buf_text(&g->list) : NULL, g->list.n };
	struct toll toll = { 0 };

	fetch_line_close(g->line, &toll);
	data_fetched(c, &toll);
	if (!g->stale) {
		c->packs.get = NULL;
		c->packs.failure = failure;
		c->changed |= PL_CHANGED_SHEETS | PL_CHANGED_ACCOUNT;
		if (failure == PL_OK && !c->is_closing)
			packs_keep_asked(c, list, buf_text(&g->tag));
	}
	packs_drop_kept(g->new);
	buf_finish(&g->text);
	buf_finish(&g->list);
	buf_finish(&g->tag);
	arena_finish(&g->mem);
	free(g);
}

static struct packs_row *row_of(struct packs_get *g)
{
	return &g->client->packs.rows[g->row];
}

/* It stays as it is, and why is told. */
static void give_up(struct packs_get *g, enum pl_pack_state state, const char *why)
{
	struct packs_row *row = row_of(g);

	log_event(LOG_WARN_, "pack", "pack=%s why=\"%s\"", row->name, why);
	row->state = state;
	g->row++;
	next_row(g);
}

/* ---- the list ---- */

static void take_list(struct packs_get *g, const struct fetch_reply *r)
{
	struct pl_client *c = g->client;

	c->packs.asked_utc_ms = schedule_now(c);
	if (r->status == 304) {
		end(g, PL_OK);
		return;
	}
	if (!packs_take_list(c, r->body) || !buf_add(&g->list, r->body.p, r->body.n)) {
		end(g, PL_FAIL_SERVER_DOWN);
		return;
	}
	buf_adds(&g->tag, r->tag);
	g->row = 0;
	g->listed = true;
	next_row(g);
}

/* ---- one pack ---- */

/* Whose it is: who was seen first is believed.  False: it is not to be fetched, and why is told. */
static bool may_fetch(struct packs_get *g, struct packs_row *row)
{
	struct pl_client *c = g->client;

	if (!*row->key && cache_pack_key(c->cache, row->name, row->listed_key))
		memcpy(row->key, row->listed_key, sizeof(row->key));
	if (strcmp(row->key, row->listed_key) != 0)
		row->state = PL_PACK_KEY;
	else if (row->kept && row->listed_version < row->kept->pack.version)
		row->state = PL_PACK_BAD; /* an old one, once good, is brought forth again */
	else if (!g->wanted && data_is_metered(c))
		row->state = PL_PACK_WAITS;
	else
		return true;
	return false;
}

static void next_row(struct packs_get *g)
{
	struct packs *p = &g->client->packs;

	packs_drop_kept(g->new);
	g->new = NULL;
	for (; g->row < p->count; g->row++) {
		struct packs_row *row = &p->rows[g->row];

		if (row->kept && strcmp(row->kept->hash, row->listed_hash) == 0) {
			row->state = PL_PACK_HERE;
		} else if (may_fetch(g, row)) {
			g->step = STEP_TEXT;
			go_on(g);
			return;
		}
	}
	end(g, PL_OK);
}

static void take_text(struct packs_get *g, const struct fetch_reply *r)
{
	struct packs_row *row = row_of(g);
	struct packs_kept *new = mem_get(sizeof(*new));
	struct err err = { 0 };

	g->new = new;
	packs_hash(r->body, new->hash);
	buf_reset(&g->text);
	if (strcmp(new->hash, row->listed_hash) != 0 ||
	    !buf_add(&g->text, r->body.p, r->body.n)) {
		/* There may be a newer one since the list was made. */
		give_up(g, PL_PACK_CUT, "not the one of the list");
	} else if (!pack_read(r->body, &new->pack, &err)) {
		give_up(g, PL_PACK_BAD, err.text);
	} else if (strcmp(new->pack.name, row->name) != 0 ||
		   new->pack.version != row->listed_version) {
		give_up(g, PL_PACK_BAD, "another pack than it is said to be");
	} else {
		g->step = STEP_SIG;
		go_on(g);
	}
}

static void next_file(struct packs_get *g);

static void take_sig(struct packs_get *g, const struct fetch_reply *r)
{
	struct pack_sig sig;

	if (!pack_sig_read(r->body, &sig, NULL) || strcmp(sig.key, row_of(g)->key) != 0 ||
	    !packs_signed((struct str) { buf_text(&g->text), g->text.n }, &sig)) {
		give_up(g, PL_PACK_BAD, "signature");
		return;
	}
	g->file = 0;
	next_file(g);
}

/* ---- its files ---- */

/* What is here already, as part of the pack before, is the same. */
static struct str find_here(struct packs_get *g, const struct pack_file *f)
{
	const struct packs_kept *k = row_of(g)->kept;

	for (size_t i = 0; k && i < k->pack.count; i++)
		if (strcmp(k->pack.files[i].hash, f->hash) == 0)
			return k->pack.files[i].bytes;
	return (struct str) { NULL, 0 };
}

static struct str part_of(struct packs_get *g, const struct pack_file *f)
{
	struct str part;

	arena_reset(&g->mem);
	part = cache_part(g->client->cache, f->hash, &g->mem);
	if (part.n > f->size)
		part.n = 0;
	return part;
}

/* Whole: into what is being put together, if it is what it should be. */
static bool take_whole(struct packs_get *g, struct pack_file *f, struct str bytes)
{
	packs_hash(bytes, f->seen);
	if (bytes.n != f->size || strcmp(f->seen, f->hash) != 0)
		return false;
	f->bytes = (struct str) { arena_dup(&g->new->mem, bytes.p, bytes.n), bytes.n };
	return true;
}

static void install(struct packs_get *g)
{
	struct pl_client *c = g->client;
	struct packs_row *row = row_of(g);
	const struct cache_pack kept = { str_of(row->name),
					 str_of(row->key),
					 { buf_text(&g->text), g->text.n },
					 schedule_now(c) };

	if (!pack_check(&g->new->pack, NULL)) {
		give_up(g, PL_PACK_BAD, "a form of it cannot be read");
		return;
	}
	if (!cache_pack_put(c->cache, &g->new->pack, &kept)) {
		row->state = PL_PACK_CUT;
		end(g, PL_FAIL_DISK);
		return;
	}
	g->new->utc_ms = kept.utc_ms;
	packs_set_forms(g->new);
	packs_drop_kept(row->kept);
	row->kept = g->new;
	g->new = NULL;
	row->state = PL_PACK_HERE;
	if (!g->wanted) /* else who has asked for it is told */
		sheets_news_add(
			&c->worksheets.news,
			&(struct pl_sheet_note) { .what = PL_SHEET_NEWS_PACK,
						  .title = packs_title(c, &row->kept->pack),
						  .who = "",
						  .count = 1,
						  .utc_ms = row->kept->utc_ms },
			0);
	filling_forms_changed(c);
	kit_cards_forget(c);
	g->row++;
	next_row(g);
}

static void next_file(struct packs_get *g)
{
	struct pack *p = &g->new->pack;

	for (; g->file < p->count; g->file++) {
		struct pack_file *f = &p->files[g->file];

		if (take_whole(g, f, find_here(g, f)) || take_whole(g, f, part_of(g, f)))
			continue;
		g->step = STEP_FILE;
		go_on(g);
		return;
	}
	install(g);
}

/* All that has come of a file, put behind what was here; false: it is more than it should be. */
static bool keep_part(struct packs_get *g, const struct fetch_reply *r, int status)
{
	const struct pack_file *f = &g->new->pack.files[g->file];
	const struct str before = status == 206 ? part_of(g, f) : (struct str) { NULL, 0 };
	struct buf all;
	bool good;

	buf_init(&all, f->size);
	good = buf_add(&all, before.p ? before.p : "", before.n) &&
	       buf_add(&all, r->body.p, r->body.n) &&
	       cache_part_set(g->client->cache, f->hash, (struct str) { all.p, all.n });
	buf_finish(&all);
	return good;
}

static void take_file(struct packs_get *g, const struct fetch_reply *r)
{
	struct pack_file *f = &g->new->pack.files[g->file];
	bool good = keep_part(g, r, r->status);

	if (good && take_whole(g, f, part_of(g, f))) {
		g->file++;
		next_file(g);
		return;
	}
	cache_part_set(g->client->cache, f->hash, (struct str) { NULL, 0 });
	give_up(g, PL_PACK_BAD, "a file is not what its hash says");
}

/* ---- asking ---- */

static const struct {
	const char *name; /* behind the pack's; NULL: of the file */
	size_t most;
	void (*take)(struct packs_get *g, const struct fetch_reply *r);
} steps[STEPS] = {
	[STEP_LIST] = { "", LIST_MAX, take_list },
	[STEP_TEXT] = { PACK_TEXT, PACK_TEXT_MAX, take_text },
	[STEP_SIG] = { PACK_SIG, PACK_SIG_MAX, take_sig },
	[STEP_FILE] = { NULL, PACK_FILE_MAX, take_file },
};

/* Is it what was asked for? */
static bool is_answer(const struct packs_get *g, int status)
{
	return status == 200 || (g->step == STEP_LIST && status == 304) ||
	       (g->step == STEP_FILE && status == 206);
}

/* Cut off: on from there as long as something comes, and a little longer. */
static void on_cut(struct packs_get *g, const struct fetch_reply *r)
{
	const bool came = g->step == STEP_FILE && (r->part == 200 || r->part == 206) &&
			  r->body.n && keep_part(g, r, r->part);

	g->tries = came ? 0 : g->tries + 1;
	if (g->client->is_closing || g->tries > TRIES || ++g->resumes > RESUMES) {
		if (g->step != STEP_LIST)
			row_of(g)->state = PL_PACK_CUT;
		end(g, account_failure_of_end(r->end));
		return;
	}
	if (g->step == STEP_FILE)
		next_file(g); /* it may have been the last of it */
	else
		go_on(g);
}

/* An old server has none; another trouble is the server's. */
static void on_refused(struct packs_get *g, const struct fetch_reply *r)
{
	struct pl_client *c = g->client;

	if (g->step == STEP_LIST && r->status == 404) {
		c->packs.asked_utc_ms = schedule_now(c);
		end(g, PL_OK);
	} else if (g->step == STEP_FILE && r->status == 416) {
		cache_part_set(c->cache, g->new->pack.files[g->file].hash,
			       (struct str) { NULL, 0 });
		give_up(g, PL_PACK_CUT, "part");
	} else if (r->status == 404) {
		give_up(g, PL_PACK_CUT, "gone");
	} else {
		if (g->step != STEP_LIST)
			row_of(g)->state = PL_PACK_CUT;
		end(g, r->status == 401 ? PL_FAIL_TOKEN : PL_FAIL_SERVER_DOWN);
	}
}

static void on_got(void *user, const struct fetch_reply *r)
{
	struct packs_get *g = user;

	if (g->stale || (r->status && g->client->is_closing))
		end(g, PL_OK);
	else if (!r->status)
		on_cut(g, r);
	else if (!is_answer(g, r->status))
		on_refused(g, r);
	else
		steps[g->step].take(g, r);
}

static void ask_file(struct packs_get *g, struct fetch_ask *ask, struct buf *tag)
{
	const struct pack_file *f = &g->new->pack.files[g->file];
	const struct str part = part_of(g, f);

	buf_addf(tag, "\"%s\"", f->hash);
	ask->from = part.n;
	ask->part_tag = buf_text(tag);
	ask->body_max = f->size - part.n;
}

static void go_on(struct packs_get *g)
{
	struct pl_client *c = g->client;
	char *known = g->step == STEP_LIST ? cache_get(c->cache, "packs_tag") : NULL;
	struct fetch_ask ask = { .host = c->host,
				 .port = c->port,
				 .token = c->token,
				 .ca_pem = c->ca,
				 .line = g->line,
				 .tag = known,
				 .packed = true,
				 .patient = true,
				 .body_max = steps[g->step].most };
	struct buf path, tag;

	buf_init(&path, 256);
	buf_init(&tag, TAG_MAX);
	buf_adds(&path, "/packs");
	if (g->step == STEP_FILE)
		ask_file(g, &ask, &tag);
	if (g->step != STEP_LIST)
		buf_addf(&path, "/%s/%s", row_of(g)->name,
			 steps[g->step].name ? steps[g->step].name
					     : g->new->pack.files[g->file].path);
	ask.path = buf_text(&path);
	fetch_start(c->loop, &ask, on_got, g);
	buf_finish(&path);
	buf_finish(&tag);
	free(known);
}

void packs_get_start(struct pl_client *c, bool wanted)
{
	struct packs_get *g = mem_get(sizeof(*g));

	g->client = c;
	g->wanted = wanted;
	g->line = fetch_line_open();
	buf_init(&g->text, PACK_TEXT_MAX);
	buf_init(&g->list, LIST_MAX);
	buf_init(&g->tag, TAG_MAX);
	c->packs.get = g;
	c->changed |= PL_CHANGED_SHEETS;
	go_on(g);
}

void packs_get_leave(struct pl_client *c)
{
	if (c->packs.get)
		c->packs.get->stale = true;
	c->packs.get = NULL;
}

/* ---- how far it is ---- */

bool packs_get_busy(const struct packs *p, const struct packs_row *row, uint64_t *have)
{
	const struct packs_get *g = p->get;

	*have = 0;
	if (!g || g->step == STEP_LIST || &p->rows[g->row] != row)
		return false;
	for (size_t i = 0; g->new &&i < g->new->pack.count; i++)
		*have += g->new->pack.files[i].bytes.n;
	return true;
}
