-- No work was given up.
SELECT domain, name, key, attempts, last_error FROM everywhere.jobs WHERE dead_at IS NOT NULL
