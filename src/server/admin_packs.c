/* SPDX-License-Identifier: MIT */
/* Packs of forms: made, signed, looked through, taken in. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "server/admin.h"
#include "server/pack_disk.h"

/* ---- keys ---- */

bool admin_pack_key(struct admin *a, struct err *err)
{
	struct err why = { 0 };
	char key[PACK_HASH];

	if (!pack_key_make(&a->conf, &why) && why.code != ERR_EXISTS)
		return err_set(err, why.code, "%s", why.text);
	if (!pack_key_public(&a->conf, key, err))
		return false;
	printf("%s\n", key);
	return true;
}

bool admin_pack_trust(struct admin *a, struct err *err)
{
	if (!pack_trust(&a->conf, a->args[0], a->args[1], err))
		return false;
	printf("packs signed by %s are taken from now on\n", a->args[0]);
	return true;
}

/* ---- check ---- */

static void print_finding(void *user, const struct pack_finding *f)
{
	static const char *const words[] = {
		[PACK_GOOD] = "ok  ", [PACK_NOTE] = "note", [PACK_BAD] = "bad "
	};

	(void)user;
	printf("%s  %s%s%s: %s\n", words[f->says], f->file, *f->item ? ", item " : "", f->item,
	       f->words);
}

static const struct pack_report to_stdout = { print_finding, NULL };

static bool tell(enum pack_says says, const char *file, const char *words)
{
	print_finding(NULL, &(struct pack_finding) { says, file, "", words });
	return says != PACK_BAD;
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* One form by itself: where it lies, and what it is called, do not matter yet. */
static bool check_form(const char *path)
{
	struct arena mem = { 0 };
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? arena_dup(&mem, path, (size_t)(slash - path) + 1) : ".";
	const struct pack_form form = {
		"", pack_file_read(&mem, folder, name_of(path), PACK_FILE_MAX), NULL, 0
	};
	const bool good = form.json.p
				  ? pack_check_form(name_of(path), &form, &to_stdout)
				  : tell(PACK_BAD, name_of(path),
					 "it cannot be read, or has more than 1000000 bytes");

	arena_finish(&mem);
	return good;
}

/* What lies there, and is not of it. */
static bool check_extra(struct pack *p, const char *folder)
{
	DIR *dir = opendir(folder);
	bool good = dir || tell(PACK_BAD, folder, "it cannot be looked into");

	for (struct dirent *d; dir && (d = readdir(dir));)
		if (*d->d_name != '.' && strcmp(d->d_name, PACK_TEXT) != 0 &&
		    strcmp(d->d_name, PACK_SIG) != 0 && !pack_find(p, str_of(d->d_name)))
			good = tell(PACK_BAD, d->d_name,
				    "it is not in pack.txt: run porchlightd pack make");
	if (dir)
		closedir(dir);
	return good;
}

static bool check_signature(const struct conf *c, const struct pack_here *h)
{
	if (!*h->sig.sig)
		return tell(PACK_BAD, PACK_SIG,
			    "it is not there, or cannot be read: run porchlightd pack make");
	if (!pack_signed(h))
		return tell(PACK_BAD, PACK_SIG, "it is not the signature of this pack.txt");
	if (!pack_trusted(c, h->sig.key))
		return tell(PACK_BAD, PACK_SIG,
			    "it is signed by a key that is not trusted here: see porchlightd "
			    "pack trust");
	return tell(PACK_GOOD, PACK_SIG, "it is signed by a key that is trusted here");
}

/* Where a pack of this name is installed, this one has to be newer. */
static bool check_version(const struct conf *c, const struct pack_here *h)
{
	char *path = pack_installed(c, h->pack.name);
	struct pack_here old;
	bool good = true;

	if (*path) {
		if (pack_open(path, &old, NULL) && old.pack.version >= h->pack.version &&
		    strcmp(old.hash, h->hash) != 0)
			good = tell(PACK_BAD, PACK_TEXT,
				    "another pack of this name with this version, or a later "
				    "one, is here: give it a higher version");
		pack_close(&old);
	}
	free(path);
	return good;
}

static bool check_pack(const struct conf *c, const char *folder, struct pack_here *h)
{
	struct err err = { 0 };
	bool good;

	if (!pack_open(folder, h, &err))
		return tell(PACK_BAD, PACK_TEXT, err.text);
	good = check_signature(c, h);
	good = check_extra(&h->pack, folder) && good;
	good = check_version(c, h) && good;
	if (!h->pack.count)
		good = tell(PACK_BAD, PACK_TEXT, "no file is in it: run porchlightd pack make");
	return pack_check(&h->pack, &to_stdout) && good;
}

bool admin_pack_check(struct admin *a, struct err *err)
{
	const char *path = a->args[0];
	struct pack_here h;
	struct stat st;
	bool good;

	if (stat(path, &st) != 0)
		return err_set(err, ERR_NOT_FOUND, "cannot see %s: %s", path, strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return check_form(path);
	good = check_pack(&a->conf, path, &h);
	pack_close(&h);
	return good;
}

/* ---- make ---- */

/* Sorted, so that the same files make the same pack.txt. */
static int by_path(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_ours(const struct dirent *d)
{
	return *d->d_name != '.' && strcmp(d->d_name, PACK_TEXT) != 0 &&
	       strcmp(d->d_name, PACK_SIG) != 0;
}

static bool add_row(const char *folder, const char *name, struct buf *out, struct err *err)
{
	struct arena mem = { 0 };
	struct pack_file f = { .size = 0 };
	bool good =
		pack_kind_of(str_of(name), &f.kind) ||
		err_set(err, ERR_BAD_INPUT,
			"%s: a file is called NAME.json, NAME.set.json or NAME.txt, of small "
			"letters, digits and hyphens",
			name);

	if (good) {
		f.bytes = pack_file_read(&mem, folder, name, PACK_FILE_MAX);
		good = f.bytes.n > 0 || err_set(err, ERR_TOO_LARGE,
						"%s: it is empty, cannot be read, or has more "
						"than %d bytes",
						name, PACK_FILE_MAX);
	}
	if (good) {
		f.size = f.bytes.n;
		pack_hash(f.bytes, f.hash);
		snprintf(f.path, sizeof(f.path), "%s", name);
		good = pack_row(&f, out) || err_set(err, ERR_TOO_LARGE, "too many files");
	}
	arena_finish(&mem);
	return good;
}

static bool add_rows(const char *folder, struct buf *out, struct err *err)
{
	struct dirent **all = NULL;
	const int n = scandir(folder, &all, is_ours, by_path);
	bool good = n >= 0 || err_set(err, ERR_DISK, "cannot look into %s", folder);

	for (int i = 0; i < n; i++) {
		good = good && add_row(folder, all[i]->d_name, out, err);
		free(all[i]);
	}
	free(all);
	return good;
}

static bool replace(const char *folder, const char *name, struct str bytes, struct err *err)
{
	struct arena mem = { 0 };
	const char *path = arena_fmt(&mem, "%s/%s", folder, name);
	const char *made = arena_fmt(&mem, "%s/.%s", folder, name);
	bool good;

	unlink(made);
	good = file_make(made, bytes, 0644, err) &&
	       (rename(made, path) == 0 ||
		err_set(err, ERR_DISK, "cannot rename %s: %s", made, strerror(errno))) &&
	       file_sync(path, err);
	arena_finish(&mem);
	return good;
}

static bool write_pack(const struct conf *c, const char *folder, struct str text,
		       struct err *err)
{
	struct pack *p = mem_get(sizeof(*p));
	struct pack_sig sig;
	struct buf signed_by;
	bool good = pack_read(text, p, err) && pack_sign(c, text, &sig, err);

	buf_init(&signed_by, PACK_SIG_MAX);
	good = good && pack_sig_write(&sig, &signed_by) &&
	       replace(folder, PACK_TEXT, text, err) &&
	       replace(folder, PACK_SIG, (struct str) { signed_by.p, signed_by.n }, err);
	if (good)
		printf("%s, version %d: %zu files, %zu bytes, signed by %s\n", p->name,
		       p->version, p->count, p->bytes, sig.key);
	buf_finish(&signed_by);
	free(p);
	return good;
}

bool admin_pack_make(struct admin *a, struct err *err)
{
	const char *folder = a->args[0];
	struct arena mem = { 0 };
	const struct str old = pack_file_read(&mem, folder, PACK_TEXT, PACK_TEXT_MAX);
	struct buf text;
	bool good;

	buf_init(&text, PACK_TEXT_MAX);
	good = old.p || err_set(err, ERR_NOT_FOUND,
				"write %s/%s first: format 1, name, version, title and date, a "
				"line each",
				folder, PACK_TEXT);
	good = good && (pack_head(old, &text) ||
			err_set(err, ERR_TOO_LARGE, "%s is too long", PACK_TEXT));
	good = good && add_rows(folder, &text, err) &&
	       write_pack(&a->conf, folder, (struct str) { buf_text(&text), text.n }, err);
	buf_finish(&text);
	arena_finish(&mem);
	return good;
}

/* ---- what is served ---- */

static bool is_room(const struct conf *c, const char *name, struct err *err)
{
	char *names[PACK_MOST + 1], *path = pack_installed(c, name);
	const size_t n = pack_names(c, names, PACK_MOST + 1);
	const bool there = *path != '\0';

	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(path);
	return there || n < PACK_MOST ||
	       err_set(err, ERR_TOO_LARGE, "there are %d packs already", PACK_MOST);
}

bool admin_pack_add(struct admin *a, struct err *err)
{
	const struct conf *c = &a->conf;
	struct pack_here h;
	const bool good = check_pack(c, a->args[0], &h) && is_room(c, h.pack.name, err) &&
			  pack_install(c, &h, err);

	if (good) {
		printf("%s, version %d, is here\n", h.pack.name, h.pack.version);
		admin_tell_server(a);
	}
	pack_close(&h);
	return good;
}

bool admin_pack_remove(struct admin *a, struct err *err)
{
	if (!pack_remove(&a->conf, a->args[0], err))
		return false;
	printf("%s is gone\n", a->args[0]);
	admin_tell_server(a);
	return true;
}

static void list_one(const struct conf *c, const char *name)
{
	char *path = pack_installed(c, name);
	struct pack_here h;
	struct err err = { 0 };

	if (pack_open(path, &h, &err))
		printf("%-24s version %d of %s, %zu files, %zu bytes: %s%s\n", name,
		       h.pack.version, h.pack.date, h.pack.count, h.pack.bytes, h.pack.title,
		       pack_signed(&h) && pack_trusted(c, h.sig.key) &&
				       pack_check(&h.pack, NULL)
			       ? ""
			       : " (not served: see pack check)");
	else
		printf("%-24s cannot be read: %s\n", name, err.text);
	pack_close(&h);
	free(path);
}

bool admin_pack_list(struct admin *a, struct err *err)
{
	char *names[PACK_MOST];
	const size_t n = pack_names(&a->conf, names, PACK_MOST);

	(void)err;
	for (size_t i = 0; i < n; i++) {
		list_one(&a->conf, names[i]);
		free(names[i]);
	}
	if (!n)
		printf("there are no packs\n");
	return true;
}
