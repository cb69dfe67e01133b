/**
 * Leaves the sign-in pages by a full load: language and theme of the person who signed in stand in the document
 * itself, which a move inside the app would keep as it was.
 */
export function openConsole(): void {
  window.location.assign("/welcome");
}
