/** What stands against what: each is a process of its own that answers `POST /otp/verifications`. */
export const FRAMEWORKS = ['hono', 'express'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

export const STORES = ['memory', 'redis'] as const;
export type StoreName = (typeof STORES)[number];

/** `bare`: the framework reads the JSON and answers. `hand-written`: a route with the same call of the engine. */
export type RouteKind = 'bare' | 'hand-written' | 'countersign' | 'better-auth';

export interface Contestant {
  readonly framework: Framework;
  readonly route: RouteKind;
  /** `none`: a bare framework keeps nothing. */
  readonly store: StoreName | 'none';
}

export function nameOf({ framework, route, store }: Contestant): string {
  return store === 'none' ? `${framework}: ${route}` : `${framework}, ${store}: ${route}`;
}

/** Where better-auth's own handler has its route. */
export function pathOf({ route }: Contestant): string {
  return route === 'better-auth' ? '/api/auth/phone-number/send-otp' : '/otp/verifications';
}

export const CONTESTANTS: readonly Contestant[] = FRAMEWORKS.flatMap((framework) => [
  { framework, route: 'bare', store: 'none' } as const,
  ...STORES.flatMap((store) =>
    (['hand-written', 'countersign', 'better-auth'] as const).map((route) => ({ framework, route, store })),
  ),
]);
