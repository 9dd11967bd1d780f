/* SPDX-License-Identifier: MIT */
#include "server/keep.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "server/figures.h"
#include "server/folder.h"
#include "server/known.h"
#include "server/pack_disk.h"
#include "server/seal.h"
#include "sql/sql.h"

enum { KEEP_MAX = 65536 };

static const char *const keep_names[] = { "ca.pem",    "ca.key",    "server.pem", "server.key",
					  FOLDER_CONF, SEAL_LEGAL,  PACK_KEY,     PACK_TRUST,
					  KNOWN_KEY,   FIGURES_KEY, NULL };

/* False when there is none, too. */
static bool read_one(const struct conf *c, const char *name, struct buf *out, struct err *err)
{
	char *path = conf_path(c, name);
	bool good = access(path, F_OK) == 0 && folder_read(path, KEEP_MAX, out, err);

	free(path);
	return good;
}

static bool put_one(struct sql *s, const char *name, struct str text, struct err *err)
{
	struct sql_stmt *st =
		sql_get(s, "INSERT INTO kept_files (name, text) VALUES (?, ?)", err);

	if (!st)
		return false;
	sql_text(st, 1, str_of(name));
	sql_text(st, 2, text);
	return sql_step(st, err) == SQL_DONE;
}

bool keep_put(const struct conf *c, const char *copy, struct err *err)
{
	struct sql *s = sql_open(copy, NULL, err);
	bool good = s && sql_run(s,
				 "CREATE TABLE kept_files"
				 " (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
				 err);

	for (const char *const *n = keep_names; good && *n; n++) {
		struct buf text = { 0 };

		if (read_one(c, *n, &text, err))
			good = put_one(s, *n, (struct str) { text.p, text.n }, err);
		buf_wipe(&text);
	}
	sql_close(s);
	return good;
}

bool keep_is_backup(const char *copy, struct err *err)
{
	struct sql *s = sql_look(copy, err);
	struct sql_stmt *st = s ? sql_get(s, "SELECT name FROM kept_files", NULL) : NULL;
	bool good = st && sql_step(st, NULL) != SQL_FAILED;

	if (s && !good)
		err_set(err, ERR_REFUSED, "%s is not a backup of porchlightd", copy);
	sql_close(s);
	return good;
}

static enum sql_got find_one(struct sql *s, const char *name, struct str *out, struct err *err)
{
	struct sql_stmt *st = sql_get(s, "SELECT text FROM kept_files WHERE name = ?", err);
	enum sql_got got;

	if (!st)
		return SQL_FAILED;
	sql_text(st, 1, str_of(name));
	got = sql_step(st, err);
	if (got == SQL_ROW)
		*out = sql_get_text(st, 0);
	return got;
}

static bool compare_one(const struct conf *c, struct sql *s, const char *name, struct err *err)
{
	struct buf text = { 0 };
	struct str kept = { 0 };
	bool good = true;

	if (read_one(c, name, &text, NULL))
		good = find_one(s, name, &kept, err) == SQL_ROW &&
		       str_eq(kept, (struct str) { text.p, text.n });
	buf_wipe(&text);
	return good || err_set(err, ERR_DISK, "%s did not come back as it was written", name);
}

bool keep_compare(const struct conf *c, const char *copy, struct err *err)
{
	struct sql *s = sql_look(copy, err);
	bool good = s != NULL;

	for (const char *const *n = keep_names; good && *n; n++)
		good = compare_one(c, s, *n, err);
	sql_close(s);
	return good;
}

static bool take_one(const struct conf *c, struct sql *s, const char *name, struct err *err)
{
	struct str kept = { 0 };
	enum sql_got got = find_one(s, name, &kept, err);
	char *path = conf_path(c, name);
	struct err why = { 0 };
	bool good = got == SQL_DONE || (got == SQL_ROW && file_make(path, kept, 0600, &why));

	if (why.code == ERR_EXISTS)
		good = compare_one(c, s, name, NULL) ||
		       err_set(err, ERR_EXISTS, "there is another %s: move it away", path);
	else if (!good && got == SQL_ROW)
		err_set(err, why.code, "%s", why.text);
	free(path);
	return good;
}

bool keep_take(const struct conf *c, const char *copy, struct err *err)
{
	struct sql *s = sql_open(copy, NULL, err);
	bool good = s != NULL;

	for (const char *const *n = keep_names; good && *n; n++)
		good = take_one(c, s, *n, err);
	sql_close(s);
	/* Once more, since what was read last is still being read. */
	s = good ? sql_open(copy, NULL, err) : NULL;
	good = s && sql_run(s, "DROP TABLE kept_files", err);
	sql_close(s);
	return good;
}
