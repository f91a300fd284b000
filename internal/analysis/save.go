package analysis

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/analysis/text"
	"dossier/internal/postgres"
)

// save writes a result in the transaction that ends its row.
func (w *Work) save(ctx context.Context, tx pgx.Tx, o *order, res Result) error {
	s := saver{order: o, newID: w.NewID, offsets: make([]*text.Offsets, len(o.Documents))}
	for i, f := range res.Findings {
		s.finding(i, f)
	}
	for i, c := range res.Claims {
		p := s.place(c.Place)
		var metric *string
		if c.Metric != "" {
			metric = &c.Metric
		}
		s.batch.Queue(`insert into claim (id, analysis_id, position, document_id, version, start_byte, end_byte, start_utf16, end_utf16,
			quote, metric, claimed, recorded, verdict, explanation) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)`,
			w.NewID(), o.UUID, i, p.DocumentID, p.Version, p.StartByte, p.EndByte, p.Start, p.End,
			c.Quote, metric, c.Claimed, c.Recorded, c.Verdict, c.Explanation)
	}
	for i, a := range res.Anomalies {
		p := s.place(a.Place)
		s.batch.Queue(`insert into anomaly (id, analysis_id, position, document_id, version, start_byte, end_byte, start_utf16, end_utf16,
			kind, description) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
			w.NewID(), o.UUID, i, p.DocumentID, p.Version, p.StartByte, p.EndByte, p.Start, p.End, a.Kind, a.Description)
	}
	reasons := res.Reasons
	if reasons == nil {
		reasons = []string{}
	}
	s.batch.Queue(`update analysis set analyser = $2, degraded = $3, reasons = $4, provenance = $5, usage = $6, stage = 'SAVE', done = total where id = $1`,
		o.UUID, res.Analyser, res.Degraded, reasons, jsonOf(res.Provenance), jsonOf(res.Usage))
	return postgres.Fault(tx.SendBatch(ctx, &s.batch).Close(), "save the findings")
}

// saver turns a result's parts into statements.
type saver struct {
	order   *order
	newID   func() uuid.UUID
	offsets []*text.Offsets
	batch   pgx.Batch
}

func (s *saver) finding(position int, f Finding) {
	key := s.newID()
	sure := Confidence{Level: f.Confidence.Level, Reasons: append([]string{}, f.Confidence.Reasons...)}
	s.batch.Queue(`insert into finding (id, analysis_id, position, criterion, assessed, score, confidence, rationale, leaves)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		key, s.order.UUID, position, f.Criterion, f.Assessed, f.Score, jsonOf(sure), f.Rationale, jsonOf(f.Leaves))
	for i, e := range f.Evidence {
		p := s.place(e.Place)
		s.batch.Queue(`insert into evidence (id, finding_id, position, document_id, version, start_byte, end_byte, start_utf16, end_utf16,
			quote, polarity, strength, leaf, why, grounding) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)`,
			s.newID(), key, i, p.DocumentID, p.Version, p.StartByte, p.EndByte, p.Start, p.End,
			e.Quote, e.Polarity, e.Strength, e.Leaf, e.Why, e.Grounding)
	}
	for i, g := range f.Gaps {
		var p struct {
			document                *uuid.UUID
			version, sb, eb, su, eu *int
		}
		if g.Near != nil {
			at := s.place(*g.Near)
			p.document, p.version = &at.DocumentID, &at.Version
			p.sb, p.eb, p.su, p.eu = &at.StartByte, &at.EndByte, &at.Start, &at.End
		}
		s.batch.Queue(`insert into gap (id, finding_id, position, leaf, severity, reason, description, suggestion, score_if_met,
			document_id, version, start_byte, end_byte, start_utf16, end_utf16) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)`,
			s.newID(), key, i, g.Leaf, g.Severity, g.Reason, g.Description, g.Suggestion, g.ScoreIfMet,
			p.document, p.version, p.sb, p.eb, p.su, p.eu)
	}
}

// place gives a place in a document its id, version and offsets in UTF-16.
func (s *saver) place(p Place) Passage {
	d := s.order.Documents[p.Doc]
	if s.offsets[p.Doc] == nil {
		s.offsets[p.Doc] = text.NewOffsets(d.Body)
	}
	o := s.offsets[p.Doc]
	return Passage{DocumentID: d.ID, Version: d.Version, StartByte: p.Start, EndByte: p.End, Start: o.UTF16(p.Start), End: o.UTF16(p.End)}
}
