// Above the lanes, pictures of the film at even steps, drawn from its trick-play sheets.
const FRAMES = 12;

async function drawFrames(strip) {
  const answer = await fetch(`${strip.dataset.sheets}sheets.json`);
  if (!answer.ok) return;
  const told = await answer.json();
  const frames = strip.querySelector(".film-frames");
  const seconds = Number(strip.dataset.seconds);
  const sheets = new Map();
  const sheet = (number) => {
    if (!sheets.has(number)) {
      const image = new Image();
      image.src = `${strip.dataset.sheets}sheet-${String(number).padStart(3, "0")}.jpg`;
      sheets.set(number, image.decode().then(() => image));
    }
    return sheets.get(number);
  };
  const page = told.columns * told.rows;
  for (let place = 0; place < FRAMES; place += 1) {
    const index = Math.floor((seconds * (place + 0.5)) / FRAMES / told.each_seconds);
    const image = await sheet(Math.floor(index / page));
    const [row, column] = [Math.floor((index % page) / told.columns), index % told.columns];
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [told.width, told.height];
    canvas
      .getContext("2d")
      .drawImage(image, column * told.width, row * told.height, told.width, told.height, 0, 0, told.width, told.height);
    frames.append(canvas);
  }
}

for (const strip of document.querySelectorAll("[data-sheets]")) drawFrames(strip).catch(() => {});
