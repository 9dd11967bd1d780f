/* SPDX-License-Identifier: MIT */
#include "net/serve.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/loop_uv.h"
#include "net/lws_common.h"
#include "net/serve_in.h"

/*
 * libwebsockets keeps so much with each WebSocket; what is longer comes in pieces.  What goes
 * out would be cut to that too, each piece a TLS record and a packet of its own: at most one of
 * TLS's records instead.
 */
enum { SERVE_WS_ROOM = 256, SERVE_WS_PIECE = 16000 };

/* How late a key of the tickets may be. */
enum { SERVE_TURN_MS = 600000 };

struct serve *serve_of(struct lws *wsi)
{
	return lws_context_user(lws_get_context(wsi));
}

/* It asks nobody for signs of life: ws_look does. */
static const lws_retry_bo_t never = { .secs_since_valid_ping = 0 };

static bool make_vhost(struct serve *s, struct err *err)
{
	struct lws_context_creation_info i = { 0 };

	i.port = s->conf.port;
	i.iface = s->conf.address;
	i.protocols = s->protocols;
	i.vhost_name = "porchlight";
	i.keepalive_timeout = 20;
	i.timeout_secs = 60;
	i.retry_and_idle_policy = &never;
	i.headers = s->conf.cert_file ? &door_headers_tls : &door_headers;
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

/* An old key that stays is no reason to send people away. */
static void on_turn(void *user)
{
	struct serve *s = user;
	struct err err = { 0 };

	if (!ticket_ring_turn(s->tickets, clock_utc_ms() / 1000, &err))
		log_event(LOG_ERROR_, "tickets_failed", "why=\"%s\"", err.text);
	loop_timer_set(s->turn, SERVE_TURN_MS);
}

static bool begin_tickets(struct serve *s, struct err *err)
{
	if (!tickets_lock_memory())
		log_event(LOG_WARN_, "memory_not_locked", "what=tls_keys");
	s->tickets = ticket_ring_open(s->conf.ticket_key_file, clock_utc_ms() / 1000, err);
	if (!s->tickets)
		return false;
	s->turn = loop_timer_create(s->loop, on_turn, s);
	loop_timer_set(s->turn, SERVE_TURN_MS);
	return true;
}

struct serve *serve_create(struct loop *l, const struct serve_conf *conf,
			   const struct serve_ops *ops, void *user, struct err *err)
{
	struct serve *s = mem_get(sizeof(*s));
	const struct lws_protocols http = {
		"http", http_callback, sizeof(struct slot), 1024, 0, NULL, 0
	};

	s->loop = l;
	s->ops = ops;
	s->user = user;
	s->conf = *conf;
	nagle_init(&s->nagle, l);
	paces_init(&s->paces, l);
	buf_init(&s->out, 1 << 20);
	buf_init(&s->wire, (1 << 20) + LWS_PRE);
	s->look = loop_timer_create(l, ws_look, s);
	scratch_init(&s->scratch, l);
	s->protocols[0] = http;
	s->protocols[1] = http;
	s->protocols[1].name = conf->plain_protocol;
	s->protocols[1].callback = ws_callback;
	s->protocols[1].rx_buffer_size = SERVE_WS_ROOM;
	s->protocols[1].tx_packet_size = SERVE_WS_PIECE;
	s->protocols[2] = s->protocols[1];
	s->protocols[2].name = conf->compressed_protocol;
	if (conf->ticket_key_file && !begin_tickets(s, err))
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

bool serve_show(struct serve *s, const char *cert_file, const char *key_file, struct err *err)
{
	if (!s->ssl_ctx)
		return err_set(err, ERR_NOT_NOW, "it serves without TLS");
	return tickets_show(s->ssl_ctx, cert_file, key_file, err);
}

/* The context's second destruction, and then what its callbacks needed. */
static void serve_free(void *arg)
{
	struct serve *s = arg;

	if (s->context)
		lws_context_destroy(s->context);
	nagle_finish(&s->nagle);
	paces_finish(&s->paces);
	buf_finish(&s->out);
	buf_finish(&s->wire);
	ticket_ring_close(s->tickets);
	free(s);
}

void serve_destroy(struct serve *s)
{
	if (!s)
		return;
	if (s->context)
		lws_context_destroy(s->context);
	loop_timer_destroy(s->look);
	loop_timer_destroy(s->turn);
	scratch_finish(&s->scratch);
	loop_after_drain(s->loop, serve_free, s);
}
