/* SPDX-License-Identifier: MIT */
#include "sql/sql.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/file.h"

enum { BUSY_MS = 5000, KEY_TEXT = 2 * SQL_KEY_BYTES + 3 };

struct sql_stmt {
	struct sql *sql;
	sqlite3_stmt *st;
	const char *text;
	int *at; /* sql_params */
};

struct sql {
	sqlite3 *db;
	bool keyed;
	struct sql_stmt **stmts;
	size_t stmts_count;
};

static enum err_code code_of(const struct sql *s, int rc)
{
	static const struct {
		int rc;
		enum err_code code;
	} rows[] = {
		{ SQLITE_CONSTRAINT, ERR_EXISTS },
		{ SQLITE_BUSY, ERR_NOT_NOW },
		{ SQLITE_LOCKED, ERR_NOT_NOW },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].rc == (rc & 0xff))
			return rows[i].code;
	return s->keyed && rc == SQLITE_NOTADB ? ERR_KEY : ERR_DISK;
}

static bool fail(const struct sql *s, struct err *err)
{
	int rc = sqlite3_extended_errcode(s->db), sys = sqlite3_system_errno(s->db);
	const char *why = "";

	if (sys && ((rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_CANTOPEN))
		why = strerror(sys);
	return err_set(err, code_of(s, rc), "database: %s (%d) %s", sqlite3_errmsg(s->db), rc,
		       why);
}

/* Made only if it is not there: to close a file of one's own would take away the locks
 * that SQLite may hold on it elsewhere in this process. */
static bool make_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_set(err, errno == EEXIST ? ERR_EXISTS : ERR_DISK,
			       "cannot make %s: %s", path, strerror(errno));
	close(fd);
	return true;
}

/* The first column of the first row of a question without parameters. */
static bool ask_one(struct sql *s, const char *text, char *out, size_t size, struct err *err)
{
	const char *got = NULL;
	sqlite3_stmt *st;
	int rc;

	if (sqlite3_prepare_v2(s->db, text, -1, &st, NULL) != SQLITE_OK)
		return fail(s, err);
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		got = (const char *)sqlite3_column_text(st, 0);
	snprintf(out, size, "%s", got ? got : "");
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		fail(s, err);
	sqlite3_finalize(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

/* Linked in the wrong order, plain SQLite would take the key and write plain text. */
static bool has_cipher(struct sql *s, struct err *err)
{
	char version[32] = "";

	if (!ask_one(s, "PRAGMA cipher_version", version, sizeof(version), err))
		return false;
	return *version || err_set(err, ERR_KEY, "this program's sqlite cannot encrypt");
}

static bool use_key(struct sql *s, const unsigned char *key, struct err *err)
{
	bool ok = has_cipher(s, err);
#ifdef SQLITE_HAS_CODEC
	char text[KEY_TEXT + 1] = "x'";

	for (size_t i = 0; ok && i < SQL_KEY_BYTES; i++)
		snprintf(text + 2 + 2 * i, 3, "%02x", key[i]);
	text[KEY_TEXT - 1] = '\'';
	s->keyed = true;
	ok = ok && (sqlite3_key(s->db, text, KEY_TEXT) == SQLITE_OK || fail(s, err));
	explicit_bzero(text, sizeof(text));
#else
	(void)key;
#endif
	return ok;
}

static bool set_up(struct sql *s, const char *path, struct err *err)
{
	char got[32];

	/* Reading is what proves the key. */
	if (!ask_one(s, "SELECT count(*) FROM sqlite_master", got, sizeof(got), err))
		return false;
	if (!ask_one(s, "PRAGMA journal_mode = WAL", got, sizeof(got), err))
		return false;
	if (path && strcmp(got, "wal") != 0)
		return err_set(err, ERR_DISK, "the journal is '%s', not wal", got);
	return sql_run(s,
		       "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
		       "PRAGMA temp_store = MEMORY",
		       err);
}

static struct sql *open_db(const char *path, int flags, struct err *err)
{
	struct sql *s = mem_get(sizeof(*s));

	if (sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		if (!s->db)
			abort(); /* out of memory */
		fail(s, err);
		sql_close(s);
		return NULL;
	}
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	return s;
}

struct sql *sql_open(const char *path, const unsigned char *key, struct err *err)
{
	struct err why = { .code = ERR_NONE };
	struct sql *s;

	if (path && !make_file(path, &why) && why.code != ERR_EXISTS) {
		err_set(err, why.code, "%s", why.text);
		return NULL;
	}
	s = open_db(path ? path : ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
	if (s && ((key && !use_key(s, key, err)) || !set_up(s, path, err))) {
		sql_close(s);
		return NULL;
	}
	return s;
}

struct sql *sql_look(const char *path, struct err *err)
{
	if (access(path, F_OK) != 0) {
		err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK, "%s: %s", path,
			strerror(errno));
		return NULL;
	}
	return open_db(path, SQLITE_OPEN_READONLY, err);
}

int sql_version_of(const char *path, const unsigned char *key)
{
	struct sql *s = sql_look(path, NULL);
	int version = 0;

	if (s && (!key || use_key(s, key, NULL)))
		version = sql_version(s);
	sql_close(s);
	return version > 0 ? version : 0;
}

void sql_close(struct sql *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->stmts_count; i++) {
		sqlite3_finalize(s->stmts[i]->st);
		free(s->stmts[i]->at);
		free(s->stmts[i]);
	}
	free(s->stmts);
	sqlite3_close(s->db);
	free(s);
}

bool sql_run(struct sql *s, const char *text, struct err *err)
{
	return sqlite3_exec(s->db, text, NULL, NULL, NULL) == SQLITE_OK || fail(s, err);
}

static struct sql_stmt *find_stmt(struct sql *s, const char *text)
{
	for (size_t i = 0; i < s->stmts_count; i++)
		if (s->stmts[i]->text == text)
			return s->stmts[i];
	return NULL;
}

struct sql_stmt *sql_get(struct sql *s, const char *text, struct err *err)
{
	struct sql_stmt *st = find_stmt(s, text);
	sqlite3_stmt *made;

	if (st) {
		sqlite3_reset(st->st);
		sqlite3_clear_bindings(st->st);
		return st;
	}
	if (sqlite3_prepare_v2(s->db, text, -1, &made, NULL) != SQLITE_OK) {
		fail(s, err);
		return NULL;
	}
	st = mem_get(sizeof(*st));
	*st = (struct sql_stmt) { s, made, text, NULL };
	s->stmts = mem_grow(s->stmts, (s->stmts_count + 1) * sizeof(struct sql_stmt *));
	s->stmts[s->stmts_count++] = st;
	return st;
}

const int *sql_params(struct sql_stmt *st, const char *const *names)
{
	size_t n = 0;

	if (st->at)
		return st->at;
	while (names[n])
		n++;
	st->at = mem_get(n * sizeof(*st->at));
	for (size_t i = 0; i < n; i++)
		st->at[i] = sqlite3_bind_parameter_index(st->st, names[i]);
	return st->at;
}

void sql_int(struct sql_stmt *st, int at, int64_t value)
{
	int rc = sqlite3_bind_int64(st->st, at, value);

	assert(rc == SQLITE_OK);
}

void sql_text(struct sql_stmt *st, int at, struct str value)
{
	int rc = sqlite3_bind_text64(st->st, at, value.p ? value.p : "", value.n,
				     SQLITE_TRANSIENT, SQLITE_UTF8);

	assert(rc == SQLITE_OK);
}

enum sql_got sql_step(struct sql_stmt *st, struct err *err)
{
	int rc = sqlite3_step(st->st);

	if (rc == SQLITE_ROW)
		return SQL_ROW;
	if (rc != SQLITE_DONE)
		fail(st->sql, err);
	/* What it read is let go, so that the log file can be emptied. */
	sqlite3_reset(st->st);
	return rc == SQLITE_DONE ? SQL_DONE : SQL_FAILED;
}

int64_t sql_get_int(const struct sql_stmt *st, int at)
{
	return sqlite3_column_int64(st->st, at);
}

struct str sql_get_text(const struct sql_stmt *st, int at)
{
	const char *p = (const char *)sqlite3_column_text(st->st, at);

	return (struct str) { p ? p : "", p ? (size_t)sqlite3_column_bytes(st->st, at) : 0 };
}

bool sql_do(struct sql_stmt *st, struct err *err)
{
	enum sql_got got;

	do
		got = sql_step(st, err);
	while (got == SQL_ROW);
	return got == SQL_DONE;
}

int sql_changes(const struct sql *s)
{
	return sqlite3_changes(s->db);
}

int64_t sql_last_id(const struct sql *s)
{
	return sqlite3_last_insert_rowid(s->db);
}

static void let_go(struct sql *s)
{
	for (size_t i = 0; i < s->stmts_count; i++)
		sqlite3_reset(s->stmts[i]->st);
}

/* Prepared once: a transaction is often no more than one row. */
static bool do_kept(struct sql *s, const char *text, struct err *err)
{
	struct sql_stmt *st = sql_get(s, text, err);

	return st && sql_do(st, err);
}

bool sql_begin(struct sql *s, struct err *err)
{
	static const char begin[] = "BEGIN IMMEDIATE";

	let_go(s);
	return do_kept(s, begin, err);
}

bool sql_commit(struct sql *s, struct err *err)
{
	static const char commit[] = "COMMIT";

	let_go(s);
	return do_kept(s, commit, err);
}

void sql_rollback(struct sql *s)
{
	let_go(s);
	if (sql_begun(s))
		sql_run(s, "ROLLBACK", NULL);
}

bool sql_begun(const struct sql *s)
{
	return !sqlite3_get_autocommit(s->db);
}

int sql_version(struct sql *s)
{
	struct sql_stmt *st = sql_get(s, "PRAGMA user_version", NULL);
	int version = -1;

	if (st && sql_step(st, NULL) == SQL_ROW)
		version = (int)sql_get_int(st, 0);
	return st && sql_do(st, NULL) ? version : -1;
}

/* In one step: a writer beside us would make a copy in pieces begin again and again. */
static bool copy_all(struct sql *from, struct sql *to, struct err *err)
{
	sqlite3_backup *b = sqlite3_backup_init(to->db, "main", from->db, "main");
	int rc;

	if (!b)
		return fail(to, err);
	rc = sqlite3_backup_step(b, -1);
	if (sqlite3_backup_finish(b) != SQLITE_OK)
		return fail(to, err);
	return rc == SQLITE_DONE ||
	       err_set(err, ERR_NOT_NOW, "database: it is locked (%d)", rc);
}

bool sql_copy(struct sql *s, const char *to, struct err *err)
{
	struct sql *t;
	bool ok;

	/* The copy would be in the clear. */
	if (s->keyed)
		return err_set(err, ERR_KEY, "an encrypted database is not copied");
	if (!make_file(to, err))
		return false;
	t = open_db(to, SQLITE_OPEN_READWRITE, err);
	ok = t && copy_all(s, t, err);
	sql_close(t);
	ok = ok && file_sync(to, err);
	if (!ok)
		unlink(to);
	return ok;
}
