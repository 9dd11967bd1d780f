/* SPDX-License-Identifier: MIT */
/* Packs of forms: what is one, what is none, and what is said of a form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "packs/cards.h"
#include "packs/check.h"

#define HEAD "format 1\nname sleep\nversion 3\ntitle Sleep forms\ndate 2026-11-26\n"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static bool reads(const char *text)
{
	struct pack *p = mem_get(sizeof(*p));
	const bool good = pack_read(str_of(text), p, NULL);

	free(p);
	return good;
}

static void a_pack_is_what_its_lines_say(void **state)
{
	static const char text[] =
		HEAD "title.es Formularios\nlicence Ours.\nlicence Two lines.\n"
		     "# what is not read\n\n"
		     "file " HASH " 12 form night.json\n"
		     "file " HASH " 1000000 valueset drinks.set.json\n"
		     "file " HASH " 1 cards craving.es.txt\n";
	struct pack *p = mem_get(sizeof(*p));
	struct err err = { 0 };

	(void)state;
	if (!pack_read(str_of(text), p, &err))
		fail_msg("%s", err.text);
	assert_string_equal(p->name, "sleep");
	assert_int_equal(p->version, 3);
	assert_string_equal(p->title, "Sleep forms");
	assert_string_equal(p->title_es, "Formularios");
	assert_string_equal(p->date, "2026-11-26");
	assert_string_equal(p->licence, "Ours.\nTwo lines.");
	assert_int_equal(p->count, 3);
	assert_int_equal(p->bytes, 1000013);
	assert_int_equal(p->files[0].kind, PACK_FORM);
	assert_int_equal(p->files[1].kind, PACK_VALUE_SET);
	assert_int_equal(p->files[2].kind, PACK_CARDS);
	assert_ptr_equal(pack_find(p, str_of("craving.es.txt")), &p->files[2]);
	assert_null(pack_find(p, str_of("craving")));
	free(p);
}

/* Each is one thing away from one that is read. */
static void what_is_wrong_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"name sleep\nversion 3\ntitle T\ndate 2026-11-26\n",
		"format 2\nname sleep\nversion 3\ntitle T\ndate 2026-11-26\n",
		"format 1\nversion 3\ntitle T\ndate 2026-11-26\n",
		"format 1\nname Sleep\nversion 3\ntitle T\ndate 2026-11-26\n",
		"format 1\nname ../sleep\nversion 3\ntitle T\ndate 2026-11-26\n",
		"format 1\nname a-name-that-is-far-too-long\nversion 3\ntitle T\ndate "
		"2026-11-26\n",
		"format 1\nname sleep\nversion 0\ntitle T\ndate 2026-11-26\n",
		"format 1\nname sleep\nversion 1000001\ntitle T\ndate 2026-11-26\n",
		"format 1\nname sleep\nversion three\ntitle T\ndate 2026-11-26\n",
		"format 1\nname sleep\nversion 3\ndate 2026-11-26\n",
		"format 1\nname sleep\nversion 3\ntitle T\n",
		"format 1\nname sleep\nversion 3\ntitle T\ndate 2026-02-30\n",
		"format 1\nname sleep\nversion 3\ntitle T\ndate 26.11.2026\n",
		"format 1\nname sleep\nversion 3\ntitle \033[31mT\ndate 2026-11-26\n",
		"format 1\nname sleep\nversion 3\ntitle \xe2\x80\xaeT\ndate 2026-11-26\n",
		"format 1\nname sleep\nversion 3\ntitle \xff\ndate 2026-11-26\n",
		HEAD "stranger x\n",
		HEAD "file " HASH " 12 form\n",
		HEAD "file " HASH " 12 form night.txt\n",
		HEAD "file " HASH " 12 cards night.json\n",
		HEAD "file " HASH " 12 form night.set.json\n",
		HEAD "file " HASH " 12 form ../night.json\n",
		HEAD "file " HASH " 12 form a/night.json\n",
		HEAD "file " HASH " 12 form .night.json\n",
		HEAD "file " HASH " 12 form .json\n",
		HEAD "file " HASH " 12 form Night.json\n",
		HEAD "file " HASH " 12 form night.json x\n",
		HEAD "file " HASH " 12 cards pack.txt\n",
		HEAD "file " HASH " 0 form night.json\n",
		HEAD "file " HASH " 1000001 form night.json\n",
		HEAD "file " HASH " -1 form night.json\n",
		HEAD "file 0123 12 form night.json\n",
		HEAD "file " HASH "0 12 form night.json\n",
		HEAD "file "
		     "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef 12 form "
		     "night.json\n",
		HEAD "file " HASH " 12 form night.json\nfile " HASH " 12 form night.json\n",
	};

	(void)state;
	assert_true(reads(HEAD));
	assert_true(reads(HEAD "file " HASH " 12 form night.json\n"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (reads(bad[i]))
			fail_msg("read: %s", bad[i]);
}

static void too_much_is_refused(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	buf_adds(&text, HEAD);
	for (int i = 0; i < 4; i++)
		buf_addf(&text, "file " HASH " 1000000 form a%d.json\n", i);
	assert_true(reads(text.p)); /* exactly as much as may be */
	buf_adds(&text, "file " HASH " 1 form b.json\n");
	assert_false(reads(text.p));
	buf_reset(&text);
	buf_adds(&text, HEAD);
	for (int i = 0; i < PACK_FILES_MAX; i++)
		buf_addf(&text, "file " HASH " 1 form a%d.json\n", i);
	assert_true(reads(text.p));
	buf_adds(&text, "file " HASH " 1 form b.json\n");
	assert_false(reads(text.p));
	buf_reset(&text);
	buf_adds(&text, HEAD);
	while (text.n <= PACK_TEXT_MAX)
		buf_adds(&text, "# nothing is said here\n");
	assert_false(reads(text.p));
	buf_finish(&text);
}

static void a_head_keeps_all_but_its_files(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, PACK_TEXT_MAX);
	assert_true(pack_head(str_of("# ours\nname a\n file x\nfile y\ntitle file z"), &out));
	assert_string_equal(out.p, "# ours\nname a\ntitle file z\n");
	buf_finish(&out);
}

static void a_signature_is_read_as_it_is_written(void **state)
{
	struct pack_sig a = { HASH, HASH HASH }, b;
	struct buf out;

	(void)state;
	buf_init(&out, PACK_SIG_MAX);
	assert_true(pack_sig_write(&a, &out));
	assert_true(pack_sig_read(str_of(out.p), &b, NULL));
	assert_string_equal(a.key, b.key);
	assert_string_equal(a.sig, b.sig);
	out.p[out.n - 2] = 'g';
	assert_false(pack_sig_read(str_of(out.p), &b, NULL));
	assert_false(pack_sig_read(str_of("key " HASH "\n"), &b, NULL));
	assert_false(pack_sig_read(str_of("sig " HASH HASH "\n"), &b, NULL));
	buf_finish(&out);
}

/* ---- forms ---- */

struct heard {
	struct buf text;
	int bad, notes, good;
};

static void hear(void *user, const struct pack_finding *f)
{
	struct heard *h = user;

	buf_addf(&h->text, "%s|%s|%s\n", f->file, f->item, f->words);
	h->bad += f->says == PACK_BAD;
	h->notes += f->says == PACK_NOTE;
	h->good += f->says == PACK_GOOD;
}

static bool form_is_good(const char *json, struct heard *h)
{
	const struct pack_form form = { "", str_of(json), NULL, 0 };
	const struct pack_report report = { hear, h };

	*h = (struct heard) { .bad = 0 };
	buf_init(&h->text, 1 << 16);
	return pack_check_form("f.json", &form, &report);
}

#define FORM(items)                                                                            \
	"{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"title\":\"T\","           \
	"\"item\":[" items "]}"

static void a_form_that_can_be_answered_is_good(void **state)
{
	static const char *const good[] = {
		FORM("{\"linkId\":\"1\",\"type\":\"string\",\"text\":\"A\",\"required\":true}"),
		FORM("{\"linkId\":\"1\",\"type\":\"boolean\",\"required\":true},"
		     "{\"linkId\":\"2\",\"type\":\"date\",\"required\":true},"
		     "{\"linkId\":\"3\",\"type\":\"time\",\"required\":true},"
		     "{\"linkId\":\"4\",\"type\":\"dateTime\",\"required\":true},"
		     "{\"linkId\":\"5\",\"type\":\"decimal\",\"required\":true},"
		     "{\"linkId\":\"6\",\"type\":\"url\",\"required\":true},"
		     "{\"linkId\":\"7\",\"type\":\"quantity\",\"required\":true}"),
		FORM("{\"linkId\":\"1\",\"type\":\"choice\",\"required\":true,\"answerOption\":"
		     "["
		     "{\"valueCoding\":{\"code\":\"a\",\"display\":\"A\"}}]}"),
		FORM("{\"linkId\":\"1\",\"type\":\"attachment\",\"text\":\"A\"}"),
		FORM("{\"linkId\":\"1\",\"type\":\"string\",\"readOnly\":true,\"required\":"
		     "true,"
		     "\"initial\":[{\"valueString\":\"x\"}]}"),
	};
	struct heard h;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (!form_is_good(good[i], &h) || h.bad || h.good != 1)
			fail_msg("%zu: %s", i, buf_text(&h.text));
		buf_finish(&h.text);
	}
}

static void what_is_wrong_with_a_form_is_said_by_item(void **state)
{
	static const struct {
		const char *form, *says;
	} bad[] = {
		{ "{", "f.json||" },
		{ "{\"resourceType\":\"Patient\"}", "f.json||" },
		{ "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"item\":[]}",
		  "f.json||it has no title" },
		{ FORM("{\"linkId\":\"4.2\",\"type\":\"attachment\",\"required\":true}"),
		  "f.json|4.2|it has to be answered, and cannot be here" },
		{ FORM("{\"linkId\":\"7\",\"type\":\"string\",\"required\":true,"
		       "\"readOnly\":true}"),
		  "f.json|7|it has to be answered, and is read-only" },
		{ FORM("{\"linkId\":\"8\",\"type\":\"integer\",\"required\":true,\"extension\":"
		       "["
		       "{\"url\":\"http://hl7.org/fhir/StructureDefinition/minValue\","
		       "\"valueInteger\":9},{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
		       "maxValue\",\"valueInteger\":2}]}"),
		  "f.json|8|it has to be answered, and no answer is taken" },
	};
	struct heard h;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (form_is_good(bad[i].form, &h) || !strstr(buf_text(&h.text), bad[i].says))
			fail_msg("%zu: %s", i, buf_text(&h.text));
		assert_int_equal(h.good, 0);
		buf_finish(&h.text);
	}
}

/* Asked only once another has an answer, which stands behind it. */
static void what_is_asked_later_is_tried_too(void **state)
{
	static const char form[] =
		FORM("{\"linkId\":\"1\",\"type\":\"reference\",\"required\":true,"
		     "\"enableWhen\":[{\"question\":\"2\",\"operator\":\"exists\","
		     "\"answerBoolean\":true}]},"
		     "{\"linkId\":\"3\",\"type\":\"integer\",\"required\":true,\"maxLength\":1,"
		     "\"extension\":[{\"url\":"
		     "\"http://hl7.org/fhir/StructureDefinition/minValue\",\"valueInteger\":3},"
		     "{\"url\":\"http://hl7.org/fhir/StructureDefinition/maxValue\","
		     "\"valueInteger\":1}],"
		     "\"enableWhen\":[{\"question\":\"2\",\"operator\":\"exists\","
		     "\"answerBoolean\":true}]},"
		     "{\"linkId\":\"2\",\"type\":\"string\",\"required\":true}");
	struct heard h;

	(void)state;
	assert_false(form_is_good(form, &h));
	assert_non_null(strstr(buf_text(&h.text), "f.json|1|"));
	assert_non_null(strstr(buf_text(&h.text), "f.json|3|it has to be answered, and no"));
	buf_finish(&h.text);
}

static void lacks_are_notes(void **state)
{
	struct heard h;

	(void)state;
	assert_true(form_is_good(
		FORM("{\"linkId\":\"9\",\"type\":\"string\",\"extension\":[{\"url\":"
		     "\"http://example.org/whatever\",\"valueString\":\"x\"}]}"),
		&h));
	assert_int_equal(h.notes, 1);
	assert_non_null(strstr(buf_text(&h.text), "f.json|9|an extension without effect"));
	buf_finish(&h.text);
}

/* ---- cards ---- */

static bool reads_cards(const char *text)
{
	struct pack_cards *c = mem_get(sizeof(*c));
	struct arena mem = { 0 };
	const bool good = pack_cards_read(str_of(text), &mem, c, NULL);

	arena_finish(&mem);
	free(c);
	return good;
}

static void cards_have_a_title_and_steps(void **state)
{
	static const char *const bad[] = {
		"",
		"title T\n",
		"card a A\nstep S\n",
		"title T\ncard a A\n",
		"title T\nstep S\n",
		"title T\ncard a A\nstep S\ncard a B\nstep S\n",
		"title T\ncard A A\nstep S\n",
		"title T\ncard a\nstep S\n",
		"title T\ncard a A\nstep \033[2J\n",
		"title T\ncard a A\nwhat S\n",
	};
	char situation[PACK_PATH_MAX + 1];
	struct pack_file f = { .path = "craving.es.txt" };

	(void)state;
	assert_true(reads_cards("title T\ncard a A\nstep S\nstep S\ncard b A\nstep S\n"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (reads_cards(bad[i]))
			fail_msg("read: %s", bad[i]);
	assert_string_equal(pack_cards_of(&f, situation), "es");
	assert_string_equal(situation, "craving");
	snprintf(f.path, sizeof(f.path), "craving.txt");
	assert_string_equal(pack_cards_of(&f, situation), "");
	assert_string_equal(situation, "craving");
}

/* ---- a whole pack ---- */

static void put(struct pack *p, const char *path, const char *bytes)
{
	struct pack_file *f = &p->files[p->count++];

	snprintf(f->path, sizeof(f->path), "%s", path);
	assert_true(pack_kind_of(str_of(path), &f->kind));
	snprintf(f->hash, sizeof(f->hash), "%s", HASH);
	snprintf(f->seen, sizeof(f->seen), "%s", HASH);
	f->bytes = str_of(bytes);
	f->size = f->bytes.n;
}

static bool pack_is_good(const struct pack *p, const char *says)
{
	struct heard h = { .bad = 0 };
	const struct pack_report report = { hear, &h };
	bool good;

	buf_init(&h.text, 1 << 16);
	good = pack_check(p, &report);
	assert_int_equal(good, h.bad == 0);
	if (says && !strstr(buf_text(&h.text), says))
		fail_msg("not %s: %s", says, buf_text(&h.text));
	if (good)
		assert_true(pack_check(p, NULL));
	buf_finish(&h.text);
	return good;
}

static const char one[] = FORM("{\"linkId\":\"1\",\"type\":\"string\"}");
static const char two[] =
	"{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"title\":\"U\",\"item\":["
	"{\"linkId\":\"1\",\"type\":\"choice\",\"answerValueSet\":\"http://b.org/set\"}]}";
static const char set[] =
	"{\"resourceType\":\"ValueSet\",\"url\":\"http://b.org/set\",\"status\":\"active\","
	"\"compose\":{\"include\":[{\"system\":\"http://b.org\",\"concept\":[{\"code\":\"a\","
	"\"display\":\"A\"}]}]}}";

static void every_file_has_to_be_as_it_was_signed(void **state)
{
	struct pack *p = mem_get(sizeof(*p));

	(void)state;
	put(p, "one.json", one);
	put(p, "two.json", two);
	assert_true(pack_is_good(p, "two.json|1|its choices are in a value set"));
	put(p, "set.set.json", set);
	assert_true(pack_is_good(p, "two.json||it can be filled in"));
	p->files[0].seen[5] ^= 1;
	assert_false(pack_is_good(p, "one.json||it has changed"));
	assert_false(pack_check(p, NULL));
	p->files[0].seen[5] ^= 1;
	p->files[2].size++;
	assert_false(pack_is_good(p, "set.set.json||it is not as long"));
	assert_false(pack_check(p, NULL));
	p->files[2].size--;
	p->files[1].bytes.p = NULL;
	assert_false(pack_is_good(p, "two.json||it is missing"));
	assert_false(pack_check(p, NULL));
	p->files[1].bytes = str_of(one);
	p->files[1].size = p->files[1].bytes.n;
	assert_false(pack_is_good(p, "two.json||another form of the pack has its title"));
	put(p, "words.txt", "not \xff UTF-8");
	assert_false(pack_check(p, NULL));
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pack_is_what_its_lines_say),
		cmocka_unit_test(what_is_wrong_is_refused),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(a_head_keeps_all_but_its_files),
		cmocka_unit_test(a_signature_is_read_as_it_is_written),
		cmocka_unit_test(a_form_that_can_be_answered_is_good),
		cmocka_unit_test(what_is_wrong_with_a_form_is_said_by_item),
		cmocka_unit_test(what_is_asked_later_is_tried_too),
		cmocka_unit_test(lacks_are_notes),
		cmocka_unit_test(cards_have_a_title_and_steps),
		cmocka_unit_test(every_file_has_to_be_as_it_was_signed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
