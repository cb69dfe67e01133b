import { expect, it } from "vitest";
import { parseAddress } from "./parse-address";

it.each([
  [
    "postgresql://reader:s%40f%2Fe@db.example.com:6432/shop?sslmode=verify-full",
    ["db.example.com", 6432, "shop", "reader", "s@f/e", "verify-full"],
  ],
  ["postgres://a:b@[2001:db8::1]/c", ["2001:db8::1", 5432, "c", "a", "b", "require"]],
  [
    "postgresql://a:b@10.0.0.5/Web%20shop?sslmode=disable",
    ["10.0.0.5", 5432, "Web shop", "a", "b", "disable"],
  ],
])("takes %s apart", (text, [host, port, database, user, password, encryption]) => {
  expect(parseAddress(text)).toEqual({ host, port, database, user, password, encryption });
});

it.each([
  ["", "address_malformed"],
  ["db.example.com", "address_malformed"],
  ["mysql://a:b@host/c", "address_malformed"],
  ["postgresql://a:%E0%A4%A@host/c", "address_malformed"],
  ["postgresql://a:b@host/c d", "address_malformed"],
  ["postgresql://a:b@one,two/c", "address_malformed"],
  ["postgresql://a:b@%2Fvar%2Frun/c", "address_malformed"],
  ["postgresql:///c", "address_without_host"],
  ["postgresql://host/c", "address_without_user"],
  ["postgresql://a@host/c", "address_without_password"],
  ["postgresql://a:b@host", "address_without_database"],
  ["postgresql://a:b@host/c?sslmode=prefer", "address_sslmode_unknown"],
  ["postgresql://a:b@host/c?sslrootcert=/etc/passwd", "address_option_unknown"],
  ["postgresql://a:b@host/c?options=-c%20search_path%3Dx", "address_option_unknown"],
])("refuses %s", (text, code) => {
  expect(() => parseAddress(text)).toThrow(expect.objectContaining({ field: "address", code }));
});
