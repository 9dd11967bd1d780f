/* SPDX-License-Identifier: MIT */
#include "server/admin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "server/ca.h"
#include "server/folder.h"
#include "server/lapse.h"
#include "server/keep.h"

enum { FIRST_DAYS = 7 };

static bool has(const struct conf *c, const char *name)
{
	char *path = conf_path(c, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

/* DATABASE-wal, DATABASE-shm; the caller's. */
static char *beside(const char *path, const char *end)
{
	struct buf b;

	buf_init(&b, strlen(path) + strlen(end));
	buf_adds(&b, path);
	buf_adds(&b, end);
	return b.p;
}

/* All that there may be of a database that did not come to be. */
static void drop(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char *one = beside(path, ends[i]);

		unlink(one);
		free(one);
	}
}

/* A database that is whole gets its name, which is on disk when this answers. */
static bool settle(const char *from, const char *to, struct err *err)
{
	char *log = beside(from, "-wal");
	bool good = access(log, F_OK) != 0 ||
		    err_set(err, ERR_DISK, "cannot finish %s: is the disk full?", from);

	free(log);
	if (!good)
		return false;
	if (rename(from, to) != 0)
		return err_set(err, ERR_DISK, "cannot rename %s: %s", from, strerror(errno));
	return file_sync(to, err);
}

/* init */

/* Settings that are as they come stand there as comments. */
static bool write_conf(const struct conf *c, struct err *err)
{
	char *path = conf_path(c, FOLDER_CONF);
	struct buf text, value;
	bool good;

	buf_init(&text, 65536);
	buf_init(&value, 4096);
	buf_adds(&text, "# See porchlightd.conf(5).\n");
	for (const struct conf_row *r = conf_rows; r->key; r++) {
		if (strcmp(r->key, "data") == 0)
			continue; /* it is where this file is */
		buf_reset(&value);
		conf_get(c, r, &value);
		buf_addf(&text, "\n# %s\n%s%s = %s\n", r->help,
			 strcmp(buf_text(&value), r->initial) == 0 ? "#" : "", r->key,
			 buf_text(&value));
	}
	good = file_make(path, (struct str) { text.p, text.n }, 0600, err);
	buf_finish(&text);
	buf_finish(&value);
	free(path);
	return good;
}

static bool with_ca(const struct conf *c,
		    bool (*make)(const struct ca_files *f, const char *host, struct err *err),
		    struct err *err)
{
	char *ca = conf_path(c, "ca.pem"), *ca_key = conf_path(c, "ca.key");
	char *cert = conf_path(c, "server.pem"), *key = conf_path(c, "server.key");
	const struct ca_files files = {
		.ca_cert = ca, .ca_key = ca_key, .cert = cert, .key = key
	};
	bool good = make(&files, c->host, err);

	free(ca);
	free(ca_key);
	free(cert);
	free(key);
	return good;
}

/* Under another name until it is whole: what was cut off is made anew by the next init. */
static bool make_database(struct admin *a, struct err *err)
{
	const struct conf *c = &a->conf;
	char *new = conf_path(c, "making.db"), *path = conf_path(c, FOLDER_DATABASE),
	     *name = NULL;
	bool good;

	drop(new);
	a->store = store_open("sqlite", new, err);
	good = a->store && admin_clean_name(admin_option(a, "group", "Group"), &name, err) &&
	       admin_ask(a, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of(name) },
			 err);
	store_close(a->store);
	a->store = NULL;
	good = good && settle(new, path, err) && admin_open(a, err);
	if (!good)
		drop(new);
	free(name);
	free(new);
	free(path);
	return good;
}

static bool init_held(struct admin *a, struct err *err)
{
	const struct conf *c = &a->conf;
	char *name;

	if (has(c, FOLDER_DATABASE))
		return err_set(err, ERR_EXISTS, "%s is in use already: see porchlightd invite",
			       c->data);
	/* What is wrong with the name is told before anything is made. */
	if (!admin_clean_name(admin_option(a, "group", "Group"), &name, err))
		return false;
	free(name);
	if (!has(c, FOLDER_CONF) && !write_conf(c, err))
		return false;
	if (!*c->cert && !has(c, "server.pem") && !with_ca(c, ca_make, err))
		return false;
	if (!make_database(a, err))
		return false;
	fprintf(stderr, "%s is ready for %s.  %s\n", c->data, c->host,
		c->port ? "The first facilitator joins with this line:"
			: "Start the server, then: porchlightd invite --role facilitator");
	return !c->port || admin_print_invite(a, "facilitator", a->id, FIRST_DAYS, err);
}

bool admin_init(struct admin *a, struct err *err)
{
	int held = file_folder(a->conf.data, err) ? folder_hold(&a->conf, err) : -1;
	bool good = held >= 0 && init_held(a, err);

	folder_leave(held);
	return good;
}

bool admin_renew(struct admin *a, struct err *err)
{
	const struct conf *c = &a->conf;

	if (*c->cert || *c->key || *c->ca)
		return err_set(
			err, ERR_REFUSED,
			"cert, key or ca is set: renew the certificate where it is from");
	if (!with_ca(c, ca_renew, err))
		return false;
	printf("the certificate is new, for %s.  A server that is running shows it from now "
	       "on\n",
	       c->host);
	admin_tell_server(a);
	return true;
}

bool admin_clock_confirm(struct admin *a, struct err *err)
{
	const time_t now = (time_t)(clock_utc_ms() / 1000);
	char today[16];
	struct tm tm;

	if (!lapse_went(&a->conf, (int64_t)now * 1000, err))
		return false;
	gmtime_r(&now, &tm);
	strftime(today, sizeof(today), "%Y-%m-%d", &tm);
	printf("today is %s: what is kept no longer goes from now on\n", today);
	admin_tell_server(a);
	return true;
}

/* backup and restore */

bool admin_backup(struct admin *a, struct err *err)
{
	const struct conf *c = &a->conf;
	const char *to = a->args[0];
	char *path = conf_path(c, FOLDER_DATABASE);
	bool good = store_backup(path, to, err);

	free(path);
	if (!good)
		return false;
	if (!keep_put(c, to, err) || !keep_compare(c, to, err) || !store_check(to, err)) {
		unlink(to);
		return false;
	}
	if (*c->cert || *c->key || *c->ca)
		fprintf(stderr, "cert, key and ca are elsewhere: they are not in it\n");
	printf("%s holds all of %s, and was read back.  It holds keys: keep it safe\n", to,
	       c->data);
	return true;
}

static bool restore_held(struct admin *a, struct err *err)
{
	const struct conf *c = &a->conf;
	char *new = conf_path(c, "restoring.db"), *path = conf_path(c, FOLDER_DATABASE);
	bool good = !has(c, FOLDER_DATABASE) ||
		    err_set(err, ERR_EXISTS, "there is a database in %s: restore elsewhere",
			    c->data);

	if (good) {
		drop(new);
		good = keep_is_backup(a->args[0], err) && store_backup(a->args[0], new, err) &&
		       keep_take(c, new, err) && store_check(new, err) &&
		       settle(new, path, err);
	}
	if (good)
		printf("%s is as it was when the backup was made\n", c->data);
	else
		drop(new);
	free(new);
	free(path);
	return good;
}

bool admin_restore(struct admin *a, struct err *err)
{
	int held = file_folder(a->conf.data, err) ? folder_hold(&a->conf, err) : -1;
	bool good = held >= 0 && restore_held(a, err);

	folder_leave(held);
	return good;
}
