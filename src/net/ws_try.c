/* SPDX-License-Identifier: MIT */
/* Getting a connection: names, addresses, and several attempts at once. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "net/ws_in.h"

enum {
	WS_RACE_MS = 300, /* RFC 8305 says 250: the next address gets its chance */
	WS_STALE = 2,     /* rounds in vain, after which the name is looked up anew */
};

/* An address for documentation: as far away as any other. */
#define ANYWHERE "198.51.100.1"

/* The server pings rarely, and the client's link knows when to speak: libwebsockets does not. */
static const lws_retry_bo_t patience = { .secs_since_valid_ping = 3600,
					 .secs_since_valid_hangup = 3660 };

/* A dead wsi is told by its own socket: that works in every state and from every callback. */
static void give_up(struct attempt *a, void (*end)(int fd))
{
	int fd;

	a->wanted = false;
	if (a->over || !a->wsi)
		return;
	fd = lws_get_socket_fd(a->wsi);
	toll_of(fd, &a->toll);
	if (fd >= 0)
		end(fd);
	lws_callback_on_writable(a->wsi);
}

void ws_try_drop(struct attempt *a)
{
	give_up(a, pulse_end_at_once);
}

void ws_try_end(struct attempt *a)
{
	give_up(a, pulse_end);
}

void ws_try_drop_all_but(struct ws *w, const struct attempt *keep_this)
{
	for (struct attempt *a = w->attempts; a; a = a->next)
		if (a != keep_this)
			ws_try_drop(a);
}

void ws_try_sweep(struct ws *w)
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

static bool is_under_way(const struct attempt *a)
{
	return a->wanted && !a->over && a != a->ws->live;
}

static bool any_under_way(const struct ws *w)
{
	for (const struct attempt *a = w->attempts; a; a = a->next)
		if (is_under_way(a))
			return true;
	return false;
}

/* The oldest may be on a line that takes this long; one that was answered is on its way. */
static void make_room(struct ws *w)
{
	int oldest = w->round;

	for (const struct attempt *a = w->attempts; a; a = a->next)
		if (is_under_way(a) && a->round < oldest)
			oldest = a->round;
	for (struct attempt *a = w->attempts; a; a = a->next)
		if (is_under_way(a) && !a->reached && a->round > oldest && a->round < w->round)
			ws_try_drop(a);
}

/* Two handshakes at once would share a line that is slow enough for one. */
void ws_try_prefer(struct attempt *a, bool alone)
{
	loop_timer_stop(a->ws->race);
	for (struct attempt *o = a->ws->attempts; o; o = o->next)
		if (o != a && is_under_way(o) && (alone || !o->reached))
			ws_try_drop(o);
}

static void try_next(struct ws *w);

void ws_try_failed(struct attempt *a, enum ws_end why)
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
		ws_try_drop_all_but(w, w->live);
	}
	if (w->tried < w->found.count) {
		try_next(w);
		return;
	}
	if (any_under_way(w) || w->resolve)
		return;
	loop_timer_stop(w->race);
	w->stale = WS_STALE;
	w->ops->on_end(w->user, w->worst);
}

void ws_try_gone(struct attempt *a, enum ws_end why)
{
	bool was_over = a->over;

	a->wsi = NULL;
	a->gone = true;
	toll_add(&a->ws->gone, &a->toll);
	a->toll = (struct toll) { 0 };
	if (!was_over)
		ws_try_failed(a, why);
}

void ws_try_worked(struct attempt *a)
{
	struct resolve_result *f = &a->ws->found;

	a->ws->stale = 0;
	for (int i = 1; i < f->count; i++) {
		if (strcmp(f->address[i], a->address) != 0)
			continue;
		memmove(f->address[1], f->address[0], (size_t)i * RESOLVE_TEXT);
		memcpy(f->address[0], a->address, RESOLVE_TEXT);
	}
}

static void try_next(struct ws *w)
{
	struct lws_client_connect_info i = { 0 };
	struct attempt *a = mem_get(sizeof(*a));

	*a = (struct attempt) {
		.ws = w, .wanted = true, .round = w->round, .next = w->attempts
	};
	w->attempts = a;
	i.context = w->context;
	i.vhost = w->vhost;
	i.address = memcpy(a->address, w->found.address[w->tried++], RESOLVE_TEXT);
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
	route_from(i.address, w->port, w->from);
	/* Without a route libwebsockets fails without a word (and leaks), so it is not asked. */
	if (!*w->from)
		ws_try_gone(a, WS_NO_ROUTE);
	else if (!lws_client_connect_via_info(&i))
		ws_try_gone(a, WS_DOWN);
	/* Its timers are armed only by its own service (FACTS 4). */
	lws_cancel_service(w->context);
}

static void on_race(void *user)
{
	struct ws *w = user;

	if (w->tried < w->found.count)
		try_next(w);
}

/* The order is ours. */
static bool is_known(const struct resolve_result *f, const struct resolve_result *r)
{
	int n = 0;

	for (int i = 0; i < r->count; i++)
		for (int k = 0; k < f->count; k++)
			n += strcmp(r->address[i], f->address[k]) == 0;
	return n == r->count && f->count == r->count;
}

static void on_resolved(void *user, const struct resolve_result *r)
{
	struct ws *w = user;

	w->resolve = NULL;
	w->stale = r->count ? 0 : w->stale;
	if (r->count && !is_known(&w->found, r)) {
		w->found = *r;
		w->tried = 0;
		try_next(w);
		return;
	}
	if (any_under_way(w))
		return;
	if (w->found.count == 0) {
		route_from(ANYWHERE, w->port, w->from);
		w->worst = route_any() ? WS_NO_DNS : WS_NO_ROUTE;
	}
	w->ops->on_end(w->user, w->worst);
}

/* A name that worked is not asked for again: that costs a round trip, and fails first. */
void ws_try_begin(struct ws *w)
{
	w->round++;
	if (!any_under_way(w))
		w->worst = WS_LOST;
	make_room(w);
	if (!w->resolve && (w->found.count == 0 || w->stale++ >= WS_STALE))
		w->resolve = resolve_start(w->loop, w->host, on_resolved, w);
	if (w->found.count == 0)
		return;
	w->tried = 0;
	try_next(w);
}

void ws_try_stop(struct ws *w)
{
	resolve_drop(w->resolve);
	w->resolve = NULL;
	w->tried = w->found.count;
	loop_timer_stop(w->race);
}

/* The address in use may go, or a better way come; most news is of neither. */
static void on_routes(void *user)
{
	struct ws *w = user;
	char from[ROUTE_TEXT];

	route_from(w->found.count ? w->found.address[0] : ANYWHERE, w->port, from);
	if (strcmp(from, w->from) == 0)
		return;
	memcpy(w->from, from, sizeof(from));
	if (*from)
		w->ops->on_moved(w->user);
}

void ws_try_init(struct ws *w)
{
	w->race = loop_timer_create(w->loop, on_race, w);
	w->routes = route_watch_create(w->loop, on_routes, w);
}

void ws_try_finish(struct ws *w)
{
	ws_try_stop(w);
	route_watch_destroy(w->routes);
	loop_timer_destroy(w->race);
}
