-- an address that nobody had proved is kept for nobody: else a stranger could take it out of its owner's reach
CREATE OR REPLACE FUNCTION keep_former_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM email_changes WHERE former_key = NEW.email_key AND former_verified AND user_id <> NEW.id AND undo_until > now()) THEN
    RAISE unique_violation USING MESSAGE = 'this address is kept for the account that had it', CONSTRAINT = 'one_account_per_email';
  END IF;
  RETURN NULL;
END $$;
