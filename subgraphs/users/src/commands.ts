export interface UsersCommands {
  /** The roles as they are now, for decisions that must not trust a token. Null for an unknown user. */
  rolesOf(input: { userId: string }): Promise<{ roles: string[]; status: string } | null>;
}
