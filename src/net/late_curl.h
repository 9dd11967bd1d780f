/* SPDX-License-Identifier: MIT */
/*
 * libcurl, loaded when it is first needed.  It brings thirty libraries along (3 MB and
 * 10 ms), and a client that is signed in already may never need it.
 */
#ifndef NET_LATE_CURL_H
#define NET_LATE_CURL_H

#include <stdbool.h>

#include <curl/curl.h>

struct late_curl {
	CURL *(*init)(void);
	void (*cleanup)(CURL *curl);
	CURLcode (*setopt)(CURL *curl, CURLoption option, ...);
	CURLcode (*perform)(CURL *curl);
	CURLcode (*getinfo)(CURL *curl, CURLINFO info, ...);
	struct curl_slist *(*append)(struct curl_slist *list, const char *text);
	void (*free_all)(struct curl_slist *list);
};

/* False: it is not there.  It stays loaded. */
bool late_curl_load(struct late_curl *out);

#endif
