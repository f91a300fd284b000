-- Ladders. A version never changes once it is imported.
create extension if not exists btree_gist;

create table ladder (
  id              uuid primary key,
  slug            text not null constraint ladder_slug_is_unique unique,
  title           text not null,
  is_default      boolean not null default false,
  current_version uuid
);
create unique index only_one_ladder_is_default on ladder (is_default) where is_default;

create table ladder_version (
  id           uuid primary key,
  ladder_id    uuid not null references ladder,
  number       int not null,
  label        text not null,
  published_on date,
  hash         text not null,
  body         jsonb not null,
  imported_at  timestamptz not null,
  constraint ladder_version_number_is_unique unique (ladder_id, number),
  constraint ladder_version_text_is_imported_once unique (ladder_id, hash),
  constraint ladder_version_label_is_unique unique (ladder_id, label)
);
alter table ladder add constraint ladder_current_version_exists
  foreign key (current_version) references ladder_version deferrable initially deferred;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is immutable', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger ladder_version_is_immutable before update or delete on ladder_version
  for each row execute function refuse_change();

-- People, not accounts: one person may sign in through several identities.
create table person (
  id         uuid primary key,
  -- Unicode order and case, whatever the server's locale.
  name       text collate "und-x-icu" not null constraint person_has_a_name check (btrim(name) <> ''),
  created_at timestamptz not null
);
create index person_by_name on person (name, id);

create table identity (
  issuer     text not null,
  subject    text not null,
  person_id  uuid not null references person,
  created_at timestamptz not null,
  constraint identity_belongs_to_one_person primary key (issuer, subject)
);
create index identity_by_person on identity (person_id);

create table role_grant (
  id        uuid primary key,
  person_id uuid not null references person,
  role      text not null constraint role_is_known
            check (role in ('CANDIDATE','PANELIST','STEWARD','HOUSE_FOUNDER','COMPANY_FOUNDER')),
  during    daterange not null constraint role_lasts_a_day check (not isempty(during)),
  constraint role_is_granted_once exclude using gist (person_id with =, role with =, during with &&)
);

create table rank_record (
  id        uuid primary key,
  person_id uuid not null references person,
  ladder_id uuid not null references ladder,
  level     text not null,
  during    daterange not null constraint rank_lasts_a_day check (not isempty(during)),
  cause     text not null constraint rank_cause_is_known
            check (cause in ('IMPORT','DECISION','CORRECTION','APPEAL')),
  constraint ranks_do_not_overlap exclude using gist (person_id with =, ladder_id with =, during with &&)
);
create index rank_record_by_level on rank_record (ladder_id, level);

-- Dossiers.
create table dossier (
  id                uuid primary key,
  candidate_id      uuid not null references person,
  ladder_version_id uuid not null references ladder_version,
  from_level        text not null,
  to_level          text not null,
  status            text not null constraint dossier_status_is_known
                    check (status in ('DRAFT','SUBMITTED','IN_REVIEW','DECIDED','RELEASED','WITHDRAWN')),
  revision_id       uuid,
  submission_id     uuid,
  created_at        timestamptz not null,
  submitted_at      timestamptz,
  withdrawn_at      timestamptz,
  constraint submitted_dossier_has_a_revision
    check (status in ('DRAFT','WITHDRAWN') or (revision_id is not null and submission_id is not null and submitted_at is not null))
);
create index dossier_by_age on dossier (created_at, id);
create index dossier_by_candidate on dossier (candidate_id, created_at, id);
create unique index one_dossier_under_review on dossier (candidate_id)
  where status in ('SUBMITTED','IN_REVIEW','DECIDED');

create table document (
  id         uuid primary key,
  dossier_id uuid not null references dossier,
  component  text not null,
  version    int not null,
  created_at timestamptz not null,
  removed_at timestamptz
);
create index document_by_dossier on document (dossier_id, id);

-- Every text that was ever saved; document.version names the newest.
create table document_version (
  document_id uuid not null references document,
  version     int not null constraint document_version_is_positive check (version > 0),
  title       text not null,
  body        text not null constraint document_is_at_most_a_megabyte check (octet_length(body) <= 1048576),
  words       int not null,
  hash        bytea not null, -- SHA-256 over title and body
  saved_at    timestamptz not null,
  constraint document_version_is_saved_once primary key (document_id, version)
);
create trigger document_version_is_immutable before update or delete on document_version
  for each row execute function refuse_change();

create table revision (
  id                uuid primary key,
  dossier_id        uuid not null references dossier,
  number            int not null,
  hash              text not null,
  ladder_version_id uuid not null references ladder_version,
  created_at        timestamptz not null,
  constraint revision_number_is_unique unique (dossier_id, number),
  constraint revision_text_is_frozen_once unique (dossier_id, hash),
  constraint revision_is_of_one_dossier unique (dossier_id, id)
);
alter table dossier add constraint dossier_revision_is_its_own
  foreign key (id, revision_id) references revision (dossier_id, id);

create table revision_document (
  revision_id uuid not null references revision,
  document_id uuid not null references document,
  version     int not null,
  component   text not null,
  primary key (revision_id, document_id),
  foreign key (document_id, version) references document_version
);
create trigger revision_is_immutable before update or delete on revision
  for each row execute function refuse_change();
create trigger revision_document_is_immutable before update or delete on revision_document
  for each row execute function refuse_change();

-- Each submission, with the facts about the candidate as they stood then.
create table submission (
  id           uuid primary key,
  dossier_id   uuid not null references dossier,
  revision_id  uuid not null,
  facts        jsonb not null,
  submitted_at timestamptz not null,
  constraint submission_is_of_one_dossier unique (dossier_id, id),
  constraint submission_revision_is_its_own foreign key (dossier_id, revision_id) references revision (dossier_id, id)
);
alter table dossier add constraint dossier_submission_is_its_own
  foreign key (id, submission_id) references submission (dossier_id, id);
create index submission_by_dossier on submission (dossier_id, revision_id);
create trigger submission_is_immutable before update or delete on submission
  for each row execute function refuse_change();

-- Analyses. The row is the truth about the work; Redis only carries its id.
create table analysis (
  id                uuid primary key,
  seq               bigint generated always as identity, -- which is newer, whatever the clocks say
  dossier_id        uuid not null references dossier,
  revision_id       uuid not null,
  submission_id     uuid, -- null for an analysis of a draft, which its candidate alone sees
  ladder_version_id uuid not null references ladder_version,
  analyser          text not null,
  facts             jsonb not null,
  requested_by      uuid not null references person,
  stage             text not null default 'READ'
                    constraint analysis_stage_is_known check (stage in ('READ','MAP','REDUCE','SAVE')),
  done              int not null default 0,
  total             int not null default 0,
  degraded          boolean not null default false,
  reasons           text[] not null default '{}',
  provenance        jsonb not null default '{}',
  usage             jsonb not null default '{}',

  status       text not null default 'QUEUED' constraint analysis_status_is_known
               check (status in ('QUEUED','RUNNING','SUCCEEDED','FAILED','CANCELLED')),
  priority     int not null default 0,
  attempt      int not null default 0,
  fence        bigint not null default 0,
  owner        text,
  lease_until  timestamptz,
  run_at       timestamptz not null default now(),
  pushed_at    timestamptz,
  crashes      int not null default 0,
  solo_crashes int not null default 0,
  solo         boolean not null default false,
  error        text,
  created_at   timestamptz not null default now(),
  started_at   timestamptz,
  finished_at  timestamptz,
  constraint analysis_revision_is_its_own foreign key (dossier_id, revision_id) references revision (dossier_id, id),
  constraint analysis_submission_is_its_own foreign key (dossier_id, submission_id) references submission (dossier_id, id)
);
create unique index one_live_analysis on analysis (dossier_id) where status in ('QUEUED','RUNNING');
create index analysis_by_dossier on analysis (dossier_id, seq);
create index analysis_queued on analysis (priority desc, run_at) where status = 'QUEUED';
create index analysis_running on analysis (id) where status = 'RUNNING';

create table finding (
  id          uuid primary key,
  analysis_id uuid not null references analysis,
  position    int not null,
  criterion   text not null,
  assessed    boolean not null,
  score       int constraint score_is_between_0_and_4 check (score between 0 and 4),
  confidence  jsonb not null, -- level and reasons
  rationale   text not null,
  leaves      jsonb not null,
  constraint finding_is_one_per_criterion unique (analysis_id, criterion),
  constraint score_is_given_where_assessed check (assessed = (score is not null))
);

create table evidence (
  id          uuid primary key,
  finding_id  uuid not null references finding,
  position    int not null,
  document_id uuid not null,
  version     int not null,
  start_byte  int not null,
  end_byte    int not null,
  start_utf16 int not null,
  end_utf16   int not null,
  quote       text not null,
  polarity    text not null constraint polarity_is_known check (polarity in ('SUPPORTS','CONTRADICTS')),
  strength    text not null constraint strength_is_known check (strength in ('CORE','MINOR')),
  leaf        text not null,
  why         text not null,
  grounding   text not null,
  foreign key (document_id, version) references document_version,
  constraint quote_has_its_length check (end_byte - start_byte = octet_length(quote))
);
create index evidence_by_finding on evidence (finding_id, position);

create table gap (
  id           uuid primary key,
  finding_id   uuid not null references finding,
  position     int not null,
  leaf         text not null,
  severity     text not null constraint severity_is_known check (severity in ('LOW','MEDIUM','HIGH')),
  reason       text not null,
  description  text not null,
  suggestion   text not null,
  score_if_met int not null,
  document_id  uuid,
  version      int,
  start_byte   int,
  end_byte     int,
  start_utf16  int,
  end_utf16    int,
  foreign key (document_id, version) references document_version
);
create index gap_by_finding on gap (finding_id, position);

create table claim (
  id          uuid primary key,
  analysis_id uuid not null references analysis,
  position    int not null,
  document_id uuid not null,
  version     int not null,
  start_byte  int not null,
  end_byte    int not null,
  start_utf16 int not null,
  end_utf16   int not null,
  quote       text not null,
  metric      text,
  claimed     text not null,
  recorded    text not null,
  verdict     text not null constraint claim_verdict_is_known
              check (verdict in ('SUPPORTED','OVERSTATED','UNDERSTATED','UNVERIFIABLE')),
  explanation text not null,
  foreign key (document_id, version) references document_version,
  constraint claim_has_its_length check (end_byte - start_byte = octet_length(quote))
);
create index claim_by_analysis on claim (analysis_id, position);

create table anomaly (
  id          uuid primary key,
  analysis_id uuid not null references analysis,
  position    int not null,
  document_id uuid not null,
  version     int not null,
  start_byte  int not null,
  end_byte    int not null,
  start_utf16 int not null,
  end_utf16   int not null,
  kind        text not null,
  description text not null,
  foreign key (document_id, version) references document_version
);
create index anomaly_by_analysis on anomaly (analysis_id, position);

-- What the candidate answers. The newest is shown; all are kept.
create table response (
  id           uuid primary key,
  evidence_id  uuid references evidence,
  gap_id       uuid references gap,
  verdict      text not null constraint response_verdict_is_known check (verdict in ('AGREE','DISPUTE')),
  comment      text,
  by_person    uuid not null references person,
  responded_at timestamptz not null,
  constraint response_is_to_one_thing check (num_nonnulls(evidence_id, gap_id) = 1)
);
create index response_by_evidence on response (evidence_id, responded_at);
create index response_by_gap on response (gap_id, responded_at);
create trigger response_is_immutable before update or delete on response
  for each row execute function refuse_change();

-- Answers of a model, by the hash of everything that went into the question.
create table analysis_cache (
  key        bytea primary key,
  value      bytea not null,
  created_at timestamptz not null
);

-- The first answer to a mutation that carried a key, given again for a day.
create table idempotency_key (
  person_id  uuid not null references person,
  mutation   text not null,
  key        text not null constraint key_is_at_most_64_characters check (char_length(key) between 1 and 64),
  request    bytea not null,
  object_id  uuid not null,
  created_at timestamptz not null,
  constraint key_is_used_once primary key (person_id, mutation, key)
);
