/* SPDX-License-Identifier: MIT */
#include "server/admin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "server/ca.h"
#include "server/cert.h"
#include "server/crisis.h"
#include "server/folder.h"
#include "server/guard.h"
#include "server/guides.h"
#include "server/lapse.h"
#include "server/seal.h"

enum { DAY_S = 86400, ROOM_MB = 200, FOUND_MAX = 16384 };

/* One line each: what was found, and where it is bad what to do. */
typedef bool finding(const struct conf *c, struct buf *say);

/* Without it there is nothing else to look at. */
static bool has_folder(const struct conf *c)
{
	if (access(c->data, X_OK) == 0)
		return true;
	printf("bad  there is no data folder %s, or it is not ours to look into: run "
	       "porchlightd "
	       "init, or say with --data which it is\n",
	       c->data);
	return false;
}

static bool private_file(const struct conf *c, const char *name, const char *what,
			 struct buf *say)
{
	char *path = conf_path(c, name);
	struct err err = { 0 };
	bool good = folder_is_private(path, &err);

	if (good)
		buf_addf(say, "%s is its owner's alone", what);
	else
		buf_adds(say, err.text);
	free(path);
	return good;
}

/* A line each. */
static bool find_folder(const struct conf *c, struct buf *say)
{
	struct buf all;
	size_t found;

	buf_init(&all, FOUND_MAX);
	found = guard_look(c, NULL, &all);
	for (const char *p = buf_text(&all); *p;) {
		const size_t n = strcspn(p, "\n");

		buf_addf(say, "%s%.*s", say->n ? "\nbad  " : "", (int)n, p);
		p += n + (p[n] == '\n');
	}
	if (found == 0)
		buf_adds(say, "the data folder and all in it are its owner's alone");
	buf_finish(&all);
	return found == 0;
}

static bool find_room(const struct conf *c, struct buf *say)
{
	struct statvfs v;
	uint64_t mb;

	if (statvfs(c->data, &v) != 0) {
		buf_addf(say, "cannot see how full the disk under %s is", c->data);
		return false;
	}
	mb = (uint64_t)v.f_bavail * v.f_frsize >> 20;
	buf_addf(say, "the disk has %llu MB left%s", (unsigned long long)mb,
		 mb < ROOM_MB ? ": make room" : "");
	return mb >= ROOM_MB;
}

static bool find_database(const struct conf *c, struct buf *say)
{
	char *path = conf_path(c, FOLDER_DATABASE);
	struct err err = { 0 };
	bool good = store_check(path, &err);

	if (good)
		buf_adds(say, "the database is sound");
	else
		buf_addf(say, "%s: %s", err.text,
			 err.code == ERR_NOT_FOUND ? "run porchlightd init"
			 : err.code == ERR_TOO_OLD
				 ? "run the newer porchlightd, or restore a backup"
				 : "restore a backup");
	free(path);
	return good;
}

static bool find_key(const struct conf *c, struct buf *say)
{
	char *key = conf_key(c);
	struct err err = { 0 };
	bool good = folder_is_private(key, &err);

	buf_adds(say, good ? "the server's key is its owner's alone" : err.text);
	free(key);
	return good;
}

/* There is none before the first legal name. */
static bool find_legal_key(const struct conf *c, struct buf *say)
{
	char *path = conf_path(c, SEAL_LEGAL);
	const bool there = access(path, F_OK) == 0;

	free(path);
	if (there)
		return private_file(c, SEAL_LEGAL, "the key of the legal names", say);
	buf_adds(say, "no legal name is kept");
	return true;
}

static bool find_ca_key(const struct conf *c, struct buf *say)
{
	char *path = conf_path(c, "ca.key");
	bool there = access(path, F_OK) == 0;

	free(path);
	if (there)
		return private_file(c, "ca.key", "the CA's key", say);
	buf_adds(say, "the CA's key is not on this machine");
	return true;
}

/* The certificate has several findings, of one look. */

/* That a file cannot be read is said once: `say` NULL is silent. */
static bool look(const struct conf *c, struct ca_facts *facts, struct buf *say)
{
	char *cert = conf_cert(c), *key = conf_key(c), *ca = conf_ca(c);
	const struct ca_files files = { .ca_cert = ca, .cert = cert, .key = key };
	struct err err = { 0 };
	bool good = ca_look(&files, c->host, facts, &err);

	if (!good && say)
		buf_adds(say, err.text);
	free(cert);
	free(key);
	free(ca);
	return good;
}

static bool find_dates(const struct conf *c, struct buf *say)
{
	const int64_t now_s = clock_utc_ms() / 1000;
	struct ca_facts f;
	int64_t days;

	if (!look(c, &f, say))
		return false;
	days = (f.valid_to_utc_s - now_s) / DAY_S;
	if (f.valid_from_utc_s > now_s)
		buf_adds(say, "the certificate is not valid yet: is the clock right?");
	else if (f.valid_to_utc_s <= now_s)
		buf_addf(say, "the certificate has run out: %s", cert_renew_how(c));
	else if (days < CERT_SOON_DAYS)
		buf_addf(say, "the certificate is valid for %lld more days: %s",
			 (long long)days, cert_renew_how(c));
	else
		buf_addf(say, "the certificate is valid for %lld more days", (long long)days);
	return f.valid_from_utc_s <= now_s && days >= CERT_SOON_DAYS;
}

static bool find_fit(const struct conf *c, struct buf *say)
{
	struct ca_facts f;

	if (!look(c, &f, NULL))
		return false;
	buf_adds(say, f.key_fits ? "the key is the certificate's"
				 : "the key is not the certificate's: set the right one");
	return f.key_fits;
}

static bool find_signature(const struct conf *c, struct buf *say)
{
	struct ca_facts f;

	if (!look(c, &f, NULL))
		return false;
	buf_adds(say, f.signed_by_ca ? "the CA stands behind the certificate"
				     : "the CA does not stand behind the certificate: set the "
				       "right ca, and put what is between into cert");
	return f.signed_by_ca;
}

static bool find_name(const struct conf *c, struct buf *say)
{
	struct ca_facts f;

	if (!look(c, &f, NULL))
		return false;
	if (f.names_host)
		buf_addf(say, "the certificate is for %s", c->host);
	else
		buf_addf(say, "the certificate is not for %s: set host, or %s", c->host,
			 cert_renew_how(c));
	return f.names_host;
}

static bool find_server(const struct conf *c, struct buf *say)
{
	const int pid = (int)folder_holder(c), port = folder_port(c);

	if (pid)
		buf_addf(say, "a server is running: process %d, port %d", pid, port);
	else
		buf_adds(say, "no server is running");
	return true;
}

/* Nothing goes where no end is set. */
static bool find_lapse(const struct conf *c, struct buf *say)
{
	const int64_t last_ms = lapse_last_ms(c), now_ms = clock_utc_ms();

	if ((!c->keep_messages && !c->keep_attendance) ||
	    lapse_judge(last_ms, now_ms) != LAPSE_WAITS)
		return true;
	buf_addf(say,
		 "what is kept no longer is still here: by the clock it last went %lld days "
		 "ago.  Is today's date right?  Then run porchlightd clock confirm",
		 (long long)((now_ms - last_ms) / 86400000));
	return false;
}

static const struct {
	finding *find;
	bool tls; /* there is nothing to find without it */
} findings[] = {
	{ find_folder, false }, { find_room, false },    { find_database, false },
	{ find_key, true },     { find_ca_key, true },   { find_legal_key, false },
	{ find_dates, true },   { find_fit, true },      { find_signature, true },
	{ find_name, true },    { guides_check, false }, { crisis_check, false },
	{ find_lapse, false },  { find_server, false },
};

bool admin_check(struct admin *a, struct err *err)
{
	bool all_good = has_folder(&a->conf);

	(void)err;
	if (!all_good)
		return false;
	for (size_t i = 0; i < sizeof(findings) / sizeof(findings[0]); i++) {
		struct buf say;
		bool good;

		if (findings[i].tls && a->conf.plain)
			continue;
		buf_init(&say, 16384);
		good = findings[i].find(&a->conf, &say);
		if (say.n)
			printf("%s  %s\n", good ? "ok " : "bad", buf_text(&say));
		all_good = all_good && good;
		buf_finish(&say);
	}
	all_good = admin_check_logs(a) && all_good;
	return admin_check_access(a) && all_good;
}
