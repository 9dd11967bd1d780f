/* SPDX-License-Identifier: MIT */
#include "store/schema.h"

/*
 * Ids of devices are never used twice (AUTOINCREMENT): a ticket belongs to a device also
 * after that device has been dropped.  last_seq is kept and not counted, so that the
 * numbers go on when old messages are removed.  NOCASE folds ASCII letters alone.
 */
static const char v1[] =
	"CREATE TABLE groups ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" name TEXT NOT NULL UNIQUE COLLATE NOCASE,"
	" last_seq INTEGER NOT NULL DEFAULT 0);"

	"CREATE TABLE users ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" name TEXT NOT NULL UNIQUE COLLATE NOCASE,"
	" role TEXT NOT NULL,"
	" pass_hash TEXT NOT NULL,"
	" disabled INTEGER NOT NULL DEFAULT 0);"

	"CREATE TABLE members ("
	" group_id INTEGER NOT NULL REFERENCES groups,"
	" user_id INTEGER NOT NULL REFERENCES users,"
	" seen_seq INTEGER NOT NULL DEFAULT 0,"
	" PRIMARY KEY (group_id, user_id)) WITHOUT ROWID;"
	"CREATE INDEX members_by_user ON members (user_id);"

	"CREATE TABLE messages ("
	" group_id INTEGER NOT NULL REFERENCES groups,"
	" seq INTEGER NOT NULL,"
	" user_id INTEGER NOT NULL REFERENCES users,"
	" device_id INTEGER NOT NULL,"
	" ticket INTEGER NOT NULL,"
	" utc_ms INTEGER NOT NULL,"
	" text TEXT NOT NULL,"
	" PRIMARY KEY (group_id, seq)) WITHOUT ROWID;"
	"CREATE UNIQUE INDEX messages_by_ticket ON messages (user_id, device_id, ticket);"

	"CREATE TABLE devices ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" user_id INTEGER NOT NULL REFERENCES users,"
	" token_hash TEXT NOT NULL UNIQUE,"
	" made_utc_ms INTEGER NOT NULL);"
	"CREATE INDEX devices_by_user ON devices (user_id);"

	/* group_id NULL: all groups there are when it is used. */
	"CREATE TABLE invites ("
	" code_hash TEXT NOT NULL PRIMARY KEY,"
	" role TEXT NOT NULL,"
	" group_id INTEGER REFERENCES groups,"
	" expires_utc_ms INTEGER NOT NULL,"
	" used_by INTEGER REFERENCES users) WITHOUT ROWID;";

/* The log of sessions: append-only, each mark made of the one before it and of the event. */
static const char v2[] = "CREATE TABLE events ("
			 " group_id INTEGER NOT NULL REFERENCES groups,"
			 " seq INTEGER NOT NULL,"
			 " utc_ms INTEGER NOT NULL,"
			 " begins INTEGER NOT NULL,"
			 " text TEXT NOT NULL,"
			 " mark TEXT NOT NULL,"
			 " PRIMARY KEY (group_id, seq)) WITHOUT ROWID;"
			 "CREATE INDEX events_that_begin ON events (group_id, seq)"
			 " WHERE begins = 1;";

/*
 * first_seq: the messages before it are not kept any more.  Of a report whose words are not
 * kept any more the row stays, so that no number is used twice.
 */
static const char v3[] = "ALTER TABLE groups ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;"
			 "CREATE TABLE reports ("
			 " group_id INTEGER NOT NULL REFERENCES groups,"
			 " number INTEGER NOT NULL,"
			 " message_seq INTEGER NOT NULL,"
			 " user_id INTEGER NOT NULL REFERENCES users,"
			 " device_id INTEGER NOT NULL,"
			 " ticket INTEGER NOT NULL,"
			 " utc_ms INTEGER NOT NULL,"
			 " why TEXT NOT NULL,"
			 " done_by INTEGER NOT NULL DEFAULT 0,"
			 " done_utc_ms INTEGER NOT NULL DEFAULT 0,"
			 " done TEXT NOT NULL DEFAULT '',"
			 " heard INTEGER NOT NULL DEFAULT 0,"
			 " PRIMARY KEY (group_id, number)) WITHOUT ROWID;"
			 "CREATE UNIQUE INDEX reports_by_ticket"
			 " ON reports (user_id, device_id, ticket);";

/* hidden: by those who lead.  The words stay, for the act to be undone, and go to nobody. */
static const char v4[] = "ALTER TABLE messages ADD COLUMN warning TEXT NOT NULL DEFAULT '';"
			 "ALTER TABLE messages ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;"
			 "CREATE INDEX messages_hidden ON messages (group_id, seq)"
			 " WHERE hidden = 1;";

/*
 * Sealed: no more than the server's keys can read them, which are not in here.  Replies have
 * a group, and go with the session; a legal name has none.
 */
static const char v5[] = "CREATE TABLE papers ("
			 " group_id INTEGER NOT NULL,"
			 " user_id INTEGER NOT NULL REFERENCES users,"
			 " kind INTEGER NOT NULL,"
			 " sealed TEXT NOT NULL,"
			 " PRIMARY KEY (group_id, user_id, kind)) WITHOUT ROWID;"
			 "CREATE TABLE looks ("
			 " id INTEGER PRIMARY KEY AUTOINCREMENT,"
			 " user_id INTEGER NOT NULL REFERENCES users,"
			 " by_id INTEGER NOT NULL REFERENCES users,"
			 " what INTEGER NOT NULL,"
			 " utc_ms INTEGER NOT NULL);"
			 "CREATE INDEX looks_by_user ON looks (user_id);";

/*
 * The program: rows that the server alone can read.  program_counts has the last number of
 * each kind and how many rows of it are forgotten; kind -1 is the last version.  Which ticket
 * put what is kept for as long as the row.
 */
static const char v6[] = "CREATE TABLE program ("
			 " kind INTEGER NOT NULL,"
			 " number INTEGER NOT NULL,"
			 " version INTEGER NOT NULL UNIQUE,"
			 " user_id INTEGER NOT NULL,"
			 " device_id INTEGER NOT NULL,"
			 " ticket INTEGER NOT NULL,"
			 " gone INTEGER NOT NULL,"
			 " text TEXT NOT NULL,"
			 " PRIMARY KEY (kind, number)) WITHOUT ROWID;"
			 "CREATE TABLE program_counts ("
			 " kind INTEGER NOT NULL PRIMARY KEY,"
			 " last INTEGER NOT NULL,"
			 " gone INTEGER NOT NULL);"
			 "INSERT INTO program_counts VALUES (-1, 0, 0);"
			 "CREATE TABLE program_puts ("
			 " user_id INTEGER NOT NULL,"
			 " device_id INTEGER NOT NULL,"
			 " ticket INTEGER NOT NULL,"
			 " kind INTEGER NOT NULL,"
			 " number INTEGER NOT NULL,"
			 " version INTEGER NOT NULL,"
			 " PRIMARY KEY (user_id, device_id, ticket)) WITHOUT ROWID;"
			 "CREATE INDEX program_puts_by_row ON program_puts (kind, number);";

/* Consents, and what was given out by them: append-only, as the log of sessions is. */
static const char v7[] = "CREATE TABLE consents ("
			 " seq INTEGER PRIMARY KEY,"
			 " utc_ms INTEGER NOT NULL,"
			 " user_id INTEGER NOT NULL REFERENCES users,"
			 " text TEXT NOT NULL,"
			 " mark TEXT NOT NULL);"
			 "CREATE INDEX consents_by_user ON consents (user_id);";

/*
 * used_utc_ms: when a device was there last; nobody knows it of those that there are, so their
 * time begins with this step.  figures: the secret of a phone, sealed, and the last of its
 * steps (RFC 6238) that was used; recovery: hashes of codes that are good once, in its place.
 */
static const char v8[] =
	"ALTER TABLE devices ADD COLUMN used_utc_ms INTEGER NOT NULL DEFAULT 0;"
	"UPDATE devices SET used_utc_ms ="
	" max(made_utc_ms, CAST(strftime('%s', 'now') AS INTEGER) * 1000);"
	"CREATE TABLE figures ("
	" user_id INTEGER NOT NULL PRIMARY KEY REFERENCES users,"
	" sealed TEXT NOT NULL,"
	" step INTEGER NOT NULL DEFAULT 0,"
	" confirmed INTEGER NOT NULL);"
	"CREATE TABLE recovery ("
	" user_id INTEGER NOT NULL REFERENCES users,"
	" code_hash TEXT NOT NULL,"
	" PRIMARY KEY (user_id, code_hash)) WITHOUT ROWID;";

/*
 * The access log: append-only over all people, each mark made of the one before it and of the
 * row.  access_given: which versions of rows of the program a device of staff was given.
 */
static const char v9[] = "CREATE TABLE access ("
			 " seq INTEGER PRIMARY KEY,"
			 " user_id INTEGER NOT NULL,"
			 " by_id INTEGER NOT NULL,"
			 " utc_ms INTEGER NOT NULL,"
			 " text TEXT NOT NULL,"
			 " mark TEXT NOT NULL);"
			 "CREATE INDEX access_by_user ON access (user_id, seq);"
			 "CREATE TABLE access_given ("
			 " device_id INTEGER NOT NULL,"
			 " version INTEGER NOT NULL,"
			 " PRIMARY KEY (device_id, version)) WITHOUT ROWID;";

/* name: what the person is called in that group alone; NULL: as the account is. */
static const char v10[] = "ALTER TABLE members ADD COLUMN name TEXT COLLATE NOCASE;";

/*
 * made_utc_ms: 0 of those that were there before.  erased: up to which message a person's words in a
 * group are gone; they learn of it who have a copy.
 */
static const char v11[] =
	"ALTER TABLE users ADD COLUMN made_utc_ms INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE users ADD COLUMN erased_utc_ms INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE erased ("
	" group_id INTEGER NOT NULL REFERENCES groups,"
	" user_id INTEGER NOT NULL REFERENCES users,"
	" last_seq INTEGER NOT NULL,"
	" PRIMARY KEY (group_id, user_id)) WITHOUT ROWID;";

/*
 * number: what stands for the person in that group's messages to others, so that it says nothing of
 * who they are elsewhere: sqlite_numbers.c gives it.  known: they were there when that was the
 * account's everywhere, and who was there, too, may have it in what is kept on a device.
 */
static const char v12[] = "ALTER TABLE members ADD COLUMN number INTEGER NOT NULL DEFAULT 0;"
			  "ALTER TABLE members ADD COLUMN known INTEGER NOT NULL DEFAULT 0;"
			  "UPDATE members SET known = 1;"
			  "CREATE UNIQUE INDEX members_by_number ON members (number, group_id)"
			  " WHERE number > 0;";

const char *const schema_steps[SCHEMA_VERSION] = { v1, v2, v3, v4,  v5,  v6,
						   v7, v8, v9, v10, v11, v12 };
