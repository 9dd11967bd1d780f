/* SPDX-License-Identifier: MIT */
/* A calendar of one's own from an address: fetched, asked for again, and what goes wrong. */
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/core.h"
#include "support/pair.h"

/* ---- a web server: one process, one request at a time; what it was asked goes up a pipe ---- */

struct web {
	int port, asked; /* asked: to read the requests from */
	pid_t child;
};

#define EVENT(name)                                                                            \
	"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261202T013000Z\r\n"             \
	"DTEND:20261202T030000Z\r\nSUMMARY:" name "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
#define ANSWER(status, head) "HTTP/1.1 " status "\r\nConnection: close\r\n" head "\r\n"

static const struct {
	const char *path, *answer;
} pages[] = {
	{ "GET /a.ics ", ANSWER("200 OK", "ETag: \"one\"\r\nLast-Modified: Mon, 30 Nov 2026 "
					  "12:00:00 GMT\r\n") EVENT("Dentist") },
	{ "GET /moved ",
	  ANSWER("302 Found", "ETag: \"old\"\r\nLocation: /a.ics\r\n") "Not here." },
	{ "GET /file ", ANSWER("302 Found", "Location: file:///etc/hostname\r\n") },
	{ "GET /round ", ANSWER("302 Found", "Location: /round\r\n") },
	{ "GET /page ", ANSWER("200 OK", "") "<html>Sign in</html>" },
	{ "GET /none ", ANSWER("404 Not Found", "") EVENT("No") },
};

static void write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t did = write(fd, p, n);

		if (did <= 0)
			return;
		p += did;
		n -= (size_t)did;
	}
}

static void answer(int fd, const char *request)
{
	static char large[5 << 20];

	if (strstr(request, "If-None-Match: \"one\"")) {
		write_all(fd, ANSWER("304 Not Modified", ""),
			  strlen(ANSWER("304 Not Modified", "")));
		return;
	}
	if (strncmp(request, "GET /large ", 11) == 0) {
		memset(large, 'x', sizeof(large));
		write_all(fd, ANSWER("200 OK", ""), strlen(ANSWER("200 OK", "")));
		write_all(fd, large, sizeof(large));
		return;
	}
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (strncmp(request, pages[i].path, strlen(pages[i].path)) == 0)
			write_all(fd, pages[i].answer, strlen(pages[i].answer));
}

static void serve_all(int listener, int up)
{
	static char request[8192];

	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that failed leaves nobody behind */
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		int fd = accept(listener, NULL, NULL);
		size_t n = 0;
		ssize_t got = 1;

		while (got > 0 && n < sizeof(request) - 1 && !strstr(request, "\r\n\r\n")) {
			got = read(fd, request + n, sizeof(request) - 1 - n);
			n += got > 0 ? (size_t)got : 0;
			request[n] = '\0';
		}
		write_all(up, request, n);
		answer(fd, request);
		close(fd);
		memset(request, 0, sizeof(request));
	}
}

static void web_up(struct web *w)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(at);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), up[2];

	assert_int_equal(bind(listener, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(listener, 8), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &size), 0);
	assert_int_equal(pipe(up), 0);
	w->port = ntohs(at.sin_port);
	w->child = fork();
	if (w->child == 0)
		serve_all(listener, up[1]);
	close(listener);
	close(up[1]);
	w->asked = up[0];
}

static void web_down(struct web *w)
{
	kill(w->child, SIGKILL);
	waitpid(w->child, NULL, 0);
	close(w->asked);
}

/* What it was asked, all of it. */
static const char *web_asked(struct web *w)
{
	static char text[16384];
	ssize_t n = read(w->asked, text, sizeof(text) - 1);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

/* ---- the client's side ---- */

static bool is_read(struct pair *p)
{
	struct pl_overlay o;

	pl_client_overlay_state(p->client, &o);
	return !o.busy;
}

static struct pl_overlay fetch(struct pair *p, struct web *w, const char *path)
{
	char from[128];
	struct pl_overlay o;

	snprintf(from, sizeof(from), "http://127.0.0.1:%d/%s", w->port, path);
	assert_int_equal(pl_client_overlay(p->client, from, false), PL_OK);
	pl_client_overlay_state(p->client, &o);
	assert_true(o.busy);
	assert_int_equal(pl_client_overlay(p->client, from, false), PL_FAIL_NOT_NOW);
	pair_until(p, is_read);
	assert_true(p->changed & PL_CHANGED_SCHEDULE);
	pl_client_overlay_state(p->client, &o);
	return o;
}

static const char *title(struct pair *p)
{
	const struct pl_occurrence *o;

	if (!pl_client_schedule(p->client, INT64_C(1796040000000), INT64_C(1796240000000), &o))
		return "";
	return o->title;
}

static void an_address__and_the_same_again(void **state)
{
	struct pair *p = *state;
	struct web w;
	const char *asked;

	web_up(&w);
	pair_guest(p);
	assert_int_equal(fetch(p, &w, "a.ics").events, 1);
	assert_string_equal(title(p), "Dentist");
	asked = web_asked(&w);
	assert_null(strcasestr(asked, "authorization"));
	assert_null(strcasestr(asked, "if-"));
	assert_null(strcasestr(asked, "porchlight"));
	assert_int_equal(fetch(p, &w, "a.ics").problems_total, 0);
	asked = web_asked(&w);
	assert_non_null(strstr(asked, "If-None-Match: \"one\"\r\n"));
	assert_non_null(strstr(asked, "If-Modified-Since: Mon, 30 Nov 2026 12:00:00 GMT\r\n"));
	assert_string_equal(title(p), "Dentist");
	web_down(&w);
}

static void an_address_that_has_moved(void **state)
{
	struct pair *p = *state;
	struct web w;

	web_up(&w);
	pair_guest(p);
	assert_int_equal(fetch(p, &w, "moved").events, 1);
	assert_string_equal(title(p), "Dentist");
	web_down(&w);
}

static const struct {
	const char *path;
	enum pl_calendar_fault fault;
} bad[] = {
	{ "file", PL_CALENDAR_UNREADABLE },  { "round", PL_CALENDAR_UNREADABLE },
	{ "none", PL_CALENDAR_UNREADABLE },  { "page", PL_CALENDAR_NONE },
	{ "large", PL_CALENDAR_UNREADABLE }, { "silence", PL_CALENDAR_UNREADABLE },
};

static void what_cannot_be_had__leaves_what_was_there(void **state)
{
	struct pair *p = *state;
	struct web w;

	web_up(&w);
	pair_guest(p);
	fetch(p, &w, "a.ics");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct pl_overlay o = fetch(p, &w, bad[i].path);

		assert_int_equal(o.problems_total, 1);
		if (o.problems[0].fault != (int)bad[i].fault)
			fail_msg("%s: %d", bad[i].path, o.problems[0].fault);
		assert_non_null(strstr(o.from, "/a.ics"));
		assert_string_equal(title(p), "Dentist");
	}
	web_down(&w);
	assert_int_equal(fetch(p, &w, "a.ics").problems[0].fault, PL_CALENDAR_UNREADABLE);
	assert_string_equal(title(p), "Dentist");
}

/* Taken away while it comes: it does not come back. */
static void one_that_was_taken_away(void **state)
{
	struct pair *p = *state;
	struct web w;
	char from[64];

	web_up(&w);
	pair_guest(p);
	snprintf(from, sizeof(from), "http://127.0.0.1:%d/a.ics", w.port);
	assert_int_equal(pl_client_overlay(p->client, from, false), PL_OK);
	assert_int_equal(pl_client_overlay(p->client, "", false), PL_OK);
	pair_settle(p);
	assert_string_equal(title(p), "");
	/* Nor is it taken for what was asked for since. */
	assert_int_equal(pl_client_overlay(p->client, from, false), PL_OK);
	assert_int_equal(pl_client_overlay(p->client, "", false), PL_OK);
	assert_int_equal(fetch(p, &w, "page").events, 0);
	assert_string_equal(title(p), "");
	web_down(&w);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, pair_open, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_address__and_the_same_again),
		CASE(an_address_that_has_moved),
		CASE(what_cannot_be_had__leaves_what_was_there),
		CASE(one_that_was_taken_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
