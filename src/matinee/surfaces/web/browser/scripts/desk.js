// What the desk's pages add to app.js: keys, the stripboard's drag and drop, the strip of breaks, and
// the window of a crop.
import { equipBreakStrip } from "./break_strip.js";
import { equipCropWindow } from "./crop_window.js";
import { equipDeskKeys } from "./desk_keys.js";
import { equipStripboard } from "./stripboard.js";

equipDeskKeys(document);
equipStripboard(document);
equipBreakStrip(document);
equipCropWindow(document);
