-- SPDX-License-Identifier: MIT
-- A store of version 12, frozen: never changed again.
CREATE TABLE groups (
 id INTEGER PRIMARY KEY AUTOINCREMENT,
 name TEXT NOT NULL UNIQUE COLLATE NOCASE,
 last_seq INTEGER NOT NULL DEFAULT 0,
 first_seq INTEGER NOT NULL DEFAULT 1);
CREATE TABLE users (
 id INTEGER PRIMARY KEY AUTOINCREMENT,
 name TEXT NOT NULL UNIQUE COLLATE NOCASE,
 role TEXT NOT NULL,
 pass_hash TEXT NOT NULL,
 disabled INTEGER NOT NULL DEFAULT 0,
 made_utc_ms INTEGER NOT NULL DEFAULT 0,
 erased_utc_ms INTEGER NOT NULL DEFAULT 0);
CREATE TABLE members (
 group_id INTEGER NOT NULL REFERENCES groups,
 user_id INTEGER NOT NULL REFERENCES users,
 seen_seq INTEGER NOT NULL DEFAULT 0,
 name TEXT COLLATE NOCASE,
 number INTEGER NOT NULL DEFAULT 0,
 known INTEGER NOT NULL DEFAULT 0,
 PRIMARY KEY (group_id, user_id)) WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id);
CREATE UNIQUE INDEX members_by_number ON members (number, group_id) WHERE number > 0;
CREATE TABLE messages (
 group_id INTEGER NOT NULL REFERENCES groups,
 seq INTEGER NOT NULL,
 user_id INTEGER NOT NULL REFERENCES users,
 device_id INTEGER NOT NULL,
 ticket INTEGER NOT NULL,
 utc_ms INTEGER NOT NULL,
 text TEXT NOT NULL,
 warning TEXT NOT NULL DEFAULT '',
 hidden INTEGER NOT NULL DEFAULT 0,
 PRIMARY KEY (group_id, seq)) WITHOUT ROWID;
CREATE INDEX messages_hidden ON messages (group_id, seq) WHERE hidden = 1;
CREATE UNIQUE INDEX messages_by_ticket ON messages (user_id, device_id, ticket);
CREATE TABLE devices (
 id INTEGER PRIMARY KEY AUTOINCREMENT,
 user_id INTEGER NOT NULL REFERENCES users,
 token_hash TEXT NOT NULL UNIQUE,
 made_utc_ms INTEGER NOT NULL, used_utc_ms INTEGER NOT NULL DEFAULT 0);
CREATE INDEX devices_by_user ON devices (user_id);
CREATE TABLE invites (
 code_hash TEXT NOT NULL PRIMARY KEY,
 role TEXT NOT NULL,
 group_id INTEGER REFERENCES groups,
 expires_utc_ms INTEGER NOT NULL,
 used_by INTEGER REFERENCES users) WITHOUT ROWID;
INSERT INTO groups VALUES (1, 'Morning group', 3, 1);
INSERT INTO groups VALUES (2, 'Evening group', 0, 1);
INSERT INTO users VALUES (1, 'Robin', 'facilitator', 'hash-1', 0, 1700000000000, 0);
INSERT INTO users VALUES (2, 'Zoë', 'patient', 'hash-2', 0, 0, 0);
INSERT INTO users VALUES (3, 'Kim', 'family', 'hash-3', 1, 0, 0);
INSERT INTO members VALUES (1, 1, 3, NULL, 31, 1);
INSERT INTO members VALUES (1, 2, 2, 'Bo', 57, 1);
INSERT INTO members VALUES (2, 1, 0, NULL, 84, 0);
INSERT INTO messages VALUES (1, 1, 1, 1, 1, 1700000001000, 'welcome, everybody', '', 0);
INSERT INTO messages VALUES (1, 2, 2, 2, 5, 1700000002000, 'it''s a quiet day
for me', '', 0);
INSERT INTO messages VALUES (1, 3, 1, 1, 2, 1700000003000, 'good to hear 🏮', 'joy', 0);
INSERT INTO devices VALUES (1, 1, 'token-1', 1700000000000, 1700000008000);
INSERT INTO devices VALUES (2, 2, 'token-2', 1700000000500, 1700000009000);
INSERT INTO invites VALUES ('code-1', 'patient', 1, 1800000000000, 2);
INSERT INTO invites VALUES ('code-2', 'patient', NULL, 1800000000000, NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES ('groups', 2);
INSERT INTO sqlite_sequence VALUES ('users', 3);
INSERT INTO sqlite_sequence VALUES ('devices', 3);
CREATE TABLE events (
 group_id INTEGER NOT NULL REFERENCES groups,
 seq INTEGER NOT NULL,
 utc_ms INTEGER NOT NULL,
 begins INTEGER NOT NULL,
 text TEXT NOT NULL,
 mark TEXT NOT NULL,
 PRIMARY KEY (group_id, seq)) WITHOUT ROWID;
CREATE INDEX events_that_begin ON events (group_id, seq) WHERE begins = 1;
INSERT INTO events VALUES (1, 1, 1700000001000, 1, 'open 1 1 1 0 0 0
stage work open 0 Talk
stage closed open 0 Closed
', 'mark-1');
INSERT INTO events VALUES (1, 2, 1700000002000, 0, 'come 0 0 0 1 1 0
', 'mark-2');
CREATE TABLE reports (
 group_id INTEGER NOT NULL REFERENCES groups,
 number INTEGER NOT NULL,
 message_seq INTEGER NOT NULL,
 user_id INTEGER NOT NULL REFERENCES users,
 device_id INTEGER NOT NULL,
 ticket INTEGER NOT NULL,
 utc_ms INTEGER NOT NULL,
 why TEXT NOT NULL,
 done_by INTEGER NOT NULL DEFAULT 0,
 done_utc_ms INTEGER NOT NULL DEFAULT 0,
 done TEXT NOT NULL DEFAULT '',
 heard INTEGER NOT NULL DEFAULT 0,
 PRIMARY KEY (group_id, number)) WITHOUT ROWID;
CREATE UNIQUE INDEX reports_by_ticket ON reports (user_id, device_id, ticket);
INSERT INTO reports VALUES (1, 1, 3, 2, 2, 5, 1700000004000, 'it hurts', 0, 0, '', 0);
CREATE TABLE papers (
 group_id INTEGER NOT NULL,
 user_id INTEGER NOT NULL REFERENCES users,
 kind INTEGER NOT NULL,
 sealed TEXT NOT NULL,
 PRIMARY KEY (group_id, user_id, kind)) WITHOUT ROWID;
CREATE TABLE looks (
 id INTEGER PRIMARY KEY AUTOINCREMENT,
 user_id INTEGER NOT NULL REFERENCES users,
 by_id INTEGER NOT NULL REFERENCES users,
 what INTEGER NOT NULL,
 utc_ms INTEGER NOT NULL);
CREATE INDEX looks_by_user ON looks (user_id);
INSERT INTO papers VALUES (0, 2, 0, 'sealed-1');
INSERT INTO looks VALUES (1, 2, 1, 0, 1700000005000);
CREATE TABLE program (
 kind INTEGER NOT NULL,
 number INTEGER NOT NULL,
 version INTEGER NOT NULL UNIQUE,
 user_id INTEGER NOT NULL,
 device_id INTEGER NOT NULL,
 ticket INTEGER NOT NULL,
 gone INTEGER NOT NULL,
 text TEXT NOT NULL,
 PRIMARY KEY (kind, number)) WITHOUT ROWID;
CREATE TABLE program_counts (
 kind INTEGER NOT NULL PRIMARY KEY,
 last INTEGER NOT NULL,
 gone INTEGER NOT NULL);
CREATE TABLE program_puts (
 user_id INTEGER NOT NULL,
 device_id INTEGER NOT NULL,
 ticket INTEGER NOT NULL,
 kind INTEGER NOT NULL,
 number INTEGER NOT NULL,
 version INTEGER NOT NULL,
 PRIMARY KEY (user_id, device_id, ticket)) WITHOUT ROWID;
CREATE INDEX program_puts_by_row ON program_puts (kind, number);
INSERT INTO program_counts VALUES (-1, 4, 0);
INSERT INTO program_counts VALUES (0, 3, 1);
INSERT INTO program VALUES (0, 1, 3, 1, 1, 7, 0, '[{"t":"S"}]');
INSERT INTO program VALUES (0, 3, 4, 1, 1, 9, 1, '');
INSERT INTO program_puts VALUES (1, 1, 7, 0, 1, 1);
INSERT INTO program_puts VALUES (1, 1, 9, 0, 3, 4);
CREATE TABLE figures (
 user_id INTEGER NOT NULL PRIMARY KEY REFERENCES users,
 sealed TEXT NOT NULL,
 step INTEGER NOT NULL DEFAULT 0,
 confirmed INTEGER NOT NULL);
CREATE TABLE recovery (
 user_id INTEGER NOT NULL REFERENCES users,
 code_hash TEXT NOT NULL,
 PRIMARY KEY (user_id, code_hash)) WITHOUT ROWID;
INSERT INTO figures VALUES (1, 'sealed-secret', 56666666, 1);
INSERT INTO recovery VALUES (1, 'hash-of-a-code');
CREATE TABLE consents (
 seq INTEGER PRIMARY KEY,
 utc_ms INTEGER NOT NULL,
 user_id INTEGER NOT NULL REFERENCES users,
 text TEXT NOT NULL,
 mark TEXT NOT NULL);
CREATE INDEX consents_by_user ON consents (user_id);
CREATE TABLE access (
 seq INTEGER PRIMARY KEY,
 user_id INTEGER NOT NULL,
 by_id INTEGER NOT NULL,
 utc_ms INTEGER NOT NULL,
 text TEXT NOT NULL,
 mark TEXT NOT NULL);
CREATE INDEX access_by_user ON access (user_id, seq);
CREATE TABLE access_given (
 device_id INTEGER NOT NULL,
 version INTEGER NOT NULL,
 PRIMARY KEY (device_id, version)) WITHOUT ROWID;
INSERT INTO access VALUES (1, 2, 1, 1700000006000, 'row-1', 'mark-1');
INSERT INTO access_given VALUES (1, 3);
CREATE TABLE erased (
 group_id INTEGER NOT NULL REFERENCES groups,
 user_id INTEGER NOT NULL REFERENCES users,
 last_seq INTEGER NOT NULL,
 PRIMARY KEY (group_id, user_id)) WITHOUT ROWID;
INSERT INTO erased VALUES (2, 3, 7);
PRAGMA user_version = 12;
