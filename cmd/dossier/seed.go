package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/intake"
	"dossier/internal/ladder"
	"dossier/internal/postgres"
	"dossier/internal/sample"
	"dossier/ladders"
)

// seeder writes the sample through the same acts that the API uses.
type seeder struct {
	*app
	issuer string
	now    time.Time
	// made is what rows of the sample became, by their keys.
	made map[id.Kind]map[string]uuid.UUID
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
	err = postgres.InTx(ctx, s.pool, func(tx pgx.Tx) error {
		if _, _, err = ladder.Import(ctx, tx, version, s.now, s.newID); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `select exists (select from person), exists (select from identity where issuer = $1),
			(select count(*) from document)`, s.issuer).Scan(&known, &ours, &written)
		if err != nil || known {
			return err
		}
		return s.history(ctx, tx, data)
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
	if err := s.acts(ctx, data); err != nil {
		return err
	}
	// Documents come last: a sample without all of them is half written.
	for _, d := range data.Dossiers {
		if err := s.dossier(ctx, data, d, s.now.AddDate(0, 0, -d.BegunDaysAgo)); err != nil {
			return fmt.Errorf("seed the dossier of %s: %w", d.Candidate, err)
		}
	}
	return nil
}

// history brings in people and what they did, as any import would.
func (s *seeder) history(ctx context.Context, tx pgx.Tx, data *sample.Sample) error {
	var sources []intake.Source
	for table, rows := range data.Tables(s.now, s.issuer) {
		text, err := json.Marshal(rows)
		if err != nil {
			return fmt.Errorf("write the sample's %s: %w", table, err)
		}
		open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
		sources = append(sources, intake.Source{Name: "sample.json", Table: table, Open: open})
	}
	report, err := (&intake.Importer{DB: s.pool, NewID: s.newID}).Write(ctx, tx, sources, intake.Options{}, s.now)
	if err != nil {
		return err
	}
	if len(report.Bad) > 0 {
		return fault.New(fault.Invalid, "a row of the sample is bad: %s", report.Bad[0])
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

// dossier writes one dossier, a document after the other, and does what became
// of it.
func (s *seeder) dossier(ctx context.Context, data *sample.Sample, d sample.Dossier, begun time.Time) error {
	v, err := s.viewer(ctx, d.Candidate, begun)
	if err != nil {
		return err
	}
	acts, hearing := s.resolver.Acts, data.Panels[d.Candidate]
	if hearing != nil {
		acts = s.onThisMachine()
	}
	key, err := acts.Open(ctx, v, dossier.Opening{To: d.To}, begun)
	if err != nil {
		return err
	}
	in := dossier.DossierInput{Dossier: id.Of(id.Dossier, key)}
	last := begun
	for _, doc := range d.Documents {
		last = last.Add(7 * time.Hour)
		_, err := acts.Save(ctx, v, dossier.Saving{Dossier: in.Dossier, Component: doc.Component, Title: doc.Title, Body: doc.Body}, last)
		if err != nil {
			return err
		}
	}
	switch d.State {
	case sample.Submitted:
		if err := s.explain(ctx, v, in.Dossier, d.Candidate, data.Acts.Explanations, last); err != nil {
			return err
		}
		if err := acts.Submit(ctx, v, in, last.Add(time.Hour)); err != nil || hearing == nil {
			return err
		}
		return s.hear(ctx, hearing, in.Dossier)
	case sample.Withdrawn:
		return acts.Withdraw(ctx, v, in, last.Add(time.Hour))
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
