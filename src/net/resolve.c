/* SPDX-License-Identifier: MIT */
#include "net/resolve.h"

#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "net/loop_uv.h"

/* What loop and thread share; the last of the two to let go frees it. */
struct shared {
	pthread_mutex_t lock;
	struct resolve *r; /* NULL once dropped */
	char *host;
	struct resolve_result result;
	int holders;
};

struct resolve {
	uv_async_t uv;
	struct shared *shared;
	void (*done)(void *user, const struct resolve_result *r);
	void *user;
};

static void let_go(struct shared *s)
{
	bool last;

	pthread_mutex_lock(&s->lock);
	last = --s->holders == 0;
	pthread_mutex_unlock(&s->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&s->lock);
	free(s->host);
	free(s);
}

static void take_family(struct resolve_result *out, const struct addrinfo *list, int family,
			int first)
{
	int at = first;

	for (const struct addrinfo *a = list; a && at < RESOLVE_MAX; a = a->ai_next) {
		if (a->ai_family != family)
			continue;
		if (getnameinfo(a->ai_addr, a->ai_addrlen, out->address[at], RESOLVE_TEXT, NULL,
				0, NI_NUMERICHOST) == 0)
			at += 2;
	}
}

/* IPv6 takes the even places and IPv4 the odd ones; then the gaps are closed. */
static void take_all(struct resolve_result *out, const struct addrinfo *list)
{
	take_family(out, list, AF_INET6, 0);
	take_family(out, list, AF_INET, 1);
	for (int i = 0; i < RESOLVE_MAX; i++) {
		if (!out->address[i][0])
			continue;
		if (i != out->count)
			memcpy(out->address[out->count], out->address[i], RESOLVE_TEXT);
		out->count++;
	}
}

static void *look_up(void *arg)
{
	struct shared *s = arg;
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list = NULL;

	if (getaddrinfo(s->host, NULL, &hints, &list) == 0)
		take_all(&s->result, list);
	if (list)
		freeaddrinfo(list);
	pthread_mutex_lock(&s->lock);
	if (s->r)
		uv_async_send(&s->r->uv);
	pthread_mutex_unlock(&s->lock);
	let_go(s);
	return NULL;
}

static void free_resolve(uv_handle_t *h)
{
	free(h);
}

void resolve_drop(struct resolve *r)
{
	struct shared *s;

	if (!r)
		return;
	s = r->shared;
	pthread_mutex_lock(&s->lock);
	s->r = NULL;
	pthread_mutex_unlock(&s->lock);
	let_go(s);
	uv_close((uv_handle_t *)&r->uv, free_resolve);
}

static void on_found(uv_async_t *h)
{
	struct resolve *r = (struct resolve *)h;
	struct resolve_result result = r->shared->result;
	void (*done)(void *user, const struct resolve_result *r) = r->done;
	void *user = r->user;

	resolve_drop(r);
	done(user, &result);
}

struct resolve *resolve_start(struct loop *l, const char *host,
			      void (*done)(void *user, const struct resolve_result *r),
			      void *user)
{
	struct resolve *r = mem_get(sizeof(*r));
	struct shared *s = mem_get(sizeof(*s));
	pthread_attr_t attr;
	pthread_t thread;

	pthread_mutex_init(&s->lock, NULL);
	s->host = mem_dup(host, strlen(host));
	s->holders = 2;
	s->r = r;
	*r = (struct resolve) { .shared = s, .done = done, .user = user };
	uv_async_init(loop_uv(l), &r->uv, on_found);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, 256 * 1024);
	if (pthread_create(&thread, &attr, look_up, s) != 0) {
		uv_async_send(&r->uv); /* no thread to be had: not found, this time */
		let_go(s);
	}
	pthread_attr_destroy(&attr);
	return r;
}
