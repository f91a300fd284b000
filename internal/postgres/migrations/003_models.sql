-- What is kept of the talk with a language model, and what it may cost.

-- Answers are sealed. While one is asked for, its row holds a lease instead of
-- a value, so that no two workers pay for the same.
delete from analysis_cache;
alter table analysis_cache
  alter column value drop not null,
  add column holder uuid,
  add column lease_until timestamptz,
  add constraint answer_is_kept_or_asked_for check (num_nonnulls(value, holder) = 1 and (holder is null) = (lease_until is null));
create index analysis_cache_by_age on analysis_cache (created_at);

-- What all jobs of a ladder spent on a day, the price of calls that are under
-- way included.
create table model_day (
  ladder_id     uuid not null references ladder,
  day           date not null, -- in UTC
  calls         bigint not null,
  input_tokens  bigint not null,
  output_tokens bigint not null,
  primary key (ladder_id, day)
);

-- Prompts and answers as they went over the wire, sealed. There are none
-- without a key, and none that are older than was set.
create table model_exchange (
  id          uuid primary key,
  analysis_id uuid not null references analysis,
  asked_at    timestamptz not null,
  sealed      bytea not null
);
create index model_exchange_by_analysis on model_exchange (analysis_id, asked_at);
create index model_exchange_by_age on model_exchange (asked_at);
