/** A request to be timed; with a body it is sent as the list's script sends it. */
export interface Question {
  path: string;
  body?: object;
}

export interface QuestionKind {
  name: string;
  /** The question of this kind with that number: other people each time, so that none is answered from what was just read. */
  ask: (number: number) => Question;
}

const firstNames = ["agnes", "Ödön", "ZSÓFIA", "gergo", "Eszter", "balázs", "réka"];
const lastNames = ["kovacs", "Szabó", "tóth", "NAGY", "Hegedűs", "voros", "fehér", "papp"];

const pick = (from: readonly string[], number: number) => from[number % from.length] ?? "";
const search = (text: string, more: object = {}): Question => ({
  path: "/api/customers",
  body: { search: text, ...more },
});

/** What people ask of the list of customers and of cards, of `profiles` people as makePeople makes them. */
export function customerQuestions(profiles: number, firstId: number): QuestionKind[] {
  // A number of a person, spread over all of them.
  const someone = (number: number) => 1 + ((number * 7_919 + 104_729) % profiles);
  const key = (number: number) => `C-${String(someone(number)).padStart(8, "0")}`;
  const digits = Math.max(1, String(profiles).length - 3);
  return [
    { name: "a whole key", ask: (n) => search(key(n)) },
    { name: "the beginning of a thousand keys", ask: (n) => search(key(n).slice(0, 7)) },
    {
      name: "the beginning of a tenth of all keys",
      ask: (n) => search(`c-00${pick(["1", "3", "5", "7", "9"], n)}`),
    },
    { name: "a name", ask: (n) => search(pick(n % 2 === 0 ? firstNames : lastNames, n)) },
    {
      name: "a name, far down",
      ask: (n) => search(pick(lastNames, n), { after: String(firstId + someone(n) - 1) }),
    },
    {
      name: "a part of an address",
      ask: (n) => search(`${pick(lastNames, 0)}${String(someone(n)).slice(0, digits)}`),
    },
    { name: "the end of addresses", ask: (n) => search(`${String(someone(n)).slice(-3)}@example`) },
    { name: "two words", ask: (n) => search(`${pick(lastNames, n)} ${pick(firstNames, n)}`) },
    { name: "a name and a part of a key", ask: (n) => search(`${pick(lastNames, n)} ${key(n).slice(4, 8)}`) },
    { name: "a word that everybody has", ask: (n) => search(pick(["example.com", "exam", "@", "e"], n)) },
    { name: "a word that nobody has", ask: (n) => search(`nobody${n}`) },
    {
      name: "common words that nobody has together",
      ask: (n) => search(`${pick(firstNames, n)} ${pick(firstNames, n + 1)}`),
    },
    { name: "the first page", ask: () => search("", { fields: ["city", "orders"] }) },
    { name: "a page far down", ask: (n) => search("", { after: String(firstId + someone(n) - 1) }) },
    {
      name: "a page far down, by key from the end",
      ask: (n) =>
        search("", {
          after: String(firstId + someone(n) - 1),
          sort: { column: "key", direction: "descending" },
        }),
    },
    { name: "the list's page", ask: () => ({ path: "/data/customers" }) },
    { name: "a card", ask: (n) => ({ path: `/data/customers/${firstId + someone(n) - 1}` }) },
  ];
}
