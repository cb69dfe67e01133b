-- A foreign key locks the profile of each member that is written, which rewrites nearly every page of the profiles for a
-- tenth of them. Profiles take their memberships along by this instead.
ALTER TABLE segment_member DROP CONSTRAINT segment_member_profile_id_fkey;

-- Whoever writes members holds this lock shared (lib/segments/lock-profile-removal.ts), so that nobody is removed between
-- being found and being written.
CREATE FUNCTION lock_profile_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7310003);
  RETURN NULL;
END $$;
CREATE TRIGGER lock_removal BEFORE DELETE ON profile FOR EACH STATEMENT EXECUTE FUNCTION lock_profile_removal();

CREATE FUNCTION drop_segment_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_member m USING removed r WHERE m.profile_id = r.id;
  RETURN NULL;
END $$;
CREATE TRIGGER drop_members AFTER DELETE ON profile REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION drop_segment_members();
