/*
 * The page around the HTML of a mail. It sets no colours: a mail program gives text, background and links those of its own
 * light or dark scheme. Nothing is loaded from anywhere, so that nobody learns who opened it.
 */
const style = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 16px; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 600px; margin: 0 auto; overflow-wrap: anywhere; }
p, ul { margin: 0 0 16px; }
ul { padding-left: 24px; }
li { margin: 0 0 8px; }`;

/**
 * A whole HTML document.
 * @param content.title as plain text.
 * @param content.body as HTML, in which everything that is not ours has been escaped.
 */
export function toHtmlDocument({ title, body }: { title: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}
</style>
</head>
<body>
<main>
${body.trimEnd()}
</main>
</body>
</html>
`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is safe between tags and inside quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
