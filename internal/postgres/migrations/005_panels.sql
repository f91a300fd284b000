-- Panels: who may judge a dossier, what they say, and what comes of it.

-- How many months a conflict outlives its cause, null for ever, and how many
-- others lift it together, null for nobody.
alter table ladder_version
  add column conflict_months int generated always as
    ((jsonb_path_query_first(body, '$.policy[*] ? (@.key == "conflicts").values.months') #>> '{}')::int) stored,
  add column conflict_waivers int generated always as
    ((jsonb_path_query_first(body, '$.policy[*] ? (@.key == "conflicts").values.waivers') #>> '{}')::int) stored;

-- What people say of themselves and others; it holds in both directions.
create table conflict_declaration (
  id           uuid primary key,
  by_person    uuid not null references person,
  about_person uuid not null references person,
  reason       text not null,
  declared_at  timestamptz not null,
  constraint conflict_is_between_two check (by_person <> about_person)
);
create index conflict_declaration_by_maker on conflict_declaration (by_person, declared_at);
create index conflict_declaration_about on conflict_declaration (about_person);

-- What others decide about a conflict. A ruling binds the cause that it names;
-- a new cause has another key and is open again.
create table conflict_ruling (
  id           uuid primary key,
  seq          bigint not null generated always as identity,
  person_id    uuid not null references person,
  candidate_id uuid not null references person,
  kind         text not null,
  key          text not null,
  verdict      text not null constraint conflict_verdict_is_known check (verdict in ('CONFIRMED', 'DISMISSED', 'WAIVED')),
  reason       text not null,
  by_person    uuid not null references person,
  at           timestamptz not null,
  constraint nobody_rules_on_their_own check (by_person <> person_id and by_person <> candidate_id)
);
create index conflict_ruling_by_cause on conflict_ruling (candidate_id, kind, key, seq);
create trigger conflict_declaration_is_immutable before update or delete on conflict_declaration for each row execute function refuse_change();
create trigger conflict_ruling_is_immutable before update or delete on conflict_ruling for each row execute function refuse_change();

-- Persons by the one that stays.
create index person_by_one_that_stays on person ((coalesce(same_as, id)));
create index record_by_company on record (company_id) where kind = 'ENGAGEMENT';
create index testimony_by_founder on record (((body ->> 'founder')::uuid)) where kind = 'TESTIMONY';
create index company_founder_by_company on company_founder (company_id);

-- Records with the day on which their maker took them back or corrected them,
-- null for what stands.
create view record_with_end as
  select r.id, r.person_id, r.kind, r.company_id, r.during, r.body, r.made_at, r.state, r.state_at,
    (coalesce(r.retracted_at, n.made_at) at time zone 'UTC')::date as taken_back
  from record r left join record n on n.id = r.superseded_by;

-- Why a person should not judge a candidate, a row for each cause: its kind,
-- what it comes from, the company, and the days [since, until) on which it
-- held; until is null while it holds. Two are of the same company whether or
-- not they were there at the same time: the cause is over when the first of
-- them has left, which can be before since, when the second had come. Nobody
-- lifts their own: a record that was taken back is a cause that is over on that
-- day, if it was not before.
create view conflict_edge as
  select s.id as person_id, s.id as candidate_id, 'SELF' as kind, s.id::text as key, null::uuid as company_id, null::date as since, null::date as until, null::date as taken_back
  from person s where s.same_as is null
  union all
  select m.mentor_id, m.mentee_id, 'MENTOR', m.id::text, null, lower(m.during), upper(m.during), null from mentorship m where m.status in ('ACTIVE', 'ENDED')
  union all
  select m.mentee_id, m.mentor_id, 'MENTEE', m.id::text, null, lower(m.during), upper(m.during), null from mentorship m where m.status in ('ACTIVE', 'ENDED')
  union all
  -- What is only offered counts while it can be accepted.
  select m.mentor_id, m.mentee_id, 'OPEN_AGREEMENT', m.id::text, null, (m.offered_at at time zone 'UTC')::date, null, null from mentorship m where m.status = 'OFFERED'
  union all
  select m.mentee_id, m.mentor_id, 'OPEN_AGREEMENT', m.id::text, null, (m.offered_at at time zone 'UTC')::date, null, null from mentorship m where m.status = 'OFFERED'
  union all
  select g.mentor_id, g.mentee_id, 'OPEN_AGREEMENT', g.id::text, null, (g.offered_at at time zone 'UTC')::date, null, null
  from referral_agreement g join mentorship m on m.id = g.mentorship_id where g.accepted_at is null and g.declined_at is null and m.status = 'ACTIVE'
  union all
  select g.mentee_id, g.mentor_id, 'OPEN_AGREEMENT', g.id::text, null, (g.offered_at at time zone 'UTC')::date, null, null
  from referral_agreement g join mentorship m on m.id = g.mentorship_id where g.accepted_at is null and g.declined_at is null and m.status = 'ACTIVE'
  union all
  select g.mentor_id, g.mentee_id, 'REFERRAL_MONEY', g.id::text, null, (g.accepted_at at time zone 'UTC')::date, g.ended_on, null
  from referral_agreement g where g.accepted_at is not null
  union all
  select g.mentee_id, g.mentor_id, 'REFERRAL_MONEY', g.id::text, null, (g.accepted_at at time zone 'UTC')::date, g.ended_on, null
  from referral_agreement g where g.accepted_at is not null
  union all
  -- Declined or not, it was said; its last day is that on which it was taken
  -- back, declined or past its time.
  select coalesce(s.same_as, s.id), n.nominee_id, 'NOMINATOR', n.id::text, null, (n.offered_at at time zone 'UTC')::date,
    (coalesce(n.withdrawn_at, case when n.status = 'DECLINED' then n.answered_at end, n.expires_at) at time zone 'UTC')::date + 1, null
  from nomination n join person s on s.id = n.nominator_id where coalesce(s.same_as, s.id) <> n.nominee_id
  union all
  -- Whoever a testimony names counts as one who testifies, unless they say that
  -- it is not so or nothing; given once, it is over on the next day.
  select coalesce(s.same_as, s.id), r.person_id, 'REFEREE', r.id::text, r.company_id, (r.made_at at time zone 'UTC')::date,
    least(case when r.state = 'CONFIRMED' then (r.state_at at time zone 'UTC')::date + 1 end, r.taken_back), r.taken_back
  from record_with_end r join person s on s.id = (r.body ->> 'founder')::uuid
  where r.kind = 'TESTIMONY' and r.state in ('CLAIMED', 'REQUESTED', 'CONFIRMED')
    and coalesce(s.same_as, s.id) <> r.person_id
  union all
  -- Of two engagements the key is the same for both, of a founder's time it is
  -- the engagement, of two founders' the company, with the day since when.
  select p.person_id, c.person_id, 'SAME_COMPANY', least(p.id, c.id)::text || '/' || greatest(p.id, c.id)::text, c.company_id,
    greatest(lower(p.during), lower(c.during)), least(upper(p.during), p.taken_back, upper(c.during), c.taken_back), least(p.taken_back, c.taken_back)
  from record_with_end c join record_with_end p on p.company_id = c.company_id and p.person_id <> c.person_id
  where c.kind = 'ENGAGEMENT' and p.kind = 'ENGAGEMENT'
  union all
  select f.person_id, c.person_id, 'SAME_COMPANY', c.id::text || '/' || coalesce(to_char(lower(f.during), 'YYYY-MM-DD'), ''), c.company_id,
    greatest(lower(f.during), lower(c.during)), least(upper(f.during), upper(c.during), c.taken_back), c.taken_back
  from record_with_end c join company_founder f on f.company_id = c.company_id and f.person_id <> c.person_id
  where c.kind = 'ENGAGEMENT'
  union all
  select p.person_id, f.person_id, 'SAME_COMPANY', p.id::text || '/' || coalesce(to_char(lower(f.during), 'YYYY-MM-DD'), ''), p.company_id,
    greatest(lower(f.during), lower(p.during)), least(upper(f.during), upper(p.during), p.taken_back), p.taken_back
  from company_founder f join record_with_end p on p.company_id = f.company_id and p.person_id <> f.person_id
  where p.kind = 'ENGAGEMENT'
  union all
  select f.person_id, g.person_id, 'SAME_COMPANY', f.company_id::text
      || '/' || least(coalesce(to_char(lower(f.during), 'YYYY-MM-DD'), ''), coalesce(to_char(lower(g.during), 'YYYY-MM-DD'), ''))
      || '/' || greatest(coalesce(to_char(lower(f.during), 'YYYY-MM-DD'), ''), coalesce(to_char(lower(g.during), 'YYYY-MM-DD'), '')), f.company_id,
    greatest(lower(f.during), lower(g.during)), least(upper(f.during), upper(g.during)), null
  from company_founder f join company_founder g on g.company_id = f.company_id and g.person_id <> f.person_id
  union all
  select coalesce(a.same_as, a.id), coalesce(b.same_as, b.id), 'DECLARED', d.id::text, null, (d.declared_at at time zone 'UTC')::date, null, null
  from conflict_declaration d join person a on a.id = d.by_person join person b on b.id = d.about_person where coalesce(a.same_as, a.id) <> coalesce(b.same_as, b.id)
  union all
  select coalesce(b.same_as, b.id), coalesce(a.same_as, a.id), 'DECLARED', d.id::text, null, (d.declared_at at time zone 'UTC')::date, null, null
  from conflict_declaration d join person a on a.id = d.by_person join person b on b.id = d.about_person where coalesce(a.same_as, a.id) <> coalesce(b.same_as, b.id);

-- The rulings that count: whoever turns out to be one of the two rules on
-- nothing of theirs.
create view ruling_by_another as
  select r.id, r.seq, coalesce(p.same_as, p.id) as person_id, r.candidate_id, r.kind, r.key, r.verdict, r.reason, coalesce(y.same_as, y.id) as by_person, r.at
  from conflict_ruling r join person p on p.id = r.person_id join person y on y.id = r.by_person
  where coalesce(y.same_as, y.id) not in (coalesce(p.same_as, p.id), r.candidate_id);

-- Each cause as a ladder version reads it: where it stands, the first day on
-- which it counts no more, null for none, and until when it stands in the way.
-- Enough others who waive it lift it, a later ruling of another kind sets aside
-- what was waived before.
create view conflict as
  select lv.id as ladder_version_id, e.person_id, e.candidate_id, e.kind, e.key, e.company_id, e.since, e.until, e.taken_back, z.state, w.waivers, z.counts_until,
    case when z.state in ('PROPOSED', 'CONFIRMED') then coalesce(z.counts_until, 'infinity') else '-infinity' end as stands_until
  from conflict_edge e
  cross join ladder_version lv
  left join lateral (
    select r.verdict, r.seq from ruling_by_another r
    where r.candidate_id = e.candidate_id and r.person_id = e.person_id and r.kind = e.kind and r.key = e.key and r.verdict <> 'WAIVED'
    order by r.seq desc limit 1) l on true
  left join lateral (
    select count(distinct r.by_person)::int as waivers from ruling_by_another r
    where r.candidate_id = e.candidate_id and r.person_id = e.person_id and r.kind = e.kind and r.key = e.key and r.verdict = 'WAIVED'
      and r.seq > coalesce(l.seq, 0)) w on true
  cross join lateral (
    select case when w.waivers >= lv.conflict_waivers then 'WAIVED' else coalesce(l.verdict, 'PROPOSED') end as state,
      (e.until + make_interval(months => lv.conflict_months))::date as counts_until) z;

-- What stands in the way on a day, SELF apart: of one person all candidates,
-- each as a ladder version reads it, and whether two persons are such. They are
-- functions so that the many branches are planned once in a session and not with
-- each statement.
create function conflicts_of(person uuid, today date) returns table (candidate uuid, version uuid)
  language plpgsql stable rows 100 set plan_cache_mode = force_generic_plan as $$
begin
  return query select k.candidate_id, k.ladder_version_id from conflict k where k.person_id = person and k.kind <> 'SELF' and k.stands_until > today;
end $$;
create function conflicted(person uuid, candidate uuid, version uuid, today date) returns boolean
  language plpgsql stable cost 10000 set plan_cache_mode = force_generic_plan as $$
begin
  return exists (select from conflict k where k.ladder_version_id = version and k.candidate_id = candidate and k.person_id = person
    and k.kind <> 'SELF' and k.stands_until > today);
end $$;

-- Panels and their seats. A dossier has one, and one more for each appeal.
create table panel (
  id           uuid primary key,
  dossier_id   uuid not null references dossier,
  appeal_id    uuid, -- the appeal that it hears
  quorum       int not null constraint quorum_is_positive check (quorum > 0),
  reveal       text not null constraint reveal_is_known check (reveal in ('WITH_SUBMISSION', 'AFTER_OWN_SCORES')),
  due_at       timestamptz not null,
  zone         text not null, -- in which the day is shown, as Europe/Oslo
  assembled_by uuid not null references person,
  assembled_at timestamptz not null,
  constraint panel_is_of_one_dossier unique (dossier_id, id)
);
create unique index one_panel_for_each_dossier on panel (dossier_id) where appeal_id is null;
create unique index one_panel_for_each_appeal on panel (appeal_id) where appeal_id is not null;

-- What a seat's holder answered. That a conflict suspends it is read from the
-- view above and stored nowhere.
create table seat (
  id          uuid primary key,
  panel_id    uuid not null,
  dossier_id  uuid not null,
  person_id   uuid not null references person,
  role        text not null constraint seat_role_is_known check (role in ('CHAIR', 'MEMBER', 'GUEST')),
  status      text not null constraint seat_status_is_known check (status in ('INVITED', 'ACKNOWLEDGED', 'RECUSED', 'ABSTAINED', 'SCORED')),
  alias       text not null, -- by which the discussion calls its holder
  due_at      timestamptz not null,
  invited_by  uuid not null references person,
  invited_at  timestamptz not null,
  answered_at timestamptz,
  reason      text, -- of a recusal or an abstention
  ended_at    timestamptz, -- replaced by another
  end_reason  text,
  constraint seat_is_of_one_panel foreign key (dossier_id, panel_id) references panel (dossier_id, id),
  constraint one_seat_for_each_person unique (panel_id, person_id),
  constraint alias_is_used_once unique (panel_id, alias),
  constraint a_refusal_has_a_reason check (status not in ('RECUSED', 'ABSTAINED') or reason is not null),
  constraint a_replacement_has_a_reason check ((ended_at is null) = (end_reason is null))
);
create unique index one_chair on seat (panel_id) where role = 'CHAIR' and ended_at is null and status not in ('RECUSED', 'ABSTAINED');
create index seat_by_person on seat (person_id, due_at, id);
create index seat_by_dossier on seat (dossier_id, person_id);

-- A component that the candidate may write in again.
create table component_unlock (
  id          uuid primary key,
  dossier_id  uuid not null references dossier,
  component   text not null,
  reason      text not null,
  by_person   uuid not null references person,
  unlocked_at timestamptz not null,
  closed_at   timestamptz
);
create unique index component_is_unlocked_once on component_unlock (dossier_id, component) where closed_at is null;

-- Reviews. The body is scores, aspects and recommendation.
create table review (
  id            uuid primary key,
  panel_id      uuid not null references panel,
  dossier_id    uuid not null references dossier,
  seat_id       uuid not null references seat,
  person_id     uuid not null references person,
  submission_id uuid not null,
  revision_id   uuid not null references revision,
  status        text not null constraint review_status_is_known check (status in ('DRAFT', 'SUBMITTED')),
  body          jsonb not null,
  number        int not null default 0, -- of the newest version below
  created_at    timestamptz not null,
  saved_at      timestamptz not null,
  submitted_at  timestamptz,
  stale_at      timestamptz,
  constraint review_submission_is_its_own foreign key (dossier_id, submission_id) references submission (dossier_id, id),
  constraint submitted_review_has_a_time check ((status = 'SUBMITTED') = (submitted_at is not null))
);
create unique index one_review_for_each_seat on review (seat_id) where stale_at is null;
create index review_by_panel on review (panel_id, created_at, id);
create index review_by_dossier on review (dossier_id, person_id);
create table review_version (
  review_id uuid not null references review,
  number    int not null,
  body      jsonb not null,
  reason    text, -- of a change after the first
  at        timestamptz not null,
  constraint review_version_is_kept_once primary key (review_id, number),
  constraint a_change_has_a_reason check ((number = 1) = (reason is null))
);
create trigger review_version_is_immutable before update or delete on review_version for each row execute function refuse_change();

-- Meetings of candidate and panel.
create table panel_session (
  id           uuid primary key,
  panel_id     uuid not null references panel,
  dossier_id   uuid not null references dossier,
  component    text not null,
  kind         text not null constraint session_kind_is_known check (kind in ('PRESENTATION', 'EXAMINATION')),
  starts_at    timestamptz not null,
  zone         text not null,
  scheduled_by uuid not null references person,
  scheduled_at timestamptz not null,
  held_at      timestamptz, -- null until it is recorded
  present      uuid[] not null default '{}', -- seats
  notes        text,
  recorded_by  uuid references person,
  cancelled_at timestamptz,
  constraint held_session_has_notes check ((held_at is null) = (notes is null) and (held_at is null or cancelled_at is null))
);
create index panel_session_by_panel on panel_session (panel_id, starts_at, id);

-- What the members say to each other, by alias.
create table panel_post (
  id         uuid primary key,
  panel_id   uuid not null references panel,
  dossier_id uuid not null references dossier,
  seat_id    uuid not null references seat,
  criterion  text not null,
  text       text not null,
  posted_at  timestamptz not null
);
create index panel_post_by_panel on panel_post (panel_id, posted_at, id);
create trigger panel_post_is_immutable before update or delete on panel_post for each row execute function refuse_change();

-- That a member read the advisory scores.
create table advice_reading (
  seat_id     uuid not null references seat,
  analysis_id uuid not null references analysis,
  read_at     timestamptz not null,
  constraint advice_is_read_once primary key (seat_id, analysis_id)
);

-- Decisions. Votes and advisory scores are kept as they stood.
create table decision (
  id            uuid primary key,
  panel_id      uuid not null references panel constraint panel_decides_once unique,
  dossier_id    uuid not null references dossier,
  submission_id uuid not null,
  revision_id   uuid not null references revision,
  outcome       text not null constraint outcome_is_known check (outcome in ('PROMOTE', 'NOT_YET', 'NO')),
  rationale     text not null,
  components    jsonb not null, -- verdict and note of each
  votes         jsonb not null,
  pre_scores    jsonb not null, -- by criterion; what was not assessed is left out
  decided_by    uuid not null references person,
  decided_at    timestamptz not null,
  released_by   uuid references person,
  released_at   timestamptz,
  effective_on  date,
  rank_id       uuid references rank_record,
  reversed_by   uuid references person,
  reversed_at   timestamptz,
  reversal      text, -- why
  constraint decision_submission_is_its_own foreign key (dossier_id, submission_id) references submission (dossier_id, id),
  constraint who_decides_does_not_release check (released_by <> decided_by),
  constraint only_a_released_decision_is_reversed check (reversed_at is null or released_at is not null),
  constraint a_promotion_has_a_rank check ((outcome = 'PROMOTE' and released_at is not null) = (rank_id is not null))
);
create index decision_by_dossier on decision (dossier_id, decided_at);
create function decision_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
      or (old.id, old.panel_id, old.dossier_id, old.submission_id, old.revision_id, old.outcome, old.rationale, old.components, old.votes, old.pre_scores, old.decided_by, old.decided_at)
        is distinct from (new.id, new.panel_id, new.dossier_id, new.submission_id, new.revision_id, new.outcome, new.rationale, new.components, new.votes, new.pre_scores, new.decided_by, new.decided_at)
      or old.released_at is not null and (old.released_by, old.released_at, old.effective_on, old.rank_id) is distinct from (new.released_by, new.released_at, new.effective_on, new.rank_id)
      or old.reversed_at is not null and (old.reversed_by, old.reversed_at, old.reversal) is distinct from (new.reversed_by, new.reversed_at, new.reversal) then
    raise exception 'decision is immutable' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger decision_is_immutable before update or delete on decision for each row execute function decision_stays();
create table decision_gap (
  decision_id uuid not null references decision,
  number      int not null,
  criterion   text not null,
  text        text not null,
  closed_by   text not null, -- what would close it
  added_at    timestamptz not null,
  constraint gap_is_numbered_once primary key (decision_id, number)
);
create trigger decision_gap_is_immutable before update or delete on decision_gap for each row execute function refuse_change();

-- What a later dossier says to each gap of an earlier decision.
create table gap_answer (
  id          uuid primary key,
  dossier_id  uuid not null references dossier,
  decision_id uuid not null,
  number      int not null,
  answer      text not null,
  answered_at timestamptz not null,
  foreign key (decision_id, number) references decision_gap
);
create index gap_answer_by_dossier on gap_answer (dossier_id, decision_id, number, answered_at);
create trigger gap_answer_is_immutable before update or delete on gap_answer for each row execute function refuse_change();

-- What each dossier has to answer: the gaps of the candidate's last decision on
-- the same step that was released before it was handed in, did not promote and
-- stands; with the newest answer.
create view earlier_gap as
  select d.id as dossier_id, l.decision_id, l.ladder_version_id, l.from_level, l.released_at, g.number, g.criterion, g.text, g.closed_by, a.answer, a.answered_at
  from dossier d join ladder_version dv on dv.id = d.ladder_version_id
  cross join lateral (
    select x.id as decision_id, x.released_at, e.ladder_version_id, e.from_level
    from dossier e join ladder_version ev on ev.id = e.ladder_version_id join decision x on x.dossier_id = e.id
    where e.candidate_id = d.candidate_id and e.id <> d.id and e.to_level = d.to_level and ev.ladder_id = dv.ladder_id
      and x.outcome <> 'PROMOTE' and x.released_at is not null and x.reversed_at is null
      and not exists (select from submission s where s.dossier_id = d.id and s.submitted_at < x.released_at)
    order by x.released_at desc, x.id desc limit 1) l
  join decision_gap g on g.decision_id = l.decision_id
  left join lateral (
    select z.answer, z.answered_at from gap_answer z
    where z.dossier_id = d.id and z.decision_id = l.decision_id and z.number = g.number
    order by z.answered_at desc, z.id desc limit 1) a on true;

-- Appeals. Another panel hears one.
create table appeal (
  id           uuid primary key,
  dossier_id   uuid not null references dossier,
  decision_id  uuid not null references decision constraint decision_is_appealed_once unique,
  ground       text not null, -- of those that the ladder lists
  statement    text not null,
  filed_at     timestamptz not null,
  withdrawn_at timestamptz
);
create index appeal_by_dossier on appeal (dossier_id);
alter table panel add constraint panel_appeal_exists foreign key (appeal_id) references appeal;

-- What a level opened to a person, from a day on; it ends as well when its
-- decision is reversed.
create table entitlement (
  id          uuid primary key,
  person_id   uuid not null references person,
  ladder_id   uuid not null references ladder,
  level       text not null,
  unlock      text not null, -- key of the level's unlock
  entitlement text not null, -- as PRODUCT_ORG_LEAD
  during      daterange not null constraint entitlement_lasts_a_day check (not isempty(during)),
  decision_id uuid not null references decision,
  constraint entitlement_is_granted_once unique (decision_id, unlock)
);
create index entitlement_by_person on entitlement (person_id);

-- What people are to be told. Who may not see the thing when it is sent is
-- told nothing.
create table notification (
  id         uuid primary key,
  key        text not null constraint told_once unique, -- what makes two of them one
  person_id  uuid not null references person,
  kind       text not null,
  dossier_id uuid not null references dossier,
  object     uuid, -- the seat, session, decision or appeal that it is about
  made_at    timestamptz not null
);
create index notification_by_person on notification (person_id, made_at, id);
create index notification_by_age on notification (made_at, id);

-- What goes out at once: a notification, or the digest of a day. A worker that
-- tries holds it until claimed_until.
create table notification_message (
  id            uuid primary key,
  channel       text not null constraint channel_is_known check (channel in ('MAIL', 'WEBHOOK')),
  person_id     uuid not null references person,
  digest_on     date,
  attempts      int not null default 0,
  next_at       timestamptz not null,
  claimed_until timestamptz,
  settled_at    timestamptz,
  outcome       text constraint outcome_of_message_is_known check (outcome in ('SENT', 'DROPPED', 'FAILED')),
  error         text, -- a class, never a text
  constraint one_digest_a_day unique (channel, person_id, digest_on),
  constraint settled_message_has_an_outcome check ((settled_at is null) = (outcome is null))
);
create index notification_message_due on notification_message (channel, next_at, id) where settled_at is null;

-- By which message a notification goes through a channel; null for none.
create table notification_delivery (
  notification_id uuid not null references notification,
  channel         text not null,
  message_id      uuid references notification_message,
  told            boolean not null default false, -- whether it stood in what was sent
  constraint delivered_once_a_channel primary key (notification_id, channel)
);
create index notification_delivery_by_message on notification_delivery (message_id);

create table notification_setting (
  person_id  uuid primary key references person,
  email      text,
  mode       text not null constraint mode_is_known check (mode in ('AT_ONCE', 'DAILY', 'OFF')),
  zone       text not null,
  hour       int not null constraint hour_is_of_a_day check (hour between 0 and 23),
  changed_at timestamptz not null
);
