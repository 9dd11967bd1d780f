/* SPDX-License-Identifier: MIT */
/* user totp: the figures of a phone, for somebody of the staff. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "server/admin.h"
#include "server/device.h"
#include "server/figures.h"
#include "server/seal.h"

enum { TEXT_MAX = 1024, GROUP = 4 };

/* As it is read aloud: the words of the International Radiotelephony Spelling Alphabet. */
static const char *const aloud[] = {
	"alfa",   "bravo",   "charlie", "delta",  "echo",   "foxtrot", "golf",
	"hotel",  "india",   "juliett", "kilo",   "lima",   "mike",    "november",
	"oscar",  "papa",    "quebec",  "romeo",  "sierra", "tango",   "uniform",
	"victor", "whiskey", "xray",    "yankee", "zulu",
};
static const char *const digits[] = { "zero", "one", "two",   "three", "four",
				      "five", "six", "seven", "eight", "nine" };

static const char *word_of(char c)
{
	return c >= 'A' && c <= 'Z' ? aloud[c - 'A'] : digits[(c - '0') % 10];
}

static void print_aloud(const char *secret)
{
	for (size_t i = 0; secret[i]; i++)
		printf("%s%s%s", i % GROUP == 0 ? "  " : " ", word_of(secret[i]),
		       i % GROUP == GROUP - 1 ? "\n" : "");
}

static void print_codes(const char *codes)
{
	for (const char *at = codes; *at; at += strspn(at, " ")) {
		const size_t n = strcspn(at, " ");

		printf("  %.*s\n", (int)n, at);
		at += n;
	}
}

static void print_all(const char *name, const char *secret, const char *codes)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	figures_uri(secret, name, &text);
	printf("From now on %s signs in with the passphrase and 6 figures of a phone app.\n"
	       "This is shown once.  For the app, whole:\n  %s\n",
	       name, buf_text(&text));
	buf_reset(&text);
	figures_group(secret, &text);
	printf("To be typed into it:\n  %s\nTo be read aloud:\n", buf_text(&text));
	print_aloud(secret);
	puts("Recovery codes, each good once in place of the figures:");
	print_codes(codes);
	sodium_memzero(text.p, text.size);
	buf_finish(&text);
}

static bool set(struct admin *a, int64_t member, struct str sealed, struct str hashes,
		struct err *err)
{
	return admin_ask(a,
			 (struct store_req) { .op = STORE_FIGURES_SET,
					      .member = member,
					      .seq = 1,
					      .c = sealed,
					      .d = hashes },
			 err);
}

static bool switch_on(struct admin *a, int64_t member, struct err *err)
{
	char secret[FIGURES_SECRET] = "";
	struct buf sealed, codes, hashes;
	bool good;

	buf_init(&sealed, TEXT_MAX);
	buf_init(&codes, TEXT_MAX);
	buf_init(&hashes, TEXT_MAX);
	figures_codes(&codes, &hashes);
	good = (figures_secret(secret) || err_set(err, ERR_NOT_NOW, "no secret can be made")) &&
	       seal_close(&a->conf, FIGURES_KEY, str_of(secret), &sealed, err) &&
	       set(a, member, (struct str) { sealed.p, sealed.n },
		   (struct str) { hashes.p, hashes.n }, err);
	if (good)
		print_all(a->args[0], secret, buf_text(&codes));
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(codes.p, codes.size);
	buf_finish(&sealed);
	buf_finish(&codes);
	buf_finish(&hashes);
	return good;
}

static bool switch_off(struct admin *a, int64_t member, struct err *err)
{
	if (!set(a, member, str_of(""), str_of(""), err))
		return false;
	printf("%s signs in with the passphrase alone%s\n", a->args[0],
	       strcmp(a->conf.totp, "staff") == 0 ? ", once, and is given a new secret then"
						  : "");
	return true;
}

struct sought {
	int64_t member;
	bool staff;
};

static void on_users(void *user, const struct store_reply *r)
{
	struct sought *s = user;

	for (size_t i = 0; i < r->count; i++)
		if (r->users[i].id == s->member)
			s->staff = device_is_staff(r->users[i].role);
}

/* Who is a patient must not be kept out by a lost phone. */
static bool find_staff(struct admin *a, int64_t *member, struct err *err)
{
	struct sought s = { 0 };

	if (!admin_find_user(a, a->args[0], &s.member, err) ||
	    !admin_ask(a,
		       (struct store_req) { .op = STORE_USERS, .done = on_users, .user = &s },
		       err))
		return false;
	*member = s.member;
	return s.staff ||
	       err_set(err, ERR_REFUSED, "%s is neither facilitator nor admin", a->args[0]);
}

bool admin_user_totp(struct admin *a, struct err *err)
{
	const bool off = a->args_count == 2;
	int64_t member;

	if (off && strcmp(a->args[1], "off") != 0)
		return err_set(err, ERR_BAD_INPUT, "usage: porchlightd user totp NAME [off]");
	if (!find_staff(a, &member, err))
		return false;
	return off ? switch_off(a, member, err) : switch_on(a, member, err);
}
