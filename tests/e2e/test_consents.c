/* SPDX-License-Identifier: MIT */
/* A consent, from the clinic that prepares it to the patient who signs it and takes it back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/town.h"

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

/* Ends with this status, and says so. */
static void runs(struct town *t, int status, const char *says, const char *const *words)
{
	struct buf out;

	buf_init(&out, 1 << 16);
	if (town_admin(t, &out, words) != status || !strstr(buf_text(&out), says))
		fail_msg("not %d and '%s': %s", status, says, buf_text(&out));
	buf_finish(&out);
}

#define RUNS(t, status, says, ...)                                                             \
	runs(t, status, says, (const char *const[]) { __VA_ARGS__, NULL })

static void export(struct town *t, int status, const char *says)
{
	RUNS(t, status, says, "attendance", "Evening", "--for=consent:1");
}

static void a_patient_signs_here_and_takes_it_back_at_once(void **state)
{
	struct town *t = *state;
	struct child ana, ben;

	town_join(t, &ana, "Ana", "patient");
	town_join(t, &ben, "Ben", "patient");
	HEARS(&ana, "Nothing has been said yet.");
	HEARS(&ben, "Nothing has been said yet.");
	RUNS(t, 2, "say with --for why this may be given out", "attendance", "Evening");
	RUNS(t, 2, "a consent says who gets it", "consent", "offer", "Ana", "--what=notes");
	RUNS(t, 0, "Consent 1 waits for Ana to sign it", "consent", "offer", "Ana",
	     "--recipient=County Clinic", "--purpose=my aftercare", "--what=attendance",
	     "--until=2200-05-01");
	export(t, 1, "consent 1 is not signed");
	SAYS(&ben, "/consents");
	HEARS(&ben, "There is no consent of yours.");
	SAYS(&ben, "/sign 1 Ana");
	HEARS(&ben, "That was not done.");
	SAYS(&ana, "/sign 1 Ben");
	HEARS(&ana, "That was not done.");
	export(t, 1, "consent 1 is not signed");
	SAYS(&ana, "/consents");
	HEARS(&ana, "Who gets it: County Clinic.");
	HEARS(&ana, "Not signed.");
	SAYS(&ana, "/sign 1 ana");
	HEARS(&ana, "You have signed it.");
	export(t, 0, "Allowed: consent 1, signed ");
	export(t, 0, "42 CFR part 2 prohibits unauthorized use or disclosure");
	SAYS(&ben, "/revoke 1");
	HEARS(&ben, "That was not done.");
	SAYS(&ana, "/revoke 1");
	HEARS(&ana, "You have taken it back.");
	export(t, 1, "consent 1 is over, or was taken back");
	SAYS(&ana, "/consents");
	HEARS(&ana, "given out: attendance. To: County Clinic. Why: consent.");
	assert_int_equal(child_count(&ben, "County"), 0);
	RUNS(t, 0, "\tAna\tattendance\tconsent:1\tCounty Clinic\t", "disclosures", "Ana");
	RUNS(t, 0, "ok   the log of consents is whole: 5 rows", "check");
	child_finish(&ana);
	child_finish(&ben);
}

/* Offered in two languages, read and signed in one of them, and kept in that one. */
static void a_patient_reads_and_signs_in_spanish(void **state)
{
	struct town *t = *state;
	char *invite = town_invite(t, "patient");
	const char *const *words = town_in_spanish(town_words(t, "Eva", "--line", invite));
	struct child eva;

	if (!words) {
		free(invite);
		print_message("msgfmt is not here: nobody speaks Spanish\n");
		skip();
	}
	assert_true(child_open(&eva, words, NULL));
	free(invite);
	HEARS(&eva, "Ya es parte del grupo.");
	HEARS(&eva, "Evening");
	RUNS(t, 0, "The same in Spanish:", "consent", "offer", "Eva",
	     "--recipient=County Clinic", "--purpose=my aftercare", "--what=attendance",
	     "--until=2200-05-01");
	SAYS(&eva, "/consents");
	HEARS(&eva, "Soy Eva. Permito que este programa");
	HEARS(&eva, "Sin firmar.");
	SAYS(&eva, "/sign 1 Eva");
	HEARS(&eva, "Usted lo firmó.");
	RUNS(t, 0, "here. Read in Spanish.\n\nThe same in English:", "consent", "show", "1");
	RUNS(t, 0, "Quién lo recibe: County Clinic.", "consent", "show", "1");
	export(t, 0, "42 CFR part 2 prohibits unauthorized use or disclosure");
	SAYS(&eva, "/revoke 1");
	HEARS(&eva, "Usted lo retiró.");
	SAYS(&eva, "/consents");
	HEARS(&eva, "aquí. Leído en español. Retirado el ");
	HEARS(&eva, ": lo hizo la persona misma, aquí.");
	HEARS(&eva, "se dio a otros: asistencia. A: County Clinic.");
	assert_int_equal(child_count(&eva, "I am Eva"), 0);
	child_finish(&eva);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_patient_signs_here_and_takes_it_back_at_once,
						town_open, town_close),
		cmocka_unit_test_setup_teardown(a_patient_reads_and_signs_in_spanish, town_open,
						town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
