/* SPDX-License-Identifier: MIT */
#include "packs/pack.h"

#include <stdio.h>
#include <string.h>

#include "guide/read.h"
#include "guide/texts.h"
#include "text/utf8.h"
#include "worksheet/value.h"

enum { FORMAT = 1 };

/* ---- names ---- */

bool pack_is_name(struct str name)
{
	return name.n <= PACK_NAME_MAX && guide_is_name(name);
}

bool pack_is_hex(struct str text, size_t n)
{
	return text.n == n && str_made_of(text, "0123456789abcdef");
}

static const struct {
	const char *ending;
	enum pack_kind kind;
} endings[] = {
	{ ".set.json", PACK_VALUE_SET },
	{ ".json", PACK_FORM },
	{ ".es.txt", PACK_CARDS },
	{ ".txt", PACK_CARDS },
};

/* What is before the ending; empty: it has none of these. */
static struct str stem_of(struct str path, enum pack_kind *kind)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		const size_t n = strlen(endings[i].ending);

		if (path.n <= n || memcmp(path.p + path.n - n, endings[i].ending, n) != 0)
			continue;
		*kind = endings[i].kind;
		return (struct str) { path.p, path.n - n };
	}
	return (struct str) { path.p, 0 };
}

bool pack_kind_of(struct str path, enum pack_kind *out)
{
	return path.n <= PACK_PATH_MAX && !str_is(path, PACK_TEXT) &&
	       guide_is_name(stem_of(path, out));
}

void pack_form_name(const struct pack *p, const struct pack_file *f, char *out)
{
	enum pack_kind kind;
	const struct str stem = stem_of(str_of(f->path), &kind);

	snprintf(out, PACK_NAME_MAX + 1 + GUIDE_NAME_MAX + 1, "%s/%.*s", p->name, (int)stem.n,
		 stem.p);
}

struct pack_file *pack_find(struct pack *p, struct str path)
{
	for (size_t i = 0; i < p->count; i++)
		if (str_is(path, p->files[i].path))
			return &p->files[i];
	return NULL;
}

/* ---- pack.txt ---- */

/* A line that people read: as it is, or not at all. */
static bool take_words(char *to, size_t most, struct str from)
{
	struct arena mem = { 0 };
	const char *clean = utf8_clean_name(&mem, from, most);
	const bool good = str_is(from, clean) && guide_copy(to, most, from);

	arena_finish(&mem);
	return good;
}

static const char *read_format(struct str rest, void *out)
{
	struct pack *p = out;

	p->formatted = guide_number(rest, 1000) == FORMAT;
	return p->formatted ? NULL : "this program reads packs of format 1";
}

static const char *read_name(struct str rest, void *out)
{
	struct pack *p = out;

	return pack_is_name(rest) && guide_copy(p->name, PACK_NAME_MAX, rest)
		       ? NULL
		       : "a name has small letters, digits and hyphens, 24 at most";
}

static const char *read_version(struct str rest, void *out)
{
	struct pack *p = out;

	p->version = guide_number(rest, PACK_VERSION_MAX);
	return p->version > 0 ? NULL : "a version is a whole number from 1 on";
}

static const char *read_title(struct str rest, void *out)
{
	struct pack *p = out;

	return take_words(p->title, PACK_TITLE_MAX, rest)
		       ? NULL
		       : "a title has 1 to 64 bytes that can be read";
}

static const char *read_title_es(struct str rest, void *out)
{
	struct pack *p = out;

	return take_words(p->title_es, PACK_TITLE_MAX, rest)
		       ? NULL
		       : "a title has 1 to 64 bytes that can be read";
}

static const char *read_date(struct str rest, void *out)
{
	struct pack *p = out;

	return rest.n == 10 && guide_copy(p->date, 10, rest) &&
			       value_date_right(VALUE_DATE, p->date)
		       ? NULL
		       : "a date is as 2026-11-26";
}

/* Each line is one more of it. */
static const char *read_licence(struct str rest, void *out)
{
	struct pack *p = out;
	const size_t n = strlen(p->licence), at = n ? n + 1 : 0;

	if (at >= PACK_LICENCE_MAX || !take_words(p->licence + at, PACK_LICENCE_MAX - at, rest))
		return "a licence has at most 1000 bytes that can be read";
	if (n)
		p->licence[n] = '\n';
	return NULL;
}

static const char *const kinds[PACK_KINDS] = {
	[PACK_FORM] = "form", [PACK_CARDS] = "cards", [PACK_VALUE_SET] = "valueset"
};

static const char *take_file(struct str line, struct pack_file *f)
{
	const struct str hash = guide_word(&line), size = guide_word(&line);
	const struct str kind = guide_word(&line);
	const int n = guide_number(size, PACK_FILE_MAX);

	if (!pack_is_hex(hash, PACK_HASH - 1))
		return "a hash has 64 digits, 0 to 9 and a to f";
	if (n <= 0)
		return "a file has 1 to 1000000 bytes";
	if (!pack_kind_of(line, &f->kind))
		return "a file's name is as NAME.json, NAME.set.json or NAME.txt";
	if (!str_is(kind, kinds[f->kind]))
		return "the file's name says that it is of another kind";
	f->size = (size_t)n;
	guide_copy(f->hash, PACK_HASH - 1, hash);
	guide_copy(f->path, PACK_PATH_MAX, line);
	return NULL;
}

static const char *read_file(struct str rest, void *out)
{
	struct pack *p = out;
	struct pack_file f = { .size = 0 };
	const char *no = take_file(rest, &f);

	if (no)
		return no;
	if (p->count == PACK_FILES_MAX)
		return "there are more than 64 files";
	if (pack_find(p, str_of(f.path)))
		return "this file is there twice";
	p->files[p->count++] = f;
	p->bytes += f.size;
	return p->bytes <= PACK_BYTES_MAX ? NULL : "the files have more than 4000000 bytes";
}

static const char *read_whole(void *out)
{
	const struct pack *p = out;

	if (!p->formatted)
		return "it needs a line 'format 1'";
	if (!*p->name)
		return "it needs a line 'name NAME'";
	if (p->version <= 0)
		return "it needs a line 'version NUMBER'";
	if (!*p->title)
		return "it needs a line 'title WORDS'";
	return *p->date ? NULL : "it needs a line 'date YYYY-MM-DD'";
}

static const struct guide_row rows[] = {
	{ "format", read_format },   { "name", read_name },         { "version", read_version },
	{ "title", read_title },     { "title.es", read_title_es }, { "date", read_date },
	{ "licence", read_licence }, { "file", read_file },         { NULL, NULL },
};

bool pack_read(struct str text, struct pack *out, struct err *err)
{
	static const struct guide_form form = { rows, PACK_TEXT_MAX, read_whole };

	memset(out, 0, sizeof(*out));
	if (!utf8_valid(text))
		return err_set(err, ERR_BAD_INPUT, "it is not UTF-8");
	return guide_read(text, &form, out, err);
}

bool pack_head(struct str text, struct buf *out)
{
	bool good = true;

	while (good && text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		const struct str line = { text.p, end ? (size_t)(end - text.p) : text.n };
		struct str rest = line, word = guide_word(&rest);

		if (!word.n) /* there were blanks before it */
			word = guide_word(&rest);
		if (!str_is(word, "file"))
			good = buf_add(out, line.p, line.n) && buf_adds(out, "\n");
		text.n -= line.n + (end != NULL);
		text.p += line.n + (end != NULL);
	}
	return good;
}

bool pack_row(const struct pack_file *f, struct buf *out)
{
	return buf_addf(out, "file %s %zu %s %s\n", f->hash, f->size, kinds[f->kind], f->path);
}

/* ---- pack.sig ---- */

static const char *read_key(struct str rest, void *out)
{
	struct pack_sig *s = out;

	return pack_is_hex(rest, PACK_HASH - 1) && guide_copy(s->key, PACK_HASH - 1, rest)
		       ? NULL
		       : "a key has 64 digits, 0 to 9 and a to f";
}

static const char *read_sig(struct str rest, void *out)
{
	struct pack_sig *s = out;

	return pack_is_hex(rest, PACK_SIGNED - 1) && guide_copy(s->sig, PACK_SIGNED - 1, rest)
		       ? NULL
		       : "a signature has 128 digits, 0 to 9 and a to f";
}

static const char *read_both(void *out)
{
	const struct pack_sig *s = out;

	return *s->key && *s->sig ? NULL : "it needs a line 'key HEX' and a line 'sig HEX'";
}

bool pack_sig_read(struct str text, struct pack_sig *out, struct err *err)
{
	static const struct guide_row sig_rows[] = { { "key", read_key },
						     { "sig", read_sig },
						     { NULL, NULL } };
	static const struct guide_form form = { sig_rows, PACK_SIG_MAX, read_both };

	memset(out, 0, sizeof(*out));
	return guide_read(text, &form, out, err);
}

bool pack_sig_write(const struct pack_sig *s, struct buf *out)
{
	return buf_addf(out, "key %s\nsig %s\n", s->key, s->sig);
}
