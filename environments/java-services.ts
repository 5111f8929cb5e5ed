import type { Environment } from '../inventory';

/** The Java services that functions may call, as the Java platform's registry names them. */
export const JAVA_SERVICES: NonNullable<Environment['javaPlatform']['services']> = {
  'customer-center': {},
  'design-storage': { path: '/storage/designs/' },
  'order-center': {},
  'product-catalog': {},
  'tax-engine': {},
};
