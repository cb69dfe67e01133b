-- A foreign key is looked up for each member that is written; the one to profiles also locks each, which rewrites nearly
-- every page of them for a tenth of the people. Profiles and segments take their memberships along by this instead.
ALTER TABLE segment_member DROP CONSTRAINT segment_member_profile_id_fkey;
ALTER TABLE segment_member DROP CONSTRAINT segment_member_segment_id_fkey;

-- Whoever writes members holds this lock shared (lib/segments/lock-profile-removal.ts), so that nobody is removed between
-- being found and being written.
CREATE FUNCTION lock_profile_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7310003);
  RETURN NULL;
END $$;
CREATE TRIGGER lock_removal BEFORE DELETE ON profile FOR EACH STATEMENT EXECUTE FUNCTION lock_profile_removal();

CREATE FUNCTION drop_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_member m USING removed r WHERE m.profile_id = r.id;
  RETURN NULL;
END $$;
CREATE TRIGGER drop_memberships AFTER DELETE ON profile REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION drop_memberships();

-- Whoever writes members has locked the segment's row.
CREATE FUNCTION drop_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_member WHERE segment_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER drop_members AFTER DELETE ON segment FOR EACH ROW EXECUTE FUNCTION drop_members();
