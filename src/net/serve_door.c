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

/* Its address is kept until it has gone, or is known: that there is one says it is counted. */
static void stranger_comes(struct lws *wsi)
{
	struct serve *s = serve_of(wsi);
	char address[ADDRESS] = "";

	if (!s->ops->on_stranger)
		return;
	lws_get_peer_simple(wsi, address, sizeof(address));
	lws_set_opaque_user_data(wsi, mem_dup(address, strlen(address)));
	s->ops->on_stranger(s->user, address, true);
}

void door_known(struct lws *wsi)
{
	char *address = lws_get_opaque_user_data(wsi);
	struct serve *s = serve_of(wsi);

	if (!address)
		return;
	lws_set_opaque_user_data(wsi, NULL);
	s->ops->on_stranger(s->user, address, false);
	free(address);
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
		door_known(wsi);
		return 0;
	default:
		return 0;
	}
}
