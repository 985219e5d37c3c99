/** A command that a page tells its readers to run, as the words that the program gets. */
export interface DocumentedCommand {
  page: string;
  words: string[];
}

const variables: Readonly<Record<string, string>> = { $2: 'roles/x' };

/** The gcloud and firebase commands of a page's code blocks and inline code; shell variables become the word `x`. */
export function commandsIn(page: string, markdown: string): DocumentedCommand[] {
  const blocks = [...markdown.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const inline = [...markdown.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, text = '']) => text,
  );
  return [
    ...blocks,
    ...inline.filter((text) => /^(npx -y firebase-tools\S* |firebase |gcloud )\S+ /.test(text)),
  ]
    .flatMap((text) => text.replace(/\\\n/g, ' ').split('\n'))
    .flatMap((line) =>
      line
        .trim()
        .replace(/#.*$/, '')
        .split(/&&|\||;|\bdo\b|\$\(|"\$\(|[{}]/),
    )
    .map((part) => part.trim())
    .filter((part) => /^(npx -y firebase-tools\S*|firebase|gcloud) /.test(part))
    .map((part) => ({ page, words: toWords(part) }));
}

/** Whether a command is gcloud's; the others are firebase-tools'. */
export function isGcloud({ words }: DocumentedCommand): boolean {
  return words[0] === 'gcloud';
}

/** The words after the program: after `gcloud`, `firebase` or `npx -y firebase-tools@VERSION`. */
export function argumentsOf({ words }: DocumentedCommand): string[] {
  return words.slice(words[0] === 'npx' ? 3 : 1);
}

function toWords(command: string): string[] {
  const words = command.match(/(?:"[^"]*"?|'[^']*'|[^\s"'])+/g) ?? [];
  return words
    .map((word) => word.replace(/["')]/g, ''))
    .map((word) => word.replace(/\$\w+/g, (name) => variables[name] ?? 'x'))
    .filter((word) => word !== '');
}
