/* SPDX-License-Identifier: MIT */
/*
 * One libuv loop for everything: sockets, timers, files, signals, slow work.  The
 * only folder that sees libuv, libwebsockets and libcurl.
 */
#ifndef NET_LOOP_H
#define NET_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;
struct loop_timer;
struct loop_watch;

struct loop *loop_create(void);
void loop_destroy(struct loop *l); /* after everything on it is closed; NULL is fine */
/* For a loop that somebody else turns. */
int loop_fd(const struct loop *l);
int loop_timeout_ms(struct loop *l); /* -1: none */
void loop_work_once(struct loop *l); /* what is due; never waits */
/* For a program that has nothing else to wait for: until a signal ends it. */
void loop_run(struct loop *l);

struct loop_timer *loop_timer_create(struct loop *l, void (*on_due)(void *user), void *user);
void loop_timer_set(struct loop_timer *t, int64_t in_ms); /* once; again sets it anew */
void loop_timer_stop(struct loop_timer *t);
void loop_timer_destroy(struct loop_timer *t); /* NULL is fine */

/* Calls back whenever `fd` can be read. */
struct loop_watch *loop_watch_create(struct loop *l, int fd, void (*on_ready)(void *user),
				     void *user);
void loop_watch_destroy(struct loop_watch *w);

/* SIGTERM and SIGINT end loop_run, be they there before it begins. */
void loop_stop_on_signals(struct loop *l);
/* Calls back on this signal, until the loop is destroyed. */
void loop_on_signal(struct loop *l, int number, void (*fn)(void *user), void *user);

/* `work` on another thread, then `done` on the loop.  Both always run. */
void loop_submit(struct loop *l, void (*work)(void *user), void (*done)(void *user),
		 void *user);

#endif
