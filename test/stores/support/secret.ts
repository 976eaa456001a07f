/** Of all engines that share a store. */
export const SECRET = 'a secret of the store tests, 32 bytes and more';
