/** The path prefix that the site gateway forwards; nothing outside it reaches a function. */
export const REACHABLE_PREFIX = '/faas/api/';
