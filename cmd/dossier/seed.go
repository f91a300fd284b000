package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/sample"
	"dossier/ladders"
)

// seeder writes the sample through the same acts that the API uses.
type seeder struct {
	*app
	issuer string
	now    time.Time
}

// seed imports the shipped ladder and, into a database without people, the
// sample. A database that holds other people is refused.
func (s *seeder) seed(ctx context.Context) error {
	version, err := ladder.Load(ladders.Default())
	if err != nil {
		return err
	}
	data, err := sample.Load()
	if err != nil {
		return err
	}
	var known, ours bool
	var written int
	viewers := map[string]*people.Viewer{}
	err = postgres.InTx(ctx, s.pool, func(tx pgx.Tx) error {
		if version, _, err = ladder.Import(ctx, tx, version, s.now, s.newID); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `select exists (select from person), exists (select from identity where issuer = $1),
			(select count(*) from document)`, s.issuer).Scan(&known, &ours, &written)
		if err != nil || known {
			return err
		}
		for _, p := range data.People {
			if viewers[p.Key], err = s.person(ctx, tx, version, p); err != nil {
				return fmt.Errorf("seed %s: %w", p.Key, err)
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return fmt.Errorf("prepare the sample: %w", err)
	case ours && written < documents(data):
		return fault.New(fault.Conflict, "an earlier run was stopped before it had written the whole sample: run again with --fresh, or on an empty database")
	case ours:
		return nil
	case known:
		return fault.New(fault.Conflict, "the database holds people already, and sample people do not belong among them: name an empty database, or none")
	}
	for i, d := range data.Dossiers {
		begun := s.now.AddDate(0, 0, -20+2*i)
		if err := s.dossier(ctx, viewers[d.Candidate], peer(data, viewers), d, begun); err != nil {
			return fmt.Errorf("seed the dossier of %s: %w", d.Candidate, err)
		}
	}
	return nil
}

// peer is who nominates the sample's candidates.
func peer(data *sample.Sample, viewers map[string]*people.Viewer) *people.Viewer {
	for _, p := range data.People {
		if p.Persona == "l10" {
			return viewers[p.Key]
		}
	}
	return nil
}

// documents counts those of the sample.
func documents(data *sample.Sample) (n int) {
	for _, d := range data.Dossiers {
		n += len(d.Documents)
	}
	return n
}

func (s *seeder) person(ctx context.Context, tx pgx.Tx, v *ladder.Version, p sample.Person) (*people.Viewer, error) {
	store, key := &people.Store{DB: tx}, s.newID()
	if err := store.Add(ctx, tx, &people.Person{UUID: key, Name: p.Name}, s.now); err != nil {
		return nil, err
	}
	if err := store.AddIdentity(ctx, tx, key, s.issuer, p.Key, s.now); err != nil {
		return nil, err
	}
	for _, r := range p.Roles {
		if _, err := store.Grant(ctx, tx, s.newID(), key, r.Role, sample.MonthsBefore(s.now, r.FromMonthsAgo)); err != nil {
			return nil, err
		}
	}
	for _, r := range p.Ranks {
		rank := people.Rank{Ladder: v.LadderID, Level: r.Level, From: sample.MonthsBefore(s.now, r.FromMonthsAgo), Cause: people.Cause(r.Cause)}
		if r.ToMonthsAgo != nil {
			to := sample.MonthsBefore(s.now, *r.ToMonthsAgo)
			rank.To = &to
		}
		if err := store.AddRank(ctx, tx, s.newID(), key, rank); err != nil {
			return nil, err
		}
	}
	return store.Viewer(ctx, key, s.now)
}

// dossier writes one dossier, a document a day.
func (s *seeder) dossier(ctx context.Context, v, peer *people.Viewer, d sample.Dossier, begun time.Time) error {
	key, err := s.resolver.Acts.Open(ctx, v, dossier.Opening{To: d.To}, begun)
	if err != nil {
		return err
	}
	in := dossier.DossierInput{Dossier: id.Of(id.Dossier, key)}
	last := begun
	for _, doc := range d.Documents {
		last = last.Add(7 * time.Hour)
		_, err := s.resolver.Acts.Save(ctx, v, dossier.Saving{Dossier: in.Dossier, Component: doc.Component, Title: doc.Title, Body: doc.Body}, last)
		if err != nil {
			return err
		}
	}
	switch d.State {
	case sample.Submitted:
		if err := s.ready(ctx, v, peer, in.Dossier, last); err != nil {
			return err
		}
		return s.resolver.Acts.Submit(ctx, v, in, last.Add(time.Hour))
	case sample.Withdrawn:
		return s.resolver.Acts.Withdraw(ctx, v, in, last.Add(time.Hour))
	}
	_, err = s.resolver.Requests.Request(ctx, v, analysis.RequestInput{Dossier: in.Dossier}, last.Add(time.Hour))
	return err
}

// analysed waits until nothing is queued or running.
func (s *seeder) analysed(ctx context.Context) error {
	for {
		stats, err := s.queue.Stats(ctx)
		if err != nil {
			return err
		}
		if stats.Depth["QUEUED"]+stats.Depth["RUNNING"] == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
