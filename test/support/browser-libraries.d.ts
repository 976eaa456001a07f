/** `firebase/auth` is `@firebase/auth` under another name: the rest of `firebase`, 60 packages, is not needed for its types. */
declare module 'firebase/auth' {
  export * from '@firebase/auth';
}
