/* SPDX-License-Identifier: MIT */
#include "net/loop.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "net/loop_uv.h"

enum { LOOP_LATER_MAX = 8 };

struct caller {
	uv_signal_t uv;
	void (*fn)(void *user);
	void *user;
	struct caller *next;
};

struct loop {
	uv_loop_t uv;
	struct caller *callers;
	uv_signal_t signals[2];
	bool has_signals;
	atomic_bool ending;
	struct {
		void (*fn)(void *arg);
		void *arg;
	} later[LOOP_LATER_MAX];
	int laters;
};

struct loop_timer {
	uv_timer_t uv;
	void (*on_due)(void *user);
	void *user;
};

struct loop_watch {
	uv_poll_t uv;
	void (*on_ready)(void *user);
	void *user;
};

struct job {
	uv_work_t uv;
	void (*work)(void *user);
	void (*done)(void *user);
	void *user;
};

static void free_handle(uv_handle_t *h)
{
	free(h);
}

struct loop *loop_create(void)
{
	struct loop *l = mem_get(sizeof(*l));

	if (uv_loop_init(&l->uv) != 0)
		abort();
	return l;
}

uv_loop_t *loop_uv(struct loop *l)
{
	return &l->uv;
}

bool loop_ending(const struct loop *l)
{
	return atomic_load(&l->ending);
}

void loop_after_drain(struct loop *l, void (*fn)(void *arg), void *arg)
{
	if (l->laters == LOOP_LATER_MAX)
		abort();
	l->later[l->laters].fn = fn;
	l->later[l->laters++].arg = arg;
}

void loop_destroy(struct loop *l)
{
	if (!l)
		return;
	atomic_store(&l->ending, true);
	for (int i = 0; l->has_signals && i < 2; i++)
		uv_close((uv_handle_t *)&l->signals[i], NULL);
	while (l->callers) {
		struct caller *c = l->callers;

		l->callers = c->next;
		uv_close((uv_handle_t *)&c->uv, free_handle);
	}
	uv_run(&l->uv, UV_RUN_DEFAULT);
	for (int i = 0; i < l->laters; i++)
		l->later[i].fn(l->later[i].arg);
	uv_run(&l->uv, UV_RUN_DEFAULT);
	uv_loop_close(&l->uv);
	free(l);
}

int loop_fd(const struct loop *l)
{
	return uv_backend_fd(&l->uv);
}

int loop_timeout_ms(struct loop *l)
{
	if (!uv_loop_alive(&l->uv))
		return -1;      /* libuv says 0, for a loop that would end here */
	uv_update_time(&l->uv); /* or the answer counts from when it ran last */
	return uv_backend_timeout(&l->uv);
}

void loop_work_once(struct loop *l)
{
	uv_run(&l->uv, UV_RUN_NOWAIT);
}

void loop_run(struct loop *l)
{
	uv_run(&l->uv, UV_RUN_DEFAULT);
}

static void on_timer(uv_timer_t *h)
{
	struct loop_timer *t = (struct loop_timer *)h;

	t->on_due(t->user);
}

struct loop_timer *loop_timer_create(struct loop *l, void (*on_due)(void *user), void *user)
{
	struct loop_timer *t = mem_get(sizeof(*t));

	uv_timer_init(&l->uv, &t->uv);
	t->on_due = on_due;
	t->user = user;
	return t;
}

void loop_timer_set(struct loop_timer *t, int64_t in_ms)
{
	uv_update_time(t->uv.loop);
	uv_timer_start(&t->uv, on_timer, (uint64_t)(in_ms < 0 ? 0 : in_ms), 0);
}

void loop_timer_stop(struct loop_timer *t)
{
	uv_timer_stop(&t->uv);
}

void loop_timer_destroy(struct loop_timer *t)
{
	if (t)
		uv_close((uv_handle_t *)&t->uv, free_handle);
}

static void on_poll(uv_poll_t *h, int status, int events)
{
	struct loop_watch *w = (struct loop_watch *)h;

	(void)status;
	(void)events;
	w->on_ready(w->user);
}

struct loop_watch *loop_watch_create(struct loop *l, int fd, void (*on_ready)(void *user),
				     void *user)
{
	struct loop_watch *w = mem_get(sizeof(*w));

	uv_poll_init(&l->uv, &w->uv, fd);
	w->on_ready = on_ready;
	w->user = user;
	uv_poll_start(&w->uv, UV_READABLE, on_poll);
	return w;
}

void loop_watch_destroy(struct loop_watch *w)
{
	if (w)
		uv_close((uv_handle_t *)&w->uv, free_handle);
}

static void on_signal(uv_signal_t *h, int number)
{
	(void)number;
	uv_stop(h->loop);
}

void loop_stop_on_signals(struct loop *l)
{
	static const int numbers[2] = { SIGTERM, SIGINT };

	for (int i = 0; i < 2; i++) {
		uv_signal_init(&l->uv, &l->signals[i]);
		uv_signal_start(&l->signals[i], on_signal, numbers[i]);
	}
	l->has_signals = true;
}

static void on_call(uv_signal_t *h, int number)
{
	struct caller *c = (struct caller *)h;

	(void)number;
	c->fn(c->user);
}

void loop_on_signal(struct loop *l, int number, void (*fn)(void *user), void *user)
{
	struct caller *c = mem_get(sizeof(*c));

	c->fn = fn;
	c->user = user;
	c->next = l->callers;
	l->callers = c;
	uv_signal_init(&l->uv, &c->uv);
	uv_signal_start(&c->uv, on_call, number);
}

static void on_work(uv_work_t *w)
{
	struct job *j = (struct job *)w;

	j->work(j->user);
}

static void on_worked(uv_work_t *w, int status)
{
	struct job *j = (struct job *)w;

	(void)status;
	j->done(j->user);
	free(j);
}

void loop_submit(struct loop *l, void (*work)(void *user), void (*done)(void *user), void *user)
{
	struct job *j = mem_get(sizeof(*j));

	*j = (struct job) { .work = work, .done = done, .user = user };
	uv_queue_work(&l->uv, &j->uv, on_work, on_worked);
}
