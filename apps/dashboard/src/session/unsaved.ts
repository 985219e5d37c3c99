/** Has every field of a form that somebody changes marked, so that {@link holdsUnsaved} finds it. */
export function markWhatIsTyped(page: Document): void {
  page.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLElement && target.closest('form, [type=file]')) {
      target.dataset['typed'] = '';
    }
  });
}

/** Whether something would be lost with the page: what was typed into a form, or what an open dialog shows, such as a new secret. */
export function holdsUnsaved(page: Document): boolean {
  return page.querySelector('dialog[open], [data-typed]') !== null;
}
