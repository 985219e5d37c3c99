/** Signs and abbreviations of currencies, in lower case without dots, accents and spaces, and what they stand for. */
export const currencyWords: Readonly<Record<string, string>> = {
  $: '$', us$: 'USD', u$s: 'USD', a$: 'AUD', au$: 'AUD', c$: 'CAD', ca$: 'CAD', can$: 'CAD', nz$: 'NZD', hk$: 'HKD',
  s$: 'SGD', sg$: 'SGD', nt$: 'TWD', mx$: 'MXN', r$: 'BRL', '€': 'EUR', euro: 'EUR', euros: 'EUR', '£': 'GBP',
  fr: 'CHF', sfr: 'CHF', kc: 'CZK', kr: 'kr', zl: 'PLN', ft: 'HUF', lei: 'RON', leu: 'RON', 'лв': 'BGN', '₽': 'RUB',
  'руб': 'RUB', '₹': 'INR', rs: 'rupee', '¥': '¥', '￥': '¥', '円': 'JPY', '元': 'CNY', rmb: 'CNY', '₩': 'KRW',
  '₺': 'TRY', tl: 'TRY', '₪': 'ILS', '₴': 'UAH', '₫': 'VND', '฿': 'THB', '₱': 'PHP', '₦': 'NGN', '₵': 'GHS',
  '₡': 'CRC', '₸': 'KZT', '₾': 'GEL', rm: 'MYR', rp: 'IDR', r: 'ZAR', ksh: 'KES', dh: 'AED',
};

/** Signs that several currencies share. */
export const sharedSigns: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'AUD', 'CAD', 'NZD', 'HKD', 'SGD', 'TWD', 'MXN', 'CLP', 'COP', 'ARS'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  rupee: ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
  '¥': ['JPY', 'CNY'],
};

/** Currencies whose amounts are grouped by two digits above the thousands: 12,34,567. */
export const indianGrouping: readonly string[] = ['INR', 'PKR', 'LKR', 'NPR', 'BDT', 'rupee'];
