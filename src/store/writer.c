/* SPDX-License-Identifier: MIT */
#include "store/writer.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct jobs {
	struct job *first, *last;
};

struct writer {
	const struct store_backend *backend;
	void *at;
	uint64_t failures; /* batches that the disk failed; the thread's */
	struct err why;    /* the last of them */
	int fd;
	pthread_t thread;
	pthread_mutex_t lock; /* for all below */
	pthread_cond_t wake;
	struct jobs waiting, finished;
	bool ending;
};

/* `list` is one job or more. */
static void jobs_add(struct jobs *jobs, struct job *list)
{
	if (jobs->first)
		jobs->last->next = list;
	else
		jobs->first = list;
	while (list->next)
		list = list->next;
	jobs->last = list;
}

static struct job *jobs_take(struct jobs *jobs)
{
	struct job *first = jobs->first;

	*jobs = (struct jobs) { NULL, NULL };
	return first;
}

static struct job *unsettled(struct job *j)
{
	while (j && j->settled)
		j = j->next;
	return j;
}

/* Runs what is not settled yet, in one transaction; false: nothing of it was done. */
static bool run_all(struct writer *w, struct job *jobs, struct err *err)
{
	if (!unsettled(jobs))
		return true;
	if (!w->backend->begin(w->at, err))
		return false;
	for (struct job *j = unsettled(jobs); j; j = unsettled(j->next)) {
		answer_reset(&j->answer);
		if (!w->backend->run(w->at, &j->req, &j->answer)) {
			*err = j->answer.r.err;
			w->backend->rollback(w->at);
			return false;
		}
	}
	if (w->backend->commit(w->at, err))
		return true;
	w->backend->rollback(w->at);
	return false;
}

static void settle_failed(struct job *jobs, bool readers_too, const struct err *err,
			  uint64_t failures)
{
	for (struct job *j = unsettled(jobs); j; j = unsettled(j->next)) {
		if (!readers_too && !store_op_writes(j->req.op))
			continue;
		answer_reset(&j->answer);
		err_set(&j->answer.r.err, ERR_DISK, "%s", err->text);
		j->failures = failures;
		j->settled = true;
	}
}

/* What was asked before its asker could know that something of before had failed: it fails too,
 * or the next line would be there without the one before it. */
static void settle_overtaking(const struct writer *w, struct job *jobs)
{
	for (struct job *j = unsettled(jobs); j; j = unsettled(j->next)) {
		if (!store_op_writes(j->req.op) || j->failures >= w->failures)
			continue;
		j->answer.r.err = w->why;
		j->failures = w->failures;
		j->settled = true;
	}
}

/* When the disk is full, what only reads can still have its answer. */
static void run_batch(struct writer *w, struct job *jobs)
{
	struct err err = { .code = ERR_NONE };

	settle_overtaking(w, jobs);
	if (run_all(w, jobs, &err))
		return;
	w->failures++;
	err_set(&w->why, ERR_DISK, "%s", err.text);
	settle_failed(jobs, false, &err, w->failures);
	if (!run_all(w, jobs, &err))
		settle_failed(jobs, true, &err, w->failures);
}

static void tell(const struct writer *w)
{
	const uint64_t one = 1;

	while (write(w->fd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

static void *writer_main(void *user)
{
	struct writer *w = user;
	struct job *batch;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->waiting.first && !w->ending)
			pthread_cond_wait(&w->wake, &w->lock);
		batch = jobs_take(&w->waiting);
		if (!batch)
			break;
		pthread_mutex_unlock(&w->lock);
		run_batch(w, batch);
		pthread_mutex_lock(&w->lock);
		jobs_add(&w->finished, batch);
		tell(w);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Signals are for the loop's thread. */
static int start(struct writer *w)
{
	sigset_t all, old;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&w->thread, NULL, writer_main, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return rc;
}

static void writer_free(struct writer *w)
{
	if (w->fd >= 0)
		close(w->fd);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

struct writer *writer_open(const struct store_backend *backend, void *at, struct err *err)
{
	struct writer *w = mem_get(sizeof(*w));
	int rc;

	w->backend = backend;
	w->at = at;
	w->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rc = w->fd < 0 ? errno : 0;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	if (rc == 0)
		rc = start(w);
	if (rc != 0) {
		err_set(err, ERR_NOT_NOW, "cannot start the store's thread: %s", strerror(rc));
		writer_free(w);
		return NULL;
	}
	return w;
}

void writer_close(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	w->ending = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	writer_free(w);
}

void writer_add(struct writer *w, struct job *j)
{
	pthread_mutex_lock(&w->lock);
	jobs_add(&w->waiting, j);
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

struct job *writer_take(struct writer *w)
{
	struct job *first;
	uint64_t count;

	/* Before looking: what is finished after we looked makes it readable again. */
	while (read(w->fd, &count, sizeof(count)) < 0 && errno == EINTR)
		;
	pthread_mutex_lock(&w->lock);
	first = jobs_take(&w->finished);
	pthread_mutex_unlock(&w->lock);
	return first;
}

int writer_fd(const struct writer *w)
{
	return w->fd;
}
