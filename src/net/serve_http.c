/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/serve_in.h"

enum { SERVE_HTTP_SECS = 90, SERVE_ANSWER_MAX = 1 << 20 };

void http_bearer(struct lws *wsi, char *out, size_t size)
{
	char raw[200];

	*out = '\0';
	if (lws_hdr_copy(wsi, raw, sizeof(raw), WSI_TOKEN_HTTP_AUTHORIZATION) <= 7 ||
	    strncmp(raw, "Bearer ", 7) != 0 || strlen(raw + 7) >= size)
		return;
	memcpy(out, raw + 7, strlen(raw + 7) + 1);
}

/* Passphrases come in them, and tokens go out. */
static void wipe(struct buf *b)
{
	if (b->p)
		explicit_bzero(b->p, b->size);
	buf_finish(b);
}

static void request_free(struct serve_request *r)
{
	wipe(&r->body);
	wipe(&r->answer);
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

void serve_answer_file(struct serve_request *r, const struct serve_file *f)
{
	if (!r->wsi) {
		request_free(r);
		return;
	}
	r->type = f->type;
	snprintf(r->tag, sizeof(r->tag), "\"%s\"", f->tag);
	if (has_it(r->match, r->tag))
		answer(r, HTTP_STATUS_NOT_MODIFIED, (struct str) { "", 0 });
	else
		answer(r, HTTP_STATUS_OK, f->body);
}

static int http_begin(struct lws *wsi, struct slot *slot, const char *uri, size_t n)
{
	struct serve_request *r;
	struct serve *s = serve_of(wsi);
	char length[24];

	if (slot->request)
		return -1; /* it asks again before it is answered */
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
	if (lws_hdr_copy(wsi, r->match, sizeof(r->match), WSI_TOKEN_HTTP_IF_NONE_MATCH) < 0)
		*r->match = '\0';
	lws_get_peer_simple(wsi, r->address, sizeof(r->address));
	slot->request = r;
	lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, SERVE_HTTP_SECS);
	if (lws_hdr_copy(wsi, length, sizeof(length), WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0 &&
	    strcmp(length, "0") != 0)
		return 0;
	request_tell(r);
	return 0;
}

static int http_body(struct slot *slot, const void *in, size_t n)
{
	struct serve_request *r = slot->request;

	if (!r || r->told)
		return 0;
	if (buf_add(&r->body, in, n))
		return 0;
	r->told = true;
	serve_answer(r, HTTP_STATUS_REQ_ENTITY_TOO_LARGE, str_of("{\"error\":\"large\"}"));
	return 0;
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
	       add_header(h, "cache-control:", *r->tag ? "private, no-cache" : "no-store");
}

static int http_write(struct lws *wsi, struct slot *slot)
{
	unsigned char head[LWS_PRE + 512], *start = head + LWS_PRE;
	struct head h = { wsi, start, head + sizeof(head) };
	struct serve_request *r = slot->request;
	size_t n;

	if (!r || !r->answered)
		return 0;
	n = r->head ? 0 : r->answer.n - LWS_PRE;
	if (!add_headers(&h, r) || lws_finalize_write_http_header(wsi, start, &h.at, h.end))
		return 1;
	if (n &&
	    lws_write(wsi, (unsigned char *)r->answer.p + LWS_PRE, n, LWS_WRITE_HTTP_FINAL) < 0)
		return 1;
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
		tickets_serve(user, s && s->has_ticket_key ? s->ticket_key : NULL);
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
		return 0;
	}
}
