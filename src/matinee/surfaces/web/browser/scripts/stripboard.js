// Strips are dragged from day to day; the server answers with the board as it then is. Without this
// file the form in every strip does the same.
const { htmx } = globalThis;

function boardOf(element) {
  return element.closest?.("[data-stripboard]");
}

function clear(board) {
  for (const marked of board.querySelectorAll(".over,.above")) {
    marked.classList.remove("over", "above");
  }
}

function place(board, event, dragged) {
  const list = event.target.closest?.("[data-day]");
  const over = event.target.closest?.("[data-strip]");
  const before = over && over.dataset.strip !== dragged ? over.dataset.strip : "";
  return list ? { list, over, before } : null;
}

export function equipStripboard(page) {
  let dragged = null;
  page.addEventListener("dragstart", (event) => {
    const strip = event.target.closest?.("[data-strip]");
    if (!strip || !boardOf(strip)) return;
    dragged = strip.dataset.strip;
    event.dataTransfer.setData("text/plain", dragged);
    event.dataTransfer.effectAllowed = "move";
  });
  page.addEventListener("dragover", (event) => {
    const board = boardOf(event.target);
    if (!board || dragged === null) return;
    const at = place(board, event, dragged);
    if (!at) return;
    event.preventDefault();
    clear(board);
    at.list.classList.add("over");
    if (at.before) at.over.classList.add("above");
  });
  page.addEventListener("dragend", (event) => {
    dragged = null;
    const board = boardOf(event.target);
    if (board) clear(board);
  });
  page.addEventListener("drop", (event) => {
    const board = boardOf(event.target);
    if (!board || dragged === null) return;
    const at = place(board, event, dragged);
    if (!at) return;
    event.preventDefault();
    htmx.ajax("POST", board.dataset.move, {
      target: "#board",
      swap: "outerHTML",
      values: {
        strip: dragged,
        day: at.list.dataset.day,
        before: at.before,
        revision: board.dataset.revision,
      },
    });
  });
}
