export interface Delivery {
  /** To be shown to the administrator once, and to be given to the person by them. */
  link: string;
}

/** Brings a link to the person it is for. There is no other way than the administrator's own. */
export async function deliverInvitation(link: string): Promise<Delivery> {
  return { link };
}
