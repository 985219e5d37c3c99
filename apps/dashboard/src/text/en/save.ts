/** While a list is saved as a file. */
export const saveText = {
  asCsv: 'Save as CSV',
  running: (count: string) => `Saving… ${count} so far`,
  cancel: 'Cancel saving',
  cancelled: 'Saving is cancelled: there is no file.',
  done: (count: string) => (count === '1' ? '1 entry is saved.' : `${count} entries are saved.`),
};
