import type { LocalAccount } from './accounts.ts';

/** What the page shows. */
export interface ConsentPageModel {
  readonly title: string;
  readonly clientId: string;
  readonly accounts: readonly LocalAccount[];
  /** Id of the account that is chosen beforehand. */
  readonly selectedId: string;
  /** Scopes that the person may tick or leave. */
  readonly scopes: readonly string[];
  /** Path that the form posts to. */
  readonly action: string;
}

const pageStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; min-height: 100vh; place-items: center; }
main { box-sizing: border-box; width: min(30rem, 100%); padding: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
fieldset { margin: 1rem 0; border: 1px solid #8886; border-radius: .5rem; }
label { display: flex; gap: .6rem; padding: .35rem 0; overflow-wrap: anywhere; }
small { display: block; opacity: .75; }
button { font: inherit; padding: .5rem 1.25rem; border-radius: .4rem; border: 1px solid #8889; cursor: pointer; }
button[value=allow] { background: #1f5fd0; border-color: #1f5fd0; color: #fff; }
:focus-visible { outline: 3px solid #e08a00; outline-offset: 2px; }`;

/** The sign-in and consent page: one form, plain HTML, usable by keyboard, screen reader and a plain client. */
export function renderConsentPage(model: ConsentPageModel): string {
  const accounts = model.accounts.map((account) => {
    const checked = account.id === model.selectedId ? ' checked' : '';
    return `<label><input type="radio" name="account" value="${escapeHtml(account.email)}"${checked} required>
<span>${escapeHtml(account.name)}<small>${escapeHtml(account.email)}</small></span></label>`;
  });
  const scopes = model.scopes.map(
    (scope) =>
      `<label><input type="checkbox" name="scope" value="${escapeHtml(scope)}" checked>
<span>${escapeHtml(scope)}</span></label>`,
  );
  const scopeFieldset =
    scopes.length === 0
      ? ''
      : `<fieldset><legend>What it may do</legend>
${scopes.join('\n')}
</fieldset>`;
  return page(
    `Sign in – local ${model.title}`,
    `<h1>Sign in with local ${escapeHtml(model.title)}</h1>
<p><strong>${escapeHtml(model.clientId)}</strong> wants to use your account. This page stands in for ${escapeHtml(model.title)} during development.</p>
<form method="post" action="${escapeHtml(model.action)}">
<fieldset><legend>Choose an account</legend>
${accounts.join('\n')}
</fieldset>
${scopeFieldset}
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>`,
  );
}

/** A page for an authorization request that cannot be answered with a redirect. */
export function renderErrorPage(error: string, description: string): string {
  return page(
    'Authorization error',
    `<h1>Authorization error</h1><p><strong>${escapeHtml(error)}</strong>: ${escapeHtml(description)}</p>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${pageStyle}</style></head>
<body><main>
${body}
</main></body>
</html>
`;
}

/** Text → text that is safe between tags and inside double quotes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
