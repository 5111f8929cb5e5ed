const UNITS = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Kubernetes quantities of CPU and memory: `100m`, `0.5`, `256Mi`. */
export const QUANTITY_PATTERN = '^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$';

/** The amount of a quantity in its base unit (cores, bytes); `undefined` where the text is none. */
export function parseQuantity(text: string): number | undefined {
  if (!new RegExp(QUANTITY_PATTERN).test(text)) return undefined;
  const [, amount = '', unit = ''] = /^([0-9.]+)(.*)$/.exec(text) ?? [];
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}
