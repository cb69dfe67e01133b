interface PolicyInput {
  /** What the scripts of this very answer carry, and nobody can guess. */
  nonce: string;
  /** The single sign-on's origin, to which the form of its button leads where scripts have not loaded yet. */
  issuerOrigin: string | null;
  /** React then tells where an error began by `eval`, and pages reload by themselves through a socket. */
  isDevelopment: boolean;
}

/** What a page may load and do (decision 40). */
export function contentPolicy({ nonce, issuerOrigin, isDevelopment }: PolicyInput): string {
  const scripts = `'self' 'nonce-${nonce}' 'strict-dynamic'`;
  const directives = {
    "default-src": "'self'",
    "script-src": isDevelopment ? `${scripts} 'unsafe-eval'` : scripts,
    "script-src-attr": "'none'",
    "style-src": `'self' 'nonce-${nonce}'`,
    // The server writes positions and widths as attributes: of bars, and of what is hidden from sight only.
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "connect-src": isDevelopment ? "'self' ws:" : "'self'",
    "frame-src": "'none'",
    "worker-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": issuerOrigin ? `'self' ${issuerOrigin}` : "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
