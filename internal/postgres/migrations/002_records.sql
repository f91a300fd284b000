-- What happened, who leads whom, and the trail of who did what.

-- Two rows of one human being: identities and roles move to the one that
-- stays, acts done as the other count as that one's.
alter table person add column same_as uuid references person,
  add constraint person_is_not_its_own_double check (same_as <> id);
create index person_by_double on person (same_as) where same_as is not null;

-- A rank is never changed but closed: what was wrong is superseded.
alter table rank_record
  add column attested_by uuid references person,
  add column recorded_by uuid references person,
  add column recorded_at timestamptz not null default now(),
  add column reason text,
  add column superseded_at timestamptz,
  drop constraint ranks_do_not_overlap,
  add constraint ranks_do_not_overlap
    exclude using gist (person_id with =, ladder_id with =, during with &&) where (superseded_at is null);
create index rank_record_by_person on rank_record (person_id, ladder_id);

-- Time that counts for nothing: leave, as months and as days.
create table tenure_pause (
  id          uuid primary key,
  person_id   uuid not null references person,
  during      daterange not null constraint pause_lasts_a_day check (not isempty(during) and not lower_inf(during)),
  reason      text not null,
  recorded_by uuid references person,
  recorded_at timestamptz not null,
  lifted_at   timestamptz,
  constraint pauses_do_not_overlap exclude using gist (person_id with =, during with &&) where (lifted_at is null)
);

-- Companies that people work for, their founders and product surfaces.
create table company (
  id         uuid primary key,
  name       text collate "und-x-icu" not null constraint company_has_a_name check (btrim(name) <> ''),
  country    text constraint country_is_two_letters check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null,
  constraint company_name_is_unique unique (name)
);
create table company_founder (
  company_id uuid not null references company,
  person_id  uuid not null references person,
  during     daterange not null constraint founder_lasts_a_day check (not isempty(during)),
  constraint founder_of_a_company_once exclude using gist (company_id with =, person_id with =, during with &&)
);
create index company_founder_by_person on company_founder (person_id);
create table surface (
  id         uuid primary key,
  company_id uuid not null references company,
  name       text not null constraint surface_has_a_name check (btrim(name) <> ''),
  during     daterange not null constraint surface_lasts_a_day check (not isempty(during)),
  created_at timestamptz not null,
  constraint surface_name_is_unique unique (company_id, name)
);
create table surface_dependency (
  surface_id uuid not null references surface,
  on_surface uuid not null references surface,
  kind       text not null constraint dependency_kind_is_known check (kind in ('INFRASTRUCTURE', 'DATA', 'USERS')),
  created_at timestamptz not null,
  constraint surface_depends_on_another check (surface_id <> on_surface),
  constraint dependency_is_recorded_once primary key (surface_id, on_surface, kind)
);

-- What happened. The body has the form of its kind. Only who confirmed it, and
-- what replaced it, are ever written later; each is in the trail below too.
create table record (
  id            uuid primary key,
  person_id     uuid not null references person, -- whose record it is: the owner
  kind          text not null constraint record_kind_is_known check (kind in (
                  'ENGAGEMENT', 'SURFACE_OWNERSHIP', 'TECH_DECISION', 'OUTCOME_REVIEW', 'ON_WATCH', 'INCIDENT',
                  'INCIDENT_REVIEW', 'INCIDENT_COVERAGE', 'TEAM_CHANGE', 'TEAM_REVIEW', 'MEETING',
                  'MEETING_FEEDBACK', 'TESTIMONY', 'RECOGNITION', 'ARTEFACT')),
  company_id    uuid references company,
  about_id      uuid references record, -- a review's decision, incident or team change, a feedback's meeting
  during        daterange not null constraint record_lasts_a_day check (not isempty(during) and not lower_inf(during)),
  body          jsonb not null,
  provenance    text not null constraint provenance_is_known
                check (provenance in ('SELF', 'COMPANY', 'HOUSE', 'IMPORT', 'FEED')),
  made_by       uuid references person, -- null for a file or a feed
  made_at       timestamptz not null,
  state         text not null constraint confirmation_state_is_known
                check (state in ('CLAIMED', 'REQUESTED', 'CONFIRMED', 'DECLINED', 'DISPUTED')),
  state_by      uuid references person,
  state_as      text constraint capacity_is_known
                check (state_as in ('FOUNDER', 'COLLEAGUE', 'ATTENDEE', 'PEER', 'HOUSE')),
  state_at      timestamptz,
  superseded_by uuid references record,
  retracted_at  timestamptz,
  retracted_why text, -- the maker's reason
  constraint owner_is_not_the_verifier check (state <> 'CONFIRMED' or state_by is distinct from person_id),
  constraint confirmed_by_somebody check (state in ('CLAIMED', 'REQUESTED') or state_by is not null)
);
create index record_by_person on record (person_id, kind, lower(during), id);
create index record_about on record (about_id) where about_id is not null;
create index record_by_maker on record (made_by) where made_by <> person_id;
create function record_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.id, old.person_id, old.kind, old.company_id, old.about_id, old.during, old.body, old.provenance, old.made_by, old.made_at)
      is distinct from (new.id, new.person_id, new.kind, new.company_id, new.about_id, new.during, new.body, new.provenance, new.made_by, new.made_at) then
    raise exception 'record is immutable' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger record_is_immutable before update or delete on record for each row execute function record_stays();

-- Every step of a record's confirmation.
create table confirmation (
  id          uuid primary key,
  seq         bigint not null generated always as identity, -- the order of the steps
  record_id   uuid not null references record,
  state       text not null constraint confirmation_step_is_known
              check (state in ('REQUESTED', 'CONFIRMED', 'DECLINED', 'DISPUTED')),
  of_person   uuid references person, -- whom a request asks
  by_person   uuid references person, -- who took the step; null for a file
  as_capacity text,
  note        text,
  at          timestamptz not null
);
create index confirmation_by_record on confirmation (record_id, seq);
create index confirmation_of_person on confirmation (of_person) where of_person is not null;
create trigger confirmation_is_immutable before update or delete on confirmation
  for each row execute function refuse_change();

-- A way to confirm one record without an account.
create table confirmation_link (
  id         uuid primary key,
  record_id  uuid not null references record,
  person_id  uuid not null references person, -- who answers by it
  token_hash bytea not null constraint link_token_is_unique unique,
  made_by    uuid not null references person,
  made_at    timestamptz not null,
  expires_at timestamptz not null constraint link_expires_later check (expires_at > made_at),
  used_at    timestamptz,
  revoked_at timestamptz
);
create index confirmation_link_by_record on confirmation_link (record_id);

-- Nominations.
create table nomination (
  id             uuid primary key,
  nominee_id     uuid not null references person,
  nominator_id   uuid not null references person,
  ladder_id      uuid not null references ladder,
  from_level     text not null,
  to_level       text not null,
  standing       text not null, -- what allowed the nominator: a level code or a role
  relation       text not null,
  since          date not null,
  money          text not null,
  reason_not_to_promote text not null,
  status         text not null constraint nomination_status_is_known
                 check (status in ('OFFERED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
  offered_at     timestamptz not null,
  expires_at     timestamptz not null constraint nomination_expires_later check (expires_at > offered_at),
  answered_at    timestamptz,
  withdrawn_at   timestamptz,
  constraint nobody_nominates_themselves check (nominee_id <> nominator_id),
  -- One past its time is in nobody's way.
  constraint one_open_nomination exclude using gist (nominee_id with =, nominator_id with =, ladder_id with =, to_level with =,
    tstzrange(offered_at, expires_at) with &&) where (status in ('OFFERED', 'ACCEPTED'))
);
create index nomination_by_nominee on nomination (nominee_id, offered_at);
create index nomination_by_nominator on nomination (nominator_id, offered_at);
create table nomination_record (
  nomination_id uuid not null references nomination,
  record_id     uuid not null references record,
  position      int not null,
  primary key (nomination_id, record_id)
);

-- Mentorships.
create table mentorship (
  id          uuid primary key,
  mentor_id   uuid not null references person,
  mentee_id   uuid not null references person,
  ladder_id   uuid not null references ladder,
  status      text not null constraint mentorship_status_is_known
              check (status in ('OFFERED', 'ACTIVE', 'DECLINED', 'WITHDRAWN', 'ENDED')),
  purpose     text constraint purpose_is_known check (purpose in ('OWNERSHIP_TRACK')),
  offered_by  uuid not null references person,
  offered_at  timestamptz not null,
  during      daterange, -- null until both accept
  end_reason  text constraint end_reason_is_known check (end_reason in ('COMPLETED', 'HAND_OVER', 'STOPPED')),
  constraint nobody_mentors_themselves check (mentor_id <> mentee_id),
  constraint mentorship_has_its_days check ((status in ('ACTIVE', 'ENDED')) = (during is not null)),
  constraint one_mentor_at_a_time exclude using gist (mentee_id with =, ladder_id with =, during with &&) where (status in ('ACTIVE', 'ENDED'))
);
create unique index one_open_offer on mentorship (mentor_id, mentee_id, ladder_id) where status = 'OFFERED';
create index mentorship_by_mentor on mentorship (mentor_id, ladder_id);
create index mentorship_by_mentee on mentorship (mentee_id, ladder_id);
create table mentoring_session (
  id            uuid primary key,
  mentorship_id uuid not null references mentorship,
  held_on       date not null,
  recorded_by   uuid not null references person,
  recorded_at   timestamptz not null,
  constraint session_is_recorded_once_a_day unique (mentorship_id, held_on)
);
-- A mentor says, with a reason, that a mentee approaches a level.
create table readiness (
  id            uuid primary key,
  mentorship_id uuid not null references mentorship,
  level         text not null,
  reason        text not null,
  attested_at   timestamptz not null
);
create index readiness_by_mentorship on readiness (mentorship_id, attested_at);

-- What a person is paid by contract, by month, from a day on. Of those of one
-- day the last recorded holds; 0 says that nothing is paid any more.
create table monthly_rate (
  id          uuid primary key,
  person_id   uuid not null references person,
  from_day    date not null,
  amount      bigint not null constraint rate_is_from_0_to_a_trillion check (amount between 0 and 1000000000000),
  currency    text not null constraint currency_is_three_letters check (currency ~ '^[A-Z]{3}$'),
  recorded_by uuid references person,
  recorded_at timestamptz not null,
  constraint rate_changes_once_a_day unique (person_id, from_day, recorded_at)
);
create trigger monthly_rate_is_immutable before update or delete on monthly_rate
  for each row execute function refuse_change();

-- Referral money. Terms are a snapshot and never change once accepted.
create table referral_agreement (
  id            uuid primary key,
  mentorship_id uuid not null references mentorship,
  mentor_id     uuid not null references person,
  mentee_id     uuid not null references person,
  basis_points  int not null constraint basis_points_are_a_share check (basis_points between 0 and 10000),
  months        int not null constraint months_are_positive check (months > 0),
  currency      text not null constraint agreement_currency_is_three_letters check (currency ~ '^[A-Z]{3}$'),
  terms         jsonb not null, -- ladder version, level and policy that they come from
  offered_at    timestamptz not null,
  accepted_at   timestamptz,
  declined_at   timestamptz,
  ended_on      date, -- the mentorship was ended, or the term is used up
  constraint nobody_refers_themselves check (mentor_id <> mentee_id),
  constraint agreement_is_answered_once check (accepted_at is null or declined_at is null),
  constraint only_an_accepted_agreement_ends check (ended_on is null or accepted_at is not null)
);
create function terms_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.declined_at is not null
      or (old.id, old.mentorship_id, old.mentor_id, old.mentee_id, old.currency, old.offered_at) is distinct from (new.id, new.mentorship_id, new.mentor_id, new.mentee_id, new.currency, new.offered_at)
      or old.accepted_at is not null and (old.basis_points, old.months, old.terms, old.accepted_at, new.declined_at) is distinct from (new.basis_points, new.months, new.terms, new.accepted_at, old.declined_at)
      or old.ended_on is distinct from new.ended_on and old.ended_on is not null then
    raise exception 'referral_agreement is immutable' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger terms_are_immutable before update or delete on referral_agreement for each row execute function terms_stay();
create unique index one_running_agreement_for_a_mentee on referral_agreement (mentee_id) where accepted_at is not null and ended_on is null;
create index referral_agreement_by_mentee on referral_agreement (mentee_id);
create index referral_agreement_by_mentor on referral_agreement (mentor_id);
create unique index one_agreement_for_each_mentorship on referral_agreement (mentorship_id) where declined_at is null;
-- What a month came to. An accrual that was reversed to be made again frees its
-- month and its place in the term for one of the next generation.
create table accrual (
  id           uuid primary key,
  agreement_id uuid not null references referral_agreement,
  month_index  int not null constraint month_index_is_positive check (month_index > 0),
  month        date not null constraint month_is_a_first check (extract(day from month) = 1),
  generation   int not null constraint generation_is_positive check (generation > 0),
  base         bigint not null, -- the monthly rate on the first, minor units
  active_days  int not null,
  month_days   int not null,
  amount       bigint not null, -- minor units
  currency     text not null,
  made_at      timestamptz not null,
  constraint accrual_is_made_once unique (agreement_id, month_index, generation),
  constraint accrual_month_is_made_once unique (agreement_id, month, generation),
  constraint accrual_is_a_share check (amount between 0 and base and active_days between 1 and month_days and month_days between 28 and 31)
);
create table accrual_reversal (
  id          uuid primary key,
  accrual_id  uuid not null references accrual constraint accrual_is_reversed_once unique,
  reason      text not null,
  again       boolean not null, -- the month may be accrued again
  made_by     uuid not null references person,
  made_at     timestamptz not null
);
create trigger accrual_is_immutable before update or delete on accrual for each row execute function refuse_change();
create trigger accrual_reversal_is_immutable before update or delete on accrual_reversal for each row execute function refuse_change();

-- What people answer about themselves, and where they are in the curriculum.
-- The newest answer is shown; all are kept.
create table self_answer (
  id          uuid primary key,
  person_id   uuid not null references person,
  ladder_id   uuid not null references ladder,
  level       text not null,
  item        text not null, -- key of a checklist item or an AI skill
  answer      text not null constraint answer_is_known check (answer in ('YES', 'NO', 'PARTLY')),
  note        text not null,
  evidence    uuid[] not null, -- records of the person
  answered_at timestamptz not null
);
create index self_answer_by_person on self_answer (person_id, ladder_id, level, item, answered_at);
create table curriculum_progress (
  id          uuid primary key,
  person_id   uuid not null references person,
  ladder_id   uuid not null references ladder,
  level       text not null,
  module      text not null,
  status      text not null constraint progress_is_known check (status in ('IN_PROGRESS', 'DONE')),
  artefact_id uuid references record,
  noted_at    timestamptz not null
);
create index curriculum_progress_by_person on curriculum_progress (person_id, ladder_id, level, module, noted_at);
create trigger self_answer_is_immutable before update or delete on self_answer for each row execute function refuse_change();
create trigger curriculum_progress_is_immutable before update or delete on curriculum_progress for each row execute function refuse_change();

-- What the candidate says about a requirement that is not met.
create table requirement_explanation (
  id           uuid primary key,
  dossier_id   uuid not null references dossier,
  requirement  text not null,
  explanation  text not null,
  explained_at timestamptz not null
);
create index requirement_explanation_by_dossier on requirement_explanation (dossier_id, requirement, explained_at);
create trigger requirement_explanation_is_immutable before update or delete on requirement_explanation
  for each row execute function refuse_change();

-- Metrics and eligibility as they stood at submission.
alter table submission add column standing jsonb, add column eligibility jsonb;

-- What an imported row became, by its own name in the file.
create table imported (
  kind      text not null,
  key       text not null,
  object_id uuid not null,
  hash      bytea not null, -- of the row
  at        timestamptz not null,
  constraint row_is_imported_once primary key (kind, key)
);

-- Who did what for whom. Ids, acts and hashes; no personal text.
create table audit (
  seq     bigint primary key,
  at      timestamptz not null,
  actor   uuid, -- null for the program itself
  act     text not null,
  object  text not null, -- the typed id of what was acted on
  subject uuid, -- the person it is about
  detail  jsonb not null, -- ids, states and hashes
  prev    bytea not null,
  hash    bytea not null constraint audit_hash_is_unique unique
);
create index audit_by_subject on audit (subject, seq);
create trigger audit_is_immutable before update or delete on audit for each row execute function refuse_change();
create trigger audit_is_never_emptied before truncate on audit for each statement execute function refuse_change();
