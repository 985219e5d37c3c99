import { isFormula } from '@klayim/shared/text';
import { isGarbled } from '../../lib/garbled-text.ts';
import { nameFields, plainFields, type RowCells } from './import-cells.ts';

/** What spreadsheets write where a formula failed or a column was too narrow. */
const spreadsheetError =
  /^#(?:(?:REF|VALUE|NUM|NULL|SPILL|CALC|FIELD|WERT|BEZUG|ZAHL|VALEUR|NOMBRE)!|NAME\?|DIV\/0!|#{2,})$/i;
/** A long number that a spreadsheet has rounded, and a whole one that it has given decimals. */
const rounded = /^\d(?:[.,]\d+)?E\+?\d+$/i;
const withDecimals = /^\d+[.,]0+$/;

/** Notes what is wrong with names, ids, emails, roles and departments, whatever they say. */
export function checkTexts(cells: RowCells): void {
  for (const field of [...nameFields, ...plainFields]) {
    const text = cells.text(field) ?? '';
    if (text === '') {
      continue;
    }
    if (isFormula(text)) {
      cells.fault(field, 'begins as a formula does: spreadsheets would run it');
    } else if (spreadsheetError.test(text)) {
      cells.fault(field, 'is an error value of a spreadsheet: export the file again');
    } else if (text.includes('\ufffd')) {
      cells.fault(field, 'has lost a character (\ufffd): save the file as UTF-8 from where it comes');
    } else if (isGarbled(text)) {
      cells.fault(
        field,
        'is garbled: UTF-8 was read as another encoding. Say encoding=utf-8, or save the file as UTF-8 from where it comes',
      );
    }
  }
  const id = cells.text('id') ?? '';
  if (rounded.test(id)) {
    cells.fault('id', 'was rounded by a spreadsheet: format the column as text and export it again');
  } else if (withDecimals.test(id)) {
    cells.fault('id', 'is a number with decimals: write it as it is in the HR system, or say matchBy=email');
  }
}
