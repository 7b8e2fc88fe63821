// Comments on the chosen picture: each stands for itself, and none is overwritten.
export function equipComments(words, pins, wish, about) {
  const list = words.querySelector("[data-comments]");
  const [text, as] = [words.querySelector("[data-comment]"), words.querySelector("[data-as]")];

  function item([field, { by, text: said }]) {
    const line = document.createElement("li");
    line.translate = false;
    const name = document.createElement("b");
    name.textContent = by;
    line.append(name, ` ${said}`);
    if (!list.dataset.take) return line;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "chip-away";
    away.textContent = "\u00d7";
    away.setAttribute("aria-label", `${list.dataset.take}: ${said}`);
    away.addEventListener("click", () => wish(about(), "hush", field.split(" ")[1]));
    line.append(away);
    return line;
  }

  function tell() {
    const fields = pins.shown(about());
    const standing = Object.entries(fields).filter(([field, value]) => field.startsWith("comment ") && value);
    list.replaceChildren(...standing.map(item));
  }

  function say() {
    const said = text.value.trim();
    if (!said || (as && !as.reportValidity())) return;
    wish(about(), "comment", said, as?.value.trim());
    text.value = "";
  }

  if (as) as.required = true;
  return { tell, say };
}
