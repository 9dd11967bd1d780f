/* SPDX-License-Identifier: MIT */
#include "net/late_curl.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#include "base/log.h"

/* ISO C has no cast from what dlsym gives to a function. */
static bool find(void *library, const char *name, void *slot)
{
	void *symbol = dlsym(library, name);

	memcpy(slot, &symbol, sizeof(symbol));
	return symbol != NULL;
}

bool late_curl_load(struct late_curl *out)
{
	void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

	if (library && find(library, "curl_easy_init", &out->init) &&
	    find(library, "curl_easy_cleanup", &out->cleanup) &&
	    find(library, "curl_easy_setopt", &out->setopt) &&
	    find(library, "curl_easy_perform", &out->perform) &&
	    find(library, "curl_easy_getinfo", &out->getinfo) &&
	    find(library, "curl_slist_append", &out->append) &&
	    find(library, "curl_slist_free_all", &out->free_all))
		return true;
	log_event(LOG_ERROR_, "curl", "problem=missing");
	return false;
}
