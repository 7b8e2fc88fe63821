// Everything works without this file; it adds scrolling by arrows, moving by keys, small
// exchanges without a new page (htmx), and the record of what was shown.
import "htmx.org";
import { equipBreakStrip } from "./break_strip.js";
import { equipDeskKeys } from "./desk_keys.js";
import { watchImpressions } from "./impressions.js";
import { equipPreviews } from "./previews.js";
import { equipSearch } from "./search.js";
import { equipStripboard } from "./stripboard.js";
import { equipStrips } from "./strips.js";

equipStrips(document);
equipDeskKeys(document);
equipPreviews(document);
equipSearch(document, watchImpressions(document));
equipStripboard(document);
equipBreakStrip(document);
