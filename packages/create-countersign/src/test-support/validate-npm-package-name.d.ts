/** npm's own judge of names, which brings no types: what is used of it. */
declare module 'validate-npm-package-name' {
  export default function validate(name: string): {
    readonly errors?: readonly string[];
    readonly warnings?: readonly string[];
  };
}
