/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "net/serve_in.h"

enum { SERVE_HTTP_SECS = 90, SERVE_ANSWER_MAX = 1 << 20 };
/* One of TLS's records: a slow line is given no more than it can take in the time there is. */
enum { SERVE_HTTP_PIECE = 16000 };

void http_bearer(struct lws *wsi, char *out, size_t size)
{
	char raw[200];

	*out = '\0';
	if (lws_hdr_copy(wsi, raw, sizeof(raw), WSI_TOKEN_HTTP_AUTHORIZATION) > 7 &&
	    strncmp(raw, "Bearer ", 7) == 0 && strlen(raw + 7) < size)
		memcpy(out, raw + 7, strlen(raw + 7) + 1);
	explicit_bzero(raw, sizeof(raw));
	scratch_wipe_soon(&serve_of(wsi)->scratch);
}

/* Passphrases come in them, and tokens go out. */
static void request_free(struct serve_request *r)
{
	buf_wipe(&r->body);
	buf_wipe(&r->answer);
	explicit_bzero(r, sizeof(*r));
	free(r);
}

static void request_tell(struct serve_request *r)
{
	const struct serve_asked a = { .path = r->path,
				       .post = r->post,
				       .query = "",
				       .bearer = r->bearer,
				       .address = r->address,
				       .match = r->match,
				       .body = { buf_text(&r->body), r->body.n } };

	r->told = true;
	r->serve->ops->on_request(r->serve->user, r, &a);
}

static void answer(struct serve_request *r, int status, struct str body)
{
	static const char pre[LWS_PRE];

	r->status = status;
	r->answered = true;
	buf_reset(&r->answer);
	if (!buf_add(&r->answer, pre, sizeof(pre)) || !buf_add(&r->answer, body.p, body.n))
		r->status = 500;
	lws_callback_on_writable(r->wsi);
}

void serve_answer(struct serve_request *r, int status, struct str json)
{
	if (!r->wsi) {
		request_free(r);
		return;
	}
	r->type = "application/json";
	answer(r, status, json);
}

/* RFC 9110 13.1.2: any, or a list; a weak one is as good here. */
static bool has_it(const char *match, const char *tag)
{
	return strcmp(match, "*") == 0 || strstr(match, tag);
}

/* RFC 9110 12.5.3: the word, and no ";q=0" behind it. */
static bool takes_gzip(const char *accepts)
{
	const char *at = strstr(accepts, "gzip"), *q;

	if (!at)
		return false;
	at += strlen("gzip");
	q = at + strspn(at, " ;");
	return strncmp(q, "q=0", 3) != 0 || strpbrk(q + 3, "123456789") != NULL;
}

/* "bytes=FROM-" or "bytes=FROM-LAST"; anything else is as if it was not there. */
static bool read_range(const char *text, size_t *from, size_t *last)
{
	unsigned long long a, b;
	int end = 0;

	if (sscanf(text, "bytes=%11llu-%n", &a, &end) != 1 || !end)
		return false;
	*from = (size_t)a;
	if (!text[end])
		return true;
	text += end;
	end = 0;
	if (sscanf(text, "%11llu%n", &b, &end) != 1 || text[end] || b < a)
		return false;
	*last = (size_t)b < *last ? (size_t)b : *last;
	return true;
}

/* RFC 9110 13.1.5: of the very bytes that the peer has a part of, or all of it anew. */
static bool wants_part(const struct serve_request *r, const struct serve_file *f)
{
	return f->parts && f->body.n && *r->range && !r->head &&
	       (!*r->if_range || strcmp(r->if_range, r->tag) == 0);
}

static void answer_part(struct serve_request *r, struct str body)
{
	size_t from, last = body.n - 1;

	if (!read_range(r->range, &from, &last)) {
		answer(r, HTTP_STATUS_OK, body);
	} else if (from >= body.n) {
		snprintf(r->part, sizeof(r->part), "bytes */%zu", body.n);
		answer(r, HTTP_STATUS_REQ_RANGE_NOT_SATISFIABLE, (struct str) { "", 0 });
	} else {
		snprintf(r->part, sizeof(r->part), "bytes %zu-%zu/%zu", from, last, body.n);
		answer(r, HTTP_STATUS_PARTIAL_CONTENT,
		       (struct str) { body.p + from, last - from + 1 });
	}
}

/* What is packed is another thing, of another tag. */
static void answer_packed(struct serve_request *r, const struct serve_file *f)
{
	snprintf(r->tag, sizeof(r->tag), "\"%s.gz\"", f->tag);
	r->gzip = true;
	answer(r, HTTP_STATUS_OK, f->gzip);
}

void serve_answer_file(struct serve_request *r, const struct serve_file *f)
{
	char packed[sizeof(r->tag)];

	if (!r->wsi) {
		request_free(r);
		return;
	}
	r->type = f->type;
	r->parts = f->parts;
	snprintf(r->tag, sizeof(r->tag), "\"%s\"", f->tag);
	snprintf(packed, sizeof(packed), "\"%s.gz\"", f->tag);
	if (has_it(r->match, r->tag) || has_it(r->match, packed))
		answer(r, HTTP_STATUS_NOT_MODIFIED, (struct str) { "", 0 });
	else if (wants_part(r, f))
		answer_part(r, f->body);
	else if (f->gzip.n && takes_gzip(r->accepts))
		answer_packed(r, f);
	else
		answer(r, HTTP_STATUS_OK, f->body);
}

static void take_header(struct lws *wsi, enum lws_token_indexes which, char *out, size_t size)
{
	if (lws_hdr_copy(wsi, out, (int)size, which) < 0)
		*out = '\0';
}

static int http_begin(struct lws *wsi, struct slot *slot, const char *uri, size_t n)
{
	struct serve_request *r;
	struct serve *s = serve_of(wsi);
	char length[24] = "";

	if (slot->request)
		return -1; /* it asks again before it is answered */
	/* Where a length is none, nobody knows where the next request begins (RFC 9112 6.3). */
	if (lws_hdr_copy(wsi, length, sizeof(length), WSI_TOKEN_HTTP_CONTENT_LENGTH) < 0 ||
	    length[strspn(length, "0123456789")])
		return -1;
	r = mem_get(sizeof(*r));
	r->wsi = wsi;
	r->serve = s;
	r->post = lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) > 0;
	buf_init(&r->body, s->conf.body_max);
	buf_init(&r->answer, SERVE_ANSWER_MAX);
	r->head = lws_hdr_total_length(wsi, WSI_TOKEN_HEAD_URI) > 0;
	if (n < sizeof(r->path) &&
	    (r->post || r->head || lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) > 0))
		memcpy(r->path, uri, n);
	http_bearer(wsi, r->bearer, sizeof(r->bearer));
	take_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, r->match, sizeof(r->match));
	take_header(wsi, WSI_TOKEN_HTTP_RANGE, r->range, sizeof(r->range));
	take_header(wsi, WSI_TOKEN_HTTP_IF_RANGE, r->if_range, sizeof(r->if_range));
	take_header(wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING, r->accepts, sizeof(r->accepts));
	lws_get_peer_simple(wsi, r->address, sizeof(r->address));
	r->until_ms = clock_ms() + SERVE_HTTP_SECS * 1000;
	slot->request = r;
	lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, SERVE_HTTP_SECS);
	if (*length && strcmp(length, "0") != 0)
		return 0;
	request_tell(r);
	return 0;
}

static int take_body(struct slot *slot, const void *in, size_t n)
{
	struct serve_request *r = slot->request;

	if (!r || r->told)
		return 0;
	/* libwebsockets gives each piece its time anew: byte by byte it would be for days. */
	if (clock_ms() > r->until_ms)
		return -1;
	if (buf_add(&r->body, in, n))
		return 0;
	r->told = true;
	serve_answer(r, HTTP_STATUS_REQ_ENTITY_TOO_LARGE, str_of("{\"error\":\"large\"}"));
	return 0;
}

/* libwebsockets would keep it where it came in, until something longer comes. */
static int http_body(struct slot *slot, void *in, size_t n)
{
	const int no = take_body(slot, in, n);

	if (n)
		explicit_bzero(in, n);
	return no;
}

/* What comes behind the body before the answer makes libwebsockets say this again and again,
 * without ever returning to the loop. */
static int http_whole(struct slot *slot)
{
	struct serve_request *r = slot->request;

	if (!r || r->whole)
		return -1;
	r->whole = true;
	if (!r->told)
		request_tell(r);
	return 0;
}

struct head {
	struct lws *wsi;
	unsigned char *at, *end;
};

static bool add_header(struct head *h, const char *name, const char *value)
{
	return lws_add_http_header_by_name(h->wsi, (const unsigned char *)name,
					   (const unsigned char *)value, (int)strlen(value),
					   &h->at, h->end) == 0;
}

/* RFC 9110 8.6, 15.4.5: a 304 has neither a type nor a length. */
static bool add_headers(struct head *h, const struct serve_request *r)
{
	const unsigned status = (unsigned)r->status;
	const int no =
		status == HTTP_STATUS_NOT_MODIFIED
			? lws_add_http_header_status(h->wsi, status, &h->at, h->end)
			: lws_add_http_common_headers(h->wsi, status, r->type,
						      r->answer.n - LWS_PRE, &h->at, h->end);

	return !no && (!*r->tag || add_header(h, "etag:", r->tag)) &&
	       (!*r->part || add_header(h, "content-range:", r->part)) &&
	       (!r->parts || add_header(h, "accept-ranges:", "bytes")) &&
	       (!r->gzip || (add_header(h, "content-encoding:", "gzip") &&
			     add_header(h, "vary:", "accept-encoding"))) &&
	       add_header(h, "cache-control:", *r->tag ? "private, no-cache" : "no-store");
}

static bool write_head(struct lws *wsi, struct serve_request *r)
{
	unsigned char head[LWS_PRE + 1024], *start = head + LWS_PRE;
	struct head h = { wsi, start, head + sizeof(head) };

	r->sent = LWS_PRE;
	if (!add_headers(&h, r) || lws_finalize_write_http_header(wsi, start, &h.at, h.end))
		return false;
	if (r->head)
		buf_reset(&r->answer);
	return true;
}

/* The next piece; false: the connection is of no use any more. */
static bool write_piece(struct lws *wsi, struct serve_request *r)
{
	const size_t left = r->answer.n > r->sent ? r->answer.n - r->sent : 0;
	const size_t n = left < SERVE_HTTP_PIECE ? left : SERVE_HTTP_PIECE;

	if (n && lws_write(wsi, (unsigned char *)r->answer.p + r->sent, n,
			   n == left ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0)
		return false;
	r->sent += n;
	return true;
}

static int http_write(struct lws *wsi, struct slot *slot)
{
	struct serve_request *r = slot->request;

	if (!r || !r->answered)
		return 0;
	if ((!r->sent && !write_head(wsi, r)) || !write_piece(wsi, r))
		return 1;
	if (r->sent < r->answer.n) {
		lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, SERVE_HTTP_SECS);
		lws_callback_on_writable(wsi);
		return 0;
	}
	slot->request = NULL;
	request_free(r);
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

static void http_gone(struct slot *slot)
{
	struct serve_request *r = slot->request;

	slot->request = NULL;
	if (!r)
		return;
	/* Whoever is working on the answer still holds it. */
	if (r->told && !r->answered)
		r->wsi = NULL;
	else
		request_free(r);
}

int http_callback(struct lws *wsi, reason_t reason, void *user, void *in, size_t n)
{
	struct slot *slot = user;
	struct serve *s;

	switch ((int)reason) {
	case LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS:
		s = lws_context_user(lws_get_context(wsi));
		tickets_serve(user, s ? s->tickets : NULL);
		if (s)
			s->ssl_ctx = user;
		return 0;
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
		return -1; /* a WebSocket that names no subprotocol lands here */
	case LWS_CALLBACK_HTTP:
		return http_begin(wsi, slot, in, n);
	case LWS_CALLBACK_HTTP_BODY:
		return http_body(slot, in, n);
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		return http_whole(slot);
	case LWS_CALLBACK_HTTP_WRITEABLE:
		return http_write(wsi, slot);
	case LWS_CALLBACK_CLOSED_HTTP:
		if (slot)
			http_gone(slot);
		return 0;
	default:
		return door_callback(wsi, reason, user);
	}
}
