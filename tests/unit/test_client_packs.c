/* SPDX-License-Identifier: MIT */
/*
 * Packs in the client, against a server of the test's own: what is fetched, what is taken, and
 * what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "client/cache_packs.h"
#include "client/core.h"
#include "porchlight/kit.h"
#include "support/pair.h"

enum { FILES = 4, TEXT = 4096 };

/* What the clinic has: a pack, and what is wrong with it. */
static struct clinic {
	unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	int version;
	char forms[FILES][TEXT];
	char text[TEXT], sig[TEXT], list[TEXT];
	bool none; /* it has no packs any more */
	char key[PACK_HASH];
	const char *flip; /* a file of which a bit is wrong on the way */
} clinic;

static const char *names[FILES] = { "one.json", "two.json", "drinks.set.json", "gambling.txt" };

static void new_key(void)
{
	crypto_sign_keypair(clinic.public, clinic.secret);
	sodium_bin2hex(clinic.key, sizeof(clinic.key), clinic.public, sizeof(clinic.public));
}

static void write_form(int nth, const char *question)
{
	snprintf(clinic.forms[nth], TEXT,
		 "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"title\":\"Form "
		 "%d\",\"item\":[{\"linkId\":\"1\",\"type\":\"choice\",\"text\":\"%s\","
		 "\"answerValueSet\":\"http://b.org/set\"}]}",
		 nth + 1, question);
}

static void sign(void)
{
	struct pack_sig sig = { .key = "" };
	unsigned char mark[crypto_sign_BYTES];
	struct buf out;

	crypto_sign_detached(mark, NULL, (const unsigned char *)clinic.text,
			     strlen(clinic.text), clinic.secret);
	memcpy(sig.key, clinic.key, sizeof(sig.key));
	sodium_bin2hex(sig.sig, sizeof(sig.sig), mark, sizeof(mark));
	buf_init(&out, TEXT - 1);
	pack_sig_write(&sig, &out);
	memcpy(clinic.sig, out.p, out.n + 1);
	buf_finish(&out);
}

/* All of it as it is now, with the next version. */
static void publish(void)
{
	char hash[PACK_HASH];
	struct buf out;
	size_t bytes = 0;

	buf_init(&out, TEXT - 1);
	buf_addf(&out,
		 "format 1\nname sleep\nversion %d\ntitle Sleep\ntitle.es Dormir\n"
		 "date 2026-11-26\n",
		 ++clinic.version);
	for (int i = 0; i < FILES; i++) {
		struct pack_file f = { .size = strlen(clinic.forms[i]) };

		snprintf(f.path, sizeof(f.path), "%s", names[i]);
		pack_kind_of(str_of(names[i]), &f.kind);
		packs_hash(str_of(clinic.forms[i]), f.hash);
		bytes += f.size;
		pack_row(&f, &out);
	}
	memcpy(clinic.text, out.p, out.n + 1);
	buf_finish(&out);
	sign();
	packs_hash(str_of(clinic.text), hash);
	snprintf(clinic.list, TEXT, "sleep %d %s %zu %s\n", clinic.version, hash, bytes,
		 clinic.key);
}

static const char *body_of(const char *path)
{
	if (strcmp(path, "/packs") == 0)
		return clinic.none ? "" : clinic.list;
	if (strcmp(path, "/packs/sleep/pack.txt") == 0)
		return clinic.text;
	if (strcmp(path, "/packs/sleep/pack.sig") == 0)
		return clinic.sig;
	for (int i = 0; i < FILES; i++)
		if (strncmp(path, "/packs/sleep/", 13) == 0 && strcmp(path + 13, names[i]) == 0)
			return clinic.forms[i];
	return NULL;
}

static bool give(struct serve_request *r, const char *path)
{
	static char copy[TEXT], tag[PACK_HASH];
	const char *body = body_of(path), *name = strrchr(path, '/') + 1;
	struct serve_file f = { .type = "text/plain", .tag = tag, .parts = true };

	if (!body)
		return false;
	snprintf(copy, sizeof(copy), "%s", body);
	packs_hash(str_of(body), tag);
	if (clinic.flip && strcmp(clinic.flip, name) == 0)
		copy[strlen(copy) / 2] ^= 1;
	f.body = str_of(copy);
	serve_answer_file(r, &f);
	return true;
}

/* ---- the client ---- */

static void restart(struct pair *p)
{
	pair_quit(p);
	pair_member(p);
}

static void join(struct pair *p)
{
	pair_member(p);
	pair_join(p);
	*p->server.paths = '\0';
}

static bool is_over(struct pair *p)
{
	struct pl_packs state;

	pl_client_packs_state(p->client, &state);
	return !state.busy;
}

static struct pl_pack pack_of(struct pair *p)
{
	const struct pl_pack *all;
	const size_t n = pl_client_packs(p->client, &all);

	return n ? all[0] : (struct pl_pack) { .name = "", .state = PL_PACK_STATES };
}

static struct pl_pack fetch(struct pair *p)
{
	*p->server.paths = '\0';
	assert_int_equal(pl_client_packs_fetch(p->client), PL_OK);
	pair_until(p, is_over);
	return pack_of(p);
}

static void asks(const struct pair *p, const char *paths)
{
	assert_string_equal(p->server.paths, paths);
}

static bool has_form(struct pair *p, const char *name)
{
	const struct pl_form *forms;
	const size_t n = pl_client_forms(p->client, &forms);

	for (size_t i = 0; i < n; i++)
		if (strcmp(forms[i].name, name) == 0)
			return true;
	return false;
}

static int open_clinic(void **state)
{
	struct pair *p;

	if (pair_open(state))
		return -1;
	p = *state;
	memset(&clinic, 0, sizeof(clinic));
	names[3] = "gambling.txt";
	new_key();
	write_form(0, "A");
	write_form(1, "B");
	snprintf(clinic.forms[2], TEXT,
		 "{\"resourceType\":\"ValueSet\",\"url\":\"http://b.org/set\",\"status\":"
		 "\"active\",\"compose\":{\"include\":[{\"system\":\"http://"
		 "b.org\",\"concept\":["
		 "{\"code\":\"a\",\"display\":\"Beer\"}]}]}}");
	snprintf(clinic.forms[3], TEXT,
		 "title Gambling\ncard walk Walk away\nstep Stand up.\nstep Go out.\n");
	publish();
	p->server.give = give;
	return 0;
}

#define ALL_OF_IT                                                                              \
	"/packs/packs/sleep/pack.txt/packs/sleep/pack.sig/packs/sleep/one.json"                \
	"/packs/sleep/two.json/packs/sleep/drinks.set.json/packs/sleep/gambling.txt"

static void a_pack_is_fetched__and_its_forms_are_forms(void **state)
{
	struct pair *p = *state;
	const struct pl_lack *lacks;
	struct pl_pack one;

	join(p);
	assert_false(has_form(p, "sleep/one"));
	one = fetch(p);
	asks(p, ALL_OF_IT);
	assert_int_equal(one.state, PL_PACK_HERE);
	assert_int_equal(one.version, 1);
	assert_int_equal(one.forms, 2);
	assert_string_equal(one.title, "Sleep");
	assert_true(has_form(p, "sleep/one") && has_form(p, "sleep/two"));
	assert_int_equal(pl_client_lacks(p->client, "sleep/one", &lacks), 0); /* its choices */
	pl_client_language(p->client, "es");
	assert_string_equal(pack_of(p).title, "Dormir");
	restart(p);
	assert_true(has_form(p, "sleep/two"));
}

static void cards_of_a_pack_are_cards(void **state)
{
	struct pair *p = *state;
	const struct pl_situation *all;
	const struct pl_card *cards;
	size_t before, n;

	join(p);
	before = pl_client_situations(p->client, &all);
	fetch(p);
	n = pl_client_situations(p->client, &all);
	assert_int_equal(n, before + 1);
	assert_string_equal(all[n - 1].name, "gambling");
	assert_string_equal(all[n - 1].title, "Gambling");
	assert_int_equal(pl_client_cards(p->client, "gambling", &cards), 1);
	assert_string_equal(cards[0].name, "gambling/sleep.walk");
	assert_string_equal(cards[0].text, "Stand up.\nGo out.");
	assert_int_equal(pl_client_card_helped(p->client, cards[0].name, true), PL_OK);
	snprintf(clinic.forms[3], TEXT, "title Craving\ncard walk Walk\nstep Go.\n");
	names[3] = "craving.txt";
	publish();
	fetch(p);
	assert_int_equal(pl_client_situations(p->client, &all), before);
	n = pl_client_cards(p->client, "craving", &cards);
	assert_true(n > 1);
	assert_string_equal(cards[n - 1].name, "craving/sleep.walk");
	snprintf(clinic.forms[3], TEXT, "title Craving\nstep Go.\n");
	publish();
	assert_int_equal(fetch(p).state, PL_PACK_BAD);
}

static void what_is_the_same_is_not_fetched_again(void **state)
{
	struct pair *p = *state;
	struct pl_pack one;

	join(p);
	fetch(p);
	one = fetch(p);
	asks(p, "/packs");
	assert_int_equal(one.state, PL_PACK_HERE);
	write_form(1, "C");
	publish();
	one = fetch(p);
	asks(p, "/packs/packs/sleep/pack.txt/packs/sleep/pack.sig/packs/sleep/two.json");
	assert_int_equal(one.version, 2);
	assert_int_equal(one.state, PL_PACK_HERE);
}

/* The older one stays, whole, whatever comes. */
static void stays(struct pair *p, enum pl_pack_state state)
{
	const struct pl_pack one = fetch(p);

	assert_int_equal(one.state, state);
	assert_int_equal(one.version, 1);
	assert_true(has_form(p, "sleep/one"));
}

static void what_is_not_right_is_not_taken(void **state)
{
	struct pair *p = *state;

	join(p);
	fetch(p);
	write_form(1, "C");
	publish();
	clinic.flip = "two.json";
	stays(p, PL_PACK_BAD);
	clinic.flip = "pack.txt";
	stays(p, PL_PACK_CUT); /* there may be a newer one by now */
	clinic.flip = "pack.sig";
	stays(p, PL_PACK_BAD);
	clinic.flip = NULL;
	clinic.text[strlen(clinic.text) - 2] = 'x';
	stays(p, PL_PACK_CUT);
	clinic.version--;
	publish();
	assert_int_equal(fetch(p).version, 2);
}

/* All hashes are right, and a form cannot be read. */
static void a_form_that_cannot_be_read_keeps_all_of_it_out(void **state)
{
	struct pair *p = *state;

	join(p);
	fetch(p);
	snprintf(clinic.forms[0], TEXT, "{\"resourceType\":\"Patient\"}");
	publish();
	stays(p, PL_PACK_BAD);
}

static void an_older_one_does_not_come_back(void **state)
{
	struct pair *p = *state;
	struct pl_pack one;

	join(p);
	publish();
	fetch(p);
	clinic.version = 0;
	publish();
	one = fetch(p);
	asks(p, "/packs");
	assert_int_equal(one.state, PL_PACK_BAD);
	assert_int_equal(one.version, 2);
}

static void another_key_needs_the_persons_word(void **state)
{
	struct pair *p = *state;

	join(p);
	fetch(p);
	assert_int_equal(pl_client_pack_trust(p->client, "sleep"), PL_FAIL_STATE);
	assert_int_equal(pl_client_pack_trust(p->client, "other"), PL_FAIL_GONE);
	new_key();
	write_form(1, "C");
	publish();
	stays(p, PL_PACK_KEY);
	asks(p, "/packs");
	assert_int_equal(pl_client_pack_trust(p->client, "sleep"), PL_OK);
	pair_until(p, is_over);
	assert_int_equal(fetch(p).version, 2);
	restart(p);
	write_form(1, "D");
	publish();
	assert_int_equal(fetch(p).version, 3);
}

/* The list names the key that we know, and another has signed. */
static void a_signature_of_another_is_none(void **state)
{
	struct pair *p = *state;
	char known[PACK_HASH];

	join(p);
	fetch(p);
	memcpy(known, clinic.key, sizeof(known));
	new_key();
	write_form(1, "C");
	memcpy(clinic.key, known, sizeof(known));
	publish();
	stays(p, PL_PACK_BAD);
}

static void it_goes_on_where_it_was(void **state)
{
	struct pair *p = *state;
	const size_t half = strlen(clinic.forms[1]) / 2;
	char hash[PACK_HASH];

	join(p);
	packs_hash(str_of(clinic.forms[1]), hash);
	assert_true(
		cache_part_set(p->client->cache, hash, (struct str) { clinic.forms[1], half }));
	assert_int_equal(fetch(p).state, PL_PACK_HERE);
	/* What was here was wrong: all of it is refused, and comes anew the next time. */
	write_form(1, "another and a longer question");
	publish();
	packs_hash(str_of(clinic.forms[1]), hash);
	assert_true(cache_part_set(p->client->cache, hash, str_of("{\"resourceType\":\"X")));
	assert_int_equal(fetch(p).state, PL_PACK_BAD);
	assert_int_equal(fetch(p).state, PL_PACK_HERE);
}

static void what_the_clinic_has_no_more_goes(void **state)
{
	struct pair *p = *state;

	join(p);
	fetch(p);
	clinic.none = true;
	fetch(p);
	assert_false(has_form(p, "sleep/one"));
	restart(p);
	assert_false(has_form(p, "sleep/one"));
}

static void on_a_metered_line_it_waits_for_a_word(void **state)
{
	struct pair *p = *state;
	struct pl_packs told;

	join(p);
	pl_client_meter(p->client, PL_METERED_YES);
	*p->server.paths = '\0';
	packs_told(p->client, str_of("0123456789abcdef"));
	pl_client_packs_state(p->client, &told);
	assert_true(told.newer && !told.busy);
	asks(p, "");
	assert_int_equal(fetch(p).state, PL_PACK_HERE);
	pl_client_packs_state(p->client, &told);
	assert_false(told.newer);
	pl_client_meter(p->client, PL_METERED_NO);
	write_form(0, "Z");
	publish();
	packs_told(p->client, str_of("fedcba9876543210"));
	pair_until(p, is_over);
	asks(p,
	     ALL_OF_IT "/packs/packs/sleep/pack.txt/packs/sleep/pack.sig/packs/sleep/one.json");
}

static bool came(struct pair *p)
{
	return pack_of(p).version == 1 && is_over(p);
}

/* The server tells those who have no packs, too. */
static void what_the_clinic_says_is_new_comes_by_itself(void **state)
{
	const struct pl_sheet_note *news;
	struct pair *p = *state;
	struct pl_packs told;

	join(p);
	pair_settle(p);
	asks(p, "");
	fake_server_send(&p->server, "[{\"t\":\"M\",\"s\":9,\"r\":\"packs\",\"b\":"
				     "\"0123456789abcdef\"},{\"t\":\"V\",\"k\":9}]");
	pair_until(p, came);
	asks(p, ALL_OF_IT);
	assert_int_equal(pl_client_sheet_news(p->client, &news), 1);
	assert_int_equal(news[0].what, PL_SHEET_NEWS_PACK);
	assert_string_equal(news[0].title, "Sleep");
	/* It was not all that there is: what was said is kept until it is. */
	p->server.http_error = "store";
	fake_server_send(&p->server, "[{\"t\":\"M\",\"s\":9,\"r\":\"packs\",\"b\":"
				     "\"1123456789abcdef\"},{\"t\":\"V\",\"k\":10}]");
	pair_settle(p);
	restart(p);
	pl_client_packs_state(p->client, &told);
	assert_true(told.newer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_pack_is_fetched__and_its_forms_are_forms,
						open_clinic, pair_close),
		cmocka_unit_test_setup_teardown(cards_of_a_pack_are_cards, open_clinic,
						pair_close),
		cmocka_unit_test_setup_teardown(what_is_the_same_is_not_fetched_again,
						open_clinic, pair_close),
		cmocka_unit_test_setup_teardown(what_is_not_right_is_not_taken, open_clinic,
						pair_close),
		cmocka_unit_test_setup_teardown(a_form_that_cannot_be_read_keeps_all_of_it_out,
						open_clinic, pair_close),
		cmocka_unit_test_setup_teardown(an_older_one_does_not_come_back, open_clinic,
						pair_close),
		cmocka_unit_test_setup_teardown(another_key_needs_the_persons_word, open_clinic,
						pair_close),
		cmocka_unit_test_setup_teardown(a_signature_of_another_is_none, open_clinic,
						pair_close),
		cmocka_unit_test_setup_teardown(it_goes_on_where_it_was, open_clinic,
						pair_close),
		cmocka_unit_test_setup_teardown(what_the_clinic_has_no_more_goes, open_clinic,
						pair_close),
		cmocka_unit_test_setup_teardown(on_a_metered_line_it_waits_for_a_word,
						open_clinic, pair_close),
		cmocka_unit_test_setup_teardown(what_the_clinic_says_is_new_comes_by_itself,
						open_clinic, pair_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
