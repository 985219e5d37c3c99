/** Confirming what cannot be undone, and secrets that are shown once. */
export const confirmText = {
  typeToConfirm: (word: string) => `Type ${word} to confirm`,
  mismatch: (word: string) => `That is not ${word}.`,
  secret: {
    once: 'This is the only time that it is shown. Store it where it is needed before you close this.',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'The browser does not let this page copy. Select the text and copy it yourself.',
    done: 'I have stored it',
  },
};
