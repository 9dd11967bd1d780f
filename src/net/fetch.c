/* SPDX-License-Identifier: MIT */
#include "net/fetch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "net/late_curl.h"
#include "net/loop_uv.h"
#include "net/route.h"

enum { FETCH_BODY_MAX = 65536, FETCH_CONNECT_SECS = 45, FETCH_SECS = 120 };
enum { FETCH_HEADER_MAX = 1024, FETCH_REDIRECTS = 5 };
enum { FETCH_PATIENT_SECS = 3600, FETCH_SILENT_SECS = 30 };

struct fetch_line {
	struct late_curl curl;
	CURL *handle; /* NULL: not used yet */
	struct toll toll;
};

struct fetch {
	struct loop *loop;
	struct fetch_line *line, own; /* line: `own`, or one that outlives this */
	char *url, *body, *auth, *ca_pem, *fingerprint;
	char *tag, *since; /* as headers, of what is here already */
	char *range, *if_range;
	bool anywhere; /* the address is not our server's */
	bool packed, patient;
	void (*done)(void *user, const struct fetch_reply *r);
	void *user;
	/* Written by the working thread, read by the loop's after it. */
	struct buf answer, got_tag, got_since;
	int status, part;
	int verify_error;
	enum ws_end end;
};

static size_t on_body(char *p, size_t size, size_t n, void *user)
{
	struct fetch *f = user;

	return buf_add(&f->answer, p, size * n) ? size * n : 0;
}

/* "NAME: VALUE\r\n" */
static bool is_header(struct str line, const char *name, struct buf *value)
{
	size_t n = strlen(name);

	if (line.n <= n || strncasecmp(line.p, name, n) != 0)
		return false;
	while (n < line.n && line.p[n] == ' ')
		n++;
	while (line.n > n && (unsigned char)line.p[line.n - 1] <= ' ')
		line.n--;
	buf_reset(value);
	buf_add(value, line.p + n, line.n - n);
	return true;
}

/* Those of the last answer: a redirection has its own. */
static size_t on_header(char *p, size_t size, size_t n, void *user)
{
	struct fetch *f = user;
	const struct str line = { p, size * n };

	if (line.n >= 5 && memcmp(p, "HTTP/", 5) == 0) {
		buf_reset(&f->got_tag);
		buf_reset(&f->got_since);
		buf_reset(&f->answer);
	} else if (!is_header(line, "ETag:", &f->got_tag)) {
		is_header(line, "Last-Modified:", &f->got_since);
	}
	return line.n;
}

/* Its last moment: TLS has said its farewell, and the socket still knows what it carried. */
static int on_close(void *user, curl_socket_t fd)
{
	struct fetch_line *l = user;
	struct toll toll;

	if (toll_of(fd, &toll)) {
		toll_add(&l->toll, &toll);
		toll_add_end(&l->toll, &toll);
	}
	return close(fd);
}

static int on_progress(void *user, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct fetch *f = user;

	(void)a, (void)b, (void)c, (void)d;
	return loop_ending(f->loop); /* quitting does not wait for a slow line */
}

static bool has_fingerprint(X509 *cert, const char *want)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	char hex[2 * EVP_MAX_MD_SIZE + 1] = "";
	unsigned n = 0;

	if (!X509_digest(cert, EVP_sha256(), digest, &n))
		return false;
	for (unsigned i = 0; i < n; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return strcasecmp(hex, want) == 0;
}

/* Whatever else OpenSSL may trust: it is this one that counts. */
static bool ends_in(const STACK_OF(X509) * chain, const X509 *root)
{
	int n = sk_X509_num(chain);

	return n > 0 && X509_cmp(sk_X509_value(chain, n - 1), root) == 0;
}

/* The invite names the CA by its fingerprint: the chain is verified against that one alone. */
static int verify_by_fingerprint(X509_STORE_CTX *given, void *arg)
{
	struct fetch *f = arg;
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_untrusted(given);
	X509 *root = NULL;

	for (int i = 0; chain && i < sk_X509_num(chain); i++)
		if (has_fingerprint(sk_X509_value(chain, i), f->fingerprint))
			root = sk_X509_value(chain, i);
	if (!root) {
		f->verify_error = X509_V_ERR_CERT_UNTRUSTED;
		X509_STORE_CTX_set_error(given, X509_V_ERR_CERT_UNTRUSTED);
		return 0;
	}
	X509_STORE_add_cert(X509_STORE_CTX_get0_store(given), root);
	if (X509_verify_cert(given) == 1 && ends_in(X509_STORE_CTX_get0_chain(given), root))
		return 1;
	f->verify_error = X509_STORE_CTX_get_error(given);
	if (f->verify_error == X509_V_OK)
		f->verify_error = X509_V_ERR_CERT_UNTRUSTED;
	return 0;
}

static int note_error(int ok, X509_STORE_CTX *ctx)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(ctx, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct fetch *f = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	if (!ok && f)
		f->verify_error = X509_STORE_CTX_get_error(ctx);
	return ok;
}

static CURLcode on_ssl_ctx(CURL *curl, void *ssl_ctx, void *user)
{
	struct fetch *f = user;
	SSL_CTX *ctx = ssl_ctx;

	(void)curl;
	SSL_CTX_set_app_data(ctx, f);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, note_error);
	if (f->fingerprint)
		SSL_CTX_set_cert_verify_callback(ctx, verify_by_fingerprint, f);
	return CURLE_OK;
}

static bool is_no_route(const struct fetch *f, CURL *curl, CURLcode code)
{
	long number = 0;

	if (code == CURLE_COULDNT_RESOLVE_HOST)
		return !route_any();
	return code == CURLE_COULDNT_CONNECT &&
	       f->line->curl.getinfo(curl, CURLINFO_OS_ERRNO, &number) == CURLE_OK &&
	       (number == ENETUNREACH || number == EHOSTUNREACH || number == EADDRNOTAVAIL);
}

static enum ws_end end_of(CURL *curl, CURLcode code, const struct fetch *f)
{
	if (f->verify_error == X509_V_ERR_CERT_NOT_YET_VALID ||
	    f->verify_error == X509_V_ERR_CERT_HAS_EXPIRED)
		return WS_CLOCK;
	if (f->verify_error != X509_V_OK || code == CURLE_SSL_CACERT_BADFILE ||
	    code == CURLE_PEER_FAILED_VERIFICATION)
		return WS_CERTIFICATE;
	if (is_no_route(f, curl, code))
		return WS_NO_ROUTE;
	return code == CURLE_COULDNT_RESOLVE_HOST ? WS_NO_DNS : WS_DOWN;
}

/* Whoever answers there, and wherever they send us, within reason. */
static void set_anywhere(CURL *curl, const struct fetch *f)
{
	f->line->curl.setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	f->line->curl.setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	f->line->curl.setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	f->line->curl.setopt(curl, CURLOPT_MAXREDIRS, (long)FETCH_REDIRECTS);
	f->line->curl.setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
}

static void set_trust(CURL *curl, struct fetch *f)
{
	struct curl_blob ca = { .data = f->ca_pem, .flags = CURL_BLOB_NOCOPY };

	if (f->anywhere) {
		set_anywhere(curl, f);
		return;
	}
	f->line->curl.setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
	f->line->curl.setopt(curl, CURLOPT_SSL_CTX_FUNCTION, on_ssl_ctx);
	f->line->curl.setopt(curl, CURLOPT_SSL_CTX_DATA, f);
	f->line->curl.setopt(curl, CURLOPT_CAINFO, NULL);
	f->line->curl.setopt(curl, CURLOPT_CAPATH, NULL);
	if (!f->ca_pem)
		return;
	ca.len = strlen(f->ca_pem);
	f->line->curl.setopt(curl, CURLOPT_CAINFO_BLOB, &ca);
}

static struct curl_slist *set_request(CURL *curl, struct fetch *f)
{
	const char *const more[] = { f->auth, f->tag, f->since, f->range, f->if_range };
	struct curl_slist *head = NULL;

	f->line->curl.setopt(curl, CURLOPT_URL, f->url);
	f->line->curl.setopt(curl, CURLOPT_PROTOCOLS_STR,
			     f->ca_pem || f->fingerprint ? "https" : "http");
	f->line->curl.setopt(curl, CURLOPT_NOSIGNAL, 1L);
	f->line->curl.setopt(curl, CURLOPT_QUICK_EXIT, 1L);
	f->line->curl.setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)FETCH_CONNECT_SECS);
	f->line->curl.setopt(curl, CURLOPT_TIMEOUT,
			     (long)(f->patient ? FETCH_PATIENT_SECS : FETCH_SECS));
	f->line->curl.setopt(curl, CURLOPT_LOW_SPEED_LIMIT, f->patient ? 1L : 0L);
	f->line->curl.setopt(curl, CURLOPT_LOW_SPEED_TIME,
			     f->patient ? (long)FETCH_SILENT_SECS : 0L);
	f->line->curl.setopt(curl, CURLOPT_ACCEPT_ENCODING, f->packed ? "gzip" : NULL);
	f->line->curl.setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	f->line->curl.setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	f->line->curl.setopt(curl, CURLOPT_WRITEDATA, f);
	f->line->curl.setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	f->line->curl.setopt(curl, CURLOPT_HEADERDATA, f);
	f->line->curl.setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	f->line->curl.setopt(curl, CURLOPT_CLOSESOCKETDATA, f->line);
	f->line->curl.setopt(curl, CURLOPT_NOPROGRESS, 0L);
	f->line->curl.setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	f->line->curl.setopt(curl, CURLOPT_XFERINFODATA, f);
	head = f->line->curl.append(head,
				    "Expect:"); /* or a round trip is lost to 100-continue */
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (more[i])
			head = f->line->curl.append(head, more[i]);
	if (f->body) {
		head = f->line->curl.append(head, "Content-Type: application/json");
		f->line->curl.setopt(curl, CURLOPT_POSTFIELDS, f->body);
	}
	f->line->curl.setopt(curl, CURLOPT_HTTPHEADER, head);
	return head;
}

static void line_end(struct fetch_line *l)
{
	if (l->handle)
		l->curl.cleanup(l->handle);
	l->handle = NULL;
}

static void perform(struct fetch *f, CURL *curl)
{
	const CURLcode code = f->line->curl.perform(curl);
	long status = 0;

	if (f->line->curl.getinfo(curl, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK)
		status = 0;
	if (code == CURLE_OK && status) {
		f->status = (int)status;
	} else {
		f->part = f->answer.n ? (int)status : 0;
		f->end = end_of(curl, code, f);
	}
}

static void on_work(void *user)
{
	struct fetch *f = user;
	struct fetch_line *l = f->line;
	struct curl_slist *head;

	f->end = WS_DOWN;
	if (!l->handle && late_curl_load(&l->curl))
		l->handle = l->curl.init();
	if (!l->handle)
		return;
	head = set_request(l->handle, f);
	set_trust(l->handle, f);
	perform(f, l->handle);
	l->curl.setopt(l->handle, CURLOPT_HTTPHEADER, NULL);
	l->curl.free_all(head);
	if (l == &f->own)
		line_end(l);
}

static void wipe(char *s)
{
	if (s)
		OPENSSL_cleanse(s, strlen(s));
	free(s);
}

static void on_done(void *user)
{
	struct fetch *f = user;
	const struct fetch_reply r = {
		.status = f->status,
		.part = f->part,
		.end = f->end,
		.body = { buf_text(&f->answer), f->answer.n },
		.tag = buf_text(&f->got_tag),
		.since = buf_text(&f->got_since),
		.toll = f->own.toll,
	};

	f->done(f->user, &r);
	if (f->answer.p)
		OPENSSL_cleanse(f->answer.p, f->answer.n);
	buf_finish(&f->answer);
	buf_finish(&f->got_tag);
	buf_finish(&f->got_since);
	free(f->tag);
	free(f->since);
	free(f->range);
	free(f->if_range);
	wipe(f->body); /* it may hold a passphrase */
	wipe(f->auth);
	free(f->url);
	free(f->ca_pem);
	free(f->fingerprint);
	free(f);
}

static char *url_of(const struct fetch_ask *a)
{
	bool tls = a->ca_pem || a->fingerprint, v6 = strchr(a->host, ':') != NULL;
	struct buf out;

	buf_init(&out, 2048);
	buf_addf(&out, "%s://%s%s%s:%d%s", tls ? "https" : "http", v6 ? "[" : "", a->host,
		 v6 ? "]" : "", a->port, a->path);
	return out.p;
}

static char *bearer(const char *token)
{
	struct buf out;

	buf_init(&out, 512);
	buf_addf(&out, "Authorization: Bearer %s", token);
	return out.p;
}

static char *copy(const char *s)
{
	return s ? mem_dup(s, strlen(s)) : NULL;
}

static char *header(const char *name, const char *value)
{
	struct buf out;

	buf_init(&out, FETCH_HEADER_MAX + 64);
	if (value)
		buf_addf(&out, "%s: %s", name, value);
	return out.p;
}

static void set_part(struct fetch *f, const struct fetch_ask *ask)
{
	char range[32];

	f->packed = ask->packed && !ask->from;
	if (!ask->from || !ask->part_tag)
		return;
	snprintf(range, sizeof(range), "bytes=%zu-", ask->from);
	f->range = header("Range", range);
	f->if_range = header("If-Range", ask->part_tag);
}

struct fetch_line *fetch_line_open(void)
{
	return mem_get(sizeof(struct fetch_line));
}

void fetch_line_close(struct fetch_line *l, struct toll *sum)
{
	if (!l)
		return;
	line_end(l);
	toll_add(sum, &l->toll);
	free(l);
}

void fetch_start(struct loop *l, const struct fetch_ask *ask,
		 void (*done)(void *user, const struct fetch_reply *r), void *user)
{
	struct fetch *f = mem_get(sizeof(*f));

	f->loop = l;
	f->line = ask->line ? ask->line : &f->own;
	f->patient = ask->patient;
	f->done = done;
	f->user = user;
	f->anywhere = ask->url != NULL;
	f->url = ask->url ? copy(ask->url) : url_of(ask);
	f->body = copy(ask->body);
	f->ca_pem = copy(ask->ca_pem);
	f->fingerprint = copy(ask->fingerprint);
	if (ask->token)
		f->auth = bearer(ask->token);
	f->tag = header("If-None-Match", ask->tag);
	f->since = header("If-Modified-Since", ask->since);
	set_part(f, ask);
	buf_init(&f->answer, ask->body_max ? ask->body_max : FETCH_BODY_MAX);
	buf_init(&f->got_tag, FETCH_HEADER_MAX);
	buf_init(&f->got_since, FETCH_HEADER_MAX);
	loop_submit(l, on_work, on_done, f);
}
