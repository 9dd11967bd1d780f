/* SPDX-License-Identifier: MIT */
/* The hub's inside: hub.c (who is where), hub_say.c (what happens), hub_page.c (what is
 * missing), hub_program.c (what is planned), hub_case.c (worksheets), hub_session.c, hub_guide.c and hub_tools.c (the meeting), hub_reach.c (who has been
 * shown what), hub_react.c (what was said to messages), hub_hide.c (what was hidden), hub_number.c (who is who) and hub_next.c (what goes out next). */
#ifndef SERVER_HUB_IN_H
#define SERVER_HUB_IN_H

#include "server/hub.h"
#include "server/meeting.h"

struct person {
	int64_t id, seen_seq,
		own_seq; /* own_seq: the newest message of theirs since we started */
	char *name, *role;
	char *called;   /* in this group; "": as their account, which is `name` */
	int64_t number; /* as struct hub_somebody has it */
	bool known;
	bool former; /* was erased */
	int conns;   /* of all their devices */
	int presence;
	int64_t came_utc_ms; /* since when there is a connection */
	bool passed;         /* went, and no event says so yet */
	int64_t left_at_ms;  /* the grace ends; INT64_MAX: none runs */
	int64_t version;     /* the group's, when this last changed */
	int64_t got_seq;     /* what has reached one of their devices */
	int64_t reach;       /* the group's, when that last changed */
};

/* The packed form of a run of messages, shared by all who get just that run. */
struct batch {
	int64_t from, to;
	bool compressed, linked; /* linked: for those who were told `from` - 1 last */
	bool leads;              /* for those who lead */
	struct buf frame;
};

/* A message that is kept ready; its text is ours. */
struct kept {
	struct hub_said said;
	int64_t by;  /* the connection it came from; 0: gone */
	size_t cost; /* of its JSON, at most */
};

struct reported {
	struct hub_report said; /* its texts are ours */
	int64_t version;        /* the group's reports_version, when it last changed */
};

/* Whose words up to which message were erased. */
struct erased {
	int64_t member, upto;
};

/* A message that was hidden or shown again; its texts are ours. */
struct hidden {
	struct hub_said said;
	int64_t version; /* the group's, when that happened */
};

enum { BATCHES = 4 };

struct group {
	int64_t id, last_seq;
	int64_t first_seq; /* the first that is kept */
	char *name;
	struct kept ring[HUB_RING]; /* seq s is at s % HUB_RING */
	int64_t ring_first;         /* the oldest in the ring; last_seq + 1: empty */
	struct person **people;     /* by id */
	struct person **told;       /* as many, as they are told */
	size_t people_count;
	struct place *places; /* of all connections that are in it */
	int64_t version;      /* of the people */
	int64_t flush_at_ms;  /* people and shown counts go by then; INT64_MAX: nothing waits */
	int64_t round;        /* how often they have gone */
	int64_t reach, reach_due; /* of what people were shown: now, and what is to be told */
	int64_t reach_at_ms;      /* is to be told then; INT64_MAX: nothing waits */
	struct hidden hidden[HUB_HIDDEN]; /* in the order of their versions */
	size_t hidden_count;
	int64_t hide_version;
	struct erased *erased; /* in the order of `upto` */
	size_t erased_count;
	int64_t react_due;   /* of what was said to messages: what is to be told, */
	int64_t react_at_ms; /* and when more is; 0: nothing waits */
	struct meeting *meeting;
	struct reported *reports;
	size_t reports_count;
	int64_t reports_version;
	struct batch batches[BATCHES];
	unsigned next_batch;
};

/* What one connection has been sent of one group. */
struct place {
	struct place *next, *prev; /* of the group */
	struct hub_conn *conn;
	struct group *group;
	struct person *self;
	int64_t sent_seq;
	struct wire_link link;             /* what it was told last */
	int64_t version, round;            /* of the people it knows; round -1: of none */
	int64_t pass_version, pass_round;  /* of the people that it is being told of */
	size_t people_at;                  /* how far that is */
	int64_t shown_seq, shown_n;        /* the last "w" */
	bool told;                         /* of the group's name */
	bool paging;                       /* a page leads up to the ring */
	bool heard;                        /* the room, when it was last told of the session */
	int64_t session_seq, pass_session; /* of the session: as version and pass_version */
	size_t session_at;
	int64_t reports_version, pass_reports; /* as well */
	size_t reports_at;
	int64_t hide_version;      /* of what was hidden: it knows of all up to here */
	size_t erased_told;        /* of those of the group */
	int64_t watch_until_ms;    /* is told what others were shown; 0: is not */
	int64_t reach, pass_reach; /* as version and pass_version */
	size_t reach_at;
	int64_t react, pass_react; /* as well */
	size_t react_at;
	int64_t text_of, pass_text; /* the guide whose text it has asked for; 0: none */
};

struct page {
	struct hub_want want;
	bool asked, resumes;
	struct buf text;           /* the texts of `messages`, one behind the other */
	struct hub_said *messages; /* NULL: has not come */
	size_t count, sent;
};

/* To this connection alone. */
struct answer {
	enum wire_type type; /* WIRE_STORED, WIRE_ERROR, WIRE_PAPER, WIRE_GRANTED,
	                        WIRE_SETTLED, or as told */
	unsigned has;        /* of one from hub_tell or hub_settled: what is in it; else 0 */
	const char *code;
	int64_t group, ticket, seq, utc_ms;
	int64_t member, n; /* of a paper */
	struct buf text;   /* of it; wiped when it has gone */
};

struct hub_conn {
	struct hub_conn *next, *prev; /* of all */
	struct hub_conn *next_wanting;
	bool is_wanting, compressed, greeted, flooded, accounts;
	void *user;
	int64_t id, member, device;
	char *name, *role;
	int64_t utc_ms; /* when it joined, for the greeting */
	int64_t tickets,
		ticket; /* as it had them, as hub_newcomer, and as the store has them */
	struct place **places;
	size_t places_count;
	struct page *pages;
	size_t pages_count;
	struct answer *answers;
	size_t answers_count, answers_sent;
	struct program *program; /* NULL: it is told nothing of what is planned */
	struct program_cursor program_at;
	struct caseload *cases; /* NULL: as well, of worksheets */
	struct caseload_cursor cases_at;
};

struct hub {
	struct group **groups; /* by id */
	size_t groups_count;
	struct hub_conn *conns, *wanting;
	struct program *program;    /* borrowed */
	struct caseload *cases;     /* borrowed */
	bool gated;                 /* what is others' is given when it is noted */
	int64_t last_id;            /* of a connection or a page */
	int keep_days, keep_years;  /* messages, attendance */
	struct buf json;            /* of the frame being made */
	struct wire_packer *packer; /* made when the first frame is packed */
};

/* hub.c */
void hub_mark(struct hub *h, struct hub_conn *c); /* it may have something to write */
void hub_mark_group(struct hub *h, const struct group *g);
struct group *hub_group(const struct hub *h, int64_t id);
struct person *hub_person(const struct group *g, int64_t id);
struct place *hub_place(const struct hub_conn *c, int64_t group);
void hub_changed(struct group *g, struct person *p);

/* hub_say.c */
void hub_answers_finish(struct hub_conn *c);
size_t hub_cost(const struct hub_said *m);
void hub_kept_drop(struct kept *k);
void hub_kept_wipe(struct kept *k); /* what it says goes from memory, too */ /* its texts */
/* How many others have been shown the person's newest message. */
int64_t hub_shown(const struct group *g, const struct person *p);

/* A frame while it is made: hub_next.c. */
struct frame {
	const struct hub_conn *conn;
	struct buf *json;
	size_t count;
};
bool hub_full(const struct frame *f);
void hub_add(struct frame *f, const struct wire_msg *m);

/* A place that is told of the meeting.  Each adds a row, where it is news to it. */
struct telling {
	struct frame *f;
	struct place *p;
	const struct meeting *m;
	int64_t after; /* rows that changed after this event are news */
	bool leads, hears;
};

/* hub_guide.c: exercises and lessons, and questions */
void hub_add_guide(const struct telling *t, size_t i);
void hub_add_question(const struct telling *t, size_t i);

/* hub_number.c */
/* In the order in which they are told; after a change of names or roles. */
void hub_order_people(struct group *g);
/* Of a message to this connection: who is meant, by the number that they have to it. */
void hub_number(const struct hub_conn *c, struct wire_msg *m);
/* The number by which who keeps such may have them; 0: none. */
int64_t hub_known_as(const struct place *p, const struct person *who);

/* hub_session.c */
/* Does this place get what is said?  Who waits to be admitted does not. */
bool hub_hears(const struct place *p);
bool hub_leads_in(const struct person *p);   /* the group that it is of */
bool hub_leads_place(const struct place *p); /* its person leads the group */
bool hub_session_told(const struct place *p);
void hub_add_session(struct frame *f, struct place *p);

/* One telling of the meeting's rows.  Each adds itself, where it is news to the place. */
void hub_add_line(const struct telling *t, const char *kind, const struct meeting_line *l);
/* hub_tools.c: the rows of alerts, of the lead, of what stays up, and of votes */
void hub_add_alert(const struct telling *t, size_t i);
void hub_add_lead(const struct telling *t, size_t i);
void hub_add_pin(const struct telling *t, size_t i);
void hub_add_poll(const struct telling *t, size_t i);
/* hub_held.c: and of lines that wait */
void hub_add_held(const struct telling *t, size_t i);
/* The highest ticket of the lines of this device that were held; 0: none was. */
int64_t hub_held_ticket(const struct hub_conn *c);

/* hub_reach.c */
bool hub_reach_told(const struct place *p);
void hub_add_reach(struct frame *f, struct place *p);
/* What has reached them is more than before. */
void hub_reached(struct group *g, struct person *p, int64_t seq);
/* What is due goes; answers when more is: INT64_MAX never. */
int64_t hub_reach_tick(struct hub *h, struct group *g, int64_t now_ms);

/* hub_react.c: as hub_reach.c */
bool hub_react_told(const struct place *p);
void hub_add_reacted(struct frame *f, struct place *p);
int64_t hub_react_tick(struct hub *h, struct group *g, int64_t now_ms);

/* hub_report.c */
bool hub_reports_told(const struct place *p);
void hub_add_reports(struct frame *f, const struct hub *h, struct place *p);
void hub_reports_finish(struct group *g);
/* hub_erase.c */
/* What a connection that has messages up to `cursor` (0: none) was told before. */
void hub_erased_begin(struct place *p, int64_t cursor);
bool hub_erased_told(const struct place *p);
void hub_add_erased(struct frame *f, struct place *p);
/* hub_hide.c */
bool hub_hide_told(const struct place *p);
void hub_hide_erase(struct group *g, int64_t member);
void hub_report_erase(struct group *g, int64_t member);
void hub_add_hidden(struct frame *f, struct place *p);
void hub_hide_finish(struct group *g);

/* hub_program.c */
void hub_program_begin(struct hub *h, struct hub_conn *c, int64_t have);
bool hub_program_told(struct hub_conn *c);
void hub_add_program(struct frame *f, struct hub_conn *c);

/* hub_case.c: as well */
void hub_cases_begin(struct hub *h, struct hub_conn *c, int64_t have);
bool hub_cases_told(struct hub_conn *c);
void hub_add_cases(struct frame *f, struct hub_conn *c);

/* hub_page.c */
const struct kept *hub_kept(const struct group *g, int64_t seq);
/* Moves a place that is far behind to where catching up begins. */
void hub_catch_up(struct place *p);
bool hub_behind_ring(const struct place *p);
/* All of it has been sent. */
void hub_page_over(struct hub *h, struct hub_conn *c, struct page *p);
void hub_page_finish(struct page *p);

#endif
