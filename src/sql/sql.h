/* SPDX-License-Identifier: MIT */
/*
 * SQLite, or SQLCipher when a key is given: open, prepare, bind, step, migrate.  One
 * database is used by one thread at a time.  Statements are kept by their text's address,
 * so the text of a statement is a string literal, or lives as long as the database.
 * SQL is what SQLite 3.15 knows (no upsert, no RETURNING): DESIGN.
 */
#ifndef SQL_SQL_H
#define SQL_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum { SQL_KEY_BYTES = 32 };

struct sql;
struct sql_stmt;

enum sql_got { SQL_ROW, SQL_DONE, SQL_FAILED };

/*
 * What fails gives ERR_DISK; ERR_EXISTS for a rule of the schema that would be broken;
 * ERR_NOT_NOW when another program kept the database locked for five seconds.
 */

/*
 * `path` NULL is a database in memory.  `key`: 32 raw bytes, or NULL for none; with a key
 * the library must be SQLCipher ("PRAGMA cipher_version" answers) or ERR_KEY comes.
 * ERR_KEY too where the key does not open what is there.
 * A file is made 0600, with WAL and synchronous=FULL.
 */
struct sql *sql_open(const char *path, const unsigned char *key, struct err *err);
/* What is there, for reading only and with nothing set; ERR_NOT_FOUND if there is none. */
struct sql *sql_look(const char *path, struct err *err);
void sql_close(struct sql *s); /* NULL is fine */

/* One or more statements without parameters or results. */
bool sql_run(struct sql *s, const char *text, struct err *err);
/* Ready to bind; NULL, with `err`, when it does not compile.  Parameters count from 1.
 * One that is not stepped to its end is let go at the next begin, commit or rollback. */
struct sql_stmt *sql_get(struct sql *s, const char *text, struct err *err);
/* Where the parameters of these names (":group") are, in their order; 0: not in this statement.
 * Looked up once: a statement is always asked for the same names, which end in NULL. */
const int *sql_params(struct sql_stmt *st, const char *const *names);
void sql_int(struct sql_stmt *st, int at, int64_t value);
void sql_text(struct sql_stmt *st, int at, struct str value); /* copied */
enum sql_got sql_step(struct sql_stmt *st, struct err *err);
/* Columns count from 0; a text is borrowed until the next step. */
int64_t sql_get_int(const struct sql_stmt *st, int at);
struct str sql_get_text(const struct sql_stmt *st, int at);
/* Binds nothing, steps to the end, answers whether that worked. */
bool sql_do(struct sql_stmt *st, struct err *err);
int sql_changes(const struct sql *s);
int64_t sql_last_id(const struct sql *s);

bool sql_begin(struct sql *s, struct err *err); /* immediate */
bool sql_commit(struct sql *s, struct err *err);
void sql_rollback(struct sql *s);
/* Is a transaction under way?  SQLite itself rolls one back when the disk fails it. */
bool sql_begun(const struct sql *s);

/* Step i takes a database from version i to i + 1 (PRAGMA user_version), each in its own
 * transaction.  ERR_TOO_OLD for a database newer than the steps. */
bool sql_migrate(struct sql *s, const char *const *steps, size_t n, struct err *err);
int sql_version(struct sql *s); /* -1: it cannot be read */
/* The version of what is there, without a byte of it being changed; 0: there is nothing, or
 * it cannot be read so.  `key` as in sql_open. */
int sql_version_of(const char *path, const unsigned char *key);

/* The database as it stands (in a transaction: as that one sees it), into a new file, 0600,
 * on disk when it answers.  ERR_EXISTS when there is such a file.  None is left on failure.
 * ERR_KEY for a database with a key. */
bool sql_copy(struct sql *s, const char *to, struct err *err);

#endif
