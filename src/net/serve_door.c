/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "net/serve_in.h"

/*
 * What every answer says, libwebsockets' own too (RFC 9110 5.1).  Nothing here is a page: what
 * shows one of these answers in a browser may run nothing, load nothing and tell nobody.
 */
static const struct lws_protocol_vhost_options policy = {
	.name = "content-security-policy:",
	.value = "default-src 'none'; frame-ancestors 'none'"
};
static const struct lws_protocol_vhost_options referrer = {
	.next = &policy, .name = "referrer-policy:", .value = "no-referrer"
};
const struct lws_protocol_vhost_options door_headers = {
	.next = &referrer, .name = "x-content-type-options:", .value = "nosniff"
};
/* RFC 6797: a year. */
const struct lws_protocol_vhost_options door_headers_tls = {
	.next = &door_headers, .name = "strict-transport-security:", .value = "max-age=31536000"
};

enum { ADDRESS = 64 };

/* Whoever is connected; until they are known their address is counted. */
struct guest {
	struct pace pace;
	char address[ADDRESS];
};

static void stranger_comes(struct lws *wsi)
{
	struct guest *g = mem_get(sizeof(*g));
	struct serve *s = serve_of(wsi);

	lws_get_peer_simple(wsi, g->address, sizeof(g->address));
	g->pace.rates = &s->conf.stranger;
	pace_join(&s->paces, &g->pace, wsi);
	lws_set_opaque_user_data(wsi, g);
	if (s->ops->on_stranger)
		s->ops->on_stranger(s->user, g->address, true);
}

void door_upgraded(struct lws *wsi)
{
	struct guest *g = lws_get_opaque_user_data(wsi);

	if (g)
		g->pace.is_socket = true;
}

void door_known(struct lws *wsi)
{
	struct guest *g = lws_get_opaque_user_data(wsi);
	struct serve *s = serve_of(wsi);

	if (!g || g->pace.rates == &s->conf.known)
		return;
	g->pace.rates = &s->conf.known;
	if (s->ops->on_stranger)
		s->ops->on_stranger(s->user, g->address, false);
}

static void guest_goes(struct lws *wsi)
{
	struct guest *g = lws_get_opaque_user_data(wsi);

	if (!g)
		return;
	door_known(wsi);
	lws_set_opaque_user_data(wsi, NULL);
	pace_leave(&g->pace);
	free(g);
}

static int arrives(struct lws *listener, const struct lws_filter_network_conn_args *args)
{
	struct serve *s = serve_of(listener);
	char address[ADDRESS] = "";

	if (!s->ops->on_arrive)
		return 0;
	lws_get_peer_simple_fd(args->accept_fd, address, sizeof(address));
	return s->ops->on_arrive(s->user, address) ? 0 : -1;
}

int door_callback(struct lws *wsi, reason_t reason, void *args)
{
	switch ((int)reason) {
	case LWS_CALLBACK_FILTER_NETWORK_CONNECTION:
		return arrives(wsi, args);
	case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED:
		stranger_comes(wsi);
		return 0;
	case LWS_CALLBACK_WSI_DESTROY:
		guest_goes(wsi);
		return 0;
	default:
		return 0;
	}
}
