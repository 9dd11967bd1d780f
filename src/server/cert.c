/* SPDX-License-Identifier: MIT */
#include "server/cert.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/folder.h"
#include "server/server_in.h"

enum { DAY_S = 86400, EACH_MS = DAY_S * 1000 };

enum cert_end cert_end(int64_t valid_to_utc_s, int64_t now_utc_s)
{
	const int64_t left_s = valid_to_utc_s - now_utc_s;

	if (left_s <= 0)
		return CERT_OVER;
	if (left_s < (int64_t)CERT_VERY_SOON_DAYS * DAY_S)
		return CERT_VERY_SOON;
	return left_s < (int64_t)CERT_SOON_DAYS * DAY_S ? CERT_SOON : CERT_GOOD;
}

const char *cert_renew_how(const struct conf *c)
{
	return *c->cert ? "get a new one" : "run porchlightd renew";
}

static const enum log_level levels[] = {
	[CERT_GOOD] = LOG_DEBUG_,
	[CERT_SOON] = LOG_WARN_,
	[CERT_VERY_SOON] = LOG_ERROR_,
	[CERT_OVER] = LOG_ERROR_,
};

static bool read_facts(const struct conf *c, struct ca_facts *facts, struct err *err)
{
	char *cert = conf_cert(c), *key = conf_key(c), *ca = conf_ca(c);
	const struct ca_files files = { .ca_cert = ca, .cert = cert, .key = key };
	const bool good = ca_look(&files, c->host, facts, err);

	free(cert);
	free(key);
	free(ca);
	return good;
}

static void tell_of_end(struct server *s)
{
	const int64_t now_s = clock_utc_ms() / 1000;
	struct ca_facts f;
	enum cert_end end;

	if (!read_facts(s->conf, &f, NULL))
		return;
	end = cert_end(f.valid_to_utc_s, now_s);
	log_event(levels[end], end == CERT_OVER ? "certificate_over" : "certificate_ends",
		  "days=%lld do=\"%s\"", (long long)((f.valid_to_utc_s - now_s) / DAY_S),
		  cert_renew_how(s->conf));
}

static void on_day(void *user)
{
	struct server *s = user;

	loop_timer_set(s->cert.timer, EACH_MS);
	tell_of_end(s);
}

static void read_print(const struct conf *c, char out[CA_FINGERPRINT])
{
	char *cert = conf_cert(c);

	out[0] = '\0';
	ca_fingerprint(cert, out, NULL);
	free(cert);
}

void cert_begin(struct server *s)
{
	if (s->conf->plain)
		return;
	read_print(s->conf, s->cert.print);
	s->cert.timer = loop_timer_create(s->loop, on_day, s);
	on_day(s);
}

/* What clients would not take is not shown to them. */
static bool is_good(const struct conf *c, const char *key, struct err *err)
{
	struct ca_facts f;

	if (!folder_is_private(key, err) || !read_facts(c, &f, err))
		return false;
	if (!f.key_fits)
		return err_set(err, ERR_REFUSED, "the key is not the certificate's");
	if (cert_end(f.valid_to_utc_s, clock_utc_ms() / 1000) == CERT_OVER)
		return err_set(err, ERR_REFUSED, "it has run out");
	return f.signed_by_ca ||
	       err_set(err, ERR_REFUSED, "the CA does not stand behind the certificate");
}

void cert_look(struct server *s)
{
	char *cert, *key, print[CA_FINGERPRINT];
	struct err err = { 0 };

	if (!s->cert.timer || !s->serve)
		return;
	read_print(s->conf, print);
	if (strcmp(print, s->cert.print) == 0)
		return;
	cert = conf_cert(s->conf);
	key = conf_key(s->conf);
	if (is_good(s->conf, key, &err) && serve_show(s->serve, cert, key, &err)) {
		memcpy(s->cert.print, print, sizeof(print));
		log_event(LOG_INFO_, "certificate_new", "fingerprint=%.16s", print);
		tell_of_end(s);
	} else {
		log_event(LOG_ERROR_, "certificate_refused", "why=\"%s\"", err.text);
	}
	free(cert);
	free(key);
}

void cert_end_watch(struct server *s)
{
	loop_timer_destroy(s->cert.timer);
	s->cert.timer = NULL;
}
