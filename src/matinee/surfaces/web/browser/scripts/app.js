// Everything works without this file; it adds scrolling by arrows, moving by keys, small
// exchanges without a new page (htmx), and the record of what was shown.
import htmx from "htmx.org";
import { watchImpressions } from "./impressions.js";
import { equipSearch } from "./search.js";
import { equipStrips } from "./strips.js";

// The desk's scripts come after this one: a second copy of htmx would act on everything twice.
globalThis.htmx = htmx;
// A question that a newer one replaced was given up on purpose, and is no error for the console. What
// fails is told by an event of its own (sendError, responseError) beside the one that all end with.
htmx.logger = (_element, event, detail) => {
  if (event === "htmx:sendAbort" || event === "htmx:afterRequest") detail.error = null;
};
equipStrips(document);
equipSearch(document, watchImpressions(document));
