/**
 * An app has two roles of Postgres. The data role, named in the app's place, runs what visitors and clients ask for.
 * The auth role runs the fixed statements of accounts and may touch sessions and secrets, which the data role never sees.
 */
export const authRoleOf = (roleName: string): string => `${roleName}_auth`;
