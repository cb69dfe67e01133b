/** The address among `hrefs` that the path belongs to: itself or its nearest ancestor. */
export function currentHref(pathname: string, hrefs: string[]) {
  return hrefs
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
}
