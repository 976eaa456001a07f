import type { Context } from 'hono';
import type { Recipes } from '../../../shared/open-recipes.ts';
import type { ProviderState } from '../../../shared/recipes/provider-state.ts';

/** What every recipe is made of; each takes what it needs. */
export interface RecipeOptions {
  readonly recipes: Recipes;
  readonly providerState: ProviderState;
  /** The client's address, from where this deployment has it. */
  readonly readAddress: (context: Context) => string;
  readonly onError: (error: unknown) => void;
}
