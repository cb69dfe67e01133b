/** Puts the cursor into the first control of a form that has a problem. Call it after the problems are drawn. */
export function focusFirstError(form: HTMLElement) {
  const wrong = form.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid]");
  if (!wrong) return;
  const control = wrong.matches(focusable) ? wrong : wrong.querySelector<HTMLElement>(focusable);
  control?.focus();
  control?.scrollIntoView({ block: "nearest" });
}

const focusable = "input:not([type=hidden]), textarea, button, [tabindex]";
