-- An e-mail address has one account.
SELECT lower(email) AS email, count(*) FROM users.users GROUP BY 1 HAVING count(*) > 1
