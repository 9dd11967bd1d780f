/* SPDX-License-Identifier: MIT */
/*
 * list FILE FROM TO HERE DAYS: the occurrences of calendars, for rules.py to look at.  FILE has one
 * calendar behind the other; FROM and TO are seconds of UTC, asked for
 * DAYS at a time.  Answers two lines for each:
 *
 *   NUMBER ours START...      occur_list, seconds of UTC
 *   NUMBER libical START...   icalrecur_iterator alone, seconds on the wall; the first so
 *                             many, where the calendar asks for them by X-PLAIN:COUNT
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include "schedule/occur.h"
#include "schedule/zone_table.h"

enum { FILE_MAX = 64 << 20 };

struct task {
	int64_t from, to, window;
	const char *here;
};

/* Window by window; what goes on from one into the next is counted in the first. */
static void list_ours(int number, struct str text, const struct task *t)
{
	struct calendar *c = calendar_read(text, NULL);
	struct occur *all = mem_get(OCCUR_MAX * sizeof(*all));

	printf("%d ours", number);
	for (int64_t from = t->from; c && from < t->to; from += t->window) {
		int64_t to = from + t->window < t->to ? from + t->window : t->to;
		size_t n = occur_list(c, from * 1000, to * 1000, t->here, all, OCCUR_MAX);

		for (size_t i = 0; i < n && i < OCCUR_MAX; i++)
			if (all[i].start_utc_ms >= from * 1000)
				printf(" %lld", (long long)(all[i].start_utc_ms / 1000));
		if (n > OCCUR_MAX)
			printf(" many");
	}
	printf("\n");
	calendar_free(c);
	free(all);
}

/* As many as there should be and no more: for what is not there libical may look for ever. */
static void list_plain(int number, const char *text, long count)
{
	icalcomponent *c = icalparser_parse_string(text);
	icalcomponent *e =
		c ? icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT) : NULL;
	icalproperty *rule =
		e ? icalcomponent_get_first_property(e, ICAL_RRULE_PROPERTY) : NULL;
	icalproperty *start =
		e ? icalcomponent_get_first_property(e, ICAL_DTSTART_PROPERTY) : NULL;
	icalrecur_iterator *at = NULL;
	struct icaltimetype one;

	printf("%d libical", number);
	if (rule && start) {
		struct icalrecurrencetype r = icalproperty_get_rrule(rule);

		r.until = icaltime_null_time(); /* of UTC; here are no zones */
		at = icalrecur_iterator_new(r, icalproperty_get_dtstart(start));
	}
	for (long i = 0; at && i < count; i++) {
		one = icalrecur_iterator_next(at);
		if (icaltime_is_null_time(one))
			break;
		printf(" %lld", (long long)zone_seconds(one));
	}
	printf("\n");
	if (at)
		icalrecur_iterator_free(at);
	if (c)
		icalcomponent_free(c);
}

static void list_all(const char *text, const struct task *t)
{
	static const char end[] = "END:VCALENDAR\r\n";
	int number = 0;

	for (const char *stop; (stop = strstr(text, end)); text = stop, number++) {
		char *one, *plain;

		stop += sizeof(end) - 1;
		one = mem_dup(text, (size_t)(stop - text));
		list_ours(number, str_of(one), t);
		plain = strstr(one, "X-PLAIN:");
		if (plain)
			list_plain(number, one, strtol(plain + 8, NULL, 10));
		free(one);
	}
}

int main(int argc, char **argv)
{
	char *text = mem_get(FILE_MAX);
	FILE *f = argc == 6 ? fopen(argv[1], "rb") : NULL;
	struct task t;

	icalerror_set_errors_are_fatal(0);
	if (!f || fread(text, 1, FILE_MAX - 1, f) == 0) {
		fprintf(stderr, "usage: list FILE FROM TO HERE DAYS\n");
		return 2;
	}
	fclose(f);
	t = (struct task) { .from = strtoll(argv[2], NULL, 10),
			    .to = strtoll(argv[3], NULL, 10),
			    .window = strtoll(argv[5], NULL, 10) * 86400,
			    .here = argv[4] };
	list_all(text, &t);
	free(text);
	return 0;
}
