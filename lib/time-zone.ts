/** Whether this is the name of a time zone, such as Europe/Budapest. */
export function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false; // a RangeError is how Intl says that it does not know the zone
  }
}
