// Links of the board or of the chosen picture to what the breakdown knows: a chip for each, and a list.
export function equipLinks(place, pins, wish, about) {
  const chips = place.querySelector("[data-chips]");
  const list = place.querySelector("[data-link]");
  const known = new Map([...(list?.querySelectorAll("option[data-address]") ?? [])].map((one) => [one.value, one]));
  let told = "";

  const asked = (field, on) => {
    const [, kind, ...name] = field.split(" ");
    return { kind, name: name.join(" "), on };
  };

  function chip(field) {
    const option = known.get(field);
    const item = document.createElement("li");
    const name = document.createElement(option ? "a" : "span");
    name.textContent = option?.textContent ?? `${asked(field).name} (${chips.dataset.resting})`;
    name.translate = false;
    if (option) name.href = option.dataset.address;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "chip-away";
    away.textContent = "\u00d7";
    away.setAttribute("aria-label", `${chips.dataset.take}: ${name.textContent}`);
    away.addEventListener("click", () => wish(about(), "link", asked(field, false)));
    item.append(name, away);
    return item;
  }

  list?.addEventListener("change", () => {
    if (list.value && about()) wish(about(), "link", asked(list.value, true));
    list.value = "";
  });

  return () => {
    const fields = about() ? pins.shown(about()) : {};
    const standing = Object.keys(fields).filter((field) => field.startsWith("link ") && fields[field]).sort();
    if (standing.join("\n") === told) return;
    told = standing.join("\n");
    chips.replaceChildren(...standing.map(chip));
  };
}
