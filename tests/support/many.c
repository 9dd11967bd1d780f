/* SPDX-License-Identifier: MIT */
#include "support/many.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "base/clock.h"
#include "support/many_in.h"
#include "wire/wire.h"

enum { EVENTS = 512, SOURCES = 16 };

struct many *many_create(const struct many_conf *conf)
{
	struct many *m = mem_get(sizeof(*m));

	m->conf = *conf;
	m->epoll = epoll_create1(EPOLL_CLOEXEC);
	m->tls = SSL_CTX_new(TLS_client_method());
	if (m->epoll < 0 || !m->tls)
		abort();
	SSL_CTX_set_min_proto_version(m->tls, TLS1_3_VERSION);
	SSL_CTX_set_session_cache_mode(m->tls, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(m->tls, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
					 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	buf_init(&m->json, WIRE_FRAME_INFLATED_MAX);
	m->all = mem_get((size_t)conf->count * sizeof(*m->all));
	for (int i = 0; i < conf->count; i++)
		m->all[i] = (struct one) { .many = m, .fd = -1, .person = i };
	return m;
}

static void let_go(struct one *o)
{
	if (o->tls)
		SSL_free(o->tls);
	if (o->fd >= 0)
		close(o->fd);
	o->tls = NULL;
	o->fd = -1;
	buf_finish(&o->in);
	buf_finish(&o->out);
}

void many_destroy(struct many *m)
{
	for (int i = 0; i < m->conf.count; i++)
		let_go(&m->all[i]);
	SSL_CTX_free(m->tls);
	close(m->epoll);
	buf_finish(&m->json);
	free(m->all);
	free(m);
}

struct one *many_one(struct many *m, int i)
{
	return &m->all[i];
}

int many_open(const struct many *m)
{
	return m->open;
}

int many_lost(const struct many *m)
{
	return m->lost;
}

void many_gone(struct one *o)
{
	o->many->open -= o->state == ONE_OPEN;
	o->many->under_way -= o->state != ONE_OPEN;
	o->many->lost++;
	o->state = ONE_GONE;
	let_go(o);
}

static void watch(struct one *o, int how)
{
	struct epoll_event e = { .data = { .ptr = o } };

	e.events = (o->deaf ? 0u : (unsigned)EPOLLIN) | (o->waits ? (unsigned)EPOLLOUT : 0u);
	epoll_ctl(o->many->epoll, how, o->fd, &e);
}

void many_waits(struct one *o, bool waits)
{
	if (o->waits == waits)
		return;
	o->waits = waits;
	watch(o, EPOLL_CTL_MOD);
}

void many_deafen(struct one *o, bool deaf)
{
	o->deaf = deaf;
	watch(o, EPOLL_CTL_MOD);
}

/* A source address has some 28,000 ports: several of them, for many clients after each other. */
static bool dial(struct one *o)
{
	struct sockaddr_in to = { .sin_family = AF_INET }, from = { .sin_family = AF_INET };
	struct many *m = o->many;
	int one = 1;

	o->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (o->fd < 0)
		return false;
	setsockopt(o->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
	setsockopt(o->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (o->small)
		setsockopt(o->fd, SOL_SOCKET, SO_RCVBUF, &o->small, sizeof(o->small));
	from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (unsigned)(o->person % SOURCES));
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to.sin_port = htons((uint16_t)m->conf.port);
	return bind(o->fd, (struct sockaddr *)&from, sizeof(from)) == 0 &&
	       (connect(o->fd, (struct sockaddr *)&to, sizeof(to)) == 0 ||
		errno == EINPROGRESS);
}

static void begin(struct one *o)
{
	struct many *m = o->many;

	buf_init(&o->in, 1 << 20);
	buf_init(&o->out, 1 << 20);
	m->under_way++;
	o->state = ONE_CONNECTS;
	if (!dial(o)) {
		many_gone(o);
		return;
	}
	o->tls = SSL_new(m->tls);
	SSL_set_fd(o->tls, o->fd);
	SSL_set_connect_state(o->tls);
	o->waits = true;
	watch(o, EPOLL_CTL_ADD);
}

bool many_connect(struct many *m, int count, int64_t ms)
{
	int64_t until_ms = clock_ms() + ms;

	while (m->open < count && m->lost == 0 && clock_ms() < until_ms) {
		while (m->begun < count && m->under_way < MANY_AT_ONCE)
			begin(&m->all[m->begun++]);
		many_turn(m, 100);
	}
	return m->open >= count;
}

bool many_turn(struct many *m, int ms)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(m->epoll, events, EVENTS, ms);

	for (int i = 0; i < n; i++) {
		struct one *o = events[i].data.ptr;

		if (o->fd >= 0)
			many_work(o, events[i].events);
	}
	return n > 0;
}

void many_settle(struct many *m, int64_t quiet_ms, int64_t ms)
{
	int64_t now_ms = clock_ms(), until_ms = now_ms + ms, last_ms = now_ms;

	while (now_ms < until_ms && now_ms < last_ms + quiet_ms) {
		bool moved = many_turn(m, 50);

		now_ms = clock_ms();
		if (moved)
			last_ms = now_ms;
	}
}
