/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sql/sql.h"
#include "store/schema.h"
#include "store/store.h"

enum { TABLES = 6 };

/* The first row of a question that has one. */
static struct sql_stmt *ask(struct sql *s, const char *text, struct err *err)
{
	struct sql_stmt *st = sql_get(s, text, err);
	enum sql_got got = st ? sql_step(st, err) : SQL_FAILED;

	if (got == SQL_DONE)
		err_set(err, ERR_DISK, "the database does not answer");
	return got == SQL_ROW ? st : NULL;
}

static bool check_version(struct sql *s, struct err *err)
{
	struct sql_stmt *st = ask(s, "PRAGMA user_version", err);
	int64_t version;

	if (!st)
		return false;
	version = sql_get_int(st, 0);
	if (version < 1)
		return err_set(err, ERR_BAD_INPUT, "this is not a porchlight database");
	if (version > SCHEMA_VERSION)
		return err_set(err, ERR_TOO_OLD,
			       "the database has version %lld, this program knows %d",
			       (long long)version, SCHEMA_VERSION);
	return true;
}

static bool check_whole(struct sql *s, struct err *err)
{
	struct sql_stmt *st = ask(s, "PRAGMA integrity_check(1)", err);

	if (!st)
		return false;
	if (!str_is(sql_get_text(st, 0), "ok"))
		return err_set(err, ERR_DISK, "the database is damaged: %s",
			       sql_get_text(st, 0).p);
	st = sql_get(s, "PRAGMA foreign_key_check", err);
	switch (st ? sql_step(st, err) : SQL_FAILED) {
	case SQL_FAILED:
		return false;
	case SQL_ROW:
		return err_set(err, ERR_DISK, "a row of table %s belongs to nothing",
			       sql_get_text(st, 0).p);
	case SQL_DONE:
		break;
	}
	return true;
}

/* Those that are kept, from `first` on, are numbered up to the last without a gap. */
#define GAPS(first)                                                                            \
	"SELECT g.id FROM groups g LEFT JOIN messages m ON m.group_id = g.id GROUP BY g.id"    \
	" HAVING count(m.seq) != g.last_seq - " first " + 1"                                   \
	" OR ifnull(min(m.seq), " first ") != " first                                          \
	" OR ifnull(max(m.seq), g.last_seq) != g.last_seq"

/* In a database of the first versions all are kept. */
static bool check_numbers(struct sql *s, struct err *err)
{
	static const char all[] = GAPS("1"), kept[] = GAPS("g.first_seq");
	struct sql_stmt *st = ask(
		s, "SELECT count(*) FROM pragma_table_info('groups') WHERE name = 'first_seq'",
		err);
	enum sql_got got;

	if (!st)
		return false;
	st = sql_get(s, sql_get_int(st, 0) ? kept : all, err);
	got = st ? sql_step(st, err) : SQL_FAILED;
	if (got == SQL_ROW)
		return err_set(err, ERR_DISK, "messages of group %lld are missing",
			       (long long)sql_get_int(st, 0));
	return got == SQL_DONE;
}

/* Tables that came with a later version; a database of an earlier one is sound without. */
static const struct {
	const char *there; /* a count: 0, there is no such table */
	const char *gaps;  /* a row for each that is not whole */
	const char *amiss; /* with its number */
} later[] = {
	/* Each log of sessions is there from 1 or from an event that only keeps its mark. */
	{ "SELECT count(*) FROM sqlite_master WHERE name = 'events'",
	  "SELECT g FROM (SELECT group_id AS g, count(*) AS n, min(seq) AS first,"
	  " max(seq) AS last FROM events GROUP BY group_id)"
	  " JOIN events e ON e.group_id = g AND e.seq = first"
	  " WHERE n != last - first + 1 OR (first != 1 AND e.text != '')",
	  "events of group" },
	/* And the rows of the program, beside those that are counted as forgotten. */
	{ "SELECT count(*) FROM sqlite_master WHERE name = 'program'",
	  "SELECT kind FROM program_counts c WHERE kind != -1 AND (last - gone !="
	  " (SELECT count(*) FROM program p WHERE p.kind = c.kind AND number <= last))"
	  " UNION ALL SELECT kind FROM program p WHERE version > (SELECT last FROM"
	  " program_counts WHERE kind = -1) OR number > ifnull((SELECT last FROM"
	  " program_counts c WHERE c.kind = p.kind), 0)",
	  "rows of the program of kind" },
	/* The access log as well: its first row is the first of all, or keeps a mark alone. */
	{ "SELECT count(*) FROM sqlite_master WHERE name = 'access'",
	  "SELECT last - n FROM (SELECT count(*) AS n, min(seq) AS first, max(seq) AS last"
	  " FROM access) JOIN access a ON a.seq = first"
	  " WHERE n != last - first + 1 OR (first != 1 AND a.text != '')",
	  "rows of the access log:" },
};

static bool check_later(struct sql *s, size_t i, struct err *err)
{
	struct sql_stmt *st = ask(s, later[i].there, err);
	enum sql_got got;

	if (!st)
		return false;
	if (sql_get_int(st, 0) == 0)
		return true;
	st = sql_get(s, later[i].gaps, err);
	got = st ? sql_step(st, err) : SQL_FAILED;
	if (got == SQL_ROW)
		return err_set(err, ERR_DISK, "%s %lld are missing", later[i].amiss,
			       (long long)sql_get_int(st, 0));
	return got == SQL_DONE;
}

static bool check_all_later(struct sql *s, struct err *err)
{
	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (!check_later(s, i, err))
			return false;
	return true;
}

static bool check_content(struct sql *s, struct err *err)
{
	return check_version(s, err) && check_whole(s, err) && check_numbers(s, err) &&
	       check_all_later(s, err);
}

static bool is_word(struct sql *s, const char *question, const char *want, struct err *err)
{
	struct sql_stmt *st = ask(s, question, err);

	if (!st)
		return false;
	if (!str_is(sql_get_text(st, 0), want))
		return err_set(err, ERR_DISK, "%s is '%s', not '%s'", question,
			       sql_get_text(st, 0).p, want);
	return true;
}

/* First as it lies there; only what is sound is then opened as the server opens it. */
bool store_check(const char *path, struct err *err)
{
	struct sql *s = sql_look(path, err);
	bool ok = s && check_content(s, err) && is_word(s, "PRAGMA journal_mode", "wal", err);

	sql_close(s);
	if (!ok)
		return false;
	s = sql_open(path, NULL, err);
	ok = s && is_word(s, "PRAGMA journal_mode", "wal", err) &&
	     is_word(s, "PRAGMA synchronous", "2", err);
	sql_close(s);
	return ok;
}

static bool count_rows(struct sql *s, int64_t counts[TABLES], struct err *err)
{
	struct sql_stmt *st = ask(s,
				  "SELECT (SELECT count(*) FROM groups),"
				  " (SELECT count(*) FROM users),"
				  " (SELECT count(*) FROM members),"
				  " (SELECT count(*) FROM messages),"
				  " (SELECT count(*) FROM devices),"
				  " (SELECT count(*) FROM invites)",
				  err);

	for (int i = 0; st && i < TABLES; i++)
		counts[i] = sql_get_int(st, i);
	return st;
}

static bool read_back(const char *path, const int64_t want[TABLES], struct err *err)
{
	struct sql *s = sql_open(path, NULL, err);
	int64_t got[TABLES];
	bool ok = s && check_content(s, err) && count_rows(s, got, err);

	if (ok && memcmp(got, want, sizeof(got)) != 0)
		ok = err_set(err, ERR_DISK, "the copy does not hold the same rows");
	sql_close(s);
	return ok;
}

/* Count and copy see one moment: others may write meanwhile. */
static bool copy_counted(struct sql *s, const char *to, int64_t counts[TABLES], struct err *err)
{
	bool ok = sql_run(s, "BEGIN", err) && check_version(s, err) &&
		  count_rows(s, counts, err) && sql_copy(s, to, err);

	sql_rollback(s);
	return ok;
}

bool store_backup(const char *path, const char *to, struct err *err)
{
	struct sql *s = sql_look(path, err);
	int64_t counts[TABLES];
	bool copied = s && copy_counted(s, to, counts, err);
	bool ok = copied && read_back(to, counts, err);

	sql_close(s);
	if (copied && !ok)
		unlink(to);
	return ok;
}
