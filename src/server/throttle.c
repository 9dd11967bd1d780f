/* SPDX-License-Identifier: MIT */
#include "server/throttle.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "server/secret.h"

enum { KEY_MAX = 160, SHIFT_MAX = 20, PRESSED_MOST = 100 };

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

/* Of the tries of one count: so many at once, then a wait that doubles. */
struct rule {
	int free;
	int64_t first_ms, most_ms;
	int64_t forgive_ms; /* one is forgotten when nothing was tried for so long */
};

static const struct rule known_rule = { THROTTLE_FREE_KNOWN, 5 * SECOND, 5 * MINUTE,
					10 * MINUTE };
static const struct rule near_rule = { THROTTLE_FREE, 15 * SECOND, 15 * MINUTE, HOUR };
static const struct rule wide_rule = { 8 * THROTTLE_FREE, 15 * SECOND, 15 * MINUTE,
				       10 * MINUTE };
static const struct rule near_pressed = { THROTTLE_FREE_PRESSED, HOUR, 24 * HOUR, 6 * HOUR };
static const struct rule wide_pressed = { 8 * THROTTLE_FREE_PRESSED, HOUR, 24 * HOUR, HOUR };
/* How many strangers were wrong; it makes nobody wait by itself. */
static const struct rule account_rule = { PRESSED_MOST, 0, 0, HOUR / 2 };
/* Who comes to these has the passphrase, or an invite. */
static const struct rule figures_rule = { 5, 30 * SECOND, HOUR, 6 * HOUR };
static const struct rule invite_rule = { 20, 5 * SECOND, MINUTE, 10 * MINUTE };

/* ---- what a try is counted under ---- */

enum scope { SCOPE_KNOWN, SCOPE_NEAR, SCOPE_WIDE, SCOPE_ACCOUNT, SCOPES };

struct key {
	unsigned char bytes[KEY_MAX];
	size_t n;
};

static void key_add(struct key *k, const void *bytes, size_t n)
{
	if (n > sizeof(k->bytes) - k->n)
		n = sizeof(k->bytes) - k->n;
	memcpy(k->bytes + k->n, bytes, n);
	k->n += n;
}

/* ASCII letters are folded, as the store folds them. */
static void key_add_name(struct key *k, const char *name)
{
	for (; *name; name++)
		key_add(k, &(unsigned char) { (unsigned char)tolower((unsigned char)*name) },
			1);
}

static void key_add_network(struct key *k, const char *address, bool wide)
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, address, &four) == 1) {
		key_add(k, &four, wide ? 3 : 4);
	} else if (inet_pton(AF_INET6, address, &six) == 1) {
		if (IN6_IS_ADDR_V4MAPPED(&six))
			key_add(k, &six.s6_addr[12], wide ? 3 : 4);
		else
			key_add(k, six.s6_addr, wide ? 6 : 8);
	}
}

static uint64_t tag_of(const struct throttle *t, const struct throttle_try *by,
		       enum scope scope)
{
	struct key k = { { (unsigned char)by->what, (unsigned char)scope }, 2 };

	if (scope == SCOPE_KNOWN) {
		key_add(&k, by->known, strlen(by->known));
	} else if (scope != SCOPE_ACCOUNT) {
		key_add_network(&k, by->address, scope == SCOPE_WIDE);
		key_add(&k, "", 1);
	}
	if (scope != SCOPE_KNOWN)
		key_add_name(&k, by->name);
	return secret_tag(t->key, k.bytes, k.n);
}

uint64_t throttle_network(const struct throttle *t, const char *address)
{
	struct key k = { { THROTTLE_WHATS, SCOPES }, 2 };

	key_add_network(&k, address, false);
	return secret_tag(t->key, k.bytes, k.n);
}

/* ---- one count ---- */

static void forgive(struct throttle_count *c, const struct rule *rule, int64_t now_ms)
{
	const int64_t n = (now_ms - c->at_ms) / rule->forgive_ms;

	if (n <= 0)
		return;
	c->wrong = n >= c->wrong ? 0 : c->wrong - (int)n;
	c->at_ms += n * rule->forgive_ms;
}

static void count(struct throttle_count *c, const struct rule *rule, int64_t now_ms)
{
	const int over = c->wrong + 1 - rule->free;
	int64_t wait = 0;

	c->wrong++;
	/* Trying goes on, so nothing is forgotten meanwhile; of all strangers' tries it is. */
	if (rule != &account_rule)
		c->at_ms = now_ms;
	else if (c->wrong > PRESSED_MOST)
		c->wrong = PRESSED_MOST;
	if (over >= 0 && rule->first_ms)
		wait = rule->first_ms << (over < SHIFT_MAX ? over : SHIFT_MAX);
	c->again_ms = now_ms + (wait < rule->most_ms ? wait : rule->most_ms);
}

static struct throttle_count *look(struct throttle *t, uint64_t tag)
{
	struct throttle_count *set = t->sets[tag % THROTTLE_SETS];

	for (size_t i = 0; i < THROTTLE_WAYS; i++)
		if (set[i].tag == tag)
			return &set[i];
	return NULL;
}

/* The lightest goes, of those the oldest: who counts much cannot be pushed out by many. */
static struct throttle_count *find(struct throttle *t, uint64_t tag, int64_t now_ms)
{
	struct throttle_count *set = t->sets[tag % THROTTLE_SETS], *c = look(t, tag);

	if (c)
		return c;
	c = set;
	for (size_t i = 1; i < THROTTLE_WAYS; i++)
		if (set[i].wrong < c->wrong ||
		    (set[i].wrong == c->wrong && set[i].at_ms < c->at_ms))
			c = &set[i];
	*c = (struct throttle_count) { .tag = tag, .at_ms = now_ms };
	return c;
}

/* ---- all counts of a try ---- */

struct counted {
	struct throttle_count *count[2];
	const struct rule *rule[2];
	size_t n;
};

static void add(struct counted *all, struct throttle_count *c, const struct rule *rule,
		int64_t now_ms)
{
	forgive(c, rule, now_ms);
	all->count[all->n] = c;
	all->rule[all->n++] = rule;
}

static bool is_strange(const struct throttle_try *by)
{
	return by->what == THROTTLE_PASSPHRASE && !*by->known;
}

/* What strangers did to the account; it may be in the same set as another of this try. */
static bool pressed(struct throttle *t, const struct throttle_try *by, int64_t now_ms)
{
	struct throttle_count *c = look(t, tag_of(t, by, SCOPE_ACCOUNT));

	if (!c)
		return false;
	forgive(c, &account_rule, now_ms);
	return c->wrong > THROTTLE_CALM;
}

static void gather(struct throttle *t, const struct throttle_try *by, int64_t now_ms,
		   struct counted *all)
{
	static const struct rule *const others[THROTTLE_WHATS] = {
		[THROTTLE_FIGURES] = &figures_rule, [THROTTLE_INVITE] = &invite_rule
	};
	const bool many = is_strange(by) && pressed(t, by, now_ms);

	all->n = 0;
	if (*by->known)
		add(all, find(t, tag_of(t, by, SCOPE_KNOWN), now_ms),
		    others[by->what] ? others[by->what] : &known_rule, now_ms);
	else if (others[by->what])
		add(all, find(t, tag_of(t, by, SCOPE_ACCOUNT), now_ms), others[by->what],
		    now_ms);
	else {
		add(all, find(t, tag_of(t, by, SCOPE_NEAR), now_ms),
		    many ? &near_pressed : &near_rule, now_ms);
		add(all, find(t, tag_of(t, by, SCOPE_WIDE), now_ms),
		    many ? &wide_pressed : &wide_rule, now_ms);
	}
}

int64_t throttle_take(struct throttle *t, const struct throttle_try *by, int64_t now_ms)
{
	struct counted all;
	int64_t wait = 0;

	gather(t, by, now_ms, &all);
	for (size_t i = 0; i < all.n; i++)
		if (all.count[i]->again_ms - now_ms > wait)
			wait = all.count[i]->again_ms - now_ms;
	if (wait > 0)
		return wait;
	for (size_t i = 0; i < all.n; i++)
		count(all.count[i], all.rule[i], now_ms);
	if (is_strange(by)) {
		struct throttle_count *c = find(t, tag_of(t, by, SCOPE_ACCOUNT), now_ms);

		forgive(c, &account_rule, now_ms);
		count(c, &account_rule, now_ms);
	}
	return 0;
}

static void undo(struct throttle_count *c)
{
	if (!c || c->wrong == 0)
		return;
	c->wrong--;
	c->again_ms = 0;
}

void throttle_undo(struct throttle *t, const struct throttle_try *by, int64_t now_ms)
{
	struct counted all;

	gather(t, by, now_ms, &all);
	for (size_t i = 0; i < all.n; i++)
		undo(all.count[i]);
	if (is_strange(by))
		undo(look(t, tag_of(t, by, SCOPE_ACCOUNT)));
}
