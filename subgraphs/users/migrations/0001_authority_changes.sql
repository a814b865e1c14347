CREATE TABLE "authority_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"transaction" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "authority_changes_in_order" ON "authority_changes" USING btree ("transaction","id");--> statement-breakpoint
CREATE INDEX "authority_changes_by_age" ON "authority_changes" USING btree ("at");
--> statement-breakpoint
CREATE FUNCTION note_session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO authority_changes (user_id, session_id) VALUES (OLD.user_id, OLD.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO authority_changes (user_id) VALUES (OLD.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER sessions_end AFTER UPDATE OF revoked_at ON sessions FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION note_session_ended();
--> statement-breakpoint
CREATE TRIGGER sessions_go AFTER DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION note_session_ended();
--> statement-breakpoint
CREATE TRIGGER accounts_change AFTER UPDATE OF roles, status ON users FOR EACH ROW
  WHEN ((OLD.roles, OLD.status) IS DISTINCT FROM (NEW.roles, NEW.status)) EXECUTE FUNCTION note_account_changed();
--> statement-breakpoint
CREATE TRIGGER accounts_go AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION note_account_changed();
