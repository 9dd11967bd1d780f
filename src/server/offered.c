/* SPDX-License-Identifier: MIT */
#include "server/offered.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "wire/wire.h"

enum { LIST_MAX = 16384, SUM_DIGITS = 16, NAME_ROOM = WIRE_CODE_MAX + 1 };

/* One file as it goes out: packed once, when it is loaded. */
struct offered_file {
	struct str bytes;
	struct buf gzip; /* empty: it would not be shorter */
	char tag[PACK_HASH];
};

struct offered_one {
	struct pack_here here;
	struct offered_file text, sig, files[PACK_FILES_MAX];
	char names[PACK_FILES_MAX][NAME_ROOM];
	struct str sets[PACK_FILES_MAX];
	struct pack_form forms[PACK_FILES_MAX];
	size_t form_count;
};

struct offered {
	struct offered_one *all[PACK_MOST];
	size_t count;
	struct buf list_text;
	struct offered_file list;
	char sum[SUM_DIGITS + 1];
};

/* ---- loading ---- */

static void set_file(struct offered_file *f, struct str bytes)
{
	f->bytes = bytes;
	pack_hash(bytes, f->tag);
	buf_init(&f->gzip, bytes.n);
	if (!wire_gzip(bytes, &f->gzip))
		buf_reset(&f->gzip);
}

static void set_forms(struct offered_one *one)
{
	const struct pack *p = &one->here.pack;
	const size_t set_count = pack_sets(p, one->sets);

	for (size_t i = 0; i < p->count; i++) {
		char *name = one->names[one->form_count];

		if (p->files[i].kind != PACK_FORM)
			continue;
		pack_form_name(p, &p->files[i], name);
		one->forms[one->form_count++] =
			(struct pack_form) { name, p->files[i].bytes, one->sets, set_count };
	}
}

static void free_one(struct offered_one *one)
{
	for (size_t i = 0; i < one->here.pack.count; i++)
		buf_finish(&one->files[i].gzip);
	buf_finish(&one->text.gzip);
	buf_finish(&one->sig.gzip);
	pack_close(&one->here);
	free(one);
}

static bool is_sound(const struct conf *c, struct offered_one *one, const char *path,
		     struct err *err)
{
	if (!pack_open(path, &one->here, err))
		return false;
	if (!pack_signed(&one->here))
		return err_set(err, ERR_REFUSED, "its signature is wrong");
	if (!pack_trusted(c, one->here.sig.key))
		return err_set(err, ERR_REFUSED, "nobody here trusts its key");
	return pack_check(&one->here.pack, NULL) ||
	       err_set(err, ERR_BAD_INPUT, "see porchlightd pack check");
}

static struct offered_one *load_one(const struct conf *c, const char *name)
{
	struct offered_one *one = mem_get(sizeof(*one));
	char *path = pack_installed(c, name);
	struct err err = { 0 };
	const bool good = is_sound(c, one, path, &err);

	free(path);
	if (!good) {
		log_event(LOG_ERROR_, "pack_refused", "pack=%s why=\"%s\"", name, err.text);
		one->here.pack.count = 0; /* nothing of it was packed */
		free_one(one);
		return NULL;
	}
	set_file(&one->text, one->here.text);
	set_file(&one->sig, one->here.sig_text);
	for (size_t i = 0; i < one->here.pack.count; i++)
		set_file(&one->files[i], one->here.pack.files[i].bytes);
	set_forms(one);
	return one;
}

static void write_list(struct offered *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct pack_here *h = &p->all[i]->here;

		buf_addf(&p->list_text, "%s %d %s %zu %s\n", h->pack.name, h->pack.version,
			 h->hash, h->pack.bytes, h->sig.key);
	}
	set_file(&p->list, (struct str) { buf_text(&p->list_text), p->list_text.n });
	if (p->count)
		memcpy(p->sum, p->list.tag, SUM_DIGITS);
}

struct offered *offered_read(const struct conf *c)
{
	struct offered *p = mem_get(sizeof(*p));
	char *names[PACK_MOST];
	const size_t n = pack_names(c, names, PACK_MOST);

	buf_init(&p->list_text, LIST_MAX);
	for (size_t i = 0; i < n; i++) {
		struct offered_one *one = load_one(c, names[i]);

		if (one)
			p->all[p->count++] = one;
		free(names[i]);
	}
	write_list(p);
	return p;
}

void offered_free(struct offered *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->count; i++)
		free_one(p->all[i]);
	buf_finish(&p->list.gzip);
	buf_finish(&p->list_text);
	free(p);
}

void offered_load(struct server *s)
{
	struct offered *before = s->offered;

	s->offered = offered_read(s->conf);
	offered_free(before);
}

void offered_finish(struct server *s)
{
	offered_free(s->offered);
	s->offered = NULL;
}

/* ---- what there is ---- */

const char *offered_sum(const struct server *s)
{
	return s->offered ? s->offered->sum : "";
}

const struct pack_form *offered_find(const struct offered *p, struct str name)
{
	for (size_t i = 0; p && i < p->count; i++)
		for (size_t k = 0; k < p->all[i]->form_count; k++)
			if (str_is(name, p->all[i]->forms[k].name))
				return &p->all[i]->forms[k];
	return NULL;
}

const struct pack_form *offered_form(const struct server *s, struct str name)
{
	return offered_find(s->offered, name);
}

static const struct offered_file *file_of(struct offered_one *one, struct str path)
{
	const struct pack_file *f;

	if (str_is(path, PACK_TEXT))
		return &one->text;
	if (str_is(path, PACK_SIG))
		return &one->sig;
	f = pack_find(&one->here.pack, path);
	return f ? &one->files[f - one->here.pack.files] : NULL;
}

/* Of what was loaded alone: no path that is asked for ever gets to the disk. */
static const struct offered_file *find(const struct offered *p, struct str rest)
{
	const char *slash = memchr(rest.p, '/', rest.n);
	const size_t n = slash ? (size_t)(slash - rest.p) : 0;

	for (size_t i = 0; slash && i < p->count; i++)
		if (str_is((struct str) { rest.p, n }, p->all[i]->here.pack.name))
			return file_of(p->all[i], (struct str) { slash + 1, rest.n - n - 1 });
	return NULL;
}

/* ---- over HTTP ---- */

static void answer(struct call *c, const struct offered_file *f)
{
	if (!call_may(c, BUDGET_PACKS))
		return;
	if (!f)
		call_fail(c, "path");
	else
		call_answer_file(c, &(struct serve_file) { .type = "text/plain; charset=utf-8",
							   .tag = f->tag,
							   .body = f->bytes,
							   .gzip = { f->gzip.p, f->gzip.n },
							   .parts = true });
}

void offered_door_list(struct call *c)
{
	answer(c, c->server->offered ? &c->server->offered->list : NULL);
}

void offered_door(struct call *c)
{
	answer(c, c->server->offered ? find(c->server->offered, str_of(c->rest)) : NULL);
}
