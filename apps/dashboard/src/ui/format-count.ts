import { commonText } from '#text/common';

/** A number for people, in the language of the texts: `1,234`. */
export const formatCount = new Intl.NumberFormat(commonText.locale).format;
