// A film in pieces, by tus 1.0.0: what has arrived is asked for first, so that nothing is sent twice.
// The upload's address is kept for the file, so that another visit goes on with it.
const TUS = { "Tus-Resumable": "1.0.0" };
const PATIENCE = [500, 1000, 2000, 4000, 8000, 15000, 30000];
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

async function begin(form, file) {
  const said = { title: form.elements.title.value, filename: file.name, attribution: form.elements.attribution.value };
  const metadata = Object.entries(said).map(([key, value]) => `${key} ${base64(value)}`).join(",");
  const headers = { ...TUS, "Upload-Length": String(file.size), "Upload-Metadata": metadata };
  const answer = await fetch(form.dataset.upload, { method: "POST", headers });
  if (!answer.ok) throw new Refused(await answer.json().catch(() => ({})));
  return answer.headers.get("Location");
}

class Refused extends Error {
  constructor(told) {
    super(told.message ?? "");
    this.told = told;
  }
}

async function arrived(address) {
  const answer = await fetch(address, { method: "HEAD", headers: TUS });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  return { offset: Number(answer.headers.get("Upload-Offset")), film: answer.headers.get("Matinee-Film") };
}

async function send(form, file, told) {
  const key = `upload:${form.elements.title.value}:${file.name}:${file.size}:${file.lastModified}`;
  let address = localStorage.getItem(key);
  let patience = 0;
  for (;;) {
    try {
      let state = address && (await arrived(address));
      if (!state) {
        address = await begin(form, file);
        localStorage.setItem(key, address);
        state = { offset: 0, film: null };
      }
      while (!state.film && state.offset < file.size) {
        const piece = file.slice(state.offset, state.offset + Number(form.dataset.piece));
        const headers = { ...TUS, "Upload-Offset": String(state.offset), "Content-Type": "application/offset+octet-stream" };
        const answer = await fetch(address, { method: "PATCH", headers, body: piece });
        if (answer.status === 409) {
          state = await arrived(address);
          continue;
        }
        if (!answer.ok) throw answer.status < 500 ? new Refused(await answer.json().catch(() => ({}))) : new Error();
        state = { offset: Number(answer.headers.get("Upload-Offset")), film: answer.headers.get("Matinee-Film") };
        patience = 0;
        told(state.offset / file.size);
      }
      localStorage.removeItem(key);
      return state.film;
    } catch (problem) {
      if (problem instanceof Refused) throw problem;
      told(null);
      await pause(PATIENCE[Math.min(patience, PATIENCE.length - 1)]);
      patience += 1;
    }
  }
}

const form = document.querySelector("form[data-upload]");
if (form) {
  const button = form.querySelector("button");
  const bar = form.querySelector("progress");
  const status = form.querySelector("[role=status]");
  const size = (bytes) => new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / 1e6);
  const percent = (share) => new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);
  form.elements.file.addEventListener("change", () => (button.disabled = !form.elements.file.files.length));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file] = form.elements.file.files;
    if (!file) return;
    button.disabled = true;
    bar.hidden = false;
    const told = (share) => {
      if (share === null) status.textContent = form.dataset.waiting;
      else {
        bar.value = share;
        status.textContent = form.dataset.going.replace("%(share)s", percent(share)).replace("%(size)s", size(file.size));
      }
    };
    try {
      const film = await send(form, file, told);
      status.textContent = form.dataset.done;
      location.assign(film ? `/desk/films/${film}` : "/desk/films");
    } catch (problem) {
      status.textContent = `${problem.told?.message ?? problem.message} ${problem.told?.remedy ?? ""}`.trim();
      button.disabled = false;
    }
  });
}
