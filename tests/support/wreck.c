/* SPDX-License-Identifier: MIT */
#include "support/wreck.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "support/faults.h"

enum { NAMES = 64, FILES = 512, CHANGES = 4096, SECTOR = 512, FILE_MAX = 8 << 20 };

/* One call of the log; its texts lie in the log. */
struct call {
	struct fault_op op;
	struct str path, data;
};

struct wreck {
	char under[FAULTS_PATH];
	struct buf log;
	struct call *calls;
	size_t count;
};

/* ---- the log ---- */

static bool read_log(struct wreck *w, const char *log)
{
	FILE *f = fopen(log, "re");
	char some[65536];
	size_t n;

	if (!f)
		return false;
	while ((n = fread(some, 1, sizeof(some), f)) > 0)
		buf_add(&w->log, some, n);
	fclose(f);
	return true;
}

/* Taken off the log at `*at`. */
static struct call take_call(const struct wreck *w, size_t *at)
{
	struct call c;

	memcpy(&c.op, w->log.p + *at, sizeof(c.op));
	c.path = (struct str) { w->log.p + *at + sizeof(c.op), c.op.path_n };
	c.data = (struct str) { c.path.p + c.path.n, c.op.data_n };
	*at += sizeof(c.op) + c.path.n + c.data.n;
	return c;
}

struct wreck *wreck_load(const char *log, const char *under)
{
	struct wreck *w = mem_get(sizeof(*w));

	snprintf(w->under, sizeof(w->under), "%s", under);
	buf_init(&w->log, 256 << 20);
	if (!read_log(w, log)) {
		wreck_free(w);
		return NULL;
	}
	for (size_t at = 0; at < w->log.n; w->count++) {
		if ((w->count & (w->count - 1)) == 0)
			w->calls = mem_grow(w->calls,
					    (w->count ? 2 * w->count : 1) * sizeof(*w->calls));
		w->calls[w->count] = take_call(w, &at);
	}
	return w;
}

void wreck_free(struct wreck *w)
{
	buf_finish(&w->log);
	free(w->calls);
	free(w);
}

size_t wreck_count(const struct wreck *w)
{
	return w->count;
}

int64_t wreck_mark(const struct wreck *w, size_t i)
{
	return w->calls[i].op.kind == FAULT_OP_MARK ? w->calls[i].op.at : -1;
}

/* ---- what may be left ---- */

/* A file: what was done to it, in order; `synced`: so many of these are on disk for certain,
 * but those that a failed sync was for. */
struct file {
	const struct call *changes[CHANGES];
	bool lost[CHANGES]; /* it may be, whatever is synced later */
	size_t count, synced;
};

/* A name, and its file; -1: it is a folder. */
struct name {
	struct str path;
	int file;
};

struct disk {
	struct wreck *w;
	uint64_t seed, state;
	struct file *files;
	int files_count;
	struct name now[NAMES], kept[NAMES]; /* kept: what a synced folder has */
	size_t now_count, kept_count;
};

/* xorshift64* */
static uint64_t chance(struct disk *d)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return d->state * UINT64_C(0x2545f4914f6cdd1d) >> 32;
}

static bool stays(struct disk *d)
{
	return d->seed == 1 || (d->seed && chance(d) % 2);
}

static struct name *find(struct name *names, size_t n, struct str path)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(names[i].path, path))
			return &names[i];
	return NULL;
}

static void put(struct name *names, size_t *n, struct name one)
{
	struct name *was = find(names, *n, one.path);

	if (was)
		*was = one;
	else if (*n < NAMES)
		names[(*n)++] = one;
}

static void drop(struct name *names, size_t *n, struct str path)
{
	struct name *was = find(names, *n, path);

	if (was)
		*was = names[--*n];
}

static void do_make(struct disk *d, const struct call *c)
{
	const bool folder = c->op.kind == FAULT_OP_FOLDER;

	if (d->files_count == FILES)
		abort(); /* the test makes too many */
	put(d->now, &d->now_count, (struct name) { c->path, folder ? -1 : d->files_count++ });
}

static void do_change(struct disk *d, const struct call *c)
{
	const struct name *n = find(d->now, d->now_count, c->path);
	struct file *f = n && n->file >= 0 ? &d->files[n->file] : NULL;

	if (!f)
		return;
	if (f->count == CHANGES)
		abort(); /* the test writes too much */
	f->changes[f->count++] = c;
}

static bool is_in(struct str path, struct str folder)
{
	const size_t n = folder.n;

	return path.n > n + 1 && memcmp(path.p, folder.p, n) == 0 && path.p[n] == '/' &&
	       !memchr(path.p + n + 1, '/', path.n - n - 1);
}

static void sync_folder(struct disk *d, struct str folder)
{
	for (size_t i = d->kept_count; i-- > 0;)
		if (is_in(d->kept[i].path, folder))
			drop(d->kept, &d->kept_count, d->kept[i].path);
	for (size_t i = 0; i < d->now_count; i++)
		if (is_in(d->now[i].path, folder))
			put(d->kept, &d->kept_count, d->now[i]);
}

static void do_sync(struct disk *d, const struct call *c)
{
	const struct name *n = find(d->now, d->now_count, c->path);

	if (n && n->file >= 0)
		d->files[n->file].synced = d->files[n->file].count;
	else
		sync_folder(d, c->path);
}

static void do_unsynced(struct disk *d, const struct call *c)
{
	const struct name *n = find(d->now, d->now_count, c->path);
	struct file *f = n && n->file >= 0 ? &d->files[n->file] : NULL;

	for (size_t i = f ? f->synced : 0; f && i < f->count; i++)
		f->lost[i] = true;
}

static void do_rename(struct disk *d, const struct call *c)
{
	const struct name *n = find(d->now, d->now_count, c->path);
	const int file = n ? n->file : -1;

	if (!n)
		return;
	drop(d->now, &d->now_count, c->path);
	put(d->now, &d->now_count, (struct name) { c->data, file });
}

static void do_unlink(struct disk *d, const struct call *c)
{
	drop(d->now, &d->now_count, c->path);
}

static void do_mark(struct disk *d, const struct call *c)
{
	(void)d;
	(void)c;
}

static void (*const rows[])(struct disk *d, const struct call *c) = {
	[FAULT_OP_MAKE] = do_make,     [FAULT_OP_FOLDER] = do_make,
	[FAULT_OP_WRITE] = do_change,  [FAULT_OP_TRUNCATE] = do_change,
	[FAULT_OP_SYNC] = do_sync,     [FAULT_OP_UNSYNCED] = do_unsynced,
	[FAULT_OP_RENAME] = do_rename, [FAULT_OP_UNLINK] = do_unlink,
	[FAULT_OP_MARK] = do_mark,
};

/* ---- onto the disk ---- */

struct bytes {
	char *p;
	size_t n;
};

static void set_size(struct bytes *b, size_t n)
{
	if (n > b->n)
		memset(b->p + b->n, 0, n - b->n);
	b->n = n;
}

/* A part of a write, in whole sectors, when it is torn. */
static void write_some(struct disk *d, struct bytes *b, const struct call *c, bool whole)
{
	size_t from = (size_t)c->op.at, n = c->data.n;

	if (!whole && n > SECTOR && chance(d) % 4 == 0)
		n = (1 + chance(d) % (n / SECTOR)) * SECTOR;
	n = n < c->data.n ? n : c->data.n;
	if (from + n > FILE_MAX)
		return;
	if (from + n > b->n)
		set_size(b, from + n);
	memcpy(b->p + from, c->data.p, n);
}

static void gather(struct disk *d, const struct file *f, struct bytes *b)
{
	for (size_t i = 0; i < f->count; i++) {
		const bool certain = i < f->synced && !f->lost[i];

		if (!certain && !stays(d))
			continue;
		if (f->changes[i]->op.kind == FAULT_OP_WRITE)
			write_some(d, b, f->changes[i], certain || d->seed == 1);
		else
			set_size(b, (size_t)f->changes[i]->op.at);
	}
}

/* The name in the folder that is built. */
static bool new_name(const struct disk *d, struct str path, const char *to, char out[512])
{
	const size_t n = strlen(d->w->under);

	return path.n >= n &&
	       snprintf(out, 512, "%s%.*s", to, (int)(path.n - n), path.p + n) < 512;
}

static bool write_file(struct disk *d, const struct name *n, const char *to)
{
	struct bytes b = { .p = mem_get(FILE_MAX) };
	char path[512];
	FILE *f;
	bool ok;

	gather(d, &d->files[n->file], &b);
	f = new_name(d, n->path, to, path) ? fopen(path, "we") : NULL;
	ok = f && fwrite(b.p, 1, b.n, f) == b.n;
	if (f)
		ok = chmod(path, 0600) == 0 && fclose(f) == 0 && ok;
	free(b.p);
	return ok;
}

/* Folders first; a name whose folder is lost is lost with it. */
static bool write_names(struct disk *d, const char *to)
{
	char path[512];
	struct stat st;

	for (size_t i = 0; i < d->kept_count; i++)
		if (d->kept[i].file < 0 && new_name(d, d->kept[i].path, to, path))
			mkdir(path, 0700);
	for (size_t i = 0; i < d->kept_count; i++) {
		if (d->kept[i].file < 0 || !new_name(d, d->kept[i].path, to, path))
			continue;
		*strrchr(path, '/') = '\0';
		if (stat(path, &st) == 0 && !write_file(d, &d->kept[i], to))
			return false;
	}
	return true;
}

/* What programs share of a database may be anything after a power cut. */
static void put_garbage(struct disk *d, const char *to)
{
	char path[512];

	for (size_t i = 0; i < d->kept_count; i++) {
		const struct str p = d->kept[i].path;
		FILE *f;

		if (p.n < 3 || memcmp(p.p + p.n - 3, ".db", 3) != 0 || !stays(d) ||
		    !new_name(d, p, to, path))
			continue;
		memcpy(path + strlen(path), "-shm", 5);
		f = fopen(path, "we");
		for (int n = 0; f && n < 4096; n++) {
			const uint64_t some = chance(d);

			fwrite(&some, sizeof(some), 1, f);
		}
		if (f)
			fclose(f);
	}
}

static int drop_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	return at->level ? remove(path) : 0;
}

/* What folders have that nobody synced: as a journal writes it, up to some call. */
static void play(struct disk *d, size_t upto)
{
	const size_t names = d->seed == 0   ? 0
			     : d->seed == 1 ? upto
					    : (size_t)(chance(d) % (upto + 1));

	for (size_t i = 0; i < upto; i++) {
		const struct call *c = &d->w->calls[i];

		rows[c->op.kind](d, c);
		if (i + 1 == names) {
			memcpy(d->kept, d->now, sizeof(d->now));
			d->kept_count = d->now_count;
		}
	}
}

bool wreck_build(struct wreck *w, size_t upto, uint64_t seed, const char *to)
{
	struct disk d = { .w = w,
			  .seed = seed,
			  .state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) + upto };
	bool ok;

	nftw(to, drop_one, 16, FTW_DEPTH | FTW_PHYS);
	d.files = mem_get(FILES * sizeof(*d.files));
	play(&d, upto);
	ok = write_names(&d, to);
	put_garbage(&d, to);
	free(d.files);
	return ok;
}
