/* SPDX-License-Identifier: MIT */
/* Time, chance, and the loops. */
#include "support/bottle.h"

#include <poll.h>
#include <stdlib.h>

#include <sodium.h>

#include "base/clock.h"
#include "net/loop.h"
#include "store/store.h"

/* What is due on a loop. */
struct due {
	struct due *next;
	int64_t at_ms;
	uint64_t nr; /* of two at one moment the earlier posted comes first */
	void (*fn)(void *arg);
	void *arg;
};

struct loop {
	struct loop *next;
	struct due *dues; /* by time */
	void (*turn)(void *user);
	void *user;
	struct loop_watch *watches;
};

struct loop_timer {
	struct loop *loop;
	struct due *due; /* NULL: it does not run */
	void (*on_due)(void *user);
	void *user;
};

struct loop_watch {
	struct loop_watch *next;
	struct loop *loop;
	int fd;
	void (*on_ready)(void *user);
	void *user;
};

enum { BEGAN_MS = 1000000 };

static struct {
	int64_t now_ms, utc_ms;
	uint64_t chance, nr, numbers;
	bool ends;
	struct loop *loops;
	struct arena mem;
	const struct bottle_line *line;
	void (*turn)(void *user);
	void *user;
} world;

int64_t clock_ms(void)
{
	return world.now_ms;
}

int64_t clock_asleep_too_ms(void)
{
	return world.now_ms;
}

int64_t clock_utc_ms(void)
{
	return world.utc_ms + bottle_ms();
}

/* ---- chance ---- */

/* splitmix64 */
static uint64_t next_chance(void)
{
	uint64_t z = world.chance += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

int bottle_chance(int n)
{
	return n > 0 ? (int)(next_chance() % (uint64_t)n) : 0;
}

static const char *random_name(void)
{
	return "bottle";
}

static uint32_t random_number(void)
{
	return (uint32_t)next_chance();
}

/* Of its own: lines lose what they lost before there were such numbers. */
static uint32_t below(uint32_t n)
{
	world.numbers = world.numbers * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((world.numbers >> 33) % n);
}

static void random_bytes(void *const buf, const size_t n)
{
	for (size_t i = 0; i < n; i++)
		((unsigned char *)buf)[i] = (unsigned char)next_chance();
}

/* ---- life ---- */

void bottle_open(uint64_t seed, int64_t utc_ms)
{
	static struct randombytes_implementation ours = { .implementation_name = random_name,
							  .random = random_number,
							  .buf = random_bytes };

	world.now_ms = BEGAN_MS;
	world.utc_ms = utc_ms;
	world.chance = world.numbers = seed;
	world.ends = false;
	randombytes_set_implementation(&ours);
	store_chance(below);
}

void bottle_close(void)
{
	arena_finish(&world.mem);
}

int64_t bottle_ms(void)
{
	return world.now_ms - BEGAN_MS;
}

struct arena *bottle_mem(void)
{
	return &world.mem;
}

void bottle_stop(void)
{
	world.ends = true;
}

void bottle_seat(const struct bottle_line *line, void (*turn)(void *user), void *user)
{
	world.line = line;
	world.turn = turn;
	world.user = user;
}

const struct bottle_line *bottle_line(void)
{
	return world.line;
}

/* ---- what is due ---- */

static struct due *post(struct loop *l, int64_t at_ms, void (*fn)(void *arg), void *arg)
{
	struct due *d = arena_get(&world.mem, sizeof(*d)), **at = &l->dues;

	*d = (struct due) { .at_ms = at_ms < world.now_ms ? world.now_ms : at_ms,
			    .nr = ++world.nr,
			    .fn = fn,
			    .arg = arg };
	while (*at && (*at)->at_ms <= d->at_ms)
		at = &(*at)->next;
	d->next = *at;
	*at = d;
	return d;
}

void bottle_post(struct loop *l, int64_t at_ms, void (*fn)(void *arg), void *arg)
{
	post(l, at_ms, fn, arg);
}

static void take_out(struct loop *l, const struct due *d)
{
	struct due **at = &l->dues;

	while (*at && *at != d)
		at = &(*at)->next;
	if (*at)
		*at = d->next;
}

/* The loop whose next is the first of all. */
static struct loop *first_loop(void)
{
	struct loop *first = NULL;

	for (struct loop *l = world.loops; l; l = l->next) {
		const struct due *d = l->dues;

		if (d && (!first || d->at_ms < first->dues->at_ms ||
			  (d->at_ms == first->dues->at_ms && d->nr < first->dues->nr)))
			first = l;
	}
	return first;
}

/* ---- net/loop.h ---- */

struct loop *loop_create(void)
{
	struct loop *l = mem_get(sizeof(*l));

	*l = (struct loop) { .next = world.loops, .turn = world.turn, .user = world.user };
	world.loops = l;
	return l;
}

void loop_destroy(struct loop *l)
{
	struct loop **at = &world.loops;

	while (*at && *at != l)
		at = &(*at)->next;
	if (*at)
		*at = l->next;
	free(l);
}

int loop_fd(const struct loop *l)
{
	(void)l;
	return -1;
}

int loop_timeout_ms(struct loop *l)
{
	if (!l->dues)
		return -1;
	return l->dues->at_ms > world.now_ms ? (int)(l->dues->at_ms - world.now_ms) : 0;
}

/* The store answers at once: what it has is taken before anything else goes on. */
static bool look_at_watches(struct loop *l)
{
	bool any = false;

	for (struct loop_watch *w = l->watches; w; w = w->next) {
		struct pollfd p = { .fd = w->fd, .events = POLLIN };

		if (poll(&p, 1, 0) <= 0)
			continue;
		w->on_ready(w->user);
		any = true;
	}
	return any;
}

void loop_work_once(struct loop *l)
{
	do {
		while (l->dues && l->dues->at_ms <= world.now_ms) {
			const struct due d = *l->dues;

			l->dues = d.next;
			d.fn(d.arg);
		}
	} while (look_at_watches(l));
}

/* The server's: all that is in the bottle goes on while it runs. */
void loop_run(struct loop *server)
{
	struct loop *l;

	loop_work_once(server);
	while (!world.ends && (l = first_loop())) {
		if (l->dues->at_ms > world.now_ms)
			world.now_ms = l->dues->at_ms;
		if (l->turn)
			l->turn(l->user);
		else
			loop_work_once(l);
		loop_work_once(server);
	}
}

struct loop_timer *loop_timer_create(struct loop *l, void (*on_due)(void *user), void *user)
{
	struct loop_timer *t = mem_get(sizeof(*t));

	*t = (struct loop_timer) { .loop = l, .on_due = on_due, .user = user };
	return t;
}

static void on_timer(void *arg)
{
	struct loop_timer *t = arg;

	t->due = NULL;
	t->on_due(t->user);
}

void loop_timer_set(struct loop_timer *t, int64_t in_ms)
{
	loop_timer_stop(t);
	t->due = post(t->loop, world.now_ms + in_ms, on_timer, t);
}

void loop_timer_stop(struct loop_timer *t)
{
	if (t->due)
		take_out(t->loop, t->due);
	t->due = NULL;
}

void loop_timer_destroy(struct loop_timer *t)
{
	if (t)
		loop_timer_stop(t);
	free(t);
}

struct loop_watch *loop_watch_create(struct loop *l, int fd, void (*on_ready)(void *user),
				     void *user)
{
	struct loop_watch *w = mem_get(sizeof(*w));

	*w = (struct loop_watch) { l->watches, l, fd, on_ready, user };
	l->watches = w;
	return w;
}

void loop_watch_destroy(struct loop_watch *w)
{
	struct loop_watch **at = &w->loop->watches;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
	free(w);
}

void loop_stop_on_signals(struct loop *l)
{
	(void)l;
}

void loop_on_signal(struct loop *l, int number, void (*fn)(void *user), void *user)
{
	(void)l, (void)number, (void)fn, (void)user;
}

enum { WORK_MS = 100 }; /* a passphrase's hash, say */

void loop_submit(struct loop *l, void (*work)(void *user), void (*done)(void *user), void *user)
{
	work(user);
	post(l, world.now_ms + WORK_MS, done, user);
}
