/**
 * An object as an instance of a class has it: its methods need their `this`. A suite that takes one off its object, or
 * copies the object, fails as it would with a store whose fields are private.
 */
export function asInstance<Given extends object>(given: Given): Given {
  const instance: Given = new Proxy(given, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return function method(this: unknown, ...words: unknown[]): unknown {
        if (this !== instance) throw new TypeError(`${String(name)} is called without its object`);
        return Reflect.apply(value, target, words);
      };
    },
    ownKeys: (target) => Reflect.ownKeys(target).filter((name) => typeof Reflect.get(target, name) !== 'function'),
  });
  return instance;
}
