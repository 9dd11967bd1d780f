/* SPDX-License-Identifier: MIT */
#include "base/process.h"
#include "server/admin.h"

int main(int argc, char **argv)
{
	process_keep_private();
	process_wipe_freed();
	return admin_main(argc, argv);
}
