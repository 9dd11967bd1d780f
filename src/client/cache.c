/* SPDX-License-Identifier: MIT */
#include "client/cache.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "base/locked.h"
#include "client/cache_in.h"
#include "client/vault.h"

/* Frozen: a change is a step of its own, added behind. */
const char *const cache_steps[] = {
	"CREATE TABLE word (word TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE party (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '',"
	" seen INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE person (party INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL,"
	" role TEXT NOT NULL, PRIMARY KEY (party, id)) WITHOUT ROWID;"
	"CREATE TABLE message (party INTEGER NOT NULL, seq INTEGER NOT NULL,"
	" member INTEGER NOT NULL, utc_ms INTEGER NOT NULL, ticket INTEGER NOT NULL,"
	" shown INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (party, seq)) WITHOUT ROWID;"
	"CREATE TABLE line (ticket INTEGER PRIMARY KEY AUTOINCREMENT, party INTEGER NOT NULL,"
	" utc_ms INTEGER NOT NULL, after_seq INTEGER NOT NULL, state INTEGER NOT NULL,"
	" text TEXT NOT NULL);"
	"CREATE TABLE draft (party INTEGER PRIMARY KEY, text TEXT NOT NULL);",
	"ALTER TABLE message ADD COLUMN warning TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE message ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE line ADD COLUMN warning TEXT NOT NULL DEFAULT '';",
	"CREATE TABLE series (id INTEGER PRIMARY KEY, row TEXT NOT NULL);"
	"CREATE TABLE request (number INTEGER PRIMARY KEY, row TEXT NOT NULL,"
	" words TEXT NOT NULL);"
	"CREATE TABLE ask (ticket INTEGER PRIMARY KEY, utc_ms INTEGER NOT NULL,"
	" state INTEGER NOT NULL, row TEXT NOT NULL);"
	"CREATE TABLE overlay (id INTEGER PRIMARY KEY, read_utc_ms INTEGER NOT NULL,"
	" source TEXT NOT NULL, tag TEXT NOT NULL, since TEXT NOT NULL, text TEXT NOT NULL);",
	"CREATE TABLE caserow (kind INTEGER NOT NULL, number INTEGER NOT NULL,"
	" filed INTEGER NOT NULL, sheet INTEGER NOT NULL, told INTEGER NOT NULL,"
	" row TEXT NOT NULL, PRIMARY KEY (kind, number)) WITHOUT ROWID;"
	"CREATE TABLE work (ticket INTEGER PRIMARY KEY, utc_ms INTEGER NOT NULL,"
	" sheet INTEGER NOT NULL, gone INTEGER NOT NULL, row TEXT NOT NULL);",
	"CREATE TABLE sheet (id INTEGER PRIMARY KEY, form TEXT NOT NULL, sum INTEGER NOT NULL,"
	" state INTEGER NOT NULL, failure INTEGER NOT NULL, utc_ms INTEGER NOT NULL,"
	" assignment INTEGER NOT NULL, filed INTEGER NOT NULL, party INTEGER NOT NULL,"
	" ticket INTEGER NOT NULL, danger INTEGER NOT NULL, answered INTEGER NOT NULL,"
	" questions INTEGER NOT NULL, place TEXT NOT NULL, typing TEXT NOT NULL);"
	"CREATE TABLE answer (sheet INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,"
	" utc_ms INTEGER NOT NULL, PRIMARY KEY (sheet, name)) WITHOUT ROWID;",
	"CREATE TABLE card (name TEXT PRIMARY KEY, helped INTEGER NOT NULL,"
	" did_not INTEGER NOT NULL) WITHOUT ROWID;",
	"CREATE TABLE pack (name TEXT PRIMARY KEY, key TEXT NOT NULL, text TEXT NOT NULL,"
	" utc_ms INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE pack_file (pack TEXT NOT NULL, path TEXT NOT NULL, bytes TEXT NOT NULL,"
	" PRIMARY KEY (pack, path));"
	"CREATE TABLE pack_part (hash TEXT PRIMARY KEY, bytes TEXT NOT NULL);",
	"ALTER TABLE person ADD COLUMN account TEXT NOT NULL DEFAULT '';",
	"ALTER TABLE person ADD COLUMN former INTEGER NOT NULL DEFAULT 0;",
	/* People were kept by the numbers of their accounts: see CACHE_ACCOUNTS. */
	"INSERT INTO word SELECT 'accounts', '' WHERE EXISTS (SELECT 1 FROM person)"
	" AND EXISTS (SELECT 1 FROM word WHERE word = 'role' AND value IN"
	" ('patient', 'family'));",
	/* See cache_put_back: what the store of before has given, it knows that it has. */
	"ALTER TABLE line ADD COLUMN was INTEGER NOT NULL DEFAULT 0;"
	"INSERT INTO word SELECT 'sure', seq FROM sqlite_sequence WHERE name = 'line';",
};

const size_t cache_version = sizeof(cache_steps) / sizeof(cache_steps[0]);

/* The cache's pages take 256 KB at most; a frame's messages fit many times. */
static const char settings[] = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -256";

struct sql_stmt *cache_ask(struct cache *c, const char *text, int n, const int64_t *numbers,
			   struct err *err)
{
	struct sql_stmt *st = sql_get(c->db, text, err);

	for (int i = 0; st && i < n; i++)
		sql_int(st, i + 1, numbers[i]);
	return st;
}

bool cache_do(struct cache *c, const char *text, int n, const int64_t *numbers, struct err *err)
{
	struct sql_stmt *st = cache_ask(c, text, n, numbers, err);

	return st && sql_do(st, err);
}

bool cache_begin_durable(struct cache *c, struct err *err)
{
	return sql_run(c->db, "PRAGMA synchronous = FULL", err) && sql_begin(c->db, err);
}

bool cache_finish(struct cache *c, bool ok, struct err *err)
{
	ok = ok && sql_commit(c->db, err);
	if (!ok)
		sql_rollback(c->db);
	return ok;
}

bool cache_end(struct cache *c, bool ok, struct err *err)
{
	ok = cache_finish(c, ok, err);
	sql_run(c->db, "PRAGMA synchronous = NORMAL", NULL);
	return ok;
}

/* Life */

/* What a newer program has made of it is not touched. */
static bool is_known(const char *path, const unsigned char *key, struct err *err)
{
	const size_t version = (size_t)sql_version_of(path, key);

	return version <= cache_version ||
	       err_set(err, ERR_TOO_OLD, "the store has version %zu", version);
}

static struct sql *open_file(struct cache *c, const char *passphrase, struct err *err)
{
	const char *dir = c->dir;

	unsigned char key[SQL_KEY_BYTES] = { 0 };
	struct sql *db = NULL;
	char path[1024];

	locked_hold(key, sizeof(key));
	vault_path(dir, "store.db", path);
	if (vault_key(dir, passphrase, key, err) && is_known(path, key, err))
		db = sql_open(path, key, err);
	if (db)
		proof_of_key(&c->proof, key);
	sodium_memzero(key, sizeof(key));
	return db;
}

struct cache *cache_open(const char *dir, const char *passphrase, struct err *err)
{
	struct cache *c = mem_get(sizeof(*c));
	bool fresh;

	c->lock = dir ? vault_lock(dir, err) : -1;
	c->dir = dir ? mem_dup(dir, strlen(dir)) : NULL;
	fresh = c->lock >= 0 && !vault_exists(dir);
	if (!dir)
		c->db = sql_open(NULL, NULL, err);
	else if (c->lock >= 0)
		c->db = open_file(c, passphrase ? passphrase : "", err);
	if (c->db && sql_run(c->db, settings, err) &&
	    sql_migrate(c->db, cache_steps, cache_version, err))
		return c;
	/* Half a store would ask for its passphrase, and open with none. */
	if (fresh)
		cache_discard(c);
	else
		cache_close(c);
	return NULL;
}

bool cache_is_on_disk(const struct cache *c)
{
	return c->dir;
}

void cache_close(struct cache *c)
{
	if (!c)
		return;
	sql_close(c->db);
	if (c->lock >= 0)
		close(c->lock);
	proof_forget(&c->proof);
	free(c->dir);
	free(c);
}

enum pl_failure cache_check(const struct cache *c, const char *passphrase)
{
	return proof_check(&c->proof, c->dir, passphrase);
}

bool cache_promise(struct cache *c, const char *passphrase)
{
	return c->dir || proof_of_passphrase(&c->proof, passphrase);
}

void cache_discard(struct cache *c)
{
	sql_close(c->db);
	c->db = NULL;
	if (c->dir)
		vault_remove(c->dir);
	cache_close(c);
}

bool cache_unused(struct cache *c)
{
	struct sql_stmt *st = sql_get(c->db,
				      "SELECT NOT EXISTS (SELECT 1 FROM word)"
				      " AND NOT EXISTS (SELECT 1 FROM party)"
				      " AND NOT EXISTS (SELECT 1 FROM line)"
				      " AND NOT EXISTS (SELECT 1 FROM draft)"
				      " AND NOT EXISTS (SELECT 1 FROM sheet)",
				      NULL);
	bool unused = false;

	if (st && sql_step(st, NULL) == SQL_ROW) {
		unused = sql_get_int(st, 0) == 1;
		sql_step(st, NULL);
	}
	return unused;
}

bool cache_exists(const char *dir)
{
	return vault_exists(dir);
}

/* Words */

char *cache_get(struct cache *c, const char *word)
{
	struct sql_stmt *st = sql_get(c->db, "SELECT value FROM word WHERE word = ?1", NULL);
	char *value = NULL;

	if (!st)
		return NULL;
	sql_text(st, 1, str_of(word));
	if (sql_step(st, NULL) == SQL_ROW) {
		struct str got = sql_get_text(st, 0);

		value = mem_dup(got.p, got.n);
		sql_step(st, NULL);
	}
	return value;
}

static bool set_word(struct cache *c, const struct cache_word *w)
{
	struct sql_stmt *st = sql_get(c->db,
				      w->value ? "INSERT OR REPLACE INTO word VALUES (?1, ?2)"
					       : "DELETE FROM word WHERE word = ?1",
				      NULL);

	if (!st)
		return false;
	sql_text(st, 1, str_of(w->word));
	if (w->value)
		sql_text(st, 2, str_of(w->value));
	return sql_do(st, NULL);
}

static bool settle_rest(struct cache *c, enum cache_rest rest)
{
	static const char *const todo[] = {
		[CACHE_SAME] = "",
		[CACHE_DEVICE] = "UPDATE line SET state = CASE state WHEN 3 THEN 2 ELSE 1 END"
				 " WHERE state IN (0, 3)",
		[CACHE_OTHER] =
			"DELETE FROM pack; DELETE FROM pack_file; DELETE FROM pack_part;"
			"DELETE FROM word; DELETE FROM party; DELETE FROM person;"
			"DELETE FROM message; DELETE FROM line; DELETE FROM draft;"
			"DELETE FROM series; DELETE FROM request; DELETE FROM ask;"
			"DELETE FROM overlay;"
			"DELETE FROM caserow; DELETE FROM work;"
			"DELETE FROM sheet; DELETE FROM answer;"
			"DELETE FROM card",
	};

	return sql_run(c->db, todo[rest], NULL);
}

bool cache_set(struct cache *c, const struct cache_word *words, size_t n, enum cache_rest rest)
{
	bool ok;

	if (!cache_begin_durable(c, NULL))
		return false;
	ok = settle_rest(c, rest);
	for (size_t i = 0; ok && i < n; i++)
		ok = set_word(c, &words[i]);
	return cache_end(c, ok, NULL);
}

/* Loading */

static bool load_groups(struct cache *c, struct state *s, struct err *err)
{
	struct sql_stmt *st =
		sql_get(c->db, "SELECT id, name, seen FROM party ORDER BY id", err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW) {
		struct state_group *g = state_get_group(s, sql_get_int(st, 0));

		state_name_group(g, sql_get_text(st, 1).p);
		state_read(g, sql_get_int(st, 2));
	}
	return got == SQL_DONE;
}

static bool load_people(struct cache *c, struct state_group *g, struct err *err)
{
	struct sql_stmt *st = cache_ask(c,
					"SELECT id, name, role, account, former FROM person"
					" WHERE party = ?1",
					1, &g->pub.id, err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW) {
		state_put_person(g, sql_get_int(st, 0), sql_get_text(st, 1).p,
				 state_role(sql_get_text(st, 2).p),
				 sql_get_int(st, 4) ? PL_FORMER : PL_LEFT);
		state_put_account(g, sql_get_int(st, 0), sql_get_text(st, 3).p);
	}
	return got == SQL_DONE;
}

static bool load_messages(struct cache *c, struct state *s, struct state_group *g,
			  struct err *err)
{
	const int64_t numbers[] = { g->pub.id, STATE_MESSAGES_MAX };
	struct sql_stmt *st = cache_ask(
		c,
		"SELECT * FROM (SELECT seq, member, utc_ms, ticket, text, shown, warning,"
		" hidden FROM message"
		" WHERE party = ?1 ORDER BY seq DESC LIMIT ?2) ORDER BY seq",
		2, numbers, err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW) {
		const struct wire_msg m = { .type = WIRE_MESSAGE,
					    .s = sql_get_int(st, 0),
					    .u = sql_get_int(st, 1),
					    .d = sql_get_int(st, 2),
					    .k = sql_get_int(st, 3),
					    .b = sql_get_text(st, 4),
					    .x = sql_get_text(st, 6),
					    .n = sql_get_int(st, 7) };

		state_put_message(s, g, &m, (int)sql_get_int(st, 5));
	}
	return got == SQL_DONE;
}

static enum pl_state state_of_line(int64_t line)
{
	if (line == LINE_HELD)
		return PL_HELD;
	return line == LINE_REFUSED ? PL_NOT_ACCEPTED : PL_KEPT_HERE;
}

static bool load_lines(struct cache *c, struct state *s, struct state_group *g, struct err *err)
{
	struct sql_stmt *st = cache_ask(c,
					"SELECT ticket, utc_ms, text, state, warning FROM line"
					" WHERE party = ?1 ORDER BY ticket",
					1, &g->pub.id, err);
	enum sql_got got = SQL_FAILED;

	while (st && (got = sql_step(st, err)) == SQL_ROW) {
		const struct wire_msg m = { .type = WIRE_SAY,
					    .k = sql_get_int(st, 0),
					    .d = sql_get_int(st, 1),
					    .b = sql_get_text(st, 2),
					    .x = sql_get_text(st, 4) };

		state_put_kept(s, g, &m, state_of_line(sql_get_int(st, 3)));
	}
	return got == SQL_DONE;
}

bool cache_load(struct cache *c, struct state *s, struct err *err)
{
	if (!load_groups(c, s, err))
		return false;
	for (size_t i = 0; i < s->groups_count; i++)
		if (!load_people(c, s->groups[i], err) ||
		    !load_messages(c, s, s->groups[i], err) ||
		    !load_lines(c, s, s->groups[i], err))
			return false;
	return true;
}

/* What is there, and what is missing */

int64_t cache_last_seq(struct cache *c, int64_t group)
{
	struct sql_stmt *st =
		cache_ask(c, "SELECT coalesce(max(seq), 0) FROM message WHERE party = ?1", 1,
			  &group, NULL);
	int64_t seq = 0;

	if (st && sql_step(st, NULL) == SQL_ROW) {
		seq = sql_get_int(st, 0);
		sql_step(st, NULL);
	}
	return seq;
}

bool cache_hole(struct cache *c, int64_t group, int64_t *seq, int64_t *n)
{
	const int64_t numbers[] = { group, STATE_MESSAGES_MAX };
	struct sql_stmt *st = cache_ask(
		c, "SELECT seq FROM message WHERE party = ?1 ORDER BY seq DESC LIMIT ?2", 2,
		numbers, NULL);
	int64_t newest = 0, above = 0, missing = 0;

	while (st && sql_step(st, NULL) == SQL_ROW) {
		int64_t here = sql_get_int(st, 0);

		newest = newest ? newest : here;
		if (!missing && above && above > newest - STATE_MESSAGES_MAX &&
		    here < above - 1) {
			missing = above - 1 - here;
			*n = missing < WIRE_PAGE ? missing : WIRE_PAGE;
			*seq = above - *n;
		}
		above = here;
	}
	return missing > 0;
}

/* The oldest of what would be shown, and how many more could be. */
static int64_t find_oldest(struct cache *c, int64_t group, int64_t *room)
{
	const int64_t numbers[] = { group, STATE_MESSAGES_MAX };
	struct sql_stmt *st =
		cache_ask(c,
			  "SELECT coalesce(min(seq), 0), count(*) FROM (SELECT seq FROM message"
			  " WHERE party = ?1 ORDER BY seq DESC LIMIT ?2)",
			  2, numbers, NULL);
	int64_t oldest = 0;

	*room = 0;
	if (st && sql_step(st, NULL) == SQL_ROW) {
		oldest = sql_get_int(st, 0);
		*room = STATE_MESSAGES_MAX - sql_get_int(st, 1);
		sql_step(st, NULL);
	}
	return oldest;
}

bool cache_older(struct cache *c, int64_t group, int64_t *seq, int64_t *n)
{
	int64_t room, oldest;

	if (cache_hole(c, group, seq, n))
		return true;
	oldest = find_oldest(c, group, &room);
	*n = oldest > WIRE_PAGE ? WIRE_PAGE : oldest - 1;
	*n = *n < room ? *n : room;
	*seq = oldest - *n;
	return *n > 0;
}

bool cache_seen(struct cache *c, int64_t group, int64_t seq)
{
	const int64_t numbers[] = { group, seq };

	return cache_do(c, "UPDATE party SET seen = ?2 WHERE id = ?1 AND seen < ?2", 2, numbers,
			NULL);
}
