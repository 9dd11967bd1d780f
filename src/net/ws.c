/* SPDX-License-Identifier: MIT */
#include "net/ws.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <openssl/x509_vfy.h>

#include "net/loop_uv.h"
#include "net/lws_common.h"
#include "net/resolve.h"
#include "net/route.h"
#include "net/tickets.h"

enum {
	WS_FRAME_MAX = 65536,
	WS_RACE_MS = 300, /* RFC 8305 says 250: the next address gets its chance */
	WS_USER_TIMEOUT_MS = 45000,
	WS_CONNECT_SECS = 45,
};

/* One address that we try.  libwebsockets may report on it long after we lost interest. */
struct attempt {
	struct attempt *next;
	struct ws *ws;
	struct lws *wsi;
	bool wanted;      /* false: whatever it says is old news */
	bool over;        /* it has failed, or ended */
	bool gone;        /* libwebsockets has freed its wsi: nothing names it any more */
	int verify_error; /* X509_V_ERR_, 0 if none */
	struct toll toll; /* when it was looked at last */
};

struct ws {
	struct loop *loop;
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct lws_protocols protocols[2];
	const struct ws_ops *ops;
	void *user;
	struct loop_timer *race;
	struct resolve *resolve;
	struct resolve_result found;
	int tried;
	struct attempt *attempts, *live;
	char *host, *path, *token, *protocol, *ca_pem;
	int port;
	enum ws_end worst; /* of this round of attempts */
	struct buf in, out, wire, session;
	struct toll gone; /* of connections that are no more */
	bool pong_due;
};

typedef enum lws_callback_reasons reason_t;

static const lws_retry_bo_t patience = { .secs_since_valid_ping = 3600,
					 .secs_since_valid_hangup = 3660 };

static void keep(char **slot, const char *s)
{
	free(*slot);
	*slot = s ? mem_dup(s, strlen(s)) : NULL;
}

/* A dead wsi is told by its own socket: that works in every state and from every callback. */
static void attempt_drop(struct attempt *a)
{
	int fd;

	a->wanted = false;
	if (a->over || !a->wsi)
		return;
	fd = lws_get_socket_fd(a->wsi);
	if (fd >= 0)
		shutdown(fd, SHUT_RDWR);
	lws_callback_on_writable(a->wsi);
}

static void sweep(struct ws *w)
{
	struct attempt **at = &w->attempts;

	while (*at) {
		struct attempt *a = *at;

		if (!a->gone) {
			at = &a->next;
			continue;
		}
		*at = a->next;
		free(a);
	}
}

static bool any_wanted(const struct ws *w)
{
	for (const struct attempt *a = w->attempts; a; a = a->next)
		if (a->wanted && !a->over)
			return true;
	return false;
}

static void drop_all_but(struct ws *w, const struct attempt *keep_this)
{
	for (struct attempt *a = w->attempts; a; a = a->next)
		if (a != keep_this)
			attempt_drop(a);
}

static void try_next(struct ws *w);

static void attempt_failed(struct attempt *a, enum ws_end why)
{
	struct ws *w = a->ws;

	a->over = true;
	if (!a->wanted)
		return;
	if (why > w->worst || w->worst == WS_LOST)
		w->worst = why;
	/* A server that answered, and wrongly: its other addresses will not do better. */
	if (why >= WS_CERTIFICATE) {
		w->tried = w->found.count;
		drop_all_but(w, NULL);
	}
	if (w->tried < w->found.count) {
		try_next(w);
		return;
	}
	if (any_wanted(w))
		return;
	loop_timer_stop(w->race);
	w->ops->on_end(w->user, w->worst);
}

/*
 * Why it failed is told by the verifier; libwebsockets has words alone, of which only those
 * about the handshake ("HS: ...") are to be relied on: the server spoke HTTP, and said no.
 */
static enum ws_end end_of(const struct attempt *a, const char *text)
{
	if (a->verify_error == X509_V_ERR_CERT_NOT_YET_VALID ||
	    a->verify_error == X509_V_ERR_CERT_HAS_EXPIRED)
		return WS_CLOCK;
	if (a->verify_error != X509_V_OK)
		return WS_CERTIFICATE;
	return text && strncmp(text, "HS:", 3) == 0 ? WS_REFUSED : WS_DOWN;
}

/* Some connections end without a word but this one. */
static void attempt_gone(struct attempt *a, enum ws_end why)
{
	bool was_over = a->over;

	a->wsi = NULL;
	a->gone = true;
	toll_add(&a->ws->gone, &a->toll);
	a->toll = (struct toll) { 0 };
	if (!was_over)
		attempt_failed(a, why);
}

static void try_next(struct ws *w)
{
	struct lws_client_connect_info i = { 0 };
	struct attempt *a = mem_get(sizeof(*a));

	a->ws = w;
	a->wanted = true;
	a->next = w->attempts;
	w->attempts = a;
	i.context = w->context;
	i.vhost = w->vhost;
	i.address = w->found.address[w->tried++];
	i.host = w->host;
	i.origin = NULL;
	i.port = w->port;
	i.path = w->path;
	i.protocol = w->protocol;
	i.local_protocol_name = "client";
	i.ssl_connection = LCCSCF_USE_SSL;
	i.opaque_user_data = a;
	i.pwsi = &a->wsi;
	i.retry_and_idle_policy = &patience;
	if (w->tried < w->found.count)
		loop_timer_set(w->race, WS_RACE_MS);
	/* Without a route libwebsockets fails without a word (and leaks), so it is not asked. */
	if (!route_to(i.address, w->port))
		attempt_gone(a, WS_NO_ROUTE);
	else if (!lws_client_connect_via_info(&i))
		attempt_gone(a, WS_DOWN);
	/* Its timers are armed only by its own service (FACTS 4). */
	lws_cancel_service(w->context);
}

static void on_race(void *user)
{
	struct ws *w = user;

	if (!w->live && w->tried < w->found.count)
		try_next(w);
}

static void on_resolved(void *user, const struct resolve_result *r)
{
	struct ws *w = user;

	w->resolve = NULL;
	w->found = *r;
	w->tried = 0;
	if (r->count == 0) {
		w->ops->on_end(w->user, route_any() ? WS_NO_DNS : WS_NO_ROUTE);
		return;
	}
	try_next(w);
}

static int client_open(struct attempt *a, struct lws *wsi)
{
	struct ws *w = a->ws;
	unsigned timeout = WS_USER_TIMEOUT_MS;

	if (!a->wanted || w->live)
		return -1;
	setsockopt(lws_get_socket_fd(wsi), IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout,
		   sizeof(timeout));
	w->live = a;
	loop_timer_stop(w->race);
	drop_all_but(w, a);
	w->ops->on_open(w->user);
	return 0;
}

static int client_read(struct attempt *a, struct lws *wsi, const void *in, size_t n)
{
	struct ws *w = a->ws;

	if (!a->wanted)
		return -1;
	lws_validity_confirmed(wsi);
	w->ops->on_heard(w->user);
	switch (common_gather(wsi, &w->in, in, n)) {
	case GATHER_MORE:
		return 0;
	case GATHER_TOO_LARGE:
		return -1;
	case GATHER_WHOLE:
		break;
	}
	w->ops->on_frame(w->user, (struct str) { buf_text(&w->in), w->in.n },
			 lws_frame_is_binary(wsi) != 0);
	buf_reset(&w->in);
	return a->wanted ? 0 : -1;
}

static int client_write(struct attempt *a, struct lws *wsi)
{
	struct ws *w = a->ws;
	bool binary = false;

	if (!a->wanted)
		return -1;
	if (w->live != a)
		return 0;
	if (w->pong_due) {
		unsigned char pong[LWS_PRE + 1] = { 0 };

		w->pong_due = false;
		lws_callback_on_writable(wsi);
		return lws_write(wsi, pong + LWS_PRE, 0, LWS_WRITE_PONG) < 0 ? -1 : 0;
	}
	buf_reset(&w->out);
	w->ops->on_writable(w->user, &w->out, &binary);
	if (!a->wanted)
		return -1;
	return !w->out.n || common_write(wsi, &w->wire, &w->out, binary) ? 0 : -1;
}

/* `good` is the verdict so far; a bad one stands. */
static int client_verify(struct attempt *a, X509_STORE_CTX *ctx, bool good)
{
	if (good && tickets_is_for(ctx, a->ws->host))
		return 0;
	a->verify_error = X509_STORE_CTX_get_error(ctx);
	return 1;
}

static int client_token(struct attempt *a, struct lws *wsi, unsigned char **p, size_t n)
{
	char value[256];
	int len;

	if (!a->ws->token)
		return 0;
	len = snprintf(value, sizeof(value), "Bearer %s", a->ws->token);
	if (len >= (int)sizeof(value))
		return -1;
	return lws_add_http_header_by_token(wsi, WSI_TOKEN_HTTP_AUTHORIZATION,
					    (const unsigned char *)value, len, p, *p + n)
		       ? -1
		       : 0;
}

static void client_gone(struct attempt *a)
{
	struct ws *w = a->ws;
	bool was_live = w->live == a;

	a->over = true;
	if (was_live)
		w->live = NULL;
	if (a->wanted && was_live)
		w->ops->on_end(w->user, WS_LOST);
}

static void client_destroyed(struct attempt *a)
{
	if (!a->over && a->ws->live == a)
		client_gone(a);
	attempt_gone(a, WS_DOWN);
}

static int on_client(struct lws *wsi, reason_t reason, void *user, void *in, size_t n)
{
	struct attempt *a = wsi ? lws_get_opaque_user_data(wsi) : NULL;
	struct ws *w = wsi ? lws_context_user(lws_get_context(wsi)) : NULL;

	if (w && reason == LWS_CALLBACK_OPENSSL_LOAD_EXTRA_CLIENT_VERIFY_CERTS) {
		tickets_offer(user, &w->session);
		tickets_trust(user, w->ca_pem);
	}
	if (!a)
		return 0;
	switch ((int)reason) {
	case LWS_CALLBACK_OPENSSL_PERFORM_SERVER_CERT_VERIFICATION:
		return client_verify(a, user, n != 0);
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
		return client_token(a, wsi, in, n);
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		return client_open(a, wsi);
	case LWS_CALLBACK_CLIENT_RECEIVE:
		return client_read(a, wsi, in, n);
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		return client_write(a, wsi);
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		toll_of(lws_get_socket_fd(wsi), &a->toll);
		attempt_failed(a, end_of(a, in));
		return 0;
	case LWS_CALLBACK_CLIENT_CLOSED:
		toll_of(lws_get_socket_fd(wsi), &a->toll);
		client_gone(a);
		return 0;
	case LWS_CALLBACK_WSI_DESTROY:
		client_destroyed(a);
		return 0;
	default:
		return 0;
	}
}

static bool make_vhost(struct ws *w)
{
	struct lws_context_creation_info i = { 0 };

	if (w->vhost)
		lws_vhost_destroy(w->vhost);
	i.port = CONTEXT_PORT_NO_LISTEN;
	i.protocols = w->protocols;
	i.vhost_name = "client";
	i.timeout_secs = WS_CONNECT_SECS;
	i.connect_timeout_secs = WS_CONNECT_SECS;
	i.options =
		LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT | LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
	w->vhost = lws_create_vhost(w->context, &i);
	return w->vhost != NULL;
}

void ws_connect(struct ws *w, const struct ws_ask *ask)
{
	bool same_ca = w->vhost && w->ca_pem && strcmp(ask->ca_pem, w->ca_pem) == 0;

	ws_close(w);
	sweep(w);
	keep(&w->host, ask->host);
	keep(&w->path, ask->path);
	keep(&w->token, ask->token);
	keep(&w->protocol, ask->protocol);
	w->port = ask->port;
	w->worst = WS_LOST;
	if (!same_ca) {
		keep(&w->ca_pem, ask->ca_pem);
		buf_reset(&w->session);
		buf_add(&w->session, ask->session.p, ask->session.n);
		if (!make_vhost(w)) {
			w->ops->on_end(w->user, WS_CERTIFICATE);
			return;
		}
	}
	w->resolve = resolve_start(w->loop, ask->host, on_resolved, w);
}

struct str ws_session(const struct ws *w)
{
	return (struct str) { buf_text(&w->session), w->session.n };
}

void ws_close(struct ws *w)
{
	resolve_drop(w->resolve);
	w->resolve = NULL;
	w->found.count = 0;
	loop_timer_stop(w->race);
	drop_all_but(w, NULL);
	w->live = NULL;
	w->pong_due = false;
}

void ws_want_write(struct ws *w)
{
	if (w->live)
		lws_callback_on_writable(w->live->wsi);
}

void ws_keep_alive(struct ws *w)
{
	w->pong_due = true;
	ws_want_write(w);
}

struct toll ws_bytes(struct ws *w, bool ending)
{
	struct toll sum = w->gone;

	for (struct attempt *a = w->attempts; a; a = a->next) {
		toll_of(lws_get_socket_fd(a->wsi), &a->toll);
		toll_add(&sum, &a->toll);
	}
	if (ending && w->live)
		toll_add_end(&sum, &w->live->toll);
	return sum;
}

struct ws *ws_create(struct loop *l, const struct ws_ops *ops, void *user, struct err *err)
{
	struct ws *w = mem_get(sizeof(*w));
	const struct lws_protocols client = { "client", on_client, 0, 2048, 0, NULL, 0 };

	w->loop = l;
	w->ops = ops;
	w->user = user;
	w->protocols[0] = client;
	buf_init(&w->in, WS_FRAME_MAX);
	buf_init(&w->out, WS_FRAME_MAX);
	buf_init(&w->wire, WS_FRAME_MAX + LWS_PRE);
	buf_init(&w->session, 4096);
	w->race = loop_timer_create(l, on_race, w);
	w->context = common_context(l, w);
	if (w->context)
		return w;
	err_set(err, ERR_NOT_NOW, "libwebsockets cannot start; is its libuv plugin installed?");
	ws_destroy(w);
	return NULL;
}

static void ws_free(void *arg)
{
	struct ws *w = arg;

	if (w->context)
		lws_context_destroy(w->context);
	for (struct attempt *a = w->attempts; a; a = a->next)
		a->gone = true;
	sweep(w);
	keep(&w->host, NULL);
	keep(&w->path, NULL);
	keep(&w->token, NULL);
	keep(&w->protocol, NULL);
	keep(&w->ca_pem, NULL);
	buf_finish(&w->in);
	buf_finish(&w->out);
	buf_finish(&w->wire);
	buf_finish(&w->session);
	free(w);
}

void ws_destroy(struct ws *w)
{
	if (!w)
		return;
	ws_close(w);
	loop_timer_destroy(w->race);
	if (w->context)
		lws_context_destroy(w->context);
	loop_after_drain(w->loop, ws_free, w);
}
