/* SPDX-License-Identifier: MIT */
#include "server/server.h"

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/locked.h"
#include "base/log.h"
#include "server/cases.h"
#include "server/cert.h"
#include "server/feed.h"
#include "server/folder.h"
#include "server/given.h"
#include "server/offered.h"
#include "server/plan.h"
#include "server/retain.h"
#include "server/sandbox.h"
#include "server/server_in.h"
#include "server/session.h"

enum { FILES_MAX = 16384, FILES_SPARE = 8, CA_MAX = 32768 };

void server_pump(struct server *s)
{
	struct peer *p;

	if (s->gathering)
		return;
	/* What is written makes others want, too: they are taken here, one behind the other. */
	s->gathering = true;
	while ((p = hub_wanting(s->hub))) {
		conn_fetch_pages(p);
		serve_want_write(p->conn);
	}
	s->gathering = false;
}

/* Time */

static bool anybody_meets(const struct server *s)
{
	for (const struct session *at = s->sessions; at; at = at->next)
		if (meeting_runs(hub_meeting(s->hub, at->group)))
			return true;
	return false;
}

int64_t server_utc_ms(struct server *s)
{
	const int64_t utc_ms = clock_utc_ms(), ms = clock_ms(),
		      jump_ms = steady_jump_ms(&s->steady, utc_ms, ms);

	if (jump_ms && anybody_meets(s)) {
		if (!s->steady.told)
			log_event(LOG_ERROR_, "clock_jumped", "seconds=%" PRId64,
				  jump_ms / 1000);
		s->steady.told = true;
		return utc_ms - jump_ms;
	}
	if (s->steady.told)
		log_event(LOG_WARN_, "clock_followed", "seconds=%" PRId64, jump_ms / 1000);
	steady_follow(&s->steady, utc_ms, ms);
	return utc_ms;
}

/* Asked of the kernel, and only while somebody wants to know. */
static void look(struct server *s)
{
	for (struct peer *p = s->peers; p; p = p->next)
		if (p->conn && p->hub && hub_is_watched(p->hub) && serve_arrived(p->conn))
			hub_arrived(p->hub);
}

static void on_tick(void *user)
{
	struct server *s = user;
	int64_t now_ms = clock_ms(), in_ms, due_ms;

	look(s);
	in_ms = hub_tick(s->hub, now_ms);

	session_go_all(s);
	due_ms = session_turn_ms(s);
	if (due_ms >= 0 && (in_ms < 0 || due_ms < in_ms))
		in_ms = due_ms;
	s->tick_at_ms = in_ms < 0 ? 0 : now_ms + in_ms;
	if (in_ms >= 0)
		loop_timer_set(s->tick, in_ms);
	server_pump(s);
}

static void mark(struct server *s, int64_t in_ms)
{
	int64_t at_ms = clock_ms() + in_ms;

	if (s->ending || (s->tick_at_ms && s->tick_at_ms <= at_ms))
		return;
	s->tick_at_ms = at_ms;
	loop_timer_set(s->tick, in_ms);
}

/* What begins to wait now is due after HUB_BATCH_MS at the earliest. */
void server_mark_time(struct server *s)
{
	mark(s, HUB_BATCH_MS);
}

void server_look(struct server *s)
{
	look(s);
	mark(s, HUB_REACH_MS);
}

/* Groups and people */

struct loading {
	struct server *server;
	int64_t group;
};

void server_loaded(struct server *s)
{
	if (--s->loading == 0) {
		conn_recheck(s, 0);
		given_go_all(s);
		plan_go(s);
		cases_go(s);
		server_pump(s);
	}
}

static void on_members(void *user, const struct store_reply *r)
{
	struct loading *l = user;

	for (size_t i = 0; i < r->count; i++) {
		const struct store_user *u = &r->users[i];

		hub_put_person(l->server->hub, l->group,
			       &(struct hub_somebody) { .id = u->id,
							.seen_seq = u->seen_seq,
							.name = u->name,
							.role = u->role,
							.called = u->called,
							.former = u->erased_utc_ms != 0,
							.number = u->number,
							.known = u->known });
		plan_person(l->server, l->group, u);
		cases_person(l->server, l->group, u);
	}
	if (r->err.code != ERR_NONE)
		log_event(LOG_ERROR_, "load_failed", "why=\"%s\"", r->err.text);
	server_loaded(l->server);
	free(l);
}

static void on_hidden(void *user, const struct store_reply *r)
{
	struct loading *l = user;

	for (size_t i = r->count; i-- > 0;)
		hub_hide(l->server->hub, &(struct hub_said) { .group = l->group,
							      .seq = r->messages[i].seq,
							      .member = r->messages[i].member,
							      .hidden = true });
	if (r->err.code != ERR_NONE)
		log_event(LOG_ERROR_, "load_failed", "why=\"%s\"", r->err.text);
	server_loaded(l->server);
	free(l);
}

static void on_erased(void *user, const struct store_reply *r)
{
	struct loading *l = user;

	for (size_t i = 0; i < r->count; i++)
		hub_erase(l->server->hub, l->group, r->messages[i].member, r->messages[i].seq);
	if (r->err.code != ERR_NONE)
		log_event(LOG_ERROR_, "load_failed", "why=\"%s\"", r->err.text);
	server_loaded(l->server);
	free(l);
}

/* Of a group, with `done` to end it. */
static void load(struct server *s, int64_t group, enum store_op op,
		 void (*done)(void *user, const struct store_reply *r))
{
	struct loading *l = mem_get(sizeof(*l));

	*l = (struct loading) { s, group };
	s->loading++;
	store_submit(s->store, &(struct store_req) { .op = op,
						     .group = group,
						     .limit = HUB_HIDDEN,
						     .done = done,
						     .user = l });
}

static void on_all_groups(void *user, const struct store_reply *r)
{
	struct server *s = user;

	for (size_t i = 0; i < r->count; i++) {
		const struct store_group *g = &r->groups[i];

		hub_put_group(s->hub, g->id, g->name, g->last_seq);
		hub_put_first(s->hub, g->id, g->first_seq);
		session_load(s, g);
		reported_load(s, g->id);
		load(s, g->id, STORE_MEMBERS, on_members);
		load(s, g->id, STORE_HIDDEN, on_hidden);
		load(s, g->id, STORE_ERASED, on_erased);
	}
	if (r->err.code != ERR_NONE)
		log_event(LOG_ERROR_, "load_failed", "why=\"%s\"", r->err.text);
	log_event(LOG_INFO_, "loaded", "groups=%zu", r->count);
	server_loaded(s);
}

void server_reload(struct server *s)
{
	if (s->ending)
		return;
	offered_load(s);
	plan_load(s);
	cases_load(s);
	s->loading++;
	store_submit(s->store, &(struct store_req) {
				       .op = STORE_GROUPS, .done = on_all_groups, .user = s });
}

/* Nobody may connect before it is known who is in what. */
static void load_and_wait(struct server *s)
{
	struct pollfd p = { .fd = store_fd(s->store), .events = POLLIN };

	server_reload(s);
	while (s->loading) {
		poll(&p, 1, -1);
		store_drain(s->store);
	}
}

/* Life */

static void tell_trouble(struct server *s)
{
	const char *why = store_trouble(s->store);

	switch (trouble_judge(&s->trouble, why != NULL, clock_ms())) {
	case TROUBLE_BEGINS:
		log_event(LOG_ERROR_, "store_fails", "why=\"%s\"", why);
		break;
	case TROUBLE_OVER:
		log_event(LOG_WARN_, "store_works", "again=1");
		break;
	case TROUBLE_NONE:
		break;
	}
}

static void on_store_ready(void *user)
{
	struct server *s = user;

	s->gathering = true;
	store_drain(s->store);
	s->gathering = false;
	tell_trouble(s);
	server_pump(s);
}

static void on_hangup(void *user)
{
	server_reload(user);
	cert_look(user);
	retain_again(user);
}

static bool read_ca(struct server *s, const struct conf *c, struct err *err)
{
	char *path = conf_ca(c);
	struct buf pem;
	bool good = folder_read(path, CA_MAX, &pem, c->plain ? NULL : err);

	s->ca_pem = mem_dup(buf_text(&pem), pem.n);
	buf_finish(&pem);
	free(path);
	return good || c->plain;
}

static bool open_store(struct server *s, const struct conf *c, struct err *err)
{
	char *path = conf_path(c, FOLDER_DATABASE);

	if (access(path, F_OK) != 0)
		err_set(err, ERR_NOT_FOUND, "there is no database in %s: run porchlightd init",
			c->data);
	else
		s->store = store_open("sqlite", path, err);
	free(path);
	return s->store != NULL;
}

static bool check_key(const struct conf *c, struct err *err)
{
	char *key = conf_key(c);
	bool good = folder_is_private(key, err);

	free(key);
	return good;
}

static bool listen_on(struct server *s, const struct conf *c, struct err *err)
{
	char *cert = conf_cert(c), *key = conf_key(c), *tickets = conf_path(c, FOLDER_TICKETS);
	const struct serve_conf sc = {
		.address = *c->address ? c->address : NULL,
		.port = c->port,
		.cert_file = c->plain ? NULL : cert,
		.key_file = c->plain ? NULL : key,
		.ticket_key_file = c->plain ? NULL : tickets,
		.frame_max = WIRE_FRAME_MAX,
		.body_max = WIRE_BODY_MAX,
		.plain_protocol = WIRE_PLAIN,
		.compressed_protocol = WIRE_D2,
		.stranger = { budget_rows[BUDGET_STRANGER_PIECES].rate,
			      budget_rows[BUDGET_STRANGER_KILOBYTES].rate },
		.known = { budget_rows[BUDGET_PIECES].rate, budget_rows[BUDGET_KILOBYTES].rate }
	};
	bool good = c->plain || check_key(c, err);

	if (good)
		s->serve = serve_create(s->loop, &sc, &conn_ops, s, err);
	free(cert);
	free(key);
	free(tickets);
	return s->serve != NULL;
}

/*
 * Each connection is an open file.  libwebsockets takes as many as it may when it starts;
 * from then on a few more are allowed, for without one to spare it could not take a
 * connection to turn it away, and would be woken for it again and again.
 */
static void set_files(bool with_spare)
{
	struct rlimit l;
	rlim_t most;

	if (getrlimit(RLIMIT_NOFILE, &l) != 0)
		return;
	most = l.rlim_max < FILES_MAX ? l.rlim_max : FILES_MAX;
	l.rlim_cur = most > FILES_SPARE && !with_spare ? most - FILES_SPARE : most;
	setrlimit(RLIMIT_NOFILE, &l);
}

static bool start(struct server *s, const struct conf *c, struct err *err)
{
	if (sodium_init() < 0 || !door_init(s))
		return err_set(err, ERR_NOT_NOW, "not enough memory for a passphrase's hash");
	s->budget = budget_create();
	if (!open_store(s, c, err) || !read_ca(s, c, err))
		return false;
	plan_begin(s);
	cases_begin(s);
	hub_gate(s->hub);
	load_and_wait(s);
	if (!feed_load(s, err))
		return false;
	s->store_watch = loop_watch_create(s->loop, store_fd(s->store), on_store_ready, s);
	s->tick = loop_timer_create(s->loop, on_tick, s);
	retain_begin(s);
	if (!listen_on(s, c, err))
		return false;
	set_files(true);
	cert_begin(s);
	return folder_set_port(c, serve_port(s->serve), err);
}

/* The store answers to the end, and what it answers may still need the hub. */
static void stop(struct server *s)
{
	s->ending = true;
	serve_destroy(s->serve);
	door_finish(s);
	if (s->store_watch)
		loop_watch_destroy(s->store_watch);
	loop_timer_destroy(s->tick);
	retain_end(s);
	cert_end_watch(s);
	plan_end(s);
	cases_end(s);
	loop_destroy(s->loop);
	store_close(s->store);
	session_finish_all(s);
	plan_finish(s);
	cases_finish(s);
	hub_destroy(s->hub);
	budget_destroy(s->budget);
	feeds_finish(&s->feeds);
	offered_finish(s);
	buf_finish(&s->json);
	arena_finish(&s->frame);
	free(s->ca_pem);
}

static void set_log(const char *level)
{
	static const char *const levels[] = { "error", "warn", "info", "debug" };

	for (int i = 0; i < 4; i++)
		if (strcmp(levels[i], level) == 0)
			log_set_level((enum log_level)i);
}

static void serve(struct server *s)
{
	printf("listening on %d\n", serve_port(s->serve));
	fflush(stdout);
	log_event(LOG_INFO_, "started", "port=%d", serve_port(s->serve));
	loop_run(s->loop);
}

static void say_no_memory(void)
{
	log_event(LOG_ERROR_, "out_of_memory", "do=\"give it more, and start it again\"");
}

/* Keys, passphrases and what people say stay out of swap space. */
static void lock_memory(void)
{
	if (!locked_all())
		log_event(LOG_WARN_, "memory_not_all_locked",
			  "do=\"allow it (LimitMEMLOCK=infinity), or encrypt the swap space\"");
}

bool server_run(const struct conf *conf, struct err *err)
{
	struct server *s = mem_get(sizeof(*s));
	bool good;
	int held;

	set_log(conf->log);
	mem_on_none(say_no_memory);
	set_files(false);
	signal(SIGPIPE, SIG_IGN);
	lock_memory();
	s->loop = loop_create();
	s->hub = hub_create();
	s->conf = conf;
	buf_init(&s->json, WIRE_FRAME_INFLATED_MAX);
	/* Before anybody can see who holds the folder: see admin_tell_server. */
	loop_stop_on_signals(s->loop);
	loop_on_signal(s->loop, SIGHUP, on_hangup, s);
	held = folder_hold(conf, err);
	good = held >= 0 && sandbox_files(conf, err) && start(s, conf, err) &&
	       sandbox_calls(conf, err);
	if (good)
		serve(s);
	if (held >= 0)
		folder_set_port(conf, 0, NULL);
	stop(s);
	free(s);
	folder_leave(held);
	if (good)
		log_event(LOG_INFO_, "stopped", "process=%d", (int)getpid());
	return good;
}
