-- Of the refresh tokens of a session one is good at most.
SELECT session_id, count(*) FROM users.refresh_tokens WHERE rotated_at IS NULL GROUP BY 1 HAVING count(*) > 1
