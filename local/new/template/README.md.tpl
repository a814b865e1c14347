# samples

Say here in one sentence what it is for.

- **Owns** Sample: one row per sample, of one account.
- **Emits** SampleCreated; nobody listens yet.
- **Listens to** nothing, has no **commands** and **calls** nobody.
- Who wrote it sees it, and staff. `createSample` happens once per idempotency key.
