import { cultureOf } from './culture.ts';

/*
 * What currencies are written with, by region: `Intl` knows the symbols, but not which region uses which currency.
 */

const euro = 'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK';
const others =
  'AE:AED AL:ALL AM:AMD AR:ARS AU:AUD AZ:AZN BA:BAM BD:BDT BO:BOB BR:BRL BY:BYN CA:CAD CH:CHF CL:CLP CN:CNY CO:COP CR:CRC CZ:CZK DK:DKK ' +
  'DO:DOP DZ:DZD EC:USD EG:EGP ET:ETB GB:GBP GE:GEL GT:GTQ HK:HKD HN:HNL HU:HUF ID:IDR IL:ILS IN:INR IQ:IQD IR:IRR IS:ISK JO:JOD JP:JPY ' +
  'KE:KES KH:KHR KR:KRW KW:KWD KZ:KZT LB:LBP LI:CHF LK:LKR MA:MAD MD:MDL MK:MKD MM:MMK MN:MNT MX:MXN MY:MYR NG:NGN NI:NIO NO:NOK NP:NPR ' +
  'NZ:NZD OM:OMR PA:PAB PE:PEN PH:PHP PK:PKR PL:PLN PY:PYG QA:QAR RO:RON RS:RSD RU:RUB SA:SAR SE:SEK SG:SGD SV:USD SY:SYP TH:THB TN:TND ' +
  'TR:TRY TW:TWD UA:UAH US:USD UY:UYU UZ:UZS VE:VES VN:VND YE:YER ZA:ZAR';

const byRegion = new Map<string, string>([
  ...euro.split(' ').map((region) => [region, 'EUR'] as const),
  ...others.split(' ').map((pair) => pair.split(':') as [string, string]),
]);

const known = new Map<string, readonly string[]>();

/** The symbols that amounts in a culture may carry, longest first: the one people write, and the currency's code. */
export function currencySymbols(culture: string): readonly string[] {
  let symbols = known.get(culture);
  if (symbols === undefined) known.set(culture, (symbols = read(cultureOf(culture) ?? 'en-US')));
  return symbols;
}

function read(culture: string): readonly string[] {
  const currency = byRegion.get(new Intl.Locale(culture).maximize().region ?? '');
  if (currency === undefined) return [];
  const symbol = (currencyDisplay: 'symbol' | 'narrowSymbol'): string =>
    new Intl.NumberFormat(culture, { style: 'currency', currency, currencyDisplay })
      .formatToParts(1)
      .find(({ type }) => type === 'currency')!.value;
  return [...new Set([symbol('symbol'), symbol('narrowSymbol')])].toSorted((a, b) => b.length - a.length);
}
