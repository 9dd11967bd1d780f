/* SPDX-License-Identifier: MIT */
/* The server's inside: server.c (life), conn.c (the WebSockets), acts.c (what their messages
 * do), session.c (their meetings), door.c (HTTP: who are you) and proof.c (the slow part of that). */
#ifndef SERVER_SERVER_IN_H
#define SERVER_SERVER_IN_H

#include "net/loop.h"
#include "net/serve.h"
#include "server/budget.h"
#include "server/ca.h"
#include "server/caseload.h"
#include "server/conf.h"
#include "server/feeds.h"
#include "server/gate.h"
#include "server/hub.h"
#include "server/proof_queue.h"
#include "server/secret.h"
#include "server/steady.h"
#include "server/throttle.h"
#include "server/trouble.h"
#include "store/store.h"
#include "wire/have.h"
#include "wire/wire.h"

/* One WebSocket.  Lives on after it is closed until the store has answered for it. */
struct peer {
	struct peer *next, *prev;
	struct server *server;
	struct serve_conn *conn; /* NULL: gone */
	struct hub_conn *hub;    /* NULL: not proven yet, or gone */
	int refs;                /* answers that are still to come, and the connection */
	bool compressed;
	bool refused; /* it hears why, and no more */
	char token_hash[SECRET_HASH];
	int64_t used_utc_ms;    /* when its device was marked as used: device.h */
	struct wire_have *have; /* until it is proven */
	struct buf waiting;     /* frames that came before the proof: length, kind, bytes */
	struct buf last_words;  /* what is said to one who is refused */
	struct bucket frames, kilobytes;
	bool noting; /* what it is to be given is on its way into the access log */
	struct gate gates[WIRE_TYPES - WIRE_SAY]; /* a type that clients send */
};

/* A request for a peer that may be gone when the answer comes. */
struct asking {
	struct asking *next; /* while it waits for its turn */
	struct peer *peer;
	struct meeting_wish wish; /* its texts are ours */
	struct hub_said said;     /* its text is ours */
	struct hub_want want;
	bool holds; /* a line that is to wait: no wish */
};

struct call; /* an HTTP request: door.c */

enum { DOOR_AT_ONCE = 2 };

struct door {
	struct throttle *throttle;
	char dummy_hash[SECRET_PASS]; /* an unknown name takes as long as a known one */
	struct proof_queue queue;     /* those who wait for the hash */
	int running;
	bool records; /* somebody's whole record is being put together: door_record.c */
	struct arena names;
};

/* What is kept no longer is being dropped: retain.c. */
struct retain {
	struct loop_timer *timer;
	struct session *at; /* its group */
	size_t kind;        /* of what is dropped now, */
	int64_t count;      /* and how many of it were */
	bool runs, went;    /* went: something did, this time */
	bool waits;         /* for somebody to say that the clock is right */
};

/* The certificate that is shown: cert.c. */
struct cert {
	struct loop_timer *timer; /* NULL: there is none */
	char print[CA_FINGERPRINT];
};

/* Acts that wait: wanted.c. */
struct wanted_queue {
	struct wanted *first, *last;
	int waiting;
};

/* What is planned: plan.c.  One act after the other, and what follows of each before the next. */
struct plan {
	struct program *program;
	struct loop_timer *timer; /* something follows by the time alone */
	struct wanted_queue acts; /* that wait */
	int underway;             /* answers of the store that are to come */
	int untold;               /* rows that have changed, of which nobody was told yet */
	bool failed;              /* it could not store something; goes on later */
	int64_t before_utc_ms;    /* what is older is being dropped; 0: nothing is */
};

/* Worksheets: cases.c.  As struct plan. */
struct cases {
	struct caseload *caseload;
	struct loop_timer *timer; /* tries again what could not be stored */
	struct wanted_queue acts;
	int underway, untold;
	bool failed;
	bool wipes;            /* something has gone that is in the store's log still */
	int64_t before_utc_ms; /* what is older is being dropped; 0: nothing is */
};

struct server {
	struct loop *loop;
	struct serve *serve;
	struct store *store;
	struct loop_watch *store_watch;
	struct loop_timer *tick;
	int64_t tick_at_ms;     /* 0: nothing waits for its time */
	struct trouble trouble; /* the store's */
	struct steady steady;
	struct hub *hub;
	struct peer *peers;
	struct session *sessions;
	const struct conf *conf;
	char *ca_pem;
	struct budget *budget;
	struct door door;
	struct retain retain;
	struct cert cert;
	struct feeds feeds;
	struct offered *offered; /* offered.c; NULL until they are loaded */
	struct plan plan;
	struct cases cases;
	int loading; /* answers that a reload still waits for */
	bool ending;
	bool gathering;  /* more is coming: server_pump waits for the end of it */
	struct buf json; /* a frame that came in, unpacked */
	struct arena frame;
};

/* server.c */
void server_pump(struct server *s);      /* after anything was put into the hub */
int64_t server_utc_ms(struct server *s); /* the time of sessions: see steady.h */
void server_mark_time(struct server *s); /* something waits for its time */
void server_look(struct server *s);      /* what has arrived is asked for, and again soon */
void server_loaded(struct server *s);    /* one of `loading` is here */
void server_reload(struct server *s);    /* groups and people, as the store has them now */

/* conn.c */
extern const struct serve_ops conn_ops;
/* `done` calls asking_end at its end. */
void conn_ask(struct peer *p, struct asking *a, struct store_req *r,
	      void (*done)(void *user, const struct store_reply *r));
/* The peer waits for it, whatever it is. */
void conn_hold(struct peer *p, struct asking *a);
void asking_end(struct asking *a);
void conn_fetch_pages(struct peer *p);
/* It hears the code, nothing else any more, and is gone. */
void conn_cut(struct peer *p, const char *code);
/* So many more bytes, within BUDGET_KILOBYTES?  False: it is to be cut. */
bool conn_may_bring(struct peer *p, size_t bytes);
/* Looks again whether the devices of `member` (0: of all) may be here. */
void conn_recheck(struct server *s, int64_t member);

/* acts.c */
void acts_take(struct peer *p, struct str frame, bool binary);

/* attended.c: tells the person of this connection their attendance */
void attended_ask(struct peer *p);

/* session.c: the meetings of the groups */
void session_load(struct server *s, const struct store_group *g);
void session_finish_all(struct server *s);
void session_wish(struct peer *p, const struct wire_msg *m);
/* A line that was not said before is to wait; the asking is the session's from now on. */
void session_hold(struct asking *a);
/* Who is connected has changed, or time has gone by. */
void session_go_all(struct server *s);
int64_t session_turn_ms(const struct server *s); /* when it wants that again; -1 never */

/* named.c: what a member is called in a group */
void named_wish(struct peer *p, const struct wire_msg *m);

/* reported.c: what members tell those who lead of a message */
void reported_wish(struct peer *p, const struct wire_msg *m);
void reported_load(struct server *s, int64_t group);

/* door.c */
/* Calls `fn` with the path and the method of each route. */
void door_each(void (*fn)(void *user, const char *path, bool post), void *user);
bool door_init(struct server *s);
void door_finish(struct server *s);
void door_on_request(void *user, struct serve_request *r, const struct serve_asked *a);

#endif
