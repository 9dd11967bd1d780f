/* SPDX-License-Identifier: MIT */
#include "bench/big_form.h"

void big_form(struct buf *b)
{
	const int filler = 420;

	buf_adds(b, "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:bench\",\"item\":[");
	for (int i = 0; i < BIG_FORM_ITEMS; i++) {
		if (i % 10 == 0) {
			buf_addf(b,
				 "%s{\"linkId\":\"%d\",\"type\":\"group\",\"text\":\"Part "
				 "%d\",\"item\":[",
				 i ? "," : "", i, i / 10);
			continue;
		}
		buf_addf(b, "%s{\"linkId\":\"%d\",\"text\":\"%0*d\",", i % 10 > 1 ? "," : "", i,
			 filler, i);
		if (i % 10 == 1)
			buf_adds(b, "\"type\":\"choice\",\"answerOption\":["
				    "{\"valueCoding\":{\"system\":\"s\",\"code\":\"a\","
				    "\"display\":\"Never\"}},"
				    "{\"valueCoding\":{\"system\":\"s\",\"code\":\"b\","
				    "\"display\":\"Seldom\"}},"
				    "{\"valueCoding\":{\"system\":\"s\",\"code\":\"c\","
				    "\"display\":\"Often\"}}]}");
		else
			buf_addf(b,
				 "\"type\":\"%s\",\"required\":true,\"enableWhen\":[{"
				 "\"question\":\"%d\","
				 "\"operator\":\"!=\",\"answerCoding\":{\"system\":\"s\","
				 "\"code\":\"a\"}}]}",
				 i % 2 ? "integer" : "string", i / 10 * 10 + 1);
		if (i % 10 == 9)
			buf_adds(b, "]}");
	}
	buf_adds(b, "]}");
}
