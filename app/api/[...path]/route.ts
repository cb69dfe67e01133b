/** An address of no route: told as routes tell things, and not as a page. */
function answer(): Response {
  return Response.json({ ok: false, code: "not_found" }, { status: 404 });
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
