/* SPDX-License-Identifier: MIT */
#include "support/radicale.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

static bool write_file(const struct radicale *r, const char *name, const char *text)
{
	char path[TMPDIR_PATH + 20];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", r->dir, name);
	f = fopen(path, "w");
	return f && fputs(text, f) >= 0 && fclose(f) == 0;
}

/* Who asks may do all, with a name or without. */
static bool configure(const struct radicale *r)
{
	char text[600];

	snprintf(text, sizeof(text),
		 "[server]\nhosts = 127.0.0.1:0\n[auth]\ntype = none\n"
		 "[rights]\ntype = from_file\nfile = %s/rights\n"
		 "[storage]\nfilesystem_folder = %s/store\n[logging]\nlevel = info\n",
		 r->dir, r->dir);
	return write_file(r, "config", text) &&
	       write_file(r, "rights", "[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n");
}

bool radicale_open(struct radicale *r)
{
	static const char at[] = "Listening on '[127.0.0.1]:";
	char config[TMPDIR_PATH + 20];
	const char *argv[] = { RADICALE, "--config", config, NULL };
	const char *port;

	*r = (struct radicale) { 0 };
	if (!tmpdir_make(r->dir) || !configure(r))
		return false;
	snprintf(config, sizeof(config), "%s/config", r->dir);
	if (!child_open(&r->server, argv, NULL) || !child_wait_for(&r->server, "server ready"))
		return false;
	port = strstr(buf_text(&r->server.seen), at);
	r->port = port ? (int)strtol(port + strlen(at), NULL, 10) : 0;
	return r->port > 0;
}

void radicale_kill(struct radicale *r)
{
	child_kill(&r->server, SIGKILL);
	child_end(&r->server);
}

void radicale_close(struct radicale *r)
{
	child_finish(&r->server);
	tmpdir_drop(r->dir);
}

void radicale_address(const struct radicale *r, const char *name, char out[80])
{
	snprintf(out, 80, "http://127.0.0.1:%d/ana/%s/", r->port, name);
}

/* What has a name makes that person's folder on the way. */
bool radicale_put(const struct radicale *r, const char *name, struct str calendar)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: text/calendar");
	CURL *curl = curl_easy_init();
	char address[80];
	long status = 0;

	radicale_address(r, name, address);
	curl_easy_setopt(curl, CURLOPT_URL, address);
	curl_easy_setopt(curl, CURLOPT_USERPWD, "ana:any");
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)calendar.n);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, calendar.p);
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	if (curl_easy_perform(curl) == CURLE_OK)
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	return status == 201 || status == 204;
}
