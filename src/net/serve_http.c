/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "net/serve_in.h"

enum { SERVE_HTTP_SECS = 90 };

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
				       .body = { buf_text(&r->body), r->body.n } };

	r->told = true;
	r->serve->ops->on_request(r->serve->user, r, &a);
}

void serve_answer(struct serve_request *r, int status, struct str json)
{
	static const char pre[LWS_PRE];

	if (!r->wsi) {
		request_free(r);
		return;
	}
	r->status = status;
	r->answered = true;
	buf_reset(&r->answer);
	if (!buf_add(&r->answer, pre, sizeof(pre)) || !buf_add(&r->answer, json.p, json.n))
		r->status = 500;
	lws_callback_on_writable(r->wsi);
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
	buf_init(&r->answer, 128 * 1024);
	if (n < sizeof(r->path) &&
	    (r->post || lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) > 0))
		memcpy(r->path, uri, n);
	http_bearer(wsi, r->bearer, sizeof(r->bearer));
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

static int http_write(struct lws *wsi, struct slot *slot)
{
	unsigned char head[LWS_PRE + 512], *p = head + LWS_PRE, *end = head + sizeof(head);
	unsigned char *start = p;
	struct serve_request *r = slot->request;
	size_t n;

	if (!r || !r->answered)
		return 0;
	n = r->answer.n - LWS_PRE;
	if (lws_add_http_common_headers(wsi, (unsigned)r->status, "application/json", n, &p,
					end) ||
	    lws_add_http_header_by_name(wsi, (const unsigned char *)"cache-control:",
					(const unsigned char *)"no-store", 8, &p, end) ||
	    lws_finalize_write_http_header(wsi, start, &p, end))
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
