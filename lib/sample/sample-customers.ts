/** Customers of the practice mode. */
export const SAMPLE_CUSTOMERS = 5_000;

const places = [
  {
    country: "HU",
    cities: ["Budapest", "Szeged", "Győr", "Pécs", "Debrecen", "Székesfehérvár"],
    phone: "+36 30 000",
  },
  { country: "GB", cities: ["London", "Bristol", "Leeds"], phone: "+44 7700 90" },
  { country: "DE", cities: ["München", "Köln", "Hamburg"], phone: "+49 1520 00" },
  { country: "CZ", cities: ["Praha", "Brno"], phone: "+420 601 0" },
];

const firstNames = {
  HU: ["Ágnes", "Ödön", "Zsófia", "Gergő", "Eszter", "Balázs", "Őrs", "Réka", "Ádám", "Kinga"],
  GB: ["Olivia", "Noah", "Amelia", "Oscar", "Siân", "Declan", "Priya", "Mohammed"],
  DE: ["Jürgen", "Käthe", "Lukas", "Mia", "Björn", "Anneliese"],
  CZ: ["Jiří", "Žofie", "Lukáš", "Šárka", "Tereza", "Ondřej"],
};

const lastNames = {
  HU: ["Kovács", "Szabó", "Tóth", "Nagy", "Kiss-Fehér", "Hegedűs", "Őri", "Vörös"],
  GB: ["O'Brien", "Smith", "Patel", "MacDonald", "Llewellyn", "Taylor"],
  DE: ["Müller", "Weiß", "von der Heide", "Schröder"],
  CZ: ["Dvořák", "Novák", "Procházka", "Svobodová"],
};

const columns = [
  "Customer ID",
  "First name",
  "Last name",
  "E-mail",
  "Phone",
  "City",
  "Country",
  "Newsletter",
  "Orders",
  "Total spent",
  "Last order",
];

/** A small generator of numbers in [0, 1) that gives the same sequence for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ascii = (text: string) =>
  text
    .normalize("NFD")
    .replace(/[^a-zA-Z]/g, "")
    .toLowerCase();

// One in a dozen or so is a problem every mailing list knows: none, malformed, or somebody else's again.
function emailOf(first: string, last: string, number: number, chance: number, previous: string): string {
  const address = `${ascii(first)}.${ascii(last)}${number}@example.com`;
  if (chance < 0.05) return "";
  if (chance < 0.065) return address.replace("@", " at ");
  if (chance < 0.08) return `${ascii(first)}@example`;
  if (chance < 0.1 && previous) return ` ${previous.toUpperCase()} `;
  return address;
}

const quoted = (cell: string) => (/[",\n]/.test(cell) || cell.trim() !== cell ? `"${cell}"` : cell);

/** The sample as a CSV file, the same for the same day: names of several languages, addresses good and bad. */
export function sampleCustomersCsv(today: Date): string {
  const random = randomFrom(20_261);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const lines = [columns.join(",")];
  let previous = "";
  for (let number = 1; number <= SAMPLE_CUSTOMERS; number++) {
    const place = random() < 0.5 ? (places[0] ?? pick(places)) : pick(places);
    const country = place.country as keyof typeof firstNames;
    const [first, last] = [pick(firstNames[country]), pick(lastNames[country])];
    const email = emailOf(first, last, number, random(), previous);
    if (email.includes("@example.com")) previous = email.trim();
    const orders = Math.floor(random() ** 3 * 40);
    const days = Math.floor(random() * 720);
    const lastOrder =
      orders > 0 ? new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10) : "";
    const phone = random() < 0.7 ? `${place.phone}${String(1000 + Math.floor(random() * 9000))}` : "";
    const newsletter = random() < 0.6 ? "yes" : "no";
    const spent = (orders * (8 + random() * 60)).toFixed(2);
    const id = `C-${String(number).padStart(5, "0")}`;
    const cells = [
      id,
      first,
      last,
      email,
      phone,
      pick(place.cities),
      country,
      newsletter,
      String(orders),
      spent,
      lastOrder,
    ];
    lines.push(cells.map(quoted).join(","));
  }
  return `${lines.join("\n")}\n`;
}
