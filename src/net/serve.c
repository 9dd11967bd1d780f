/* SPDX-License-Identifier: MIT */
#include "net/serve.h"

#include <libwebsockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "net/loop_uv.h"
#include "net/lws_common.h"
#include "net/tickets.h"

enum { SERVE_NOTSENT_LOWAT = 4096, SERVE_USER_TIMEOUT_MS = 45000, SERVE_HTTP_SECS = 90 };

struct serve {
	struct loop *loop;
	struct lws_context *context;
	struct lws_vhost *vhost;
	const struct serve_ops *ops;
	void *user;
	struct serve_conf conf;
	struct lws_protocols protocols[4];
	unsigned char ticket_key[TICKET_KEY_BYTES];
	bool has_ticket_key;
	struct buf out, wire;
	bool ending;
};

struct serve_conn {
	struct lws *wsi;
	struct serve *serve;
	void *peer;
	struct buf in;
	bool closing;
};

struct serve_request {
	struct lws *wsi; /* NULL once the peer has gone */
	struct serve *serve;
	char path[64], bearer[160], address[64];
	bool post;
	struct buf body;
	int status;
	struct buf answer; /* LWS_PRE bytes, then the JSON */
	bool told;         /* on_request has been called */
	bool whole;        /* the body has come */
	bool answered;
};

/* What libwebsockets keeps for us with each connection. */
struct slot {
	struct serve_conn *conn;
	struct serve_request *request;
};

typedef enum lws_callback_reasons reason_t; /* their name is 28 letters long */

static struct serve *serve_of(struct lws *wsi)
{
	return lws_context_user(lws_get_context(wsi));
}

static void copy_bearer(struct lws *wsi, char *out, size_t size)
{
	char raw[200];

	*out = '\0';
	if (lws_hdr_copy(wsi, raw, sizeof(raw), WSI_TOKEN_HTTP_AUTHORIZATION) <= 7 ||
	    strncmp(raw, "Bearer ", 7) != 0 || strlen(raw + 7) >= size)
		return;
	memcpy(out, raw + 7, strlen(raw + 7) + 1);
}

/* HTTP */

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
	copy_bearer(wsi, r->bearer, sizeof(r->bearer));
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

static int on_http(struct lws *wsi, reason_t reason, void *user, void *in, size_t n)
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

/* WebSocket */

static void set_socket(struct lws *wsi)
{
	int fd = lws_get_socket_fd(wsi), lowat = SERVE_NOTSENT_LOWAT;
	unsigned timeout = SERVE_USER_TIMEOUT_MS;

	/* Without these a reader that stalls costs megabytes of kernel memory (FACTS 6). */
	setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &lowat, sizeof(lowat));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
}

static int ws_begin(struct lws *wsi, struct slot *slot)
{
	char path[64] = "", query[2048] = "", bearer[160], address[64];
	struct serve *s = serve_of(wsi);
	struct serve_conn *c;
	struct serve_asked a = {
		.path = path, .query = query, .bearer = bearer, .address = address
	};

	lws_hdr_copy(wsi, path, sizeof(path), WSI_TOKEN_GET_URI);
	lws_hdr_copy(wsi, query, sizeof(query), WSI_TOKEN_HTTP_URI_ARGS);
	copy_bearer(wsi, bearer, sizeof(bearer));
	lws_get_peer_simple(wsi, address, sizeof(address));
	a.compressed = strcmp(lws_get_protocol(wsi)->name, s->conf.compressed_protocol) == 0;
	set_socket(wsi);
	c = mem_get(sizeof(*c));
	c->wsi = wsi;
	c->serve = s;
	buf_init(&c->in, s->conf.frame_max);
	c->peer = s->ops->on_open(s->user, c, &a);
	if (!c->peer) {
		free(c);
		return -1;
	}
	slot->conn = c;
	return 0;
}

static int ws_read(struct lws *wsi, struct serve_conn *c, const void *in, size_t n)
{
	if (!c || c->closing)
		return 0;
	lws_validity_confirmed(wsi);
	switch (common_gather(wsi, &c->in, in, n)) {
	case GATHER_MORE:
		return 0;
	case GATHER_TOO_LARGE:
		lws_close_reason(wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, NULL, 0);
		return -1;
	case GATHER_WHOLE:
		break;
	}
	c->serve->ops->on_frame(c->peer, (struct str) { buf_text(&c->in), c->in.n },
				lws_frame_is_binary(wsi) != 0);
	buf_finish(&c->in); /* thousands of idle ones keep nothing */
	return 0;
}

static int ws_write(struct lws *wsi, struct serve_conn *c)
{
	struct serve *s = serve_of(wsi);
	bool binary = false, more = false;

	if (!c)
		return -1;
	buf_reset(&s->out);
	c->serve->ops->on_writable(c->peer, &s->out, &binary, &more);
	if (s->out.n == 0 && c->closing)
		lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, NULL, 0);
	if (s->out.n == 0)
		return c->closing ? -1 : 0;
	if (!common_write(wsi, &s->wire, &s->out, binary))
		return -1;
	if (more || c->closing)
		lws_callback_on_writable(wsi);
	return 0;
}

static void ws_gone(struct slot *slot)
{
	struct serve_conn *c = slot->conn;

	slot->conn = NULL;
	if (!c)
		return;
	c->serve->ops->on_close(c->peer);
	buf_finish(&c->in);
	free(c);
}

static int on_ws(struct lws *wsi, reason_t reason, void *user, void *in, size_t n)
{
	struct slot *slot = user;

	switch ((int)reason) {
	case LWS_CALLBACK_ESTABLISHED:
		return ws_begin(wsi, slot);
	case LWS_CALLBACK_RECEIVE:
		return ws_read(wsi, slot->conn, in, n);
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return ws_write(wsi, slot->conn);
	case LWS_CALLBACK_CLOSED:
		ws_gone(slot);
		return 0;
	default:
		return 0;
	}
}

void serve_want_write(struct serve_conn *c)
{
	lws_callback_on_writable(c->wsi);
}

void serve_close(struct serve_conn *c)
{
	c->closing = true;
	lws_callback_on_writable(c->wsi);
}

/* The server pings rarely: clients speak when idle (FACTS 3). */
static const lws_retry_bo_t patience = { .secs_since_valid_ping = 900,
					 .secs_since_valid_hangup = 960 };

static bool make_vhost(struct serve *s, struct err *err)
{
	struct lws_context_creation_info i = { 0 };

	i.port = s->conf.port;
	i.iface = s->conf.address;
	i.protocols = s->protocols;
	i.vhost_name = "porchlight";
	i.keepalive_timeout = 20;
	i.timeout_secs = 60;
	i.retry_and_idle_policy = &patience;
	if (s->conf.address && !strchr(s->conf.address, ':'))
		i.options |= LWS_SERVER_OPTION_DISABLE_IPV6;
	if (s->conf.cert_file) {
		/* Without the option the files mean nothing, and it would serve plain. */
		i.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
		i.alpn = "http/1.1";
		i.ssl_cert_filepath = s->conf.cert_file;
		i.ssl_private_key_filepath = s->conf.key_file;
	}
	s->vhost = lws_create_vhost(s->context, &i);
	if (!s->vhost || lws_get_vhost_listen_port(s->vhost) <= 0)
		return err_set(err, ERR_NETWORK, "cannot listen on %s port %d",
			       s->conf.address ? s->conf.address : "all addresses",
			       s->conf.port);
	return true;
}

static bool make_context(struct serve *s, struct err *err)
{
	s->context = common_context(s->loop, s);
	if (!s->context)
		return err_set(err, ERR_NOT_NOW,
			       "libwebsockets cannot start; is its libuv plugin installed?");
	return true;
}

struct serve *serve_create(struct loop *l, const struct serve_conf *conf,
			   const struct serve_ops *ops, void *user, struct err *err)
{
	struct serve *s = mem_get(sizeof(*s));
	const struct lws_protocols http = { "http", on_http, sizeof(struct slot), 1024, 0,
					    NULL,   0 };

	s->loop = l;
	s->ops = ops;
	s->user = user;
	s->conf = *conf;
	buf_init(&s->out, 1 << 20);
	buf_init(&s->wire, (1 << 20) + LWS_PRE);
	s->protocols[0] = http;
	s->protocols[1] = http;
	s->protocols[1].name = conf->plain_protocol;
	s->protocols[1].callback = on_ws;
	s->protocols[2] = s->protocols[1];
	s->protocols[2].name = conf->compressed_protocol;
	if (conf->ticket_key_file &&
	    !(s->has_ticket_key = tickets_key(conf->ticket_key_file, s->ticket_key, err)))
		goto fail;
	if (!conf->cert_file && (!conf->address || (strcmp(conf->address, "127.0.0.1") != 0 &&
						    strcmp(conf->address, "::1") != 0))) {
		err_set(err, ERR_REFUSED, "without a certificate only loopback is served");
		goto fail;
	}
	if (make_context(s, err) && make_vhost(s, err))
		return s;
fail:
	serve_destroy(s);
	return NULL;
}

int serve_port(const struct serve *s)
{
	return lws_get_vhost_listen_port(s->vhost);
}

/* The context's second destruction, and then what its callbacks needed. */
static void serve_free(void *arg)
{
	struct serve *s = arg;

	if (s->context)
		lws_context_destroy(s->context);
	buf_finish(&s->out);
	buf_finish(&s->wire);
	tickets_wipe(s->ticket_key);
	free(s);
}

void serve_destroy(struct serve *s)
{
	if (!s)
		return;
	if (s->context)
		lws_context_destroy(s->context);
	loop_after_drain(s->loop, serve_free, s);
}
