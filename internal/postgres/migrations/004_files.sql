-- Files that people uploaded: each version of a document whose text was read
-- out of one says which. The bytes lie in the store of files, by their hash.

create table document_source (
  document_id uuid not null,
  version     int not null,
  file_name   text not null constraint file_name_is_short check (char_length(file_name) between 1 and 200),
  media_type  text not null,
  bytes       bigint not null,
  hash        bytea not null constraint file_hash_is_sha256 check (octet_length(hash) = 32),
  pages       int[] not null, -- where they begin in the body, in UTF-16 code units
  constraint document_version_has_one_source primary key (document_id, version),
  foreign key (document_id, version) references document_version
);
create trigger document_source_is_immutable before update or delete on document_source
  for each row execute function refuse_change();
