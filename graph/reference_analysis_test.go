package graph_test

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/id"
)

func micros(t time.Time) string { return strconv.FormatInt(t.UnixMicro(), 10) }

// refPassage is a place and what stands there, as the statement makes it.
type refPassage struct {
	ID       uuid.UUID `json:"id"`
	Document uuid.UUID `json:"document_id"`
	Title    string    `json:"title"`
	Version  int       `json:"version"`
	Quote    string    `json:"quote"`
	Start    int       `json:"start_utf16"`
	End      int       `json:"end_utf16"`
	StartB   int       `json:"start_byte"`
	EndB     int       `json:"end_byte"`
	Polarity string    `json:"polarity"`
	Strength string    `json:"strength"`
	Why      string    `json:"why"`

	Severity    string `json:"severity"`
	Reason      string `json:"reason"`
	Description string `json:"description"`
	Suggestion  string `json:"suggestion"`

	Metric      *string `json:"metric"`
	Claimed     string  `json:"claimed"`
	Recorded    string  `json:"recorded"`
	Verdict     string  `json:"verdict"`
	Explanation string  `json:"explanation"`
	Kind        string  `json:"kind"`
}

type refFinding struct {
	ID         uuid.UUID    `json:"id"`
	Criterion  string       `json:"criterion"`
	Assessed   bool         `json:"assessed"`
	Score      *int         `json:"score"`
	Confidence any          `json:"confidence"`
	Rationale  string       `json:"rationale"`
	Evidence   []refPassage `json:"evidence"`
	Gaps       []refPassage `json:"gaps"`
}

// list is a JSON list of a part's rows with the titles of their documents.
func list(table, where string) string {
	return `(select coalesce(jsonb_agg(to_jsonb(x) || jsonb_build_object('title', (select t.title from document doc
			join document_version t on t.document_id = doc.id and t.version = doc.version where doc.id = x.document_id)) order by x.position), '[]')
		from ` + table + ` x where ` + where + `)`
}

func (r reference) analysis(ctx context.Context, person uuid.UUID, dossier string) (any, error) {
	want, err := id.Parse(dossier)
	if err != nil {
		return nil, err
	}
	var a, rev uuid.UUID
	var status, analyser, hash string
	var number int
	var degraded bool
	var started, finished *time.Time
	var from analysis.Provenance
	var usage analysis.Usage
	var findings []refFinding
	var claims, anomalies []refPassage
	err = r.DB.QueryRow(ctx, `select a.id, a.status, a.degraded, a.analyser, a.provenance, a.usage, a.started_at, a.finished_at, v.id, v.number, v.hash,
			(select coalesce(jsonb_agg(to_jsonb(f) || jsonb_build_object('evidence', `+list("evidence", "x.finding_id = f.id")+`, 'gaps', `+list("gap", "x.finding_id = f.id")+`) order by f.position), '[]')
				from finding f where f.analysis_id = a.id),
			`+list("claim", "x.analysis_id = a.id")+`, `+list("anomaly", "x.analysis_id = a.id")+`
		from dossier d `+newest+` join revision v on v.id = a.revision_id where d.id = $1 and d.candidate_id = $2`, want.UUID, person).
		Scan(&a, &status, &degraded, &analyser, &from, &usage, &started, &finished, &rev, &number, &hash, &findings, &claims, &anomalies)
	if err != nil {
		return nil, err
	}
	out, all := []object{}, []object{}
	for _, f := range findings {
		evidence, gaps := []object{}, []object{}
		for _, e := range f.Evidence {
			evidence = append(evidence, object{"id": id.Of(id.Evidence, e.ID).String(), "document": doc(e), "version": e.Version, "quote": e.Quote,
				"start": e.Start, "end": e.End, "startByte": e.StartB, "endByte": e.EndB, "polarity": e.Polarity, "strength": e.Strength, "why": e.Why, "response": nil})
		}
		for _, g := range f.Gaps {
			var near any
			if g.Document != uuid.Nil {
				near = object{"document": doc(g), "version": g.Version, "start": g.Start, "end": g.End}
			}
			gap := id.Of(id.Gap, g.ID).String()
			gaps = append(gaps, object{"id": gap, "severity": g.Severity, "reason": g.Reason, "description": g.Description, "suggestion": g.Suggestion, "near": near, "response": nil})
			all = append(all, object{"id": gap, "criterion": r.criterion(f.Criterion), "severity": g.Severity, "description": g.Description, "suggestion": g.Suggestion})
		}
		out = append(out, object{"id": id.Of(id.Finding, f.ID).String(), "criterion": r.criterion(f.Criterion), "assessed": f.Assessed, "score": f.Score,
			"confidence": f.Confidence, "rationale": f.Rationale, "evidence": evidence, "gaps": gaps})
	}
	said, odd := []object{}, []object{}
	for _, c := range claims {
		var metric any
		if c.Metric != nil {
			m := r.Version.Level("L8").Metric(*c.Metric)
			metric = object{"id": m.ID().String(), "key": m.Key}
		}
		said = append(said, object{"id": id.Of(id.Claim, c.ID).String(), "document": object{"id": id.Of(id.Document, c.Document).String()}, "version": c.Version, "quote": c.Quote,
			"start": c.Start, "end": c.End, "metric": metric, "claimed": c.Claimed, "recorded": c.Recorded, "verdict": c.Verdict, "explanation": c.Explanation})
	}
	for _, x := range anomalies {
		odd = append(odd, object{"id": id.Of(id.Anomaly, x.ID).String(), "document": object{"id": id.Of(id.Document, x.Document).String()}, "version": x.Version,
			"kind": x.Kind, "start": x.Start, "end": x.End, "description": x.Description})
	}
	return object{"node": object{"id": dossier, "analysis": object{
		"id": id.Of(id.Analysis, a).String(), "status": status, "stale": false, "degraded": degraded,
		"revision":   object{"id": id.Of(id.Revision, rev).String(), "number": number, "hash": hash},
		"provenance": object{"analyser": analyser, "model": orNull(from.Model), "promptVersion": orNull(from.PromptVersion), "ladderVersion": r.Version.Label, "startedAt": started, "finishedAt": finished},
		"usage":      usage, "findings": out, "claims": said, "anomalies": odd, "gaps": all,
	}}}, nil
}

func doc(p refPassage) object {
	return object{"id": id.Of(id.Document, p.Document).String(), "title": p.Title}
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
