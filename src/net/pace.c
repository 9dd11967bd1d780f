/* SPDX-License-Identifier: MIT */
#include "net/pace.h"

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include "base/clock.h"
#include "base/log.h"

/* Those that wait */

/* True: it goes on waiting. */
static bool turn(struct pace *c, int64_t now_ms)
{
	if (!c->is_socket) {
		c->waits = false;
		lws_set_timeout(c->wsi, PENDING_TIMEOUT_HTTP_CONTENT, LWS_TO_KILL_ASYNC);
		return false;
	}
	if (!c->until_ms) {
		c->until_ms = now_ms + PACE_HOLD_MS;
		lws_rx_flow_control(c->wsi, 0);
		return true;
	}
	if (now_ms < c->until_ms)
		return true;
	c->waits = false;
	c->until_ms = 0;
	lws_rx_flow_control(c->wsi, 1);
	return false;
}

static void on_turn(void *user)
{
	const int64_t now_ms = clock_ms();
	struct paces *p = user;

	for (struct pace **at = &p->waiting; *at;)
		if (turn(*at, now_ms))
			at = &(*at)->next;
		else
			*at = (*at)->next;
	if (p->waiting)
		loop_timer_set(p->timer, PACE_HOLD_MS / 4);
}

/* libwebsockets is in the midst of reading: it is told when it is not. */
static void hold(struct pace *c)
{
	if (!c->slowed)
		log_event(LOG_INFO_, c->is_socket ? "slowed" : "cut", "code=rate fd=%d",
			  lws_get_socket_fd(c->wsi));
	c->waits = c->slowed = true;
	c->next = c->all->waiting;
	c->all->waiting = c;
	loop_timer_set(c->all->timer, 0);
}

/* What is read */

static bool is_slow_enough(struct pace *c, size_t bytes, int64_t now_ms)
{
	if (!c->rates->pieces.burst)
		return true;
	c->bytes += bytes;
	if (!bucket_take(&c->pieces, now_ms, c->rates->pieces, 1) ||
	    !bucket_take(&c->kilobytes, now_ms, c->rates->kilobytes, (int64_t)(c->bytes >> 10)))
		return false;
	c->bytes &= 1023;
	return true;
}

static long on_bio(BIO *bio, int what, const char *at, size_t n, int i, long l, int ret,
		   size_t *done)
{
	struct pace *c = (struct pace *)(void *)BIO_get_callback_arg(bio);

	(void)at, (void)n, (void)i, (void)l;
	if (what == (BIO_CB_READ | BIO_CB_RETURN) && ret > 0 && !c->waits &&
	    !is_slow_enough(c, *done, clock_ms()))
		hold(c);
	return ret;
}

/* Who comes and goes */

void paces_init(struct paces *p, struct loop *l)
{
	*p = (struct paces) { .timer = loop_timer_create(l, on_turn, p) };
}

void paces_finish(struct paces *p)
{
	loop_timer_destroy(p->timer);
}

/* libwebsockets has begun with TLS when it tells of the connection. */
void pace_join(struct paces *p, struct pace *c, struct lws *wsi)
{
	SSL *ssl = lws_get_ssl(wsi);
	BIO *bio = ssl ? SSL_get_rbio(ssl) : NULL;

	c->all = p;
	c->wsi = wsi;
	if (!bio)
		return;
	BIO_set_callback_arg(bio, (char *)c);
	BIO_set_callback_ex(bio, on_bio);
}

void pace_leave(struct pace *c)
{
	for (struct pace **at = &c->all->waiting; c->waits && *at; at = &(*at)->next)
		if (*at == c) {
			*at = c->next;
			return;
		}
}
