/* SPDX-License-Identifier: MIT */
/*
 * The server's settings: one table, a row a setting, read from a file of
 * "KEY = VALUE" lines and from flags of the same names.  See porchlightd.conf(5).
 */
#ifndef SERVER_CONF_H
#define SERVER_CONF_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

struct conf {
	char *data;            /* the data folder */
	char *host;            /* the name that clients use */
	char *address;         /* to listen on, numeric; "" is all */
	int port;              /* 0..65535; 0 takes a free one */
	char *cert, *key, *ca; /* PEM files; "": those that init made */
	char *log;             /* "error", "warn", "info", "debug" */
	bool plain;            /* without TLS: loopback only */
	char *sandbox;         /* "yes", "no", "must": see sandbox.h */
	int keep_messages;     /* days; 0: without an end */
	int keep_attendance;   /* years; as well */
	int keep_access;       /* years, of the access log; as well */
	int target_hours;      /* a week, of each patient; 0: there is none */
	char *crisis_lines;    /* between '|', or a file's path; "": none */
	char *crisis_date;     /* as 2026-11-26; "": not said */
	int device_days;       /* a device that is not used stays signed in; 0: always */
	char *totp;            /* "asked", "staff": who needs the figures of a phone */
	int staff_days;        /* one of staff does, from its sign-in on; as well */
};

enum conf_kind { CONF_TEXT, CONF_HOST, CONF_PORT, CONF_BOOL, CONF_CHOICE, CONF_COUNT };

struct conf_row {
	const char *key;
	enum conf_kind kind;
	const char *initial;
	const char *choices; /* "a|b": CONF_CHOICE */
	const char *help;
};
extern const struct conf_row conf_rows[]; /* ended by a row without a key */

void conf_init(struct conf *c);
void conf_finish(struct conf *c);
/* An unknown key, or a value that is not of its kind, is refused by name. */
bool conf_set(struct conf *c, const char *key, const char *value, struct err *err);
/* What the row's setting is now, added as it is written in the file. */
void conf_get(const struct conf *c, const struct conf_row *row, struct buf *out);
/* Refusals name the file and the line. */
bool conf_read(struct conf *c, const char *path, struct err *err);
/* The same of any lines of KEY = VALUE, which are borrowed; false ends it. */
typedef bool conf_take(void *user, const char *key, const char *value, struct err *err);
bool conf_each(const char *path, conf_take *take, void *user, struct err *err);
/* A file in the data folder; the caller's. */
char *conf_path(const struct conf *c, const char *name);
/* Where the certificate, its key and the CA are; the caller's. */
char *conf_cert(const struct conf *c);
char *conf_key(const struct conf *c);
char *conf_ca(const struct conf *c);

#endif
