/* SPDX-License-Identifier: MIT */
#include "server/conf.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOST_MAX = 253 };

const struct conf_row conf_rows[] = {
	{ "data", CONF_TEXT, "/var/lib/porchlight", NULL, "the data folder" },
	{ "host", CONF_HOST, "localhost", NULL, "the name or address that clients use" },
	{ "address", CONF_TEXT, "", NULL, "the numeric address to listen on; empty for all" },
	{ "port", CONF_PORT, "4430", NULL, "the TCP port; 0 takes a free one" },
	{ "cert", CONF_TEXT, "", NULL, "the certificate chain, PEM; empty for init's" },
	{ "key", CONF_TEXT, "", NULL, "the certificate's key, PEM; empty for init's" },
	{ "ca", CONF_TEXT, "", NULL, "the CA that signed it, PEM; empty for init's" },
	{ "log", CONF_CHOICE, "info", "error|warn|info|debug", "how much is logged" },
	{ "plain", CONF_BOOL, "no", NULL, "serve without TLS, on loopback alone" },
	{ "sandbox", CONF_CHOICE, "yes", "yes|no|must",
	  "the kernel keeps it to its own files and calls" },
	{ "keep_messages", CONF_COUNT, "0", NULL,
	  "the days for which messages are kept; 0 without an end" },
	{ "keep_attendance", CONF_COUNT, "0", NULL,
	  "the years for which attendance is kept; 0 without an end" },
	{ "keep_access", CONF_COUNT, "6", NULL,
	  "the years for which the access log is kept; 0 without an end" },
	{ "target_hours", CONF_COUNT, "9", NULL,
	  "the hours a week for each patient; 0: no target" },
	{ "crisis_lines", CONF_TEXT, "", NULL,
	  "whom to call in need, between '|'; or a file with a line each" },
	{ "crisis_date", CONF_TEXT, "", NULL, "when these were looked at last: 2026-11-26" },
	{ "device_days", CONF_COUNT, "90", NULL,
	  "the days after which a device that is not used is signed out; 0: never" },
	{ "staff_days", CONF_COUNT, "7", NULL,
	  "the days after which a device of staff is signed out; 0: never" },
	{ "totp", CONF_CHOICE, "asked", "asked|staff",
	  "who signs in with figures of a phone, too: who was given them, or all staff" },
	{ 0 },
};

/* Where each row's value goes, in the order of the rows. */
static const size_t places[] = {
	offsetof(struct conf, data),
	offsetof(struct conf, host),
	offsetof(struct conf, address),
	offsetof(struct conf, port),
	offsetof(struct conf, cert),
	offsetof(struct conf, key),
	offsetof(struct conf, ca),
	offsetof(struct conf, log),
	offsetof(struct conf, plain),
	offsetof(struct conf, sandbox),
	offsetof(struct conf, keep_messages),
	offsetof(struct conf, keep_attendance),
	offsetof(struct conf, keep_access),
	offsetof(struct conf, target_hours),
	offsetof(struct conf, crisis_lines),
	offsetof(struct conf, crisis_date),
	offsetof(struct conf, device_days),
	offsetof(struct conf, staff_days),
	offsetof(struct conf, totp),
};

static void *place_of(struct conf *c, const struct conf_row *row)
{
	return (char *)c + places[row - conf_rows];
}

static bool set_text(void *at, const struct conf_row *row, const char *value)
{
	char **slot = at;

	(void)row;
	for (const char *p = value; *p; p++)
		if (iscntrl((unsigned char)*p))
			return false;
	free(*slot);
	*slot = mem_dup(value, strlen(value));
	return true;
}

/* What an invite can hold between its words and its colon. */
static bool set_host(void *at, const struct conf_row *row, const char *value)
{
	for (const char *p = value; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr(".:-_", *p))
			return false;
	return *value && strlen(value) <= HOST_MAX && set_text(at, row, value);
}

static bool set_number(void *at, const char *value, long most)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (!isdigit((unsigned char)*value) || *end || n > most)
		return false;
	*(int *)at = (int)n;
	return true;
}

static bool set_port(void *at, const struct conf_row *row, const char *value)
{
	(void)row;
	return set_number(at, value, 65535);
}

static bool set_count(void *at, const struct conf_row *row, const char *value)
{
	(void)row;
	return set_number(at, value, 9999);
}

static void get_text(const void *at, struct buf *out)
{
	buf_adds(out, *(char *const *)at);
}

static void get_number(const void *at, struct buf *out)
{
	buf_addf(out, "%d", *(const int *)at);
}

static void get_bool(const void *at, struct buf *out)
{
	buf_adds(out, *(const bool *)at ? "yes" : "no");
}

static bool set_bool(void *at, const struct conf_row *row, const char *value)
{
	(void)row;
	*(bool *)at = strcmp(value, "yes") == 0;
	return *(bool *)at || strcmp(value, "no") == 0;
}

static bool set_choice(void *at, const struct conf_row *row, const char *value)
{
	size_t n = strlen(value);

	for (const char *p = row->choices; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
		if (strcspn(p, "|") == n && strncmp(p, value, n) == 0)
			return set_text(at, row, value);
	return false;
}

static const struct {
	bool (*set)(void *at, const struct conf_row *row, const char *value);
	void (*get)(const void *at, struct buf *out);
	const char *wants;
} kinds[] = {
	[CONF_TEXT] = { set_text, get_text, "one line of text" },
	[CONF_HOST] = { set_host, get_text, "a name or a numeric address" },
	[CONF_PORT] = { set_port, get_number, "a number from 0 to 65535" },
	[CONF_BOOL] = { set_bool, get_bool, "yes or no" },
	[CONF_CHOICE] = { set_choice, get_text, "one of" },
	[CONF_COUNT] = { set_count, get_number, "a whole number from 0 to 9999" },
};

void conf_init(struct conf *c)
{
	*c = (struct conf) { 0 };
	for (const struct conf_row *row = conf_rows; row->key; row++)
		kinds[row->kind].set(place_of(c, row), row, row->initial);
}

void conf_finish(struct conf *c)
{
	for (const struct conf_row *row = conf_rows; row->key; row++)
		if (kinds[row->kind].get == get_text)
			free(*(char **)place_of(c, row));
	*c = (struct conf) { 0 };
}

bool conf_set(struct conf *c, const char *key, const char *value, struct err *err)
{
	for (const struct conf_row *row = conf_rows; row->key; row++) {
		if (strcmp(row->key, key) != 0)
			continue;
		if (kinds[row->kind].set(place_of(c, row), row, value))
			return true;
		return err_set(err, ERR_BAD_INPUT, "setting '%s' wants %s%s%s, not '%s'", key,
			       kinds[row->kind].wants, row->choices ? " " : "",
			       row->choices ? row->choices : "", value);
	}
	return err_set(err, ERR_BAD_INPUT, "unknown setting '%s'", key);
}

void conf_get(const struct conf *c, const struct conf_row *row, struct buf *out)
{
	kinds[row->kind].get((const char *)c + places[row - conf_rows], out);
}

static char *trim(char *s)
{
	size_t n;

	while (isspace((unsigned char)*s))
		s++;
	n = strlen(s);
	while (n && isspace((unsigned char)s[n - 1]))
		s[--n] = '\0';
	return s;
}

static bool read_line(char *line, conf_take *take, void *user, struct err *err)
{
	char *p = trim(line), *eq = strchr(p, '=');

	if (*p == '\0' || *p == '#')
		return true;
	if (!eq)
		return err_set(err, ERR_BAD_INPUT, "'%s' is not KEY = VALUE", p);
	*eq = '\0';
	return take(user, trim(p), trim(eq + 1), err);
}

bool conf_each(const char *path, conf_take *take, void *user, struct err *err)
{
	FILE *f = fopen(path, "re");
	struct err why = { 0 };
	char *line = NULL;
	size_t size = 0;
	bool good = true;

	if (!f)
		return err_set(err, ERR_DISK, "cannot read %s: %s", path, strerror(errno));
	for (int n = 1; good && getline(&line, &size, f) > 0; n++) {
		good = read_line(line, take, user, &why);
		if (!good)
			err_set(err, why.code, "%s line %d: %s", path, n, why.text);
	}
	if (good && ferror(f)) /* a folder, say */
		good = err_set(err, ERR_DISK, "cannot read %s: %s", path, strerror(errno));
	free(line);
	fclose(f);
	return good;
}

static bool set_one(void *user, const char *key, const char *value, struct err *err)
{
	return conf_set(user, key, value, err);
}

bool conf_read(struct conf *c, const char *path, struct err *err)
{
	return conf_each(path, set_one, c, err);
}

char *conf_path(const struct conf *c, const char *name)
{
	struct buf b;

	buf_init(&b, strlen(c->data) + strlen(name) + 1);
	buf_addf(&b, "%s/%s", c->data, name);
	return b.p;
}

static char *given_or(const struct conf *c, const char *given, const char *name)
{
	return *given ? mem_dup(given, strlen(given)) : conf_path(c, name);
}

char *conf_cert(const struct conf *c)
{
	return given_or(c, c->cert, "server.pem");
}

char *conf_key(const struct conf *c)
{
	return given_or(c, c->key, "server.key");
}

char *conf_ca(const struct conf *c)
{
	return given_or(c, c->ca, "ca.pem");
}
