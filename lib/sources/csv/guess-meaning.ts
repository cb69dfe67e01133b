import type { FieldMeaning } from "@/lib/profiles/field-types";
import { toSlug } from "./to-field-key";

type Rule = {
  meaning: Exclude<FieldMeaning, "none">;
  /** Tried on the slug of the column's name, English or Hungarian. */
  name: RegExp;
};

const word = (words: string) => new RegExp(`(^|_)(${words})(_|$)`);
const whole = (words: string) => new RegExp(`^(${words})$`);

/** The first rule that fits decides, so "Address 1: City" is a city and "Company Name" no person's name. */
const rules: Rule[] = [
  { meaning: "email", name: word("e_?mail|email_?cim|drotposta") },
  { meaning: "phone", name: word("(tele)?phone|mobile|cell|tel|telefon(szam)?|mobil(szam)?") },
  { meaning: "zip", name: word("zip(code)?|postal|post_?code|iranyitoszam|irsz") },
  { meaning: "city", name: word("city|town|varos|telepules|helyseg") },
  { meaning: "region", name: word("county|province|megye|regio") },
  { meaning: "country", name: word("country|orszag") },
  { meaning: "region", name: word("state|region") },
  { meaning: "external_id", name: whole("id|key|kulcs|guid|uuid|azonosito(szam)?|torzsszam") },
  {
    meaning: "external_id",
    name: word(
      "(customer|contact|client|external|person|profile|member|user|crm|ugyfel|vevo)_?" +
        "(id|key|no|nr|number|code|guid|kulcs|kod|szam|azonosito)",
    ),
  },
  { meaning: "external_id", name: whole("customer|ugyfel|vevo") },
  { meaning: "first_name", name: word("first_?name|given_?name|forename|keresztnev|utonev") },
  { meaning: "last_name", name: word("last_?name|surname|family_?name|vezeteknev|csaladnev") },
  {
    meaning: "organization",
    name: word("company|organi[sz]ation|employer|ceg|cegnev|vallalat|munkahely|szervezet"),
  },
  { meaning: "title", name: word("job_?title|position|beosztas|munkakor|pozicio") },
  { meaning: "title", name: whole("title") },
  { meaning: "locale", name: word("locale|language|nyelv") },
  { meaning: "full_name", name: word("full_?name|display_?name|teljes_?nev") },
  { meaning: "full_name", name: whole("name|nev|(customer|contact|client)_?name|(ugyfel|vevo)_?nev(e)?") },
  { meaning: "address", name: word("street|utca|lakcim") },
  {
    meaning: "address",
    name: whole("address(_?(line_?)?1)?|(lak|szallitasi_|posta(zasi)?_?)?cim|(home|mailing|postal)_address"),
  },
];

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What a column says about a person, by its name and, for e-mail addresses, by its filled values. */
export function guessMeaning(name: string, values: string[]): FieldMeaning {
  const addresses = values.filter((value) => address.test(value)).length;
  const named = rules.find((rule) => rule.name.test(toSlug(name)))?.meaning;
  // "E-mail opt-in" holds yes and no; a wrong address here and there still makes a column of addresses.
  if (named === "email") return values.length === 0 || addresses * 2 >= values.length ? "email" : "none";
  if (addresses > 0 && addresses === values.length) return "email";
  return named ?? "none";
}
