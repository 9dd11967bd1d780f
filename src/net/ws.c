/* SPDX-License-Identifier: MIT */
#include "net/ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/x509_vfy.h>

#include "net/loop_uv.h"
#include "net/tickets.h"
#include "net/ws_in.h"

enum {
	WS_FRAME_MAX = 65536,
	WS_PIECE =
		16000, /* less than a record of TLS holds; without it frames are cut at 2048 */
	WS_USER_TIMEOUT_MS = 45000,
	WS_CONNECT_SECS = 60
};

typedef enum lws_callback_reasons reason_t;

static void keep(char **slot, const char *s)
{
	free(*slot);
	*slot = s ? mem_dup(s, strlen(s)) : NULL;
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

/*
 * TCP's connection is there, or TLS's: is it wanted still?  Of two that have told the server
 * who we are it would keep the newer, and nobody knows which that is there.
 */
static int client_reached(struct attempt *a, bool tells)
{
	if (!a->wanted)
		return -1;
	a->reached = true;
	ws_try_prefer(a, tells);
	a->ws->ops->on_reached(a->ws->user);
	return a->wanted ? 0 : -1;
}

static int client_open(struct attempt *a, struct lws *wsi)
{
	struct ws *w = a->ws;

	if (!a->wanted)
		return -1;
	pulse_set_patience(lws_get_socket_fd(wsi), WS_USER_TIMEOUT_MS);
	pulse_set_pace(lws_get_socket_fd(wsi));
	ws_try_worked(a);
	ws_try_stop(w);
	ws_try_drop_all_but(w, a);
	w->live = a;
	w->pong_due = false;
	buf_reset(&w->in);
	w->ops->on_open(w->user);
	return 0;
}

static int client_read(struct attempt *a, struct lws *wsi, const void *in, size_t n)
{
	struct ws *w = a->ws;

	if (!a->wanted || w->live != a)
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

	if (client_reached(a, true) != 0)
		return -1;
	a->told = true;
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
	ws_try_gone(a, WS_DOWN);
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
	case LWS_CALLBACK_WSI_CREATE:
		return client_reached(a, false);
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
		ws_try_failed(a, end_of(a, in));
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

/* Another server, or another CA: what is known of the last one is of no use. */
static bool new_server(struct ws *w, const struct ws_ask *ask)
{
	bool same_ca = w->vhost && strcmp(ask->ca_pem, w->ca_pem) == 0;

	if (!w->host || strcmp(ask->host, w->host) != 0 || ask->port != w->port) {
		ws_close(w);
		w->found.count = 0;
	}
	if (same_ca)
		return true;
	ws_close(w);
	keep(&w->ca_pem, ask->ca_pem);
	buf_reset(&w->session);
	buf_add(&w->session, ask->session.p, ask->session.n);
	return make_vhost(w);
}

void ws_connect(struct ws *w, const struct ws_ask *ask)
{
	bool good = new_server(w, ask);

	ws_try_sweep(w);
	keep(&w->host, ask->host);
	keep(&w->path, ask->path);
	keep(&w->token, ask->token);
	keep(&w->protocol, ask->protocol);
	w->port = ask->port;
	if (good)
		ws_try_begin(w);
	else
		w->ops->on_end(w->user, WS_CERTIFICATE);
}

void ws_drop(struct ws *w)
{
	ws_try_stop(w);
	for (struct attempt *a = w->attempts; a; a = a->next)
		if (a != w->live && !a->told)
			ws_try_drop(a);
}

struct str ws_session(const struct ws *w)
{
	return (struct str) { buf_text(&w->session), w->session.n };
}

void ws_close(struct ws *w)
{
	ws_try_stop(w);
	if (w->live)
		ws_try_end(w->live);
	ws_try_drop_all_but(w, w->live);
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

bool ws_pulse(const struct ws *w, struct pulse *out)
{
	return pulse_ask(w->live && w->live->wsi ? lws_get_socket_fd(w->live->wsi) : -1, out);
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
	const struct lws_protocols client = { "client", on_client, 0, 2048, 0, NULL, WS_PIECE };

	w->loop = l;
	w->ops = ops;
	w->user = user;
	w->protocols[0] = client;
	buf_init(&w->in, WS_FRAME_MAX);
	buf_init(&w->out, WS_FRAME_MAX);
	buf_init(&w->wire, WS_FRAME_MAX + LWS_PRE);
	buf_init(&w->session, 4096);
	ws_try_init(w);
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
	ws_try_sweep(w);
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
	ws_try_finish(w);
	if (w->context)
		lws_context_destroy(w->context);
	loop_after_drain(w->loop, ws_free, w);
}
